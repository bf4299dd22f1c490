"""Writes which pictures came with a submission, and which of them its drafts have; called inside one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from catalog.workbench.home import Home
from catalog.workbench.rows.originals import Match
from catalog.workbench.rows.submissions import Submission
from catalog.workbench.store import Workbench, now


def save(bench: Workbench, s: Submission, sender: str, at: str) -> None:
    """Stores the pictures that came with a submission and those of its drafts; what is stored already stays."""
    save_received(bench, s.id, s.received, sender, at)
    if not any(d.pictures for d in s.drafts):
        return
    there: dict[int, dict[str, int]] = defaultdict(dict)
    mine = [s.id]
    for row in bench.rows(
        "SELECT * FROM draft_pictures WHERE draft_id IN (SELECT id FROM drafts WHERE submission_id = ?)", mine
    ):
        there[row["draft_id"]][row["sha256"]] = row["position"]
    # The same bytes are read into the same drafts in the same order.
    numbers = [r["id"] for r in bench.rows("SELECT id FROM drafts WHERE submission_id = ? ORDER BY id", mine)]
    rows = []
    for number, draft in zip(numbers, s.drafts, strict=False):
        held = there[number]
        new = [p for p in draft.pictures if p.sha256 not in held]
        start = max(held.values(), default=0) + 1
        rows += [(number, n, p.sha256, p.name, p.width_px, p.height_px) for n, p in enumerate(new, start)]
    bench.insert("draft_pictures", ("draft_id", "position", "sha256", "name", "width_px", "height_px"), rows)


def save_received(bench: Workbench, submission_id: str | None, received: Iterable[Match], sender: str, at: str) -> None:
    """Notes which pictures came with a submission, each once."""
    rows = bench.rows("SELECT sha256 FROM received_pictures WHERE submission_id IS ?", [submission_id])
    there = {r["sha256"] for r in rows}
    new: dict[str, Match] = {}
    for picture in received:
        if picture.sha256 not in there:
            new.setdefault(picture.sha256, picture)
    names = "submission_id sha256 name width_px height_px warnings sender received_at".split()
    bench.insert(
        "received_pictures",
        names,
        [
            (submission_id, p.sha256, p.name, p.width_px, p.height_px, " ".join(p.warnings), sender, at)
            for p in new.values()
        ],
    )


def keep_without_sheet(home: Home, received: list[Match], sender: str) -> None:
    """Notes pictures that came without a sheet that could be read."""
    with Workbench(home.workbench) as bench, bench.writing():
        save_received(bench, None, received, sender, now())
