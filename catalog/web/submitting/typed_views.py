"""The form on the page: one product after the other, what must be filled in first; nothing typed is lost."""

from __future__ import annotations

import asyncio

from datasette import Response

from catalog.desk import typed_form
from catalog.errors import Conflict, Unknown
from catalog.web.language import N_
from catalog.web.submitting import ticket_work, uploads
from catalog.web.submitting.uploads import Sent
from catalog.web.submitting.visit import Visit, go_to, render
from catalog.workbench.senders.tickets import Ticket
from catalog.workbench.store import Workbench

# The form's fields are named so, which no other field of our pages is.
FIELD = "c:"
# Buttons: on to the next product, or to the whole list.
NEXT = "tiep"
# What the template calls its themes, as a page says them.
THEMES = {
    "ĐIỀN NẾU CÓ: CƠ SỞ VÀ LIÊN HỆ": N_("Cơ sở và liên hệ"),
    "ĐIỀN NẾU CÓ: SAO VÀ QUYẾT ĐỊNH": N_("Sao và quyết định công nhận"),
    "ĐIỀN NẾU CÓ: BÁN HÀNG": N_("Bán hàng: số lượng, mã, mùa vụ"),
    "ĐIỀN NẾU CÓ: NHÃN VÀ GIẤY TỜ": N_("Nhãn và giấy tờ"),
    "ĐIỀN NẾU CÓ: GIỚI THIỆU": N_("Giới thiệu và ảnh"),
}


async def product(visit: Visit, code: str) -> Response:
    """The form of one product: as it was typed, with what is still wrong at each field."""
    number = uploads.number(visit.request.url_vars["number"]) or 0
    return await asyncio.to_thread(_product, visit, code, number)


def _product(visit: Visit, code: str, number: int) -> Response:
    ticket = _open_ticket(visit, code)
    known = typed_form.rows(visit.home, ticket)
    if not 1 <= number <= len(known) + 1:
        raise Unknown("product", str(number))
    is_new = number > len(known)
    row = typed_form.begun(known, ticket) if is_new else known[number - 1]
    return render(
        visit, "submit_form.html", code=code, number=number, row=row, is_new=is_new, known=known,
        mistakes={} if is_new else typed_form.mistakes(row), themes=typed_form.themes(), choices=typed_form.choices,
        theme_words=THEMES, field=FIELD, longest=typed_form.LONGEST,
    )  # fmt: skip


def _open_ticket(visit: Visit, code: str) -> Ticket:
    ticket, _, _ = ticket_work.find(visit, code)
    if ticket.sent_at:
        raise Conflict("Danh sách này đã gửi duyệt; mời gửi danh sách mới.", code="ticket-sent")
    return ticket


async def keep(visit: Visit, code: str) -> Response:
    """Keeps one product, however much of it is there, and goes on: to it where something is wrong, else where asked."""
    number = uploads.number(visit.request.url_vars["number"]) or 0
    sent = await uploads.read(visit.request)
    return go_to(visit, await asyncio.to_thread(_keep, visit, code, number, sent))


def _keep(visit: Visit, code: str, number: int, sent: Sent) -> str:
    ticket = _open_ticket(visit, code)
    words = {name.removeprefix(FIELD): value for name, value in sent.words.items() if name.startswith(FIELD)}
    before = len(typed_form.rows(visit.home, ticket))
    known = typed_form.keep(visit.home, ticket, number, words)
    with Workbench(visit.home.workbench) as bench:
        ticket_work.ask(visit, bench, "preview", ticket.id)
    is_kept = len(known) >= max(before, number)
    # Said once: whoever presses on with the same words knows of it and answers later.
    if (
        is_kept
        and sent.words.get("da-xem") != "1"
        and any(m.is_error for f in typed_form.mistakes(known[number - 1]).values() for m in f)
    ):
        return f"/gui/{code}/dien/{number}"
    return f"/gui/{code}/dien/{len(known) + 1}" if sent.words.get("di") == NEXT else f"/gui/{code}"


PAGES: ticket_work.Pages = ((r"/gui/(?P<code>[^/]+)/dien/(?P<number>[0-9]{1,4})/?$", {"GET": product, "POST": keep}),)
