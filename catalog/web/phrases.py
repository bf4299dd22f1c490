"""What the site says of a product, producer or place: prices, stars, names; in words, never by colour alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import phonenumbers

from catalog.columns import BY_NAME
from catalog.publish.tables.reading import Product
from catalog.values import people
from catalog.values.sets import sets
from catalog.web.language import N_, Language

Row = Mapping[str, Any]

PRODUCER_KINDS = {
    "cooperative": N_("Hợp tác xã"),
    "cooperative_group": N_("Tổ hợp tác"),
    "company": N_("Công ty"),
    "private_enterprise": N_("Doanh nghiệp tư nhân"),
    "household": N_("Hộ kinh doanh"),
    "establishment": N_("Cơ sở sản xuất"),
}
SOURCE_KINDS = {
    "sheet": N_("danh sách sản phẩm gửi về"),
    "message": N_("tin nhắn gửi về"),
    "form": N_("biểu mẫu gửi về"),
    "crawl": N_("trang bán hàng công khai"),
}
# What is kept for a time, as the privacy notice says it, by the kinds of registers/retention.toml.
KEPT = {
    "originals": N_("Tệp gốc đã gửi (bảng, tin nhắn)"),
    "taken_back": N_("Lần gửi đã được rút lại, với mọi dòng và ảnh"),
    "scans": N_("Ảnh chụp bảng, chờ người gõ lại"),
    "tickets": N_("Danh sách mang tới trang gửi mà chưa gửi duyệt"),
    "senders": N_("Tên và số liên hệ của người gửi qua trang"),
    "kits": N_("Bộ đăng bán đã làm cho người gửi"),
    "invitations": N_("Thư mời gửi và liên kết trang riêng đã hết hạn"),
    "pictures_of_nobody": N_("Ảnh đã gửi mà không thuộc sản phẩm nào"),
    "crawled_pages": N_("Bản lưu trang bán hàng công khai"),
    "exports": N_("Tệp đã làm để đưa lên sàn"),
    "backups": N_("Bản sao lưu trên máy"),
}
# What a label says, in the order in which a buyer asks; each is a column of `products`.
LABEL = (
    "ingredients", "usage", "storage", "shelf_life", "warning", "season", "dimensions",
    "declaration", "food_safety", "certifications",
)  # fmt: skip

# Private fields that a sender may agree to show.
PRIVATE = {
    "name": N_("Tên hộ hoặc tên người"), "phone": N_("Số điện thoại"), "email": N_("Email"),
    "website": N_("Trang web của hộ"),
}  # fmt: skip
# What became of a product that somebody sent; `back`: the whole delivery was taken back.
TICKET_STATES = {
    "accepted": N_("Đã duyệt"), "held": N_("Đang chờ"), "rejected": N_("Trả lại"), "back": N_("Đã rút lại"),
}  # fmt: skip

# How a product stands on its producer's own page, and how far a change is that was tapped there.
OWN_STATES = {
    "published": N_("Đang đăng"), "accepted": N_("Đã duyệt, chờ lần đăng tới"), "held": N_("Đang chờ cán bộ xem"),
    "rejected": N_("Bị trả lại"),
}  # fmt: skip
TAPPED = {
    "waiting": N_("đang ghi nhận"), "held": N_("chờ cán bộ xem"), "accepted": N_("đã nhận, hiện ở lần đăng tới"),
    "rejected": N_("bị trả lại"), "failed": N_("chưa ghi được"),
}  # fmt: skip


def offer(facts: Row) -> Row:
    """Facts of a pack with everything that is asked of an offer's price."""
    return {"price_low": None, "price_high": None, "price_none": None, **facts}


def price(language: Language, row: Row, offers: int = 1) -> str:
    """The price of an offer, or of a product with so many offers: 150.000 ₫, 25.000 ₫ – 35.000 ₫, từ 60.000 ₫."""
    low, high = row["price_low"], row["price_high"]
    if low is None:
        return language.gettext(N_("Giá liên hệ") if row["price_none"] == "contact" else N_("Chưa có giá"))
    if high is None or high == low:
        return language.money(low)
    if offers > 1:
        return language.gettext("từ %(price)s", price=language.money(low))
    return f"{language.money(low)} – {language.money(high)}"


def price_for(row: Row, offers: int = 1) -> str:
    """What the price is for, as the source words it; blank where it is not said or differs between offers."""
    differs = offers > 1 and row["price_low"] != row["price_high"]
    return "" if differs or row["price_low"] is None else row["price_per"] or ""


def unit_price(language: Language, row: Row, offers: int = 1) -> str:
    """The price of a kilogram or litre, the lowest of so many offers; blank where unknown or the price itself."""
    if not row["unit_price"] or (offers == 1 and row["price_per"] == row["unit_price_per"]):
        return ""
    words = f"{language.money(row['unit_price'])}/{unit(language, row['unit_price_per'])}"
    return language.gettext("từ %(price)s", price=words) if offers > 1 else words


def unit_price_whole(language: Language, row: Row) -> str:
    """The lowest price of a kilogram or litre, also where it is the price itself; blank where unknown."""
    return f"{language.money(row['unit_price'])}/{unit(language, row['unit_price_per'])}" if row["unit_price"] else ""


def unit(language: Language, per: str) -> str:
    """kg or lít in the words of the language."""
    return language.gettext("lít") if per == "lít" else per


def stars(language: Language, count: int) -> str:
    """The rating in words, as people say it."""
    return language.gettext("OCOP %(n)s sao", n=count)


def producer(language: Language, row: Row) -> str:
    """The producer's name, or a description where its name is held back."""
    if row["is_name_shown"]:
        return row["name"]
    return language.gettext("Cơ sở sản xuất tại %(place)s", place=commune(row) or row["province"] or "…")


def producer_kind(language: Language, row: Row) -> str:
    """The kind of producer; blank where it is not known or would tell what its name holds back."""
    kind = PRODUCER_KINDS.get(row["producer_kind"] or "")
    return language.gettext(kind) if kind and row["is_name_shown"] else ""


def commune(row: Row) -> str:
    """The commune with the word for its rank (xã Mậu A), where the rank was read along."""
    rank = row.get("commune_rank") or ""
    return f"{rank} {row['commune']}".strip() if row["commune"] else ""


def place(row: Row) -> str:
    """Commune and province in force: xã Mậu A, Lào Cai."""
    return ", ".join(place_parts(row))


def place_parts(row: Row) -> list[str]:
    """Commune and province apart, those that are known."""
    return [part for part in (commune(row), row["province"]) if part]


def set_title(language: Language, row: Row) -> str:
    """The title of an OCOP set in the language."""
    return (row["title_en"] if language.code == "en" else None) or row["title"] or row["ocop_set"]


def set_of(language: Language, key: str) -> str:
    """The title of the OCOP set of a key; blank for a key that is none."""
    found = next((one for one in sets.sets() if one.key == key), None)
    row = found and {"title": found.title, "title_en": found.title_en, "ocop_set": key}
    return set_title(language, row) if row else ""


def group_title(language: Language, row: Row) -> str:
    """The title of a set's group in the language."""
    return (row["group_title_en"] if language.code == "en" else None) or row["group_title"] or ""


def column(language: Language, name: str) -> str:
    """The heading of a column of COLUMNS."""
    known = BY_NAME[name]
    return known.english if language.code == "en" else known.label


def label(language: Language, facts: Row) -> list[tuple[str, str]]:
    """Heading and words of everything that the label says, blanks left out."""
    return [(column(language, name), facts[name]) for name in LABEL if facts[name]]


def source_words(language: Language, facts: Row) -> list[tuple[str, str]]:
    """Heading and words of what the source wrote, for the columns that COLUMNS knows as public."""
    words = json.loads(facts["source_words"] or "{}")
    public = [n for n in BY_NAME if BY_NAME[n].audience == "public" and words.get(n)]
    return [(column(language, name), str(words[name])) for name in public]


def paragraphs(words: str | None) -> list[str]:
    """The paragraphs of a story, blank lines between them in the source."""
    return [part.strip() for part in (words or "").split("\n") if part.strip()]


def phones(row: Row) -> list[tuple[str, str]]:
    """Each published telephone as (what a link dials, as people write it); published means consented to.

    Hotlines of 1800 and 1900 have no international form: they are dialled as they are written.
    """
    found = []
    for number in json.loads(row["phone"] or "[]"):
        if number.startswith(("1800", "1900")):
            found.append((number, f"{number[:4]} {number[4:]}"))
            continue
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            continue
        style = phonenumbers.PhoneNumberFormat
        national = parsed.country_code == 84
        written = phonenumbers.format_number(parsed, style.NATIONAL if national else style.INTERNATIONAL)
        found.append((phonenumbers.format_number(parsed, style.E164), written))
    return found


def web_address(words: str | None) -> str:
    """The address if it is one of the web, else blank: nothing else may become a link."""
    words = (words or "").strip()
    return words if words.lower().startswith(("https://", "http://")) and " " not in words else ""


def mail_address(words: str | None) -> str:
    """The e-mail address in some words, else blank: nothing else may become a link to write to."""
    return people.email(words or "") or ""


def day_after(iso: str) -> str:
    """The first day on which a certificate is no longer in force, from its last day of validity."""
    return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()


def summary(language: Language, product: Product, length: int = 180) -> str:
    """One or two sentences about a product for previews: its own words, else what is known of it."""
    facts = product.facts
    words = facts["summary"] or facts["description"] or facts["story"] or ""
    if not words:
        words = language.gettext(
            "%(name)s của %(producer)s.", name=facts["name"], producer=producer(language, product.producer)
        )
    words = " ".join(words.split())
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…"


def in_order(products: Sequence[Product], ids: Sequence[str]) -> list[Product]:
    """The products in the order of their ids."""
    found = {product.facts["id"]: product for product in products}
    return [found[key] for key in ids if key in found]
