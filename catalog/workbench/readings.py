"""What rows were read as before, found by their words: a sheet that comes again is read only where it changed.

Reading is pure (normalise), so what was stored of a row is what reading the same words again would give, as long as
the program, its registers and its libraries are the same. The table `readings` is derived: emptied, it costs time and
nothing else. It goes with its drafts, so takedowns and retention periods reach it. docs/decisions/0019-again.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from catalog.normalise import READERS, Doubt
from catalog.workbench import statements
from catalog.workbench.drafts import Draft
from catalog.workbench.statements import NUMBER, Statement
from catalog.workbench.store import Workbench

ASKED = 512  # rows that are asked for in one query


def store(bench: Workbench, numbered: Iterable[tuple[int, Draft]]) -> None:
    """Keeps what was read now; rows taken from an earlier draft are found by that one again."""
    rows = ((n, d.words, " ".join(sorted(d.says)), *map(_text, d.reading)) for n, d in numbered if not d.read_as)
    bench.insert("readings", ("draft_id", "words", "says", "marks", "doubts"), rows)


def _text(json: bytes) -> str:
    return json.decode()


def read(raw: pd.DataFrame, bench: Workbench) -> Iterator[Statement]:
    """The statements of a raw frame (see `normalise`) in the order of its rows, those of known words as stored."""
    if not bench.one("SELECT 1 FROM readings"):
        yield from statements.statements(raw)
        return
    with bench.reading():
        drafts = _drafts(bench, statements.keys(raw))
        fresh = statements.statements(raw[drafts == 0])
        for start in range(0, len(raw), ASKED):
            yield from _part(bench, raw.iloc[start : start + ASKED], drafts[start : start + ASKED].tolist(), fresh)


def _part(bench: Workbench, raw: pd.DataFrame, drafts: list[int], fresh: Iterator[Statement]) -> Iterator[Statement]:
    """The statements of some rows; drafts: see `_drafts`. fresh: of all rows that no draft was found for."""
    stored = _stored(bench, [draft for draft in drafts if draft])
    numbers = raw[NUMBER] if NUMBER in raw.columns else [""] * len(raw)
    for draft, number in zip(drafts, numbers, strict=True):
        yield _numbered(stored[draft], number) if draft else next(fresh)


def _drafts(bench: Workbench, keys: Sequence[bytes]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The draft that was made of each row's words, 0 where there is none that stands."""
    found: dict[bytes, int] = {}
    for start in range(0, len(keys), ASKED):
        asked = keys[start : start + ASKED]
        marks = ",".join("?" * len(asked))
        found.update(map(tuple, bench.rows(f"{_BY_WORDS} ({marks})", asked)))  # type: ignore[arg-type]
    return np.array([found.get(key, 0) for key in keys], np.int64)


# Deliveries that were taken back speak of nothing, also not of who is known (twins.Book).
_BY_WORDS = """
SELECT r.words, r.draft_id FROM readings r JOIN drafts d ON d.id = r.draft_id
 WHERE d.submission_id NOT IN (SELECT submission_id FROM taken_back) AND r.words IN
"""


def _stored(bench: Workbench, drafts: Sequence[int]) -> dict[int, Statement]:
    marks = ",".join("?" * len(drafts))
    return {row[0]: _statement(*row) for row in bench.rows(f"{_STATED} ({marks})", drafts)}


_STATED = """
SELECT d.id, CAST(d.facts AS BLOB), d.fingerprint, d.name, d.offer_key, r.says, CAST(r.marks AS BLOB), r.doubts, r.words
  FROM drafts d JOIN readings r ON r.draft_id = d.id WHERE d.id IN
"""


def _statement(
    draft: int,
    facts: bytes,
    fingerprint: str,
    name: str | None,
    offer_key: str,
    says: str,
    marks: bytes,
    doubts: str,
    words: bytes,
) -> Statement:
    asked = _doubts(doubts) if doubts != NOTHING else []
    return Statement(facts, fingerprint, name, offer_key, _rare(says), marks, asked, words, draft)


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
    facts = {k: v for k, v in statements.decode(said.facts).items() if k != NUMBER}
    return said._replace(facts=statements.encode(facts | ({NUMBER: shown} if shown else {})))


# As a key of the facts; within a text its quotation marks would be escaped.
_STATED_NUMBER = f'"{NUMBER}":'.encode()
_NUMBERS = next(reader for reader in READERS if reader.inputs == (NUMBER,))
