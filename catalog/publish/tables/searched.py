"""What the search finds a product by, as the two indexes hold it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from catalog.publish.tables import beside
from catalog.values import text

# Of each index, in the order of schema.SEARCH_DDL.
COLUMNS = ("name", "producer", "place", "other")


def words(product: Mapping[str, Any], producer: str) -> tuple[list[str], list[str]]:
    """The words of one product for `products_folded` and for `products_exact`, each in the order of COLUMNS.

    Titles of sets are left to the facets: they name goods that a product is not ("Chế biến từ thịt, … các sản phẩm từ
    mật ong" would find every sausage for honey). A place is found by old names of communes, districts and provinces.
    """
    folded, exact = _of_place(*map(product.get, ("commune_code", "commune", "province", "old_place")))
    other = _joined(product.get("brand"), product.get("summary"))
    name = product["name"]
    maker_folded, maker_exact = _of_producer(producer)
    return (
        [text.fold(name), maker_folded, folded, text.fold(other) if other else ""],
        [text.key(name), maker_exact, exact, text.key(other) if other else ""],
    )


@lru_cache(64)
def _of_producer(name: str) -> tuple[str, str]:
    """The words of a producer, whose products come one after another, for either index."""
    return text.fold(name), text.key(name)


@lru_cache(4_096)
def _of_place(code: str | None, *said: str | None) -> tuple[str, str]:
    """The words of a place, which many products share, for either index."""
    words = _joined(*said, beside.former(code) if code else "")
    return text.fold(words), text.key(words)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
