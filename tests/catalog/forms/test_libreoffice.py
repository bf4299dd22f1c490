"""LibreOffice opens what we hand out without repair, keeps what it must keep, and its formulas judge as ours do."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from catalog.forms import returned, template
from catalog.forms.book import Book
from catalog.forms.template_checks import RULES
from catalog.forms.template_lists import communes, lists
from catalog.forms.worksheet import Worksheet
from catalog.sheets import read
from tests.catalog.forms.making import ROWS, report, sheet_xml, workbook
from tests.catalog.forms.test_returned import comments, ground, mark, texts
from tests.catalog.forms.test_template import filled
from tests.conftest import need

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(path: Path, to: str, tmp_path: Path) -> list[Path]:
    """What LibreOffice makes of a file, in a folder of its own."""
    program = need("soffice", "libreoffice-calc")
    out = tmp_path / to.partition(":")[0] / path.stem
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(out), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert out.exists(), done.stderr
    return sorted(out.iterdir())


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def written(tmp_path: Path, data: bytes, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_the_template_opens_with_every_cell(tmp_path: Path) -> None:
    data = template.make()
    sheets = {
        p.stem.rpartition("-")[2]: table(p) for p in convert(written(tmp_path, data, "m.xlsx"), ALL_SHEETS, tmp_path)
    }
    assert {template.SHEET, "Hướng dẫn", template.LISTS_SHEET} <= sheets.keys()
    book = Book(data)
    for sheet in book.sheets:
        shown = {words for row in sheets[sheet.name] for words in row}
        stored = {book.text(sheet, row, column) for row in range(1, 9) for column in range(1, 50)} - {"", "150000"}
        assert stored <= shown | {"20"}, sheet.name


def test_filled_in_and_saved_by_libreoffice_it_imports_with_no_issue(tmp_path: Path) -> None:
    path = written(tmp_path, filled(template.make()), "mau.xlsx")
    for kind in ("xlsx", "ods"):
        (saved,) = convert(path, kind, tmp_path)
        said = report(tmp_path / kind, saved.read_bytes(), saved.name)
        assert said["issues"] == [], kind
        assert [p["commune"] for p in said["products"]] == ["Mậu A", "Ngọc Hà"]
        assert [p["sku"] for p in said["products"]] == ["00120", None]
    assert template.version_of((tmp_path / "xlsx" / "mau" / "mau.xlsx").read_bytes()) == template.VERSION


def test_a_returned_sheet_opens_and_is_known_again_when_saved(tmp_path: Path) -> None:
    made = mark(tmp_path / "1", workbook({"Hàng": sheet_xml(ROWS)}))
    path = written(tmp_path, made.data, "tra.xlsx")
    sheets = {p.stem.rpartition("-")[2]: table(p) for p in convert(path, ALL_SHEETS, tmp_path)}
    shown = {words for row in sheets["Hàng"] for words in row if words}
    assert shown == set(texts(made.data, "Hàng").values())
    assert set(texts(made.data, "Kết quả").values()) == {w for row in sheets["Kết quả"] for w in row if w}
    (saved,) = convert(path, "xlsx", tmp_path)
    data = saved.read_bytes()
    assert returned.continuation_of(data) == returned.continuation_of(made.data)
    assert ground(data, "Hàng", 3, 6) == ground(made.data, "Hàng", 3, 6)
    assert read(data, "tra.xlsx").issues == ()
    again = mark(tmp_path / "2", data)
    assert comments(again.data).keys() == comments(made.data).keys()
    assert [s.name for s in Book(again.data).sheets] == ["Kết quả", "Hàng"]
    assert texts(again.data, "Hàng") == texts(made.data, "Hàng")


def set_formula(sheet: Worksheet, row: int, column: int, formula: str) -> None:
    """A formula without a stored result, so that LibreOffice has to find it."""
    sheet.set_number(row, column, 0)
    cell = sheet._cell(row, column)
    assert cell is not None
    del cell[:]
    etree.SubElement(cell, sheet.tag("f")).text = formula


def test_a_cell_repaired_in_libreoffice_loses_our_colour(tmp_path: Path) -> None:
    made = mark(tmp_path / "1", workbook({"Hàng": sheet_xml(ROWS)}))
    (saved,) = convert(written(tmp_path, made.data, "tra.xlsx"), "xlsx", tmp_path)
    book = Book(saved.read_bytes())
    book.worksheet(book.sheets[1]).set_text(3, 6, "150.000đ")
    again = mark(tmp_path / "2", book.write())
    assert ground(again.data, "Hàng", 3, 6) == ""


# Column → words and whether its rule takes them.
JUDGED: dict[str, list[tuple[str | float, bool]]] = {
    "price": [(150000, True), ("liên hệ", True), ("150.000đ", True), (150, False), ("25-30", False), ("150k", False)],
    "decision_date": [("26/04/2024", True), ("6/4/2024", True), ("2024", False), ("32/04/2024", False),
                      ("4/13/2024", False)],
    "phone": [("0900 000 011", True), ("+84900000011", True), ("900000011", False), ("0900", False)],
    "tax_code": [("0100233488", True), ("0314409058-002", True), ("012345678901", True), ("123", False)],
    "gtin": [("8936136161235", True), ("8936136161240", False), ("8936136161236", False), ("20000004", True)],
    "score": [("82,5", True), ("82.5", True), (90, True), ("120", False), ("tốt", False)],
    "stock": [(20, True), ("hết hàng", True), ("vài hũ", False)],
}  # fmt: skip


def test_the_rules_judge_as_they_should(tmp_path: Path) -> None:
    assert JUDGED.keys() == RULES.keys()
    cases = [(name, words, good) for name, said in JUDGED.items() for words, good in said]
    book = Book(workbook({"A": sheet_xml([["x"]])}))
    sheet = book.worksheet(book.sheets[0])
    for row, (name, words, _) in enumerate(cases, 1):
        put = sheet.set_text if isinstance(words, str) else sheet.set_number
        put(row, 1, words)  # type: ignore[arg-type]
        set_formula(sheet, row, 2, f'IF(IFERROR({RULES[name][0].format(f"A{row}")},FALSE),"tốt","xấu")')
    (made,) = convert(written(tmp_path, book.write(), "luat.xlsx"), ALL_SHEETS, tmp_path)
    wrong = [case for case, row in zip(cases, table(made), strict=True) if (row[1] == "tốt") != case[2]]
    assert not wrong


@pytest.mark.parametrize("province", ["An Giang", "Lào Cai", "Huế", "Vĩnh Long"])
def test_the_communes_offered_are_those_of_the_province(province: str, tmp_path: Path) -> None:
    """The validation's formula, counted and looked into by LibreOffice, on the template's own lists."""
    book = Book(template.make())
    lists_sheet = next(s for s in book.sheets if s.name == template.LISTS_SHEET)
    sheet = book.worksheet(lists_sheet)
    offered = f'OFFSET(ocop_xa_dau,MATCH("{province}",ocop_xa_tinh,0),0,COUNTIF(ocop_xa_tinh,"{province}"),1)'
    for row, formula in enumerate((f"ROWS({offered})", f"INDEX({offered},1)", f"INDEX({offered},ROWS({offered}))"), 1):
        set_formula(sheet, row, 20, formula)
    made = convert(written(tmp_path, book.write(), "l.xlsx"), ALL_SHEETS, tmp_path)
    rows = table(next(p for p in made if template.LISTS_SHEET in p.name))
    mine = [commune.name for commune in communes() if commune.province == province]
    assert [row[19] for row in rows[:3]] == [str(len(mine)), mine[0], mine[-1]]
    assert len(lists()["xa"]) == 3_321
