"""What the senders' views do with tickets: find one by its code, take files in, ask the worker for something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from datasette import Response

from catalog.errors import Refused
from catalog.web.submitting import uploads
from catalog.web.submitting.visit import Visit
from catalog.workbench import jobs
from catalog.workbench.jobs import Job
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import File, Ticket
from catalog.workbench.store import Workbench

View = Callable[[Visit, str], Awaitable[Response]]
# One page: its address as a regular expression, and a view for each method.
Pages = tuple[tuple[str, dict[str, View]], ...]

# Work that waits for the worker; beyond it nobody new begins.
MOST_WAITING = 200
# How often it is looked, and after how many seconds each time, whether work is done. A page is held back so long
# (browsers wait for a minute, nginx as well); what takes longer shows how far it is, with a way to look again. No page
# loads itself again: that takes the place from under those who read slowly, or have it read to them.
LOOKS, BETWEEN_LOOKS = 40, 0.25


def find(visit: Visit, code: str) -> tuple[Ticket, list[File], Job | None]:
    """A ticket, its files, and the last work that was asked for. Raises Unknown for a code that opens nothing."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        ticket = tickets.find(bench, tickets.id_of(code))
        return ticket, tickets.files(bench, ticket.id), jobs.last(bench, ticket.id)


def check_room(visit: Visit) -> None:
    """Raises Refused where so much waits or lies unsent that nobody new may begin."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        waiting = jobs.waiting(bench)
    if waiting >= MOST_WAITING or uploads.is_full(visit.home):
        raise Refused("Đang có rất nhiều người gửi; mời gửi lại sau ít phút.", code="desk-full")


def take_in(visit: Visit, bench: Workbench, ticket: str, sent: uploads.Sent) -> None:
    """Keeps files with a ticket and asks for them to be read."""
    tickets.add_files(bench, ticket, uploads.keep(visit.home, ticket, sent))
    ask(visit, bench, "preview", ticket)


def ask(visit: Visit, bench: Workbench, kind: jobs.Kind, ticket: str) -> None:
    """Asks the worker for something, and wakes it."""
    jobs.ask(bench, kind, ticket)
    visit.ring()


async def wait(is_at_work: Callable[[], bool], looks: int | None = None) -> None:
    """Comes back when work is done, or has taken so long (by default LOOKS) that its page says how far it is."""
    for _ in range(LOOKS if looks is None else looks):
        if not await asyncio.to_thread(is_at_work):
            break
        await asyncio.sleep(BETWEEN_LOOKS)
