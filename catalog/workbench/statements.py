"""What each row of a list says, encoded as it is stored: pure, so the processors share the work on long lists."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any, NamedTuple

import msgspec
import pandas as pd

from catalog import columns
from catalog.normalise import Doubt, Normaliser, Row
from catalog.workbench import garbage, identity

# Rows that are read together: enough to share the work on equal words, few enough to forget between.
PART = 2_048
# Below so many rows, starting processes costs more than it saves.
ALONE = 8 * PART

# Fields that few rows have and that somebody asks about: a row without them need not be decoded.
RARE = ("stars", "images", *(column.name for column in columns.COLUMNS if column.kind == "consent"))
# Fields that say where a row stood, who sent it or how it was read, not what the product is; a new value alone is no
# change.
NOT_FACTS = frozenset({"row_number", "timestamp", "choices", "note", "derived"})

encode = msgspec.json.Encoder(order="sorted").encode
decode = msgspec.json.Decoder().decode


class Statement(NamedTuple):
    """One row, read.

    facts         the typed fields as stored: JSON with keys in order, nulls left out
    fingerprint   digest of what the row says of the product; equal for a row that was only moved
    says          which of RARE it has
    marks         what it is known by, encoded
    """

    facts: bytes
    fingerprint: str
    name: str | None
    offer_key: str
    says: frozenset[str]
    marks: bytes
    doubts: list[Doubt]


def statements(raw: pd.DataFrame) -> Iterator[Statement]:
    """The statements of a raw frame (see `normalise`), in the order of its rows."""
    parts = [raw.iloc[start : start + PART] for start in range(0, len(raw), PART)]
    processors = os.cpu_count() or 1
    if len(raw) < ALONE or processors < 2:
        read = Normaliser()
        for part in parts:
            yield from map(_statement, read.rows(part))
        return
    # Processes of a server that forks: a fork of this process could inherit a lock that another thread holds.
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(min(processors, len(parts)), context, initializer=_start) as pool:
        for made in pool.map(_of_part, parts):
            yield from made


def _start() -> None:
    # Ctrl-C is the business of the process that asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    garbage.look_seldom()


@cache
def _normaliser() -> Normaliser:
    return Normaliser()


def _of_part(part: pd.DataFrame) -> list[Statement]:
    return list(map(_statement, _normaliser().rows(part)))


def _statement(row: Row) -> Statement:
    stated = {n: v for n, v in row.fields.items() if v is not None}
    marks, offer_key = identity.marks(stated), stated.pop("offer_key", "")
    stated.pop("core_name", None)
    says = _rare(tuple(filter(stated.__contains__, RARE)))
    return Statement(
        encode(stated),
        _fingerprint(stated, offer_key),
        stated.get("name"),
        offer_key,
        says,
        encode(marks),
        row.doubts,
    )


@cache
def _rare(names: tuple[str, ...]) -> frozenset[str]:
    """One set for all rows that have the same rare fields."""
    return frozenset(names)


def _fingerprint(stated: dict[str, Any], offer_key: str) -> str:
    facts = stated.copy()
    for name in NOT_FACTS:
        facts.pop(name, None)
    return hashlib.sha256(encode(facts) + offer_key.encode()).hexdigest()[:20]
