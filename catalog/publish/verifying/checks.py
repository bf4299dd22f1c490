"""Checks of a new `catalog.db` before anybody sees it: that it is whole, decided upon, and holds nothing private."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import filterfalse
from pathlib import Path
from typing import Any

from catalog.errors import Blocked
from catalog.publish.preparing import revealing
from catalog.publish.preparing.privacy import Private
from catalog.publish.tables.build import INDEXES
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.store import Workbench


def whole(path: Path, expected: int) -> None:
    """Raises Blocked where the file is damaged or incomplete."""
    with closing(_opened(path)) as db:
        said = db.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise Blocked(f"The new release is damaged: {said}.")
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise Blocked("The new release has a reference that leads nowhere.")
        for table in ("products", *INDEXES):
            found = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            if found != expected:
                raise Blocked(f"The new release has {found} rows in {table}, {expected} were accepted.")


def searchable(path: Path) -> None:
    """Raises Blocked where a search index does not say what its rows say, or has other rows than the products.

    Writes nothing, but SQLite looks into an index only where it may write.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", isolation_level=None, uri=True)) as db:
        for index in INDEXES:
            _refuse_index(db, index)


def _refuse_index(db: sqlite3.Connection, index: str) -> None:
    try:
        db.execute(f"INSERT INTO {index}({index}) VALUES ('integrity-check')")  # noqa: S608 - ours
    except sqlite3.DatabaseError as error:
        raise Blocked(f"The search index {index} of the new release is damaged: {error}.") from error
    products = db.execute("SELECT count(*) FROM products").fetchone()[0]
    there = db.execute(f"SELECT count(*), coalesce(max(id), 0) FROM {index}_docsize").fetchone()  # noqa: S608 - ours
    if there != (products, products):  # both are numbered from 1
        raise Blocked(f"The search index {index} of the new release has other rows than the products.")


def reveals_nothing(path: Path, private: Private) -> None:
    """Raises Blocked where the file holds a private value."""
    with closing(_opened(path)) as db:
        revealing.refuse(db, private)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def decided(path: Path, bench: Workbench) -> None:
    """Raises Blocked where a row of the release leads to nothing that was decided, or an accepted product is missing.

    Products and their deliveries lead to rows that are accepted, pictures to rows and to what people said of pictures,
    certificates to the register.
    """
    with closing(_opened(path)) as db:
        for what, published, accepted in _TRACES:
            known = _rows(bench, accepted)
            stray = min(filterfalse(known.__contains__, db.execute(published)), key=str, default=None)
            if stray is not None:
                raise Blocked(f"The new release shows a {what} that nobody decided on: {' '.join(map(str, stray))}.")
            if what == "product":
                _refuse_missing(db, {product for product, _ in known})
        _refuse_accounts(db, bench)


def _refuse_missing(db: sqlite3.Connection, due: set[str]) -> None:
    """Raises Blocked where one of some products is not in the release."""
    due.difference_update(row[0] for row in db.execute("SELECT id FROM products"))
    if due:
        raise Blocked(f"Product {min(due)} is accepted and not in the new release.")


def _refuse_accounts(db: sqlite3.Connection, bench: Workbench) -> None:
    """Raises Blocked for an account that its producer does not consent to show, or whose owner nobody verified."""
    shown = db.execute("SELECT producer_id, bank_bin, number, owner FROM bank_accounts").fetchall()
    if not shown:
        return
    may, standing = consents.standing(bench), accounts.standing(bench)
    for producer, *said in shown:
        word, account = may.get((producer, "bank")), standing.get(producer)
        if not (word and word.is_given and account and said == [account.bank_bin, account.number, account.owner]):
            raise Blocked(
                f"The new release shows an account of {producer} that may not be shown.", code="private-value"
            )


def _rows(bench: Workbench, sql: str) -> set[tuple[Any, ...]]:
    cursor = bench.db.cursor()
    cursor.row_factory = None
    return set(cursor.execute(sql))


# What is shown, what the release says of it, what the workbench knows of it.
_TRACES = (
    ("product", "SELECT id, source_id FROM products", """
     SELECT product_id, submission_id FROM states
      WHERE state = 'accepted' AND product_id IS NOT NULL AND producer_id IS NOT NULL"""),
    ("picture", "SELECT product_id, sha256 FROM pictures", """
     SELECT s.product_id, p.sha256 FROM draft_pictures p JOIN states s ON s.draft_id = p.draft_id
      WHERE s.state = 'accepted'
      UNION SELECT coalesce(n.now_id, a.product_id), a.sha256
       FROM picture_assignments a LEFT JOIN identity_now n ON n.id = a.product_id WHERE a.is_given = 1"""),
    ("certificate", "SELECT id, decision_number FROM certificates", """
     SELECT id, decision_number FROM recognitions
      WHERE submission_id NOT IN (SELECT submission_id FROM taken_back)"""),
)  # fmt: skip
