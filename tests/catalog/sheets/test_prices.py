"""Prices in several columns: which of them is the price, and how those of one row are said together."""

from __future__ import annotations

import pytest

from catalog.registers import headers
from catalog.sheets.prices import price_label, read_series, together


@pytest.mark.parametrize(
    ("labels", "kept"),
    [
        (["Ngày 05/3", "Ngày 12/3", "Ngày 19/3"], {2: "price", 1: "price_old"}),
        (["Ngày 19/3", "Ngày 12/3"], {0: "price", 1: "price_old"}),
        (["28/12", "04/01"], {1: "price", 0: "price_old"}),
        (["Tháng 12/2025", "Tháng 1/2026"], {1: "price", 0: "price_old"}),
        (["2026-03-12 00:00:00", "2026-03-19 00:00:00"], {1: "price", 0: "price_old"}),
        (["250g", "500g"], {0: "price", 1: "price"}),
        (["Chợ Mỏ", "Siêu thị"], {0: "price", 1: "price"}),
    ],
)
def test_of_days_the_newest_is_the_price_of_others_all_are(labels: list[str], kept: dict[int, str]) -> None:
    assert read_series(labels).kept == kept


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("Giá bán", "250g"), "250g"),
        (("Giá bán", "Bình quân"), ""),
        (("Giá bán", "Đại lý"), ""),
        (("Giá ngày 05/3",), "ngay 05 3"),
        (("Giá loại 1",), "loai 1"),
        (("Giá bán lẻ",), ""),
        (("Giá vốn",), ""),
        (("Điểm", "Phần A"), ""),
    ],
)
def test_label(path: tuple[str, ...], label: str) -> None:
    found = headers.lookup(path[-1]) or headers.lookup(path[0])
    fuzzy = headers.Match(found.column, None, "fuzzy") if found and len(path) > 1 else found
    assert price_label(path, fuzzy) == label


@pytest.mark.parametrize(
    ("labels", "texts", "said"),
    [
        ([("100g", 1000), ("250g", 1000)], ["95", "180"], "100g: 95 nghìn; 250g: 180 nghìn"),
        ([("100g", 1), ("250g", 1)], ["", "180000"], "250g: 180000đ"),
        ([("Thấp nhất", 1), ("Cao nhất", 1)], ["15000", "20000"], "15000đ - 20000đ"),
        ([("Chợ Mỏ", 1), ("Siêu thị", 1)], ["20k/kg", "liên hệ"], "Chợ Mỏ: 20k/kg; Siêu thị: liên hệ"),
        ([("Chợ Mỏ", 1), ("Siêu thị", 1)], ["", ""], ""),
    ],
)
def test_the_prices_of_a_row_are_said_together(labels: list[tuple[str, int]], texts: list[str], said: str) -> None:
    assert together(labels, texts) == said
