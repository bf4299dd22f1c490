"""Checks of a new `catalog.db` before anybody sees it: the file, its shape, and that nothing private is in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from catalog.errors import Blocked
from catalog.publish import schema
from catalog.publish.privacy import Private
from catalog.values import text

# A release that loses more than this share of the products needs a person's word (hazard 24).
MOST_LOST = 1 / 3

# Columns whose twelve digits are codes of goods or of the program.
CODES = frozenset({"gtin", "sku", "id", "previous", "product_id", "source_id", "url"})
# A citizen's ID: the province of birth registration (001 to 096), sex and century, year, six digits.
_CITIZEN = re.compile(r"(?<!\d)0\d{2}[0-3]\d{8}(?!\d)")
_DIGITS = re.compile(r"(?:\+?\d[ .()\-]?){9,}")


def verify(path: Path, expected: int, private: Private) -> None:
    """Raises Blocked where the file is damaged, incomplete, or holds a private value."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        said = db.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise Blocked(f"The new release is damaged: {said}.")
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise Blocked("The new release has a reference that leads nowhere.")
        for table in ("products", "products_folded", "products_exact"):
            found = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            if found != expected:
                raise Blocked(f"The new release has {found} rows in {table}, {expected} were accepted.")
        _refuse_private(db, private)


def _refuse_private(db: sqlite3.Connection, private: Private) -> None:
    phones = {p for p in private.phones if len(p) >= 8}
    names = {n for n in private.names if len(n) > 3}
    for table, key, column, words in _texts(db):
        for digits in _DIGITS.findall(words):
            if re.sub(r"\D", "", digits)[-9:] in phones:
                raise Blocked(f"{table}.{column} of {key} holds a private number.", code="private-value")
        if column not in CODES and _CITIZEN.search(words):
            raise Blocked(f"{table}.{column} of {key} holds what looks like a citizen's ID.", code="private-value")
        if column in ("name", "holder") and text.key(words) in names:
            raise Blocked(f"{table}.{column} of {key} holds a private name.", code="private-value")


def _texts(db: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    for table in schema.TABLES:
        columns = [c.name for c in table.columns if c.type == "TEXT" and c.name != "sha256"]
        for row in db.execute(f"SELECT {table.key}, {','.join(columns)} FROM {table.name}"):  # noqa: S608
            for column, words in zip(columns, row[1:], strict=True):
                if words:
                    yield table.name, row[0], column, words


def shape(before: int, now: int) -> None:
    """Raises Blocked where a third of the products is gone since the last release."""
    if before and now < before * (1 - MOST_LOST):
        raise Blocked(
            f"{before - now} of {before} products would disappear;"
            " look at `ocop review list`, or publish with --force REASON.",
            code="release-odd",
        )
