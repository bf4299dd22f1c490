"""What stands behind a product's name: stars, stock, packs, prices, and conditions that are no price of one pack."""

from __future__ import annotations

import re

from catalog.registers import talk
from catalog.sheets.chats.chatwords import MARK, MONEY, PLAIN_STOCK, SIZE, STARS, STOCK, WHOLESALE
from catalog.sheets.chats.products import Product
from catalog.values.packs import quantity
from catalog.values.text import fold


def add_facts(product: Product, rest: str) -> None:
    """Gives a product what the rest of its line states."""
    rest = _without_conditions(product, rest)
    stock = PLAIN_STOCK if rest.isascii() and not STOCK.search(rest) else STOCK
    for column, pattern in (("stars", STARS), ("stock", stock)):
        if found := pattern.search(rest):
            product.add(column, found[0].strip(" ()"))
            rest = rest.replace(found[0], " ")
    product.add("pack", _packs(rest))
    if MONEY.search(rest):
        if rest.count("(") != rest.count(")"):  # the other bracket stands at the end of the name
            rest = rest.replace("(", " ").replace(")", " ")
        product.add("price", " ".join(rest.split()))


def _packs(rest: str) -> str:
    """The sizes that a rest states; blank where each has its price but they would read as one pack of packs.

    "35g/gói – 22k – thùng 48 gói 960k" is no case of 48 bags: the words of the price keep both sizes.
    """
    found = [*SIZE.finditer(rest)]
    words = "; ".join(m[0] for m in found)
    if len(found) > 1 and len(MONEY.findall(rest)) > 1 and MONEY.search(rest, found[0].end(), found[-1].end()):
        return words if quantity.content(words).choices else ""
    return words


def _without_conditions(product: Product, rest: str) -> str:
    """Takes what larger orders cost ("từ 10kg 30k/kg") out of the words of the price."""
    found = WHOLESALE.search(rest)
    if not found or not ("price" in product.cells or MONEY.search(rest[: found.start()])):
        return rest
    product.add("wholesale_price", found["amount"])
    product.add("note", found[0].strip(" ()"))
    return _without_conditions(product, rest[: found.start()] + rest[found.end() :])


def fact_of_line(words: str) -> tuple[str, str] | None:
    """The column and words of a line that states one fact without a colon: "HSD 5 ngày"; None for other lines."""
    words = MARK.sub("", words)
    said = f"{fold(words)} "
    column = next((column for word, column in talk.facts() if said.startswith(f"{fold(word)} ")), None)
    return (column, words) if column and not MONEY.search(words) else None


def is_bare_price(rest: str) -> bool:
    """Whether a rest is a number that may be a price in thousands: "165", "12-15"."""
    return bool(re.fullmatch(r"\W*(?:giá\s*:?\s*)?\d{2,3}(?:\s*[-–]\s*\d{2,3})?[\s.!]*(?:/\s*\w+)?", rest, re.I))
