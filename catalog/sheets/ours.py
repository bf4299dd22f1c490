"""Sheets and columns that this program itself puts into workbooks: results, guides, lists; never read as products.

They are known by words that they carry wherever the workbook is saved again, also by programs that drop hidden
marks. `catalog.forms` writes them.
"""

from __future__ import annotations

from catalog.sheets.grid import Grid
from catalog.values.text import fold

# The first filled cell of each such sheet.
RESULT_TITLE = "KẾT QUẢ ĐỌC BẢNG SẢN PHẨM"
GUIDE_TITLE = "HƯỚNG DẪN ĐIỀN DANH SÁCH SẢN PHẨM"
LISTS_TITLE = "DANH MỤC CHO CÁC Ô CHỌN CỦA MẪU"
# The header of the column that repeats remarks beside a table.
REMARKS = "Cần sửa"

_TITLES = frozenset(map(fold, (RESULT_TITLE, GUIDE_TITLE, LISTS_TITLE)))


def is_ours(grid: Grid) -> bool:
    """Whether a sheet was written by this program to be read by people only."""
    first = next(filter(None, grid.row(0)), "") if len(grid.numbers) else ""
    return len(first) < 80 and fold(first) in _TITLES


def is_remarks(header: str) -> bool:
    """Whether a header is that of the column of remarks, alone or below a header that spans it."""
    return fold(header.rpartition(" / ")[2]) == fold(REMARKS)
