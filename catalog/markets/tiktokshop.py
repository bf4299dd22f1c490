"""TikTok Shop: fills the workbook that the seller downloads; `catalog.markets.filling` does it."""

from __future__ import annotations

from catalog.markets.market import Market
from catalog.markets.writing.template import needs_template

MARKET = Market(
    name="tiktokshop",
    title="TikTok Shop",
    kind="template",
    evidence="machine keys of templates of 2026, read in public code; Vietnamese labels seen in part",
    write=needs_template("TikTok Shop"),
    notes=("Tải mẫu theo ngành hàng tại TikTok Shop Seller Center → Tải lên hàng loạt.",),
)
