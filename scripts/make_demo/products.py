"""The invented goods, producers and decisions of the demo, as read from the two lists beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DEMO = HERE.parent.parent / "catalog" / "demo"


@dataclass(frozen=True, slots=True)
class Producer:
    """Who makes it; `consent` is name, telephone and pictures as the sender answered."""

    key: str
    name: str
    kind: str
    old: str
    new: str
    commune: str
    phone: str
    representative: str
    consent: list[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """A recognition: `stars` for each of `products`."""

    key: str
    number: str
    date: date
    issuer: str
    province: str
    stars: int
    products: list[str]


@dataclass(frozen=True, slots=True)
class Product:
    """One of the goods; text fields are words as a sender writes them, `dong` the price as a number."""

    key: str
    name: str
    producer: Producer
    decision: Decision | None
    words: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.words.get(name, "")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _load() -> tuple[dict[str, Product], dict[str, Decision]]:
    people = _read("producers.toml")
    producers = {key: Producer(key=key, **entry) for key, entry in people["producer"].items()}
    decisions = {key: Decision(key=key, **entry) for key, entry in people["decision"].items()}
    given = {product: decision for decision in decisions.values() for product in decision.products}
    products = {}
    for key, entry in _read("products.toml").items():
        name, producer = entry.pop("name"), entry.pop("producer")
        products[key] = Product(key, name, producers[producer], given.get(key), entry)
    return products, decisions


PRODUCTS, DECISIONS = _load()
