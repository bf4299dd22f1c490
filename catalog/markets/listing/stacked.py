"""Rows as Shopify's table and its Vietnamese descendants stack them: product, then packs, then further pictures.

The first row holds the product with its first pack and first picture; each further row the next pack, the next picture
or both, under the same handle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job
from catalog.markets.register import limit
from catalog.publish.tables.reading import Product

# What an importer of this family reads for a product without variants.
ONLY = ("Title", "Default Title")


@dataclass(frozen=True, slots=True)
class Stacked:
    """How one market of this family calls what all have: the columns of handle, code, picture, its words, its place.

    product  the cells of the first row alone; pack: those of the row of a pack
    """

    market: str
    handle: str
    sku: str
    link: str
    words: str
    product: Callable[[Product], Row]
    pack: Callable[[Variant], Row]
    place: str = ""

    def rows(self, product: Product, job: Job) -> Rows:
        """The product with its first pack and picture, then a row for each further one."""
        packs = offers.variants(product)
        links = pictures.links(product, job, limit(self.market, "pictures"))
        made = []
        for number, (pack, link) in enumerate(zip_longest(packs, links)):
            row = {self.handle: product.facts["slug"], self.link: link or ""}
            if link and self.place:
                row[self.place] = str(number + 1)
            if link:
                row[self.words] = texts.bare(product.facts["name"])
            made.append((self.product(product) if number == 0 else {}) | row | (self.pack(pack) if pack else {}))
        return made

    def key(self, row: Row) -> str:
        """What the market knows a row by."""
        return f"{row[self.handle]} {row.get(self.sku) or row[self.link]}"


def option(pack: Variant) -> tuple[str, str]:
    """Name and value of the option that tells packs apart; it also tells buyers what the only pack is."""
    return ("Quy cách", pack.size) if pack.size else ONLY


def kept(row: Row, columns: tuple[str, ...], change: Row) -> Row | None:
    """A row of which only its pack is left, taken off sale; None for the row of a picture alone."""
    pack = {column: row[column] for column in columns if row.get(column)}
    return pack | change if len(pack) > 1 else None
