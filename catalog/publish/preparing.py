"""Prepares the rows of every producer, and only of those of whom something was said, decided or consented since.

What a producer's rows are made of is gathered first, and that alone is looked at when they are made: its hash tells
whether rows that were kept are still those that would be made. A producer is prepared whole, since its products share
its name, its place and what of them may be shown.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from catalog.publish import facts, privacy, rows, searched, slugs
from catalog.publish.build import as_row
from catalog.publish.prepared import About, Kept, Rows, Store, encode, hashed
from catalog.registers import places
from catalog.workbench import accepted, recognitions
from catalog.workbench.store import Workbench

# Rows as the workbench stores them: see accepted.rows_by_producer.
Stored = list[tuple[Any, ...]]

# Libraries by whose word a value is read or masked.
_READERS = ("phonenumbers", "python-stdnum")
# Rows between two words on how far it is.
_TOLD = 1_000
_PROGRAM_FILES = (".py", ".toml", ".tsv")


@cache
def program() -> bytes:
    """The version of everything that makes rows: this program's files, Python and the libraries that read values."""
    room = Path(__file__).parent.parent
    files = sorted(p for p in room.rglob("*") if p.suffix in _PROGRAM_FILES)
    read = b"\0".join(str(p.relative_to(room)).encode() + b"\0" + p.read_bytes() for p in files)
    return hashed(encode([sys.version, *map(version, _READERS)]) + read)


class Preparation:
    """All that rows are made of, as it stands at one moment of the workbench."""

    def __init__(self, bench: Workbench) -> None:
        self.slugs = slugs.load(bench)
        self._facts = facts.Accepted(bench)
        self._register = recognitions.load(bench)
        self._others = privacy.others(bench)
        self._consents: dict[str, privacy.Consents] = defaultdict(dict)
        for (producer, field), is_given in privacy.consents(bench).items():
            self._consents[producer][producer, field] = is_given

    def key(self, producer: str, stored: Stored, asked: Collection[str]) -> bytes:
        """The hash of all that the rows of one producer are made of; asked is what the register is asked for."""
        return hashed(encode([
            program(),
            places.edition(),
            stored,
            self._facts.beside(producer, stored),
            sorted(self._consents.get(producer, {}).items()),
            [self.slugs.known(i) for i in (producer, *dict.fromkeys(row[1] for row in stored))],
            sorted(self._others.names.get(producer, ())),
            sorted(self._others.phones.get(producer, ())),
            bool(self._register),
            [(match, self._register.get(match)) for match in asked],
        ]))  # fmt: skip

    def make(self, producer: str, stored: Stored) -> tuple[Kept, About, Rows]:
        """The rows of one producer, with the key that they are kept under."""
        register = _Asked(self._register)
        products = self._facts.products(stored)
        made = rows.content(products, self._consents.get(producer, {}), register, self.slugs, self._others)
        asked = tuple(sorted(register.asked))
        # The slugs that were given just now are part of the key: they are recorded with the release.
        return Kept(self.key(producer, stored, asked), asked), _about(made), _rows(made)


class _Asked:
    """The register of recognitions, which remembers what it was asked for and can be asked nothing else."""

    def __init__(self, register: recognitions.Register) -> None:
        self._register = register
        self.asked: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._register)

    def get(self, match: str, default: list[recognitions.Recognition], /) -> list[recognitions.Recognition]:
        self.asked.add(match)
        return self._register.get(match, default)


def refresh(bench: Workbench, store: Store, tell: Callable[[int], None]) -> Preparation:
    """Brings the store up to date; `tell` is called now and then with the number of rows that were looked at."""
    preparation = Preparation(bench)
    kept = store.kept()
    seen = 0
    for producer, stored in accepted.rows_by_producer(bench):
        was = kept.pop(producer, None)
        if was is None or was.key != preparation.key(producer, stored, was.asked):
            store.put(producer, *preparation.make(producer, stored))
        seen += len(stored)
        if seen % _TOLD < len(stored):
            tell(seen)
    store.drop(kept)
    return preparation


def _rows(made: rows.Content) -> Rows:
    tables = {name: [as_row(name, row) for row in found] for name, found in made.rows.items()}
    (producer,) = made.rows["producers"]
    words = [searched.words(product, producer["name"]) for product in made.rows["products"]]
    return Rows(**tables, folded=[folded for folded, _ in words], exact=[exact for _, exact in words])


def _about(made: rows.Content) -> About:
    tables = made.rows
    (producer,) = tables["producers"]
    return About(
        pages=[(row["id"], row["slug"]) for row in (producer, *tables["products"])],
        hidden=sorted(made.hidden.names),
        changed_at=[made.changed_at[p["id"]] for p in tables["products"]],
        sources=sorted(made.sources),
        communes=sorted(
            {r["commune_code"] for t in ("products", "producers") for r in tables[t] if r.get("commune_code")}
        ),
        pictures=sorted({p["sha256"] for p in tables["pictures"]}),
        phones=sorted(made.private.phones),
        names=sorted(made.private.names),
        shown_phones=sorted(made.private.shown_phones),
        shown_names=sorted(made.private.shown_names),
    )
