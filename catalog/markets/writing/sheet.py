"""A sheet of XlsxWriter whose usual rows are written in one piece: the same bytes, in a third of the time.

The library asks of every cell which of all kinds it is. Rows of listings are texts and numbers in one format. One with
control characters, or with a text that may be too long, goes the library's own way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | float | None

# What Excel writes as “_x000D_”, and what looks like that.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")
# A text that is longer has to be measured as Excel counts its characters.
_LONGEST = 16_000


class Sheet(Worksheet):  # type: ignore[misc]
    """For workbooks in constant memory: `Workbook.add_worksheet(name, Sheet)`, then `prepare`."""

    def prepare(self, columns: int, style: Format) -> None:
        """Says how many columns the rows have, and the format of all of their cells."""
        self._letters = [f'<c r="{xl_col_to_name(number)}' for number in range(columns)]
        self._style = style

    def write_cells(self, at: int, cells: Sequence[Cell]) -> None:
        """Writes row `at`, counted from 0 and below all rows before; a blank text or None leaves its cell out."""
        said = [cell for cell in cells if isinstance(cell, str)]
        if is_usual("".join(said)) and len(max(said, key=len, default="")) <= _LONGEST:
            self._write_whole(at, cells)
        else:
            self._write_each(at, cells)

    def _write_whole(self, at: int, cells: Sequence[Cell]) -> None:
        if self._check_dimensions(at, 0) == 0:
            self._write_single_row(at)  # the one before, where it is still kept
            self.fh.write(self._line(at + 1, cells))

    def _write_each(self, at: int, cells: Sequence[Cell]) -> None:
        for number, cell in enumerate(cells):
            if isinstance(cell, float):
                self.write_number(at, number, cell, self._style)
            elif cell:
                self.write_string(at, number, cell, self._style)

    def _line(self, number: int, cells: Sequence[Cell]) -> str:
        style = f'{number}" s="{self._style._get_xf_index()}"'
        text, figure = f'{style} t="inlineStr"><is><t', f"{style}><v>"
        parts = [f'<row r="{number}">']
        for letter, cell in zip(self._letters, cells, strict=True):
            if isinstance(cell, float):
                parts += (letter, figure, f"{cell:.16G}", "</v></c>")
            elif cell:
                parts += (letter, text, _inside(cell), "</t></is></c>")
        parts.append("</row>")
        return "".join(parts)


def is_usual(words: str) -> bool:
    """Whether some texts, one after the other, hold nothing that Excel writes in a way of its own."""
    if "_x" in words:
        return False
    return words.replace("\n", "").isprintable() or not _CONTROL.search(words)


def _inside(cell: str) -> str:
    """The end of the tag and the text; spaces at either end are told to be kept."""
    if "&" in cell or "<" in cell or ">" in cell:
        cell = cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' xml:space="preserve">{cell}' if cell[0].isspace() or cell[-1].isspace() else f">{cell}"
