"""What the records of an .xlsb say beside the values: merges, hidden rows and sheets, number formats. Counted from 1.

Record numbers are those of [MS-XLSB] 2.3.2; the reader of values gives none of this. Fonts and pictures of such a
workbook are not read.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from catalog.sheets.opening import archive as zips
from catalog.sheets.opening.cells import Marks
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.layout import Layout
from catalog.sheets.opening.numberformats import Format, telling
from catalog.sheets.opening.parts import targets

_BOOK, _STYLES = "xl/workbook.bin", "xl/styles.bin"
_ROW, _SHEET, _MERGE = 0, 156, 176  # BrtRowHdr, BrtBundleSh, BrtMergeCell
_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618  # BrtFmt, BrtXF, Brt(Begin|End)CellXFs
_NUMBERS = frozenset((2, 5, 9))  # BrtCellRk, BrtCellReal, BrtFmlaNum
_HIDDEN = 0x10  # of the flags in byte 11 of BrtRowHdr
_STATES = {0: "visible", 1: "hidden", 2: "very hidden"}


def layouts(archive: zipfile.ZipFile) -> dict[str, Layout]:
    """The layout of each sheet by its name, without fonts. Raises NotOpened for damaged records."""
    try:
        parts = targets(archive, _BOOK)
        shapes = _shapes(archive)
        found = {}
        for _, data in _records(zips.part(archive, _BOOK), {_SHEET}):
            state, _ = struct.unpack_from("<II", data)
            relation, at = _text(data, 8)
            part = parts.get(relation, "")
            layout = _sheet(zips.part(archive, part), shapes) if "worksheets/" in part else Layout(Marks())
            layout.marks.state = _STATES.get(state, "visible")
            found[_text(data, at)[0]] = layout
        return found
    except (struct.error, IndexError, UnicodeDecodeError) as broken:
        raise NotOpened("file-damaged") from broken


def _shapes(archive: zipfile.ZipFile) -> dict[int, Format]:
    """The formats that tell (H61), by the number of the cell style."""
    codes: dict[int, str] = {}
    found: dict[int, Format] = {}
    styles = None
    for kind, data in _records(
        zips.part(archive, _STYLES) if _STYLES in archive.namelist() else b"",
        {_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END},
    ):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind == _STYLE and styles is not None:
            number = struct.unpack_from("<H", data, 2)[0]
            if shape := telling(number, codes.get(number)):
                found[styles] = shape
            styles += 1
        elif kind != _STYLE:  # the styles of cells, after those that only have names
            styles = 0 if kind == _CELL_STYLES else None
    return found


def _sheet(data: bytes, shapes: dict[int, Format]) -> Layout:
    layout, row = Layout(Marks()), 0
    marks = layout.marks
    for kind, said in _records(data, {_ROW, _MERGE, *(_NUMBERS if shapes else ())}):
        if kind == _ROW:
            row = struct.unpack_from("<I", said)[0] + 1
            if said[11] & _HIDDEN:
                marks.hidden_rows.append(row)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", said)
            marks.merges.append((top + 1, left + 1, bottom + 1, right + 1))
        else:
            column, style = struct.unpack_from("<II", said)
            if shape := shapes.get(style & 0xFF_FFFF):  # 24 bits (2.5.9 Cell)
                layout.formats.setdefault(row, {})[column + 1] = shape
    return layout


def _records(data: bytes, asked: set[int]) -> Iterator[tuple[int, bytes]]:
    """Numbers and contents of the records that are asked for (2.1.4)."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if kind in asked:
            yield kind, data[at : at + size]
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", data, at)[0]
    return data[at + 4 : end].decode("utf-16-le"), end
