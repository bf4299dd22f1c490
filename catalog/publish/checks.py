"""Checks of a new `catalog.db` before anybody sees it: that it is whole, decided upon, and holds nothing private."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from catalog.errors import Blocked
from catalog.publish import revealing
from catalog.publish.build import INDEXES
from catalog.publish.privacy import Private
from catalog.workbench.store import Workbench


def verify(path: Path, expected: int, private: Private) -> None:
    """Raises Blocked where the file is damaged, incomplete, or holds a private value."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        said = db.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise Blocked(f"The new release is damaged: {said}.")
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise Blocked("The new release has a reference that leads nowhere.")
        for table in ("products", *INDEXES):
            found = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            if found != expected:
                raise Blocked(f"The new release has {found} rows in {table}, {expected} were accepted.")
        revealing.refuse(db, private)


def decided(path: Path, bench: Workbench) -> None:
    """Raises Blocked where a row of the release leads to nothing that was decided, or an accepted product is missing.

    Products and their deliveries lead to rows that are accepted, pictures to rows and to what people said of pictures,
    certificates to the register.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        for what, published, accepted in _TRACES:
            found, known = db.execute(published), (tuple(row) for row in bench.db.execute(accepted))
            stray = _stray(found, known)
            if stray is not None:
                raise Blocked(f"The new release shows a {what} that nobody decided on: {' '.join(stray)}.")
        known = (row[0] for row in bench.db.execute(_PRODUCTS))
        for (shown,), due in zip_longest(db.execute("SELECT id FROM products ORDER BY id"), known, fillvalue=(None,)):
            if shown != due:
                raise Blocked(f"Product {due or shown} is accepted and not in the new release, or the other way round.")


_ACCEPTED = "SELECT {} FROM states WHERE state = 'accepted' AND product_id IS NOT NULL AND producer_id IS NOT NULL"
_PRODUCTS = _ACCEPTED.format("DISTINCT product_id") + " ORDER BY product_id"
# What is shown, what the release says of it, what the workbench knows of it; both in one order.
_TRACES = (
    ("product of a delivery", "SELECT id, source_id FROM products ORDER BY 1, 2",
     _ACCEPTED.format("DISTINCT product_id, submission_id") + " ORDER BY 1, 2"),
    ("producer", "SELECT id FROM producers ORDER BY 1",
     _ACCEPTED.format("DISTINCT producer_id") + " ORDER BY 1"),
    ("picture", "SELECT DISTINCT product_id, sha256 FROM pictures ORDER BY 1, 2", """
     SELECT s.product_id, p.sha256 FROM draft_pictures p JOIN states s ON s.draft_id = p.draft_id
      WHERE s.state = 'accepted'
      UNION SELECT coalesce(n.now_id, a.product_id), a.sha256
       FROM picture_assignments a LEFT JOIN identity_now n ON n.id = a.product_id WHERE a.is_given = 1
      ORDER BY 1, 2"""),
    ("certificate", "SELECT id, decision_number FROM certificates ORDER BY 1, 2", """
     SELECT id, decision_number FROM recognitions
      WHERE submission_id NOT IN (SELECT submission_id FROM taken_back) ORDER BY 1, 2"""),
)  # fmt: skip


def _stray(found: Iterable[tuple[str, ...]], known: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The first of some rows in order that is not among others in the same order."""
    others = iter(known)
    other = next(others, None)
    for row in found:
        while other is not None and other < row:
            other = next(others, None)
        if other != row:
            return row
    return None
