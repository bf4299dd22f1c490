"""The blank product sheet: a workbook that helps to fill it in, checks itself without a network, and reads back clean.

    make() -> bytes                         blank
    make(producer, rows) -> bytes           what is known of a producer and its products is filled in
    version_of(data) -> str | None          the version of a template, also when it has been filled in

Sheets: “Sản phẩm” to be filled in, “Hướng dẫn” to be read, “DanhMuc” (hidden) behind the drop-downs. The same data
give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter

from catalog.errors import OcopError
from catalog.forms import template_lists
from catalog.forms.book import marks
from catalog.forms.guide import write_guide
from catalog.forms.package import Package
from catalog.forms.template_cells import Cell, shown
from catalog.forms.template_checks import add_colours, add_validations, forbid_typing
from catalog.forms.template_columns import NUMBERS, Asked, asked
from catalog.forms.words import clean, lines_in
from catalog.sheets.opening.kinds import NotOpened, recognise
from catalog.sheets.ours import LISTS_TITLE

VERSION = "1"  # rises when columns are renamed or moved, so that later programs know what they have before them
MARK = "OcopTemplate"
SHEET, LISTS_SHEET = "Sản phẩm", "DanhMuc"
CREATED = datetime(2025, 7, 1)  # noqa: DTZ001  (a fixed moment; XlsxWriter takes naive ones only)
# Rows of the sheet, as Excel counts. Above the header stands nothing that could be taken for a header.
TITLE, HINT, THEME, HEADER, EXPLAINED, EXAMPLE, FIRST = 1, 2, 3, 4, 5, 6, 8
EXAMPLE_MARK = "VÍ DỤ"  # in the column of numbers: the reader skips such rows
BLANK_ROWS = 500
TEXT, WHOLE = 49, 3  # built-in formats: as typed; whole numbers with their thousands parted
# The day decides names that were given again in the reform of July 2025: the drop-downs hold the new units.
_HINT = (
    "Mỗi sản phẩm một dòng, ghi từ dòng {first}. Cột có dấu * phải điền; cột khác để trống được. Địa danh theo tên mới,"
    " ngày 01/07/2025. Ô tô đỏ: còn thiếu. Ô tô vàng: xin xem lại. Cách điền: xem trang “Hướng dẫn”."
)
_REFUSAL = "Dòng ví dụ không được đọc. Xin ghi sản phẩm từ dòng {first}."
EXAMPLES: tuple[dict[str, Cell], ...] = (
    {
        "name": "Mật ong hoa nhãn Đồi Vải", "producer": "HTX Đồi Vải", "province": "Lào Cai", "commune": "Xã Mậu A",
        "pack": "Chai 500 ml", "price": 150000, "address": "Thôn 3", "producer_kind": "HTX", "phone": "0900 000 011",
        "consent_phone": "có", "unit": "chai", "ocop_set": "I.2.b – Mật ong, mật khác và nông sản thực phẩm khác",
        "stars": "4", "decision_number": "816/QĐ-UBND", "decision_date": "26/04/2024", "stock": 20,
        "images": "mat-ong.jpg", "consent_photo": "có",
    },
    {
        "name": "Ớt chào mào muối", "producer": "Hộ kinh doanh Suối Nhạn", "province": "Quảng Ninh",
        "commune": "Xã Tiên Yên", "pack": "Lọ 200 g", "price": "liên hệ", "producer_kind": "Hộ kinh doanh",
        "consent_name": "không", "phone": "0900 000 012", "consent_phone": "không", "unit": "lọ",
    },
)  # fmt: skip


def make(producer: Mapping[str, Any] | None = None, rows: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The template as an .xlsx.

    producer and rows are facts named as in the products of `ocop import --json`; columns that they do not know stay
    blank. A producer without rows fills the first row, so that only the product itself is to be added.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    columns = asked()
    known = [{**(producer or {}), **row} for row in rows] or ([dict(producer)] if producer else [])
    last = FIRST + len(known) + BLANK_ROWS - 1
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Danh sách sản phẩm", "created": CREATED})
        book.set_custom_property(MARK, VERSION, "text")
        sheet = book.add_worksheet(SHEET)
        _write_head(book, sheet, columns)
        _write_rows(book, sheet, columns, known)
        add_validations(sheet, columns, FIRST, last)
        forbid_typing(sheet, columns, EXAMPLE, FIRST - 1, _REFUSAL.format(first=FIRST))
        add_colours(book, sheet, columns, FIRST, last)
        _set_up_page(sheet, columns)
        write_guide(book, columns, FIRST)
        _write_lists(book)
    return out.getvalue()


def version_of(data: bytes) -> str | None:
    """The version of the template that a workbook was made from; None for any other file."""
    try:
        return marks(Package(data)).get(MARK) if recognise(data) == "xlsx" else None
    except (OcopError, NotOpened):
        return None


def _write_head(book: xlsxwriter.Workbook, sheet: Any, columns: tuple[Asked, ...]) -> None:
    """Title, hint, themes, header and explanations."""
    text = {"text_wrap": True, "valign": "vcenter", "font_name": "Arial", "border": 1, "border_color": "#B8B8B8"}
    must = book.add_format({**text, "bold": True, "bg_color": "#1F4E3D", "font_color": "#FFFFFF"})
    may = book.add_format({**text, "bold": True, "bg_color": "#D7EBDD"})
    grey = book.add_format({**text, "valign": "top", "font_size": 9, "font_color": "#555555", "bg_color": "#F5F5F0"})
    title = book.add_format({"bold": True, "font_size": 18, "font_name": "Arial", "font_color": "#1F4E3D"})
    hint = book.add_format({"text_wrap": True, "valign": "top", "font_name": "Arial", "font_color": "#555555"})
    front = sum(place.is_mandatory for place in columns) + 1
    sheet.set_row(TITLE - 1, 28)
    sheet.write_string(TITLE - 1, 0, "DANH SÁCH SẢN PHẨM", title)
    sheet.merge_range(HINT - 1, 0, HINT - 1, front - 1, _HINT.format(first=FIRST), hint)
    sheet.set_row(HINT - 1, 32)
    for theme, group in groupby(columns, key=lambda place: place.theme):
        places = list(group)
        look = must if places[0].is_mandatory else may
        if theme:
            sheet.merge_range(THEME - 1, places[0].at - 1, THEME - 1, places[-1].at - 1, theme, look)
    sheet.set_row(THEME - 1, 20)
    sheet.set_row(HEADER - 1, 34)
    for place in columns:
        sheet.write_string(HEADER - 1, place.at - 1, place.header, must if place.is_mandatory else may)
        sheet.write_string(EXPLAINED - 1, place.at - 1, place.explanation if place.at > 1 else "Cách ghi", grey)
    sheet.set_row(EXPLAINED - 1, 12.5 * max(lines_in(place.explanation, place.width * 1.1) for place in columns) + 4)


def _write_rows(
    book: xlsxwriter.Workbook, sheet: Any, columns: tuple[Asked, ...], known: Sequence[Mapping[str, Any]]
) -> None:
    look = {"text_wrap": True, "valign": "top", "font_name": "Arial"}
    words = book.add_format({**look, "num_format": TEXT})
    numbers = book.add_format({**look, "num_format": WHOLE})
    sample = {**look, "italic": True, "font_color": "#8A8A80", "bg_color": "#F5F5F0"}
    sample_words = book.add_format({**sample, "num_format": TEXT})
    sample_numbers = book.add_format({**sample, "num_format": WHOLE})
    for place in columns:
        is_number = place.name in NUMBERS
        sheet.set_column(place.at - 1, place.at - 1, place.width, numbers if is_number else words)
        for row, example in enumerate(EXAMPLES, EXAMPLE):
            value = EXAMPLE_MARK if place.name == "row_number" else example.get(place.name)
            _write(sheet, row, place.at, value, sample_numbers if is_number else sample_words)
        for number, facts in enumerate(known, 1):
            value = number if place.name == "row_number" else shown(place.name, facts)
            if place.name == "row_number":
                value = str(number)
            _write(sheet, FIRST + number - 1, place.at, value, numbers if is_number else words)
    for row in range(EXAMPLE, FIRST):
        sheet.set_row(row - 1, 32)


def _write(sheet: Any, row: int, column: int, value: Cell, look: Any) -> None:
    """A number as a number, words as words: never a formula, never a link."""
    if isinstance(value, int):
        sheet.write_number(row - 1, column - 1, value, look)
    elif value:
        sheet.write_string(row - 1, column - 1, clean(str(value)), look)
    elif row < FIRST:
        sheet.write_blank(row - 1, column - 1, None, look)


def _set_up_page(sheet: Any, columns: tuple[Asked, ...]) -> None:
    sheet.freeze_panes(HEADER, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.repeat_rows(THEME - 1, HEADER - 1)
    sheet.repeat_columns(0, 1)
    sheet.set_footer("&L&A&RTrang &P/&N")
    sheet.set_print_scale(68)  # what is mandatory stands on the first page, each theme on one of its own
    sheet.set_v_pagebreaks([list(group)[-1].at for _, group in groupby(columns[1:], key=lambda place: place.theme)])
    sheet.ignore_errors({"number_stored_as_text": f"A{HEADER}:XFD{FIRST + BLANK_ROWS}"})
    sheet.set_selection(FIRST - 1, 1, FIRST - 1, 1)


def _write_lists(book: xlsxwriter.Workbook) -> None:
    """The lists, each a named column of a hidden sheet."""
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.write_string(0, 0, LISTS_TITLE)
    for column, (name, entries) in enumerate(template_lists.lists().items()):
        letter = chr(ord("A") + column)
        sheet.write_string(1, column, name)
        for row, entry in enumerate(entries, 2):
            sheet.write_string(row, column, entry)
        book.define_name(f"ocop_{name}", f"={LISTS_SHEET}!${letter}$3:${letter}${len(entries) + 2}")
        if name == "xa":  # the cell above the first commune: MATCH counts from one
            book.define_name("ocop_xa_dau", f"={LISTS_SHEET}!${letter}$2")
    sheet.hide()
