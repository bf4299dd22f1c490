"""Carries out one order of removal in one home, step by step; every step may die at any byte and be run again.

Rows are read for their traces before they go, so what is found by traces (crawls, exports) goes first. After the rows
are gone, tombstones alone say what is left to do. docs/decisions/0013-takedown.md.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import images
from catalog.errors import Conflict
from catalog.publish import leftovers, release
from catalog.publish.preparing import prepared
from catalog.workbench.home import Home, locked, sync
from catalog.workbench.privacy import removal_plan, removals, takedowns
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.receiving import crawl_folders
from catalog.workbench.senders import tickets
from catalog.workbench.store import BUSY_MS, Workbench

Progress = Callable[[str, int, int], None]
STEPS = ("crawls", "exports", "rows", "files", "free pages", "release", "old releases")


def carry_out(home: Home, order: Order, who: str, progress: Progress = lambda *_: None) -> None:
    """Removes what an order says, rebuilds the release without it, and drops releases and exports that hold it.

    Raises Conflict where a crawl is at work or somebody reads the workbench for too long, Blocked where the release
    cannot be rebuilt; run again it goes on. The order is finished only by its caller.
    """
    folders = crawl_folders.folders(home)
    for left in leftovers.check(home):  # what died half-way may hold it as well
        leftovers.remove(left)
    with Workbench(home.workbench) as bench:
        found = removal_plan.plan(bench, order)
    progress(STEPS[0], 0, len(STEPS))
    for folder in folders:
        with locked(folder / "lock"):
            crawl_folders.forget(folder, found.traces)
    with Workbench(home.workbench) as bench:
        bench.db.execute("PRAGMA secure_delete=ON")
        tickets.forget(home, bench, lambda words: found.traces.stand_in(words) or found.traces.name_product(words))
    progress(STEPS[1], 1, len(STEPS))
    _drop_exports(home, order)
    progress(STEPS[2], 2, len(STEPS))
    with Workbench(home.workbench) as bench:
        removals.remove(bench, order, found)
    progress(STEPS[3], 3, len(STEPS))
    drop_files(home, order.id)
    with locked(home.release_lock):  # a publication at work would write it again
        prepared.forget(home.prepared)
    progress(STEPS[4], 4, len(STEPS))
    compact(home.workbench)
    progress(STEPS[5], 5, len(STEPS))
    rebuild(home, order, who)
    progress(STEPS[6], 6, len(STEPS))
    _drop_releases(home, order)


def drop_files(home: Home, takedown: str) -> None:
    """Removes received files and pictures, with their sizes, of which a takedown has left a tombstone."""
    with Workbench(home.workbench, is_reading=True) as bench:
        order = next(o for o in takedowns.orders(bench) if o.id == takedown)
    unlink(home.inbox_file(sha) for sha in order.of("inbox"))
    for sha in order.of("picture"):
        unlink([images.original_of(sha, home.pictures)])
        unlink(images.derived_files(sha, home.pictures))


def unlink(paths: Iterable[Path]) -> None:
    """Removes files that may be gone already, and forces that to the disk."""
    for path in paths:
        if path.exists():
            path.unlink()
            sync(path.parent)


def compact(workbench: Path) -> None:
    """Leaves no byte of removed rows in the file: neither in free pages nor in the log beside it.

    Raises Conflict where somebody reads for longer than a writer waits.
    """
    with closing(sqlite3.connect(workbench, isolation_level=None)) as db:
        db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        db.execute("PRAGMA secure_delete=ON")
        db.execute("VACUUM")
        until = time.monotonic() + BUSY_MS / 1000
        while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise Conflict(f"{workbench} is being read by another process; run it again when that has ended.")
            time.sleep(0.05)


def rebuild(home: Home, order: Order, who: str) -> None:
    """Publishes without what is gone, where the current release holds it."""
    gone = order.of("product")
    name = release.current(home) if home.catalog.exists() else None
    if name and holds(home.releases / name, gone):
        release.publish(home, who, force=f"takedown {order.id}", may_stay=lambda folder: not holds(folder, gone))


def holds(folder: Path, products: frozenset[str]) -> bool:
    """Whether a release shows one of some products, or names it in its list of changes."""
    with closing(sqlite3.connect(f"file:{folder / 'catalog.db'}?mode=ro&immutable=1", uri=True)) as db:
        asked = [json.dumps(sorted(products))]
        try:
            return any(db.execute(sql, asked).fetchone() for sql in _HOLDS)
        except sqlite3.DatabaseError:
            return True  # what cannot be read is not kept


# What was taken down is named in `changes` by its id alone, as its address.
_HOLDS = (
    "SELECT 1 FROM products WHERE id IN (SELECT value FROM json_each(?))",
    "SELECT 1 FROM changes WHERE product_id IN (SELECT value FROM json_each(?)) AND slug <> product_id",
)


def holding(home: Home, products: frozenset[str]) -> list[str]:
    """The names of the releases that hold some products."""
    found = (f for f in sorted(home.releases.glob("*")) if (f / "catalog.db").exists())
    return [f.name for f in found if holds(f, products)]


def _drop_releases(home: Home, order: Order) -> None:
    """Removes the releases that hold what is gone; the current one does so no longer."""
    with locked(home.release_lock):
        current = release.current(home)
        held = holding(home, order.of("product"))
        drop_folders(home.releases / name for name in held if name != current)


def exports_of(home: Home, releases: Iterable[str]) -> list[Path]:
    """Exports of these releases, and of releases that are not kept, of which nothing can be said."""
    kept = {f.name for f in home.releases.glob("*")} - set(releases)
    return [f for f in folders_of(home) if not any(f.name.endswith(f"-{name}") for name in kept)]


def folders_of(home: Home) -> list[Path]:
    """The folders of all exports."""
    return [f for f in sorted(home.exports.glob("*")) if f.is_dir() and not f.name.startswith(".")]


def _drop_exports(home: Home, order: Order) -> None:
    drop_folders(exports_of(home, holding(home, order.of("product"))))


def drop_folders(folders: Iterable[Path]) -> None:
    """Removes folders under another name first: what dies half-way leaves no half release, but what is swept."""
    for folder in folders:
        if folder.exists():
            going = folder.with_name(f".{folder.name}.{os.getpid()}")
            folder.rename(going)
            shutil.rmtree(going)
            sync(folder.parent)
