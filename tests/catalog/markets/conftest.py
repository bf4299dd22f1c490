"""A small published catalogue with one product for every trait that an export has to get right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

import images
from catalog.publish import schema
from catalog.publish.build import write_catalog

DAY = date(2026, 11, 22)
HONEST = "- ngọt thanh\n- không đường hóa học"
FORMULA = '=HYPERLINK("http://vi.du","bấm")'

PRODUCTS = [
    ("a-sao", "Quế thanh Đồi Vải", {"ocop_set": "I.4.b", "summary": "Bóc từ cây trên mười năm."}),
    ("b-het-han", "Ớt chào mào muối", {"ocop_set": "I.4.b"}),
    ("c-khong-sao", "Mật ong hoa nhãn", {"ocop_set": "I.2.b", "story": "Tổ ong đặt dưới vườn nhãn."}),
    ("d-lien-he", "Gà Tiên Yên", {"ocop_set": "I.1.b", "price_none": "contact"}),
    ("e-gach-dau-dong", "Chuối tây sấy dẻo", {"description": HONEST, "brand": "Đồi Vải 🍌"}),
    ("f-cong-thuc", "Trà quế", {"description": FORMULA, "summary": "+84 không phải số", "storage": "@nơi khô"}),
    ("g-noi-tinh", "Đậu phụ làng Đồi", {"delivery_area": "giao nội tỉnh"}),
    ("h-chua-benh", "Cao quế", {"description": "Chữa khỏi bệnh đau lưng."}),
    ("i-nhieu-dong", "Bánh gật gù", {"ingredients": "Gạo, nước, muối", "warning": "Dùng trong ngày"}),
]
SETS = [("I.4.b", "Gia vị khác"), ("I.2.b", "Mật ong, mật khác"), ("I.1.b", "Thịt, thủy sản")]
OFFERS = {
    "c-khong-sao": [("Chai 500ml", 150_000, 500.0, "ml", 20), ("Chai 1 lít", 280_000, 1000.0, "ml", 0)],
    "d-lien-he": [("1,6-1,8kg/con", None, None, None, None)],
}


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The paths of `catalog.db` and of the pictures."""
    folder = tmp_path_factory.mktemp("shop")
    picture = folder / "anh.jpg"
    Image.new("RGB", (800, 600), (150, 90, 40)).save(picture)
    stored = images.store(picture.read_bytes(), folder / "pictures")
    images.derive(stored.sha256, folder / "pictures")
    rows = {
        "release": [{"id": "1-golden", "schema_version": schema.SCHEMA_VERSION, "products": len(PRODUCTS)}],
        "sets": [{"ocop_set": key, "title": title} for key, title in SETS],
        "places": [{"commune_code": "04441", "commune": "Xuân Ái", "province": "Lào Cai"}],
        "producers": [{"id": "p1", "slug": "htx-doi-vai", "name": "HTX Đồi Vải", "producer_kind": "cooperative"}],
        "products": [
            {"id": i, "slug": i, "name": name, "producer_id": "p1", "province": "Lào Cai", "province_code": "15",
             "commune": "Xuân Ái", "commune_code": "04441"} | facts
            for i, name, facts in PRODUCTS
        ],
        "offers": [offer for i, _, _ in PRODUCTS for offer in _offers(i)],
        "pictures": [
            {"id": f"{i}-1", "product_id": i, "position": 1, "sha256": stored.sha256, "width_px": 800, "height_px": 600}
            for i in ("a-sao", "c-khong-sao")
        ],
        "certificates": [
            {"id": "x", "product_id": "a-sao", "stars": 4, "decision_number": "901/QĐ-UBND",
             "decision_date": "2024-04-26", "expires_on": "2027-04-26"},
            {"id": "y", "product_id": "b-het-han", "stars": 3, "decision_number": "902/QĐ-UBND",
             "decision_date": "2023-05-01", "expires_on": "2026-05-01"},
        ],
    }  # fmt: skip
    write_catalog(folder / "catalog.db", rows)
    return folder / "catalog.db", folder / "pictures"


def _offers(product: str) -> list[dict]:
    packs = OFFERS.get(product, [("Túi 200g", 60_000, 200.0, "g", None)])
    return [
        {"id": f"{product}-{n}", "product_id": product, "position": n, "pack_words": pack, "price_low": price,
         "price_high": price, "net_total": total, "net_unit": unit, "stock": stock}
        for n, (pack, price, total, unit, stock) in enumerate(packs, 1)
    ]  # fmt: skip
