"""One product that meets each check and one that does not, given the value of the rule that uses it.

A specimen is what differs from GOOD: facts of a draft, and under `pictures` the sizes of its pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from catalog.markets.readiness import drafted
from catalog.publish.tables.reading import Product

Facts = dict[str, Any]
GOOD: Facts = {
    "name": "Chè Shan tuyết Đồi Vải",
    "producer": "HTX Đồi Vải",
    "province": "Lào Cai",
    "commune": "Xuân Ái",
    "ocop_set": "I.5.a",
    "summary": "Hái tay một tôm hai lá, sao bằng chảo gang, ủ trong chum sành ba tháng.",
    "ingredients": "Búp chè Shan",
    "usage": "Pha nước sôi",
    "storage": "Nơi khô mát",
    "shelf_life": "24 tháng",
    "food_safety": "12/2025/NNPTNT-LC",
    "declaration": "01/2025/DOIVAI",
    "dimensions": "cao 12 cm",
    "packed_dimensions": "20 x 12 x 8 cm",
    "delivery_area": "toàn quốc",
    "price_low": 150_000,
    "price_high": 150_000,
    "net_total": 200.0,
    "net_unit": "g",
    "pack_words": "Túi 200g",
    "gross_weight": "0,25 kg",
    "gtin": "8936136161235",
    "stock": 12,
    "pictures": [(1200, 900)],
}


def product(differs: Facts) -> Product:
    """GOOD with what differs from it."""
    facts = GOOD | differs
    pictures = [
        {"position": n, "sha256": f"{n:064x}", "width_px": wide, "height_px": high}
        for n, (wide, high) in enumerate(facts.pop("pictures"), 1)
    ]
    made = drafted(facts, pictures)
    return replace(made, facts=made.facts | {"id": facts.get("id", "p1")})


def words(length: int) -> str:
    """Honest words of exactly that many characters."""
    return ("Chè Shan hái tay. " * (length // 18 + 1))[: length - 1].rstrip().ljust(length, "é")


def told(length: int) -> Facts:
    """A product whose whole description, label and all, has that many characters."""
    from catalog.markets.market import description

    label = len(description(product({"summary": ""})))
    return {"summary": words(length - label - 1)}


GAP = {"google": "VI.1", "meta": "V.3"}
# check → given the rule's value, what passes and what fails; {} is GOOD itself.
SPECIMENS: dict[str, Callable[[Any], tuple[Facts, Facts]]] = {
    "has_price": lambda _: ({}, {"price_low": None, "price_high": None, "price_none": "contact"}),
    "price_from": lambda v: ({"price_low": v}, {"price_low": v - 1}),
    "price_to": lambda v: ({"price_high": v}, {"price_high": v + 1}),
    "has_one_price": lambda _: ({"price_high": None}, {"price_high": 180_000}),
    "title_from": lambda v: ({"name": words(v)}, {"name": words(v - 1)}),
    "title_to": lambda v: ({"name": words(v)}, {"name": words(v + 1)}),
    "title_plain": lambda _: ({"name": "Rượu mơ 29°"}, {"name": "Chè ☘ gọi 0900 000 011"}),
    "title_calm": lambda _: ({"name": "OCOP Chè"}, {"name": "CHÈ SHAN TUYẾT"}),
    "description_from": lambda v: (told(v), {"summary": "", "ingredients": "", "usage": "", "storage": ""}),
    "description_to": lambda v: (told(v), told(v + 1)),
    "description_plain": lambda _: ({}, {"summary": "Đặt hàng: 0900 000 011."}),
    "says_words": lambda _: ({"pack_words": "500g"}, {"pack_words": "500"}),
    "says_more_than_title": lambda _: ({}, {"summary": "", "ingredients": ""}),
    "has_no_health_claim": lambda _: ({"summary": "Không phải là thuốc."}, {"summary": "Chữa khỏi bệnh đau lưng."}),
    "has_no_unproved_claim": lambda _: ({"summary": "Người xã Thống Nhất làm."}, {"summary": "Ngon nhất Việt Nam."}),
    "has_food_label": lambda _: ({}, {"storage": None}),
    "has_pictures": lambda v: ({"pictures": [(900, 900)] * v}, {"pictures": [(900, 900)] * (v - 1)}),
    "pictures_to": lambda v: ({"pictures": [(900, 900)] * v}, {"pictures": [(900, 900)] * (v + 1)}),
    "picture_px": lambda v: ({"pictures": [(v, v)]}, {"pictures": [(900, 900), (900, v - 1)]}),
    "picture_shape": lambda v: ({"pictures": [(300 * v, 300)]}, {"pictures": [(300, 300 * v + 9)]}),
    "has_pack": lambda _: ({}, {"pack_words": None, "net_total": None, "container": None}),
    "in_stock": lambda _: ({"stock": None}, {"stock": 0}),
    "says_stock": lambda _: ({}, {"stock": None}),
    "says_packed_weight": lambda _: ({}, {"gross_weight": "khoảng 1 lít"}),
    "says_packed_size": lambda _: ({}, {"packed_dimensions": None, "dimensions": "20 x 12 x 8 cm"}),
    "sku_to": lambda v: ({"id": "p" * v}, {"id": "p" * (v + 1)}),
    "gtin_valid": lambda _: ({"gtin": None}, {"gtin": "8936136161240"}),
    "delivers_everywhere": lambda _: ({}, {"delivery_area": "Chỉ giao nội tỉnh"}),
    "is_for_everybody": lambda _: ({}, {"ocop_set": "II.1.a"}),
    "is_goods": lambda _: ({}, {"ocop_set": "VI.1"}),
    "is_no_animal": lambda _: ({}, {"ocop_set": "V.3"}),
    "has_set": lambda _: ({}, {"ocop_set": None}),
    "has_category": lambda market: ({}, {"ocop_set": GAP[market]}),
    "has_food_safety": lambda _: ({}, {"food_safety": None}),
    "has_declaration": lambda _: ({}, {"declaration": None}),
}
