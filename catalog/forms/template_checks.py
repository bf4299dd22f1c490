"""Checks that the template's cells make by themselves: drop-downs, warnings while typing, colours for what is missing.

All work without a network in Excel 2010 and later, LibreOffice and WPS: no dynamic arrays, no array constants, names
instead of references to other sheets. {0} stands for the checked cell; formulas of a validation have 255 characters.
"""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from catalog.forms.template_columns import CONSENTS, INSTEAD, Asked
from catalog.forms.template_lists import NO, YES

LEAST_PRICE = 1_000  # đồng; below it somebody has written thousands
_DAY = (
    'AND(--LEFT({0},FIND("/",{0})-1)<32,'
    '--MID({0},FIND("/",{0})+1,FIND("/",{0},FIND("/",{0})+1)-FIND("/",{0})-1)<13,'
    "--RIGHT({0},4)>2000,--RIGHT({0},4)<2100)"
)
_DIGITS = 'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({0}," ",""),".",""),"-","")'
# A barcode's last digit makes the sum of all, every second three times, a multiple of ten.
_BARCODE = (
    'IF(LEN({0})=13,MOD(SUMPRODUCT(MID({0},ROW(INDIRECT("1:13")),1)*(3-2*MOD(ROW(INDIRECT("1:13")),2))),10)=0,'
    "OR(LEN({0})=8,LEN({0})=12,LEN({0})=14))"
)
# Column → formula that is true for a good cell, and what to say of another. A warning only: people may know better.
RULES: dict[str, tuple[str, str]] = {
    "price": (
        # Words are left to the reader ("150.000đ", "liên hệ"), unless they are as short as "25-30" or "150k".
        f"OR(AND(ISNUMBER({{0}}),{{0}}>={LEAST_PRICE}),AND(ISTEXT({{0}}),LEN(TRIM({{0}}))>5))",
        "Ghi đủ số tiền bằng đồng, ví dụ 150000, hoặc ghi “liên hệ”.",
    ),
    "decision_date": (_DAY, "Ghi ngày/tháng/năm, ví dụ 26/04/2024."),
    "phone": (
        'AND(LEN({0})>=8,ISNUMBER(FIND(LEFT(TRIM({0}),1),"0+1")))',
        "Ghi đủ số, bắt đầu bằng số 0, ví dụ 0900 000 011.",
    ),
    "tax_code": (
        f"OR(LEN({_DIGITS})=10,LEN({_DIGITS})=12,LEN({_DIGITS})=13)",
        "Mã số thuế có 10, 12 hoặc 13 chữ số.",
    ),
    "gtin": (_BARCODE, "Số cuối của mã vạch chưa khớp: xin xem lại từng số."),
    "score": ('AND(--SUBSTITUTE({0},",",".")>=0,--SUBSTITUTE({0},",",".")<=100)', "Điểm từ 0 đến 100, ví dụ 82,5."),
    "stock": ('OR(ISNUMBER({0}),LOWER(TRIM({0}))="hết hàng")', "Ghi số nguyên, hoặc “hết hàng”."),
}
_COMMUNES = "=OFFSET(ocop_xa_dau,MATCH({0},ocop_xa_tinh,0),0,COUNTIF(ocop_xa_tinh,{0}),1)"


def letter(place: Asked) -> str:
    return str(xl_col_to_name(place.at - 1))


def add_validations(sheet: Any, asked: tuple[Asked, ...], first: int, last: int) -> None:
    """Gives each column's cells from row `first` to `last` (as Excel counts) their hint and their drop-down or rule."""
    province = next(place for place in asked if place.name == "province")
    for place in asked:
        options: dict[str, Any] = {
            "input_title": place.header[:32],
            "input_message": place.explanation[:255],
            "error_title": "Xin xem lại",
            "error_type": "warning",
            "ignore_blank": True,
        }
        sheet.data_validation(f"{letter(place)}{first}:{letter(place)}{last}", options | _rule(place, province, first))


def _rule(place: Asked, province: Asked, first: int) -> dict[str, Any]:
    cell = f"{letter(place)}{first}"
    if place.name == "commune":
        source = _COMMUNES.format(f"${letter(province)}{first}")
        return {"validate": "list", "source": source, "error_message": "Xã này chưa có trong tỉnh đã chọn. Vẫn giữ?"}
    if place.list_name:
        message = f"Chọn trong danh sách: bấm mũi tên bên phải ô. Ví dụ: {YES} hoặc {NO}." if _is_consent(place) else (
            "Chọn trong danh sách: bấm mũi tên bên phải ô."
        )  # fmt: skip
        return {"validate": "list", "source": f"=ocop_{place.list_name}", "error_message": message}
    if place.name in RULES:
        formula, message = RULES[place.name]
        return {"validate": "custom", "value": "=" + formula.format(cell), "error_message": message}
    return {"validate": "any"}


def _is_consent(place: Asked) -> bool:
    return place.column.kind == "consent"


def forbid_typing(sheet: Any, asked: tuple[Asked, ...], first: int, last: int, sentence: str) -> None:
    """Refuses every entry into the example rows, where it would not be read."""
    options = {"validate": "custom", "value": "=FALSE", "error_title": "Dòng ví dụ", "error_message": sentence}
    sheet.data_validation(f"A{first}:{letter(asked[-1])}{last}", options)


def add_colours(book: xlsxwriter.Workbook, sheet: Any, asked: tuple[Asked, ...], first: int, last: int) -> None:
    """Colours for what is missing in a row that has been begun, and for what a rule doubts."""
    missing = book.add_format({"bg_color": "#F9CBC6"})
    doubtful = book.add_format({"bg_color": "#FFE7A8"})
    letters = {place.name: letter(place) for place in asked}
    begun = f"COUNTA(${letters['name']}{first}:${letter(asked[-1])}{first})>0"
    for place in asked:
        area = f"{letter(place)}{first}:{letter(place)}{last}"
        cell = f"{letter(place)}{first}"
        if place.is_mandatory:
            formula = f"=AND({begun},LEN(TRIM({cell}))=0{_unless(place, letters, first)})"
            sheet.conditional_format(area, {"type": "formula", "criteria": formula, "format": missing})
        if doubt := _doubt(place, letters, first):
            sheet.conditional_format(area, {"type": "formula", "criteria": f"={doubt}", "format": doubtful})


def _unless(place: Asked, letters: dict[str, str], first: int) -> str:
    """A mandatory column may be blank where the one that it stands for is filled: a full address names the commune."""
    stands_for = next((name for name, instead in INSTEAD.items() if place.name in instead), None)
    return f",LEN(TRIM(${letters[stands_for]}{first}))=0" if stands_for else ""


def _doubt(place: Asked, letters: dict[str, str], first: int) -> str:
    cell = f"{letter(place)}{first}"
    if place.name in RULES:
        return f"AND(LEN({cell})>0,NOT(IFERROR({RULES[place.name][0].format(cell)},FALSE)))"
    if place.name == "commune":
        province = f"${letters['province']}{first}"
        return f"AND(LEN({cell})>0,LEN({province})>0,COUNTIFS(ocop_xa_tinh,{province},ocop_xa,{cell})=0)"
    private = next((name for name, consent in CONSENTS.items() if consent == place.name), None)
    return f"AND(LEN(${letters[private]}{first})>0,LEN({cell})=0)" if private else ""
