"""The words around the tables of an annex, as administrative forms have them; blanks are for the officer to fill in.

Times New Roman, margins and the two blocks of the head are those of Decree 30/2020/NĐ-CP on administrative documents.
"""

from __future__ import annotations

from catalog.reports.annex import Annex

FONT = "Times New Roman"
# Left block, right block; a line each.
AGENCY = ("ỦY BAN NHÂN DÂN", "……………………………")
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PLACE_AND_DATE = "……………, ngày …… tháng …… năm ………"
ATTACHED = "(Kèm theo Báo cáo số ……/BC-…… ngày …… tháng …… năm ……… của ………………………)"
# Left block, right block: in capitals who signs, below how.
SIGNED = (("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"), ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "(Ký, đóng dấu, ghi rõ họ tên)"))
# Margins in millimetres: left, right, top, bottom.
MARGINS = (30, 15, 20, 20)


def above(annex: Annex) -> list[str]:
    """The lines below the title: where and when the figures are of."""
    return [f"{annex.place} – số liệu đến ngày {annex.day}", ATTACHED]


def below(annex: Annex) -> list[str]:
    """The notes below the last table."""
    return [
        "Ghi chú:",
        *(f"- {note}" for note in annex.notes),
        f"- Nguồn: danh mục sản phẩm, bản đăng {annex.release}.",
    ]
