"""What the search finds a product by, as the two indexes hold it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from catalog.publish import beside
from catalog.values import text

# Of each index, in the order of schema.SEARCH_DDL.
COLUMNS = ("name", "producer", "place", "other")

# Neighbours share producers and places.
_remembered = lru_cache(4_096)
_fold, _key = _remembered(text.fold), _remembered(text.key)


def words(product: Mapping[str, Any], producer: str) -> tuple[list[str], list[str]]:
    """The words of one product for `products_folded` and for `products_exact`, each in the order of COLUMNS.

    Titles of sets are left to the facets: they name goods that a product is not ("Chế biến từ thịt, … các sản phẩm từ
    mật ong" would find every sausage for honey). A place is found by old names of communes, districts and provinces.
    """
    code = product.get("commune_code")
    place = _joined(
        *(product.get(n) for n in ("commune", "province", "old_place")), beside.former(code) if code else ""
    )
    other = _joined(product.get("brand"), product.get("summary"))
    name = product["name"]
    return (
        [text.fold(name), _fold(producer), _fold(place), text.fold(other) if other else ""],
        [text.key(name), _key(producer), _key(place), text.key(other) if other else ""],
    )


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
