"""Lazada: fills the workbook that the seller downloads; `catalog.markets.filling` does it."""

from __future__ import annotations

from catalog.markets.market import Market
from catalog.markets.writing.template import needs_template

MARKET = Market(
    name="lazada",
    title="Lazada",
    kind="template",
    evidence="machine keys of templates of 2026, read in public code; no Vietnamese file was seen",
    write=needs_template("Lazada"),
    notes=("Tải mẫu theo ngành hàng tại Lazada Seller Center → Thêm sản phẩm hàng loạt.",),
)
