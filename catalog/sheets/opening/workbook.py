"""Opens workbooks: .xlsx, .xlsm, .xls, .xlsb, .ods. Runs in the child process only."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread

import python_calamine as calamine

from catalog.sheets.opening import archive, binaryworkbook, layout, oldworkbook, opendocument
from catalog.sheets.opening.cells import Cells, Marks
from catalog.sheets.opening.encodings import repair
from catalog.sheets.opening.kinds import NotOpened
from catalog.sheets.opening.layout import Layout
from catalog.sheets.opening.numberformats import Format

_BROKEN = (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError)


def open_sheets(data: bytes) -> list[Cells]:
    """Every worksheet, hidden ones too, in the order of the workbook. Raises NotOpened."""
    layouts = _layouts(data) if _is_zip(data) else {}
    with _told():
        return _sheets(_Values(data), layouts, data)


def open_at_once(data: bytes) -> list[Cells]:
    """The same, values and layouts read side by side; values too large for us may end the process before a refusal."""
    if not _is_zip(data):
        return open_sheets(data)
    values: Future[_Values] = Future()
    # It is not waited for where a layout is refused.
    Thread(target=_read_values, args=(values, data), daemon=True).start()
    layouts = _layouts(data)
    with _told():
        return _sheets(values.result(), layouts, data)


def _is_zip(data: bytes) -> bool:
    return data[:2] == b"PK"


class _Values:
    """A workbook as the reader of values has it, its first worksheet already read; the library lets others work then.

    sheets: its worksheets.
    """

    def __init__(self, data: bytes) -> None:
        self._book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        self.sheets = [s for s in self._book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
        self._first = [self._book.get_sheet_by_name(said.name) for said in self.sheets[:1]]

    def of(self, name: str) -> calamine.CalamineSheet:
        """One worksheet; the first is forgotten once it was asked for."""
        return self._first.pop() if self._first and self.sheets[0].name == name else self._book.get_sheet_by_name(name)


def _read_values(values: Future[_Values], data: bytes) -> None:
    try:
        values.set_result(_Values(data))
    except BaseException as error:  # also the panic of the native reader: it is for who waits
        values.set_exception(error)


@contextmanager
def _told() -> Iterator[None]:
    """Says of what the reader of values refuses what is wrong."""
    try:
        yield
    except calamine.PasswordError as locked:
        raise NotOpened("file-password") from locked
    except _BROKEN as broken:
        raise NotOpened("file-damaged") from broken


def _sheets(values: _Values, layouts: dict[str, Layout], data: bytes) -> list[Cells]:
    is_zip = _is_zip(data)
    if not is_zip:
        layouts = dict(zip((s.name for s in values.sheets), oldworkbook.layouts(data), strict=True))
    return [_read(values.of(said.name), said, layouts.get(said.name), is_whole=is_zip) for said in values.sheets]


def _layouts(data: bytes) -> dict[str, Layout]:
    with archive.open_archive(data) as opened:
        archive.refuse_entities(opened)
        if "xl/workbook.xml" in opened.namelist():
            return layout.layouts(opened)
        if "xl/workbook.bin" in opened.namelist():
            return binaryworkbook.layouts(opened)
        if "content.xml" in opened.namelist():
            return opendocument.layouts(opened)
        return {}


def _read(
    sheet: calamine.CalamineSheet, said: calamine.SheetMetadata, known: Layout | None, *, is_whole: bool
) -> Cells:
    """One sheet; where its layout is not there or not whole, with the state and merges of the reader of values."""
    if known is None or not is_whole:
        known = known or Layout(Marks())
        known.marks.state = _state(said)
        known.marks.merges = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    marks, fonts, formats = known.marks, known.fonts, known.formats
    cells = Cells(said.name, marks)
    if sheet.start is None:
        return cells
    left = sheet.start[1]
    # python-calamine counts the rows from the first of the sheet, the columns from the first that is filled.
    rows: Iterable[tuple[int, Sequence[object]]] = enumerate(sheet.iter_rows(), 1)
    if formats:
        rows = ((number, _shown(row, left, formats.get(number, {}))) for number, row in rows)
    if fonts:
        rows = ((number, _repaired(row, number, left, fonts, marks)) for number, row in rows)
    cells.add_all(rows, left)
    return cells


def _shown(row: Sequence[object], left: int, formats: dict[int, Format | None]) -> Sequence[object]:
    """The row with numbers as they are shown where their format changes what is read, and no words for pictures."""
    if not formats:
        return row
    out = list(row)
    for column, found in formats.items():
        place = column - left - 1
        if not 0 <= place < len(out):
            continue
        value = out[place]
        if found is None:
            out[place] = ""
        elif isinstance(value, float | int):
            out[place] = found.shown(value)
    return out


def _state(said: calamine.SheetMetadata) -> str:
    if said.visible == calamine.SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if said.visible == calamine.SheetVisibleEnum.Hidden else "very hidden"


def _repaired(
    row: Sequence[object], number: int, left: int, fonts: dict[tuple[int, int], str], marks: Marks
) -> list[object]:
    """The row with cells set in a font of an old encoding turned into Unicode; the first of a column is noted."""
    out = list(row)
    for place, value in enumerate(row):
        font = fonts.get((number, left + place + 1))
        if font and isinstance(value, str):
            found = repair(value, font)
            out[place] = found.text
            if found.was in ("tcvn3", "vni") and not any(
                r[:2] == (left + place + 1, found.was) for r in marks.repaired
            ):
                marks.repaired.append((left + place + 1, found.was, number, value))
    return out
