"""Files that harm or lie: each is refused with its sentence, or read, and the parent lives (hazards H1 to H53)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from catalog import sheets
from catalog.errors import OcopError, Refused, Unreadable
from catalog.registers import refusals
from catalog.sheets import tables
from catalog.sheets.opening import archive, confined
from tests import guards
from tests.catalog.sheets.making import workbook

GOOD = workbook([{"name": "DS", "rows": [["STT", "Tên sản phẩm", "Giá bán"], [1, "Trà gừng", 45000]]}])
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def changed(part: str, change: Callable[[bytes], bytes], book: bytes = GOOD) -> bytes:
    """The workbook with one part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), part]):
            before = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(before) if name == part else before)
    return out.getvalue()


def with_cells(cells: bytes) -> bytes:
    """The workbook with other rows, as XML."""
    return changed(
        SHEET, lambda xml: xml[: xml.index(b"<sheetData>")] + b"<sheetData>" + cells + b"</sheetData></worksheet>"
    )


def refused(data: bytes, name: str = "hang.xlsx") -> OcopError:
    with pytest.raises((Refused, Unreadable)) as caught:
        sheets.read(data, name)
    assert "\n" not in caught.value.sentence
    assert caught.value.sentence == refusals.sentence(caught.value.code or "", **caught.value.evidence)
    return caught.value


def test_h1_a_part_that_grows_a_thousandfold() -> None:
    assert refused(changed(SHEET, lambda xml: b" " * 40_000_000 + xml)).code == "file-bomb"


def test_h1_more_members_than_any_workbook_has() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as book:
        for number in range(archive.MEMBERS + 1):
            book.writestr(f"x/{number}", b"")
    assert refused(out.getvalue()).code == "file-bomb"


def test_h1_a_directory_that_lies_about_sizes() -> None:
    lying = bytearray(changed(SHEET, lambda xml: xml + b"<!--" + b"a" * 100_000 + b"-->"))
    with zipfile.ZipFile(io.BytesIO(bytes(lying))) as book:
        size = book.getinfo(SHEET).file_size.to_bytes(4, "little")
    assert refused(bytes(lying).replace(size, (50).to_bytes(4, "little"))).code == "file-damaged"


def test_h1_members_that_share_their_bytes() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as book:
        start = book.infolist()[0].header_offset
        other = book.infolist()[1].header_offset
    central = GOOD.rindex(other.to_bytes(4, "little") + book.infolist()[1].filename.encode())
    twins = GOOD[:central] + start.to_bytes(4, "little") + GOOD[central + 4 :]
    assert refused(twins).code == "file-bomb"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "xl/workbook.xml", "docProps/core.xml"])
@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', '<!DOCTYPE x SYSTEM "file:///etc/hostname">']
)
def test_h2_entities(part: str, declared: str) -> None:
    assert refused(changed(part, lambda xml: xml.replace(b"?>", b"?>" + declared.encode(), 1))).code == "file-unsafe"


def test_h2_entities_hidden_in_utf_16() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert refused(changed("xl/sharedStrings.xml", lambda _: text.encode("utf-16"))).code == "file-unsafe"


def test_h3_a_filled_cell_in_the_last_corner() -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    error = refused(with_cells(cells))
    assert (error.code, error.evidence["cell"], error.evidence["sheet"]) == ("sheet-too-wide", "XFD1048576", "DS")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            with_cells(b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "sheet-too-wide",
        ),
        (
            changed(SHEET, lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x SYSTEM "file:///etc/hostname">', 1)),
            "file-unsafe",
        ),
        (changed(SHEET, lambda xml: xml[: len(xml) // 2]), "file-damaged"),
    ],
)
def test_a_long_file_whose_parts_are_read_side_by_side_is_refused_alike(
    monkeypatch: pytest.MonkeyPatch, data: bytes, code: str
) -> None:
    by_turns = refused(data)
    monkeypatch.setattr(confined, "LONG", 0)
    at_once = refused(data)
    assert by_turns.code == code
    assert (at_once.code, at_once.sentence) == (code, by_turns.sentence)


def test_a_long_file_is_read_alike_by_both_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook([{"name": n, "rows": [["STT", "Tên hàng", "Giá"], [1, "Trà", "4k"]]} for n in ("A", "B", "C")])
    by_turns = sheets.read(book, "x")
    monkeypatch.setattr(confined, "LONG", 0)
    at_once = sheets.read(book, "x")
    assert [[row.cells for row in table.rows] for table in at_once.tables] == [
        [row.cells for row in table.rows] for table in by_turns.tables
    ]
    assert [table.sheet for table in at_once.tables] == ["A", "B", "C"]


def test_h3_an_empty_cell_in_the_last_corner_does_no_harm() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    file = sheets.read(changed(SHEET, lambda xml: xml.replace(b"</sheetData>", corner)), "x")
    assert [row.row for row in file.tables[0].rows] == [2]


def test_h4_a_hundred_thousand_merges() -> None:
    merges = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (i, i) for i in range(10, 100_010))
    data = changed(
        SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    )
    assert len(sheets.read(data, "x").tables[0].rows) == 1


def test_h4_one_long_text_in_every_row() -> None:
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"A" * 32_000
        + b"</t></si></sst>"
    )
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(1, 60_001))
    error = refused(changed("xl/sharedStrings.xml", lambda _: strings, with_cells(rows)))
    assert error.code == "file-too-heavy"


def test_h1_a_word_table_that_outgrows_the_memory() -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f"<w:document {names}><w:body><w:tbl>{row * 200_000}</w:tbl></w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", text)
    assert refused(out.getvalue(), "x.docx").code == "file-too-heavy"


def test_h1_a_page_that_outgrows_the_memory() -> None:
    assert refused(b"<html><table><tr>" + b"<td>x</td>" * 4_000_000, "x.xls").code == "file-too-heavy"


def test_h4_more_merges_than_any_sheet_has() -> None:
    merges = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (i, i) for i in range(10, 300_020))
    data = changed(
        SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    )
    assert refused(data).code == "file-too-heavy"


def test_a_sheet_with_16384_columns() -> None:
    def row(number: int, text: str) -> str:
        cells = (f'<c r="{xl_col_to_name(c)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for c in range(16_384))
        return f'<row r="{number}">{"".join(cells)}</row>'

    with guards.no_endless_work():
        file = sheets.read(with_cells((row(1, "Cột lạ") + row(2, "x")).encode()), "rong.xlsx")
    assert (file.cells_read, [issue.code for issue in file.issues]) == (2 * 16_384, ["table-none"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf \r\n", "file-empty"),
        (GOOD[: len(GOOD) // 2], "file-damaged"),
        (GOOD[:-40], "file-damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file-password"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "file-other-kind"),
        (OLE + "Workbook".encode("utf-16-le"), "file-damaged"),
        (b"{\\rtf1 x}", "file-other-kind"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "file-other-kind"),
        (b"Rar!\x1a\x07", "file-other-kind"),
        (bytes(range(256)) * 8, "file-other-kind"),
    ],
)  # fmt: skip
def test_h5_what_is_no_sheet_is_named(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_h5_a_cut_part_inside_a_whole_zip() -> None:
    assert refused(changed(SHEET, lambda xml: xml[:300])).code == "file-damaged"


def test_h48_many_empty_formatted_rows() -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (i, i, i) for i in range(4, 200_000))
    data = changed(SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))
    file = sheets.read(data, "x")
    assert (len(file.tables[0].rows), file.cells_read) == (1, 6)


@pytest.mark.parametrize(
    "data",
    [
        "Tên sản phẩm\tGiá bán\r\nTrà gừng\t45.000\r\n".encode("utf-16"),
        "Tên sản phẩm\tGiá bán\r\nTrà gừng\t45.000\r\n".encode("utf-16-le"),
        "Tên sản phẩm\tGiá bán\r\nTrà gừng\t45.000\r\n".encode("utf-16-be"),
        "\ufeffTên sản phẩm,Giá bán\rTrà gừng,45.000\r".encode(),
        "sep=;\r\nTên sản phẩm;Giá bán\r\nTrà gừng;45.000\r\n".encode(),
        "Tên sản phẩm|Giá bán\nTrà gừng|45.000".encode(),
        'Tên sản phẩm,Giá bán\n"Trà gừng",45.000,,\n'.encode(),
        b"T\xc3\xaan s\xe1\xba\xa3n ph\xe1\xba\xa9m,Gi\xc3\xa1 b\xc3\xa1n\nTr\xc3\xa0\x00 g\xe1\xbb\xabng,45.000\n",
    ],
)
def test_h50_h52_text_files_of_all_manners(data: bytes) -> None:
    (table,) = sheets.read(data, "x.csv").tables
    assert [(row.row, row.cells) for row in table.rows] == [(2, {"A": "Trà gừng", "B": "45.000"})]


def test_h52_a_quotation_mark_that_is_never_closed() -> None:
    error = refused('Tên sản phẩm,Giá bán\nTrà gừng,"45.000\nMứt gừng,60.000\n'.encode())
    assert (error.code, error.evidence["line"]) == ("csv-broken", "2")


def test_h53_a_sheets_name_is_only_a_label() -> None:
    name = "a'\"; --<b>😀"
    (table,) = sheets.read(workbook([{"name": name, "rows": [["Tên hàng", "Giá"], ["Trà", "4k"]]}]), "x").tables
    assert table.sheet == name


def test_h55_more_tables_than_a_sheet_can_sensibly_hold() -> None:
    rows = [["Danh sách"], ["Tên hàng", "Giá"], ["Trà", "4k"]] * (tables.TABLES + 1)
    assert refused(workbook([{"name": "S", "rows": rows}])).code == "file-too-heavy"


def test_the_child_gets_no_more_time_than_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "PATIENCE", 0)
    assert refused(GOOD).code == "file-too-heavy"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_h29_members_of_a_delivery_have_names_that_lead_nowhere() -> None:
    sent = {
        "../../etc/hang.xlsx": GOOD,
        "anh/Trà gừng.jpg": b"1",
        "ảnh 2/trà gừng.JPG": b"2",
        "__MACOSX/._hang.xlsx": b"",
        "~$x": b"",
    }
    found = list(archive.members(zipped(sent)))
    assert [(m.folders, m.name) for m in found] == [
        (("etc",), "hang.xlsx"),
        (("anh",), "Trà gừng.jpg"),
        (("ảnh 2",), "trà gừng.JPG"),
    ]
    assert [m.read() for m in found] == [GOOD, b"1", b"2"]


def test_a_zip_of_files_is_no_sheet() -> None:
    assert refused(zipped({"a.txt": b"x"})).code == "file-other-kind"


def test_pictures_pasted_into_rows() -> None:
    image = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea7"
        "d6a4a50000000049454e44ae426082"
    )
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, texts in enumerate([["Tên hàng", "Giá", "Ảnh"], ["Trà gừng", "45k"], ["Mứt gừng", "60k"]]):
            sheet.write_row(row, 0, texts)
        sheet.insert_image("C3", "tra.png", {"image_data": io.BytesIO(image)})
    (table,) = sheets.read(out.getvalue(), "x").tables
    (part,) = table.pictures.pop(3)
    assert not table.pictures
    with archive.open_archive(out.getvalue()) as opened:
        assert archive.part(opened, part) == image


@pytest.mark.parametrize("text", ['{"a":' * 50_000, "[" * 100_000, "x" * 200_000])
def test_a_line_longer_than_any_field_is_no_table(text: str) -> None:
    assert [issue.code for issue in sheets.read(text.encode(), "x.txt").issues] == ["table-none"]


@pytest.mark.parametrize("line", ["a, " * 10_000 + "1k", "," * 32_000, "1k, a " * 5_000])
def test_a_long_line_of_a_chat_is_read(line: str) -> None:
    with guards.no_endless_work():  # a reader that looks back at every comma takes minutes
        assert sheets.read(f"mật ong 10k/chai\n{line}".encode(), "x.txt").tables
