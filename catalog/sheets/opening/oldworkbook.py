"""What the records of an .xls say beside the values: number formats (H61), what is hidden, errors, formulas unfilled.

Records and their contents are those of [MS-XLS] 2.4 for Excel 97 to 2003 (BIFF8) and, where they differ, of Excel 95
(BIFF5). Rows and columns are counted from 1.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from catalog.sheets.opening.cells import Marks
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.layout import Layout
from catalog.sheets.opening.numberformats import Format, telling

_FORMAT, _XF, _BOUNDSHEET, _BOF, _EOF, _FILEPASS = 0x041E, 0x00E0, 0x0085, 0x0809, 0x000A, 0x002F
_NUMBER, _RK, _MULRK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_CELLS = frozenset((_NUMBER, _RK, _MULRK, _FORMULA))
_ROW, _COLUMNS, _ERROR = 0x0208, 0x007D, 0x0205
_MARKED = frozenset((_ROW, _COLUMNS, _ERROR, _FORMULA))
_LAST_COLUMN = 256
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x20, 0x01  # fDyZero of Row (2.4.221), fHidden of ColInfo (2.4.53)
_ALWAYS = 0x01  # fAlwaysCalc of a formula (2.4.127): nobody has worked it out yet
# Kinds of a formula's result that is no number (2.5.133), and the errors by their numbers (2.5.10).
_AN_ERROR, _BLANK = 2, 3
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BIFF8 = 0x0600
_WORKSHEET = 0  # dt of BoundSheet8 (2.4.28)
_NO_NUMBER = b"\xff\xff"  # end of a formula's result that is a text, a truth value or an error (2.5.133)
_BROKEN = (struct.error, IndexError, ValueError, OverflowError, OSError)  # olefile's own errors are OSErrors


def layouts(data: bytes) -> list[Layout]:
    """The layout of each worksheet in the order of the workbook, without fonts, merges and whether it is hidden.

    Raises NotOpened for damaged records; a file that is locked has none.
    """
    try:
        book = _stream(data)
        shapes, starts = _globals(book)
        return [_sheet(book, start, shapes) for start in starts]
    except _BROKEN as broken:
        raise NotOpened("file-damaged") from broken


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        return container.openstream(name).read() if name else b""


def _globals(book: bytes) -> tuple[dict[int, Format], list[int]]:
    """The formats that tell, by the number of the cell style; where the records of each worksheet begin."""
    codes: dict[int, str] = {}
    styles, starts, wide = [], [], True
    for kind, at, size in _records(book, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", book, at)[0] == _BIFF8
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", book, at)[0]] = _code(book[at + 2 : at + size], wide)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", book, at + 2)[0])
        elif kind == _BOUNDSHEET and book[at + 5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", book, at)[0])
        elif kind == _FILEPASS:
            return {}, []
    found = ((number, telling(style, codes.get(style))) for number, style in enumerate(styles))
    return {number: format_ for number, format_ in found if format_}, starts


def _code(said: bytes, wide: bool) -> str:
    """The code of a FORMAT record: an XLUnicodeString (2.5.294), in Excel 95 a byte of length and bytes."""
    if not wide:
        return said[1 : 1 + said[0]].decode("cp1252", "replace")
    length, flags = struct.unpack_from("<HB", said)
    return said[3 : 3 + 2 * length].decode("utf-16-le") if flags & 1 else said[3 : 3 + length].decode("latin-1")


def _sheet(book: bytes, start: int, shapes: dict[int, Format]) -> Layout:
    layout = Layout(Marks())
    asked = _MARKED | _CELLS if shapes else _MARKED
    for kind, at, size in _records(book, start):
        if kind not in asked:
            continue
        if kind in _MARKED:
            _mark(book, kind, at, layout.marks)
        if kind in _CELLS and shapes:
            _take_formats(book, kind, at, size, shapes, layout)
    return layout


def _mark(book: bytes, kind: int, at: int, marks: Marks) -> None:
    """Notes what a record says of rows, columns and cells without a value."""
    row, column = struct.unpack_from("<HH", book, at)
    if kind == _ROW:
        if book[at + 12] & _HIDDEN_ROW:
            marks.hidden_rows.append(row + 1)
    elif kind == _COLUMNS:  # from the first to the last
        if book[at + 8] & _HIDDEN_COLUMNS:
            marks.hidden_columns.extend(range(row + 1, min(column + 1, _LAST_COLUMN) + 1))
    elif kind == _ERROR:
        if book[at + 7]:  # else a truth value
            marks.errors.append((row + 1, column + 1, _ERRORS.get(book[at + 6], "#?")))
    elif book[at + 12 : at + 14] == _NO_NUMBER:
        if book[at + 6] == _AN_ERROR:
            marks.errors.append((row + 1, column + 1, _ERRORS.get(book[at + 8], "#?")))
        elif book[at + 6] == _BLANK and book[at + 14] & _ALWAYS:
            marks.unfilled.append((row + 1, column + 1))


def _take_formats(book: bytes, kind: int, at: int, size: int, shapes: dict[int, Format], layout: Layout) -> None:
    row, column, style = struct.unpack_from("<HHH", book, at)
    if kind == _MULRK:
        styles = struct.unpack_from("<" + "H4x" * ((size - 6) // 6), book, at + 4)
    else:
        styles = () if kind == _FORMULA and book[at + 12 : at + 14] == _NO_NUMBER else (style,)
    for place, number in enumerate(styles, column + 1):
        if number in shapes:
            layout.formats.setdefault(row + 1, {})[place] = shapes[number]


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Number, place of the contents and their size, of each record up to the end of the substream that begins there.

    What stands within, such as a chart on the sheet, is left out.
    """
    depth, end, head = 0, len(book) - 3, struct.Struct("<HH")
    while at < end:
        kind, size = head.unpack_from(book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, at + 4, size
        at += 4 + size
