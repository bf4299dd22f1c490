"""Cells are set in place: styles stay, untouched rows keep their bytes, words never become formulas."""

from __future__ import annotations

import io

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from catalog.forms.book import Book
from catalog.forms.words import LONGEST, clean, lines_in
from catalog.forms.worksheet import Worksheet
from tests.catalog.forms.making import MAIN, ROWS, sheet_xml, workbook


def cells(data: bytes, sheet: str = "A") -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def edited(xml: str) -> Worksheet:
    return Worksheet(xml.encode())


def test_a_cell_keeps_its_style_and_other_rows_their_bytes() -> None:
    xml = sheet_xml(ROWS, style=1)
    sheet = edited(xml)
    sheet.set_text(3, 6, "150000")
    sheet.set_number(3, 2, 12.5)
    written = sheet.xml().decode()
    rows = xml.split("<row ")[1:]
    for number in (0, 1, 3):
        assert "<row " + rows[number].removesuffix("</sheetData></worksheet>") in written
    assert '<c r="F3" s="1" t="inlineStr"><is><t xml:space="preserve">150000</t></is></c>' in written
    assert '<c r="B3" s="1"><v>12.5</v></c>' in written


def test_cells_and_rows_are_made_where_they_are_missing() -> None:
    sheet = edited(sheet_xml(ROWS))
    sheet.set_text(4, 3, "between")
    sheet.set_text(2, 9, "beyond")
    sheet.set_text(9, 1, "below")
    book = Book(workbook({"A": sheet_xml(ROWS)}))
    book.replace(book.sheets[0], sheet.xml())
    read = cells(book.write())
    assert (read[3][2], read[1][8], read[8][0]) == ("between", "beyond", "below")
    assert read[2][:6] == ROWS[2]
    order = [c.get("r") for c in etree.fromstring(sheet.xml()).iter(f"{{{MAIN}}}c")]
    assert order.index("B4") < order.index("C4") < order.index("D4")


def test_rows_and_cells_without_references_follow_each_other() -> None:
    sheet = edited(f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>'
                   '<row><c s="3"/></row></sheetData></worksheet>')  # fmt: skip
    assert sheet.rows == [1, 2]
    assert (sheet.raw(1, 2), sheet.style(2, 1), sheet.last_filled(1), sheet.last_filled(2)) == (("n", "2"), 3, 2, 0)
    sheet.set_text(1, 3, "x")
    assert b'<c r="A1">' in sheet.xml()
    assert b'r="C1"' in sheet.xml()


@pytest.mark.parametrize("data", ["<sheetData/>", "<sheetData></sheetData>", ""])
def test_a_sheet_without_rows_takes_some(data: str) -> None:
    sheet = edited(f'<worksheet xmlns="{MAIN}">{data}<pageMargins left="1"/></worksheet>')
    sheet.set_text(1, 1, "x")
    root = etree.fromstring(sheet.xml())
    assert [str(e.tag).rpartition("}")[2] for e in root] == ["sheetData", "pageMargins"]
    assert Worksheet(sheet.xml()).raw(1, 1) == ("inlineStr", "x")


def test_prefixed_names_and_other_encodings() -> None:
    xml = (f'<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2">'
           '<x:c r="B2" t="inlineStr"><x:is><x:t>Mật ong</x:t></x:is></x:c></x:row></x:sheetData>'
           "</x:worksheet>")  # fmt: skip
    sheet = Worksheet(xml.encode("utf-16"))
    assert sheet.raw(2, 2) == ("inlineStr", "Mật ong")
    assert sheet.last_filled(2) == 2
    sheet.set_text(2, 3, "é")
    again = Worksheet(sheet.xml())
    assert (again.raw(2, 2)[1], again.raw(2, 3)[1]) == ("Mật ong", "é")


def test_shared_formulas_survive_a_change_of_style() -> None:
    xml = (f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1">'
           '<f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c></row>'
           '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row></sheetData></worksheet>')  # fmt: skip
    sheet = edited(xml)
    sheet.set_style(1, 1, 5)
    assert b'<c r="A1" s="5"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c>' in sheet.xml()
    assert b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>' in sheet.xml()


def test_a_width_for_one_column_leaves_its_neighbours() -> None:
    cols = '<cols><col min="2" max="16384" width="9" customWidth="1" style="1"/></cols>'
    sheet = edited(sheet_xml(ROWS, before=cols))
    sheet.set_width(7, 60)
    spans = [(c.get("min"), c.get("max"), c.get("width")) for c in Worksheet(sheet.xml()).root.iter(f"{{{MAIN}}}col")]
    assert spans == [("2", "6", "9"), ("7", "7", "60"), ("8", "16384", "9")]
    assert sheet.style(50, 9) == 1


def test_h48_an_empty_tail_is_cut() -> None:
    tail = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(5, 50_000))
    sheet = edited(sheet_xml(ROWS).replace("</sheetData>", tail + "</sheetData>"))
    sheet.cut_empty_tail(10_000_000)
    assert len(sheet.rows) == 49_999
    sheet.cut_empty_tail(1_000_000)
    assert sheet.rows == [1, 2, 3, 4]


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\x00\x01bell\x07",
    "_x0041_",
    "a\ud800b",
    "x" * 40_000,
    "&<>\"'",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_h66_hostile_words_stay_words(words: str) -> None:
    book = Book(workbook({"A": sheet_xml(ROWS)}))
    book.worksheet(book.sheets[0]).set_text(3, 6, words)
    read = str(cells(book.write())[2][5])
    wanted = "".join(c for c in words if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000))
    assert read == (wanted if len(wanted) <= LONGEST else wanted[: LONGEST - 1] + "…")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_makes_a_sheet_that_can_be_read(words: str) -> None:
    sheet = edited(sheet_xml(ROWS))
    sheet.set_text(2, 7, words)
    assert clean(clean(words)) == clean(words)
    assert Worksheet(sheet.xml()).raw(2, 7)[0] == "inlineStr"


def test_lines_in_a_width() -> None:
    assert [lines_in("", 10), lines_in("abc", 10), lines_in("a" * 21, 10), lines_in("a\nb", 10)] == [1, 1, 3, 2]


@pytest.mark.parametrize("words", ["=1+1", "- ngọt", " <b> & “x” ", "một\r\nhai\thai", "_x0041_", "\x01ẩn"])
def test_a_whole_new_row_says_what_single_cells_would(words: str) -> None:
    single, whole = edited(sheet_xml(ROWS)), edited(sheet_xml(ROWS))
    for column, value in {2: words, 5: 12.5, 3: 7}.items():
        (single.set_text if isinstance(value, str) else single.set_number)(9, column, value)  # type: ignore[operator]
    whole.fill_row(9, {2: words, 5: 12.5, 3: 7}, {})
    assert [single.raw(9, c) for c in range(1, 7)] == [whole.raw(9, c) for c in range(1, 7)]


def test_a_whole_row_keeps_styles_that_are_there_and_gives_new_cells_those_of_the_table() -> None:
    sheet = edited(sheet_xml(ROWS, style=1))
    sheet.fill_row(2, {1: "x", 9: "y"}, {1: 5, 9: 4})
    sheet.fill_row(20, {1: "x"}, {1: 5, 2: 4})
    assert [sheet.style(2, c) for c in (1, 9)] == [1, 4]
    assert [(sheet.style(20, c), sheet.raw(20, c)) for c in (1, 2)] == [(5, ("inlineStr", "x")), (4, ("n", ""))]
    assert 'ref="' not in sheet.xml().decode()[:200]


def test_a_book_that_was_only_read_keeps_every_byte() -> None:
    data = workbook({"A": sheet_xml(ROWS), "B": sheet_xml(ROWS)})
    book = Book(data)
    assert not book.read(book.sheets[0]).is_protected
    before = Book(book.write()).package
    assert {part: before.read(part) for part in before} == {part: book.package.read(part) for part in book.package}
    assert data == book.write()
