"""How a listing will look at a market, for somebody to see before anything is sent: the very cells of its rows."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from catalog.markets.listing import texts
from catalog.markets.market import Job, Market, description
from catalog.markets.writing.feed import Feed
from catalog.publish.tables.reading import Product, Record

# Of one cell, and of one listing; longer ones are cut with an ellipsis.
LONGEST, MOST_CELLS = 300, 24
# Cells that say nothing to somebody who looks.
FLAGS = frozenset({"Yes", "No", "TRUE", "FALSE", "true", "false"})
_BREAK, _TAG = re.compile(r"</p>|</li>|<br ?/?>"), re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Sample:
    """One listing: cells as (name at the market, words), and the picture that stands first."""

    name: str
    cells: tuple[tuple[str, str], ...]
    picture: Record | None


def sample(market: Market, product: Product, job: Job) -> Sample:
    """A listing as the market's file has it; where the file is the seller's own, what goes into its columns."""
    cells = _of_feed(market.write, product, job) if isinstance(market.write, Feed) else _plain(product)
    shown = [(name, _short(_rendered(words))) for name, words in cells if words.strip() and words not in FLAGS]
    return Sample(product.facts["name"], tuple(shown[:MOST_CELLS]), product.pictures[0] if product.pictures else None)


def _of_feed(feed: Feed, product: Product, job: Job) -> list[tuple[str, str]]:
    rows = feed.rows(product, job)
    return list(rows[0].items()) if rows else []


def _plain(product: Product) -> list[tuple[str, str]]:
    facts = product.facts
    price = "" if facts["price_low"] is None else f"{facts['price_low']} đồng"
    return [
        ("Tên sản phẩm", texts.bare(facts["name"])),
        ("Giá", price),
        ("Quy cách", facts["pack_words"] or ""),
        ("Mô tả", description(product)),
    ]


def _rendered(words: str) -> str:
    """The words of a cell that holds HTML, as a page of the market shows them."""
    if not words.startswith("<"):
        return words
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", words))).strip()


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
