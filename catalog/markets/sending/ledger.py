"""What a market holds: every listing of the last export that somebody confirmed to have uploaded.

One small SQLite file per market, `exports/sent/<market>.db`. An export writes what it would change as *pending*, in one
transaction; confirming moves that over. Each pending export names the confirmed one it builds on, so that a lost file
cannot be built upon. docs/decisions/0016-sending.md.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from catalog.errors import Conflict, Refused
from catalog.publish.reading import Product

# Column → exact text of a cell; blank cells may be missing.
Row = dict[str, str]
Rows = list[Row]
# Rows that are written at once.
BATCH = 500

_SCHEMA = """
CREATE TABLE IF NOT EXISTS held (product_id TEXT PRIMARY KEY, digest BLOB NOT NULL, rows BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (product_id TEXT PRIMARY KEY, digest BLOB, rows BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (confirmed TEXT NOT NULL, waiting TEXT, folder TEXT);
INSERT INTO state (confirmed) SELECT '' WHERE NOT EXISTS (SELECT 1 FROM state);
"""


@dataclass(frozen=True, slots=True)
class Removal:
    """Something that a market would lose: a whole product, or the value of one column of a listing."""

    product_id: str
    name: str
    column: str
    value: str


@dataclass(slots=True)
class Sending:
    """One export against what is held. As it stands, nothing is held: every listing is new, none is gone.

    unchanged  listings that the market has already
    gone_ids   products that the market holds and that are no longer listed
    """

    is_changed_only: bool = False
    since: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    removals: list[Removal] = field(default_factory=list)
    gone_ids: list[str] = field(default_factory=list)

    def due(
        self, product: Product, rows: Rows, key: Callable[[Row], str], clears: tuple[str, ...]
    ) -> tuple[Rows, Rows]:
        """The rows to write for a listing, and those of its former rows that are no longer there.

        key is what the market knows a row by; clears are beginnings of column names whose blank is meant as one.
        """
        self.new += 1
        return rows, []

    def gone(self) -> Iterator[tuple[str, Rows]]:
        """Listings that the market holds and that were not due: each with the rows that it was last sent."""
        return iter(())


@dataclass(slots=True)
class Kept(Sending):
    """One export against the ledger; products come in the order of their ids, as they are read."""

    db: sqlite3.Connection = field(kw_only=True)
    _digests: Iterator[tuple[str, bytes]] = field(init=False)
    _next: tuple[str, bytes] | None = field(init=False)
    _unwritten: list[tuple[str, bytes | None, bytes | None]] = field(init=False, default_factory=list)
    held: int = field(init=False)

    def __post_init__(self) -> None:
        (self.held,) = self.db.execute("SELECT count(*) FROM held").fetchone()
        self._digests = iter(self.db.execute("SELECT product_id, digest FROM held ORDER BY product_id"))
        self._next = next(self._digests, None)
        self.db.execute("DELETE FROM pending")

    def due(
        self, product: Product, rows: Rows, key: Callable[[Row], str], clears: tuple[str, ...]
    ) -> tuple[Rows, Rows]:
        product_id = product.facts["id"]
        said = msgspec.json.encode([{c: v for c, v in row.items() if v} for row in rows])
        digest = hashlib.blake2b(said, digest_size=16).digest()
        before = self._digest_of(product_id)
        if before == digest:
            self.unchanged += 1
            return ([] if self.is_changed_only else rows), []
        self._keep(product_id, digest, said)
        if before is None:
            self.new += 1
            return rows, []
        self.changed += 1
        former = {key(row): row for row in self._rows_of(product_id)}
        for row in rows:
            self._note_blanks(product, former.pop(key(row), {}), row, clears)
        return rows, list(former.values())

    def gone(self) -> Iterator[tuple[str, Rows]]:
        while self._next is not None:
            self._pass()
        for product_id in self.gone_ids:
            self.withdrawn += 1
            self._keep(product_id, None, None)
            yield product_id, self._rows_of(product_id)

    def flush(self) -> None:
        """Writes down what would be held and was not written yet."""
        self.db.executemany("INSERT INTO pending VALUES (?, ?, ?)", self._unwritten)
        self._unwritten.clear()

    def _keep(self, product_id: str, digest: bytes | None, said: bytes | None) -> None:
        self._unwritten.append((product_id, digest, said))
        if len(self._unwritten) >= BATCH:
            self.flush()

    def _digest_of(self, product_id: str) -> bytes | None:
        """What is held of a product; those before it that were not asked for are gone."""
        while self._next is not None and self._next[0] < product_id:
            self._pass()
        if self._next is None or self._next[0] != product_id:
            return None
        digest = self._next[1]
        self._next = next(self._digests, None)
        return digest

    def _pass(self) -> None:
        assert self._next is not None
        self.gone_ids.append(self._next[0])
        self._next = next(self._digests, None)

    def _rows_of(self, product_id: str) -> Rows:
        (said,) = self.db.execute("SELECT rows FROM held WHERE product_id = ?", [product_id]).fetchone()
        return msgspec.json.decode(said, type=Rows)

    def _note_blanks(self, product: Product, former: Row, row: Row, clears: tuple[str, ...]) -> None:
        for column, value in former.items():
            if value and not row.get(column) and not column.startswith(clears):
                self.removals.append(Removal(product.facts["id"], product.facts["name"], column, value))


def open_ledger(path: Path) -> sqlite3.Connection:
    """The ledger of one market, for one export at a time. Raises Conflict while another one is being made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, timeout=2)
    try:
        db.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.strip().split(";\n"):
            db.execute(statement)
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Conflict(f"Another export of this market is being made ({path.stem}); wait for it.") from error
        raise
    return db


def begin(db: sqlite3.Connection, market: str, *, is_changed_only: bool) -> Kept:
    """The export that begins. Raises Refused where only changes are wanted and nothing was confirmed."""
    (since,) = db.execute("SELECT confirmed FROM state").fetchone()
    if is_changed_only and not since:
        raise Refused(
            f"Nothing was confirmed for {market} yet: make a whole export, upload it, then run"
            f" `ocop export {market} --confirm`.",
            code="nothing-confirmed",
        )
    return Kept(is_changed_only, since, db=db)


def finish(sending: Kept, export: str, folder: str) -> None:
    """Keeps what was pending, as the export that waits to be confirmed."""
    sending.flush()
    db = sending.db
    db.execute("UPDATE state SET waiting = ?, folder = ?", [export, folder])
    db.execute("COMMIT")


def confirm(path: Path, market: str, export: str | None = None) -> str:
    """Takes the waiting export as uploaded, and gives its id. Raises Refused where none waits, Conflict for another."""
    if not path.exists():
        raise Refused(f"There is no export of {market} to confirm; make one first.", code="nothing-waiting")
    with closing(open_ledger(path)) as db:
        (waiting,) = db.execute("SELECT waiting FROM state").fetchone()
        if waiting is None:
            raise Refused(f"There is no export of {market} to confirm; make one first.", code="nothing-waiting")
        if export not in (None, waiting):
            raise Conflict(f"Export {export} of {market} is not the newest, {waiting}; make a new one and upload that.")
        db.execute("DELETE FROM held WHERE product_id IN (SELECT product_id FROM pending WHERE rows IS NULL)")
        db.execute("INSERT OR REPLACE INTO held SELECT * FROM pending WHERE rows IS NOT NULL")
        db.execute("DELETE FROM pending")
        db.execute("UPDATE state SET confirmed = ?, waiting = NULL", [waiting])
        db.execute("COMMIT")
    return str(waiting)
