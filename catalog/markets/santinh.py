"""A province's own exchange: a worksheet for entering by hand, with the papers that exchanges ask suppliers for.

No province has published a form. What is asked for is taken from letter 422/XTTM-CNTT of 1 March 2021: legal
personality, food safety papers, test results, labels, traceability.
"""

from __future__ import annotations

from catalog.markets.market import Market, decision
from catalog.markets.writing.worksheet import CELLS, NO_FORMAT, more, text_cell, worksheet
from catalog.publish.tables.reading import Product

PAPERS = (("food_safety", "Giấy an toàn thực phẩm"), ("declaration", "Công bố sản phẩm"),
          ("certifications", "Chứng nhận khác"))  # fmt: skip


def _papers(product: Product) -> str:
    """The papers that are known, each with its words; the numbers are the producer's, nobody has checked them."""
    said = [f"{title}: {product.facts[name]}" for name, title in PAPERS if product.facts[name]]
    return "\n".join([*said, *([decision(product)] if product.certificate else [])])


def _lacking(product: Product) -> str:
    return "; ".join(title for name, title in PAPERS[:2] if not product.facts[name])


MARKET = Market(
    name="santinh",
    title="Sàn của tỉnh (bảng nhập tay chung)",
    kind="worksheet",
    evidence="no province has published a form; papers by letter 422/XTTM-CNTT of 1 March 2021",
    read_by="exceljs 4.4, LibreOffice 7.4",
    write=worksheet(
        more(
            CELLS,
            text_cell("Khối lượng cả bì", 14, lambda p, v: v.offer.get("gross_weight")),
            text_cell("Kích thước đóng gói", 18, lambda p, v: v.offer.get("packed_dimensions")),
            text_cell("Kích thước", 16, lambda p, v: p.facts["dimensions"]),
            text_cell("Giấy tờ đã khai", 40, lambda p, v: _papers(p)),
            text_cell("Giấy tờ cần hỏi thêm", 30, lambda p, v: _lacking(p)),
        )
    ),
    notes=(NO_FORMAT, "Giấy tờ là do cơ sở khai, cần kèm bản chụp khi sàn yêu cầu."),
)
