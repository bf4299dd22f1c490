"""Where sending begins: with files, a message or the form; as a stranger, or with an officer's invitation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from datasette import Response

from catalog.errors import Refused, Unknown
from catalog.web.submitting import ticket_work, uploads
from catalog.web.submitting.guessing import Guesses
from catalog.web.submitting.uploads import Sent
from catalog.web.submitting.visit import Visit, go_to, render
from catalog.workbench.senders import invitations, spoken_codes, tickets
from catalog.workbench.senders.invitations import Invitation, Invited
from catalog.workbench.senders.tickets import Who
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# The attribute of the senders' Datasette that counts wrong codes.
GUESSES = "_ocop_guesses"
# The button that asks for the form instead of taking files.
BY_FORM = "bieu-mau"


async def start(visit: Visit, _: str) -> Response:
    """The form with which everything begins."""
    return render(visit, "submit_start.html", invitation=None)


async def begin(visit: Visit, _: str) -> Response:
    """Opens a ticket with what the form brings and reads it."""
    return await _begin(visit, None)


async def invited(visit: Visit, code: str) -> Response:
    """The same form for somebody whom an officer invited: it knows who they are."""
    found = await asyncio.to_thread(find, visit, code)
    return render(visit, "submit_start.html", invitation=found, code=code)


async def begin_invited(visit: Visit, code: str) -> Response:
    """Opens a ticket in the name of a producer whom the invitation names."""
    return await _begin(visit, await asyncio.to_thread(find, visit, code))


async def by_code(visit: Visit, _: str) -> Response:
    """From the code of an invitation that somebody types to the form."""
    code = visit.arguments.get("ma", "")
    await asyncio.to_thread(find, visit, code)
    return go_to(visit, f"/gui/moi/{spoken_codes.plain(code)}")


async def look_up(visit: Visit, _: str) -> Response:
    """From the code that somebody types to the page of their ticket."""
    code = visit.arguments.get("ma", "")
    await asyncio.to_thread(ticket_work.find, visit, code)
    return go_to(visit, f"/gui/{spoken_codes.plain(code)}")


def find(visit: Visit, code: str) -> Invitation:
    """The invitation of a link or of a short code. Raises Unknown, or Refused where too many codes were wrong."""
    guesses, address = guesses_of(visit.datasette), visit.client
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        try:
            return invitations.by_link(bench, "send", code)
        except Unknown:
            guesses.check(address)
        try:
            return invitations.by_code(bench, code)
        except Unknown:
            guesses.wrong(address)
            raise


def guesses_of(served: Datasette) -> Guesses:
    """Who guessed wrong here lately."""
    return cast(Guesses, getattr(served, GUESSES))


async def _begin(visit: Visit, invitation: Invitation | None) -> Response:
    await asyncio.to_thread(ticket_work.check_room, visit)
    sent = await uploads.read(visit.request)
    is_form = sent.words.get("cach") == BY_FORM
    if not is_form and not sent.files and not sent.words.get("tin", "").strip():
        raise Refused("Chưa có tệp hay tin nhắn nào. Mời chọn tệp hoặc gõ tin rồi gửi lại.", code="form-empty")
    who = _who(invitation, sent)
    code = await asyncio.to_thread(_open, visit, who, invitation, sent)
    return go_to(visit, f"/gui/{code}/dien/1" if is_form and not sent.files else f"/gui/{code}")


def _who(invitation: Invitation | None, sent: Sent) -> Who:
    if invitation is None:
        return Who(*(sent.line(name) for name in ("ten", "noi", "lien-he", "giup")))
    number = uploads.number(sent.words.get("co-so")) or 0
    producer = invitation.producers[min(number, len(invitation.producers) - 1)]
    return who_of(producer, sent.line("lien-he"), invitation.helper)


def who_of(producer: Invited, contact: str = "", helper: str = "") -> Who:
    """Who sends in the name of an invited producer."""
    return Who(producer.name, producer.place, contact, helper)


def _open(visit: Visit, who: Who, invitation: Invitation | None, sent: Sent) -> str:
    with Workbench(visit.home.workbench) as bench:
        code = tickets.open_ticket(bench, who, invitation.id if invitation else None)
        if sent.files or sent.words.get("tin", "").strip():
            ticket_work.take_in(visit, bench, tickets.id_of(code), sent)
    return code


PAGES: ticket_work.Pages = (
    (r"/gui/?$", {"GET": start, "POST": begin}),
    (r"/gui/tra-cuu/?$", {"GET": look_up}),
    (r"/gui/moi/?$", {"GET": by_code}),
    (r"/gui/moi/(?P<code>[^/]+)/?$", {"GET": invited, "POST": begin_invited}),
)
