"""Publishing: a new release beside the old ones, checked, and only then made current by moving one link.

`releases/<number>-<digest>/` holds `catalog.db` and `manifest.json`; `catalog.db` in the home is a link to the current
one. A crash at any point leaves the old release current; running again completes. docs/decisions/0003-releases.md.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import images
from catalog.errors import Blocked, Unknown
from catalog.publish import changes, checks, facts, licence, privacy, reading, rows, schema, slugs
from catalog.publish.build import write_catalog
from catalog.workbench import recognitions, tombstones
from catalog.workbench.home import Home, locked, sync, write_atomically
from catalog.workbench.store import VIETNAM, Workbench, now

# Releases kept beside the current one, for going back and for readers that are still on them.
KEPT = 5

Progress = Callable[[str, int, int], None]


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


def publish(
    home: Home, who: str, *, force: str | None = None, anew: bool = False, progress: Progress = lambda *_: None
) -> Release:
    """Builds, checks and switches to a new release of everything accepted.

    Equal content is not published twice, unless `anew`: the list of changes of the current release is to go. Raises
    Blocked where a check fails or the shape is odd and `force`, the reason of a person, is not given; nothing is
    switched then.
    """
    with locked(home.release_lock), Workbench(home.workbench) as bench:
        progress("facts", 0, 4)
        given = slugs.load(bench)
        products, gone = facts.merged(bench), tombstones.gone(bench, "product")
        if not products and not gone:
            raise Blocked("Nothing is accepted yet, so there is nothing to publish; see `ocop review list`.")
        may = privacy.consents(bench)
        made = rows.content(products, may, recognitions.load(bench), _sources(bench), given, privacy.others(bench))
        progress("pictures", 1, 4)
        _derive(made, home)
        before = _before(home)
        digest = hashlib.sha256(json.dumps(made.rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
        if before and before.id.endswith(digest) and not anew:
            return Release(
                before.id,
                len(products),
                len(made.rows["producers"]),
                0,
                0,
                0,
                False,
                home.releases / before.id,
            )
        if force is None:
            checks.shape(before.products if before else 0, len(products))
        progress("build", 2, 4)
        moved = changes.between(
            before.path if before else None, made, lambda producer: privacy.hidden_of(bench, producer, may), gone
        )
        name = None if anew else _recorded(bench, home, digest)
        if name is None:
            number = bench.rows("SELECT coalesce(max(number), 0) + 1 FROM releases")[0][0]
            name = f"{number}-{digest}"
            release = _row(name, before, made, moved)
            folder = _build(home, name, made, {**made.rows, "release": [release], "changes": moved})
            progress("switch", 3, 4)
            _record(bench, name, who, len(products), folder, given.added)
        folder = home.releases / name
        point_to(home, name)
        _prune(home, name)
        progress("switch", 4, 4)
    kinds = [c["kind"] for c in moved]
    counts = {k: kinds.count(k) for k in ("added", "changed", "withdrawn")}
    return Release(name, len(products), len(made.rows["producers"]), **counts, is_new=True, folder=folder)


def _derive(made: rows.Content, home: Home) -> None:
    """Makes the sizes of all pictures that are to be shown; one that cannot be made is not published."""
    wanted = sorted({p["sha256"] for p in made.rows["pictures"]})
    refused = images.derive_many(wanted, home.pictures).refused if wanted else {}
    made.rows["pictures"] = [p for p in made.rows["pictures"] if p["sha256"] not in refused]


@dataclass(frozen=True, slots=True)
class _Before:
    id: str
    products: int
    path: Path


def _before(home: Home) -> _Before | None:
    name = current(home)
    if name is None:
        return None
    path = home.releases / name / "catalog.db"
    db = reading.connect(path)
    try:
        return _Before(name, db.execute("SELECT count(*) AS n FROM products").fetchone()["n"], path)
    finally:
        db.close()


def _sources(bench: Workbench) -> dict[str, dict[str, Any]]:
    """Deliveries as they may be named in public: a crawled site by its address, a file by its kind and day alone."""
    found = {}
    for r in bench.rows("SELECT id, source, name, received_at FROM submissions"):
        title = r["name"] if r["source"] == "crawl" else "Danh sách sản phẩm của cơ sở"
        day = datetime.fromisoformat(r["received_at"]).astimezone(VIETNAM).date().isoformat()
        found[r["id"]] = {"id": r["id"], "kind": r["source"], "title": title, "received_on": day}
    return found


def _recorded(bench: Workbench, home: Home, digest: str) -> str | None:
    """The release of this digest that was built and recorded last, by a run that died before it could switch to it."""
    last = bench.one("SELECT id, sha256, action FROM releases ORDER BY number DESC LIMIT 1")
    if last is None or last["action"] != "publish" or not last["id"].endswith(f"-{digest}"):
        return None
    try:
        data = (home.releases / last["id"] / "catalog.db").read_bytes()
    except OSError:
        return None
    return str(last["id"]) if hashlib.sha256(data).hexdigest() == last["sha256"] else None


def _row(name: str, before: _Before | None, made: rows.Content, moved: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": name,
        "schema_version": schema.SCHEMA_VERSION,
        "as_of": max([*made.changed_at.values(), *(c["changed_at"] for c in moved)], default=now()),
        "previous": before.id if before else None,
        "products": len(made.rows["products"]),
        "producers": len(made.rows["producers"]),
        "licence": licence.NAME,
    }


def _build(home: Home, name: str, made: rows.Content, tables: dict[str, list[dict[str, Any]]]) -> Path:
    """Writes and checks the release beside its place and renames it there whole."""
    home.releases.mkdir(parents=True, exist_ok=True)
    draft, folder = home.releases / f".{name}", home.releases / name
    for leftover in (*home.releases.glob(".*"), folder):  # of runs that died before the switch or while pruning
        shutil.rmtree(leftover, ignore_errors=True)
    draft.mkdir()
    try:
        path = draft / "catalog.db"
        write_catalog(path, tables)
        checks.verify(path, len(tables["products"]), made.private)
        sync(path)
        write_atomically(draft / "manifest.json", json.dumps(_manifest(path, tables["release"][0]), indent=1).encode())
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync(home.releases)
    return folder


def _manifest(path: Path, release: dict[str, Any]) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "release": release,
        "licenses": licence.PACKAGE,
        "files": {path.name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}},
    }


def _record(bench: Workbench, name: str, who: str, products: int, folder: Path, added: dict[str, str]) -> None:
    at = now()
    sha = json.loads((folder / "manifest.json").read_text())["files"]["catalog.db"]["sha256"]
    with bench.writing():
        bench.insert("slugs", ("slug", "id", "given_at"), [(slug, ident, at) for ident, slug in added.items()])
        names = ("id", "published_at", "published_by", "products", "sha256", "action")
        bench.insert("releases", names, [(name, at, who, products, sha, "publish")])


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
        if bench.one("SELECT 1 FROM consents WHERE is_given = 0 AND recorded_at > ?", [since]):
            raise Blocked(f"A consent was refused or withdrawn after release {release_id}; publish a new one instead.")
        last = bench.one("SELECT id, action FROM releases ORDER BY number DESC LIMIT 1")
        if last is None or tuple(last) != (
            release_id,
            "rollback",
        ):  # else recorded by a run that died before the switch
            _record_rollback(bench, release_id, who, made)
        point_to(home, release_id)
    return folder


def _record_rollback(bench: Workbench, release_id: str, who: str, made: sqlite3.Row | None) -> None:
    products, sha = (made["products"], made["sha256"]) if made else (0, "")
    with bench.writing():
        names = ("id", "published_at", "published_by", "products", "sha256", "action")
        bench.insert("releases", names, [(release_id, now(), who, products, sha, "rollback")])
