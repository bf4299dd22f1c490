"""The end of a run: its reason, and the files others read. A death in between is repaired by the next start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler import run
from crawler.budget import Budget
from crawler.gather import records
from crawler.journal import Journal
from crawler.outcome import Tally, fill_rates, judge
from crawler.run import Run
from crawler.sources import Card

FAILED = "failed: "


def finish(card: Card, folder: Path, journal: Journal) -> Run:
    """Writes records.jsonl (after a good run only), pages.jsonl, pictures.jsonl, run.json; then drops the journal."""
    tally = _tally(card, journal)
    reason, detail = judge(tally, card)
    before = run.load(folder)
    about = journal.about()
    counts = {name: round(value) for name, value in journal.counters().items()}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    ended = Run(
        reason=reason,
        detail=detail,
        folder=folder,
        source=card.name,
        start=card.start,
        products=tally.products,
        pages=tally.pages,
        pictures=journal.number_of("picture"),
        started_at=about["started_at"],
        finished_at=now,
        records_at=now if reason in run.GOOD else before.records_at if before else None,
        counts={**counts, "left over": journal.left_over()},
        fill=dict(tally.fill or {}),
    )
    if ended.good:
        run.write_lines(folder / "records.jsonl", records(journal))
        run.write_lines(folder / "pages.jsonl", journal.kept("page"))
        run.write_lines(folder / "pictures.jsonl", journal.kept("picture"))
    ended.save()
    journal.remove()
    return ended


def _tally(card: Card, journal: Journal) -> Tally:
    about, counters = journal.about(), journal.counters()
    return Tally(
        pages=round(counters.get("pages", 0)),
        products=journal.number_of("record"),
        failures={name.removeprefix(FAILED): round(n) for name, n in counters.items() if name.startswith(FAILED)},
        limit=Budget(card.pace, journal).spent(),
        left=about.get("left"),
        start_failed=about.get("start failed"),
        start_words=about.get("start words", ""),
        fill=fill_rates(journal.kept("record")),
    )
