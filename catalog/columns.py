"""COLUMNS: one line per column of a product sheet; everything else is derived from it.

The sheet reader maps headers to these names, `normalise` reads each cell by its `kind`, the two databases,
the blank template, the form, the generated metadata and the docs take their columns from here.

To add a column: add one line at the place where a sender would look for it, and one migration in
`catalog/workbench/migrations.py`. Its header synonyms stand in `registers/headers.tsv`. Names are part of the
contract and never change; a column that is no longer used stays listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Table = Literal["products", "offers", "producers", "certificates", ""]
Audience = Literal["public", "consent", "private"]


@dataclass(frozen=True, slots=True)
class Field:
    """One typed value of a draft: its name, SQLite type, and what it says (unit included)."""

    name: str
    type: Literal["TEXT", "INTEGER", "REAL"]
    says: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and the typed fields that come of it.

    kind      which reader of `catalog.values` understands its cells (see `normalise.READERS`)
    table     the public table that shows its fields; "" where no release holds them
    audience  public; or only with a recorded consent; or never
    fields    the typed fields; a column without any is text that keeps its own name
    """

    name: str
    label: str
    english: str
    kind: str = "text"
    table: Table = ""
    audience: Audience = "public"
    required: bool = False
    help: str = ""
    fields: tuple[Field, ...] = ()

    @property
    def typed(self) -> tuple[Field, ...]:
        """The typed fields of a draft that this column gives."""
        return self.fields or (Field(self.name, "TEXT", self.english),)


def _text(name: str, says: str) -> Field:
    return Field(name, "TEXT", says)


def _whole(name: str, says: str) -> Field:
    return Field(name, "INTEGER", says)


PRICE = (
    _whole("price_low", "Lowest price in whole đồng"),
    _whole("price_high", "Highest price in whole đồng"),
    _text("price_per", "What the price is for, as a container or unit: hũ, kg, 3 chai"),
    _text("price_words", "The price as the source wrote it"),
    _text("price_none", "Why there is no number: contact, missing or ambiguous"),
)
CONTENT = (
    Field("net_total", "REAL", "Net content of one pack in net_unit"),
    _text("net_unit", "g or ml"),
    _whole("pack_count", "Pieces or inner packs in one pack"),
    _whole("pieces", "1 where the pack is counted in pieces and states no weight or volume"),
    _text("container", "The container as written: hũ, chai, túi"),
    _text("pack_words", "The pack as the source wrote it"),
)
PLACE = (
    _text("province", "Province in force since July 2025"),
    _text("province_code", "Its code of the statistics office, two digits"),
    _text("commune", "Commune in force since July 2025"),
    _text("commune_code", "Its code of the statistics office, five digits"),
    _text("old_place", "The unit of before July 2025 that the words name, where they name one"),
    _text("candidates", "JSON list of the communes that the words may mean, where they do not decide"),
)
PHONE = (_text("phone", "JSON list of telephone numbers in E.164"),)
SET = (
    _text("ocop_set", "Set of Decision 148/QĐ-TTg, I.1.a to VI.1"),
    Field("set_confidence", "REAL", "How sure the classifier is, 0 to 1; 1 where the source says the set"),
)

COLUMNS: tuple[Column, ...] = (
    Column("row_number", "STT", "Row number"),
    Column("timestamp", "Dấu thời gian", "When a form was sent", audience="private"),
    Column(
        "name",
        "Tên sản phẩm",
        "Name of the product",
        "name",
        "products",
        required=True,
        help="Tên như in trên nhãn. Có thể kèm quy cách, ví dụ “Mật ong rừng 500ml”.",
    ),
    Column(
        "producer",
        "Tên cơ sở sản xuất",
        "Producer",
        "producer",
        required=True,
        help="Tên HTX, công ty, tổ hợp tác hoặc hộ kinh doanh.",
        fields=(_text("producer", "Producer's name without address and phone"),),
    ),
    Column(
        "producer_kind",
        "Loại hình",
        "Kind: cooperative, cooperative_group, company, private_enterprise, household, establishment, other",
        "producer_kind",
        "producers",
        help="HTX, tổ hợp tác, công ty, doanh nghiệp tư nhân, hộ kinh doanh hoặc cơ sở.",
    ),
    Column("representative", "Người đại diện", "Legal representative", "person", audience="private"),
    Column("tax_code", "Mã số thuế", "Tax code", "tax_code", audience="private"),
    Column(
        "phone",
        "Điện thoại",
        "Telephone",
        "phone",
        "producers",
        "consent",
        help="Số để người mua gọi. Chỉ đăng khi có đồng ý.",
        fields=PHONE,
    ),
    Column("email", "Email", "E-mail", "email", "producers", "consent", help="Chỉ đăng khi có đồng ý."),
    Column(
        "website",
        "Trang web",
        "Website",
        "website",
        "producers",
        help="Trang web của cơ sở; của hộ, cá nhân thì chỉ đăng khi có đồng ý.",
    ),
    Column(
        "address",
        "Địa chỉ",
        "Address as written",
        "address",
        audience="private",
        required=True,
        help="Xã, huyện cũ (nếu nhớ), tỉnh. Ví dụ “xã Yên Hòa, Yên Mô, Ninh Bình”.",
        fields=(_text("address", "The address as the source wrote it"), *PLACE),
    ),
    Column(
        "commune",
        "Xã/phường",
        "Commune as written",
        "place",
        fields=(_text("commune_words", "The commune as written"),),
    ),
    Column(
        "district",
        "Huyện (cũ)",
        "District as written (abolished in July 2025)",
        "place",
        fields=(_text("district", "The district as written"),),
    ),
    Column(
        "province",
        "Tỉnh/thành phố",
        "Province as written",
        "place",
        fields=(_text("province_words", "The province as written"),),
    ),
    Column(
        "delivery_area",
        "Giao hàng tới",
        "Where it is delivered",
        "text",
        "products",
        help="Ví dụ “toàn quốc”, “giao nội tỉnh”.",
    ),
    Column(
        "ocop_set",
        "Nhóm sản phẩm OCOP",
        "OCOP set",
        "set",
        "products",
        help="Bộ sản phẩm theo Quyết định 148/QĐ-TTg.",
        fields=SET,
    ),
    Column(
        "stars",
        "Hạng sao",
        "Stars as the source states them",
        "stars",
        help="3, 4 hoặc 5. Để trống nếu chưa có sao.",
        fields=(
            _whole("stars", "Stars that the source states; what is published is what a certificate confirms"),
            _whole("stars_potential", "1 where the source says “tiềm năng 5 sao”, which is not five stars"),
        ),
    ),
    Column(
        "score",
        "Điểm",
        "Score of the assessment",
        "score",
        fields=(Field("score", "REAL", "Score, 0 to 100"),),
    ),
    Column(
        "decision_number",
        "Số quyết định",
        "Number of the recognition decision",
        "decision",
        "certificates",
        help="Ví dụ 816/QĐ-UBND.",
        fields=(
            _text("decision_number", "Number of the decision"),
            _text("decision_issuer", "Who signed it"),
        ),
    ),
    Column(
        "decision_date",
        "Ngày quyết định",
        "Day the decision was signed",
        "date",
        "certificates",
        help="Ngày/tháng/năm.",
    ),
    Column(
        "expires",
        "Hạn chứng nhận",
        "Valid until, as the source states it",
        "date",
        fields=(_text("expires_on", "36 months after the decision was signed"),),
    ),
    Column("product_code", "Mã sản phẩm OCOP", "Code of the OCOP system", "code"),
    Column("sku", "Mã hàng", "The seller's own code", "code", "offers"),
    Column("gtin", "Mã vạch", "Barcode number (GTIN)", "gtin", "offers"),
    Column(
        "price",
        "Giá bán",
        "Price",
        "price",
        "offers",
        required=True,
        help="Bằng đồng, ví dụ 150000. Ghi “liên hệ” nếu giá thay đổi theo mùa.",
        fields=PRICE,
    ),
    Column(
        "price_old",
        "Giá cũ",
        "Price before a reduction",
        "price",
        fields=(_whole("price_old", "Earlier price in whole đồng"),),
    ),
    Column(
        "wholesale_price",
        "Giá sỉ",
        "Wholesale price",
        "price",
        audience="private",
        fields=(_whole("wholesale_price", "Wholesale price in whole đồng"),),
    ),
    Column("unit", "Đơn vị tính", "Unit of sale", help="Ví dụ hũ, chai, kg."),
    Column(
        "pack",
        "Quy cách",
        "Pack",
        "content",
        "offers",
        required=True,
        help="Ví dụ “Hũ 500 g”, “Hộp 10 gói x 5 g”.",
        fields=CONTENT,
    ),
    Column(
        "net_content",
        "Khối lượng tịnh",
        "Net content as written",
        "content",
        fields=(_text("net_content", "Net content as written"),),
    ),
    Column(
        "gross_weight",
        "Khối lượng cả bì",
        "Packed weight",
        table="offers",
        fields=(_text("gross_weight", "Packed weight as written"),),
    ),
    Column(
        "packed_dimensions",
        "Kích thước đóng gói",
        "Size of the packed parcel",
        table="offers",
        help="Dài × rộng × cao của gói hàng khi gửi, ví dụ “20 x 12 x 8 cm”.",
        fields=(_text("packed_dimensions", "Length, width and height of the packed parcel as written"),),
    ),
    Column("dimensions", "Kích thước", "Dimensions", table="products"),
    Column(
        "stock",
        "Số lượng còn",
        "Stock",
        "stock",
        "offers",
        fields=(_whole("stock", "Packs in stock"), _text("stock_words", "The stock as written")),
    ),
    Column("output", "Sản lượng", "Yearly output", audience="private"),
    Column("season", "Mùa vụ", "Season", table="products"),
    Column("ingredients", "Thành phần", "Ingredients", table="products", help="Như in trên nhãn."),
    Column("usage", "Hướng dẫn sử dụng", "How to use", table="products"),
    Column("storage", "Bảo quản", "Storage", table="products"),
    Column("shelf_life", "Hạn sử dụng", "Shelf life", table="products"),
    Column("warning", "Cảnh báo", "Warnings", table="products"),
    Column("declaration", "Công bố sản phẩm", "Declaration on file", table="products"),
    Column("food_safety", "Giấy chứng nhận ATTP", "Food safety paper", table="products"),
    Column("certifications", "Chứng nhận khác", "Other certifications", table="products"),
    Column("summary", "Mô tả ngắn", "Short description", "prose", "products"),
    Column("description", "Mô tả", "Description", "prose", "products"),
    Column("story", "Câu chuyện sản phẩm", "Story", "prose", "products"),
    Column(
        "images",
        "Ảnh",
        "Names or addresses of pictures",
        "images",
        help="Tên tệp ảnh, cách nhau bằng dấu chấm phẩy.",
        fields=(_text("images", "JSON list of picture names or addresses"),),
    ),
    Column("url", "Liên kết", "Address of a page about it", "website", "products"),
    Column("category", "Ngành hàng", "Category as written"),
    Column("brand", "Nhãn hiệu", "Brand", table="products"),
    Column("note", "Ghi chú", "Note", audience="private"),
    Column(
        "consent_name",
        "Đồng ý đăng tên hộ/cá nhân",
        "Consent to show a person's name",
        "consent",
        audience="private",
        help="Có hoặc không. Cần cho hộ kinh doanh.",
        fields=(_whole("consent_name", "1 yes, 0 no, null not said"),),
    ),
    Column(
        "consent_phone",
        "Đồng ý đăng số điện thoại",
        "Consent to show the telephone",
        "consent",
        audience="private",
        help="Có hoặc không.",
        fields=(_whole("consent_phone", "1 yes, 0 no, null not said"),),
    ),
    Column(
        "consent_email",
        "Đồng ý đăng email",
        "Consent to show the e-mail address",
        "consent",
        audience="private",
        help="Có hoặc không.",
        fields=(_whole("consent_email", "1 yes, 0 no, null not said"),),
    ),
    Column(
        "consent_website",
        "Đồng ý đăng trang web",
        "Consent to show the website",
        "consent",
        audience="private",
        help="Có hoặc không. Cần cho hộ kinh doanh.",
        fields=(_whole("consent_website", "1 yes, 0 no, null not said"),),
    ),
    Column(
        "consent_photo",
        "Đồng ý dùng ảnh",
        "Consent to show the pictures",
        "consent",
        audience="private",
        help="Có hoặc không.",
        fields=(_whole("consent_photo", "1 yes, 0 no, null not said"),),
    ),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}

# Columns that a table or a delivery gives to each of its rows, beside the cells; all text, blank where not known.
CONTEXT: tuple[str, ...] = (
    "row",  # as Excel shows it, or the record, line or page it stands on
    "group",  # the group row above it: "I. Nhóm thực phẩm"
    "place_hint",  # what the title, the sender or --province says of the place
    "date_hint",  # ISO day of the sheet, for the era of its addresses
    "decision",  # the decision that the title names; holds for the rows that state stars and no decision of their own
    "price_scale",  # what one unit of the price column is worth in đồng: "1000" for "nghìn đồng"
    "wholesale_scale",
    "old_scale",
    "price_unit",  # a unit that the price header carries: "kg" for "Giá bán (đ/kg)"
)


def fields() -> Iterator[tuple[Field, Column]]:
    """Every typed field of a draft with the column that gives it, in the order of COLUMNS."""
    for column in COLUMNS:
        for field in column.typed:
            yield field, column


def required() -> tuple[Column, ...]:
    """The columns without which a product cannot be published."""
    return tuple(column for column in COLUMNS if column.required)
