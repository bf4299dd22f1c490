"""An invented catalogue for the tests of the site: producers, products, certificates and drawn pictures."""

from __future__ import annotations

import colorsys
import hashlib
import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from catalog.publish.tables import build, schema
from catalog.values import text

Row = dict[str, Any]

# The day on which the tests look: `lapsed` certificates are over by then, the others in force.
TODAY = "2026-11-22"

SETS = [
    ("I.1.a", "Rau, củ, quả, hạt tươi", "Fresh vegetables, roots, fruit and seeds", "Thực phẩm", "Food"),
    ("I.1.b", "Thịt, thủy sản, trứng, sữa tươi", "Fresh meat, seafood, eggs and milk", "Thực phẩm", "Food"),
    ("I.2.b", "Mật ong, mật khác và nông sản thực phẩm khác", "Honey and other produce", "Thực phẩm", "Food"),
    ("I.3.c", "Chế biến từ rau, củ, quả, hạt", "Made of vegetables, fruit and seeds", "Thực phẩm", "Food"),
    (
        "I.3.d",
        "Chế biến từ thịt, trứng, sữa, thủy sản",
        "Made of meat, eggs, milk and seafood",
        "Thực phẩm",
        "Food",
    ),
    (
        "I.4.a",
        "Tương, nước mắm, gia vị dạng lỏng khác",
        "Fish sauce and liquid seasonings",
        "Thực phẩm",
        "Food",
    ),
    ("I.4.b", "Gia vị khác", "Other spices", "Thực phẩm", "Food"),
    ("I.5.b", "Sản phẩm chè từ thực vật khác", "Herbal teas", "Thực phẩm", "Food"),
    ("II.1.a", "Rượu trắng", "Clear spirits", "Đồ uống", "Drinks"),
    (
        "III.3",
        "Tinh dầu và dược liệu khác",
        "Essential oils and other herbs",
        "Dược liệu",
        "Medicinal plants",
    ),
    (
        "IV.1",
        "Thủ công mỹ nghệ gia dụng, trang trí",
        "Household and decorative crafts",
        "Hàng thủ công mỹ nghệ",
        "Crafts",
    ),
]
COMMUNES = {
    "04375": ("Mậu A", "xã", "Lào Cai", "15", "thị trấn Mậu A, xã Yên Hợp, huyện Văn Yên, tỉnh Yên Bái"),
    "04399": (
        "Đông Cuông",
        "xã",
        "Lào Cai",
        "15",
        "xã Đông Cuông, xã Quang Minh, huyện Văn Yên, tỉnh Yên Bái",
    ),
    "14724": ("Yên Mô", "xã", "Ninh Bình", "37", "thị trấn Yên Thịnh, xã Khánh Dương, huyện Yên Mô"),
    "14737": ("Yên Thắng", "phường", "Ninh Bình", "37", "phường Yên Thắng, huyện Yên Mô"),
    "06862": ("Tiên Yên", "xã", "Quảng Ninh", "22", "thị trấn Tiên Yên, xã Tiên Lãng, huyện Tiên Yên"),
    "06871": ("Điền Xá", "xã", "Quảng Ninh", "22", "xã Yên Than, xã Điền Xá, huyện Tiên Yên"),
}
# slug: name, kind, commune, phones, website; a name of None is a household that did not consent to be named.
PRODUCERS: dict[str, tuple[str | None, str, str, list[str], str | None]] = {
    "htx-que-van-yen-xanh": (
        "HTX Quế Văn Yên Xanh",
        "cooperative",
        "04375",
        ["+84900000011"],
        "https://que.example/",
    ),
    "ho-mau-a": (None, "household", "04375", [], None),
    "tinh-dau-dong-cuong": ("Công ty TNHH Tinh dầu Đông Cuông", "company", "04399", ["+84900000012"], None),
    "htx-song-vac": ("HTX Thủy sản Sông Vạc", "cooperative", "14724", ["+84900000013", "+84900000014"], None),
    "gom-bo-bat-minh-hoa": (
        "Cơ sở Gốm Bồ Bát Minh Họa",
        "establishment",
        "14737",
        [],
        "https://gom.example/?a=1&b=2",
    ),
    "to-chuoi-yen-mo": ("Tổ hợp tác Chuối Tây Yên Mô", "cooperative_group", "14724", ["+84900000015"], None),
    "htx-duoc-lieu-tien-yen": ("HTX Nông lâm Tiên Yên", "cooperative", "06862", ["+84900000016"], None),
    "ho-dien-xa": (None, "household", "06871", [], None),
}

# name, producer, set, offers (pack, price low, high, per, none, unit price, stock), star, lapsed, extra
# star: (stars, number, issuer, signed, until); a product without one is as normal as one with it.
YB4 = (4, "816/QĐ-UBND", "UBND tỉnh Yên Bái", "2024-04-26", "2027-04-26")
LC3 = (3, "1204/QĐ-UBND", "UBND tỉnh Lào Cai", "2025-09-12", "2028-09-12")
NB3 = (3, "412/QĐ-UBND", "UBND huyện Yên Mô", "2024-12-20", "2027-12-20")
QN4 = (4, "3391/QĐ-UBND", "UBND tỉnh Quảng Ninh", "2024-11-04", "2027-11-04")
QN5 = (5, "377/QĐ-BNN-VPĐP", "Bộ Nông nghiệp và Phát triển nông thôn", "2025-01-17", "2028-01-17")
OLD3 = (3, "5445/QĐ-UBND", "UBND tỉnh Yên Bái", "2022-12-23", "2025-12-23")

Offer = tuple[str, int | None, int | None, str | None, int | None, str | None]


def _one(pack: str, price: int, per: str, unit: int | None = None, unit_per: str | None = None) -> list[Offer]:
    return [(pack, price, price, per, unit, unit_per)]


PRODUCTS: list[tuple[str, str, str | None, list[Offer], Any, Row]] = [
    ("Quế thanh Văn Yên", "htx-que-van-yen-xanh", "I.4.b",
     [("Túi 200 g", 60000, 60000, "túi", 300000, "kg"), ("Hộp 500 g", 145000, 145000, "hộp", 290000, "kg"),
      ("Bao 5 kg", 1250000, 1250000, "bao", 250000, "kg")], YB4,
     {"summary": "Vỏ quế cạo sạch, chẻ thanh 8 cm, phơi nắng ba ngày.", "ingredients": "100 % vỏ quế",
      "usage": "Dùng làm gia vị hầm, kho, pha trà.", "storage": "Nơi khô, tránh nắng.", "shelf_life": "24 tháng",
      "story": "Cây quế theo người Dao lên núi từ lâu đời.\n\nMỗi năm hai vụ bóc, vụ tháng ba thơm hơn.",
      "delivery_area": "toàn quốc", "brand": "Quế Văn Yên Xanh", "certifications": "ISO 22000:2018"}),
    ("Bột quế", "htx-que-van-yen-xanh", "I.4.b", _one("Hũ 100 g", 45000, "hũ", 450000, "kg"), YB4,
     {"summary": "Quế xay mịn, rây hai lần.", "delivery_area": "toàn quốc"}),
    ("Trà quế túi lọc", "htx-que-van-yen-xanh", "I.5.b", _one("Hộp 20 gói x 2 g", 35000, "hộp", 875000, "kg"), LC3,
     {"summary": "Trà từ lá và vỏ quế, không pha hương liệu.", "delivery_area": "toàn quốc"}),
    ("Nhang quế", "ho-mau-a", "IV.1", _one("Ống 100 cây", 25000, "ống"), None,
     {"summary": "Nhang làm tay từ bột quế và bột keo."}),
    ("Lót giày quế", "ho-mau-a", "IV.1", _one("1 đôi", 30000, "đôi"), OLD3,
     {"summary": "Lót giày nhồi vỏ quế, vải bông."}),
    ("Tinh dầu quế Đông Cuông", "tinh-dau-dong-cuong", "III.3",
     [("Chai 10 ml", 85000, 85000, "chai", 8500000, "lít"), ("Chai 50 ml", 320000, 320000, "chai", 6400000, "lít")],
     LC3, {"summary": "Chưng cất hơi nước từ cành lá quế.", "warning": "Không bôi trực tiếp lên da trẻ em.",
           "declaration": "Số 12/2025/TD", "delivery_area": "toàn quốc"}),
    ("Dầu gội quế", "tinh-dau-dong-cuong", "III.3", [("Chai 300 ml", None, None, None, None, None)], None,
     {"summary": "Dầu gội hương quế."}),
    ("Mật ong rừng Mậu A", "ho-mau-a", "I.2.b",
     [("Chai 500 ml", 220000, 220000, "chai", 440000, "lít"), ("Chai 1 lít", 400000, 400000, "chai", 400000, "lít")],
     None, {"summary": "Mật ong lấy vào tháng tư, tháng năm.", "season": "tháng 4–5"}),
    ("Mật ong bạc hà", "tinh-dau-dong-cuong", "I.2.b", _one("Hũ 700 g", 420000, "hũ", 600000, "kg"), LC3, {}),
    ("Cá chạch sụn kho niêu", "htx-song-vac", "I.3.d", _one("Niêu 500 g", 250000, "niêu", 500000, "kg"), NB3,
     {"summary": "Cá chạch sụn kho riềng trong niêu đất sáu giờ.", "storage": "Ngăn mát 0–4 °C, dùng trong 7 ngày.",
      "delivery_area": "Ninh Bình, Hà Nội"}),
    ("Cá chạch sụn cấp đông", "htx-song-vac", "I.1.b", _one("Khay 1 kg", 280000, "kg", 280000, "kg"), NB3,
     {"delivery_area": "giao nội tỉnh"}),
    ("Cá chạch khô", "htx-song-vac", "I.3.d", _one("Túi 300 g", 195000, "túi", 650000, "kg"), None, {}),
    ("Chuối tây sấy dẻo", "to-chuoi-yen-mo", "I.3.c", _one("Gói 250 g", 55000, "gói", 220000, "kg"), NB3,
     {"summary": "Chuối tây chín cây, sấy lạnh, không thêm đường.", "delivery_area": "toàn quốc"}),
    ("Chuối tây tươi", "to-chuoi-yen-mo", "I.1.a", [("Nải 1,5–2 kg", 25000, 35000, "nải", None, None)], None,
     {"delivery_area": "giao nội tỉnh", "season": "quanh năm"}),
    ("Bình gốm Bồ Bát men tro", "gom-bo-bat-minh-hoa", "IV.1",
     [("Cao 25 cm", 650000, 650000, "chiếc", None, None), ("Cao 40 cm", 1800000, 1800000, "chiếc", None, None)], None,
     {"summary": "Bình vuốt tay, men tro trấu, nung 1.250 °C.", "dimensions": "cao 25 hoặc 40 cm"}),
    ("Chén trà Bồ Bát", "gom-bo-bat-minh-hoa", "IV.1", _one("Bộ 6 chén", 480000, "bộ"), NB3, {}),
    ("Ớt chào mào Tiên Yên", "htx-duoc-lieu-tien-yen", "I.4.b", _one("Lọ 100 g", 40000, "lọ", 400000, "kg"), QN4,
     {"summary": "Ớt chỉ thiên nhỏ, cay thơm, ngâm măng.", "delivery_area": "toàn quốc"}),
    ("Gà Tiên Yên", "ho-dien-xa", "I.1.b", [("Con 1,6–1,8 kg", 220000, 220000, "kg", 220000, "kg")], QN5,
     {"summary": "Gà râu thả đồi, nuôi trên sáu tháng.", "delivery_area": "giao nội tỉnh"}),
    ("Khau nhục Tiên Yên", "htx-duoc-lieu-tien-yen", "I.3.d", _one("Bát 400 g", 130000, "bát", 325000, "kg"), QN4,
     {"summary": "Thịt ba chỉ hấp tàu soi, khoai môn."}),
    ("Dứa Đồng Giao sấy", "to-chuoi-yen-mo", "I.3.c", _one("Gói 200 g", 48000, "gói", 240000, "kg"), None, {}),
    ("Dừa sấy giòn", "to-chuoi-yen-mo", "I.3.c", _one("Gói 100 g", 32000, "gói", 320000, "kg"), None, {}),
    ("Nước mắm sá sùng", "htx-duoc-lieu-tien-yen", "I.4.a", _one("Chai 500 ml", 175000, "chai", 350000, "lít"),
     QN4, {}),
    ("Rượu men lá", "ho-dien-xa", "II.1.a", _one("Chai 650 ml", 95000, "chai", 146154, "lít"), None,
     {"warning": "Không dành cho người dưới 18 tuổi."}),
    ("Đậu đỏ hạt nhỏ", "ho-dien-xa", None, _one("Túi 1 kg", 70000, "túi", 70000, "kg"), None, {}),
    ("Măng ớt", "htx-duoc-lieu-tien-yen", "I.3.c", [("Lọ 500 g", None, None, None, None, None)], None,
     {"summary": "Giá theo vụ măng."}),
    ("Muối đặc sản 7 vị", "htx-duoc-lieu-tien-yen", "I.4.b", _one("Hũ 150 g", 38000, "hũ", 253333, "kg"), None, {}),
]  # fmt: skip

CONTACT_PRICE = {"Dầu gội quế": "missing", "Măng ớt": "contact"}
# Pictures: product → number of pictures; products not named here have none.
PICTURED = {"Quế thanh Văn Yên": 3, "Mật ong rừng Mậu A": 2, "Bình gốm Bồ Bát men tro": 2}
NOT_PICTURED = {"Dầu gội quế", "Măng ớt", "Đậu đỏ hạt nhỏ", "Rượu men lá", "Cá chạch khô"}


def rows() -> dict[str, list[Row]]:
    """The rows of every table, ready for `write_catalog`."""
    tables: dict[str, list[Row]] = {
        name: [] for name in ("producers", "products", "offers", "pictures", "certificates", "listings")
    }
    tables["sets"] = [
        {
            "ocop_set": key,
            "title": vi,
            "title_en": en,
            "group_title": group,
            "group_title_en": group_en,
            "position": n,
        }
        for n, (key, vi, en, group, group_en) in enumerate(SETS, 1)
    ]
    tables["places"] = [
        {
            "commune_code": code,
            "commune": name,
            "commune_rank": rank,
            "province": province,
            "province_code": number,
            "former": former,
        }
        for code, (name, rank, province, number, former) in COMMUNES.items()
    ]
    tables["sources"] = [
        {"id": "s1", "kind": "sheet", "title": "Danh sách sản phẩm OCOP", "received_on": "2026-10-02",
         "evidence": "own"},
        {"id": "s2", "kind": "crawl", "title": "Trang bán hàng của HTX", "received_on": "2026-11-01",
         "evidence": "crawl"},
    ]  # fmt: skip
    tables["producers"] = [_producer(slug) for slug in PRODUCERS]
    for number, entry in enumerate(PRODUCTS, 1):
        _add_product(tables, number, *entry)
    tables["bank_accounts"] = []
    tables["listings"] = [
        {"id": "p001-shopee", "product_id": "p001", "market": "shopee", "title": "Shopee",
         "url": "https://shopee.example.vn/que-thanh"},
    ]  # fmt: skip
    tables["changes"] = [
        {"id": 1, "product_id": "p001", "slug": "que-thanh-van-yen", "name": "Quế thanh Văn Yên", "kind": "changed",
         "fields": '["price_low"]', "changed_at": "2026-11-20T03:00:00Z"},
        {"id": 2, "product_id": "p999", "slug": "keo-lac-xua", "name": "Kẹo lạc xưa", "kind": "withdrawn",
         "fields": "[]", "changed_at": "2026-11-20T03:00:00Z"},
        {"id": 3, "product_id": "p002", "slug": "bot-que", "name": "Bột quế", "kind": "changed",
         "fields": '["slug"]', "changed_at": "2026-11-20T03:00:00Z"},
    ]  # fmt: skip
    tables["addresses"] = [
        {"slug": "bot-que-cu", "kind": "product", "id": "p002", "given_to": None},
        {"slug": "que-van-yen", "kind": "producer", "id": "htx-que-van-yen-xanh", "given_to": "htx-khac"},
    ]
    tables["release"] = [
        {"id": "a" * 12, "schema_version": schema.SCHEMA_VERSION, "as_of": "2026-11-20T03:00:00Z", "previous": None,
         "products": len(PRODUCTS), "producers": len(PRODUCERS), "licence": "CC BY 4.0"}
    ]  # fmt: skip
    return tables


def _place(code: str) -> Row:
    name, _, province, number, _ = COMMUNES[code]
    return {"province": province, "province_code": number, "commune": name, "commune_code": code}


def _producer(slug: str) -> Row:
    name, kind, code, phones, website = PRODUCERS[slug]
    shown = name or f"Cơ sở sản xuất tại {COMMUNES[code][1]} {COMMUNES[code][0]}"
    return {
        "id": slug,
        "slug": slug,
        "name": shown,
        "is_name_shown": int(name is not None),
        "name_sort": text.sort_key(shown),
        "producer_kind": kind,
        **_place(code),
        "phone": json.dumps(phones) if phones else None,
        "email": "chao@gom.example" if slug == "gom-bo-bat-minh-hoa" else None,
        "website": website,
        "products": sum(p[1] == slug for p in PRODUCTS),
    }


# Of one product facts come from two deliveries, and an officer set one right.
ORIGINS = {
    "Quế thanh Văn Yên": json.dumps([
        {"source_id": "s1", "columns": ["address", "name", "ocop_set", "pack", "price", "producer", "story"]},
        {"source_id": "s2", "columns": ["price"]},
        {"edited_on": "2026-11-03", "columns": ["storage"]},
    ])
}  # fmt: skip


def _add_product(
    tables: dict[str, list[Row]],
    number: int,
    name: str,
    producer: str,
    ocop_set: str | None,
    offers: list[Offer],
    award: Any,
    extra: Row,
) -> None:
    key = f"p{number:03}"
    lows = [o[1] for o in offers if o[1] is not None]
    highs = [o[2] for o in offers if o[2] is not None]
    units = [(o[4], o[5]) for o in offers if o[4]]
    code = PRODUCERS[producer][2]
    tables["products"].append(
        {
            "id": key,
            "slug": text.slug(name),
            "name": name,
            "name_sort": text.sort_key(name),
            "producer_id": producer,
            **_place(code),
            "old_place": COMMUNES[code][4].split(", ")[0],
            "ocop_set": ocop_set,
            "set_confidence": 1.0,
            "price_low": min(lows, default=None),
            "price_high": max(highs, default=None),
            "price_per": offers[0][3],
            "price_none": CONTACT_PRICE.get(name),
            "pack_words": offers[0][0],
            "unit_price": min(units)[0] if units else None,
            "unit_price_per": min(units)[1] if units else None,
            "source_id": "s1" if number % 5 else "s2",
            "origins": ORIGINS.get(name),
            "updated_on": f"2026-{10 + number % 2}-{1 + number % 20:02}",
            "source_words": json.dumps({"name": name.upper(), "pack": offers[0][0]}, ensure_ascii=False),
            **extra,
        }
    )
    for position, (pack, low, high, per, unit, unit_per) in enumerate(offers, 1):
        tables["offers"].append(
            {
                "id": f"{key}-{position}",
                "product_id": key,
                "position": position,
                "pack_words": pack,
                "price_low": low,
                "price_high": high,
                "price_per": per,
                "price_none": CONTACT_PRICE.get(name),
                "unit_price": unit,
                "unit_price_per": unit_per,
                "stock": 0 if name == "Cá chạch khô" else None,
            }
        )
    for position in range(1, 1 + (0 if name in NOT_PICTURED else PICTURED.get(name, 1))):
        tables["pictures"].append(
            {
                "id": f"{key}-{position}",
                "product_id": key,
                "position": position,
                "sha256": picture_hash(name, position),
                "width_px": 1600,
                "height_px": 1200,
            }
        )
    if award:
        stars, decision, issuer, signed, until = award
        tables["certificates"].append(
            {
                "id": f"c{number:03}",
                "product_id": key,
                "stars": stars,
                "decision_number": decision,
                "decision_issuer": issuer,
                "decision_date": signed,
                "expires_on": until,
                "holder": PRODUCERS[producer][0],
            }
        )


def picture_hash(name: str, position: int) -> str:
    """The hash under which the drawn picture of a product lies."""
    return hashlib.sha256(f"{name} {position}".encode()).hexdigest()


SIZES = {
    "thumb.webp": (320, 240),
    "card.webp": (640, 480),
    "page.webp": (1200, 900),
    "square.jpg": (1000, 1000),
}


def draw_pictures(home: Path, table: list[Row]) -> None:
    """Draws the derived pictures of the `pictures` rows below `home`/pictures/derived."""
    for row in table:
        folder = home / "pictures" / "derived" / row["sha256"][:2]
        folder.mkdir(parents=True, exist_ok=True)
        for ending, size in SIZES.items():
            _drawn(row["sha256"], size).save(folder / f"{row['sha256']}-{ending}", quality=60)


def _drawn(seed: str, size: tuple[int, int]) -> Image.Image:
    """A still life of a jar on a table in colours of its own."""
    hue = int(seed[:4], 16) / 65536

    def colour(shift: float, light: float, strength: float) -> tuple[int, int, int]:
        red, green, blue = colorsys.hls_to_rgb((hue + shift) % 1, light, strength)
        return int(red * 255), int(green * 255), int(blue * 255)

    width, height = size
    image = Image.new("RGB", size, colour(0, 0.86, 0.35))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.7, width, height), fill=colour(0.05, 0.68, 0.3))
    draw.ellipse((width * 0.3, height * 0.74, width * 0.72, height * 0.86), fill=colour(0.05, 0.55, 0.3))
    draw.rounded_rectangle(
        (width * 0.36, height * 0.3, width * 0.64, height * 0.8), width // 14, fill=colour(0.02, 0.42, 0.45)
    )
    draw.rectangle((width * 0.4, height * 0.2, width * 0.6, height * 0.3), fill=colour(0.5, 0.3, 0.3))
    draw.rectangle((width * 0.36, height * 0.46, width * 0.64, height * 0.64), fill=colour(0.1, 0.92, 0.4))
    return image


def make_home(home: Path) -> Path:
    """Writes the whole catalogue with its pictures below `home` and gives the path of `catalog.db`."""
    home.mkdir(parents=True, exist_ok=True)
    tables = rows()
    path = home / "catalog.db"
    build.write_catalog(path, tables)
    draw_pictures(home, tables["pictures"])
    return path


if __name__ == "__main__":
    import sys

    print(make_home(Path(sys.argv[1])))
