"""What filters, counts and orders look at, of every product of a release, as columns of numbers.

Read once a day (stars lapse) and kept beside the file: some 40 bytes a product. Every count of a page is then a sum
over the columns, exact however many products there are, and no visitor's question joins tables.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.web import search

Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]


class Facet(Protocol):
    """One filter over all products: who has a value, and how often each value occurs among some of them."""

    values: list[str]

    def having(self, value: str) -> Mask: ...

    def counts(self, among: Mask) -> dict[str, int]: ...


class Single:
    """A filter of which a product has at most one value."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._known: dict[str, int] = {}
        self._given = array("h")

    def add(self, value: str | None) -> None:
        """The value of the next product."""
        if value is None:
            self._given.append(-1)
            return
        if value not in self._known:
            self._known[value] = len(self.values)
            self.values.append(value)
        self._given.append(self._known[value])

    @property
    def codes(self) -> NDArray[np.int16]:
        """The place in `values` of each product's value, -1 where it has none."""
        return np.frombuffer(self._given, np.int16) if self._given else np.empty(0, np.int16)

    def having(self, value: str) -> Mask:
        """The products with the value, or with one below it: a group of sets (I) holds its sets (I.1.a)."""
        wanted = np.zeros(len(self.values) + 1, np.bool_)
        wanted[:-1] = [v == value or v.startswith(value + ".") for v in self.values]
        found: Mask = wanted[self.codes]
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        """Value → products among these; values that none has are left out."""
        found = np.bincount(self.codes[among] + 1, minlength=len(self.values) + 1)[1:]
        return {value: int(count) for value, count in zip(self.values, found, strict=True) if count}


class Several:
    """A filter of which a product may have many values, at most 60 altogether: a bit for each."""

    def __init__(self, values: list[str], bits: Whole) -> None:
        self.values = values
        self._bits = bits

    def having(self, value: str) -> Mask:
        """The products that have the value."""
        bit = 1 << self.values.index(value) if value in self.values else 0
        found: Mask = (self._bits & bit) != 0
        return found

    def counts(self, among: Mask) -> dict[str, int]:
        """Value → products among these; values that none has are left out."""
        bits = self._bits[among]
        found = {value: int(np.count_nonzero(bits & (1 << n))) for n, value in enumerate(self.values)}
        return {value: count for value, count in found.items() if count}


@dataclass(frozen=True, eq=False)
class Shelf:
    """All products by `number`; every column has a place for each, in that order.

    places  a sort of search.SORTS → the product's place in it among all, from 0 without ties
    titles  filter → value → the row that names it
    """

    numbers: Whole
    facets: dict[str, Facet]
    stars: NDArray[np.int8]
    pictured: Mask
    places: dict[str, Whole]
    titles: dict[str, dict[str, dict[str, Any]]]

    def mask(self, numbers: Iterable[int]) -> Mask:
        """The products with these numbers."""
        found = np.zeros(len(self.numbers), np.bool_)
        asked = np.fromiter(numbers, np.int64)
        found[self.at(asked)] = True
        return found

    def at(self, numbers: Whole) -> Whole:
        """The places of these numbers in every column."""
        found: Whole = np.searchsorted(self.numbers, numbers)
        return found


# Markets beyond these would not fit into a word of 64 bits; there are some thirty in `ocop markets`.
MOST_MARKETS = 60

_PRODUCTS = """
    SELECT p.number, p.id, p.province_code, p.commune_code, p.ocop_set, p.price_low, p.unit_price, p.updated_on,
           CASE WHEN r.is_name_shown THEN r.producer_kind END AS kind
      FROM products p JOIN producers r ON r.id = p.producer_id ORDER BY p.number"""


def read(db: sqlite3.Connection, today: date) -> Shelf:
    """The shelf of a release on a day. A producer whose name is held back has no kind: it would tell what is held."""
    numbers, prices, days = array("q"), array("q"), Single()
    facets = {name: Single() for name in ("province", "commune", "ocop_set", "stars", "price", "kind")}
    stars = dict(_tuples(db, _AWARDS, [today.isoformat()]))
    at: dict[str, int] = {}
    for number, key, province, commune, ocop_set, low, unit_price, updated, kind in _tuples(db, _PRODUCTS):
        at[key] = len(numbers)
        numbers.append(number)
        prices.append(np.iinfo(np.int64).max if unit_price is None else unit_price)
        days.add(updated or "")
        named = {"province": province, "commune": commune, "ocop_set": ocop_set, "price": search.band(low)}
        named |= {"kind": kind if kind in search.KINDS else None, "stars": str(stars[key]) if key in stars else None}
        for name, facet in facets.items():
            facet.add(named[name])
    pictured = np.zeros(len(numbers), np.bool_)
    pictured[[at[key] for (key,) in _tuples(db, "SELECT DISTINCT product_id FROM pictures") if key in at]] = True
    rated = np.zeros(len(numbers), np.int8)
    for key, count in stars.items():
        if key in at:
            rated[at[key]] = count
    whole = np.array(numbers, np.int64)
    places = _places(db, whole, np.array(prices, np.int64), days, pictured)
    return Shelf(whole, {**facets, "market": _markets(db, at)}, rated, pictured, places, _titles(db))


_AWARDS = "SELECT product_id, max(stars) FROM certificates WHERE expires_on >= ? GROUP BY product_id"


def _tuples(db: sqlite3.Connection, sql: str, values: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    cursor = db.cursor()
    cursor.row_factory = None
    return iter(cursor.execute(sql, values or []))


def _places(db: sqlite3.Connection, numbers: Whole, prices: Whole, days: Single, pictured: Mask) -> dict[str, Whole]:
    """The place of each product in every order; each ends in the order of names, which has no ties."""
    by_name = np.fromiter((n for (n,) in _tuples(db, "SELECT number FROM products ORDER BY name_sort, id")), np.int64)
    name = _ranks(np.searchsorted(numbers, by_name))
    age = np.array(_ranks_of(days.values), np.int64)[days.codes] if len(numbers) else numbers
    return {
        "ten": name,
        "moi": _ranks(np.lexsort((name, ~pictured, -age))),
        "gia": _ranks(np.lexsort((name, prices))),
    }


def _ranks(order: Whole) -> Whole:
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _ranks_of(values: list[str]) -> list[int]:
    known = {value: rank for rank, value in enumerate(sorted(values))}
    return [known[value] for value in values]


def _markets(db: sqlite3.Connection, at: dict[str, int]) -> Several:
    bits = np.zeros(len(at), np.int64)
    found: dict[str, list[int]] = defaultdict(list)
    for key, market in _tuples(db, "SELECT product_id, market FROM listings ORDER BY market"):
        if key in at and market and (market in found or len(found) < MOST_MARKETS):
            found[market].append(at[key])
    for number, places in enumerate(found.values()):
        bits[np.unique(places)] |= 1 << number
    return Several(list(found), bits)


def _titles(db: sqlite3.Connection) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows that name values: of provinces, communes and markets with `title`, of sets as the table has them."""

    def by(name: str, sql: str) -> dict[str, dict[str, Any]]:
        return {row[name]: row for row in db.execute(sql)}

    return {
        "province": by("code", "SELECT province_code AS code, min(province) AS title FROM products GROUP BY 1"),
        "commune": by(
            "code", "SELECT commune_code AS code, commune AS name, commune_rank || ' ' || commune AS title FROM places"
        ),
        "market": by("code", "SELECT market AS code, min(title) AS title FROM listings GROUP BY market"),
        "ocop_set": by("ocop_set", "SELECT * FROM sets ORDER BY position"),
    }
