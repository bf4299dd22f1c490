"""Makes the derived sizes of stored pictures and looks at their pixels, one by one or on all cores.

Beside the sizes of a picture stands the list of recipes by which they were made (`recipe`). A size is made again where
it is missing or was made by another recipe; files of sizes that no longer exist are removed then.
"""

from __future__ import annotations

import base64
import json
import os
import queue
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from images import confined, recipe
from images.folders import derived_files, made_of, original_of, path_of, write_whole
from images.picture import Looked, Picture, PictureError
from images.sizes import SIZES

Ask = Callable[[str, bytes], dict[str, Any]]
Paths = dict[str, Path]
Progress = Callable[[int, int], None]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many pictures, by hash: the paths of the sizes, or why there are none."""

    derived: dict[str, Paths] = field(default_factory=dict)
    refused: dict[str, PictureError] = field(default_factory=dict)


def derive(sha256: str, folder: Path) -> Paths:
    """The path of every size by name; makes those that are not there yet, or not as they would be made today.

    Raises PictureError where there is no such original or it cannot be read.
    """
    return _derive(sha256, folder, confined.ask)


def look(sha256: str, folder: Path) -> Looked:
    """What is seen in a stored picture's pixels; its sizes are made of the same pixels.

    Raises PictureError as `derive` does.
    """
    return _look(sha256, folder, confined.ask)


def derive_many(
    shas: Iterable[str], folder: Path, on_progress: Progress | None = None, workers: int | None = None
) -> Outcome:
    """Derives all of them on all cores; a picture that is refused does not hold up the others.

    on_progress(done, total) is called in this thread after each picture. What it raises ends the work, and so does a
    disk that is full: pictures that are half-way are finished, the rest is left for the next time.
    """
    outcome = Outcome()
    for sha256, made in _each(_derive, shas, folder, on_progress, workers):
        if isinstance(made, PictureError):
            outcome.refused[sha256] = made
        else:
            outcome.derived[sha256] = made
    return outcome


def look_many(
    shas: Iterable[str], folder: Path, on_progress: Progress | None = None, workers: int | None = None
) -> dict[str, Looked | PictureError]:
    """Looks at all of them on all cores, by hash: what is seen, or why nothing is. As `derive_many` else."""
    return dict(_each(_look, shas, folder, on_progress, workers))


def _each(
    work: Callable[[str, Path, Ask], Made],
    shas: Iterable[str],
    folder: Path,
    on_progress: Progress | None,
    workers: int | None,
) -> Iterator[tuple[str, Made | PictureError]]:
    wanted = list(dict.fromkeys(shas))
    with _staff(min(workers or len(os.sched_getaffinity(0)), len(wanted)) or 1) as (pool, idle):
        jobs = {pool.submit(_with_idle, idle, work, sha256, folder): sha256 for sha256 in wanted}
        for done, job in enumerate(as_completed(jobs), 1):
            try:
                yield jobs[job], job.result()
            except PictureError as error:
                yield jobs[job], error
            if on_progress:
                on_progress(done, len(wanted))


Idle = queue.SimpleQueue[confined.Worker]


@contextmanager
def _staff(count: int) -> Iterator[tuple[ThreadPoolExecutor, Idle]]:
    """Threads, and a confined child for each of them; when it ends, what has not begun is dropped."""
    idle: Idle = queue.SimpleQueue()
    staff = [confined.Worker() for _ in range(count)]
    for worker in staff:
        idle.put(worker)
    pool = ThreadPoolExecutor(count)
    try:
        yield pool, idle
    finally:
        pool.shutdown(cancel_futures=True)
        for worker in staff:
            worker.close()


def _with_idle(idle: Idle, work: Callable[[str, Path, Ask], Made], sha256: str, folder: Path) -> Made:
    worker = idle.get()
    try:
        return work(sha256, folder, worker.ask)
    finally:
        idle.put(worker)


def _derive(sha256: str, folder: Path, ask: Ask) -> Paths:
    original = _original(sha256, folder)
    paths, stale = _paths(sha256, folder), _stale(sha256, folder)
    if stale:
        _write(sha256, folder, ask("derive", original.read_bytes()), stale)
    return paths


def _look(sha256: str, folder: Path, ask: Ask) -> Looked:
    seen = ask("look", _original(sha256, folder).read_bytes())
    if stale := _stale(sha256, folder):
        _write(sha256, folder, seen["drawn"], stale)
    picture = Picture(sha256, seen["width_px"], seen["height_px"], seen["format"], tuple(seen["warnings"]))
    return Looked(picture, seen["likeness"])


def _original(sha256: str, folder: Path) -> Path:
    original = original_of(sha256, folder)
    if not original.exists():
        raise PictureError("picture-missing", "không còn bản gốc", str(original))
    return original


def _paths(sha256: str, folder: Path) -> Paths:
    return {size.name: path_of(sha256, size.name, folder) for size in SIZES}


def _stale(sha256: str, folder: Path) -> list[str]:
    """The names of the sizes that are missing or were made by another recipe."""
    made = _made(sha256, folder)
    paths = _paths(sha256, folder)
    return [s.name for s in SIZES if made.get(s.name) != recipe.of_size(s) or not paths[s.name].exists()]


def _made(sha256: str, folder: Path) -> dict[str, str]:
    """The recipe of each size as it was made; nothing where that is not known."""
    try:
        said = json.loads(made_of(sha256, folder).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(sha256: str, folder: Path, drawn: Mapping[str, str], names: Iterable[str]) -> None:
    """Writes these sizes, then by which recipes all are made, and removes those that are no longer in the list.

    A death in between leaves sizes of which it is not said how they were made: they are made once more.
    """
    paths = _paths(sha256, folder)
    for name in names:
        write_whole(paths[name], base64.b64decode(drawn[name]))
    said = {size.name: recipe.of_size(size) for size in SIZES}
    write_whole(made_of(sha256, folder), json.dumps(said).encode())
    for path in derived_files(sha256, folder) - {*paths.values(), made_of(sha256, folder)}:
        path.unlink(missing_ok=True)
