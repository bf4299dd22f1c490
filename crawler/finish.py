"""The end of a run: its reason, and the files others read. A death in between is repaired by the next start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler import run
from crawler.budget import Budget
from crawler.compare import differences
from crawler.gather import records
from crawler.journals import AnyJournal
from crawler.outcome import Tally, fill_rates, judge
from crawler.run import Reason, Run
from crawler.shape import Shape, products_of, shape_of
from crawler.sources import Card

FAILED = "failed: "


@dataclass(frozen=True)
class Ending:
    """How a run is to be ended. replayed: nothing was asked. accept: why an operator takes it although it is unlike
    the last good one; empty where nobody does."""

    replayed: bool = False
    accept: str = ""


USUAL = Ending()


def finish(card: Card, folder: Path, journal: AnyJournal, ending: Ending = USUAL) -> Run:
    """Writes records.jsonl (after a good run only), pages.jsonl, pictures.jsonl, run.json; then drops the journal."""
    journal.bring(folder)
    shape, unlike = _shape(folder, journal)
    if ending.accept:
        unlike = ""
    tally = _tally(card, journal, shape, unlike)
    reason, detail = judge(tally, card)
    kept_back = reason == Reason.LIMIT and bool(unlike or not tally.products)
    before = run.load(folder)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    is_good = reason in run.GOOD and not kept_back
    ended = Run(
        reason=reason,
        detail=_told(detail, ending, before, is_good),
        folder=folder,
        source=card.name,
        start=card.start,
        products=tally.products,
        pages=tally.pages,
        pictures=journal.number_of("picture"),
        started_at=journal.about()["started_at"],
        finished_at=now,
        records_at=now if is_good else before.records_at if before else None,
        counts={name: round(n) for name, n in journal.counters().items()} | {"left over": journal.left_over()},
        fill=dict(tally.fill or {}),
        shape=shape.json(),
        replayed=ending.replayed,
        kept_back=kept_back,
    )
    if ended.good:
        run.write_lines(folder / "records.jsonl", records(journal))
        run.write_lines(folder / "pages.jsonl", journal.kept("page"))
        run.write_lines(folder / "pictures.jsonl", journal.kept("picture"))
    ended.save()
    journal.remove()
    return ended


def _told(detail: str, ending: Ending, before: Run | None, is_good: bool) -> str:
    """The sentence of a run, with what an operator said to it, and what stands in the folder after a bad one."""
    words = f"Read again from kept pages: {detail[0].lower()}{detail[1:]}" if ending.replayed else detail
    if ending.accept:
        words += f" Accepted: {ending.accept}."
    if not is_good and before and before.records_at:
        words += f" What was kept at {before.records_at} stays."
    return words


def _shape(folder: Path, journal: AnyJournal) -> tuple[Shape, str]:
    """The shape of this run, and what differs from the records that stand in the folder."""
    fill = fill_rates(journal.kept("record"))
    now = products_of(journal.kept("record"), _hashes(journal.kept("picture")))
    earlier = _readable(folder / "records.jsonl")
    before = products_of(earlier, _hashes(_readable(folder / "pictures.jsonl")))
    shapes = shape_of(before, fill_rates(earlier)), shape_of(now, fill)
    return shapes[1], "; ".join(differences(before, now, shapes))


def _readable(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of the last good run; none where it is damaged: nothing to compare with."""
    try:
        return list(run.read_lines(path))
    except ValueError:
        return []


def _hashes(pictures: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {line["url"]: line["sha256"] for line in pictures}


def _tally(card: Card, journal: AnyJournal, shape: Shape, unlike: str) -> Tally:
    about, counters = journal.about(), journal.counters()
    return Tally(
        pages=round(counters.get("pages", 0) + counters.get("listings", 0)),
        products=shape.products,
        failures={name.removeprefix(FAILED): round(n) for name, n in counters.items() if name.startswith(FAILED)},
        limit=Budget(card.pace, journal).spent(),
        left=about.get("left"),
        start_failed=about.get("start failed"),
        start_words=about.get("start words", ""),
        fill=shape.fill,
        unlike=unlike,
    )
