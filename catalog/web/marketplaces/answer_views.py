"""What markets answer: the file that came back, a link of a listing, how each package stands."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from datasette import Response

from catalog.errors import Refused, Unknown
from catalog.markets.receipts import receiving
from catalog.markets.receipts.receiving import Receipt
from catalog.registers import market_answers
from catalog.web.marketplaces.views import back_to, market_of, way
from catalog.web.officers.visit import Visit, render
from catalog.web.reporting.views import facts_of
from catalog.web.submitting import uploads
from catalog.workbench.reviewing import scopes

MOST_SHOWN = 200


async def answers(visit: Visit) -> Response:
    """How the packages of a market stand, and the forms for what came back."""

    def show() -> Response:
        chosen, own = market_of(visit), scopes.of_officer(visit.me)
        exports = list(receiving.counts(visit.home, chosen, own))
        titles = {e.id: scopes.read(e.scope).title for e, _ in exports}
        return render(
            visit, "market_answers.html", here="markets", market=chosen, exports=exports, titles=titles,
            product=visit.arguments.get("sp", ""), is_kept=bool(visit.arguments.get("da-ghi")),
            way=lambda path="", **more: way(visit, f"/{chosen.name}{path}", **more),
        )  # fmt: skip

    return await asyncio.to_thread(show)


async def take_answer(visit: Visit) -> Response:
    """Reads the file that a market gave back, once, and tells what it says."""
    chosen, taken = await asyncio.to_thread(lambda: (market_of(visit), _receive(visit)))
    return render(
        visit, "market_answered.html", here="markets", market=chosen, taken=taken, most=MOST_SHOWN,
        fixes={code: reason.fix for code, reason in market_answers.reasons().items()},
        way=lambda path="", **more: way(visit, f"/{chosen.name}{path}", **more),
    )  # fmt: skip


def _receive(visit: Visit) -> Receipt:
    if not visit.sent.files:
        raise Refused("Hãy chọn tệp mà sàn trả về.", code="form-empty")
    name, data = visit.sent.files[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name.lstrip(".") or "tra-loi")
        path.write_bytes(data)
        return receiving.receive(
            visit.home,
            market_of(visit),
            path,
            visit.me.signature,
            export_id=uploads.number(visit.said("lan")),
            others_accepted=bool(visit.said("con-lai")),
            within=scopes.of_officer(visit.me),
        )


async def take_link(visit: Visit) -> Response:
    """Keeps the address of a listing that somebody entered by hand."""

    def record() -> str:
        chosen, named = market_of(visit), visit.said("sp").rstrip("/").rpartition("/")[2]
        with facts_of(visit) as found:
            rows = found.rows("SELECT id FROM products WHERE :named IN (slug, id)", {"named": named})
        if not rows:
            raise Unknown("product", named)  # or one of other places, which is told alike
        receiving.link(visit.home, chosen, rows[0]["id"], visit.said("lien-ket"), visit.me.signature)
        return chosen.name

    name = await asyncio.to_thread(record)
    return back_to(visit, f"/{name}/tra-loi", **{"da-ghi": "1"})
