"""The sheet “Hướng dẫn” of the template: how to fill it in, in plain Vietnamese, with a line for each column."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from catalog.forms.template_columns import CONSENTS, Asked
from catalog.forms.words import lines_in
from catalog.sheets.ours import GUIDE_TITLE

NAME = "Hướng dẫn"
_STEPS = (
    "1. Mở trang “Sản phẩm”. Ghi mỗi sản phẩm một dòng, bắt đầu từ dòng {first}. Hai dòng VÍ DỤ chỉ để xem, không được"
    " đọc; xóa đi hay để lại đều được.",
    "2. Chỉ {mandatory} cột đầu, có dấu *, là phải điền. Các cột khác để trống được: để trống nghĩa là “chưa nói”.",
    "3. Ô có mũi tên thì chọn trong danh sách. Chọn tỉnh trước, rồi mới chọn xã. Không thấy xã cũ trong danh sách thì"
    " ghi xã, huyện, tỉnh cũ vào cột Địa chỉ.",
    "4. Ô tô đỏ là còn thiếu, ô tô vàng là nên xem lại. Việc kiểm tra này không cần mạng.",
    "5. Số điện thoại, ảnh và tên của hộ hay cá nhân chỉ được đăng khi ghi “có” ở cột đồng ý bên cạnh. Không ghi gì"
    " nghĩa là không đồng ý.",
    "6. Một sản phẩm có nhiều quy cách (200 g, 500 g) thì ghi mỗi quy cách một dòng, cùng tên sản phẩm.",
    "7. Lưu tệp rồi gửi lại, kèm ảnh nếu có (cùng một thư mục hoặc tệp .zip). Chỗ nào chưa rõ, tệp sẽ được gửi trả có"
    " tô màu và lời nhắc: sửa ngay trên tệp đó rồi gửi lại.",
)
_HEADERS = ("Cột", "Phải điền", "Cách ghi", "Ai xem được")
_WIDTHS = (28, 11, 70, 34)
_SEEN = {
    "public": "Đăng công khai",
    "consent": "Chỉ đăng khi có đồng ý",
    "private": "Không đăng; chỉ người duyệt xem",
    "photo": "Được đăng, trừ khi ghi “không” ở cột đồng ý",
}


def write_guide(book: xlsxwriter.Workbook, columns: tuple[Asked, ...], first: int) -> None:
    """Adds the sheet; its first cell tells the reader of sheets that it lists no products."""
    sheet: Any = book.add_worksheet(NAME)
    plain = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 11}
    framed = {**plain, "border": 1, "border_color": "#B8B8B8", "font_size": 10}
    title = book.add_format({**plain, "bold": True, "font_size": 16, "font_color": "#1F4E3D", "text_wrap": False})
    step, cell = book.add_format(plain), book.add_format(framed)
    head = book.add_format({**framed, "bold": True, "bg_color": "#1F4E3D", "font_color": "#FFFFFF"})
    must = book.add_format({**framed, "bold": True, "bg_color": "#D7EBDD"})
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, GUIDE_TITLE, title)
    sheet.set_row(0, 26)
    row = 1
    mandatory = sum(place.is_mandatory for place in columns)
    for words in (said.format(first=first, mandatory=mandatory) for said in _STEPS):
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, words, step)
        sheet.set_row(row, 15.5 * lines_in(words, sum(_WIDTHS)) + 3)
        row += 1
    for column, words in enumerate(_HEADERS):
        sheet.write_string(row, column, words, head)
    for place in columns[1:]:
        row += 1
        said = (place.column.label, "phải điền" if place.is_mandatory else "", place.explanation, _seen(place))
        for column, words in enumerate(said):
            sheet.write_string(row, column, words, must if place.is_mandatory else cell)
        sheet.set_row(row, 13.5 * lines_in(place.explanation, _WIDTHS[2]) + 3)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RTrang &P/&N")


def _seen(place: Asked) -> str:
    """Who sees what is written in a column."""
    if place.name == "images":
        return _SEEN["photo"]
    if place.column.kind == "consent":
        about = next(name for name, consent in CONSENTS.items() if consent == place.name)
        return {"representative": "Quyết định việc đăng tên hộ, cá nhân", "phone": "Quyết định việc đăng số điện thoại",
                "email": "Quyết định việc đăng email", "website": "Quyết định việc đăng trang web",
                "images": "Quyết định việc đăng ảnh"}[about]  # fmt: skip
    return _SEEN[place.column.audience]
