"""Shopee: fills the workbook that the seller downloads; `catalog.markets.filling` does it."""

from __future__ import annotations

from catalog.markets.market import Market
from catalog.markets.writing.template import needs_template

MARKET = Market(
    name="shopee",
    title="Shopee",
    kind="template",
    evidence="machine keys of templates of 2022 to 2026, read in public code that was written against them",
    write=needs_template("Shopee"),
    notes=(
        "Tải mẫu tại Kênh Người Bán → Đăng hàng loạt; điền xong tải lên đúng chỗ đó.",
        "Dòng bị trả lại có lý do ở cột cuối: lưu tệp đó rồi chạy `ocop receipt shopee TỆP`.",
    ),
)
