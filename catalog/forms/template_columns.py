"""The columns of the template: which, in what order, and how each is to be filled in; all from COLUMNS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog import columns
from catalog.columns import BY_NAME, COLUMNS, Column

# A product must say where it is from. Two drop-downs say so without slips; the street then stays optional.
INSTEAD = {"address": ("province", "commune")}
# Not asked: forms stamp themselves, districts are gone (an address may still name one), the end of a certificate is
# counted from its decision, the set says the branch, and the pack says the net content.
LEFT_OUT = frozenset({"timestamp", "district", "expires", "category", "net_content"})
# What may be shown only with consent, and the column that asks for it; they stand side by side.
CONSENTS = {
    "representative": "consent_name", "phone": "consent_phone", "email": "consent_email", "website": "consent_website",
    "images": "consent_photo",
}  # fmt: skip
# The optional columns by theme, in the order of a form. A column that nobody lists stands in the last.
THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ĐIỀN NẾU CÓ: CƠ SỞ VÀ LIÊN HỆ", ("address", "producer_kind", "representative", "tax_code", "phone", "email",
                                       "website", "delivery_area")),
    ("ĐIỀN NẾU CÓ: SAO VÀ QUYẾT ĐỊNH", ("ocop_set", "stars", "score", "decision_number", "decision_date",
                                        "product_code")),
    ("ĐIỀN NẾU CÓ: BÁN HÀNG", ("unit", "stock", "sku", "gtin", "price_old", "wholesale_price", "gross_weight",
                               "packed_dimensions", "dimensions", "output", "season")),
    ("ĐIỀN NẾU CÓ: NHÃN VÀ GIẤY TỜ", ("ingredients", "usage", "storage", "shelf_life", "warning", "declaration",
                                      "food_safety", "certifications")),
    ("ĐIỀN NẾU CÓ: GIỚI THIỆU", ("summary", "description", "story", "images", "url", "brand", "note")),
)  # fmt: skip
MANDATORY = "PHẢI ĐIỀN (cột có dấu *)"
MOST_MANDATORY = 7
# The lists of the drop-downs, by the column that they serve; "commune" depends on the province beside it.
LISTS = {"province": "tinh", "ocop_set": "nhom", "producer_kind": "loai_hinh", "stars": "sao", "unit": "don_vi"}
YES_NO = "co_khong"
# Columns of amounts; all others are text, so that leading zeros and "3-5" stay what they are.
NUMBERS = frozenset({"price", "stock", "price_old", "wholesale_price"})
_WIDTHS = {
    "row_number": 9,
    "name": 34,
    "producer": 30,
    "pack": 22,
    "price": 14,
    "province": 18,
    "commune": 24,
    "ocop_set": 34,
}
_LONG = frozenset({"prose"})
_SHORT = frozenset({"consent", "stars", "score", "stock"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One column of the template; `at` is its place, counted from 1, `theme` the words above it."""

    column: Column
    at: int
    theme: str
    is_mandatory: bool

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def header(self) -> str:
        return f"{self.column.label} *" if self.is_mandatory else self.column.label

    @property
    def width(self) -> int:
        """In characters."""
        return _WIDTHS.get(self.name, 40 if self.column.kind in _LONG else 13 if self.column.kind in _SHORT else 20)

    @property
    def list_name(self) -> str | None:
        """The list of its drop-down, where it has one that does not depend on other cells."""
        return YES_NO if self.column.kind == "consent" else LISTS.get(self.name)

    @property
    def explanation(self) -> str:
        """What to write, as an order: rows of such orders are never taken for a product."""
        verb = "Chọn" if self.list_name or self.name == "commune" else "Ghi"
        words = _HELP.get(self.name) or self.column.help or f"{self.column.label}, nếu có."
        is_word = words.split()[0][1:].islower()  # and no abbreviation, which keeps its capitals
        words = words[0].lower() + words[1:] if is_word else words
        return f"{verb}, {words}" if words.startswith("ví dụ") else f"{verb} {words}"


# Where the template asks otherwise than a sheet of any form, or COLUMNS has no help.
_HELP = {
    "row_number": "Số thứ tự.",
    "address": "Thôn, xóm, số nhà; không đăng. Chỉ nhớ tên cũ thì ghi xã, huyện, tỉnh cũ vào đây.",
    "province": "Tỉnh hoặc thành phố (tên mới).",
    "commune": "Xã, phường theo tên mới; chọn tỉnh trước.",
    "representative": "Họ tên người đại diện; không đăng.",
    "tax_code": "Mã số thuế, 10, 12 hoặc 13 chữ số; không đăng.",
    "gtin": "Dãy số dưới mã vạch.",
    "score": "Tổng điểm, ví dụ 82,5.",
    "stock": "Số hũ, chai, gói … còn bán được.",
    "wholesale_price": "Giá bán sỉ bằng đồng; không đăng.",
    "note": "Điều muốn nhắn cho người duyệt; không đăng.",
}


def asked() -> tuple[Asked, ...]:
    """Every column of the template from left to right: the number, what is mandatory, then the rest by theme."""
    front = list(_mandatory())
    order = [("row_number", "", False), *((name, MANDATORY, True) for name in front)]
    order += [(name, theme, False) for name, theme in _optional({"row_number", *front})]
    return tuple(Asked(BY_NAME[name], at, theme, must) for at, (name, theme, must) in enumerate(order, 1))


def _mandatory() -> Iterator[str]:
    for column in columns.required():
        yield from INSTEAD.get(column.name, (column.name,))


def _optional(front: set[str]) -> Iterator[tuple[str, str]]:
    """Names with their themes; each consent right behind what it is about."""
    listed = [(name, theme) for theme, names in THEMES for name in names]
    known = {name for name, _ in listed} | set(CONSENTS.values())
    listed += [(column.name, THEMES[-1][0]) for column in COLUMNS if column.name not in known]
    for name, theme in listed:
        if name not in front and name not in LEFT_OUT:
            yield name, theme
            if name in CONSENTS:
                yield CONSENTS[name], theme
