"""Any exchange or post office: fills the workbook that they hand out; `catalog.markets.filling` does it."""

from __future__ import annotations

from catalog.markets.market import Market
from catalog.markets.writing.template import needs_template

MARKET = Market(
    name="san",
    title="Sàn hoặc bưu điện khác (theo mẫu của họ)",
    kind="template",
    evidence="none of its own: the headers of the workbook that the exchange or post office hands out",
    write=needs_template("Sàn hoặc bưu điện khác (theo mẫu của họ)"),
    notes=("Mỗi sàn một mẫu: kiểm tra các cột đã điền trước khi gửi.",),
)
