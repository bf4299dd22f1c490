"""The file of a release: the rows of one producer after the other, then what is known of all of them.

It is written while rows are made, where there are none yet. What stands in the file and where depends on the rows and
their order alone, not on when they came.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from catalog.publish.preparing.prepared import Rows
from catalog.publish.tables import build
from catalog.publish.tables.build import as_json
from catalog.workbench.home import Home, sync

# Producers whose rows are written together.
_PART = 500
_TABLES = ("producers", "products", "offers", "pictures", "certificates", "bank_accounts")


class File:
    """A new `catalog.db` that is being written; before: the release that it will be compared with."""

    def __init__(self, path: Path, before: Path | None) -> None:
        self.path = path
        self.db = build.begun(path, before)
        self._part: list[Rows] = []
        self._products = 0
        self.is_begun = False

    def add(self, rows: Rows) -> None:
        """Writes the rows of the next producer, by id."""
        self.is_begun = True
        self._part.append(rows)
        if len(self._part) == _PART:
            self._write()

    def has_all(self, refused: Collection[str]) -> None:
        """Writes what is left, without pictures that cannot be shown."""
        self._write()
        if refused:
            sql = "DELETE FROM pictures WHERE sha256 IN (SELECT value FROM json_each(?))"
            self.db.execute(sql, [as_json(sorted(refused))])
        build.read_across(self.db)

    def _write(self) -> None:
        part, self._part = self._part, []
        for table in _TABLES:
            build.insert(self.db, table, _all(part, table))
        for index, words in zip(build.INDEXES, ("folded", "exact"), strict=True):
            numbered = enumerate(_all(part, words), self._products + 1)
            build.insert_words(self.db, index, ((n, *row) for n, row in numbered))
        self._products += sum(len(rows.products) for rows in part)


def _all(part: list[Rows], table: str) -> Iterator[list[Any]]:
    return chain.from_iterable(map(attrgetter(table), part))


class Draft:
    """The folder in which a release is written, beside its place: made when it is needed, gone at the end.

    before: the file of the current release.
    """

    def __init__(self, home: Home, before: Path | None) -> None:
        self._releases, self._before = home.releases, before
        self.folder = home.releases / ".new"
        self._file: File | None = None

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.db.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def file(self) -> File:
        """Its `catalog.db`, begun when it is first asked for."""
        if self._file is None:
            self._releases.mkdir(parents=True, exist_ok=True)
            for leftover in self._releases.glob(".*"):  # of runs that died before the switch or while pruning
                shutil.rmtree(leftover, ignore_errors=True)
            self.folder.mkdir()
            self._file = File(self.folder / "catalog.db", self._before)
        return self._file

    def becomes(self, folder: Path) -> None:
        """Puts it in its place, whole."""
        self.folder.rename(folder)
        sync(self._releases)
