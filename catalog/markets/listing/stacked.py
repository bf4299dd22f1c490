"""Rows as Shopify's table and its Vietnamese descendants stack them: product, then packs, then further pictures.

The first row holds the product with its first pack and first picture; each further row the next pack, the next picture
or both, under the same handle.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from catalog.markets.listing.offers import Variant
from catalog.markets.sending.ledger import Row

# What an importer of this family reads for a product without variants.
ONLY = ("Title", "Default Title")


def stack(packs: list[Variant], links: list[str]) -> Iterator[tuple[Variant | None, str]]:
    """The pack and the address of a picture of each row; None and "" where there are no more."""
    for pack, link in zip_longest(packs, links):
        yield pack, link or ""


def option(packs: list[Variant], pack: Variant) -> tuple[str, str]:
    """Name and value of the option that tells packs apart."""
    return ("Quy cách", pack.size) if len(packs) > 1 else ONLY


def kept(row: Row, columns: tuple[str, ...], change: Row) -> Row | None:
    """A row of which only its pack is left, taken off sale; None for the row of a picture alone."""
    pack = {column: row[column] for column in columns if row.get(column)}
    return pack | change if len(pack) > 1 else None
