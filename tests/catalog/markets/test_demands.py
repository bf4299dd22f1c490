"""What templates say in words and rules: lengths, ranges, units, lists."""

from __future__ import annotations

import pytest

from catalog.forms.validations import Range, Validation, range_of, typed_list, validations
from catalog.forms.worksheet import Worksheet
from catalog.markets.filling import anatomy, demands, headings
from catalog.markets.filling.choices import Choices, choices
from catalog.markets.filling.demands import Demand
from catalog.sheets.grid import Grid
from catalog.sheets.opening.cells import Cells
from tests.catalog.forms.making import sheet_xml

WORDS = [
    ("10 - 120 ký tự", True, Demand(shortest=10, longest=120)),
    ("Tối đa 3.000 ký tự", False, Demand(longest=3000)),
    ("Ít nhất 25 ký tự", False, Demand(shortest=25)),
    ("Max. 255 characters", False, Demand(longest=255)),
    ("từ 1.000 đến 120.000.000", True, Demand(low=1000, high=120_000_000)),
    ("0.01-500", True, Demand(low=0.01, high=500)),
    ("0,5 – 30", True, Demand(low=0.5, high=30)),
    ("Tối thiểu 10000", False, Demand(low=10_000)),
    ("150.000 - 200.000", False, Demand()),  # the price of an example, not a bound
    ("Nhập tên sản phẩm", True, Demand()),
    ("8 đến 14 chữ số", True, Demand(shortest=8, longest=14)),
    ("", True, Demand()),
]


@pytest.mark.parametrize(("said", "is_help", "expected"), WORDS)
def test_lengths_and_ranges(said: str, is_help: bool, expected: Demand) -> None:
    assert demands.from_words(said, is_help=is_help) == expected


NEEDS = [
    ("Tên sản phẩm (*)", "required"),
    ("*Giá", "required"),
    ("Giá bán*", "required"),
    ("Mã HS (bắt buộc)", "required"),
    ("Ghi chú (không bắt buộc)", "optional"),
    ("Ảnh (nếu có)", "optional"),
    ("Kích thước 10*20", None),
    ("Giá bán", None),
]


@pytest.mark.parametrize(("label", "need"), NEEDS)
def test_whether_a_label_says_that_it_is_required(label: str, need: str | None) -> None:
    assert demands.need_in(label) == need


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        ("Bắt buộc", "required"),
        ("Conditionally mandatory ", "conditional"),
        ("TÙY CHỌN", "optional"),
        ("Bắt buộc có điều kiện", "conditional"),
        ("Giá bán bắt buộc phải ghi", None),
    ],
)
def test_cells_of_the_row_of_demands(cell: str, need: str | None) -> None:
    assert demands.need_of(cell) == need


@pytest.mark.parametrize(
    ("said", "unit"),
    [("Cân nặng (gram) cả bao bì", "g"), ("Package weight(lb / g)", "g"), ("Cân nặng (kg)", "kg"),
     ("Cân nặng, gram hoặc kg", None), ("Cân nặng", None)],
)  # fmt: skip
def test_units_of_weight_are_named_or_unknown(said: str, unit: str | None) -> None:
    assert demands.weight_unit(said) == unit


RULES = """<dataValidations count="3">
<dataValidation type="textLength" operator="lessThanOrEqual" sqref="B7:B900"><formula1>60</formula1></dataValidation>
<dataValidation type="whole" operator="greaterThan" sqref="C7 D7:D9"><formula1>0</formula1></dataValidation>
<dataValidation type="list" sqref="E:E"><formula1>"Có,Không"</formula1></dataValidation></dataValidations>"""
# As Excel 2010 and later write a list that stands on another sheet.
LATER = """<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1"
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">
<x14:formula1><xm:f>'Danh mục'!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>F7:F900</xm:sqref></x14:dataValidation>
</x14:dataValidations></ext></extLst>"""


def found(row: int, column: int) -> list[Validation]:
    sheet = Worksheet(sheet_xml([["a"]], after=RULES + LATER).encode())
    return [rule for rule in validations(sheet) if rule.covers(row, column)]


def test_rules_of_both_places_are_read() -> None:
    assert demands.from_rules(found(7, 2)) == Demand(longest=60)
    assert demands.from_rules(found(8, 4)) == Demand(low=1)
    assert demands.from_rules(found(8, 3)) == Demand()
    assert [rule.first for rule in found(500, 5)] == ['"Có,Không"']
    assert [rule.first for rule in found(900, 6)] == ["'Danh mục'!$A$2:$A$4"]


def grid(name: str, *texts: str) -> dict[str, Grid]:
    cells = Cells(name)
    for number, text in enumerate(texts, 1):
        cells.add(number, [text])
    return {name: Grid(cells)}


def test_lists_in_the_rule_on_a_sheet_behind_a_name_or_not_to_be_read() -> None:
    sheets = grid("Danh mục", "Tên", "Mật ong", "Gia vị", "Gia vị")
    assert choices(found(7, 5), "x", {}, sheets) == Choices(("Có", "Không"))
    assert choices(found(7, 6), "x", {}, sheets) == Choices(("Mật ong", "Gia vị"))
    named = [Validation("list", "between", "nhom", "", ())]
    assert choices(named, "x", {("nhom", None): "'Danh mục'!$A$2:$A$2"}, sheets) == Choices(("Mật ong",))
    assert choices(named, "x", {}, sheets) == Choices(is_read=False)
    calculated = [Validation("list", "between", "INDIRECT($D7)", "", ())]
    assert choices(calculated, "x", {}, sheets) == Choices(is_read=False)
    assert choices([], "x", {}, sheets) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("$A$2:$B$9", Range(None, (2, 1, 9, 2))),
        ("'Nhà ''Bè'!$A$1", Range("Nhà 'Bè", (1, 1, 1, 1))),
        ("ds!$A:$A", Range("ds", (1, 1, 1_048_576, 1))),
        ("[1]ds!$A$1:$A$3", None),
        ("OFFSET(ds!$A$1,0,0,9)", None),
        ("ABC", None),
    ],
)
def test_ranges(formula: str, expected: Range | None) -> None:
    assert range_of(formula, {}, "x") == expected


def test_a_name_that_stands_for_itself_ends() -> None:
    assert range_of("a", {("a", None): "a"}, "x") is None


@pytest.mark.parametrize(("formula", "entries"), [('"a, b ,c"', ["a", "b", "c"]), ("a", None), ('"', None)])
def test_typed_lists(formula: str, entries: list[str] | None) -> None:
    assert typed_list(formula) == entries


def test_an_entry_is_found_by_its_words_and_never_by_half_of_them() -> None:
    offered = Choices(("Tỉnh Lào Cai", "3 sao", "4 sao", "Gạo nếp", "Mật ong", "Mắt ong", "Không thương hiệu"))
    assert offered.find("lào cai") == "Tỉnh Lào Cai"
    assert offered.find(4) == "4 sao"
    assert offered.find("Gạo") is None
    assert offered.find("mat ong") is None  # two entries that accents alone tell apart
    assert offered.find("") is None


@pytest.mark.parametrize("known", anatomy.known(), ids=lambda a: a.market)
def test_every_anatomy_names_fields_that_are_there(known: anatomy.Anatomy) -> None:
    from catalog.markets.filling.fields import FIELDS, PICTURE

    asked = {field.partition(":")[0] for field in (*known.keys.values(), *known.begins.values()) if field != "-"}
    assert asked <= {*FIELDS, PICTURE}
    assert all(known.is_known(key) for key in known.must)
    assert all(key == key.lower() for key in known.keys)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Kích thước", "dimensions"),
        ("Kích thước sản phẩm", "dimensions"),
        ("Kích thước đóng gói (cm)", "packed_dimensions"),
        ("Kích thước bao bì", "packed_dimensions"),
        ("Kích thước kiện hàng (cm)", "packed_dimensions"),
        ("Dài x rộng x cao kiện hàng", "packed_dimensions"),
        ("Chiều dài kiện hàng (cm)", "parcel_length"),
        ("*Package Width (cm)", "parcel_width"),
        ("Kích thước gói hàng / Cao (mm)", "parcel_height"),
        ("Chiều cao sản phẩm", None),
        ("Cao quế", None),
    ],
)
def test_a_parcel_is_not_filled_with_the_size_of_the_product(label: str, field: str | None) -> None:
    assert headings._of_header((label,), set()).field == field


def test_a_side_of_what_nobody_says_is_asked_about() -> None:
    said = headings._of_header(("Chiều dài (cm)",), set())
    assert (said.field, said.guess) == (None, "parcel_length")
