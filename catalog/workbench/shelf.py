"""Bytes set aside in a nameless file on disk, so that a list of 100,000 rows does not stand in memory twice."""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array

BUFFER = 1 << 20  # bytes that wait in memory before they are written


class Shelf:
    """An append-only file of records without a name; it is gone with the last draft that refers to it, or the process.

    parts: how many parts each record has.
    """

    def __init__(self, parts: int) -> None:
        file = tempfile.TemporaryFile(prefix="ocop-", buffering=0)  # noqa: SIM115 - closed by the next line
        weakref.finalize(self, file.close)
        self._file = file
        self._parts = parts
        self._ends = array("q", (0,))
        self._waiting = bytearray()
        self._written = 0

    def put(self, *parts: bytes) -> int:
        """Sets a record aside; gives its number."""
        for words in parts:
            self._waiting += words
            self._ends.append(self._ends[-1] + len(words))
        if len(self._waiting) > BUFFER:
            self._flush()
        return len(self._ends) // self._parts - 1

    def get(self, record: int, part: int) -> bytes:
        """One part of a record."""
        at = record * self._parts + part
        start, end = self._ends[at : at + 2]
        if end > self._written:
            self._flush()
        return os.pread(self._file.fileno(), end - start, start)

    def _flush(self) -> None:
        view = memoryview(bytes(self._waiting))
        while view:
            done = self._file.write(view)
            self._written += done
            view = view[done:]
        self._waiting.clear()
