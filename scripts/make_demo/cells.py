"""What stands in a cell: the words of one product under one column, as its sender would write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from scripts.make_demo.products import Product
from scripts.make_demo.workbook import Cell

# (product, field) → other words than usual, in one sheet only
Changes = Mapping[tuple[str, str], Cell]


def _stars(product: Product) -> str:
    given = f"{product.decision.stars} sao" if product.decision else ""
    return product["claim_stars"] or given


def _number(product: Product) -> str:
    return product["claim_number"] or (product.decision.number if product.decision else "")


def _day(product: Product) -> date | None:
    return product["claim_date"] or (product.decision.date if product.decision else None)


def _number_and_day(product: Product) -> str:
    day = _day(product)
    return f"{_number(product)} ngày {day:%d/%m/%Y}" if day else _number(product)


def _thousands(product: Product) -> Cell:
    """The price as a number of thousand đồng where it is one, else the sender's words."""
    plain = product["dong"] and not any(word in product["price"] for word in ("/", "giá", "hệ"))
    return product["dong"] // 1000 if plain else product["price"]


def _bare_phone(product: Product) -> int:
    """The phone as a number, as Excel keeps it when nobody formats the column: the leading 0 is gone."""
    return int(product.producer.phone.replace("+84", "0").replace(" ", "").replace(".", ""))


FIELDS: dict[str, Callable[[Product], Cell]] = {
    "key": lambda p: p.key.upper(),
    "name": lambda p: p.name,
    "producer": lambda p: p.producer.name,
    "kind": lambda p: p.producer.kind,
    "old": lambda p: p.producer.old,
    "new": lambda p: p.producer.new,
    "commune": lambda p: p.producer.commune,
    "phone": lambda p: p.producer.phone,
    "bare_phone": _bare_phone,
    "representative": lambda p: p.producer.representative,
    "consent_name": lambda p: p.producer.consent[0],
    "consent_phone": lambda p: p.producer.consent[1],
    "consent_photo": lambda p: p.producer.consent[2],
    "stars": _stars,
    "star_digit": lambda p: p.decision.stars if p.decision else None,
    "number": _number,
    "day": _day,
    "number_and_day": _number_and_day,
    "thousands": _thousands,
    "dong": lambda p: p["dong"] or p["price"],
    "photos": lambda p: "; ".join(p["photos"]),
    "blank": lambda p: "",
}


def cell(product: Product, name: str, changes: Changes) -> Cell:
    """The words of `product` under the field `name`; a field without a reader is one of products.toml."""
    if (product.key, name) in changes:
        return changes[product.key, name]
    return FIELDS[name](product) if name in FIELDS else product[name]


def row(product: Product, names: list[str], changes: Changes | None = None) -> list[Cell]:
    """One row of a sheet whose columns are `names`."""
    return [cell(product, name, changes or {}) for name in names]
