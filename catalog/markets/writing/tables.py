"""Delimited text for machines: exact values in UTF-8, split at a market's limits between two products."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from catalog.markets.listing.rows import Row, Rows

# Lines that are written at once.
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
        self._delimiter, self._line_end = delimiter, line_end
        self._files = 0
        self._open()

    def _open(self) -> None:
        self._files += 1
        name = self._stem if self._files == 1 else f"{self._stem}-{self._files}"
        self._out = _Counted((self._folder / f"{name}.{self._ending}").open("wb"))
        self._writer = csv.writer(self._out, delimiter=self._delimiter, lineterminator=self._line_end)
        self._writer.writerows([*self._before, self._header])
        self._rows = 0

    def write(self, rows: Rows) -> None:
        cells = [_cells(row, self._header) for row in rows]
        limits = self._limits
        if self._rows and limits.rows is not None and self._rows + len(rows) > limits.rows:
            self._next()
        if self._rows and limits.bytes is not None and self._out.count() + _size(cells) > limits.bytes:
            self._next()
        self._writer.writerows(cells)
        self._rows += len(rows)
        if len(self._out.lines) >= _TOGETHER:
            self._out.flush()

    def _next(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        self._out.close()


def _cells(row: Row, header: tuple[str, ...]) -> list[str | None]:
    return list(map(row.get, header))  # csv.writer writes None as a blank cell


def _size(cells: list[list[str | None]]) -> int:
    """Bytes that the rows may take at most: every quote doubled, every cell quoted."""
    return sum(len(c.encode()) + c.count('"') + 3 if c else 3 for row in cells for c in row) + 2 * len(cells)


class _Counted:
    """What csv.writer writes to: text as UTF-8, counted; lines are written some hundred at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._bytes = file, 0
        self.lines: list[str] = []
        self.write = self.lines.append

    def flush(self) -> None:
        self._bytes += self._file.write("".join(self.lines).encode())
        self.lines.clear()

    def count(self) -> int:
        """Bytes that were written so far."""
        self.flush()
        return self._bytes

    def close(self) -> None:
        with self._file:  # which is closed where the disk takes no more, too
            self.flush()
