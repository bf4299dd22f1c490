"""Opens `workbench.db`: migrations, one writer at a time, bulk writing.

sqlite-utils owns the schema and its migrations; rows go in by `executemany`, which is ten times faster than its insert.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from catalog.errors import Conflict, Unreadable
from catalog.workbench.home import locked
from catalog.workbench.migrations import migrations

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# Milliseconds that a writer waits for another one before it gives up with a sentence.
BUSY_MS = 30_000


class Workbench:
    """One open connection to the private store; use it as a context manager."""

    def __init__(self, path: Path, *, is_reading: bool = False) -> None:
        """Opens or makes the file. Raises Unreadable where it is no database of ours, Conflict where it is newer.

        is_reading: nothing is written, not even an empty file; where there is none, an empty one in memory answers.
        """
        self.path = path
        in_memory = is_reading and not path.exists()
        if not is_reading:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(":memory:" if in_memory else path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        try:
            self.db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            self.db.execute("PRAGMA foreign_keys=ON")
            if not is_reading:
                self.db.execute("PRAGMA journal_mode=WAL")
                self.db.execute("PRAGMA synchronous=FULL")
            if in_memory:
                self._migrate()
            elif not is_reading:
                with locked(path.with_name(f".{path.name}.lock")):
                    self._migrate()
            if is_reading:
                self.db.execute("PRAGMA query_only=ON")
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise Unreadable(f"{path} is not a workbench of this program: {error}.", code="db-foreign") from error

    def _migrate(self) -> None:
        tools = Database(self.db)
        ours = {m.name for m in migrations.pending(tools)} | {m.name for m in migrations.applied(tools)}
        known = {m.name for m in migrations._migrations}
        if ours - known:
            raise Conflict(f"{self.path} was made by a newer version of this program.", code="home-newer")
        if migrations.pending(tools):
            migrations.apply(tools)

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
            raise Conflict(f"{self.path} is being written by another process; try again.") from error
        try:
            yield self.db
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.db.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        row: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return row

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Writes many rows at once; table and column names are ours, never data."""
        names = ",".join(f'"{c}"' for c in columns)
        marks = ",".join("?" * len(columns))
        self.db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_shown(moment: str) -> str:
    """The day of a stored moment as people in Vietnam write it: 22/11/2026."""
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%d/%m/%Y")
