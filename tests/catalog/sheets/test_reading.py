"""Laws of reading that hold for any sheet, and the labelled real sheets where they are."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import sheets
from catalog.columns import BY_NAME, CONTEXT
from catalog.sheets.model import MappedColumn, RawRow, SheetFile, Table
from catalog.sheets.opening.cells import Cells, Marks, pack, unpack
from catalog.sheets.reading import understand_sheets
from catalog.sheets.rows import extent
from catalog.values.text import fold
from tests.catalog.sheets.making import workbook

SAID = (
    "| |STT|Tên sản phẩm|Giá bán|Chủ thể|Tên|SĐT|Ghi chú|(1)|(2)|1|2|3|I|II|A|Nhóm rau|Tổng cộng|GIÁM ĐỐC|Trà gừng"
    "|Mứt gừng|45.000|HTX Đồi Vải|0900 000 011|nt|Giá vốn"
)
WORDS = st.sampled_from(SAID.split("|"))
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=14)
AREAS = st.lists(st.tuples(*[st.integers(1, 8)] * 4), max_size=4)


def opened(rows: list[list[str]], **marks: Any) -> Cells:
    cells = Cells("S", Marks(**marks))
    for number, row in enumerate(rows, 1):
        cells.add(number, row)
    return cells


@settings(max_examples=400, deadline=None)
@given(ROWS, AREAS, st.lists(st.integers(1, 6), max_size=2))
def test_used_and_ignored_are_all_cells_that_hold_text(
    rows: list[list[str]], areas: list[tuple[int, int, int, int]], hidden: list[int]
) -> None:
    merges = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    file = understand_sheets("xlsx", [opened(rows, merges=merges, hidden_columns=hidden)])
    written = sum(bool(text.strip()) for row in rows for text in row)
    assert file.cells_read == written
    assert file.cells_used + sum(file.ignored.values()) == written
    assert all(count > 0 for count in file.ignored.values())
    for table in file.tables:
        numbers = [row.row for row in table.rows]
        assert numbers == sorted(set(numbers))
        assert not set(numbers) & {*table.skipped, *table.header_rows}
        assert table.letter("name")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(st.text(max_size=4), st.floats(), st.booleans()), max_size=5), max_size=8))
def test_what_the_child_packs_the_parent_unpacks(rows: list[list[Any]]) -> None:
    cells = opened([[*row] for row in rows], repaired=[(1, "vni", 2, "x")], errors=[(1, 1, "#N/A")])
    (again,) = unpack(pack([cells]))
    assert (again.texts, again.codes, again.numbers, again.marks) == (
        cells.texts,
        cells.codes,
        cells.numbers,
        cells.marks,
    )


def test_a_truth_value_is_not_the_number_one() -> None:
    cells = opened([[1.0], [True], ["1"], [False], [0.0]])
    assert [cells.texts[0][code] for code in cells.codes[0]] == ["1", "TRUE", "1", "FALSE", "0"]


def test_a_row_more_or_less_changes_no_other_row() -> None:
    head = [["DANH SÁCH"], ["STT", "Tên sản phẩm", "Chủ thể", "Giá"]]
    body = [[str(n), f"Trà số {n}", f"HTX {n % 3}", f"{n}0k"] for n in range(1, 30)]
    whole = sheets.frame(understand_sheets("xlsx", [opened(head + body)]).tables[0])
    random.Random(3).shuffle(body)
    mixed = sheets.frame(understand_sheets("xlsx", [opened(head + body)]).tables[0])
    names = ["name", "producer", "price"]
    assert sorted(whole[names].itertuples(index=False)) == sorted(mixed[names].itertuples(index=False))


def test_the_frame_has_the_columns_of_the_contract() -> None:
    rows = [["Tên sản phẩm", "Giá (nghìn đồng/kg)", "Ảnh 1", "Ảnh 2", "Cột lạ"], ["Trà", "45", "a.jpg", "b.jpg", "?"]]
    (table,) = sheets.read(workbook([{"name": "S", "rows": rows}]), "x.xlsx").tables
    found = sheets.frame(table)
    assert list(found.columns) == ["name", "price", "images", *CONTEXT]
    assert set(found.columns) <= {*BY_NAME, *CONTEXT}
    assert (found["images"][0], found["price_scale"][0], found["price_unit"][0], found["row"][0]) == (
        "a.jpg\nb.jpg",
        "1000",
        "kg",
        "2",
    )
    assert (found.dtypes == "str").all()


def test_a_table_made_by_hand_has_a_frame_too() -> None:
    table = Table(None, (1,), {"A": MappedColumn("A", "Tên", "name", "synonym")}, (RawRow(2, {"A": "Trà"}, "Nhóm"),))
    assert sheets.frame(table)[["row", "name", "group"]].to_numpy().tolist() == [["2", "Trà", "Nhóm"]]


def test_rows_are_the_same_however_they_are_asked_for() -> None:
    rows = [["Tên sản phẩm", "Chủ thể"], ["Trà", "HTX"], ["Mứt", "nt"]]
    (table,) = understand_sheets("xlsx", [opened(rows)]).tables
    assert [table.rows[0], table.rows[-1]] == list(table.rows) == list(table.rows[:])
    assert table.rows[1] == RawRow(3, {"A": "Mứt", "B": "HTX"}, None, frozenset("B"))
    assert extent(table) == (2, 3)


# ── the labelled sheets: every table, every column, every product row ──

OTHER = {"price_old", "wholesale_price", "quantity_ordered", "category", "brand", "other", "row_number", "note"}
ALIKE = ({"pack", "net_content", "unit"}, {"sku", "product_code"})


def _means(label: dict[str, Any], got: str | None) -> bool:
    if label["means"] in OTHER:
        return got not in ("name", "price", "producer")
    return got in (label["means"], *label.get("means_alt", ())) or any({got, label["means"]} <= same for same in ALIKE)


@pytest.mark.shared
def test_labelled_sheets(shared: Path) -> None:
    seen = 0
    for gold in sorted((shared / "gold" / "sheets").glob("*.gold.json")):
        label = json.loads(gold.read_text(encoding="utf-8"))
        source = next((shared / "sheets").rglob(label["file"].rsplit("/", 1)[-1]))
        file = sheets.read(source.read_bytes(), source.name)
        assert bool(file.tables) != label["no_product_table"], source.name
        for want in label["tables"]:
            seen += _agrees(file, want, source.name)
    assert seen > 15


def _agrees(file: SheetFile, want: dict[str, Any], name: str) -> int:
    if not want["header_rows"] and not want.get("chat"):
        return 0
    (table,) = (t for t in file.tables if t.sheet == want["sheet"] and list(t.header_rows) == want["header_rows"])
    assert extent(table)[0] in (want["first_data_row"], want.get("first_product_row")), name
    assert len(table.rows) == want["product_rows"], name
    for letter, label in want["columns"].items():
        mapped = table.columns.get(letter)
        assert _means(label, mapped.column if mapped else None), (name, letter, label, mapped)
    said = {row.row: row.cells.get(table.letter("name") or "", "") for row in table.rows}
    for row, sample in want["sample"].items():
        names = sample.get("name_alt") or []
        assert fold(said[int(row)]) in {
            fold(x) for x in [sample["name"], *([names] if isinstance(names, str) else names)]
        }
    return 1


@pytest.mark.shared
def test_listings_of_a_marketplace(shared: Path) -> None:
    file = sheets.read((shared / "listings" / "buudien_dev.csv").read_bytes(), "buudien_dev.csv")
    (table,) = file.tables
    assert (table.header_rows, len(table.rows), file.cells_used) == ((1,), 922, file.cells_read)
