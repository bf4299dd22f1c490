"""What a release holds as a whole, and its way into a file; both are read out of the store, so memory stays small."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from catalog.publish import beside, build, changes
from catalog.publish.build import as_row
from catalog.publish.prepared import Rows, Store, encode
from catalog.publish.privacy import Private
from catalog.publish.slugs import Slugs
from catalog.values.hidden import Hidden
from catalog.workbench import tombstones
from catalog.workbench.store import Workbench

# Producers whose rows are written together.
_PART = 500
_PICTURE = build.NAMES["pictures"].index("sha256")


@dataclass(frozen=True, slots=True)
class Content:
    """Sums over all producers, the rows beside them by table, and what must stand nowhere.

    hashes says what the rows are, changed_at when the last of them was decided, gone which products were taken down and
    when, refused which pictures cannot be shown.
    """

    products: int
    producers: int
    tables: dict[str, list[beside.Row]]
    pictures: frozenset[str]
    private: Private
    changed_at: str
    hashes: bytes
    gone: dict[str, str] = field(default_factory=dict)
    refused: frozenset[str] = field(default_factory=frozenset)

    @property
    def digest(self) -> str:
        """What tells this content from another; the same for the same rows, whoever made them and when."""
        rows = [[as_row(name, row) for row in rows] for name, rows in self.tables.items()]
        return hashlib.sha256(self.hashes + encode([rows, sorted(self.refused)])).hexdigest()[:12]

    def without(self, pictures: Collection[str]) -> Content:
        """The same without pictures of which no sizes can be made."""
        return replace(self, refused=frozenset(pictures))


def summed(store: Store, bench: Workbench, given: Slugs) -> Content:
    """What the rows of a store are together. given: the addresses that were given so far."""
    private, hashes = Private(), hashlib.sha256()
    sources: set[str] = set()
    communes: set[str] = set()
    pictures: set[str] = set()
    pages: dict[str, Hidden] = {}
    current: set[str] = set()
    makers: set[str] = set()
    products = producers = 0
    latest = ""
    for digest, about in store.about():
        hashes.update(digest)
        producers, products = producers + 1, products + len(about.changed_at)
        latest = max(latest, *about.changed_at)
        pages.update(dict.fromkeys((ident for ident, _ in about.pages), Hidden(frozenset(about.hidden))))
        makers.add(about.pages[0][0])
        current.update(slug for _, slug in about.pages)
        sources.update(about.sources)
        communes.update(about.communes)
        pictures.update(about.pictures)
        private.add(Private(set(about.phones), set(about.names), set(about.shown_phones), set(about.shown_names)))
    gone = tombstones.gone(bench, "product")
    latest = max(latest, *gone.values(), key=str) if gone else latest
    tables = {
        "sets": beside.all_sets(),
        "places": beside.of_places(communes),
        "sources": beside.sources(bench, sources),
        "listings": beside.listings(bench, pages),
        "addresses": beside.addresses(given.leading_to(pages, current), makers),
    }
    return Content(products, producers, tables, frozenset(pictures), private, latest, hashes.digest(), gone)


def write(
    path: Path, store: Store, content: Content, release: dict[str, Any], before: Path | None, leaving: changes.Leaving
) -> None:
    """Writes the file of a release: everything of the store, and what it changes against the release at `before`."""
    with build.new_catalog(path) as db:
        for table, rows in content.tables.items():
            build.insert(db, table, (as_row(table, row) for row in rows))
        changed_at = _write_rows(db, store, content.refused)
        moved = changes.as_rows(changes.between(before, db, leaving), changed_at | content.gone, content.changed_at)
        build.insert(db, "changes", moved)
        counts = {"products": content.products, "producers": content.producers, "as_of": content.changed_at}
        build.insert(db, "release", [as_row("release", release | counts)])


def _write_rows(db: sqlite3.Connection, store: Store, refused: Collection[str]) -> dict[str, str]:
    """Writes the rows of all producers; gives the moment of the last decision on each product."""
    changed_at: dict[str, str] = {}
    written = 0
    for part in _parts(store, changed_at):
        for table in ("producers", "products", "offers", "certificates"):
            build.insert(db, table, _all(part, table))
        build.insert(db, "pictures", (p for p in _all(part, "pictures") if p[_PICTURE] not in refused))
        for index, words in zip(build.INDEXES, ("folded", "exact"), strict=True):
            build.insert_words(db, index, ((n, *row) for n, row in enumerate(_all(part, words), written + 1)))
        written += sum(len(rows.products) for rows in part)
    return changed_at


def _parts(store: Store, changed_at: dict[str, str]) -> Iterator[list[Rows]]:
    """The rows of some hundred producers at a time; notes the moment of the last decision on each product."""
    part: list[Rows] = []
    for rows, about in store.rows():
        changed_at.update((product[0], at) for product, at in zip(rows.products, about.changed_at, strict=True))
        part.append(rows)
        if len(part) == _PART:
            yield part
            part = []
    yield part


def _all(part: Iterable[Rows], table: str) -> Iterator[list[Any]]:
    return (row for rows in part for row in getattr(rows, table))
