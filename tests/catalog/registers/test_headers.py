"""The register of headers: well-formed, and what it makes of the headers that people write."""

from __future__ import annotations

import pytest

from catalog.columns import BY_NAME
from catalog.registers import headers
from catalog.sheets.header import match_path
from tests.catalog.values.museum import rows


def test_every_line_names_a_column_of_ours() -> None:
    for line in headers.lines():
        assert line["column"] in {*BY_NAME, headers.IGNORED}, line
        assert line["else"] in {*BY_NAME, headers.IGNORED, ""}, line
        assert line["words"].strip() == line["words"] != "", line


def test_no_words_stand_twice() -> None:
    words = [line["words"].lower() for line in headers.lines()]
    assert sorted(set(words)) == sorted(words)


def test_every_column_is_found_by_its_own_label() -> None:
    for column in BY_NAME.values():
        match = headers.lookup(column.label)
        assert match, column.label
        assert match.column == column.name


@pytest.mark.parametrize(("words", "expected"), rows("header"))
def test_specimen(words: str, expected: dict[str, str | None]) -> None:
    match = headers.lookup(words) or headers.closest(words)
    assert {"column": match.column if match else None} == expected


@pytest.mark.parametrize(
    ("path", "column"),
    [
        (("Chủ thể", "Tên"), "producer"),
        (("Sản phẩm", "Tên"), "name"),
        (("Quyết định", "Số"), "decision_number"),
        (("Quyết định công nhận", "Ngày"), "decision_date"),
        (("Giá bán", "Lẻ"), "price"),
        (("Giá", "Bán buôn"), "wholesale_price"),
        (("Giá bán", "Tại vườn"), "price"),
        (("Giá bán lẻ (đồng)", "Tháng trước"), "price_old"),
        (("Giá bán lẻ (đồng)", "Tháng này"), "price"),
        (("Thông tin chủ thể", "Địa chỉ", "Xã"), "commune"),
        (("Chủ cơ sở sản xuất", "Điện thoại"), "phone"),
    ],
)
def test_two_rows_are_read_together(path: tuple[str, ...], column: str) -> None:
    match = match_path(path)
    assert match
    assert match.column == column
