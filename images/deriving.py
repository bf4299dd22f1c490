"""Makes the derived sizes of stored pictures, one by one or on all cores."""

from __future__ import annotations

import base64
import os
import queue
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from images import confined
from images.folders import original_of, path_of, write_whole
from images.picture import PictureError
from images.sizes import SIZES

Ask = Callable[[str, bytes], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many pictures, by hash: the paths of the sizes, or why there are none."""

    derived: dict[str, dict[str, Path]] = field(default_factory=dict)
    refused: dict[str, PictureError] = field(default_factory=dict)


def derive(sha256: str, folder: Path) -> dict[str, Path]:
    """The path of every size by name; makes those that are not there yet.

    Raises PictureError where there is no such original or it cannot be read.
    """
    return _derive(sha256, folder, confined.ask)


def derive_many(
    shas: Iterable[str],
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> Outcome:
    """Derives all of them on all cores; a picture that is refused does not hold up the others.

    on_progress(done, total) is called in this thread after each picture. What it raises ends the work, and so does a
    disk that is full: pictures that are half-way are finished, the rest is left for the next time.
    """
    wanted = list(dict.fromkeys(shas))
    outcome = Outcome()
    staff = [confined.Worker() for _ in range(min(workers or len(os.sched_getaffinity(0)), len(wanted)) or 1)]
    idle: queue.SimpleQueue[confined.Worker] = queue.SimpleQueue()
    for worker in staff:
        idle.put(worker)
    pool = ThreadPoolExecutor(len(staff))
    try:
        jobs = {pool.submit(_derive_with, idle, sha256, folder): sha256 for sha256 in wanted}
        for done, job in enumerate(as_completed(jobs), 1):
            _note(outcome, jobs[job], job.result)
            if on_progress:
                on_progress(done, len(wanted))
    finally:
        pool.shutdown(cancel_futures=True)
        for worker in staff:
            worker.close()
    return outcome


def _derive_with(idle: queue.SimpleQueue[confined.Worker], sha256: str, folder: Path) -> dict[str, Path]:
    worker = idle.get()
    try:
        return _derive(sha256, folder, worker.ask)
    finally:
        idle.put(worker)


def _derive(sha256: str, folder: Path, ask: Ask) -> dict[str, Path]:
    original = original_of(sha256, folder)
    if not original.exists():
        raise PictureError("picture-missing", "không còn bản gốc", str(original))
    paths = {size.name: path_of(sha256, size.name, folder) for size in SIZES}
    absent = {name: path for name, path in paths.items() if not path.exists()}
    if absent:
        drawn = ask("derive", original.read_bytes())
        for name, path in absent.items():
            write_whole(path, base64.b64decode(drawn[name]))
    return paths


def _note(outcome: Outcome, sha256: str, result: Callable[[], dict[str, Path]]) -> None:
    try:
        outcome.derived[sha256] = result()
    except PictureError as error:
        outcome.refused[sha256] = error
