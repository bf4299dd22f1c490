"""The senders' pages: start, report with questions, files, sending, what became of it.

The code in the address is the key; nobody logs in. Forms answer with a redirect, so that going back or loading again
sends nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import Request

from catalog.desk import answering, preview, standing
from catalog.errors import OcopError, Refused, Unknown
from catalog.forms import returned
from catalog.web.submitting import questions, uploads
from catalog.web.submitting.visit import PRIVATE, Visit, go_to, home_of, render
from catalog.workbench import jobs, tickets
from catalog.workbench.jobs import Job
from catalog.workbench.store import Workbench
from catalog.workbench.tickets import File, Ticket, Who

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# The attribute of the senders' Datasette that wakes the worker.
BELL = "_ocop_bell"
# Work that waits for the worker; beyond it nobody new begins.
MOST_WAITING = 200
# How often it is looked, and after how many seconds each time, whether a short piece of work is done.
LOOKS, BETWEEN_LOOKS = 20, 0.25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[[Visit, str], Awaitable[Response]]


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Every page as Datasette wants it."""
    found = [(pattern, _served(views)) for pattern, views in _PAGES]
    return [*found, (r"/gui", _served({"GET": not_found}))]


def _served(views: dict[str, View]) -> Callable[..., Any]:
    async def page(request: Request, datasette: Datasette) -> Response:
        home = home_of(datasette)
        # Routes exist only where a home takes what people send.
        assert home is not None
        visit = Visit(request, datasette, home)
        view = views.get("GET" if request.method == "HEAD" else request.method)
        if view is None:
            return Response.text("Method not allowed.", status=405, headers={"allow": ", ".join(views)})
        try:
            return await view(visit, request.url_vars.get("code", ""))
        except Unknown:
            return await not_found(visit, "")
        except OcopError as error:
            return render(visit, "submit_refused.html", 400, sentence=preview.sentence_of(error))

    return page


# ── the start ──


async def start(visit: Visit, _: str) -> Response:
    """The form with which everything begins."""
    return render(visit, "submit_start.html")


async def begin(visit: Visit, _: str) -> Response:
    """Opens a ticket with what the form brings and reads it."""
    await asyncio.to_thread(_check_room, visit)
    sent = await uploads.read(visit.request)
    if not sent.files and not sent.words.get("tin", "").strip():
        raise Refused("Chưa có tệp hay tin nhắn nào. Mời chọn tệp hoặc gõ tin rồi gửi lại.", code="form-empty")
    who = Who(*(sent.line(name) for name in ("ten", "noi", "lien-he", "giup")))
    code = await asyncio.to_thread(_open, visit, who, sent)
    return go_to(visit, f"/gui/{code}")


def _open(visit: Visit, who: Who, sent: uploads.Sent) -> str:
    with Workbench(visit.home.workbench) as bench:
        code = tickets.open_ticket(bench, who)
        _take_in(visit, bench, tickets.id_of(code), sent)
    return code


def _check_room(visit: Visit) -> None:
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        waiting = jobs.waiting(bench)
    if waiting >= MOST_WAITING or uploads.is_full(visit.home):
        raise Refused("Đang có rất nhiều người gửi; mời gửi lại sau ít phút.", code="desk-full")


def _take_in(visit: Visit, bench: Workbench, ticket: str, sent: uploads.Sent) -> None:
    """Keeps files with a ticket and asks for them to be read."""
    tickets.add_files(bench, ticket, uploads.keep(visit.home, ticket, sent))
    _ask(visit, bench, "preview", ticket)


def _ask(visit: Visit, bench: Workbench, kind: jobs.Kind, ticket: str) -> None:
    jobs.ask(bench, kind, ticket)
    getattr(visit.datasette, BELL)()


async def look_up(visit: Visit, _: str) -> Response:
    """From the code that somebody types to the page of their ticket."""
    code = visit.arguments.get("ma", "")
    await asyncio.to_thread(_find, visit, code)
    return go_to(visit, f"/gui/{code.strip()}")


# ── one ticket ──


def _find(visit: Visit, code: str) -> tuple[Ticket, list[File], Job | None]:
    """Raises Unknown for a code that opens nothing."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        ticket = tickets.find(bench, tickets.id_of(code))
        return ticket, tickets.files(bench, ticket.id), jobs.last(bench, ticket.id)


async def ticket(visit: Visit, code: str) -> Response:
    """Where a ticket is: being read, asking, being sent, sent.

    What is done within moments is waited for: the page that loads itself again is for long work.
    """
    for _ in range(LOOKS):
        if not await asyncio.to_thread(_is_at_work, visit, code):
            break
        await asyncio.sleep(BETWEEN_LOOKS)
    return await asyncio.to_thread(_ticket, visit, code)


def _is_at_work(visit: Visit, code: str) -> bool:
    _, _, job = _find(visit, code)
    return job is not None and not job.is_over


def _ticket(visit: Visit, code: str) -> Response:
    found, files, job = _find(visit, code)
    if found.sent_at:
        return _sent(visit, code, found)
    if job and not job.is_over:
        with Workbench(visit.home.workbench, is_reading=True) as bench:
            ahead = jobs.ahead(bench, job.id)
        return render(visit, "submit_wait.html", code=code, job=job, ahead=ahead)
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
        state=preview.digest_of(files), askable=answering.askable(report) if report else [],
        names=sorted({one.facts["name"] for one in shown.products if one.facts["name"]}) if shown else [],
    )  # fmt: skip


def _read_again(visit: Visit, code: str, found: Ticket) -> Response:
    """Where a change was not followed by a reading: the server was stopped in between."""
    with Workbench(visit.home.workbench) as bench:
        _ask(visit, bench, "preview", found.id)
        job = jobs.last(bench, found.id)
    return render(visit, "submit_wait.html", code=code, job=job, ahead=0)


def _sent(visit: Visit, code: str, found: Ticket) -> Response:
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        products = list(standing.products(bench, found.id))
    states = [(state, sum(p.state == state for p in products)) for state in ("accepted", "held", "rejected", "back")]
    return render(visit, "submit_sent.html", code=code, ticket=found, products=products, states=states)


async def add(visit: Visit, code: str) -> Response:
    """More files, or a message."""
    await asyncio.to_thread(_check_room, visit)
    sent = await uploads.read(visit.request)

    def take() -> None:
        found, _, _ = _find(visit, code)
        with Workbench(visit.home.workbench) as bench:
            _take_in(visit, bench, found.id, sent)

    await asyncio.to_thread(take)
    return go_to(visit, f"/gui/{code}")


async def answer(visit: Visit, code: str) -> Response:
    """Answers to questions."""
    sent = await uploads.read(visit.request)

    def write() -> None:
        found, files, _ = _find(visit, code)
        report = preview.report_of(visit.home, found, files)
        if report is None or sent.words.get("cua") != preview.digest_of(files):
            raise Refused("Trang này đã cũ: danh sách vừa thay đổi. Mời tải lại trang rồi sửa.", code="form-old")
        if answering.answer(visit.home, found, report, questions.answers(sent.words)):
            with Workbench(visit.home.workbench) as bench:
                _ask(visit, bench, "preview", found.id)

    await asyncio.to_thread(write)
    return go_to(visit, f"/gui/{code}")


async def change_file(visit: Visit, code: str) -> Response:
    """Takes a file out, or says whose photo one is."""
    sent = await uploads.read(visit.request)

    def change() -> None:
        found, _, _ = _find(visit, code)
        with Workbench(visit.home.workbench) as bench:
            if (number := uploads.number(sent.words.get("bo"))) is not None:
                tickets.drop_file(bench, found.id, number)
            for name, product in sent.words.items():
                photo = uploads.number(name.removeprefix("anh:"))
                if photo is not None and product.strip():
                    tickets.name_photo(bench, found.id, photo, product)
            _ask(visit, bench, "preview", found.id)

    await asyncio.to_thread(change)
    return go_to(visit, f"/gui/{code}")


async def send(visit: Visit, code: str) -> Response:
    """Hands a ticket to the officers, with the consents that were given with it."""
    sent = await uploads.read(visit.request)
    agreed = [field for field in answering.PRIVATE if sent.words.get(f"dong-y-{field}")]

    def ask() -> None:
        found, files, _ = _find(visit, code)
        if not files:
            raise Refused("Chưa có tệp nào để gửi duyệt.", code="form-empty")
        if found.sent_at:
            return
        report = preview.report_of(visit.home, found, files) if agreed else None
        if report:
            answering.answer(visit.home, found, report, answering.consenting(report, agreed))
        with Workbench(visit.home.workbench) as bench:
            _ask(visit, bench, "send", found.id)

    await asyncio.to_thread(ask)
    return go_to(visit, f"/gui/{code}")


# ── files that go back ──


async def marked(visit: Visit, code: str) -> Response:
    """A sheet with its doubtful cells marked."""

    def make() -> tuple[str, bytes]:
        found, files, _ = _find(visit, code)
        report = preview.report_of(visit.home, found, files)
        sheets = tickets.of_role(files, "sheet")
        number = uploads.number(visit.request.url_vars["number"])
        if report is None or number is None or number >= len(sheets):
            raise Unknown("sheet", visit.request.url_vars["number"])
        file = sheets[number]
        made = returned.mark(tickets.path_of(visit.home, found.id, file.now).read_bytes(), file.name, report)
        return made.name, made.data

    name, data = await asyncio.to_thread(make)
    return _bytes(data, XLSX, name)


async def photo(visit: Visit, code: str) -> Response:
    """One of the ticket's own photos, to be looked at by who sent it."""

    def read() -> bytes:
        found, files, _ = _find(visit, code)
        number = uploads.number(visit.request.url_vars["number"])
        file = next((f for f in tickets.of_role(files, "picture") if f.id == number), None)
        if file is None:
            raise Unknown("photo", visit.request.url_vars["number"])
        return tickets.path_of(visit.home, found.id, file.sha256).read_bytes()

    data = await asyncio.to_thread(read)
    kind = uploads.shown_type(data)
    if kind is None:
        raise Unknown("photo", visit.request.url_vars["number"])
    return _bytes(data, kind)


def _bytes(data: bytes, kind: str, name: str | None = None) -> Response:
    sent = PRIVATE | {"content-security-policy": "default-src 'none'; sandbox"}
    if name:
        sent["content-disposition"] = f"attachment; filename=\"danh-sach.xlsx\"; filename*=UTF-8''{quote(name)}"
    return Response(data, headers=sent, content_type=kind)


async def not_found(visit: Visit, _: str) -> Response:
    """No ticket has this code."""
    return render(visit, "submit_unknown.html", 404)


_PAGES: tuple[tuple[str, dict[str, View]], ...] = (
    (r"/gui/?$", {"GET": start, "POST": begin}),
    (r"/gui/tra-cuu/?$", {"GET": look_up}),
    (r"/gui/(?P<code>[^/]+)/?$", {"GET": ticket}),
    (r"/gui/(?P<code>[^/]+)/them/?$", {"POST": add}),
    (r"/gui/(?P<code>[^/]+)/sua/?$", {"POST": answer}),
    (r"/gui/(?P<code>[^/]+)/tep/?$", {"POST": change_file}),
    (r"/gui/(?P<code>[^/]+)/gui-duyet/?$", {"POST": send}),
    (r"/gui/(?P<code>[^/]+)/bang/(?P<number>[0-9]+)\.xlsx$", {"GET": marked}),
    (r"/gui/(?P<code>[^/]+)/anh/(?P<number>[0-9]+)$", {"GET": photo}),
)
