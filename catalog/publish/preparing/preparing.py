"""Prepares the rows of every producer, and only of those of whom something was said, decided or consented since.

What a producer's rows are made of is gathered first, and that alone is looked at when they are made: its hash tells
whether rows that were kept are still those that would be made. A producer is prepared whole, since its products share
its name, its place and what of them may be shown.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from catalog.publish.preparing import facts, making, privacy
from catalog.publish.preparing.making import Made, Producer, Sources, Stored
from catalog.publish.preparing.prepared import Kept, Rows, Store, encode, hashed, readdressed, rows_of
from catalog.publish.tables import slugs
from catalog.registers import places
from catalog.workbench.privacy import accounts
from catalog.workbench.reviewing import accepted
from catalog.workbench.rows import recognitions
from catalog.workbench.store import Workbench

# Libraries by whose word a value is read or masked.
_READERS = ("phonenumbers", "python-stdnum")
# Rows between two words on how far it is.
_TOLD = 1_000
_PROGRAM_FILES = (".py", ".toml", ".tsv")


@cache
def program() -> bytes:
    """The version of everything that makes rows: this program's files, Python and the libraries that read values."""
    room = Path(__file__).parents[2]
    files = sorted(p for p in room.rglob("*") if p.suffix in _PROGRAM_FILES)
    read = b"\0".join(str(p.relative_to(room)).encode() + b"\0" + p.read_bytes() for p in files)
    return hashed(encode([sys.version, *map(version, _READERS)]) + read)


class Preparation:
    """All that rows are made of, as it stands at one moment of the workbench."""

    def __init__(self, bench: Workbench) -> None:
        self.slugs = slugs.load(bench)
        self.register = recognitions.load(bench)
        self._facts = facts.standing(bench)
        self._others = privacy.others(bench)
        self._consents: dict[str, privacy.Consents] = defaultdict(dict)
        for (producer, field), is_given in privacy.consents(bench).items():
            self._consents[producer][producer, field] = is_given
        self._accounts = accounts.standing(bench)

    def key(self, producer: str, stored: Stored, asked: Collection[str]) -> bytes:
        """The hash of all that the rows of one producer are made of; asked is what the register is asked for."""
        return hashed(encode([
            program(),
            places.edition(),
            stored,
            self._facts.beside(producer, stored),
            sorted(self._consents.get(producer, {}).items()),
            [self.slugs.known(i) for i in _ids(producer, stored)],
            sorted(self._others.names.get(producer, ())),
            sorted(self._others.phones.get(producer, ())),
            bool(self.register),
            [(match, self.register.get(match)) for match in asked],
            self._accounts.get(producer),
        ]))  # fmt: skip

    def sources(self, producers: list[Producer]) -> Sources:
        """All that the rows of some producers are made of, and nothing else."""
        makers = [producer for producer, _ in producers]
        ids = dict.fromkeys(i for producer, stored in producers for i in _ids(producer, stored))
        return Sources(
            producers,
            self._facts.part(ids, [row[0] for _, stored in producers for row in stored]),
            {i: self._consents[i] for i in makers if i in self._consents},
            privacy.Others(
                {i: self._others.names[i] for i in makers if i in self._others.names},
                {i: self._others.phones[i] for i in makers if i in self._others.phones},
            ),
            {i: self.slugs.known(i) for i in ids},
            {i: self._accounts[i] for i in makers if i in self._accounts},
        )

    def addressed(self, producer: str, stored: Stored, made: Made) -> tuple[Kept, bytes, bytes]:
        """What is kept of a producer: by what it is known to be up to date, what else is known of it, and its rows.

        Its pages get their slugs here. These are part of the key, since they are recorded with the release.
        """
        about, rows = made.about, made.rows
        for ident, wish in made.wishes:
            if (slug := self.slugs.give(ident, wish)) != wish:
                about, rows = (readdressed(data, ident, wish, slug) for data in (about, rows))
        return Kept(self.key(producer, stored, made.asked), made.asked), about, rows


def refresh(
    bench: Workbench, store: Store, tell: Callable[[int], None], take: Callable[[Rows], None] | None = None
) -> Preparation:
    """Brings the store up to date; `tell` is called now and then with the number of rows that are.

    take: is given the rows of each producer that are made now, by its id.
    """
    kept, told = store.kept(), _Told(tell)
    if not kept and accepted.count(bench) >= making.ALONE:
        making.start_server()  # it gets ready while the first rows are read
    preparation = Preparation(bench)
    stale = _stale(accepted.rows_by_producer(bench), preparation, kept, told)
    for (producer, stored), made in making.made(stale, preparation.sources, preparation.register):
        kept_now, about, rows = preparation.addressed(producer, stored, made)
        store.put(producer, kept_now, about, rows)
        if take:
            take(rows_of(rows))
        told.add(len(stored))
    store.drop(kept)
    return preparation


def _stale(
    producers: Iterable[Producer], preparation: Preparation, kept: dict[str, Kept], told: _Told
) -> Iterator[Producer]:
    """Those whose rows have to be made; `kept` is left with those that are gone."""
    for producer, stored in producers:
        was = kept.pop(producer, None)
        if was is None or was.key != preparation.key(producer, stored, was.asked):
            yield producer, stored
        else:
            told.add(len(stored))


class _Told:
    """Counts rows, and tells after some how many they are."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell, self._count = tell, 0

    def add(self, rows: int) -> None:
        self._count += rows
        if self._count % _TOLD < rows:
            self._tell(self._count)


def _ids(producer: str, stored: Stored) -> list[str]:
    """A producer's id and those of its products, in order."""
    return [producer, *dict.fromkeys(row[1] for row in stored)]
