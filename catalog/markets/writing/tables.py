"""Delimited text for machines: exact values in UTF-8, split at a market's limits between two products."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from catalog.markets.listing.rows import Rows

Cells = list[str | None]
# Rows that are written at once.
_TOGETHER = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """How large one file may be; what has no limit is split nowhere."""

    rows: int | None = None
    bytes: int | None = None


class Table:
    """`<stem>.<ending>`, then `<stem>-2.<ending>` and so on, each with the header.

    before: records that stand above the header. line_end: CRLF as RFC 4180 has it, unless an importer reads less.
    A single product that is larger than a limit still stands in one file.
    """

    def __init__(
        self,
        folder: Path,
        stem: str,
        header: Sequence[str],
        *,
        limits: Limits = Limits(),
        before: Sequence[Sequence[str]] = (),
        delimiter: str = ",",
        ending: str = "csv",
        line_end: str = "\r\n",
    ) -> None:
        self._folder, self._stem, self._ending = folder, stem, ending
        self._header, self._before, self._limits = tuple(header), before, limits
        self._files = 0
        self._lines: list[str] = []
        self._writer = csv.writer(_Lines(self._lines), delimiter=delimiter, lineterminator=line_end)
        self._waiting: list[list[Cells]] = []
        self._waiting_rows = 0
        self._open()

    def _open(self) -> None:
        self._files += 1
        name = self._stem if self._files == 1 else f"{self._stem}-{self._files}"
        self._file = (self._folder / f"{name}.{self._ending}").open("wb")
        self._bytes = self._file.write(self._encoded([*self._before, self._header]))
        self._rows = 0

    def write(self, rows: Rows) -> None:
        """Takes the rows of one product, which stay in one file."""
        # csv.writer writes None as a blank cell.
        self._waiting.append([list(map(row.get, self._header)) for row in rows])
        self._waiting_rows += len(rows)
        if self._waiting_rows >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        """Writes what waits: at once where it all fits into this file, else product by product."""
        waiting, rows = self._waiting, self._waiting_rows
        self._waiting, self._waiting_rows = [], 0
        data = self._encoded(chain.from_iterable(waiting))
        # What `_size` says of a product is at most four times what it takes.
        if self._has_room(rows, 4 * len(data)):
            self._put(rows, data)
            return
        for cells in waiting:
            if self._rows and not self._has_room(len(cells), _size(cells)):
                self._file.close()
                self._open()
            self._put(len(cells), self._encoded(cells))

    def _has_room(self, rows: int, size: int) -> bool:
        limits = self._limits
        return (limits.rows is None or self._rows + rows <= limits.rows) and (
            limits.bytes is None or self._bytes + size <= limits.bytes
        )

    def _encoded(self, rows: Iterable[Sequence[str | None]]) -> bytes:
        self._writer.writerows(rows)
        data = "".join(self._lines).encode()
        self._lines.clear()
        return data

    def _put(self, rows: int, data: bytes) -> None:
        self._rows += rows
        self._bytes += self._file.write(data)

    def close(self) -> None:
        try:
            self._flush()
        finally:  # also where the disk takes no more
            self._file.close()


def _size(cells: list[Cells]) -> int:
    """Bytes that the rows may take at most: every quote doubled, every cell quoted."""
    return sum(len(c.encode()) + c.count('"') + 3 if c else 3 for row in cells for c in row) + 2 * len(cells)


class _Lines:
    """What csv.writer writes to: it asks for nothing but `write`."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
