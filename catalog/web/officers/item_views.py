"""One item: what it changes, in whose words, with its pictures, doubts, neighbours and history."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette import Response

import images
from catalog.errors import Unknown
from catalog.registers import reasons
from catalog.web.officers import comparing, filters
from catalog.web.officers.visit import Visit, render
from catalog.web.submitting import going_back, uploads
from catalog.workbench import days
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import queue, review, similar, stamps, urgency, visibility
from catalog.workbench.reviewing.similar import Similar
from catalog.workbench.store import Workbench


def number_of(visit: Visit) -> int:
    """The draft that the address names."""
    return int(visit.request.url_vars["draft"])


def check(visit: Visit, bench: Workbench, drafts: list[int]) -> None:
    """Raises Unknown where one of some drafts is not there, or lies outside the officer's scope."""
    missing = set(drafts) - visibility.visible(bench, visit.me, drafts)
    if missing:
        raise Unknown("draft", str(min(missing)))


async def item(visit: Visit) -> Response:
    """The page of one draft."""
    found = await asyncio.to_thread(_found, visit)
    return render(visit, "office_item.html", here="queue", **found)


def _found(visit: Visit) -> dict[str, Any]:
    draft, chosen = number_of(visit), filters.read(visit.arguments)
    with visit.reading() as bench, bench.reading():
        check(visit, bench, [draft])
        shown = review.show(bench, draft)
        comparison = comparing.compare(bench, visit.language, shown)
        stands = bench.one("SELECT state, reason, decided_by FROM states WHERE draft_id = ?", [draft])
        return {
            "one": shown, "state": stands["state"] if stands else "back", "chosen": chosen,
            "comparison": comparison, "missing": comparing.missing(visit.language, comparison),
            "stamp": stamps.stamp(bench, draft),
            "similar": _similar(visit, bench, shown),
            "pictures": pictures.of_row(bench, draft, shown["product_id"]),
            "sender": _sender(bench, shown["submission_id"]), "reasons": reasons_by_state(), "titles": filters.TITLES,
            "done": done(visit, bench), "left": queue.count(bench, chosen.wanted(visit.me)),
            "newer": _newer(bench, draft),
        }  # fmt: skip


def _similar(visit: Visit, bench: Workbench, shown: dict[str, Any]) -> list[Similar]:
    """The likeliest others of its product, of those that the officer may see."""
    found = similar.to(bench, shown["product_id"], shown["producer_id"], shown["name"])
    seen = visibility.visible(bench, visit.me, [one.draft for one in found])
    return [one for one in found if one.draft in seen]


def reasons_by_state() -> dict[str, list[tuple[str, str]]]:
    """Decision → (code, the sentence that the sender reads) of every reason that it may have."""
    return {
        state: [(code, reasons.kinds()[code].message) for code in reasons.of_state(state)]
        for state in ("rejected", "held")
    }


def _sender(bench: Workbench, submission: str) -> dict[str, Any]:
    """Who sent it, how they are reached, and that they wait on a ticket's page."""
    row = bench.one(
        """SELECT r.sender, t.contact, t.helper, t.id IS NOT NULL AS has_ticket FROM receipts r
             LEFT JOIN ticket_submissions s ON s.submission_id = r.submission_id
             LEFT JOIN tickets t ON t.id = s.ticket_id
            WHERE r.submission_id = ? ORDER BY r.rowid LIMIT 1""",
        [submission],
    )
    return dict(row) if row else {"sender": "", "contact": None, "helper": None, "has_ticket": 0}


def _newer(bench: Workbench, draft: int) -> int | None:
    """A row on the same product and pack that came later: it is that one that is to be decided about."""
    row = bench.one(
        """SELECT max(o.draft_id) AS last FROM states o JOIN drafts d ON d.id = ?
            WHERE o.product_id = d.product_id AND o.offer_key = d.offer_key AND o.draft_id > d.id""",
        [draft],
    )
    return row["last"] if row else None


def done(visit: Visit, bench: Workbench) -> dict[str, Any] | None:
    """What was decided just before, to be said and undone; only of the officer's own scope."""
    number = uploads.number(visit.arguments.get("vua"))
    row = bench.one(
        """SELECT x.id, x.draft_id, x.state, d.name FROM decisions x JOIN drafts d ON d.id = x.draft_id
            WHERE x.id = ? AND x.decided_by = ? AND x.id NOT IN (SELECT decision_id FROM undone_decisions)""",
        [number, visit.me.signature],
    )
    return dict(row) if row and visibility.visible(bench, visit.me, [row["draft_id"]]) else None


def next_of(visit: Visit, bench: Workbench, chosen: filters.Filters) -> int | None:
    """The most urgent draft of what is chosen; None where nothing is left."""
    found = urgency.waiting(bench, chosen.wanted(visit.me), days.today(), 1)
    return found[0].draft if found else None


async def picture(visit: Visit) -> Response:
    """One picture of a draft: as drawn for cards where that was done, else as it came."""

    def read() -> bytes:
        draft = number_of(visit)
        with visit.reading() as bench:
            check(visit, bench, [draft])
            sql = "SELECT sha256 FROM draft_pictures WHERE draft_id = ? AND position = ?"
            row = bench.one(sql, [draft, int(visit.request.url_vars["position"])])
        if row is None:
            raise Unknown("picture", visit.request.url_vars["position"])
        return bytes_of(visit, row["sha256"])

    return sent(await asyncio.to_thread(read))


def bytes_of(visit: Visit, sha256: str) -> bytes:
    """A picture as drawn for cards where that was done, else as it came; nothing where it is gone."""
    drawn = images.path_of(sha256, "card", visit.home.pictures)
    path = drawn if drawn.is_file() else images.original_of(sha256, visit.home.pictures)
    return path.read_bytes() if path.is_file() else b""


def sent(data: bytes) -> Response:
    """The answer with a picture. Raises Unknown for what no browser may be handed."""
    kind = uploads.shown_type(data)
    if kind is None:
        raise Unknown("picture", "")
    return going_back.sent_file(data, kind)
