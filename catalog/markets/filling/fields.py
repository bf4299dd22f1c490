"""What the published catalogue says for a column of a template: one line per field.

Fields are the columns of COLUMNS that a release publishes, and those that only listings have. To add one: a line of
FIELDS; a template names it in `registers/templates/` or somebody does with `--column "HEADER=field"`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from catalog.forms.template_lists import KINDS
from catalog.markets import market
from catalog.markets.listing import offers, pictures, texts
from catalog.markets.market import Job
from catalog.publish.tables.reading import Product, Record

Value = str | int | float | None

PICTURE = "picture"
OPTION_NAME = "Quy cách"  # what tells the variations of one product apart


@dataclass(frozen=True, slots=True)
class Item:
    """One row to be filled: a pack of a product, the packs that are listed with it, the running number of the row."""

    product: Product
    offer: Record
    packs: int
    number: int
    job: Job

    @property
    def is_variant(self) -> bool:
        return self.packs > 1


def _fact(name: str) -> Callable[[Item], Value]:
    return lambda item: item.product.facts.get(name)


def _offer(name: str) -> Callable[[Item], Value]:
    return lambda item: item.offer.get(name)


def _certificate(name: str) -> Callable[[Item], Value]:
    return lambda item: item.product.certificate[name] if item.product.certificate else None


def _day(name: str) -> Callable[[Item], Value]:
    return lambda item: market.day(item.product.certificate[name]) if item.product.certificate else None


def _phone(item: Item) -> Value:
    """Only a number that the release publishes, as people dial it."""
    numbers = json.loads(item.product.producer.get("phone") or "[]")
    return ", ".join("0" + n.removeprefix("+84") if n.startswith("+84") else n for n in numbers) or None


def _net_content(item: Item) -> Value:
    total = item.offer.get("net_total")
    return f"{total:g} {item.offer['net_unit']}" if total else None


def _side(place: int) -> Callable[[Item], Value]:
    """One side of the packed parcel in centimetres: 0 length, 1 width, 2 height."""

    def of(item: Item) -> Value:
        found = offers.packed_sides(item.product, item.offer)
        return found[place] if found else None

    return of


def _sku(item: Item) -> Value:
    return item.offer.get("sku") or offers.codes(item.product)[item.offer["position"]]


def _option_sku(item: Item) -> Value:
    return _sku(item) if item.is_variant else None


def _option(item: Item) -> Value:
    return (market.pack(item.offer) or f"Quy cách {item.offer['position']}") if item.is_variant else None


FIELDS: dict[str, Callable[[Item], Value]] = {
    "row_number": lambda item: item.number,
    "name": lambda item: texts.bare(item.product.facts["name"]),
    "producer": lambda item: item.product.producer["name"],
    "producer_kind": lambda item: KINDS.get(item.product.producer.get("producer_kind") or ""),
    "phone": _phone,
    "website": lambda item: item.product.producer.get("website"),
    "address": lambda item: market.origin(item.product) or None,
    "origin": lambda item: market.origin(item.product) or None,
    "commune": _fact("commune"),
    "province": _fact("province"),
    "delivery_area": _fact("delivery_area"),
    "ocop_set": lambda item: item.product.set_title,
    "category": lambda item: item.product.set_title,
    "stars": lambda item: item.product.stars,
    "decision_number": _certificate("decision_number"),
    "decision_date": _day("decision_date"),
    "expires": _day("expires_on"),
    "sku": _sku,
    "option_sku": _option_sku,
    "parent_sku": _fact("id"),
    "gtin": _offer("gtin"),
    "price": _offer("price_low"),
    "unit": lambda item: item.offer.get("price_per") or item.offer.get("container"),
    "pack": lambda item: market.pack(item.offer) or None,
    "net_content": _net_content,
    # A net content is no such weight.
    "weight": lambda item: offers.grams(item.offer.get("gross_weight")),
    "packed_dimensions": _offer("packed_dimensions"),
    "parcel_length": _side(0),
    "parcel_width": _side(1),
    "parcel_height": _side(2),
    "weight_unit": lambda item: "g" if offers.grams(item.offer.get("gross_weight")) else None,
    "tags": lambda item: ", ".join(texts.tags(item.product)) or None,
    "stock": _offer("stock"),
    "group": lambda item: item.product.facts["id"] if item.is_variant else None,
    "option_name": lambda item: OPTION_NAME if item.is_variant else None,
    "option": _option,
    "option_picture": lambda item: None,
    "channel": lambda item: None,
    "delivery": lambda item: None,
    "text": lambda item: texts.description(item.product),
    "description": lambda item: texts.description(item.product),
    "url": lambda item: item.job.page_url(item.product) or item.product.facts.get("url"),
    **{name: _fact(name) for name in (
        "dimensions", "season", "ingredients", "usage", "storage", "shelf_life", "warning", "declaration",
        "food_safety", "certifications", "summary", "story", "brand",
    )},
}  # fmt: skip


def picture(item: Item, number: int | None, *, is_link: bool) -> Value:
    """The address of the picture of that number, or its file in the export's folder; all of them for None.

    is_link: the column takes addresses alone; then there is nothing while the site has no public one.
    """
    found = [p for p in item.product.pictures if number is None or p["position"] == number]
    urls = [url for p in found if (url := item.job.picture_url(p))]
    if is_link or urls:
        return "\n".join(urls) or None
    return "; ".join(f"anh/{pictures.name(item.product, p, pictures.FOLDERS)}" for p in found) or None
