"""The pages of one ticket: report with questions, files, sending, what became of it.

The code in the address is the key; nobody logs in. Forms answer with a redirect, so that going back or loading again
sends nothing twice.
"""

from __future__ import annotations

import asyncio

from datasette import Response

from catalog.desk import answering, kit, preview, standing
from catalog.errors import Refused
from catalog.web.submitting import questions, ticket_work, uploads
from catalog.web.submitting.visit import Visit, go_to, render
from catalog.workbench import jobs
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Ticket
from catalog.workbench.store import Workbench


async def ticket(visit: Visit, code: str) -> Response:
    """Where a ticket is: being read, asking, being sent, sent. Work is waited for (ticket_work.LOOKS)."""
    await ticket_work.wait(lambda: _is_at_work(visit, code))
    return await asyncio.to_thread(_ticket, visit, code)


def _is_at_work(visit: Visit, code: str) -> bool:
    _, _, job = ticket_work.find(visit, code)
    return job is not None and not job.is_over


def _ticket(visit: Visit, code: str) -> Response:
    found, files, job = ticket_work.find(visit, code)
    if job and not job.is_over:
        return _waiting(visit, code, job)
    if found.sent_at:
        return _sent(visit, code, found, job)
    report = preview.report_of(visit.home, found, files)
    if files and report is None and not (job and job.failed):
        return _read_again(visit, code, found)
    shown = questions.whole(report) if report else None
    page = max(uploads.number(visit.arguments.get("trang")) or 1, 1)
    at = (page - 1) * questions.PER_PAGE
    products = shown.products[at : at + questions.PER_PAGE] if shown else []
    return render(
        visit, "submit_ticket.html", code=code, ticket=found, files=files, shown=shown, products=products, page=page,
        pages=-(-len(shown.products) // questions.PER_PAGE) if shown else 0, failed=job and job.failed,
        sheets=tickets.of_role(files, "sheet"), photos=tickets.of_role(files, "picture"),
        state=preview.digest_of(files), askable=answering.askable(report) if report else [], form=tickets.FORM,
        names=sorted({one.facts["name"] for one in shown.products if one.facts["name"]}) if shown else [],
        kit=kit.of(visit.home, found.id),
    )  # fmt: skip


def _waiting(visit: Visit, code: str, job: jobs.Job) -> Response:
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        ahead = jobs.ahead(bench, job.id)
    return render(visit, "submit_wait.html", code=code, job=job, ahead=ahead, back=f"/gui/{code}")


def _read_again(visit: Visit, code: str, found: Ticket) -> Response:
    """Where a change was not followed by a reading: the server was stopped in between."""
    with Workbench(visit.home.workbench) as bench:
        ticket_work.ask(visit, bench, "preview", found.id)
        job = jobs.last(bench, found.id)
    assert job is not None  # asked for just now
    return _waiting(visit, code, job)


def _sent(visit: Visit, code: str, found: Ticket, job: jobs.Job | None) -> Response:
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        products = list(standing.products(bench, found.id))
    states = [(state, sum(p.state == state for p in products)) for state in ("accepted", "held", "rejected", "back")]
    return render(
        visit, "submit_sent.html", code=code, ticket=found, products=products, states=states,
        kit=kit.of(visit.home, found.id), failed=job and job.failed,
    )  # fmt: skip


async def add(visit: Visit, code: str) -> Response:
    """More files, or a message."""
    await asyncio.to_thread(ticket_work.check_room, visit)
    sent = await uploads.read(visit.request)

    def take() -> None:
        found, _, _ = ticket_work.find(visit, code)
        with Workbench(visit.home.workbench) as bench:
            ticket_work.take_in(visit, bench, found.id, sent)

    await asyncio.to_thread(take)
    return go_to(visit, f"/gui/{code}")


async def answer(visit: Visit, code: str) -> Response:
    """Answers to questions."""
    sent = await uploads.read(visit.request)

    def write() -> None:
        found, files, _ = ticket_work.find(visit, code)
        report = preview.report_of(visit.home, found, files)
        if report is None or sent.words.get("cua") != preview.digest_of(files):
            raise Refused("Trang này đã cũ: danh sách vừa thay đổi. Mời tải lại trang rồi sửa.", code="form-old")
        if answering.answer(visit.home, found, report, questions.answers(sent.words)):
            with Workbench(visit.home.workbench) as bench:
                ticket_work.ask(visit, bench, "preview", found.id)

    await asyncio.to_thread(write)
    return go_to(visit, f"/gui/{code}")


async def change_file(visit: Visit, code: str) -> Response:
    """Takes a file out, or says whose photo one is."""
    sent = await uploads.read(visit.request)

    def change() -> None:
        found, _, _ = ticket_work.find(visit, code)
        with Workbench(visit.home.workbench) as bench:
            if (number := uploads.number(sent.words.get("bo"))) is not None:
                tickets.drop_file(bench, found.id, number)
            for name, product in sent.words.items():
                photo = uploads.number(name.removeprefix("anh:"))
                if photo is not None and product.strip():
                    tickets.name_photo(bench, found.id, photo, product)
            ticket_work.ask(visit, bench, "preview", found.id)

    await asyncio.to_thread(change)
    return go_to(visit, f"/gui/{code}")


async def send(visit: Visit, code: str) -> Response:
    """Hands a ticket to the officers, with the consents that were given with it."""
    sent = await uploads.read(visit.request)
    agreed = [field for field in answering.PRIVATE if sent.words.get(f"dong-y-{field}")]

    def ask() -> None:
        found, files, _ = ticket_work.find(visit, code)
        if not files:
            raise Refused("Chưa có tệp nào để gửi duyệt.", code="form-empty")
        if found.sent_at:
            return
        report = preview.report_of(visit.home, found, files) if agreed else None
        if report:
            answering.answer(visit.home, found, report, answering.consenting(report, agreed))
        with Workbench(visit.home.workbench) as bench:
            ticket_work.ask(visit, bench, "send", found.id)

    await asyncio.to_thread(ask)
    return go_to(visit, f"/gui/{code}")


PAGES: ticket_work.Pages = (
    (r"/gui/(?P<code>[^/]+)/?$", {"GET": ticket}),
    (r"/gui/(?P<code>[^/]+)/them/?$", {"POST": add}),
    (r"/gui/(?P<code>[^/]+)/sua/?$", {"POST": answer}),
    (r"/gui/(?P<code>[^/]+)/tep/?$", {"POST": change_file}),
    (r"/gui/(?P<code>[^/]+)/gui-duyet/?$", {"POST": send}),
)
