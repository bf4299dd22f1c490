"""Publishing: a new release beside the old ones, checked, and only then made current by moving one link.

`releases/<number>-<digest>/` holds `catalog.db` and `manifest.json`; `catalog.db` in the home is a link to the current
one. A crash at any point leaves the old release current; running again completes. docs/decisions/0003-releases.md.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import images
from catalog.errors import Blocked, Unknown
from catalog.publish import licence
from catalog.publish.findings import hash_of
from catalog.publish.preparing import prepared, preparing, privacy
from catalog.publish.tables import reading, schema
from catalog.publish.tables.slugs import Slugs
from catalog.publish.verifying import changes, checks, contents, odd
from catalog.publish.verifying.contents import Content
from catalog.publish.verifying.writing import Draft
from catalog.workbench.home import Home, locked, sync, write_atomically
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.reviewing import accepted
from catalog.workbench.store import Workbench, now

# Releases kept beside the current one, for going back and for readers that are still on them.
KEPT = 5


@dataclass(frozen=True, slots=True)
class Release:
    """What publishing made, or found to be there already (is_new is False: nothing had changed)."""

    id: str
    products: int
    producers: int
    added: int
    changed: int
    withdrawn: int
    is_new: bool
    folder: Path


def current(home: Home) -> str | None:
    """The id of the current release, None before the first."""
    try:
        return Path(os.readlink(home.catalog)).parent.name
    except FileNotFoundError:
        return None


# Whether a release that was built already, in this folder, may be published.
MayStay = Callable[[Path], bool]


def _always(_: Path) -> bool:
    return True


def publish(
    home: Home, who: str, *, force: str | None = None, may_stay: MayStay = _always, progress: Progress = no_progress
) -> Release:
    """Builds, checks and switches to a new release of everything accepted.

    Equal content is not published twice, but for a release that may not stay: its list of changes is to go. Raises
    Blocked where a check fails or the shape is odd and `force`, the reason of a person, is not given; nothing is
    switched then.
    """
    with locked(home.release_lock), Workbench(home.workbench) as bench:
        try:
            return _publish(home, bench, who, force, may_stay, progress)
        except prepared.Damaged:
            prepared.forget(home.prepared)
            return _publish(home, bench, who, force, may_stay, progress)


def _publish(
    home: Home, bench: Workbench, who: str, force: str | None, may_stay: MayStay, progress: Progress
) -> Release:
    """As `publish`. Raises Damaged where what was kept of earlier releases is not what was written."""
    before = _before(home)
    with bench.reading(), Draft(home, before.path if before else None) as draft:
        content, given = _prepare(home, bench, draft if before is None else None, progress)
        if before and before.id.endswith(content.digest) and may_stay(before.folder):
            return Release(before.id, content.products, content.producers, 0, 0, 0, False, before.folder)
        name, reason = _recorded(bench, home, content.digest, may_stay), None
        if is_new := name is None:
            number = bench.rows("SELECT coalesce(max(number), 0) + 1 FROM releases")[0][0]
            name = f"{number}-{content.digest}"
            reason = _build(home, bench, draft, name, content, before, force, progress)
    folder = home.releases / name
    if is_new:
        _record(bench, name, who, content.products, folder, given.added, reason)
    progress("switch", 0, 1)
    point_to(home, name)
    _prune(home, name)
    return Release(name, content.products, content.producers, **_counts(folder), is_new=True, folder=folder)


def _prepare(home: Home, bench: Workbench, draft: Draft | None, progress: Progress) -> tuple[Content, Slugs]:
    """What the release is to hold, and the addresses that it gives.

    draft: of a first release, which no other can be equal to. Rows go into its file as they are made, so that all
    processors have work; unless some were kept by a run that died.
    """
    total = accepted.count(bench)
    with prepared.opened(home.prepared) as store:
        take = draft.file.add if draft and total and store.is_empty() else None
        preparation = preparing.refresh(bench, store, lambda done: progress("rows", done, total), take)
        content = contents.summed(store, bench, preparation.slugs)
    if not content.products and not content.gone:
        raise Blocked("Nothing is accepted yet, so there is nothing to publish; see `ocop review list`.")
    progress("pictures", 0, 1)
    refused = images.derive_many(sorted(content.pictures), home.pictures).refused if content.pictures else {}
    return content.without(refused), preparation.slugs


@dataclass(frozen=True, slots=True)
class _Before:
    id: str
    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "catalog.db"


def _before(home: Home) -> _Before | None:
    name = current(home)
    return None if name is None else _Before(name, home.releases / name)


def _recorded(bench: Workbench, home: Home, digest: str, may_stay: MayStay) -> str | None:
    """The release of this digest that was built and recorded last, by a run that died before it could switch to it."""
    last = bench.one("SELECT id, sha256, action FROM releases ORDER BY number DESC LIMIT 1")
    if last is None or last["action"] != "publish" or not last["id"].endswith(f"-{digest}"):
        return None
    try:
        found = hash_of(home.releases / last["id"] / "catalog.db")
    except OSError:
        return None
    return str(last["id"]) if found == last["sha256"] and may_stay(home.releases / last["id"]) else None


def _build(
    home: Home, bench: Workbench, draft: Draft, name: str, content: Content, before: _Before | None,
    force: str | None, progress: Progress,
) -> str | None:  # fmt: skip
    """Completes and checks the release beside its place and renames it there; gives the reason that it needed."""
    progress("file", 0, 1)
    row = {"id": name, "schema_version": schema.SCHEMA_VERSION, "previous": before.id if before else None,
           "licence": licence.NAME}  # fmt: skip
    with prepared.opened(home.prepared) as store:
        contents.write(draft.file, store, content, row, before.path if before else None, _leaving(bench, content))
    progress("checks", 0, 1)
    path = draft.file.path
    with ThreadPoolExecutor(2) as others:  # nothing writes to the file any more
        beside = (
            others.submit(checks.reveals_nothing, path, content.private),
            others.submit(checks.searchable, path),
        )
        reason = _asked(odd.questions(before.path if before else None, path), force)
        checks.whole(path, content.products)
        checks.decided(path, bench)
        sync(path)
        manifest = json.dumps(_manifest(path), indent=1).encode()
        for check in beside:
            check.result()
    write_atomically(path.with_name("manifest.json"), manifest)
    shutil.rmtree(home.releases / name, ignore_errors=True)  # of a run that died before it could record it
    draft.becomes(home.releases / name)
    return reason


def _leaving(bench: Workbench, content: Content) -> changes.Leaving:
    """What may be said of products that leave; consents are looked up where one does."""
    may = cache(lambda: privacy.consents(bench))
    return changes.Leaving(lambda producer: privacy.hidden_of(bench, producer, may()), content.gone)


def _asked(odd: list[str], force: str | None) -> str | None:
    """The reason by which a person lets odd things through. Raises Blocked where nobody gave one."""
    if not odd:
        return None
    if not force:
        raise Blocked(
            f"The new release is odd: {'; '.join(odd)}. Look at `ocop review list`, or publish with --force REASON.",
            code="release-odd",
        )
    return f"{force} ({'; '.join(odd)})"


def _manifest(path: Path) -> dict[str, Any]:
    with closing(reading.connect(path)) as db:
        release = db.execute("SELECT * FROM release").fetchone()
    files = {path.name: {"sha256": hash_of(path), "bytes": path.stat().st_size}}
    return {"release": release, "licenses": licence.PACKAGE, "files": files}


def _counts(folder: Path) -> dict[str, int]:
    """How many products a release added, changed and withdrew."""
    with closing(reading.connect(folder / "catalog.db")) as db:
        counts = {r["kind"]: r["n"] for r in db.execute("SELECT kind, count(*) AS n FROM changes GROUP BY kind")}
    return {kind: counts.get(kind, 0) for kind in ("added", "changed", "withdrawn")}


def _record(
    bench: Workbench, name: str, who: str, products: int, folder: Path, added: dict[str, str], reason: str | None
) -> None:
    at = now()
    sha = json.loads((folder / "manifest.json").read_text())["files"]["catalog.db"]["sha256"]
    with bench.writing():
        bench.insert("slugs", ("slug", "id", "given_at"), [(slug, ident, at) for ident, slug in added.items()])
        names = ("id", "published_at", "published_by", "products", "sha256", "action", "reason")
        bench.insert("releases", names, [(name, at, who, products, sha, "publish", reason)])


def point_to(home: Home, name: str) -> None:
    """Points `catalog.db` at a release; readers see the old one or the new one."""
    link = home.root / f".catalog.db.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / name / "catalog.db")
    link.replace(home.catalog)
    sync(home.root)


def _prune(home: Home, keep: str) -> None:
    folders = sorted((f for f in home.releases.iterdir() if f.is_dir() and not f.name.startswith(".")), key=_number)
    for folder in folders[: -(KEPT + 1)]:
        if folder.name != keep:
            # Under another name first: what dies half-way leaves no half release.
            going = folder.with_name(f".{folder.name}")
            shutil.rmtree(going, ignore_errors=True)
            folder.rename(going)
            shutil.rmtree(going, ignore_errors=True)


def _number(folder: Path) -> int:
    return int(folder.name.split("-")[0])


def rollback(home: Home, release_id: str, who: str) -> Path:
    """Makes an earlier release current again. Raises Unknown, or Blocked where a consent was withdrawn since."""
    folder = home.releases / release_id
    if not (folder / "catalog.db").exists():
        there = [f.name for f in home.releases.iterdir() if f.is_dir()] if home.releases.exists() else []
        raise Unknown("release", release_id, there)
    with locked(home.release_lock), Workbench(home.workbench) as bench:
        made = bench.one("SELECT * FROM releases WHERE id = ? AND action = 'publish'", [release_id])
        since = made["published_at"] if made else ""
        if bench.one(_ENDED_SINCE, [since]):
            raise Blocked(f"A consent was refused or withdrawn after release {release_id}; publish a new one instead.")
        last = bench.one("SELECT id, action FROM releases ORDER BY number DESC LIMIT 1")
        if last is None or tuple(last) != (
            release_id,
            "rollback",
        ):  # else recorded by a run that died before the switch
            _record_rollback(bench, release_id, who, made)
        point_to(home, release_id)
    return folder


_ENDED_SINCE = """
SELECT 1 FROM consents WHERE is_given = 0 AND recorded_at > ?1
 UNION ALL SELECT 1 FROM bank_accounts WHERE is_given = 0 AND recorded_at > ?1
"""


def _record_rollback(bench: Workbench, release_id: str, who: str, made: sqlite3.Row | None) -> None:
    products, sha = (made["products"], made["sha256"]) if made else (0, "")
    with bench.writing():
        names = ("id", "published_at", "published_by", "products", "sha256", "action")
        bench.insert("releases", names, [(release_id, now(), who, products, sha, "rollback")])
