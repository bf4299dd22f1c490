"""Looks through every text of a release for what must not stand there: private numbers, citizens' IDs, private names.

Texts are looked at some thousand rows at a time: where nine digits stand close together is found at once, and only the
few rows that have such are looked at cell by cell.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import numpy as np

from catalog.errors import Blocked
from catalog.publish.preparing.privacy import SHORTEST_PHONE, Private
from catalog.publish.tables import schema
from catalog.values import disguised, markup, text

# Columns whose twelve digits are codes of goods or of the program.
CODES = frozenset({"gtin", "sku", "id", "previous", "product_id", "source_id", "url"})
# The one place of an account, which is compared with what was verified and consented to (verifying/checks.py).
ACCOUNT = ("bank_accounts", "number")
# Hashes; and a key for sorting, which is made of the name and says its digits otherwise.
NOT_TEXTS = frozenset({"sha256", "name_sort"})
_DIGITS = re.compile(r"(?:\+?\d[ .()\-]?){9,}")
_FEWEST_DIGITS = 9
# Between two digits of one number: whatever is no letter of ASCII, no digit and no end of a cell or row.
_SIGNS = np.array([code not in b"\x1e\x1f" and not bytes([code]).isalnum() for code in range(256)])
_MOST_SIGNS = 8  # bytes: “ – ” has five
# A tag, an entity or an escape within five letters of a digit: such a row is read as its readers see it, too.
_CODED = re.compile(rb"\d[^\x1e\x1f]{0,5}(?:<[a-zA-Z/!]|&[#a-zA-Z]|\\[unrt]|%[0-9a-fA-F]{2})")
_CODED_DIGIT = re.compile(rb"&#[xX]?\d")
_BETWEEN_CELLS, _BETWEEN_ROWS = "\x1f", "\x1e"
_ROWS = 2_000
# Shorter ones are no name by which somebody is known.
_SHORTEST_NAME = 4


def refuse(db: sqlite3.Connection, private: Private) -> None:
    """Raises Blocked where a text holds a private value."""
    _refuse_names(db, {name for name in private.secret_names if len(name) >= _SHORTEST_NAME})
    phones = {phone for phone in private.secret_phones if len(phone) >= SHORTEST_PHONE}
    for table in schema.TABLES:
        names = [c.name for c in table.columns if c.type == "TEXT" and c.name not in NOT_TEXTS]
        for key in _with_numbers(db, table, names):
            # Names of tables and columns are from schema.TABLES.
            sql = f"SELECT {', '.join(names)} FROM {table.name} WHERE {table.key} = ?"  # noqa: S608
            for name, words in zip(names, db.execute(sql, [key]).fetchone(), strict=True):
                if (table.name, name) == ACCOUNT:
                    continue
                _refuse_number(f"{table.name}.{name} of {key}", name, words or "", phones)


def _refuse_number(place: str, column: str, words: str, phones: set[str]) -> None:
    for seen in markup.seen(words):
        _refuse_seen(place, column, seen, phones)


def _refuse_seen(place: str, column: str, words: str, phones: set[str]) -> None:
    for digits in _DIGITS.findall(words):
        if re.sub(r"\D", "", digits)[-9:] in phones:
            raise Blocked(f"{place} holds a private number.", code="private-value")
    numbers = list(disguised.numbers(words))
    if any(number.kind == "phone" and number.digits[-9:] in phones for number in numbers):
        raise Blocked(f"{place} holds a private number.", code="private-value")
    if column not in CODES and any(number.kind == "account" for number in numbers):
        raise Blocked(f"{place} holds what looks like a citizen's ID.", code="private-value")


def _with_numbers(db: sqlite3.Connection, table: schema.PublicTable, names: list[str]) -> Iterator[str | int]:
    """The keys of the rows in which a long number may stand."""
    holds_nul = " OR ".join(f"instr({name}, char(0))" for name in names)  # printf would end there
    if db.execute(f"SELECT 1 FROM {table.name} WHERE {holds_nul}").fetchone():  # noqa: S608 - ours
        raise Blocked(f"{table.name} holds a text with a NUL in it.")
    cells = f"printf('{_BETWEEN_CELLS.join(['%s'] * len(names))}', {', '.join(names)})"
    found = db.execute(f"SELECT {table.key}, {cells} FROM {table.name}")  # noqa: S608 - ours
    while rows := found.fetchmany(_ROWS):
        texts = [words.encode() for _, words in rows]
        ends = np.cumsum([len(words) + 1 for words in texts])
        joined = _BETWEEN_ROWS.encode().join(texts)
        coded = [match.start() for pattern in (_CODED, _CODED_DIGIT) for match in pattern.finditer(joined)]
        places = np.append(long_numbers(joined), coded)
        for number in np.unique(np.searchsorted(ends, places, side="right")):
            yield rows[number][0]


def long_numbers(words: bytes) -> np.ndarray:
    """Where nine digits begin that have nothing between each other but a few signs."""
    letters = np.frombuffer(words, np.uint8)
    digits = np.flatnonzero((letters - np.uint8(ord("0"))) < 10)
    gaps = np.diff(digits)
    # A digit is near the next one where that follows at once, or behind some signs: "0900-", ") +", " – ".
    near = gaps == 1
    for signs in range(1, _MOST_SIGNS + 1):
        apart = np.flatnonzero(gaps == signs + 1)
        between = [_SIGNS[letters[digits[apart] + step]] for step in range(1, signs + 1)]
        near[apart] = np.logical_and.reduce(between)
    # Eight times in a row near the next one: the sum of a window of that length.
    count = np.concatenate(([0], np.cumsum(near)))
    width = _FEWEST_DIGITS - 1
    if len(near) < width:
        return digits[:0]
    return digits[: len(near) - width + 1][count[width:] - count[:-width] == width]


def _refuse_names(db: sqlite3.Connection, private: set[str]) -> None:
    """Raises Blocked where a name is a private one, as it is compared: the exact index holds all names that way."""
    if not private:
        return
    for number, *keys in db.execute(_KEYS):
        if not private.isdisjoint(keys):
            column = "name" if keys[0] in private else "producer"
            raise Blocked(f"Row {number} of products holds a private name as its {column}.", code="private-value")
    for place, sql in _OTHER_NAMES:
        for key, name in db.execute(sql):
            if text.key(name) in private:
                raise Blocked(f"{place} of {key} holds a private name.", code="private-value")


# The first two columns of the index, out of the table in which FTS5 keeps its rows.
_KEYS = "SELECT id, c0, c1 FROM products_exact_content"
# Names that no index holds: of holders, and of products that are gone.
_OTHER_NAMES = (
    ("certificates.holder", "SELECT product_id, holder FROM certificates WHERE holder IS NOT NULL"),
    (
        "changes.name",
        """SELECT c.product_id, c.name FROM changes c LEFT JOIN products p ON p.id = c.product_id
                         WHERE p.name IS NOT c.name""",
    ),
)
