"""A small published catalogue with one product for every trait that an export has to get right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

import images
from catalog.publish.tables import schema
from catalog.publish.tables.build import write_catalog

DAY = date(2026, 11, 22)
HONEST = "- ngọt thanh\n- không đường hóa học"
FORMULA = '=SUM(A1:A9)&"bấm", @ngon'
LONG = "Chuối tây sấy dẻo " + "phơi nắng trên giàn tre " * 11

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
    ("k-lien-lac", "Chè Shan ☘ gọi 0900 000 011", {"ocop_set": "I.5.a",
     "description": "Hái tay một tôm hai lá. Đặt hàng: 0900 000 011. Sao bằng chảo gang. Xem https://vi.du.vn/che nhé.",
     "ingredients": "Búp chè", "usage": "Pha nước sôi", "storage": "Nơi khô", "shelf_life": "24 tháng"}),
    ("l-ten-dai", LONG, {"ocop_set": "I.3.c", "brand": "Vườn Đồi: chuối | mít"}),
    ("m-ruou", "Rượu men lá", {"ocop_set": "II.1.a", "warning": "Không bán cho người dưới 18 tuổi"}),
    ("n-du-lich", "Tham quan vườn chè", {"ocop_set": "VI.1"}),
]  # fmt: skip
PICTURES = {"a-sao": 1, "c-khong-sao": 2, "e-gach-dau-dong": 1, "f-cong-thuc": 1, "g-noi-tinh": 1, "k-lien-lac": 1,
            "l-ten-dai": 1, "m-ruou": 1, "n-du-lich": 1}  # fmt: skip
SETS = [("I.4.b", "Gia vị khác"), ("I.2.b", "Mật ong, mật khác"), ("I.1.b", "Thịt, thủy sản"),
        ("I.5.a", "Chè tươi, chế biến"), ("I.3.c", "Chế biến từ rau, củ, quả, hạt"), ("II.1.a", "Rượu trắng"),
        ("VI.1", "Dịch vụ du lịch cộng đồng")]  # fmt: skip
GTINS = {"a-sao-1": "8936136161235"}
WEIGHTS = {"a-sao": "0,25 kg", "c-khong-sao": "khoảng 1 lít"}
PARCELS = {"a-sao": "D22 x R12 x C4,5 cm", "f-cong-thuc": "=20 x 12 x 8"}
OFFERS = {
    "c-khong-sao": [("Chai 500ml", 150_000, 500.0, "ml", 20), ("Chai 1 lít", 280_000, 1000.0, "ml", 0)],
    "i-nhieu-dong": [("Hộp 10 cái", 30_000, None, None, None)],
    "m-ruou": [("Chai 500ml", 120_000, 500.0, "ml", 3)],
    "d-lien-he": [("1,6-1,8kg/con", None, None, None, None)],
}


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The paths of `catalog.db` and of the pictures."""
    folder = tmp_path_factory.mktemp("shop")
    shas = [_picture(folder, colour) for colour in ((150, 90, 40), (60, 120, 40))]
    rows = {
        "release": [{"id": "1-golden", "schema_version": schema.SCHEMA_VERSION, "products": len(PRODUCTS)}],
        "sets": [{"ocop_set": key, "title": title} for key, title in SETS],
        "places": [
            {"commune_code": "04441", "commune": "Xuân Ái", "commune_rank": "xã", "province": "Lào Cai"}
        ],
        "producers": [{"id": "p1", "slug": "htx-doi-vai", "name": "HTX Đồi Vải", "producer_kind": "cooperative"}],
        "products": [
            {"id": i, "slug": i, "name": name, "producer_id": "p1", "province": "Lào Cai", "province_code": "15",
             "commune": "Xuân Ái", "commune_code": "04441"} | facts
            for i, name, facts in PRODUCTS
        ],
        "offers": [offer for i, _, _ in PRODUCTS for offer in _offers(i)],
        "pictures": [
            {"id": f"{i}-{n}", "product_id": i, "position": n, "sha256": shas[n - 1], "width_px": 800, "height_px": 600}
            for i, many in PICTURES.items() for n in range(1, many + 1)
        ],
        "certificates": [
            {"id": "x", "product_id": "a-sao", "stars": 4, "decision_number": "901/QĐ-UBND",
             "decision_issuer": "UBND tỉnh Lào Cai",
             "decision_date": "2024-04-26", "expires_on": "2027-04-26"},
            {"id": "y", "product_id": "b-het-han", "stars": 3, "decision_number": "902/QĐ-UBND",
             "decision_date": "2023-05-01", "expires_on": "2026-05-01"},
        ],
    }  # fmt: skip
    write_catalog(folder / "catalog.db", rows)
    return folder / "catalog.db", folder / "pictures"


def _picture(folder: Path, colour: tuple[int, int, int]) -> str:
    """The hash of a stored picture of one colour, with its derived sizes."""
    Image.new("RGB", (800, 600), colour).save(folder / "anh.jpg")
    stored = images.store((folder / "anh.jpg").read_bytes(), folder / "pictures")
    images.derive(stored.sha256, folder / "pictures")
    return stored.sha256


def _offers(product: str) -> list[dict]:
    packs = OFFERS.get(product, [("Túi 200g", 60_000, 200.0, "g", None)])
    return [
        {"id": f"{product}-{n}", "product_id": product, "position": n, "pack_words": pack, "price_low": price,
         "price_high": price, "net_total": total, "net_unit": unit, "stock": stock, "gtin": GTINS.get(f"{product}-{n}"),
         "gross_weight": WEIGHTS.get(product), "packed_dimensions": PARCELS.get(product)}
        for n, (pack, price, total, unit, stock) in enumerate(packs, 1)
    ]  # fmt: skip
