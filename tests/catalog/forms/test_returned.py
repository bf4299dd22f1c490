"""The returned workbook: marked in place, understood again, marked twice without a trace of the first time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree

from catalog.forms import returned, summary
from catalog.forms.book import Book
from catalog.forms.comments import HEADING
from catalog.forms.handing_back import hand_back
from catalog.forms.result_sheet import FILLS
from catalog.sheets import read
from catalog.sheets.ours import REMARKS, RESULT_TITLE
from tests.catalog.forms.making import (
    GOOD,
    HEADER,
    MAIN,
    NO_PRICE,
    ROWS,
    STYLES,
    link,
    parts,
    report,
    sheet_xml,
    strict,
    workbook,
)

Made = returned.Returned


def mark(home: Path, data: bytes, name: str = "hang.xlsx") -> Made:
    return returned.mark(data, name, report(home, data, name))


def texts(data: bytes, sheet: str) -> dict[str, str]:
    """Cell → words of a sheet of the workbook."""
    book = Book(data)
    found = book.find(sheet)
    assert found is not None
    worksheet = book.worksheet(found)
    cells = (
        (cell.get("r", ""), row, column) for row in worksheet.rows for column, cell in worksheet.cells(row).items()
    )
    return {cell: words for cell, row, column in cells if (words := book.text(found, row, column))}


def ground(data: bytes, sheet: str, row: int, column: int) -> str:
    """The colour of a cell's ground; blank for none."""
    book = Book(data)
    found = book.find(sheet)
    assert found is not None
    return book.styles._front(book.worksheet(found).style(row, column))


def comments(data: bytes) -> dict[str, str]:
    found = {}
    for name, content in parts(data).items():
        if name.startswith("xl/comments"):
            root = etree.fromstring(content)
            found |= {c.get("ref", ""): "".join(map(str, c.itertext())) for c in root.iter(f"{{{MAIN}}}comment")}
    return found


@pytest.fixture
def plain(tmp_path: Path) -> tuple[bytes, Made]:
    data = workbook({"Hàng": sheet_xml(ROWS)})
    return data, mark(tmp_path, data)


def test_doubtful_cells_are_coloured_commented_and_explained(plain: tuple[bytes, Made]) -> None:
    data, made = plain
    assert (made.name, made.is_copy) == ("hang - kết quả.xlsx", False)
    said = texts(made.data, "Hàng")
    assert said["G1"] == REMARKS
    assert "Phải sửa: Ô F3: không rõ giá “25-30”" in said["G3"]
    assert "Ghi đủ số tiền" in said["G3"]
    assert "G2" not in said
    assert ground(made.data, "Hàng", 3, 6) == FILLS["error"]
    assert ground(made.data, "Hàng", 2, 6) == ""
    assert HEADING in comments(made.data)["F3"]
    assert "Ghi đủ số tiền bằng đồng" in comments(made.data)["F3"]
    before = texts(data, "Hàng")
    assert {cell: words for cell, words in said.items() if not cell.startswith("G")} == before


def test_the_summary_names_counts_places_and_what_to_do(plain: tuple[bytes, Made]) -> None:
    _, made = plain
    assert Book(made.data).sheets[0].name == "Kết quả"
    said = " ".join(texts(made.data, "Kết quả").values())
    for words in (RESULT_TITLE, "Đã nhận: 1", "Cần bổ sung: 2", "Trả lại: 0", "Quế thanh", "Ghi đủ số tiền bằng đồng"):
        assert words in said
    root = etree.fromstring(next(c for n, c in parts(made.data).items() if "ketqua" in n))
    links = {e.get("location") for e in root.iter(f"{{{MAIN}}}hyperlink")}
    assert "'Hàng'!F3" in links
    page = next(root.iter(f"{{{MAIN}}}pageSetup"))
    assert (page.get("fitToWidth"), page.get("fitToHeight"), page.get("paperSize")) == ("1", "1", "9")


def test_what_nobody_remarked_on_stays_byte_for_byte(tmp_path: Path) -> None:
    extra = {
        "xl/vbaProject.bin": bytes(range(256)) * 20,
        "xl/media/image1.png": b"\x89PNG pixels" * 30,
        "xl/drawings/drawing1.xml": b"<xdr:wsDr xmlns:xdr='d'/>",
        "docProps/app.xml": b"<Properties/>",
    }
    rules = (
        '<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>"a,b"</formula1></dataValidation>'
    )
    data = workbook(
        {
            "Hàng": sheet_xml(ROWS, after=f'{rules}</dataValidations><drawing r:id="rId1"/>'),
            "Khác": sheet_xml([["ghi chú"]]),
        },
        parts=extra,
        relations={"xl/worksheets/sheet1.xml": link("rId1", "drawing", "../drawings/drawing1.xml")},
    )
    made = mark(tmp_path, data, "hang.xlsm")
    assert made.name.endswith(".xlsm")
    before, after = parts(data), parts(made.data)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert f"{rules}</dataValidations>" in sheet
    assert sheet_xml(ROWS).split("<row ")[2] in sheet  # the good row


def test_marked_twice_bears_one_set_of_marks(tmp_path: Path, plain: tuple[bytes, Made]) -> None:
    _, first = plain
    second = mark(tmp_path / "2", first.data, first.name)
    third = mark(tmp_path / "3", second.data, second.name)
    assert second.name == first.name
    assert [s.name for s in Book(second.data).sheets] == ["Kết quả", "Hàng"]
    assert texts(second.data, "Hàng") == texts(first.data, "Hàng")
    assert comments(second.data) == comments(first.data)
    assert parts(second.data).keys() == parts(first.data).keys() == parts(third.data).keys()
    for name, content in parts(third.data).items():
        if "ketqua" not in name and "custom" not in name:
            assert content == parts(second.data)[name], name


def test_a_repaired_sheet_comes_back_clean_and_as_it_was(tmp_path: Path, plain: tuple[bytes, Made]) -> None:
    _, first = plain
    book = Book(first.data)
    sheet = book.worksheet(book.sheets[1])
    sheet.set_text(3, 6, "150.000đ")
    sheet.set_text(4, 3, "HTX Suối Nhạn")
    fixed = book.write()
    said = report(tmp_path / "2", fixed)
    assert [i["code"] for i in said["issues"]] == []
    assert said["summary"]["accepted"] == 3
    assert returned.continuation_of(fixed) == returned.continuation_of(first.data) != None  # noqa: E711
    again = returned.mark(fixed, "hang.xlsx", said)
    assert ground(again.data, "Hàng", 3, 6) == ""
    assert comments(again.data) == {}
    assert {c: w for c, w in texts(again.data, "Hàng").items() if c.startswith("G")} == {"G1": REMARKS}
    assert "Không có chỗ nào phải sửa" in " ".join(texts(again.data, "Kết quả").values())


def test_a_cell_gets_its_own_colour_back(tmp_path: Path) -> None:
    data = workbook({"Hàng": sheet_xml(ROWS, style=1)})
    first = mark(tmp_path, data)
    assert ground(first.data, "Hàng", 3, 6) == FILLS["error"]
    book = Book(first.data)
    book.worksheet(book.sheets[1]).set_text(3, 6, "150.000đ")
    again = mark(tmp_path / "2", book.write())
    assert ground(again.data, "Hàng", 3, 6) == "FFABCDEF"


def test_our_own_sheet_and_column_are_not_read(plain: tuple[bytes, Made]) -> None:
    data, made = plain
    before, after = read(data, "a"), read(made.data, "b")
    for old, new in zip(before.tables[0].rows, after.tables[0].rows, strict=True):
        assert {x: words for x, words in new.cells.items() if x != "G"} == old.cells
    assert after.tables[0].columns["G"].column is None
    assert after.issues == before.issues == ()
    assert after.cells_used == before.cells_used


def test_without_hidden_marks_it_is_read_all_the_same(plain: tuple[bytes, Made]) -> None:
    _, made = plain
    book = Book(made.data)
    book.set_mark(returned.MARK, "")
    bare = book.write()
    assert not returned.continuation_of(bare)
    assert len(read(bare, "b").tables) == 1
    assert read(bare, "b").issues == ()


def test_people_s_comments_stay_and_ours_stand_below(tmp_path: Path) -> None:
    note = (f'<comments xmlns="{MAIN}"><authors><author>Lan</author></authors><commentList>'
            '<comment ref="F3" authorId="0"><text><t>Hỏi lại chị Hoa</t></text></comment>'
            '<comment ref="B2" authorId="0"><text><t>Đã kiểm</t></text></comment>'
            "</commentList></comments>")  # fmt: skip
    shape = ('<v:shape id="_x0000_s1025" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>2</x:Row>'
             "<x:Column>5</x:Column></x:ClientData></v:shape>")  # fmt: skip
    other = shape.replace("1025", "1026").replace("<x:Row>2</x:Row><x:Column>5<", "<x:Row>1</x:Row><x:Column>1<")
    vml = f'<xml xmlns:v="v" xmlns:o="o" xmlns:x="x"><v:shapetype id="_x0000_t202"/>{shape}{other}<br></xml>'
    data = workbook(
        {"Hàng": sheet_xml(ROWS, after='<legacyDrawing r:id="rId2"/>')},
        parts={"xl/comments1.xml": note.encode(), "xl/drawings/vmlDrawing1.vml": vml.encode()},
        relations={"xl/worksheets/sheet1.xml": link("rId1", "comments", "../comments1.xml")
                   + link("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml")},
    )  # fmt: skip
    first = mark(tmp_path, data)
    said = comments(first.data)
    assert said["B2"] == "Đã kiểm"
    assert said["F3"].startswith(f"Hỏi lại chị Hoa\n\n{HEADING}\nPhải sửa")
    boxes = parts(first.data)["xl/drawings/vmlDrawing1.vml"]
    assert boxes.count(b"<v:shape ") == len(said) == 3
    second = mark(tmp_path / "2", first.data)
    assert comments(second.data) == said
    book = Book(second.data)
    book.worksheet(book.sheets[1]).set_text(3, 6, "150.000đ")
    book.worksheet(book.sheets[1]).set_text(4, 3, "HTX Suối Nhạn")
    clean = mark(tmp_path / "3", book.write())
    assert comments(clean.data) == {"F3": "Hỏi lại chị Hoa", "B2": "Đã kiểm"}
    assert parts(clean.data)["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 2


SHAPES: dict[str, bytes] = {
    "no styles": workbook({"Hàng": sheet_xml(ROWS)}, styles=None),
    "strict": strict(workbook({"Hàng": sheet_xml(ROWS)})),
    "strict without styles": strict(workbook({"Hàng": sheet_xml(ROWS)}, styles=None)),
    "merged last column": workbook(
        {"Hàng": sheet_xml(ROWS, after='<mergeCells count="1"><mergeCell ref="F1:H1"/></mergeCells>')}
    ),
    "away from the corner": workbook({"Hàng": sheet_xml([["DANH SÁCH"], [], *ROWS], first=3, left=4)}),
    "protected": workbook({"Hàng": sheet_xml(ROWS, after='<sheetProtection sheet="1"/>')}),
    "quoted name": workbook({"Xã 'A' & B": sheet_xml(ROWS)}),
    "name taken": workbook({"Kết quả": sheet_xml(ROWS)}),
    "names of one sheet": workbook(
        {"Bìa": sheet_xml([["x"]]), "Hàng": sheet_xml(ROWS)},
        book='<definedNames><definedName name="_xlnm.Print_Area" localSheetId="1">Hàng!$A$1:$F$4</definedName>'
        "</definedNames>",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_workbooks_of_other_programs_are_marked_and_read_again(shape: str, tmp_path: Path) -> None:
    data = SHAPES[shape]
    before = report(tmp_path, data)
    made = returned.mark(data, "hang.xlsx", before)
    assert not made.is_copy
    after = report(tmp_path / "2", made.data)
    assert [(i["code"], i["cell"]) for i in after["issues"]] == [(i["code"], i["cell"]) for i in before["issues"]]
    assert after["summary"]["rows"] == before["summary"]["rows"] == 3
    assert returned.continuation_of(made.data) == before["submissions"][0]["id"]
    assert mark(tmp_path / "3", made.data).remarks == made.remarks


def test_the_remarks_stand_behind_what_is_merged(tmp_path: Path) -> None:
    made = mark(tmp_path, SHAPES["merged last column"])
    assert texts(made.data, "Hàng")["I1"] == REMARKS


def test_a_remark_on_a_merged_cell_stands_where_it_is_seen(tmp_path: Path) -> None:
    rows = [HEADER, [*NO_PRICE[:5], "25-30"], ["3", "Ớt chào mào", *NO_PRICE[2:5], ""]]
    merged = '<mergeCells count="1"><mergeCell ref="F2:F3"/></mergeCells>'
    made = mark(tmp_path, workbook({"Hàng": sheet_xml(rows, after=merged)}))
    assert comments(made.data).keys() == {"F2"}
    assert ground(made.data, "Hàng", 3, 6) == ""
    said = texts(made.data, "Hàng")
    assert "Ô F2" in said["G2"]
    assert "Ô F3" in said["G3"]


def test_names_of_one_sheet_move_on_with_it(tmp_path: Path) -> None:
    made = mark(tmp_path, SHAPES["names of one sheet"])
    assert b'localSheetId="2"' in parts(made.data)["xl/workbook.xml"]


def test_several_tables_each_get_their_column(tmp_path: Path) -> None:
    stacked = [*ROWS, [], ["Danh sách 2"], [*HEADER, "Điện thoại"], [*GOOD, "0900 000 011"], [*NO_PRICE, "12"]]
    data = workbook({"Hàng": sheet_xml(stacked)})
    said = texts(mark(tmp_path, data).data, "Hàng")
    assert said["G1"] == said["H7"] == REMARKS
    assert "Ô F9" in said["H9"]
    assert "H3" not in said


def test_tables_side_by_side_share_a_column(tmp_path: Path) -> None:
    rows = [[*row, "", *row] for row in ROWS]
    said = texts(mark(tmp_path, workbook({"Hàng": sheet_xml(rows)})).data, "Hàng")
    assert said["N1"] == REMARKS
    assert "Ô F3" in said["N3"]
    assert "Ô M3" in said["N3"]


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    data = workbook({"Hàng": sheet_xml(ROWS), "Cũ": sheet_xml(ROWS)}, states={"Cũ": "hidden"})
    made = mark(tmp_path, data)
    assert parts(made.data)["xl/worksheets/sheet2.xml"] == parts(data)["xl/worksheets/sheet2.xml"]
    assert "Trang ẩn “Cũ”" in " ".join(texts(made.data, "Kết quả").values())


def test_only_one_sheet_is_chosen_when_it_opens(tmp_path: Path) -> None:
    view = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    mine = workbook({"Hàng": sheet_xml(ROWS, before=view), "Khác": sheet_xml([["x"]])})
    theirs = workbook({"Hàng": sheet_xml(ROWS), "Khác": sheet_xml([["x"]], before=view)})
    for data, chosen in ((mine, "ketqua1"), (theirs, "sheet2")):
        made = parts(mark(tmp_path / chosen, data).data)
        assert [n for n, c in made.items() if b"tabSelected" in c] == [f"xl/worksheets/{chosen}.xml"]


def test_h7_hostile_words_of_a_sheet_never_become_formulas(tmp_path: Path) -> None:
    bad = [
        "2",
        "=cmd|' /C calc'!A0 _x0041_ ngon",
        "HTX Đồi Vải",
        "xã Viễn Sơn, Văn Yên, Yên Bái",
        "",
        "=1+1" + "9" * 30_000,
    ]
    made = mark(tmp_path, workbook({"Hàng": sheet_xml([HEADER, GOOD, bad])}))
    for name, content in parts(made.data).items():
        if name.startswith("xl/worksheets/"):
            assert not list(etree.fromstring(content).iter(f"{{{MAIN}}}f")), name
    assert all(len(words) <= 32_767 for words in texts(made.data, "Hàng").values())
    again = mark(tmp_path / "2", made.data)
    assert texts(again.data, "Hàng") == texts(made.data, "Hàng")


def test_h47_many_wrong_rows_share_lines_of_the_summary(tmp_path: Path) -> None:
    rows = [[str(n), f"Mật ong số {n}", *NO_PRICE[2:]] for n in range(1, 4_001)]
    made = mark(tmp_path, workbook({"Hàng": sheet_xml([HEADER, *rows])}))
    said = texts(made.data, "Kết quả")
    assert any(words.startswith("4000 chỗ, cột Giá bán: F2, F3") for words in said.values())
    assert len({cell.lstrip("ABCDE") for cell in said}) < 60
    assert len(comments(made.data)) == 3_000
    assert "Ô F4001" in texts(made.data, "Hàng")["G4001"]


COPIES = {
    "hang.csv": "\n".join(";".join(row) for row in ROWS).encode(),
    "hang.json": json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS[1:]]).encode(),
    "tin.txt": "HTX Đồi Vải, xã Viễn Sơn, Văn Yên, Yên Bái, đt 0900 000 011\nMật ong hoa nhãn 500ml giá 150k\n"
               "Quế thanh 500g giá 25-30\n".encode(),
    "hang.html": ("<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
                  + "</table>").encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_what_cannot_be_written_back_comes_as_a_workbook(name: str, tmp_path: Path) -> None:
    before = report(tmp_path, COPIES[name], name)
    made = returned.mark(COPIES[name], name, before)
    assert (made.is_copy, made.name) == (True, f"{name.rpartition('.')[0]} - kết quả.xlsx")
    after = report(tmp_path / "2", made.data)
    doubts = [[(i["code"], i["value"]) for i in said["issues"] if i["severity"] != "info"] for said in (before, after)]
    assert doubts[0]
    # A line of a chat that was not taken has no row in the copy: its summary tells of it.
    unread = [doubt for doubt in doubts[0] if doubt[0] == "chat-line-unread"]
    assert [(r.code, r.value) for r in made.findings.remarks if r.code == "chat-line-unread"] == unread
    assert sorted(d for d in doubts[0] if d not in unread) == sorted(doubts[1])
    assert [p["name"] for p in after["products"]] == [p["name"] for p in before["products"]]
    sheet = next(s for s in Book(made.data).sheets if s.name != "Kết quả").name
    remarks = " ".join(texts(made.data, sheet).values())
    for issue in after["issues"]:
        assert issue["message"] in remarks


def test_a_refused_file_gets_a_page_that_says_why(tmp_path: Path) -> None:
    made = mark(tmp_path, b"Rar!\x1a\x07 nothing", "hang.xlsx")
    assert made.is_copy
    said = " ".join(texts(made.data, "Kết quả").values())
    assert "Tệp" in said
    assert made.findings.reason
    assert made.findings.reason in said
    assert [tone for tone, _ in summary.lines(made.findings)] == ["plain", "error"]


def test_other_files_continue_nothing() -> None:
    for data in (b"", b"a,b\n1,2\n", workbook({"Hàng": sheet_xml(ROWS)}), b"PK\x03\x04broken"):
        assert returned.continuation_of(data) is None


def test_the_mark_survives_a_rewriting_program(plain: tuple[bytes, Made]) -> None:
    """XlsxWriter stands in for a program that writes the workbook anew with its custom properties."""
    _, made = plain
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, words in Book(made.data).marks().items():
            book.set_custom_property(name, words)
        book.add_worksheet("Hàng").write_string(0, 0, "x")
    assert returned.continuation_of(out.getvalue()) == returned.continuation_of(made.data)


def test_the_report_of_the_command_line_is_all_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "hang.xlsx"
    path.write_bytes(workbook({"Hàng": sheet_xml(ROWS)}))
    ocop = str(Path(sys.executable).with_name("ocop"))
    command = [ocop, "--home", str(tmp_path / "home"), "import", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said: dict[str, Any] = json.loads(done.stdout)
    made = returned.mark(path.read_bytes(), path.name, said)
    assert made.remarks == len(said["issues"]) > 0
    tones = [tone for tone, _ in summary.lines(made.findings)]
    assert tones[:3] == ["plain", "good", "warning"]
    assert STYLES  # the sheet had styles of its own


def test_h29_what_goes_back_stays_in_its_folder(tmp_path: Path) -> None:
    data = workbook({"Hàng": sheet_xml(ROWS)})
    said = report(tmp_path, data)
    names = ["hang.xlsx", "hang.xlsx", "../../ra ngoài.xlsx", "a:b?.csv", "x" * 300 + ".xlsx", "ẳ" * 120 + ".xlsx"]
    written = hand_back(tmp_path / "tra", [(name, data) for name in names], said)
    books = [path for path in written if path.suffix == ".xlsx"]
    assert len(books) == len(set(books)) == len(names)
    assert {path.parent for path in written} == {tmp_path / "tra"}
    assert [path.name for path in books][:2] == ["hang - kết quả.xlsx", "hang - kết quả (2).xlsx"]
    assert all(path.exists() for path in written)
    again = hand_back(tmp_path / "tra", [("hang.xlsx", data)], said)
    assert again[0].read_bytes() == books[0].read_bytes()
