"""Templates as sellers download them, made after the anatomy of real ones: every word, id and hash here is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import xlsxwriter

from catalog.markets.filling.filling import fill
from catalog.markets.market import Given

MADE = datetime(2025, 7, 1)  # noqa: DTZ001  (XlsxWriter takes naive moments only)
Row = list[str]

SHOPEE_KEYS = [
    "ps_category|0|0", "ps_product_name|1|0", "ps_product_description|1|0", "ps_sku_parent_short|0|0",
    "et_title_variation_integration_no|0|0", "et_title_variation_1|0|0", "et_title_option_for_variation_1|0|0",
    "et_title_image_per_variation|0|3", "ps_price|1|1", "ps_stock|0|1", "ps_sku_short|0|0", "ps_gtin_code|0|0",
    "ps_item_cover_image|0|3", "ps_item_image_1|0|3", "ps_weight|1|1", "ps_length|0|1", "channel_id.5000|0|0",
    "channel_id.5001|0|0", "ps_product_pre_order_dts|0|1", "et_title_reason|0|0",
]  # fmt: skip
SHOPEE_LABELS = [
    "Ngành hàng", "Tên sản phẩm", "Mô tả sản phẩm", "SKU sản phẩm", "Mã sản phẩm", "Tên nhóm phân loại hàng 1",
    "Tên phân loại hàng cho nhóm phân loại hàng 1", "Hình ảnh mỗi phân loại", "Giá", "Kho hàng", "SKU phân loại",
    "GTIN", "Ảnh bìa", "Hình ảnh sản phẩm 1", "Cân nặng", "Chiều dài", "Hỏa Tốc", "Nhanh",
    "Ngày chuẩn bị hàng cho đặt trước (Pre-order DTS)", "Lý do thất bại",
]  # fmt: skip
M, C, O = "Bắt buộc", "Bắt buộc có điều kiện", "Tùy chọn"  # noqa: E741  (as facts on marketplaces call them)
SHOPEE_NEEDS = [O, M, M, O, C, C, C, C, M, C, O, O, C, O, M, O, C, C, O, ""]
SHOPEE_HELP = [
    "Mã ngành hàng", "Nhập tên sản phẩm", "Nhập mô tả", "", "Các dòng của một sản phẩm ghi cùng một mã", "", "", "",
    "Giá bán, đã gồm thuế", "Số lượng", "", "8 đến 14 chữ số", "Đường dẫn ảnh", "", "Cân nặng (gram) cả bao bì", "cm",
    "Chọn Bật hoặc Tắt", "Chọn Bật hoặc Tắt", "", "",
]  # fmt: skip
SHOPEE_LIMITS = [
    "", "10 - 120 ký tự", "100 - 3000 ký tự", "Tối đa 100 ký tự", "", "1 - 14 ký tự", "1 - 20 ký tự", "",
    "1.000 - 120.000.000", "0 - 999.999", "", "", "", "", "1 - 100.000", "", "", "", "", "",
]  # fmt: skip


def shopee(
    labels: Row = SHOPEE_LABELS,
    filled: list[Row] | None = None,
    order: Callable[[Row], Row] = lambda row: row,
    weight: str = "Cân nặng (gram) cả bao bì",
    *,
    sample: bool = False,
) -> bytes:
    """A basic template of Shopee with a hidden row of keys, a signature, five rows of words and products from row 7.

    weight: what the help says of it; sample: a sheet of examples repeats the keys.
    """
    help_words = [weight if text.startswith("Cân nặng") else text for text in SHOPEE_HELP]

    def make(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Hướng dẫn").write_string(0, 0, "Cách đăng hàng loạt")
        sheet = book.add_worksheet("Bản đăng tải")
        money = book.add_format({"num_format": "#,##0", "border": 1})
        sheet.set_column(0, len(labels) - 1, 22, money)
        signature = ["basic", "0123456789abcdef0123456789abcdef", "0", "900000001"]
        head = [SHOPEE_KEYS, signature, labels, SHOPEE_NEEDS, help_words, SHOPEE_LIMITS]
        for number, texts in enumerate([*(h if h is signature else order(h) for h in head), *(filled or [])]):
            for column, text in enumerate(texts):
                if text:
                    sheet.write_string(number, column, text)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.freeze_panes(6, 0)
        channels = [i for i, key in enumerate(order(SHOPEE_KEYS)) if key.startswith("channel_id.")]
        for column in channels:
            sheet.data_validation(6, column, 1000, column, {"validate": "list", "source": ["Bật", "Tắt"]})
        if sample:
            shown = book.add_worksheet("Đăng tải bản mẫu")
            shown.write_row(0, 0, SHOPEE_KEYS)
            shown.write_row(2, 0, labels)
        lists = book.add_worksheet("Phạm vi ngày chuẩn bị hàng")
        for column, text in enumerate(["et_title_category_name", "et_title_category_id", "et_title_dts_range"]):
            lists.write_string(0, column, text)
        book.add_worksheet("HiddenList").hide()

    return _with_odd_styles(_book(make))


def _with_odd_styles(data: bytes) -> bytes:
    """The workbook with a number format -1, as a marketplace writes it and openpyxl refuses."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/styles.xml":
                part = part.replace(b'<xf numFmtId="3" ', b'<xf numFmtId="-1" ', 1)
            new.writestr(info, part)
    return out.getvalue()


POS_HEADER = [
    "Tên sản phẩm*", "Hình thức quản lý sản phẩm", "Loại sản phẩm", "Mô tả sản phẩm", "Nhãn hiệu", "Tags",
    "Thuộc tính 1", "Giá trị thuộc tính 1", "Tên phiên bản sản phẩm", "Mã SKU*", "Barcode", "Khối lượng",
    "Đơn vị khối lượng", "Ảnh đại diện", "Đơn vị", "Áp dụng thuế", "LC_CN1_Giá vốn khởi tạo*",
    "LC_CN1_Tồn kho ban đầu*", "LC_CN2_Giá vốn khởi tạo*", "LC_CN2_Tồn kho ban đầu*", "PL_Giá nhập", "PL_Giá bán lẻ",
    "PL_Giá bán buôn",
]  # fmt: skip


def sapo_pos() -> bytes:
    """Sapo POS's workbook of a shop with two branches: one row of headers, which are its keys."""

    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Danh sách sản phẩm")
        for column, header in enumerate(POS_HEADER):
            sheet.write_string(0, column, header)

    return _book(make)


TIKTOK_KEYS = [
    "category", "brand", "product_name", "product_description", "main_image", "image_2", "property_name_1",
    "property_value_1", "property_1_image", "parcel_weight", "parcel_length", "delivery", "price", "quantity",
    "seller_sku",
]  # fmt: skip
TIKTOK_LABELS = [
    "Danh mục", "Thương hiệu", "Tên sản phẩm", "Mô tả sản phẩm", "Hình ảnh chính", "Hình ảnh 2", "Tên biến thể 1",
    "Giá trị biến thể 1", "Hình ảnh biến thể", "Trọng lượng kiện hàng (Gam)", "Kích thước kiện hàng (cm)",
    "Tùy chọn vận chuyển", "Giá bán lẻ (Nội tệ)", "Số lượng", "SKU người bán",
]  # fmt: skip
TIKTOK_CATEGORY = "Thực phẩm/Gia vị/Gia vị khô"


def tiktokshop() -> bytes:
    """A template of TikTok Shop for one category: keys, metadata, labels, demands, help, products from row 6."""
    needs = ["Mandatory", "Optional", "Mandatory", "Mandatory", "Conditionally mandatory ", "Optional",
             "Conditionally mandatory ", "Conditionally mandatory ", "Optional", "Mandatory", "Optional", "Optional",
             "Mandatory", "Mandatory", "Optional"]  # fmt: skip
    help_words = ["Chọn danh mục", "", "25-255 ký tự", "Tối đa 10000 ký tự", "", "", "", "", "", "1 - 100000", "", "",
                  "1 - 180.000.000", "0 - 999999", "Tối đa 50 ký tự"]  # fmt: skip

    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Template")
        metadata = ["V5.0.1", "create_product", "metric", "category_v2", "", "token-khong-that", "normal_file"]
        for number, texts in enumerate([TIKTOK_KEYS, metadata, TIKTOK_LABELS, needs, help_words]):
            for column, text in enumerate(texts):
                if text:
                    sheet.write_string(number, column, text)
        lists = book.add_worksheet("hidden_category")
        lists.write_string(0, 0, TIKTOK_CATEGORY)
        lists.very_hidden()
        book.define_name("category_list", "=hidden_category!$A$1:$A$1")
        sheet.data_validation(5, 0, 1004, 0, {"validate": "list", "source": "=category_list"})

    return _book(make)


LAZADA_KEYS = [
    "groupNo", "catId", "title.vi_VN", "mainImage.0", "description", "catProperty.p20000", "saleProp.p30097",
    "sku.SellerSku", "sku.price", "sku.multiWarehouseQty.dropshipping", "sku.packageWeight",
]  # fmt: skip
LAZADA_LABELS = [
    "Nhóm", "Mã ngành hàng", "*Tên sản phẩm", "*Hình ảnh sản phẩm 1", "Mô tả", "*Thương hiệu", "Quy cách",
    "SellerSKU", "*Giá", "*Số lượng", "*Cân nặng kiện hàng (kg)",
]  # fmt: skip


def lazada(language: str = "vi_VN", sheets: tuple[str, ...] = ("Gia vị",)) -> bytes:
    """A template of Lazada: a sheet per category, keys in row 3 of a hidden sheet beside it, products from row 5."""
    keys = [key.replace("vi_VN", language) for key in LAZADA_KEYS]

    def make(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("INDEX").write_string(0, 0, "Ngành hàng")
        hidden = book.add_worksheet("global_hide")
        for name in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, "Thông tin sản phẩm")
            for column, label in enumerate(LAZADA_LABELS):
                sheet.write_string(1, column, label)
            sheet.write_string(2, 2, "Tối đa 255 ký tự")
            sheet.write_string(3, 8, "Tối thiểu 10000")
            beside = book.add_worksheet(f"{name}_hide")
            for column, key in enumerate(keys):
                beside.write_string(2, column, key)
                beside.write_string(4, column, "{}")
            beside.hide()
            brands = ["No Brand", "Đồi Vải 🍌"]
            sheet.data_validation(4, 5, 500, 5, {"validate": "list", "source": brands})
        hidden.very_hidden()

    return _book(make)


def updates() -> bytes:
    """A sheet by which a seller changes prices of products that are at the market already."""

    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet1")
        for column, key in enumerate(["et_title_product_id", "et_title_product_name", "et_title_variation_price"]):
            sheet.write_string(0, column, key)
        for column, label in enumerate(["Mã sản phẩm", "Tên sản phẩm", "Giá"]):
            sheet.write_string(2, column, label)

    return _book(make)


def post_office(
    *,
    room: int = 12,
    pack: bool = True,
    protected: bool = False,
    preset: bool = False,
    strange: str = "Giá HTX báo",
) -> bytes:
    """A post office's own form: letterhead, merged header, an example, numbered rows, drop-downs, a signature.

    preset: a producer stands in every row already and one column is calculated; strange: a header nobody knows.
    """

    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Đăng ký")
        cell = book.add_format({"border": 1, "text_wrap": True, "locked": False})
        head = book.add_format({"border": 1, "bold": True, "align": "center"})
        sheet.merge_range("A1:D1", "BƯU ĐIỆN HUYỆN MẪU", head)
        sheet.merge_range("A3:K3", "PHIẾU ĐĂNG KÝ SẢN PHẨM LÊN SÀN", head)
        sheet.merge_range("A5:A6", "STT", head)
        sheet.merge_range("B5:B6", "Tên sản phẩm (*)\n(tối đa 60 ký tự)", head)
        sheet.merge_range("C5:D5", "Chủ thể", head)
        sheet.write_string("C6", "Tên", head)
        sheet.write_string("D6", "Tỉnh", head)
        titles = ["Quy cách" if pack else "Bao bì xanh", "Giá bán (nghìn đồng) *", "Hạng sao", "Ảnh", strange,
                  "Cam kết (*)", "Số quyết định"]  # fmt: skip
        for column, title in enumerate(titles, 4):
            sheet.merge_range(4, column, 5, column, title, head)
        example = [
            "",
            "VD: Chè dây",
            "HTX Thí Dụ",
            "Tỉnh Lào Cai",
            "Hộp 100g",
            "80",
            "3 sao",
            "che-day.jpg",
            "75",
            "Có",
        ]
        for column, text in enumerate(example):
            sheet.write_string(6, column, text, cell)
        for row in range(room):
            sheet.write_number(7 + row, 0, row + 1, cell)
            for column in range(1, 11):
                sheet.write_blank(7 + row, column, None, cell)
            if preset:
                sheet.write_string(7 + row, 2, "HTX chung", cell)
                sheet.write_formula(7 + row, 8, f"=F{8 + row}*0.9", cell, 0)
        sheet.write_string(7 + room, 1, "Người lập phiếu")
        lists = book.add_worksheet("ds")
        for row, name in enumerate(["Tỉnh Lào Cai", "Tỉnh Quảng Ninh"]):
            lists.write_string(row, 0, name)
        lists.hide()
        sheet.data_validation(6, 3, 99, 3, {"validate": "list", "source": "=ds!$A$1:$A$2"})
        sheet.data_validation(6, 6, 99, 6, {"validate": "list", "source": ["3 sao", "4 sao", "5 sao"]})
        sheet.data_validation(6, 9, 99, 9, {"validate": "list", "source": ["Có"]})
        if protected:
            sheet.protect()

    return _book(make)


def _book(make: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        make(book)
    return out.getvalue()


MADE_FOR: dict[str, tuple[Callable[[], bytes], dict[str, str]]] = {
    "shopee": (shopee, {"Cân nặng": '"500"', "Kho hàng": '"100"'}),
    "tiktokshop": (tiktokshop, {"Trọng lượng kiện hàng (Gam)": '"500"', "Số lượng": '"50"'}),
    "lazada": (lazada, {"*Cân nặng kiện hàng (kg)": '"0.5"', "*Số lượng": '"50"', "*Thương hiệu": '"No Brand"',
                        "*Hình ảnh sản phẩm 1": '"https://ocop.example.vn/anh.jpg"'}),
    "san": (post_office, {"Cam kết": '"Có"'}),
}  # fmt: skip
SHEETS = {"shopee": "Bản đăng tải", "tiktokshop": "Template", "lazada": "Gia vị", "san": "Đăng ký"}


def given(market: str, data: bytes | None = None, **options: Any) -> Given | None:
    """The look-alike of a market with what a seller would say of it; None for a market that needs none."""
    if market not in MADE_FOR:
        return None
    make, columns = MADE_FOR[market]
    columns = columns | options.pop("columns", {})
    name = options.pop("name", f"{market}.xlsx")
    options.setdefault("only", frozenset({"I.4.b", "I.2.b"}) if market in ("tiktokshop", "lazada") else frozenset())
    return Given(market, market.title(), name, data or make(), columns, fill=fill, **options)
