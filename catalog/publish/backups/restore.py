"""`ocop restore`: a home out of a backup, whole or not there at all; an old one is moved aside, never deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import images
from catalog.errors import Refused, Unreadable
from catalog.publish import removal
from catalog.publish.backups import archive, takedown_list
from catalog.publish.backups.archive import Manifest
from catalog.publish.release import current, point_to
from catalog.workbench.home import Home, sync
from catalog.workbench.privacy import takedowns, withdrawals
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.privacy.withdrawals import Withdrawal
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `aside` is where the home that stood there is now.

    taken_down, withdrawn: takedowns and withdrawals of consent that are newer than the backup and hold in it, too.
    is_all_known: a home stood there that could say which; else whatever was withdrawn since is known to people alone.
    """

    home: Path
    files: int
    release: str | None
    made_at: str
    aside: Path | None
    taken_down: int = 0
    withdrawn: int = 0
    is_all_known: bool = True


def restore(file: Path, home: Home, *, force: bool = False, progress: Progress = no_progress) -> Restored:
    """Makes the home of a backup, after every byte of it was compared with its manifest.

    Raises Unreadable for what is no whole backup, Refused where the home is not empty and `force` is not given; with
    it the home that stands there is renamed. Derived pictures are made again from their originals. What was taken down
    since the backup was made is taken down again, as the home knows that stands there, or the list beside the file.
    """
    if not force:
        _refuse_filled(home)
    orders = takedown_list.known(home, file.absolute().parent)
    withdrawn = _withdrawn(home)
    made = restore_into(file, home, orders, "restore", progress, withdrawn or ())
    return replace(made, is_all_known=withdrawn is not None)


def restore_into(
    file: Path,
    home: Home,
    orders: Sequence[Order],
    who: str,
    progress: Progress = lambda *_: None,
    withdrawn: Sequence[Withdrawal] = (),
) -> Restored:
    """Makes the home of a backup without what these orders took down; a home that stands there is renamed.

    withdrawn: withdrawals of consent that hold in it, whether it knows them or not.
    """
    archive.verify(file, progress)
    with archive.opened(file) as tar, _draft(home) as draft:
        manifest = archive.read_manifest(tar)
        _unpack(tar, manifest, draft, progress)
        if manifest.current:
            point_to(draft, manifest.current)
        with Workbench(draft.workbench) as bench:  # brings an older one up to date, refuses a newer one
            ended = withdrawals.replay(bench, list(withdrawn))
        number = _take_down(draft, orders, who)
        _derive(draft, progress)
        aside = _put(draft, home)
        shown = current(home)
    return Restored(home.root, len(manifest.files), shown, manifest.made_at, aside, number, ended)


def _withdrawn(home: Home) -> list[Withdrawal] | None:
    """What the home that stands there knows of withdrawals; None where there is none that can say."""
    if home.workbench.exists():
        with suppress(Unreadable, sqlite3.DatabaseError), Workbench(home.workbench, is_reading=True) as bench:
            return withdrawals.known(bench)
    return None


def _take_down(draft: Home, orders: Sequence[Order], who: str) -> int:
    """Carries out the orders that the backup does not know as finished; gives their number."""
    with Workbench(draft.workbench) as bench:
        done = {o.id for o in takedowns.orders(bench) if o.is_finished}
        left = [o for o in orders if o.id not in done]
        with bench.writing():
            for order in left:
                takedowns.record(bench, order)
    for order in left:
        removal.carry_out(draft, order, who)
        with Workbench(draft.workbench) as bench:
            takedowns.finish(bench, order.id)
    return len(left)


def discard(home: Home) -> None:
    """Removes a home that was made for a moment, and drafts of it."""
    for root in (home.root, *home.root.parent.glob(f".{home.root.name}.*.restoring")):
        shutil.rmtree(root, ignore_errors=True)


def _refuse_filled(home: Home) -> None:
    if home.root.exists() and (not home.root.is_dir() or any(home.root.iterdir())):
        raise Refused(
            f"{home.root} is not empty; name another --home, or move it aside with --force (nothing is deleted)."
        )


@contextmanager
def _draft(home: Home) -> Iterator[Home]:
    """A folder beside the home to fill; gone afterwards where it has not become the home."""
    home.root.parent.mkdir(parents=True, exist_ok=True)
    root = home.root.with_name(f".{home.root.name}.{os.getpid()}.restoring")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    try:
        yield Home(root)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _unpack(tar: tarfile.TarFile, manifest: Manifest, draft: Home, progress: Progress) -> None:
    """Writes every file, hashes compared once more, and syncs it and its folder."""
    for member in archive.members(tar, progress, "restore"):
        path = draft.root / member.name  # a name that archive.is_ours has let in
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            archive.copy(tar, manifest, member, out.write)
            out.flush()
            os.fsync(out.fileno())
    for folder in sorted(p for p in draft.root.rglob("*") if p.is_dir()):
        sync(folder)
    sync(draft.root)


def _derive(draft: Home, progress: Progress) -> None:
    """Makes the sizes of every picture that a release shows."""
    shown: set[str] = set()
    for path in sorted(draft.releases.glob("*/catalog.db")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
            shown.update(sha256 for (sha256,) in db.execute("SELECT sha256 FROM pictures"))
    if shown:
        images.derive_many(sorted(shown), draft.pictures, lambda done, of: progress("pictures", done, of))


def _aside(home: Home) -> Path:
    """A name of the moment that is free: the second of two restorations in one second gets a number."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{home.root.name}.before-{stamp}{f'-{n}' if n else ''}" for n in count())
    return next(path for path in map(home.root.with_name, names) if not path.exists())


def _put(draft: Home, home: Home) -> Path | None:
    """Renames the draft to the home; what stands there goes aside first, under the name of the moment."""
    aside = None
    if home.root.exists() and (home.root.is_file() or any(home.root.iterdir())):
        aside = _aside(home)
        home.root.rename(aside)
    try:
        draft.root.rename(home.root)
    except OSError:
        if aside:
            aside.rename(home.root)
        raise
    sync(home.root.parent)
    return aside
