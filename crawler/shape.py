"""The shape of a run's records: how many, how filled, how dear, how often the same. For comparing runs only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

AMOUNT = re.compile(r"\d[\d.,\u00a0\u202f ']*")
DECIMALS = re.compile(r"[.,](?:\d{1,2}|\d{4,})$")
THOUSANDS = re.compile(r"(?<=\d)\s?k\b", re.IGNORECASE)
# Fields by which products are told apart: alike everywhere, they are no longer the products'.
TELLING = ("name", "description", "picture")


@dataclass(frozen=True)
class Product:
    """One record as runs are compared by it. picture: what the first picture is (its bytes' hash, else its address)."""

    price: float | None
    currency: str
    name: str
    description: str
    picture: str
    sold_out: bool


@dataclass(frozen=True)
class Shape:
    """products: how many. fill: share that states a field. price: quartiles of the amounts, as large as they look.
    sold_out: share. same: for name, description and picture the share of the most frequent one. currencies: shares."""

    products: int = 0
    fill: Mapping[str, float] = field(default_factory=dict)
    price: tuple[float, ...] = ()
    sold_out: float = 0.0
    same: Mapping[str, float] = field(default_factory=dict)
    currencies: Mapping[str, float] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """As it stands in run.json."""
        return asdict(self)


def products_of(records: Iterable[Mapping[str, Any]], pictures: Mapping[str, str]) -> dict[str, Product]:
    """By address. pictures: address of a picture → hash of its bytes."""
    return {record["url"]: _product(record["fields"], pictures) for record in records}


def _product(fields: Mapping[str, Any], pictures: Mapping[str, str]) -> Product:
    shown = (fields.get("images") or [""])[0]
    return Product(
        magnitude(fields.get("price", "")),
        fields.get("currency", ""),
        fields.get("name", ""),
        fields.get("description", ""),
        pictures.get(shown, shown),
        fields.get("availability") == "OutOfStock",
    )


def shape_of(products: Mapping[str, Product], fill: Mapping[str, float]) -> Shape:
    """The shape of all products of a run; fill as `outcome.fill_rates` gives it."""
    number = len(products)
    if not number:
        return Shape()
    amounts = sorted(p.price for p in products.values() if p.price is not None)
    quartiles = tuple(amounts[len(amounts) * quarter // 4] for quarter in (1, 2, 3)) if amounts else ()
    counted = Counter(p.currency for p in products.values() if p.currency)
    return Shape(
        number,
        dict(fill),
        quartiles,
        round(sum(p.sold_out for p in products.values()) / number, 3),
        {name: _share_of_commonest(products, name) for name in TELLING},
        {code: round(n / number, 3) for code, n in sorted(counted.items())},
    )


def _share_of_commonest(products: Mapping[str, Product], name: str) -> float:
    counted = Counter(words for p in products.values() if (words := getattr(p, name)))
    return round(max(counted.values(), default=0) / len(products), 3)


def magnitude(words: str) -> float | None:
    """How large the first amount in the words looks; None where there is none, or nothing.

    An estimate for comparing runs. What a price *is*, the catalogue's own grammar says, from the words.
    """
    match = AMOUNT.search(THOUSANDS.sub("000", words))
    if not match:
        return None
    text = match[0].rstrip(" .,'\u00a0\u202f")
    decimals = DECIMALS.search(text)
    whole = text[: decimals.start()] if decimals else text
    number = int(re.sub(r"\D", "", whole)[:18] or "0")
    rest = float(f"0.{decimals[0][1:7]}") if decimals else 0.0
    return number + rest or None
