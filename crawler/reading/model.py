"""What one page yields: flat values, each with the rule that gave it and how sure that is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# How sure a value of a rule is, 0 to 1: the share of pages on which a careful reader would say the same, in round
# figures. A rule of the last group leaves the value out unless it is at least LEAST_SURE.
LEAST_SURE = 0.5


@dataclass(frozen=True)
class Found:
    """One value as found. rule: which reader and which property or place, e.g. "json-ld offers.price"."""

    value: Any
    rule: str
    sure: float = 1.0


@dataclass(frozen=True)
class Offer:
    """One way to buy the product (a variant, a pack, a seller); all words as found, empty where not said."""

    name: str = ""
    price: str = ""
    old_price: str = ""
    currency: str = ""
    availability: str = ""
    sku: str = ""
    gtin: str = ""
    pack: str = ""
    url: str = ""

    def json(self) -> dict[str, str]:
        """Only what is said."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Extracted:
    """One saved page. Values are the words of the page; None or an empty list means "not said".

    availability is one of InStock, OutOfStock, PreOrder, BackOrder. currency is a code of ISO 4217 where the sign means
    one only ("₫" is VND, "$" stays "$"). shown_price is what a person sees where the page's data state another price.
    rules and sure have a key for every other value that is said. is_product is False for lists, articles and pages on
    which no single product could be told from the others.
    """

    url: str
    is_product: bool = False
    name: str | None = None
    price: str | None = None
    currency: str | None = None
    old_price: str | None = None
    shown_price: str | None = None
    availability: str | None = None
    sku: str | None = None
    gtin: str | None = None
    brand: str | None = None
    producer: str | None = None
    address: str | None = None
    pack: str | None = None
    category: str | None = None
    description: str | None = None
    pictures: list[str] = field(default_factory=list)
    breadcrumbs: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """As one JSON object; values that are not said are null."""
        return asdict(self) | {"offers": [offer.json() for offer in self.offers]}


# Names of the values above that a reader may give.
VALUES = (
    "name", "price", "currency", "old_price", "availability", "sku", "gtin", "brand", "producer", "address", "pack",
    "category", "description", "pictures", "breadcrumbs",
)  # fmt: skip
