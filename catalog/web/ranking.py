"""Which products a question finds, and in what order: full text by SQLite, filters and counts by the shelf."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from catalog.values import text
from catalog.web import search
from catalog.web.search import Question
from catalog.web.shelf import Mask, Shelf, Whole

# More products than these are ordered by nearness, stars and day alone: weighing words costs most where it says least.
MOST_WEIGHED = 5_000
# How much a word in name, producer, place, description weighs.
WEIGHTS = (10, 4, 2, 1)


@dataclass(frozen=True, eq=False)
class Found:
    """What a question finds. with_words: products that have its words, whatever the filters."""

    question: Question
    shelf: Shelf
    with_words: Mask
    all: Mask

    @property
    def count(self) -> int:
        """How many products it finds."""
        return int(np.count_nonzero(self.all))

    def counts(self, name: str) -> dict[str, int]:
        """Value → products, under the words and the *other* filters: each count is what a click finds."""
        among = self.all
        if name in self.question.filters:
            among = _filtered(self.shelf, self.question.but(**{name: ""}), self.with_words)
        return self.shelf.facets[name].counts(among)

    def numbers(self, db: sqlite3.Connection, skip: int, size: int | None) -> list[int]:
        """The numbers of `size` products in the question's order, after the first `skip`; all where size is None."""
        at = np.flatnonzero(self.all)
        order = self.question.order
        if order == "phu-hop":
            at = at[_by_relevance(db, self.question.words, self.shelf, at)]
        else:
            at = at[np.argsort(self.shelf.places[order][at])]
        return [int(n) for n in self.shelf.numbers[at[skip : None if size is None else skip + size]]]


def find(db: sqlite3.Connection, shelf: Shelf, question: Question) -> Found:
    """What a question finds in a release."""
    words = search.folded_words(question.words)
    if words:
        with_words = shelf.mask(_having(db, "products_folded", search.match(words)))
    else:
        # Words without a letter find nothing rather than all.
        with_words = np.full(len(shelf.numbers), not question.words)
    return Found(question, shelf, with_words, _filtered(shelf, question, with_words))


def _filtered(shelf: Shelf, question: Question, among: Mask) -> Mask:
    for name, value in question.filters.items():
        among = among & shelf.facets[name].having(value)
    return among


def _having(db: sqlite3.Connection, index: str, expression: str) -> Iterator[int]:
    cursor = db.cursor()
    cursor.row_factory = None
    # The index is one of our two; a visitor's words are a parameter.
    cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", [expression])  # noqa: S608
    return (number for (number,) in cursor)


def _by_relevance(db: sqlite3.Connection, typed: str, shelf: Shelf, at: Whole) -> Whole:
    """The order of some products for the words: nearness, then weight of the words, stars, a picture, newness."""
    if not search.folded_words(typed):
        return np.argsort(shelf.places["moi"][at])
    step = np.full(len(shelf.numbers), 99, np.int8)
    for number, (index, expression) in reversed(list(enumerate(search.tiers(typed)))):
        step[shelf.mask(_having(db, index, expression))] = number
    step[shelf.mask(_named(db, typed))] = -1
    keys = (shelf.places["moi"][at], ~shelf.pictured[at], -shelf.stars[at], _weights(db, typed, shelf, at), step[at])
    return np.lexsort(keys)


def _named(db: sqlite3.Connection, typed: str) -> Iterator[int]:
    """The products whose whole name was typed, accents included."""
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute("SELECT number FROM products WHERE name_sort = ?", [text.sort_key(typed)])
    return (number for (number,) in cursor)


def _weights(db: sqlite3.Connection, typed: str, shelf: Shelf, at: Whole) -> Whole:
    """bm25 of each product, in whole steps so that stars decide among near ones; lower is nearer."""
    weights = np.zeros(len(shelf.numbers), np.int64)
    if len(at) <= MOST_WEIGHED:
        cursor = db.cursor()
        cursor.row_factory = None
        sql = f"""SELECT rowid, bm25(products_folded, {", ".join(map(str, WEIGHTS))}) FROM products_folded
                   WHERE products_folded MATCH ?"""  # noqa: S608
        rows = cursor.execute(sql, [search.match(search.folded_words(typed))]).fetchall()
        if rows:
            numbers, weight = zip(*rows, strict=True)
            weights[shelf.at(np.array(numbers))] = np.round(np.array(weight) * 2)
    return weights[at]
