"""The rows of every producer as the next release will have them, kept in `prepared.db` under the hash of their sources.

The file is made of the workbench and is as private; nothing is lost with it. What is found damaged is thrown away and
made again. docs/decisions/0015-prepared-releases.md.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

# Raised with every change of the table below.
FORMAT = 1

_TABLE = """
CREATE TABLE producers (
  id TEXT PRIMARY KEY,
  key BLOB NOT NULL,      -- hash of all that the rows were made of
  asked BLOB NOT NULL,    -- what the register of recognitions was asked for
  digest BLOB NOT NULL,   -- hash of the rows
  about BLOB NOT NULL,
  rows BLOB NOT NULL
)
"""

encode = msgspec.msgpack.encode


class Damaged(Exception):
    """The file is none of ours or does not hold what was written."""


class Rows(msgspec.Struct, array_like=True):
    """What a release has of one producer: values in the order of build.NAMES, and each product's words to be found by.

    folded and exact are those of the two indexes, in the order of products.
    """

    producers: list[list[Any]]
    products: list[list[Any]]
    offers: list[list[Any]]
    pictures: list[list[Any]]
    certificates: list[list[Any]]
    folded: list[list[str]]
    exact: list[list[str]]
    bank_accounts: list[list[Any]]


class About(msgspec.Struct, array_like=True):
    """What else a release needs of one producer.

    pages are id and slug of the producer, then of its products; hidden are the producer's names that are held back.
    changed_at is each product's, in order. sources, communes and pictures are what its rows refer to. phones and names
    must stand nowhere, but for those that somebody consented to show (privacy.Private).
    """

    pages: list[tuple[str, str]]
    hidden: list[str]
    changed_at: list[str]
    sources: list[str]
    communes: list[str]
    pictures: list[str]
    phones: list[str]
    names: list[str]
    shown_phones: list[str]
    shown_names: list[str]


class Kept(NamedTuple):
    """By what the rows of a producer are known to be up to date."""

    key: bytes
    asked: tuple[str, ...]


_rows, _about = msgspec.msgpack.Decoder(Rows).decode, msgspec.msgpack.Decoder(About).decode
_asked = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_NOTHING = encode(())


def readdressed(data: bytes, ident: str, before: str, after: str) -> bytes:
    """Rows or About, encoded, with another slug behind an id.

    Both tables of pages begin with the two. No text can look like them: what opens an encoded slug, up to 127 bytes
    long, are bytes that in UTF-8 never stand behind the letter or digit that ends an id.
    """
    return data.replace(encode((ident, before))[1:], encode((ident, after))[1:])


def hashed(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


@contextmanager
def _read() -> Iterator[None]:
    """Raises Damaged for what SQLite or the decoder finds wrong with the file."""
    try:
        yield
    except (msgspec.MsgspecError, sqlite3.DatabaseError) as error:
        if is_of_disk(error):
            raise
        raise Damaged from error


def rows_of(data: bytes) -> Rows:
    """What `encode` made of some rows."""
    return _rows(data)


class Store:
    """The open file; see `opened`. Everything raises Damaged."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def kept(self) -> dict[str, Kept]:
        """What is there, by producer."""
        with _read():
            found = self._db.execute("SELECT id, key, asked FROM producers")
            return {i: Kept(key, () if asked == _NOTHING else _asked(asked)) for i, key, asked in found}

    def is_empty(self) -> bool:
        """Whether nothing is kept, so that everything will be made."""
        with _read():
            return self._db.execute("SELECT 1 FROM producers").fetchone() is None

    def put(self, producer: str, kept: Kept, about: bytes, rows: bytes) -> None:
        """Keeps the rows of one producer, encoded, in the place of those before."""
        values = (producer, kept.key, encode(kept.asked), hashed(rows), about, rows)
        with _read():
            self._db.execute(_PUT, values)

    def drop(self, producers: Iterable[str]) -> None:
        with _read():
            self._db.executemany("DELETE FROM producers WHERE id = ?", ((p,) for p in producers))

    def about(self) -> Iterator[tuple[bytes, About]]:
        """The hash of each producer's rows and what else is known of it, by id."""
        with _read():
            for digest, about in self._db.execute("SELECT digest, about FROM producers ORDER BY id"):
                yield digest, _about(about)

    def rows(self) -> Iterator[Rows]:
        """Each producer's rows, by id; Damaged where they are not those that were put there."""
        with _read():
            for digest, data in self._db.execute("SELECT digest, rows FROM producers ORDER BY id"):
                if hashed(data) != digest:
                    raise Damaged
                yield _rows(data)


_PUT = """
INSERT INTO producers VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE
   SET key = excluded.key, asked = excluded.asked, digest = excluded.digest, about = excluded.about,
       rows = excluded.rows
"""


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """The store, made where there is none; what is done inside is kept where it ends well. Raises Damaged."""
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        with _read():
            db.execute("PRAGMA secure_delete=ON")  # what a producer takes back is gone from the bytes too
            _begin(db)
        yield Store(db)
        with _read():
            db.execute("COMMIT")


def is_of_disk(error: Exception) -> bool:
    """Whether it is the disk that fails, not the file that is wrong."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _begin(db: sqlite3.Connection) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, FORMAT):
        raise Damaged
    db.execute("BEGIN IMMEDIATE")
    if version == 0:
        db.execute(_TABLE)
        db.execute(f"PRAGMA user_version={FORMAT}")


def forget(path: Path) -> None:
    """Takes the file away; the next publication makes it again."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)
