"""Rows that are written in one piece are those that XlsxWriter writes cell by cell, to the byte."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from catalog.markets.writing.sheet import Cell, Sheet, is_usual

CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)
PARTS = (
    "Mật ong hoa nhãn", " ", "\n", "\t", "\r", "\u00a0", "&", "<b>", '"', "'", "=1+1", "-", "@", "_x000D_", "_x", "_",
    "\x0b", "\x00", "\ufffe", "\uffff", "🍯", "đ", "1.000", "<r>", "\u2028", "\u200b",
)  # fmt: skip
texts = st.lists(st.sampled_from(PARTS), max_size=4).map("".join)
cells = st.one_of(texts, st.floats(allow_nan=False, allow_infinity=False), st.none())
rows = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4)


def written(rows: list[list[Cell]], *, cell_by_cell: bool) -> bytes:
    """The workbook of some rows below a header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    head, style = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet("Sản phẩm", Sheet)
    sheet.prepare(3, style)
    for number, name in enumerate(("Tên", "Giá", "Mô tả")):
        sheet.set_column(number, number, 20, style)
        sheet.write_string(0, number, name, head)
    for at, row in enumerate(rows, 1):
        if cell_by_cell:
            sheet._write_each(at, row)
        else:
            sheet.write_cells(at, row)
    other = book.add_worksheet("Đọc trước")
    other.write_string(0, 0, "Sàn chưa công bố mẫu")
    book.close()
    return out.getvalue()


@given(rows)
@example([["Mật ong", 150000.0, "Hái tay. "], ["Chè", None, ""], ["", 0.5, "a\nb"]])
@example([["Mật ong", 150000.0, "x"], ["_x000D_", 1e21, "& <b>"], ["Chè", None, "y"]])
def test_in_one_piece_or_cell_by_cell(rows: list[list[Cell]]) -> None:
    rows = [row for row in rows if any(row) and not any(is_rich(cell) for cell in row)]
    assert written(rows, cell_by_cell=False) == written(rows, cell_by_cell=True)


def is_rich(cell: Cell) -> bool:
    """What the library writes as it stands, taking it for its own marked-up text."""
    return isinstance(cell, str) and cell.startswith("<r>")


def test_a_text_that_looks_like_markup_is_a_text() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written([["<r>Mật ong</r>", 1.0, ""]], cell_by_cell=False)))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "<r>Mật ong</r>"


@pytest.mark.parametrize("length", [16_001, 32_768])
def test_long_texts(length: int) -> None:
    rows: list[list[Cell]] = [["🍯" * length, 1.0, "Chè"]]
    assert written(rows, cell_by_cell=False) == written(rows, cell_by_cell=True)


@pytest.mark.parametrize(("words", "expected"), [("Mật ong\n100%", True), ("a\u00a0b", True), ("a\x0bb", False),
                                                 ("_x0041_", False), ("\uffff", False)])  # fmt: skip
def test_what_is_usual(words: str, expected: bool) -> None:
    assert is_usual(words) is expected
