"""Pre-flight: what a marketplace asks of a product, as rules that are data.

`registers/markets/<market>.toml` holds one `[[rule]]` per demand: its stable code, which check of CHECKS decides, with
which value, whether a product that fails is left out ("stop") or listed all the same ("note"), a Vietnamese sentence,
and the source. A check is a pure function of a published product, so it runs on any product at any time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from catalog.markets import market
from catalog.publish.reading import Product
from catalog.values import claims, text

# check → whether the product meets it, given the rule's value.
CHECKS: dict[str, Callable[[Product, Any], bool]] = {
    "has_price": lambda p, _: any(o["price_low"] is not None for o in p.offers),
    "price_from": lambda p, least: all(o["price_low"] is None or o["price_low"] >= least for o in p.offers),
    "price_to": lambda p, most: all(o["price_high"] is None or o["price_high"] <= most for o in p.offers),
    "has_one_price": lambda p, _: all(o["price_low"] == (o["price_high"] or o["price_low"]) for o in p.offers),
    "has_pictures": lambda p, least: len(p.pictures) >= least,
    "picture_px": lambda p, least: all(min(i["width_px"], i["height_px"]) >= least for i in p.pictures),
    "name_to": lambda p, most: len(p.facts["name"]) <= most,
    "description_from": lambda p, least: len(market.description(p)) >= least,
    "has_pack": lambda p, _: all(market.pack(o) for o in p.offers),
    "delivers_everywhere": lambda p, _: not _is_local(p.facts["delivery_area"] or ""),
    "is_for_everybody": lambda p, _: (p.facts["ocop_set"] or "") not in ("II.1.a", "II.1.b"),
    "in_stock": lambda p, _: not all(o["stock"] == 0 for o in p.offers),
    "has_no_health_claim": lambda p, _: not any(c.code == "claim-health" for c in claims.claims(market.description(p))),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of a market."""

    code: str
    check: str
    severity: Literal["stop", "note"]
    message: str
    source: str
    value: Any = None

    def is_met(self, product: Product) -> bool:
        return CHECKS[self.check](product, self.value)

    def sentence(self) -> str:
        return self.message.format(value=self.value)


def _is_local(area: str) -> bool:
    words = text.fold(area)
    return any(w in words for w in ("noi tinh", "trong tinh", "noi huyen", "trong huyen", "tai cho", "trong xa"))


@cache
def of(name: str) -> tuple[Rule, ...]:
    """The rules of a market in the order of their file; none where it has no file."""
    file = resources.files("catalog.registers") / "markets" / f"{name}.toml"
    if not file.is_file():
        return ()
    return tuple(Rule(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", []))


def preflight(name: str, product: Product) -> tuple[Rule, ...]:
    """The rules of a market that a product does not meet."""
    return tuple(rule for rule in of(name) if not rule.is_met(product))


def is_ready(unmet: tuple[Rule, ...]) -> bool:
    """Whether a product with these unmet rules may be listed."""
    return all(rule.severity == "note" for rule in unmet)
