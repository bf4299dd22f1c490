"""Number formats that hide a factor, digits or words (H61), and those that change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from catalog import sheets
from catalog.sheets.opening.numberformats import Format, telling
from catalog.sheets.opening.opendocumentformats import SHAPES, STYLE, Styles
from tests.catalog.forms.test_libreoffice import convert
from tests.catalog.sheets import making


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("#,##0,", 45000, "45"),
        ("0.0,,", 1_500_000, "1.5"),
        ("#,##0,", 45500, "45.5"),
        ('0".000đ"', 40, "40.000đ"),
        ('#,##0".000"', 1250, "1.250.000"),
        ("0%", 0.15, "15%"),
        ("000000", 123, "000123"),
        ("0000\\ 000\\ 000", 900000011, "0900 000 011"),
        ('"SP"000', 7, "SP007"),
        ('0" kg"', 5, "5 kg"),
        ('0" kg"', float("inf"), "inf kg"),
        ('General" kg"', 0.5, "0.5 kg"),
        ('#,##0 "đ/kg"', 45000, "45000 đ/kg"),
        ('0.0%;[Red]-0.0%', -0.05, "-5%"),
    ],
)  # fmt: skip
def test_a_format_that_tells(code: str, value: float, shown: str) -> None:
    found = telling(164, code)
    assert found
    assert found.shown(value) == shown


@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00", "#,##0", '#,##0 "đ"', "#,##0\\ [$₫-42A]", '_-* #,##0\\ "₫"_-', "dd/mm/yyyy", "# ?/?", "@",
     "0.00E+00", '[>999]#,##0,"k";0', "[h]:mm", "", ";;;"],
)  # fmt: skip
def test_a_format_that_changes_nothing(code: str) -> None:
    assert telling(164, code) is None


def test_built_in_percentages() -> None:
    assert [bool(telling(number, None)) for number in (0, 3, 9, 10, 14)] == [False, False, True, True, False]


SHEET = {
    "name": "Giá",
    "formats": {"A2:A4": "000000", "C2:C4": "#,##0,", "D2:D4": '0".000đ"', "E2:E4": "0%", "F2:F4": '"SP"000',
                "G2:G4": '0" kg"', "H2:H4": "#,##0"},
    "rows": [
        ["Mã hàng", "Tên hàng", "Giá bán (nghìn đồng)", "Giá sỉ", "Chiết khấu", "Mã", "Khối lượng", "Tồn"],
        [1, "Trà gừng", 45000, 40, 0.15, 7, 5, 1200],
        [2, "Mứt gừng", 60500, 55, 0.1, 12, 0.5, 30],
        [3, "Gừng sấy", "liên hệ", None, 0.125, 104, 20, 4],
    ],
}  # fmt: skip
SHOWN = [
    ["000001", "Trà gừng", "45", "40.000đ", "15%", "SP007", "5 kg", "1200"],
    ["000002", "Mứt gừng", "60.5", "55.000đ", "10%", "SP012", "0.5 kg", "30"],
    ["000003", "Gừng sấy", "liên hệ", "", "12.5%", "SP104", "20 kg", "4"],
]


def shown(data: bytes, kind: str) -> list[list[str]]:
    """What the product rows of a file say, cell by cell."""
    (table,) = sheets.read(data, f"gia.{kind}").tables
    return [[row.cells.get(letter, "") for letter in "ABCDEFGH"] for row in table.rows]


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
def test_h61_a_sheet_shows_the_same_in_every_format(kind: str) -> None:
    assert shown(making.MAKERS[kind]([SHEET]), kind) == SHOWN


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_h61_a_sheet_shows_the_same_when_libreoffice_saved_it(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "gia.xlsx"
    path.write_bytes(making.workbook([SHEET]))
    (saved,) = convert(path, kind, tmp_path)
    assert shown(saved.read_bytes(), kind) == SHOWN


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:number="{_OASIS}:datastyle:1.0" xmlns:style="{_OASIS}:style:1.0"'


@pytest.mark.parametrize(
    ("styles", "value", "shown"),
    [
        ('<number:number-style style:name="N"><number:number number:min-integer-digits="10">'
         '<number:embedded-text number:position="6"> </number:embedded-text>'
         '<number:embedded-text number:position="3"> </number:embedded-text></number:number></number:number-style>',
         900000011, "0900 000 011"),
        ('<number:percentage-style style:name="P"><number:number/><number:text>%</number:text>'
         '</number:percentage-style><number:percentage-style style:name="N"><number:text>-</number:text>'
         '<number:number/>'
         '<number:text>%</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="P"/>'
         '</number:percentage-style>', 0.05, "5%"),
        ('<number:number-style style:name="N"><number:number/><number:text>%</number:text></number:number-style>',
         5, "5%"),
    ],
)  # fmt: skip
def test_h61_number_styles_of_opendocument(styles: str, value: float, shown: str) -> None:
    found = of_opendocument(styles)
    assert found
    assert found.shown(value) == shown


@pytest.mark.parametrize(
    "styles",
    [
        '<number:number-style style:name="N"><number:number number:grouping="true"/></number:number-style>',
        '<number:currency-style style:name="N"><number:number/><number:text> </number:text>'
        "<number:currency-symbol>₫</number:currency-symbol></number:currency-style>",
        '<number:number-style style:name="N"><number:fraction/></number:number-style>',
        '<number:number-style style:name="P"><number:number/><number:text>k</number:text></number:number-style>'
        '<number:number-style style:name="N"><number:number number:min-integer-digits="3"/>'
        '<style:map style:condition="value()&gt;999" style:apply-style-name="P"/></number:number-style>',
    ],
)
def test_number_styles_of_opendocument_that_change_nothing(styles: str) -> None:
    assert of_opendocument(styles) is None


def of_opendocument(styles: str) -> Format | None:
    """The format of a cell style whose parent has the number style "N"."""
    cells = (
        '<style:style style:name="own" style:family="table-cell" style:parent-style-name="named"/>'
        '<style:style style:name="named" style:family="table-cell" style:data-style-name="N"/>'
    )
    found = Styles()
    found.take_all(etree.fromstring(f"<styles {NAMES}>{styles}{cells}</styles>").iter(STYLE, *SHAPES))
    return found.telling("own")
