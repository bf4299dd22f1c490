"""`ocop retention`: what has been kept for longer than its period, and its removal by the means of a takedown.

Rows that were decided, releases and consents are not touched: what is published stays until it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from catalog.errors import OcopError
from catalog.publish import removal
from catalog.publish.backups import archive
from catalog.publish.removing.takedown import backups_of
from catalog.registers.retention import Period
from catalog.workbench.home import Home
from catalog.workbench.identities import identity
from catalog.workbench.identities.tombstones import Stone
from catalog.workbench.listings import holdings
from catalog.workbench.privacy import expiry, takedowns
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.receiving import crawl_folders
from catalog.workbench.senders import tickets
from catalog.workbench.store import Workbench, now


class Due(NamedTuple):
    """One thing whose period is over: its kind, what it is called, since when it is there; key names it to us."""

    kind: str
    name: str
    since: str
    key: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The last day before which things of each kind are due."""

    days: Mapping[str, str] = field(default_factory=dict)

    def is_over(self, kind: str, since: str) -> bool:
        """Whether something of a kind that is there since a moment is due."""
        return bool(self.days.get(kind)) and since[:10] < self.days[kind]


def limits(periods: Mapping[str, Period], on: date) -> Limits:
    """The limits of periods as of a day; what is kept for ever has none."""
    return Limits({kind: _before(on, p.months).isoformat() for kind, p in periods.items() if p.months})


def _before(on: date, months: int) -> date:
    """So many months before a day; of a day that the month has not, its last one."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    for day in (on.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def due(home: Home, periods: Mapping[str, Period], on: date) -> list[Due]:
    """Everything whose period is over on a day, by kind in the order of the register, the oldest first."""
    until = limits(periods, on)
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = [Due(*r) for r in expiry.candidates(bench) if until.is_over(r.kind, r.since)]
    found = [d for d in rows if d.kind != "originals" or home.inbox_file(d.key).exists()]
    found += [d for d in (*_pages(home), *_exports(home), *_backups(home)) if until.is_over(d.kind, d.since)]
    order = list(periods)
    return sorted(found, key=lambda d: (order.index(d.kind), d.since, d.name))


def _pages(home: Home) -> Iterator[Due]:
    for folder in sorted(home.crawls.glob("*")):
        for page in crawl_folders.pages(folder):
            yield Due("crawled_pages", page["url"], page.get("fetched_at") or "", f"{folder.name}/{page['sha256']}")


def _exports(home: Home) -> Iterator[Due]:
    for folder in removal.folders_of(home):
        yield Due("exports", folder.name, _changed(folder), folder.name)


def _backups(home: Home) -> Iterator[Due]:
    for file in backups_of(home):
        try:
            with archive.opened(file) as tar:
                since = archive.read_manifest(tar).made_at
        except OcopError:
            since = _changed(file)
        yield Due("backups", file.name, since, file.name)


def _changed(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def remove(
    home: Home, periods: Mapping[str, Period], on: date, who: str, progress: Callable[[str, int, int], None]
) -> list[Due]:
    """Removes what is due and gives it; what a removal that died has left is removed first.

    Raises Conflict where a crawl is at work, or somebody reads the workbench for too long.
    """
    folders = crawl_folders.folders(home)
    with Workbench(home.workbench, is_reading=True) as bench:
        left = [o for o in takedowns.orders(bench, unfinished=True) if o.kind == takedowns.RETENTION]
    found = due(home, periods, on)
    if found:
        left.append(_begin(home, found, who))
    if not left and not found:
        return []
    progress("files", 0, 2)
    _drop_beside(home, folders, found)
    for order in left:
        removal.drop_files(home, order.id)
    progress("free pages", 1, 2)
    removal.compact(home.workbench)
    with Workbench(home.workbench) as bench:
        for order in left:
            takedowns.finish(bench, order.id)
    return found


def _begin(home: Home, found: list[Due], who: str) -> Order:
    """Records the removal and takes the rows out, in one transaction."""
    at = now()
    keys: dict[str, list[str]] = {}
    for one in found:
        keys.setdefault(one.kind, []).append(one.key)
    order = Order(identity.digest("retention", at), takedowns.RETENTION, "period over", who, at, frozenset())
    with Workbench(home.workbench) as bench:
        bench.db.execute("PRAGMA secure_delete=ON")
        with bench.writing():
            takedowns.record(bench, order)
            stones = {Stone("inbox", sha) for kind in ("originals", "scans") for sha in keys.get(kind, [])}
            stones |= expiry.remove(bench, keys)
            holdings.forget_waiting(bench, keys.get("exports", []))
            takedowns.add(bench, order.id, stones)
    return order


def _drop_beside(home: Home, folders: list[Path], found: list[Due]) -> None:
    """Removes pages, exports, backups and the files of tickets."""
    keys = {(d.kind, d.key) for d in found}
    for folder in folders:
        crawl_folders.drop_pages(folder, lambda p, f=folder: ("crawled_pages", f"{f.name}/{p['sha256']}") in keys)  # type: ignore[misc]
    removal.drop_folders(home.exports / key for kind, key in sorted(keys) if kind == "exports")
    for kind, key in sorted(keys):
        if kind == "tickets":
            tickets.drop_folder(home, key)
        elif kind == "kits":
            tickets.drop_kit(home, key)
    removal.unlink(home.backups / key for kind, key in sorted(keys) if kind == "backups")
