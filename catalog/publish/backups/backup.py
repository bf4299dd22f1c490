"""`ocop backup`: one file of everything that cannot be made again, taken while the home is in use.

The workbench is copied by SQLite's own online backup, releases are held open so that they can be read also when they
are pruned, everything else never changes once it has its name. The file is written in a folder beside its place, read
back whole, then moved: under its own name there is never half a backup.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from catalog.errors import Refused
from catalog.publish.backups import archive, takedown_list
from catalog.publish.backups.archive import MANIFEST, Manifest
from catalog.publish.release import current
from catalog.workbench.home import Home, is_held, locked, sync
from catalog.workbench.privacy import takedowns
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.store import BUSY_MS, Workbench, now

# A folder that holds a backup until it is whole; its lock goes with the process that makes it.
DRAFT = ".ocop-backup-"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup; `damaged` are files that were copied although their bytes are not those of their name."""

    file: Path
    files: int
    bytes: int
    release: str | None
    damaged: tuple[str, ...]


def backup(home: Home, to: Path | None = None, *, progress: Progress = no_progress) -> Backup:
    """Backs the home up into a file, or under a name of the moment into a folder; else into the home's `backups`.

    Raises Refused where there is nothing to back up, or where a file of that name stands already.
    """
    if not home.workbench.exists():
        raise Refused(f"There is nothing to back up: {home.root} has no workbench.db.", code="home-missing")
    path = _place(home, to)
    manifest = _write(home, path, now(), progress, is_new=True)
    with Workbench(home.workbench, is_reading=True) as bench:
        takedown_list.write(path.parent, takedowns.orders(bench))
    return Backup(path, len(manifest.files), path.stat().st_size, manifest.current, _damaged(manifest))


def replace(home: Home, path: Path, made_at: str) -> None:
    """Puts a backup of a home in the place of one; made_at: the moment whose state it is."""
    _write(home, path, made_at, lambda *_: None, is_new=False)


def _write(home: Home, path: Path, made_at: str, progress: Progress, *, is_new: bool) -> Manifest:
    with _draft(path.parent) as draft:
        whole = draft / "backup.tar"
        with tarfile.open(whole, "x", format=tarfile.PAX_FORMAT) as tar:
            manifest = _fill(tar, home, draft / "workbench.db", made_at, progress)
        archive.verify(whole, progress)
        sync(whole)
        if is_new:
            _refuse_existing(path)  # one that was made meanwhile
        whole.replace(path)
    sync(path.parent)
    return manifest


def _place(home: Home, to: Path | None) -> Path:
    to = (to or home.backups).absolute()
    name = f"ocop-{datetime.now(UTC).strftime('%Y%m%dT%H%M%SZ')}.tar"
    path = to / name if to == home.backups or to.is_dir() else to
    _refuse_existing(path)
    return path


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise Refused(f"{path} is there already; give another name.")


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A locked folder in `folder` to write in, gone afterwards; those of backups that died are swept."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in drafts(folder):
        shutil.rmtree(left, ignore_errors=True)
    draft = folder / f"{DRAFT}{os.getpid()}"
    draft.mkdir()
    lock = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(lock)


def drafts(folder: Path) -> list[Path]:
    """What backups that died have left in a folder: nobody holds its lock."""
    return [f for f in sorted(folder.glob(f"{DRAFT}*")) if not is_held(f)]


def _fill(tar: tarfile.TarFile, home: Home, copied: Path, made_at: str, progress: Progress) -> Manifest:
    """Writes every file in the order of names, the workbench first, and last the manifest."""
    with ExitStack() as held:
        progress("workbench", 0, 0)
        # Nobody publishes in this moment: workbench, releases and link belong together. Files of the other kinds are
        # there before the workbench speaks of them, so they are listed after it was copied.
        with locked(home.release_lock):
            _copy_database(home.workbench, copied)
            is_current = current(home)
            releases = [(name, held.enter_context(path.open("rb"))) for name, path in _releases(home, copied)]
        files = {"workbench.db": _add_path(tar, "workbench.db", copied)}
        for name, file in releases:
            files[name] = _add(tar, name, file)
        others = sorted(_others(home))
        for done, (name, path) in enumerate(others):
            progress("files", done, len(others))
            with suppress(FileNotFoundError):  # taken down meanwhile
                files[name] = _add_path(tar, name, path)
    manifest = Manifest(made_at, metadata.version("ocop-catalog"), is_current, files)
    data = manifest.encode()
    archive.add(tar, MANIFEST, BytesIO(data), len(data))
    return manifest


def _add_path(tar: tarfile.TarFile, name: str, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return _add(tar, name, file)


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> dict[str, Any]:
    return archive.add(tar, name, file, os.fstat(file.fileno()).st_size)


def _copy_database(source: Path, target: Path) -> None:
    """The database as of one moment, in one file; writers of the source go on meanwhile."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        # All pages in one step: in several, every commit of somebody else would begin the copy anew.
        old.backup(new, pages=-1)
        new.execute("PRAGMA journal_mode=DELETE")


def _releases(home: Home, copied: Path) -> Iterator[tuple[str, Path]]:
    """The two files of every release that the workbench knows, by name; others are of a publication that died."""
    with Workbench(copied, is_reading=True) as bench:
        known = {row["id"] for row in bench.rows("SELECT id FROM releases")}
    for path in sorted(home.releases.glob("*/*")):
        name = path.relative_to(home.root).as_posix()
        if archive.is_ours(name) and path.parent.name in known:
            yield name, path


def _others(home: Home) -> Iterator[tuple[str, Path]]:
    """Received files, originals of pictures, crawled records and pages, and the configuration."""
    for pattern in ("config.toml", "inbox/*/*", "pictures/originals/*/*", "crawls/*/*", "crawls/*/pages/*/*"):
        for path in home.root.glob(pattern):
            name = path.relative_to(home.root).as_posix()
            if archive.is_ours(name) and path.is_file():
                yield name, path


def _damaged(manifest: Manifest) -> tuple[str, ...]:
    """Names that are hashes of other bytes than those that were found there."""
    named = ((n, n.rpartition("/")[2]) for n in manifest.files)
    return tuple(n for n, last in named if _HASH.fullmatch(last) and manifest.files[n]["sha256"] != last)
