"""A producer's own page: her products, two taps for a price or what is in stock, notices, her kit.

Its link is the key (docs/decisions/0029-invitations.md). What is tapped is a delivery like any other.
"""

from __future__ import annotations

import asyncio
from typing import cast, get_args

from datasette import Response

import images
from catalog.desk import kit, notices, own, tapping
from catalog.errors import Refused, Unknown
from catalog.web.submitting import going_back, starting, ticket_work, uploads
from catalog.web.submitting.visit import Visit, go_to, render
from catalog.workbench import days, jobs
from catalog.workbench.jobs import Job
from catalog.workbench.senders import invitations, tickets
from catalog.workbench.senders.invitations import Invitation
from catalog.workbench.senders.tickets import Change
from catalog.workbench.store import Workbench

# Changes that were tapped in one hour on one page; beyond it somebody plays with the link.
MOST_TAPS = 60


def _find(visit: Visit, key: str) -> Invitation:
    """Whose page a key opens. Raises Unknown, or Refused where too many were wrong."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        try:
            return invitations.by_link(bench, "own", key)
        except Unknown:
            guesses = starting.guesses_of(visit.datasette)
            guesses.check(visit.client)
            guesses.wrong(visit.client)
            raise


def _producer(found: Invitation) -> str:
    # An own page is made for a producer who is there (invitations.own_page).
    return found.producers[0].id or ""


async def page(visit: Visit, key: str) -> Response:
    """Everything of hers; what was tapped is waited for, so that it shows."""
    found = await asyncio.to_thread(_find, visit, key)
    await ticket_work.wait(lambda: _at_work(visit, found) is not None)
    return await asyncio.to_thread(_page, visit, key, found)


def _page(visit: Visit, key: str, found: Invitation) -> Response:
    products, today = own.products(visit.home, _producer(found)), days.today()
    public = next((p.published.producer["slug"] for p in products if p.published), "")
    link = visit.absolute(visit.link_in("vi", f"/co-so/{public}")) if public and visit.address else ""
    name, (ticket, job) = found.producers[0].name, _last_kit(visit, found)
    return render(
        visit, "own.html", key=key, name=name, products=products, today=today, working=_at_work(visit, found),
        notices=list(notices.notices(products, today)), message=notices.message(name, products, today, link),
        kit=kit.of(visit.home, ticket) if ticket else None, kit_failed=job and job.failed,
        sold_out=tapping.SOLD_OUT, back=tapping.BACK,
    )  # fmt: skip


def _at_work(visit: Visit, found: Invitation) -> Job | None:
    """Work that was asked for on this page and is not over."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        sql = """SELECT t.id FROM jobs j JOIN tickets t ON t.id = j.ticket_id
                  WHERE t.invitation_id = ? AND t.change IS NOT NULL AND j.ended_at IS NULL ORDER BY j.id LIMIT 1"""
        row = bench.one(sql, [found.id])
        return jobs.last(bench, row["id"]) if row else None


def _last_kit(visit: Visit, found: Invitation) -> tuple[str | None, Job | None]:
    """The ticket that holds the newest kit of this page, and the work on it."""
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        sql = "SELECT id FROM tickets WHERE invitation_id = ? AND change = 'kit' ORDER BY rowid DESC LIMIT 1"
        row = bench.one(sql, [found.id])
        return (row["id"], jobs.last(bench, row["id"])) if row else (None, None)


async def change(visit: Visit, key: str) -> Response:
    """A price or what is in stock, as it was tapped."""
    sent = await uploads.read(visit.request)

    def write() -> None:
        found = _find(visit, key)
        ticket_work.check_room(visit)
        _check_taps(visit, found)
        what = sent.words.get("gi", "")
        if what not in get_args(Change)[:2]:
            raise Refused("Biểu mẫu này không đúng; mời tải lại trang.", code="form-refused")
        words = sent.line("so") or sent.line("la")
        tapping.tap(visit.home, found, sent.line("sp"), sent.words.get("qc", ""), cast(Change, what), words)
        visit.ring()

    await asyncio.to_thread(write)
    return go_to(visit, f"/cua-toi/{key}")


def _check_taps(visit: Visit, found: Invitation) -> None:
    with Workbench(visit.home.workbench, is_reading=True) as bench:
        sql = """SELECT count(*) FROM tickets WHERE invitation_id = ? AND change IS NOT NULL
                    AND made_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 hour')"""
        if bench.rows(sql, [found.id])[0][0] >= MOST_TAPS:
            raise Refused("Trang này vừa đổi rất nhiều lần; mời thử lại sau một giờ.", code="desk-full")


async def ask_kit(visit: Visit, key: str) -> Response:
    """Asks for a kit of all her products; the one before goes when the new one is asked for."""
    await uploads.read(visit.request)

    def ask() -> None:
        found = _find(visit, key)
        ticket_work.check_room(visit)
        _check_taps(visit, found)
        before, job = _last_kit(visit, found)
        if job and not job.is_over:
            return
        with Workbench(visit.home.workbench) as bench:
            who = starting.who_of(found.producers[0])
            ticket = tickets.id_of(tickets.open_ticket(bench, who, found.id, _producer(found), "kit"))
            if before:
                tickets.drop_unsent(bench, [before])
                tickets.drop_folder(visit.home, before)
            ticket_work.ask(visit, bench, "kit", ticket)

    await asyncio.to_thread(ask)
    return go_to(visit, f"/cua-toi/{key}")


async def begin(visit: Visit, key: str) -> Response:
    """Opens a ticket in her name, for new products: the page's form, which leads on to sheets and photos."""
    await uploads.read(visit.request)

    def opened() -> str:
        found = _find(visit, key)
        ticket_work.check_room(visit)
        with Workbench(visit.home.workbench) as bench:
            return tickets.open_ticket(bench, starting.who_of(found.producers[0]), found.id)

    return go_to(visit, f"/gui/{await asyncio.to_thread(opened)}/dien/1")


async def picture(visit: Visit, key: str) -> Response:
    """A small picture of one of her products, as it was derived; the original where it was not yet."""

    def read() -> tuple[bytes, str | None]:
        sha256 = visit.request.url_vars["sha256"]
        if not own.is_hers(visit.home, _producer(_find(visit, key)), sha256):
            raise Unknown("picture", sha256)
        small = images.path_of(sha256, "thumb", visit.home.pictures)
        path = small if small.exists() else images.original_of(sha256, visit.home.pictures)
        data = path.read_bytes() if path.exists() else b""
        return data, uploads.shown_type(data)

    data, kind = await asyncio.to_thread(read)
    if kind is None:
        raise Unknown("picture", visit.request.url_vars["sha256"])
    return going_back.sent_file(data, kind)


def kit_of(visit: Visit, key: str) -> kit.Kit:
    """The kit that was made last on her page. Raises Unknown where there is none."""
    ticket, _ = _last_kit(visit, _find(visit, key))
    found = kit.of(visit.home, ticket) if ticket else None
    if found is None:
        raise Unknown("kit", key[:4])
    return found


PAGES: ticket_work.Pages = (
    (r"/cua-toi/(?P<code>[^/]+)/?$", {"GET": page}),
    (r"/cua-toi/(?P<code>[^/]+)/doi/?$", {"POST": change}),
    (r"/cua-toi/(?P<code>[^/]+)/gui/?$", {"POST": begin}),
    (r"/cua-toi/(?P<code>[^/]+)/bo/?$", {"POST": ask_kit}),
    (r"/cua-toi/(?P<code>[^/]+)/anh/(?P<sha256>[0-9a-f]{64})$", {"GET": picture}),
)
