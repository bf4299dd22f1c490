"""Looks at the pixels of received pictures, after the import: what is wrong with them becomes doubts of their rows.

An import reads headers only. `ocop pictures`, the server in the background and whoever hands a sheet back call
`work_off`: all cores decode, each lot is one transaction, and what died half-way is taken up again by the next.
docs/decisions/0024-pictures-after-the-import.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import images
from catalog.workbench.home import Home, locked
from catalog.workbench.photos import picture_likeness, picture_remarks
from catalog.workbench.photos.picture_remarks import Seen
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.rows import stored
from catalog.workbench.rows.policy import from_config
from catalog.workbench.store import Workbench, now

# Pictures of one transaction. Of a lot that dies the sizes are there already, and are not drawn again.
LOT = 128
_PENDING = """
SELECT sha256 FROM received_pictures WHERE sha256 NOT IN (SELECT sha256 FROM picture_looks WHERE recipe = ?)
 GROUP BY sha256 ORDER BY min(id)
"""


@dataclass(slots=True)
class Tally:
    """What one run did: pictures looked at, those that cannot be used, and doubts by code.

    A picture whose original is gone counts as one that cannot be used, and waits on.
    """

    looked: int = 0
    refused: int = 0
    doubts: Counter[str] = field(default_factory=Counter)


def pending(bench: Workbench) -> list[str]:
    """The hashes of pictures that nobody looked at, or not as one would today, in order of arrival."""
    return [row["sha256"] for row in bench.rows(_PENDING, [images.recipe.whole()])]


def work_off(
    home: Home,
    progress: Progress = no_progress,
    *,
    only: Collection[str] | None = None,
    workers: int | None = None,
) -> Tally:
    """Looks at every picture that waits, draws its sizes, and tells its rows; then compares rows that are new.

    only: no others than these, by hash. workers: processes that decode; as many as there are cores where not given.
    A second process waits until the first is done, and then finds nothing to do.
    """
    tally = Tally()
    if not home.workbench.exists():
        return tally
    with locked(home.pictures_lock), Workbench(home.workbench) as bench:
        waiting = [sha for sha in pending(bench) if only is None or sha in only]
        for done, lot in _lots(waiting):
            looked = images.look_many(
                lot,
                home.pictures,
                lambda number, _, done=done: progress("look", done + number, len(waiting)),  # type: ignore[misc]
                workers,
            )
            with bench.writing():
                _record(bench, home, looked, tally)
        progress("compare", 0, 1)
        with bench.writing():
            told = picture_likeness.compare(bench)
            _tell(bench, home, told, tally)
    return tally


def _lots(waiting: list[str]) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(waiting), LOT):
        yield start, waiting[start : start + LOT]


def _record(
    bench: Workbench, home: Home, looked: Mapping[str, images.Looked | images.PictureError], tally: Tally
) -> None:
    seen = [_seen(sha256, found) for sha256, found in looked.items()]
    tally.looked += sum(not one.is_gone for one in seen)
    tally.refused += sum(one.why is not None for one in seen)
    _store(bench, looked, [one for one in seen if not one.is_gone])
    _tell(bench, home, picture_remarks.remarks(bench, seen), tally)


def _seen(sha256: str, found: images.Looked | images.PictureError) -> Seen:
    if isinstance(found, images.PictureError):
        return Seen(sha256, why=found.why, is_gone=found.code == "picture-missing")
    shown = found.picture
    return Seen(sha256, shown.warnings, shown.width_px, shown.height_px)


def _store(bench: Workbench, looked: Mapping[str, images.Looked | images.PictureError], seen: Collection[Seen]) -> None:
    """What is seen, and the sizes and warnings of the pictures as their pixels say them.

    A picture whose original is gone is not noted: it may come back.
    """
    recipe, at = images.recipe.whole(), now()
    alike = {sha: found.likeness for sha, found in looked.items() if isinstance(found, images.Looked)}
    bench.db.executemany("DELETE FROM picture_looks WHERE sha256 = ?", [(one.sha256,) for one in seen])
    rows = [(one.sha256, recipe, one.why, picture_likeness.written(alike.get(one.sha256)), at) for one in seen]
    bench.insert("picture_looks", ("sha256", "recipe", "why", "likeness", "looked_at"), rows)
    good = [(" ".join(one.codes), one.width_px, one.height_px, one.sha256) for one in seen if one.why is None]
    bench.db.executemany(_SEEN, good)
    bench.db.executemany(_SIZED, [row[1:] for row in good])


_SEEN = "UPDATE received_pictures SET warnings = ?, width_px = ?, height_px = ? WHERE sha256 = ?"
_SIZED = "UPDATE draft_pictures SET width_px = ?, height_px = ? WHERE sha256 = ?"


def _tell(bench: Workbench, home: Home, told: list[picture_remarks.Remark], tally: Tally) -> None:
    """Stores remarks as issues of their rows, and holds what the policy holds for such a doubt."""
    tally.doubts.update(one.issue.code for one in told)
    stored.tell(bench, told)
    picture_remarks.hold(bench, {one.draft for one in told if one.draft is not None}, from_config(home.config()))


def said_of(bench: Workbench, submissions: Collection[str]) -> list[dict[str, str | None]]:
    """What looking at pictures said of some submissions, as the contract's JSON of issues without the file's name.

    Each also has `submission`, its id.
    """
    rows = bench.rows(
        """SELECT submission_id AS submission, code, severity, sheet, cell, "column", value, message, fix FROM issues
            WHERE submission_id IN (SELECT value FROM json_each(?)) AND code IN (SELECT value FROM json_each(?))
            ORDER BY id""",
        [json.dumps(sorted(submissions)), json.dumps(picture_remarks.CODES)],
    )
    return [dict(row) for row in rows]
