"""Bytes set aside in a nameless file on disk, so that a list of 100,000 rows does not stand in memory twice."""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array

BUFFER = 1 << 20  # bytes that wait in memory before they are written
AHEAD = 1 << 16  # bytes that are read at once where records are asked for one after the other


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
        # What was read last: the record, and bytes of the file with the place at which they begin.
        self._last = -1
        self._ahead = (0, b"")

    def put(self, *parts: bytes) -> int:
        """Sets a record aside; gives its number."""
        end = self._ends[-1]
        for words in parts:
            end += len(words)
            self._ends.append(end)
        self._waiting += b"".join(parts)
        if len(self._waiting) > BUFFER:
            self._flush()
        return len(self._ends) // self._parts - 1

    def get(self, record: int, part: int) -> bytes:
        """One part of a record."""
        at = record * self._parts + part
        start, end = self._ends[at], self._ends[at + 1]
        if end > self._written:
            self._flush()
        is_next = record == self._last or record == self._last + 1
        self._last = record
        begin, ahead = self._ahead
        if not begin <= start <= end <= begin + len(ahead):
            ahead = os.pread(self._file.fileno(), max(end - start, AHEAD if is_next else 0), start)
            begin, self._ahead = start, (start, ahead)
        return ahead[start - begin : end - begin]

    def _flush(self) -> None:
        waiting, self._waiting = memoryview(self._waiting), bytearray()
        while waiting:
            done = self._file.write(waiting)
            self._written += done
            waiting = waiting[done:]
