"""Opens `workbench.db`: migrations, one writer at a time, bulk writing.

sqlite-utils owns the schema and its migrations, and is loaded only to bring a workbench up to date (`migrating`); rows
go in by `executemany`, which is ten times faster than its insert.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from catalog.errors import Conflict, Unreadable, of_disk
from catalog.workbench import old_ledgers
from catalog.workbench.home import locked
from catalog.workbench.migrations import applied, migrations

# Milliseconds that a writer waits for another one before it gives up with a sentence: an import of 100,000 rows holds
# the place for half a minute of processor, and for some times that on a busy machine.
BUSY_MS = 300_000
# Pages of a long delivery that wait in memory: at SQLite's own 2 MB they are written several times each.
CACHE_KB = 16_000


def _to_read(path: Path) -> str:
    """What SQLite opens to read: on a disk that can only be read it cannot make the files by which readers wait.

    Nobody writes there either, so it need not; where a log was left beside, it is left to SQLite to say so.
    """
    is_fixed = bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not path.with_name(f"{path.name}-wal").exists()
    return f"{path.absolute().as_uri()}{'?immutable=1' if is_fixed else ''}"


class Workbench:
    """One open connection to the private store; use it as a context manager."""

    def __init__(self, path: Path, *, is_reading: bool = False) -> None:
        """Opens or makes the file. Raises Unreadable where it is no database of ours, Conflict where it is newer.

        is_reading: nothing is written, not even an empty file; where there is none, an empty one in memory answers.
        """
        self.path = path
        in_memory = is_reading and not path.exists()
        self.is_file = not in_memory  # and no copy of one
        if not is_reading:
            path.parent.mkdir(parents=True, exist_ok=True)
        place = ":memory:" if in_memory else _to_read(path) if is_reading else path
        # One that only reads may be handed on to another thread (identities/foreseen.py), never used by two at a time.
        own, is_address = not is_reading, is_reading and not in_memory
        self.db = sqlite3.connect(place, isolation_level=None, check_same_thread=own, uri=is_address)
        self.db.row_factory = sqlite3.Row
        try:
            self.db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            self.db.execute("PRAGMA foreign_keys=ON")
            # As sqlite-utils has it: also a row that another one replaces is deleted by the triggers' rules.
            self.db.execute("PRAGMA recursive_triggers=ON")
            if in_memory:
                self._migrate()
            elif not is_reading:
                with locked(path.with_name(f".{path.name}.lock")):  # Home.workbench_lock
                    self._is_older()  # a newer one is refused before a byte of it changes
                    self._write_ahead()
                    self._migrate()
                    old_ledgers.remove(path)
            elif self._is_older():
                self._renew_copy()
            if is_reading:
                self.db.execute("PRAGMA query_only=ON")
        except Conflict:
            self.db.close()
            raise
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise of_disk(error, path) or Unreadable(
                f"{path} is not a workbench of this program: {error}.", code="db-foreign"
            ) from error

    def _write_ahead(self) -> None:
        """Lets readers and one writer work side by side. SQLite waits for nobody on this switch, so it is repeated."""
        until = time.monotonic() + BUSY_MS / 1000
        while True:
            try:
                self.db.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute(f"PRAGMA cache_size=-{CACHE_KB}")

    def _migrate(self) -> None:
        if self._is_older():
            import_module("catalog.workbench.migrating").migrate(self.db)

    def _is_older(self) -> bool:
        """Whether migrations are still to be applied. Raises Conflict where only a newer program knows some."""
        known, there = set(migrations.names()), applied(self.db)
        if there - known:
            raise Conflict(f"{self.path} was made by a newer version of this program.", code="home-newer")
        return there != known

    def _renew_copy(self) -> None:
        """Reads a copy in memory that is brought up to date: a reader changes nothing, also not an older schema.

        The first command that writes brings the file itself up to date.
        """
        copy = sqlite3.connect(":memory:", isolation_level=None)
        with closing(self.db) as older:
            older.backup(copy)
        copy.row_factory = sqlite3.Row
        self.db, self.is_file = copy, False
        self._migrate()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that takes the writer's place at once; everything in it happens or nothing does."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            busy = Conflict(f"{self.path} is being written by another process; try again.")
            raise of_disk(error, self.path) or busy from error
        try:
            yield self.db
            self.db.execute("COMMIT")
        except BaseException as error:
            if self.db.in_transaction:  # a full or failing disk has ended it already
                self.db.execute("ROLLBACK")
            if said := of_disk(error, self.path):
                raise said from error
            raise

    @contextmanager
    def joining(self) -> Iterator[None]:
        """The transaction that is under way, else one of its own."""
        if self.db.in_transaction:
            yield
        else:
            with self.writing():
                yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment of the workbench for every query inside, whatever others write meanwhile."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            if self.db.in_transaction:  # a failing disk has ended it already
                self.db.execute("ROLLBACK")  # nothing was written

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.db.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        row: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return row

    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], encoded: Collection[str] = ()
    ) -> None:
        """Writes many rows at once; table and column names are ours, never data.

        encoded: columns of text that is given in UTF-8, as it comes from JSON.
        """
        names = ",".join(f'"{c}"' for c in columns)
        marks = ",".join("CAST(? AS TEXT)" if c in encoded else "?" for c in columns)
        self.db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
