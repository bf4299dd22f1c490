"""Checks of the published side: every release against its manifest, its search index, its pictures; and the link."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import images
from catalog.errors import OcopError
from catalog.publish.findings import Findings, damage, hash_of, leftover
from catalog.publish.release import current
from catalog.publish.tables import older
from catalog.values import text
from catalog.workbench.home import Home
from catalog.workbench.progress import Progress
from catalog.workbench.store import Workbench

PUBLISH = "Run `ocop publish`."
AGAIN = "Switch to another with `ocop rollback RELEASE`, or restore a backup; `ocop publish` makes the next one."
_INDEXES = {"products_folded": text.fold, "products_exact": text.key}


def check(home: Home, progress: Progress) -> Findings:
    """Everything that is wrong with the releases and with the link to the current one."""
    recorded = _recorded(home)
    if recorded is None:
        return  # said of the workbench already; without it nothing can be said of releases
    folders = _folders(home)
    for done, folder in enumerate(folders):
        progress("release", done, len(folders))
        if folder.name in recorded:
            yield from _release(folder, recorded[folder.name])
    yield from unrecorded(home)
    yield from _link(home, list(recorded))
    yield from _derived(home)


def unrecorded(home: Home) -> Findings:
    """Releases that a publication built before it died; or that one is about to record, where the lock is not held."""
    recorded, now = _recorded(home), _target(home)
    if recorded is None:
        return
    for folder in _folders(home):
        if folder.name not in recorded and folder.name != now:
            sentence = f"Release {folder.name} was built and never recorded: a publication died."
            # Only the next number is one that a publication gave; others may be of a workbench that was replaced.
            is_next = folder.name.startswith(f"{recorded.next}-")
            yield leftover("release-unrecorded", sentence, PUBLISH, folder, is_temporary=is_next)


def _folders(home: Home) -> list[Path]:
    return sorted(f for f in home.releases.glob("*") if f.is_dir() and not f.name.startswith("."))


class _Recorded(dict[str, str]):
    """Hash of every release that was published, by id, the last one that was switched to at the end."""

    next = 1  # the number of the next release


def _recorded(home: Home) -> _Recorded | None:
    """What the workbench knows of releases.

    None where the workbench, which alone knows, is missing or cannot be read.
    """
    if not home.workbench.exists():
        return None
    try:
        with Workbench(home.workbench, is_reading=True) as bench:
            rows = bench.rows("SELECT number, id, sha256 FROM releases ORDER BY number")
    except (OcopError, sqlite3.DatabaseError):
        return None
    found = _Recorded()
    for row in rows:
        found[row["id"]] = found.pop(row["id"], "") or row["sha256"]
        found.next = row["number"] + 1
    return found


def _release(folder: Path, sha256: str) -> Findings:
    path, manifest = folder / "catalog.db", folder / "manifest.json"
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))["files"]["catalog.db"]["sha256"]
        if {said, sha256 or said} != {hash_of(path)}:
            yield damage("release-damaged", f"{path} is not the file that was published.", AGAIN, path)
            return
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
            for wrong in _wrong(db):
                yield damage("release-damaged", f"{path}: {wrong}.", AGAIN, path)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.DatabaseError) as error:
        yield damage("release-damaged", f"Release {folder.name} cannot be read: {error}.", AGAIN, folder)


def _wrong(db: sqlite3.Connection) -> list[str]:
    found = []
    if (said := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        found.append(str(said))
    if db.execute("PRAGMA foreign_key_check").fetchone():
        found.append("a reference leads nowhere")
    older.bridge(db)
    names: Mapping[int, str] = dict(db.execute("SELECT number, name FROM products"))
    for index, key in _INDEXES.items():
        indexed: dict[int, Any] = dict(db.execute(f"SELECT rowid, name FROM {index}"))  # noqa: S608 - ours
        if indexed != {row: key(name) for row, name in names.items()}:
            found.append(f"the search index {index} is not that of the products")
    return found


def _link(home: Home, switched: list[str]) -> Findings:
    """The link against the last release that was published or gone back to."""
    name, last = _target(home), switched[-1] if switched else None
    if name is not None and not (home.releases / name / "catalog.db").exists():
        yield damage(
            "link-dangling", f"{home.catalog} leads to release {name}, which is not there.", AGAIN, home.catalog
        )
    elif name is None and home.catalog.exists():
        yield damage("link-replaced", f"{home.catalog} is a file, not the link to a release.", AGAIN, home.catalog)
    elif name is not None and name not in switched:
        sentence = f"{home.catalog} leads to release {name}, which the workbench does not know: it is an older one."
        yield damage("link-unknown", sentence, "Restore the workbench and the releases from one backup.", home.catalog)
    elif name != last and last is not None:
        there = f"leads to {name}" if name else "is missing"
        sentence = f"Release {last} was recorded, but {home.catalog} {there}: a publication died before the switch."
        yield leftover(
            "link-behind", sentence, "Run it again: `ocop publish`, or `ocop rollback RELEASE`.", home.catalog
        )


def _target(home: Home) -> str | None:
    try:
        return current(home)
    except OSError:
        return None  # no link


def _derived(home: Home) -> Findings:
    """Sizes of pictures that the current release shows and that are not there."""
    if not home.catalog.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{home.catalog.resolve()}?mode=ro&immutable=1", uri=True)) as db:
            shown = [sha256 for (sha256,) in db.execute("SELECT DISTINCT sha256 FROM pictures ORDER BY sha256")]
    except sqlite3.DatabaseError:
        return  # said of the release already
    for sha256 in shown:
        absent = [s.name for s in images.SIZES if not images.path_of(sha256, s.name, home.pictures).exists()]
        if absent:
            sentence = f"Picture {sha256[:12]}… is shown, but its sizes {', '.join(absent)} are missing."
            yield damage("picture-underived", sentence, "`ocop publish` makes them again from the original.")
