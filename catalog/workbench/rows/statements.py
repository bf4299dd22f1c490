"""What each row of a list says, encoded as it is stored: pure, so the processors share the work on long lists."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from catalog import columns
from catalog.normalise import READERS, Doubt, Normaliser, Row
from catalog.registers import places
from catalog.workbench import workers
from catalog.workbench.identities import identity
from catalog.workbench.rows import program
from catalog.workbench.rows.encoded import decode, encode

if TYPE_CHECKING:
    import pandas as pd

# Rows that are read together: enough to share the work on equal words, few enough to forget between.
PART = 2_048
# Below so many rows, starting processes costs more than it saves.
ALONE = 8 * PART

# The column that counts the rows of a list; its reader asks nothing, and no other reader looks at it.
NUMBER = "row_number"
# Fields that few rows have and that somebody asks about: a row without them need not be decoded.
RARE = ("stars", "images", *(column.name for column in columns.COLUMNS if column.kind == "consent"))
# Fields that say where a row stood, who sent it or how it was read, not what the product is; a new value alone is no
# change.
NOT_FACTS = frozenset({NUMBER, "timestamp", "choices", "note", "derived"})
# Columns that the readings of a row depend on, but for the number, which is another one in a list with a row more.
READ = frozenset(column for reader in READERS for column in reader.inputs) - {NUMBER}


class Statement(NamedTuple):
    """One row, read.

    facts         the typed fields as stored: JSON with keys in order, nulls left out
    fingerprint   digest of what the row says of the product; equal for a row that was only moved
    says          which of RARE it has
    marks         what it is known by, encoded
    words         digest of what it was read of, and by which program: see `keys`
    stored        the stored statement of the same words that it was taken from; None where it was read now
    cells         the cells that all of this was read of, as stored; None where there are none of just this
    producer      the own id of the producer that the stored statement names
    product       likewise of its product
    """

    facts: bytes
    fingerprint: str
    name: str | None
    offer_key: str
    says: frozenset[str]
    marks: bytes
    doubts: list[Doubt]
    words: bytes
    stored: int | None = None
    cells: bytes | None = None
    producer: str | None = None
    product: str | None = None


def statements(raw: pd.DataFrame) -> Iterator[Statement]:
    """The statements of a raw frame (see `normalise`), in the order of its rows."""
    parts = [raw.iloc[start : start + PART] for start in range(0, len(raw), PART)]
    processors = os.cpu_count() or 1
    if len(raw) < ALONE or processors < 2:
        read = Normaliser()
        for part in parts:
            yield from _read(read, part)
        return
    start_server()
    method = get_context("forkserver")
    with ProcessPoolExecutor(min(processors, len(parts)), method, initializer=workers.begin_work) as pool:
        for made in pool.map(_of_part, parts):
            yield from map(Statement._make, zip(*made, strict=True))


def start_server() -> None:
    """Starts the server that forks the readers, where it does not run yet; see `workers`."""
    workers.start_server("catalog.workbench.rows.prepared")


@cache
def _normaliser() -> Normaliser:
    return Normaliser()


def _of_part(part: pd.DataFrame) -> tuple[tuple[Any, ...], ...]:
    """The statements of a part, field by field: so they go from process to process at a tenth of the cost."""
    return tuple(zip(*_read(_normaliser(), part), strict=True))


def _read(normaliser: Normaliser, part: pd.DataFrame) -> Iterator[Statement]:
    return map(_statement, normaliser.rows(part), keys(part))


def keys(raw: pd.DataFrame) -> list[bytes]:
    """A digest for each row: rows with equal ones are read alike, but for their numbers.

    Of the words of all columns that are read, of the columns' names, and of program and units in force.
    """
    columns = [c for c in raw.columns if c in READ]
    how = (program.EDITION.hex(), places.edition(), columns)
    start = hashlib.blake2b(encode(how), digest_size=16)
    if not columns:
        return [start.digest()] * len(raw)
    return [_with(start, row) for row in zip(*(raw[c].tolist() for c in columns), strict=True)]


def _with(start: hashlib.blake2b, row: tuple[str, ...]) -> bytes:
    digest = start.copy()
    digest.update(encode(row))
    return digest.digest()


def _statement(row: Row, words: bytes) -> Statement:
    stated = {n: v for n, v in row.fields.items() if v is not None}
    marks, offer_key = identity.marks(stated), stated.pop("offer_key", "")
    stated.pop("core_name", None)
    says = rare(tuple(filter(stated.__contains__, RARE)))
    return Statement(
        encode(stated),
        _fingerprint(stated, offer_key),
        stated.get("name"),
        offer_key,
        says,
        encode(marks),
        row.doubts,
        words,
    )


@cache
def rare(names: tuple[str, ...]) -> frozenset[str]:
    """One set for all rows that have the same rare fields, in the order of RARE."""
    return frozenset(names)


def _fingerprint(stated: dict[str, Any], offer_key: str) -> str:
    facts = stated.copy()
    for name in NOT_FACTS:
        facts.pop(name, None)
    return hashlib.sha256(encode(facts) + offer_key.encode()).hexdigest()[:20]


def is_whole(facts: str, offer_key: str, name: str | None, fingerprint: str) -> bool:
    """Whether a stored statement is what was stored: its facts, JSON, with the digest that they had then."""
    try:
        stated = decode(facts)
    except msgspec.DecodeError:
        return False
    return name == stated.get("name") and _fingerprint(stated, offer_key) == fingerprint
