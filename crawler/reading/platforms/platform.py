"""What a shop platform is to the crawler: marks to know it by, addresses of its own data, and a translation of that
data into schema.org's words, which the rest of the readers understand already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from crawler.reading.jsonld import DECODER, Node
from crawler.reading.page import Page

Told = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """One address of a platform's data, answered. told: what the first page said (see `Platform.told`);
    headers in lower case."""

    url: str
    data: Any
    told: Told = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """products: schema.org nodes, `url` is the page a buyer would open. variants: nodes of single variants, whose `url`
    is the page of their product. more: further addresses of data."""

    products: list[Node] = field(default_factory=list)
    variants: list[Node] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def _nothing(*_: Any) -> Any:
    return ()


@dataclass(frozen=True)
class Platform:
    """marks: found in the HTML of its shops and of no others. told: what a page says that the data leave out.
    first: where its data begin, for a page of the shop. read: one answer. on_page: products that a page states in the
    platform's own way."""

    marks: re.Pattern[str]
    told: Callable[[Page], dict[str, str]] = lambda _: {}
    first: Callable[[Page], list[str]] = _nothing
    read: Callable[[Answer], Listing] = lambda _: Listing()
    on_page: Callable[[Page], list[Node]] = _nothing


def decoded(text: str) -> Any:
    """The JSON document in a text, numbers as the words they are; None where it is none."""
    try:
        return DECODER.decode(text.lstrip("\ufeff").strip())
    except (ValueError, RecursionError):
        return None


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a value that should be a list of objects."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def said(value: Any) -> str:
    """A JSON value as words; nothing for null, true and false."""
    return value.strip() if isinstance(value, str) else ""


def inner(value: Any, *names: str) -> dict[str, Any]:
    """The object found by going down these names; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def pointed(minor: str, digits: str) -> str:
    """An amount in the smallest unit of its currency with its decimal point put in: "15000000" with 2 is "150000.00".

    This is spelling and no reading: the platform itself says how many of the digits are decimals.
    """
    places = int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 1 else 0
    if not places or not (minor.isascii() and minor.isdigit()):
        return minor
    padded = minor.rjust(places + 1, "0")
    return f"{padded[:-places]}.{padded[-places:]}"


def state(is_in_stock: Any, *, on_backorder: Any = False) -> str:
    """schema.org's word for a yes or no about stock; nothing where it is neither."""
    if on_backorder is True:
        return "BackOrder"
    return {True: "InStock", False: "OutOfStock"}.get(is_in_stock, "") if isinstance(is_in_stock, bool) else ""


def offer(price: str, old: str = "", currency: str = "", availability: str = "") -> Node:
    """A schema.org offer; the price before a reduction stands as schema.org wants it, where it differs."""
    made: Node = {"@type": "Offer", "price": price, "priceCurrency": currency, "availability": availability}
    if old and old != price:
        made["priceSpecification"] = {"priceType": "StrikethroughPrice", "price": old}
    return made


def root_of(page: Page) -> str:
    """The address of the shop that a page belongs to."""
    return urljoin(page.url, "/")
