"""Products for a page: the answer to a question with its facets, the newest, those like another one."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.publish.tables import reading
from catalog.publish.tables.reading import Product
from catalog.values.places import place_heirs
from catalog.web import phrases, provinces, ranking, search
from catalog.web.shelf import Shelf, read

Row = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its name in the address, its count, and the row that titles it (sets, provinces)."""

    value: str
    count: int
    titled: Row


@dataclass(frozen=True)
class Answer:
    """The products of one page and the counts around them.

    found is how many the question finds, unfiltered how many its words find; by_word is filled where both are 0.
    """

    question: search.Question
    products: list[Product]
    found: int
    unfiltered: int
    facets: dict[str, list[Choice]]
    by_word: list[tuple[str, int]]

    @property
    def pages(self) -> int:
        """How many pages the answer has, at least one."""
        return max(1, -(-self.found // search.PAGE_SIZE))


def answer(db: sqlite3.Connection, asked: search.Question, today: date, kept: Shelf | None = None) -> Answer:
    """The answer to a question; a page after the last is the last. kept: the shelf of this release and day."""
    shelf = kept or read(db, today)
    question = in_release(shelf, asked)
    whole = ranking.find(db, shelf, question)
    found, unfiltered = whole.count, int(whole.with_words.sum())
    question = search.replace(question, page=min(question.page, max(1, -(-found // search.PAGE_SIZE))))
    numbers = whole.numbers(db, (question.page - 1) * search.PAGE_SIZE, search.PAGE_SIZE) if found else []
    choices = {name: _choices(shelf, name, whole.counts(name)) for name in search.NAMES}
    by_word = [] if unfiltered else _by_word(db, question)
    return Answer(question, products(db, ids_of(db, numbers), today), found, unfiltered, choices, by_word)


def ids_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """The ids of products by their numbers, in the same order."""
    found: dict[int, str] = {}
    for start in range(0, len(numbers), reading.BATCH):
        some = numbers[start : start + reading.BATCH]
        sql = f"SELECT number, id FROM products WHERE number IN ({','.join('?' * len(some))})"  # noqa: S608
        found |= {row["number"]: row["id"] for row in db.execute(sql, list(some))}
    return [found[number] for number in numbers]


def in_release(shelf: Shelf, question: search.Question) -> search.Question:
    """The same question of the province and commune of today, where it names one by another name or one of before."""
    if question.province and question.province not in shelf.facets["province"].values:
        question = search.replace(question, province=provinces.code_now(question.province))
    if question.commune and question.commune not in shelf.facets["commune"].values:
        question = search.replace(question, commune=place_heirs.commune_now(question.commune))
    return question


def _choices(shelf: Shelf, facet: str, counted: dict[str, int]) -> list[Choice]:
    """The values of a facet in the order of its page."""
    fixed: dict[str, list[str]] = {
        "price": [band[0] for band in search.BANDS],
        "stars": sorted(counted, reverse=True),
        "kind": list(search.KINDS),
    }
    if facet in fixed:
        return [Choice(value, counted[value], {}) for value in fixed[facet] if value in counted]
    titles = shelf.titles[facet]
    known = [Choice(value, count, titles.get(value) or {"title": value}) for value, count in counted.items()]
    if facet == "ocop_set":
        return sorted(known, key=lambda c: (c.titled.get("position") or 99, c.value))
    return sorted(known, key=lambda c: (-c.count, c.titled["title"] or "", c.value))


def _by_word(db: sqlite3.Connection, question: search.Question) -> list[tuple[str, int]]:
    sql = "SELECT count(*) AS count FROM products_folded WHERE products_folded MATCH ?"
    found = [(word, db.execute(sql, [one]).fetchone()["count"]) for word, one in search.single_words(question)]
    return [(word, count) for word, count in found if count]


def products(db: sqlite3.Connection, ids: Sequence[str], today: date) -> list[Product]:
    """The products of these ids in this order, each with the rank of its commune beside its name."""
    ranks = {row["commune_code"]: row["commune_rank"] for row in _communes(db, ids)}
    found = list(reading.products(db, today, ids)) if ids else []
    for product in found:
        for row in (product.facts, product.producer):
            row["commune_rank"] = ranks.get(row["commune_code"], "")
    return phrases.in_order(found, ids)


def with_rank(db: sqlite3.Connection, row: Row) -> Row:
    """A row of a product or producer with the rank of its commune (xã, phường) beside its name."""
    place = db.execute("SELECT commune_rank FROM places WHERE commune_code = ?", [row["commune_code"]]).fetchone()
    return {**row, "commune_rank": place["commune_rank"] if place else ""}


def _communes(db: sqlite3.Connection, ids: Sequence[str]) -> sqlite3.Cursor:
    marks = ",".join("?" * len(ids))
    return db.execute(
        f"""SELECT DISTINCT l.commune_code, l.commune_rank FROM products p JOIN producers r ON r.id = p.producer_id
              JOIN places l ON l.commune_code IN (p.commune_code, r.commune_code) WHERE p.id IN ({marks})""",  # noqa: S608
        list(ids),
    )


@dataclass(frozen=True)
class Group:
    """A group of sets (key I to VI) with the sets in it that have products."""

    key: str
    choices: list[Choice]

    @property
    def count(self) -> int:
        """How many products its sets have together."""
        return sum(choice.count for choice in self.choices)


def groups(choices: Sequence[Choice]) -> list[Group]:
    """The groups of the choices of facet `ocop_set`, in the order of the choices."""
    by_key: dict[str, list[Choice]] = defaultdict(list)
    for choice in choices:
        by_key[choice.value.split(".")[0]].append(choice)
    return [Group(key, members) for key, members in by_key.items()]


def newest(db: sqlite3.Connection, count: int, today: date) -> list[Product]:
    """The products that changed last, those with a picture first."""
    sql = """SELECT p.id FROM products p ORDER BY p.id NOT IN (SELECT product_id FROM pictures), p.updated_on DESC,
             p.name_sort, p.id LIMIT ?"""
    return products(db, [row["id"] for row in db.execute(sql, [count])], today)


def similar(db: sqlite3.Connection, facts: Row, count: int, today: date) -> list[Product]:
    """Products of the same set or commune, the nearest first; never the product itself."""
    sql = """SELECT id FROM products
              WHERE id <> :id AND (ocop_set = :ocop_set OR commune_code = :commune_code)
              ORDER BY 2 * coalesce(ocop_set = :ocop_set, 0) + coalesce(commune_code = :commune_code, 0)
                       + coalesce(province_code = :province_code, 0) DESC,
                       id NOT IN (SELECT product_id FROM pictures), updated_on DESC, name_sort, id
              LIMIT :count"""
    ids = [row["id"] for row in db.execute(sql, {**facts, "count": count})]
    return products(db, ids, today)


def of_producer(db: sqlite3.Connection, producer_id: str, today: date) -> list[Product]:
    """All products of a producer by name."""
    sql = "SELECT id FROM products WHERE producer_id = ? ORDER BY name_sort, id"
    return products(db, [row["id"] for row in db.execute(sql, [producer_id])], today)


def markets(db: sqlite3.Connection, product_id: str) -> list[reading.Record]:
    """Where a product can be bought: title and url of each listing; none in releases made before there were any."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'listings'").fetchone():
        return []
    sql = "SELECT title, url FROM listings WHERE product_id = ? ORDER BY title"
    return list(db.execute(sql, [product_id]))
