"""The memory of a crawl that has not ended: what is waiting, what was found, what was spent.

One SQLite file, written once per page: whatever is killed, the file stands between two pages, and the page that was
under way is simply asked for again. Pages and pictures are kept by hash and records by address, so asking twice
changes nothing.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists about (name text primary key, value text) without rowid;
create table if not exists request (
    seq integer primary key, key text unique, url text, kind text, depth integer, priority integer,
    meta text, done integer not null default 0);
create index if not exists waiting on request (done, priority desc, seq);
create table if not exists record (url text primary key, data text) without rowid;
create table if not exists page (url text primary key, data text) without rowid;
create table if not exists picture (url text primary key, data text) without rowid;
create table if not exists variant (url text primary key, data text) without rowid;
create table if not exists counter (name text primary key, value real) without rowid;
"""
KEPT_BY_URL = ("record", "page", "picture", "variant")


@dataclass(frozen=True)
class Waiting:
    """One request that nobody has answered yet. kind: page, sitemap, picture, listing (a platform's data) or witness
    (the one page that is held against a platform's data)."""

    key: str
    url: str
    kind: str
    depth: int
    priority: int
    meta: dict[str, Any]


class Journal:
    """Opened by one process at a time (the folder is locked); `commit` is called once per page.

    pause: seconds between two requests of all machines together; one machine keeps them without a journal's help.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.db = sqlite3.connect(path)
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        self.db.executescript(SCHEMA)
        self.taken: set[str] = set()
        self.pause = 0.0

    def beat(self) -> None:
        """Nobody else asks whether this process lives."""

    def carry(self, folder: Path, path: Path) -> None:
        """Kept files stay where they are: nobody else works at this crawl."""

    def bring(self, folder: Path) -> None:
        """All files are here already."""

    def about(self) -> dict[str, str]:
        """What the crawl was started with."""
        return dict(self.db.execute("select name, value from about"))

    def note(self, about: dict[str, str]) -> None:
        """Adds to what `about` returns."""
        self.db.executemany("insert or replace into about values (?, ?)", about.items())

    def add(self, new: Waiting) -> bool:
        """Puts a request in the queue; False where the same one was there before."""
        row = (new.key, new.url, new.kind, new.depth, new.priority, json.dumps(new.meta))
        sql = "insert or ignore into request (key, url, kind, depth, priority, meta) values (?, ?, ?, ?, ?, ?)"
        return self.db.execute(sql, row).rowcount == 1

    def add_again(self, again: Waiting) -> None:
        """Puts back a request that is to be tried once more, in its old place."""
        self.taken.discard(again.key)
        if not self.add(again):
            sql = "update request set done = 0, meta = ? where key = ?"
            self.db.execute(sql, (json.dumps(again.meta), again.key))

    def take(self, kinds: tuple[str, ...]) -> Waiting | None:
        """The next request of one of the kinds, by priority, then in the order of arrival; None when none waits."""
        for row in self._waiting(kinds):
            if row.key not in self.taken:
                self.taken.add(row.key)
                return row
        return None

    def is_waiting(self, kinds: tuple[str, ...]) -> bool:
        """Whether `take` would return something."""
        return any(row.key not in self.taken for row in self._waiting(kinds))

    def _waiting(self, kinds: tuple[str, ...]) -> Iterator[Waiting]:
        marks = ", ".join("?" * len(kinds))
        sql = f"""select key, url, kind, depth, priority, meta from request
                  where done = 0 and kind in ({marks}) order by priority desc, seq limit ?"""  # noqa: S608  (marks only)
        for key, url, kind, depth, priority, meta in self.db.execute(sql, (*kinds, len(self.taken) + 1)):
            yield Waiting(key, url, kind, depth, priority, json.loads(meta))

    def answered(self, key: str) -> None:
        """Takes a request off the queue for good; `commit` writes that together with everything that came of it."""
        self.db.execute("update request set done = 1 where key = ?", (key,))
        self.taken.discard(key)

    def keep(self, table: str, url: str, data: dict[str, Any]) -> None:
        """Keeps a record, a page, a picture or a variant under its address; the later one stands."""
        assert table in KEPT_BY_URL
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        self.db.execute(f"insert or replace into {table} values (?, ?)", (url, text))  # noqa: S608  (one of four)

    def find(self, table: str, url: str) -> dict[str, Any] | None:
        """What is kept in a table under an address."""
        assert table in KEPT_BY_URL
        sql = f"select data from {table} where url = ?"  # noqa: S608  (one of four)
        row = self.db.execute(sql, (url,)).fetchone()
        return json.loads(row[0]) if row else None

    def drop(self, table: str, urls: Iterable[str]) -> None:
        """Forgets what is kept in a table under these addresses."""
        assert table in KEPT_BY_URL
        sql = f"delete from {table} where url = ?"  # noqa: S608  (one of four)
        self.db.executemany(sql, ((url,) for url in urls))

    def kept(self, table: str) -> Iterator[dict[str, Any]]:
        """Everything kept in a table, by address."""
        assert table in KEPT_BY_URL
        for (text,) in self.db.execute(f"select data from {table} order by url"):  # noqa: S608  (one of four)
            yield json.loads(text)

    def number_of(self, table: str) -> int:
        """How many records, pages or pictures are kept."""
        assert table in KEPT_BY_URL
        return self.db.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608  (one of four)

    def count(self, name: str, more: float = 1) -> None:
        """Adds to a counter."""
        sql = "insert into counter values (?, ?) on conflict (name) do update set value = value + excluded.value"
        self.db.execute(sql, (name, more))

    def counted(self, name: str) -> float:
        row = self.db.execute("select value from counter where name = ?", (name,)).fetchone()
        return row[0] if row else 0

    def counters(self) -> dict[str, float]:
        return dict(self.db.execute("select name, value from counter order by name"))

    def left_over(self) -> int:
        """How many requests nobody answered."""
        return self.db.execute("select count(*) from request where done = 0").fetchone()[0]

    def commit(self) -> None:
        self.db.commit()

    def close(self) -> None:
        self.db.commit()
        self.db.close()

    def remove(self) -> None:
        """Closes the journal and deletes its folder; the crawl it remembers is over."""
        self.close()
        shutil.rmtree(self.path.parent)
