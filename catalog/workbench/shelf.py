"""Bytes set aside in a nameless file on disk, so that a list of 100,000 rows does not stand in memory twice."""

from __future__ import annotations

import os
import tempfile
import weakref

BUFFER = 1 << 20  # bytes that wait in memory before they are written


class Shelf:
    """An append-only file without a name; it is gone with the last draft that refers to it, or with the process."""

    def __init__(self) -> None:
        file = tempfile.TemporaryFile(prefix="ocop-", buffering=0)  # noqa: SIM115 - closed by the next line
        weakref.finalize(self, file.close)
        self._file = file
        self._waiting = bytearray()
        self._written = 0

    def put(self, words: bytes) -> int:
        """Sets bytes aside; gives where they begin. They end where the next ones begin."""
        start = self._written + len(self._waiting)
        self._waiting += words
        if len(self._waiting) > BUFFER:
            self._flush()
        return start

    def get(self, start: int, end: int) -> bytes:
        """The bytes from one place to another."""
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
