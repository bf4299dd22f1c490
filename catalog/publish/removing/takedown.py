"""`ocop takedown`: removes a producer or product from everything in a home, backups in it included.

Look first, then do: `preview` says what will go and what cannot be reached, `take_down` does it. A takedown that died
is completed by running it again, or by `complete`. docs/decisions/0013-takedown.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from catalog.errors import OcopError
from catalog.publish import removal
from catalog.publish.backups import backup, restore, takedown_list
from catalog.publish.removal import Progress
from catalog.workbench.home import Home
from catalog.workbench.identities import subjects
from catalog.workbench.identities.subjects import Subject
from catalog.workbench.identities.tombstones import Stone
from catalog.workbench.listings import listed
from catalog.workbench.privacy import removal_plan, takedowns
from catalog.workbench.privacy.takedowns import Order
from catalog.workbench.receiving import crawl_folders
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Preview:
    """What a takedown removes; `stays` are sentences on what it cannot reach or leaves to a person."""

    kind: str
    id: str
    name: str
    spellings: tuple[str, ...]
    products: int
    rows: int
    deliveries: tuple[str, ...]
    shared_deliveries: tuple[str, ...]
    received_files: int
    pictures: int
    recognitions: int
    crawled: int
    releases: tuple[str, ...]
    exports: tuple[str, ...]
    backups: tuple[str, ...]
    stays: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """As the command prints it."""
        return asdict(self)


def preview(home: Home, words: str) -> Preview:
    """What would go if the subject that is named were taken down. Raises Unknown or Conflict."""
    with Workbench(home.workbench, is_reading=True) as bench:
        subject = subjects.find(bench, words)
        found = removal_plan.plan(bench, _order(subject))
        spellings = subjects.names(bench, subject.producers) if subject.producers else [subject.name]
        names = {r["id"]: r["name"] for r in bench.rows("SELECT id, name FROM submissions")}
        scans = bench.rows("SELECT count(*) FROM scans")[0][0] - len(found.scans)
        alike = removal_plan.maybe_same(bench, _order(subject), found.traces) if subject.producers else {}
        at_markets = [row["url"] for row in listed.links(bench, subject.products)]
    releases = removal.holding(home, subject.products)
    return Preview(
        kind=subject.kind,
        id=subject.id,
        name=subject.name,
        spellings=tuple(spellings),
        products=len(subject.products),
        rows=len(found.drafts),
        deliveries=tuple(names[s] for s in found.whole),
        shared_deliveries=tuple(names[s] for s in found.mixed),
        received_files=len(found.inbox),
        pictures=len(found.pictures),
        recognitions=len(found.recognitions),
        crawled=sum(crawl_folders.holding(folder, found.traces) for folder in crawl_folders.folders(home)),
        releases=tuple(releases),
        exports=tuple(f.name for f in removal.exports_of(home, releases)),
        backups=tuple(f.name for f in backups_of(home)),
        stays=(
            *_alike(alike),
            *(f"Listed at {url}: take it off there first." for url in at_markets),
            *stays(home, scans),
        ),
    )


def _order(subject: Subject) -> Order:
    """The order that a subject would be, not recorded."""
    stones = {Stone("producer", i) for i in subject.producers} | {Stone("product", i) for i in subject.products}
    return Order("", subject.kind, "", "", "", frozenset(stones))


def backups_of(home: Home) -> list[Path]:
    """The backups in the home itself."""
    return sorted(p for p in home.backups.glob("*.tar") if not p.name.startswith("."))


def stays(home: Home, scans: int = 0) -> list[str]:
    """What no program can reach from here, and what a person has to look at."""
    said = [
        "Backups outside the home: they hold it until they are replaced. Restoring one takes it down again, if"
        f" {home.backups / takedown_list.NAME} lies beside it, too, or this home is the one that is replaced.",
        "Exports and returned sheets that were written or sent elsewhere, and what marketplaces, search engines and"
        " readers of the open data copied: tell them; the feed /thay-doi.atom says the id as withdrawn.",
        "Blocks that the disk has freed, and logs of program faults in the system's temporary folder.",
    ]
    said += [
        f"{path}: a home that a restore moved aside; remove it when you no longer need it." for path in _aside(home)
    ]
    if scans:
        said.append(f"{scans} scans that nobody has typed in: look at them with `ocop review pictures`.")
    return said


def _alike(producers: dict[str, str]) -> list[str]:
    """What says which other producers have a name or telephone of the subject."""
    told = [f"{name} ({ident})" for ident, name in list(producers.items())[:_TOLD]]
    told += [f"{len(producers) - _TOLD} more"] if len(producers) > _TOLD else []
    sentence = "has a name or telephone of it and is another producer here; if it is the same, take it down, too."
    return [f"{', '.join(told)}: {sentence}"] if told else []


_TOLD = 10


def _aside(home: Home) -> list[Path]:
    return sorted(home.root.parent.glob(f"{home.root.name}.before-*"))


def take_down(home: Home, words: str, reason: str, who: str, progress: Progress = lambda *_: None) -> Order:
    """Removes the subject that is named everywhere in the home. Raises as `preview` does, and as removal.carry_out."""
    crawl_folders.folders(home)  # nothing is begun while a crawl is at work
    with Workbench(home.workbench) as bench:
        order = takedowns.begin(bench, subjects.find(bench, words), reason, who)
    _do(home, order, who, progress)
    return order


def complete(home: Home, who: str, progress: Progress = lambda *_: None) -> list[Order]:
    """Carries on with every takedown that died; gives them."""
    with Workbench(home.workbench, is_reading=True) as bench:
        waiting = [o for o in takedowns.orders(bench, unfinished=True) if o.kind != takedowns.RETENTION]
    for order in waiting:
        _do(home, order, who, progress)
    return waiting


def _do(home: Home, order: Order, who: str, progress: Progress) -> None:
    removal.carry_out(home, order, who, progress)
    with Workbench(home.workbench, is_reading=True) as bench:
        known = takedowns.orders(bench)
    whole = [o for o in known if o.id == order.id]
    for number, file in enumerate(found := backups_of(home)):
        progress("backups", number, len(found))
        rewrite(file, whole, who)
    takedown_list.write(home.backups, known)
    with Workbench(home.workbench) as bench:
        takedowns.finish(bench, order.id)


def rewrite(file: Path, orders: list[Order], who: str) -> None:
    """Puts a backup without what was taken down in the place of one that may hold it: restored, cleaned, backed up.

    Raises OcopError where it cannot be read; it stays as it is then, and the takedown unfinished.
    """
    beside = Home(file.with_name(f".{file.name}"))
    try:
        made = restore.restore_into(file, beside, orders, who)
        backup.replace(beside, file, made.made_at)
    except OcopError as error:
        raise type(error)(f"{error.sentence} Mend or remove that backup, and run it again.", code=error.code) from error
    finally:
        restore.discard(beside)
