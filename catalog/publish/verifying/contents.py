"""What a release holds as a whole, and its way into a file; both are read out of the store, so memory stays small."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from catalog.publish.preparing.prepared import Store, encode
from catalog.publish.preparing.privacy import Private
from catalog.publish.tables import beside, build
from catalog.publish.tables.build import as_row
from catalog.publish.tables.slugs import Slugs
from catalog.publish.verifying import changes
from catalog.publish.verifying.writing import File
from catalog.values.hidden import Hidden
from catalog.workbench.identities import tombstones
from catalog.workbench.privacy import accounts
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Content:
    """Sums over all producers, the rows beside them by table, and what must stand nowhere.

    hashes says what the rows are, decided when each product was last decided on, changed_at when the last of all was,
    gone which products were taken down and when, refused which pictures cannot be shown.
    """

    products: int
    producers: int
    tables: dict[str, list[beside.Row]]
    pictures: frozenset[str]
    private: Private
    decided: dict[str, str]
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
    decided: dict[str, str] = {}
    nobody = Hidden(frozenset())
    for digest, about in store.about():
        hashes.update(digest)
        idents, slugs = zip(*about.pages, strict=True)
        makers.add(idents[0])
        decided.update(zip(idents[1:], about.changed_at, strict=True))
        pages.update(dict.fromkeys(idents, Hidden(frozenset(about.hidden)) if about.hidden else nobody))
        current.update(slugs)
        sources.update(about.sources)
        communes.update(about.communes)
        pictures.update(about.pictures)
        private.phones.update(about.phones)
        private.names.update(about.names)
        private.shown_phones.update(about.shown_phones)
        private.shown_names.update(about.shown_names)
    # Whoever they are, shown or not: an account stands in its own column alone (revealing.py).
    private.note_phones([account.number for account in accounts.words(bench) if account.is_given])
    gone = tombstones.gone(bench, "product")
    latest = max([*decided.values(), *gone.values()], default="")
    tables = {
        "sets": beside.all_sets(),
        "places": beside.of_places(communes),
        "sources": beside.sources(bench, sources),
        "listings": beside.listings(bench, pages),
        "addresses": beside.addresses(given.leading_to(pages, current), makers),
    }
    sums = (len(decided), len(makers), tables, frozenset(pictures), private, decided)
    return Content(*sums, latest, hashes.digest(), gone)


def write(
    file: File, store: Store, content: Content, release: dict[str, Any], before: Path | None, leaving: changes.Leaving
) -> None:
    """Writes what a file lacks: the rows of the store, where it has none yet, and all that is known of the whole.

    Tables that are known last stand behind the rows, so that these need not wait. before: as the file has it attached.
    """
    with closing(file.db) as db:
        for rows in () if file.is_begun else store.rows():
            file.add(rows)
        file.has_all(content.refused)
        for table, beside_rows in content.tables.items():
            build.insert(db, table, (as_row(table, row) for row in beside_rows))
        decided = content.decided | content.gone
        moved = changes.as_rows(changes.between(before, db, leaving), decided, content.changed_at)
        build.insert(db, "changes", moved)
        counts = {"products": content.products, "producers": content.producers, "as_of": content.changed_at}
        build.insert(db, "release", [as_row("release", release | counts)])
        build.complete(db)
