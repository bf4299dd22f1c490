"""The kit of a ticket, or of a producer's own page: asked for, downloaded, its pictures and price cards."""

from __future__ import annotations

import asyncio
from contextlib import closing

from datasette import Response

from catalog.desk import kit
from catalog.errors import Refused, Unknown
from catalog.publish.tables import reading
from catalog.web.cards import card_words, price_card
from catalog.web.submitting import going_back, own_views, ticket_work, uploads
from catalog.web.submitting.visit import Visit, go_to
from catalog.workbench import days
from catalog.workbench.store import Workbench

# Cards on the sheets of one kit.
MOST_CARDS = 100
ZIP, PDF, JPEG = "application/zip", "application/pdf", "image/jpeg"


async def ask(visit: Visit, code: str) -> Response:
    """Asks for the kit of a ticket's files."""
    await uploads.read(visit.request)

    def write() -> None:
        found, files, _ = ticket_work.find(visit, code)
        ticket_work.check_room(visit)
        if not files:
            raise Refused("Chưa có tệp nào để làm bộ đăng bán.", code="form-empty")
        with Workbench(visit.home.workbench) as bench:
            ticket_work.ask(visit, bench, "kit", found.id)

    await asyncio.to_thread(write)
    return go_to(visit, f"/gui/{code}")


def _kit(visit: Visit, code: str) -> kit.Kit:
    if visit.request.path.startswith("/cua-toi"):
        return own_views.kit_of(visit, code)
    ticket, _, _ = ticket_work.find(visit, code)
    found = kit.of(visit.home, ticket.id)
    if found is None:
        raise Unknown("kit", code[:4])
    return found


async def bundle(visit: Visit, code: str) -> Response:
    """All of it as one ZIP."""
    data = await asyncio.to_thread(lambda: (_kit(visit, code).path / kit.BUNDLE).read_bytes())
    return going_back.sent_file(data, ZIP, "bộ đăng bán.zip")


async def picture(visit: Visit, code: str) -> Response:
    """One picture of a post."""
    asked = visit.request.url_vars
    data = await asyncio.to_thread(lambda: _kit(visit, code).picture(asked["slug"], int(asked["number"])))
    return going_back.sent_file(
        data, JPEG, f"{asked['slug']}-{asked['number']}.jpg" if "tai" in visit.arguments else None
    )


async def cards(visit: Visit, code: str) -> Response:
    """Price cards of its products on A4 sheets; without a QR code, since their pages do not exist yet."""

    def draw() -> bytes:
        made = _kit(visit, code)
        with closing(reading.connect(made.path / kit.CATALOG)) as db:
            products = list(reading.products(db, days.today()))[:MOST_CARDS]
            words = [card_words.card(visit.language, p, card_words.place(db, p.producer), "") for p in products]
        return price_card.sheets(words, "a6", "Bảng giá")

    return going_back.sent_file(await asyncio.to_thread(draw), PDF, "bảng giá.pdf")


_ROOT = r"/(?:gui|cua-toi)/(?P<code>[^/]+)"
PAGES: ticket_work.Pages = (
    (r"/gui/(?P<code>[^/]+)/bo/?$", {"POST": ask}),
    (_ROOT + r"/bo/bo-dang-ban\.zip$", {"GET": bundle}),
    (_ROOT + r"/bo/bang-gia\.pdf$", {"GET": cards}),
    (_ROOT + r"/bo/anh/(?P<slug>[a-z0-9-]{1,200})/(?P<number>[0-9]{1,2})\.jpg$", {"GET": picture}),
)
