"""PDFs: what the text layer says, tables over pages, pages on their side; what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import sheets
from catalog.errors import OcopError, Unreadable
from catalog.sheets.model import SheetFile
from tests import guards
from tests.catalog.sheets.documents import pdf
from tests.catalog.sheets.making import old

ROWS: list[list[Any]] = [
    ["STT", "Tên sản phẩm", "Chủ thể", "Giá (nghìn đồng)"],
    [1, "Trà gừng Đồi Vải", "HTX Đồi Vải", 45],
    [2, "Mứt gừng", "HTX Đồi Vải", 60],
    [3, "Kẹo gừng", "Hộ bà Ún", 30],
]


def read(**said: Any) -> SheetFile:
    return sheets.read(pdf([{"rows": ROWS, **said}]), "bang.pdf")


def names(file: SheetFile) -> list[str]:
    return [name for table in file.tables for name in sheets.frame(table)["name"]]


def test_lines_and_spaces_are_put_together() -> None:
    long = "Mật ong hoa bạc hà rừng nguyên chất đóng chai thủy tinh"
    file = read(rows=[*ROWS[:1], [1, long, "HTX A\nHTX B", 45]], widths=[40, 120, 200, 100], lines=["BẢNG GIÁ"])
    assert [row.cells for row in file.tables[0].rows] == [{"A": "1", "B": long, "C": "HTX A\nHTX B", "D": "45"}]


def test_a_number_too_wide_for_its_cell_mixes_with_no_other() -> None:
    rows = [["Mã vạch", "Tên sản phẩm", "Giá"], ["8930000000017", "Trà gừng", "45k"]]
    (row,) = read(rows=rows, widths=[46, 100, 100]).tables[0].rows
    assert row.cells == {"A": "8930000000017", "B": "Trà gừng", "C": "45k"}


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_pages_is_one(repeat: int) -> None:
    file = read(**{"break": [2, 3]}, repeat=repeat, footer="Trang {}/3")
    assert names(file) == ["Trà gừng Đồi Vải", "Mứt gừng", "Kẹo gừng"]
    assert len(file.tables) == 1
    assert sorted(set(file.tables[0].skipped.values())) == ["header again"] * repeat


def test_a_row_that_a_page_cuts_is_one_again() -> None:
    cut = [*ROWS[:2], [2, "Mứt gừng dẻo sấy", "HTX", 60], [None, "lạnh nguyên miếng"], [3, "Kẹo", "HTX", 30]]
    assert names(read(rows=cut, **{"break": [3]})) == [
        "Trà gừng Đồi Vải",
        "Mứt gừng dẻo sấy lạnh nguyên miếng",
        "Kẹo",
    ]


def test_a_further_size_on_the_next_page_stays_a_row() -> None:
    sizes = [*ROWS[:2], [None, "Trà gừng hộp lớn", "HTX Đồi Vải", 80]]
    assert len(read(rows=sizes, **{"break": [2]}).tables[0].rows) == 2


@pytest.mark.parametrize("said", [{"turn": 90}, {"ruled": False, "widths": [40, 200, 200, 100]}, {"font": ".VnTime"}])
def test_other_ways_to_draw_the_same(said: dict[str, Any]) -> None:
    rows = [[old(c) if isinstance(c, str) else c for c in row] for row in ROWS] if "font" in said else ROWS
    assert names(read(rows=rows, **said)) == ["Trà gừng Đồi Vải", "Mứt gừng", "Kẹo gừng"]


def test_numbers_beside_the_middle_of_their_item_are_not_guessed() -> None:
    rows = [ROWS[0]]
    for n in range(1, 5):
        rows += [
            [None, f"Trà gừng loại {n}", "HTX", None],
            [n, None, None, n * 10],
            [None, "đóng hộp", "Đồi Vải", None],
        ]
    assert not any("đóng hộp Trà" in name for name in names(read(rows=rows, ruled=False, widths=[40, 200, 200, 100])))


def refusal(data: bytes) -> str | None:
    with pytest.raises(Unreadable) as caught:
        sheets.read(data, "ban-chup.pdf")
    assert isinstance(caught.value, OcopError)
    return caught.value.code


def test_a_scan_is_refused_also_with_what_a_scanner_guessed() -> None:
    assert refusal(pdf([{"rows": [[None]]}])) == "file-scan"
    assert refusal(pdf([{"rows": ROWS, "invisible": 3}])) == "file-scan"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", pdf([{"rows": ROWS}])[:700]])
def test_a_damaged_file(data: bytes) -> None:
    assert refusal(data) in ("file-damaged", "file-scan")


def test_a_page_of_a_hundred_thousand_lines_is_a_drawing() -> None:
    drawn = b"\n".join(b"%d 10 m %d 500 l S" % (n % 800, n % 800 + n % 7) for n in range(100_000))
    data = pdf([{"rows": ROWS}]).replace(b"BT /F", drawn + b"\nBT /F", 1)
    with guards.no_endless_work():
        sheets.read(data, "ve.pdf")
