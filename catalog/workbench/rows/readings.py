"""What rows were read as before, found by their words: a sheet that comes again is read only where it changed.

Reading is pure (normalise), so what was stored of a row is what reading the same words again would give, as long as
the program, its registers and its libraries are the same. The table `readings` is derived: emptied, it costs time and
nothing else. It goes with its statements, so takedowns and retention periods reach it. docs/decisions/0019-again.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from catalog.normalise import READERS, Doubt
from catalog.workbench.rows import statements
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.rows.encoded import decode, encode
from catalog.workbench.rows.statements import NUMBER, Statement
from catalog.workbench.store import Workbench

ASKED = 512  # rows that are asked for in one query


def store(bench: Workbench, numbered: Iterable[tuple[int, Draft]]) -> None:
    """Keeps of statements that are new what they were read of."""
    rows = ((n, d.words, _listed(d.says), *d.reading) for n, d in numbered)
    bench.insert("readings", ("statement_id", "words", "says", "marks", "doubts"), rows, encoded=("marks", "doubts"))


@cache
def _listed(says: frozenset[str]) -> str:
    return " ".join(sorted(says))


def read(raw: pd.DataFrame, bench: Workbench) -> Iterator[Statement]:
    """The statements of a raw frame (see `normalise`) in the order of its rows, those of known words as stored."""
    if not bench.one("SELECT 1 FROM readings"):
        yield from statements.statements(raw)
        return
    with bench.reading():
        known = _known(bench, statements.keys(raw))
        fresh = statements.statements(raw[known == 0])
        numbers = raw[NUMBER].tolist() if NUMBER in raw.columns else [""] * len(raw)
        for start in range(0, len(raw), ASKED):
            part = slice(start, start + ASKED)
            yield from _part(bench, numbers[part], known[part].tolist(), fresh)


def _part(bench: Workbench, numbers: list[str], known: list[int], fresh: Iterator[Statement]) -> Iterator[Statement]:
    """The statements of some rows; known: see `_known`. fresh: those of all rows that none was found for."""
    stored = _stored(bench, [statement for statement in known if statement])
    for statement, number in zip(known, numbers, strict=True):
        yield _numbered(stored[statement], number) if statement else next(fresh)


def _known(bench: Workbench, keys: Sequence[bytes]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The last statement that was made of each row's words, 0 where there is none that stands."""
    if len(keys) * 2 > bench.rows("SELECT coalesce(max(statement_id), 0) FROM readings")[0][0]:
        # Most of what is known is asked for: to read all of it is quicker than to look for each.
        found = dict(bench.db.execute(f"{_KNOWN} ORDER BY 2"))
        return np.array([found.get(key, 0) for key in keys], np.int64)
    found = {}
    for start in range(0, len(keys), ASKED):
        asked = keys[start : start + ASKED]
        marks = ",".join("?" * len(asked))
        found.update(map(tuple, bench.rows(f"{_KNOWN} AND r.words IN ({marks}) ORDER BY 2", asked)))  # type: ignore[arg-type]
    return np.array([found.get(key, 0) for key in keys], np.int64)


# Deliveries that were taken back speak of nothing, also not of who is known (twins.Book).
_KNOWN = """
SELECT r.words, r.statement_id FROM readings r
 WHERE EXISTS (SELECT 1 FROM delivered_rows d WHERE d.statement_id = r.statement_id
                  AND d.submission_id NOT IN (SELECT submission_id FROM taken_back))
"""


def _stored(bench: Workbench, statements: Sequence[int]) -> dict[int, Statement]:
    marks = ",".join("?" * len(statements))
    return {row[0]: _statement(*row) for row in bench.rows(f"{_STATED} ({marks})", statements)}


_STATED = """
SELECT s.id, CAST(s.cells AS BLOB), CAST(s.facts AS BLOB), s.fingerprint, s.name, s.offer_key,
       r.says, CAST(r.marks AS BLOB), r.doubts, r.words, s.named_producer_id, s.named_product_id
  FROM statements s JOIN readings r ON r.statement_id = s.id WHERE s.id IN
"""


def _statement(
    number: int,
    cells: bytes,
    facts: bytes,
    fingerprint: str,
    name: str | None,
    offer_key: str,
    says: str,
    marks: bytes,
    doubts: str,
    words: bytes,
    producer: str | None,
    product: str | None,
) -> Statement:
    asked = _doubts(doubts) if doubts != NOTHING else []
    said = (facts, fingerprint, name, offer_key, _rare(says), marks, asked, words)
    return Statement(*said, number, cells, sys.intern(producer) if producer else None, product)


@cache
def _rare(says: str) -> frozenset[str]:
    return statements.rare(tuple(says.split()))


NOTHING = "[]"  # asked of most rows
_doubts = msgspec.json.Decoder(list[Doubt]).decode


def _numbered(said: Statement, number: str) -> Statement:
    """The statement of a row with these words of its number: in a list with a row more, all below are moved."""
    # Most numbers are digits, which are read as they stand.
    shown = number if number.isascii() and number.isdigit() else _NUMBERS.read(number).fields.get(NUMBER)
    is_same = b'%s"%s"' % (_STATED_NUMBER, shown.encode()) in said.facts if shown else _STATED_NUMBER not in said.facts
    if is_same:
        return said
    facts = {k: v for k, v in decode(said.facts).items() if k != NUMBER}
    return said._replace(facts=encode(facts | ({NUMBER: shown} if shown else {})), cells=None)


# As a key of the facts; within a text its quotation marks would be escaped.
_STATED_NUMBER = f'"{NUMBER}":'.encode()
_NUMBERS = next(reader for reader in READERS if reader.inputs == (NUMBER,))
