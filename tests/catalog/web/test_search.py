"""Search as Vietnamese people type it: laws over every product, and words that try to be SQL or FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from itertools import product as pairs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.publish.tables import reading
from catalog.values import text
from catalog.web import listing, ranking, search, shelf, spelling
from tests.catalog.web import shop

TODAY = date.fromisoformat(shop.TODAY)
NAMES = [entry[0] for entry in shop.PRODUCTS]


@pytest.fixture(scope="module")
def db(home: Path) -> Iterator[sqlite3.Connection]:
    connection = reading.connect(home / "catalog.db")
    yield connection
    connection.close()


def names(db: sqlite3.Connection, question: search.Question) -> list[str]:
    """The names of the whole answer, all pages."""
    found = listing.answer(db, question, TODAY)
    pages = [listing.answer(db, question.but(page=n), TODAY) for n in range(2, found.pages + 1)]
    return [product.facts["name"] for one in (found, *pages) for product in one.products]


def without_accents(words: str) -> str:
    return text.fold(words)


def d_for_đ(words: str) -> str:
    return words.replace("đ", "d").replace("Đ", "D")


@pytest.mark.parametrize("typed", [str, without_accents, d_for_đ, str.upper, str.title])
@pytest.mark.parametrize("name", NAMES)
def test_every_product_is_found_by_words_of_its_name(db: sqlite3.Connection, name: str, typed) -> None:
    for count in (1, 2, 3, 20):
        words = " ".join(name.split()[:count])
        assert name in names(db, search.Question(words=typed(words)))


@pytest.mark.parametrize("name", NAMES)
def test_every_product_is_found_while_its_name_is_being_typed(db: sqlite3.Connection, name: str) -> None:
    folded = text.fold(name)
    for end in range(1, len(folded) + 1):
        assert name in names(db, search.Question(words=folded[:end]))


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_name_with_its_accents_stands_first(db: sqlite3.Connection, name: str) -> None:
    assert names(db, search.Question(words=name))[0] == name


@pytest.mark.parametrize(
    ("typed", "first", "later"),
    [
        ("dừa", "Dừa sấy giòn", "Dứa Đồng Giao sấy"),
        ("dứa", "Dứa Đồng Giao sấy", "Dừa sấy giòn"),
        ("chén", "Chén trà Bồ Bát", None),
        ("trà", "Trà quế túi lọc", None),
    ],
)
def test_exact_accents_come_first(db: sqlite3.Connection, typed: str, first: str, later: str | None) -> None:
    found = names(db, search.Question(words=typed))
    assert found.index(first) < (found.index(later) if later else len(found))


def test_a_name_comes_before_a_place_and_a_description(db: sqlite3.Connection) -> None:
    found = names(db, search.Question(words="tien yen"))
    named = [name for name in found if "Tiên Yên" in name]
    assert named
    assert found[: len(named)] == named
    assert len(found) > len(named)


def test_all_words_are_needed(db: sqlite3.Connection) -> None:
    both = set(names(db, search.Question(words="chuoi say")))
    assert both == set(names(db, search.Question(words="chuoi"))) & set(names(db, search.Question(words="say")))


def test_found_by_producer_and_place(db: sqlite3.Connection) -> None:
    assert "Mật ong bạc hà" in names(db, search.Question(words="tinh dau dong cuong mat ong"))
    assert "Lót giày quế" in names(db, search.Question(words="lót giày lào cai"))


FILTERS = {
    "province": ["", "15", "22", "99"],
    "ocop_set": ["", "I", "I.4.b", "IX"],
    "stars": ["", "3", "4", "7"],
    "price": ["", "duoi-50", "50-100", "lien-he", "nonsense"],
}
MORE_FILTERS = {
    "commune": ["", "04375", "99999"],
    "kind": ["", "cooperative", "unknown"],
    "market": ["", "postmart", "nowhere"],
}


@pytest.mark.parametrize("words", ["", "que", "tien yen", "không có món này"])
@pytest.mark.parametrize("filters", [FILTERS, MORE_FILTERS], ids=["what", "who"])
def test_facet_counts_are_what_a_click_finds(db: sqlite3.Connection, words: str, filters: dict[str, list[str]]) -> None:
    known = shelf.read(db, TODAY)
    for values in pairs(*filters.values()):
        question = search.Question(words, **dict(zip(filters, values, strict=True)))
        answer = listing.answer(db, question, TODAY, known)
        assert answer.found == len(set(ranking.find(db, known, question).numbers(db, 0, None)))
        for name, choices in answer.facets.items():
            for choice in choices:
                assert choice.count == ranking.find(db, known, question.but(**{name: choice.value})).count


def test_counts_are_those_of_plain_sql(db: sqlite3.Connection) -> None:
    """Another way to the same numbers: no code of the site between the tables and the count."""
    facets = listing.answer(db, search.Question(), TODAY).facets
    for name, sql in {
        "commune": "SELECT commune_code AS v, count(*) AS n FROM products GROUP BY 1",
        "market": "SELECT market AS v, count(DISTINCT product_id) AS n FROM listings GROUP BY 1",
        "kind": """SELECT r.producer_kind AS v, count(*) AS n FROM products p JOIN producers r ON r.id = p.producer_id
                    WHERE r.is_name_shown GROUP BY 1""",
    }.items():
        counted = {row["v"]: row["n"] for row in db.execute(sql)}
        assert counted
        assert {choice.value: choice.count for choice in facets[name]} == counted


@pytest.mark.parametrize("said", ["15", "10", "Yên Bái", "yen-bai", "lao cai", "LÀO CAI"])
def test_a_province_is_found_by_every_name_it_has_had(db: sqlite3.Connection, said: str) -> None:
    answer = listing.answer(db, search.Question(province=said), TODAY)
    assert answer.question.province == "15"
    assert answer.found == listing.answer(db, search.Question(province="15"), TODAY).found > 0


def test_a_name_that_begins_with_the_words_comes_first(db: sqlite3.Connection) -> None:
    found = names(db, search.Question(words="que"))
    begins = [text.fold(name).startswith("que ") for name in found]
    assert any(begins)
    assert begins == sorted(begins, reverse=True)


def test_facets_add_up(db: sqlite3.Connection) -> None:
    whole = listing.answer(db, search.Question(), TODAY)
    assert whole.found == whole.unfiltered == len(NAMES)
    for facet in ("province", "price"):
        assert sum(choice.count for choice in whole.facets[facet]) == len(NAMES)
    starred = sum(choice.count for choice in whole.facets["stars"])
    in_force = [award for *_, award, _ in shop.PRODUCTS if award and award[4] >= shop.TODAY]
    assert starred == len(in_force) < len(NAMES)


def test_a_star_leaves_the_facets_on_the_day_after_its_last(db: sqlite3.Connection) -> None:
    last, after = date(2027, 4, 26), date(2027, 4, 27)
    assert "Bột quế" in [p.facts["name"] for p in listing.answer(db, search.Question(stars="4"), last).products]
    assert "Bột quế" not in [p.facts["name"] for p in listing.answer(db, search.Question(stars="4"), after).products]


def test_unit_price_order(db: sqlite3.Connection) -> None:
    whole = listing.answer(db, search.Question(sort="gia"), TODAY).products
    prices = [product.facts["unit_price"] for product in whole]
    known = [price for price in prices if price is not None]
    assert known == sorted(known)
    assert prices[: len(known)] == known


def test_name_order_is_vietnamese(db: sqlite3.Connection) -> None:
    found = names(db, search.Question(sort="ten"))
    assert found == sorted(found, key=text.sort_key)
    assert len(found) == len(NAMES)


def test_newest_order(db: sqlite3.Connection) -> None:
    days = [p.facts["updated_on"] for p in listing.answer(db, search.Question(sort="moi"), TODAY).products]
    assert days == sorted(days, reverse=True)


def test_pages_hold_each_product_once(db: sqlite3.Connection) -> None:
    found = names(db, search.Question())
    assert len(found) == len(set(found)) == len(NAMES) > search.PAGE_SIZE
    assert listing.answer(db, search.Question(page=99), TODAY).question.page == 2


HOSTILE = [
    '"',
    '""',
    "'",
    "NEAR(",
    "NEAR(a b, 2)",
    "*",
    "a*",
    "-a",
    "^a",
    "a:b",
    "name:quế",
    "{name}:x",
    "a AND",
    "OR OR",
    "NOT",
    "(",
    ")",
    "a" * 10_000,
    "a " * 5_000,
    "ế" * 10_000,
    "\x00",
    "a\x00b",
    "%",
    "_",
    "--",
    ";DROP TABLE products",
    "\ud800",
    "🌶️",
    "中文",
    "а",
    "ﷺ",
    "İ",
    "ß",
    "ǆ",
    "①",
    "½",
    "x² y³",
    "e\u0301\u0302\u0323" * 50,
    "\u200b",
    " ",
    "\u00a0",
    "\u202equế",
    "+",
    "a+b",
    "/",
    "\\",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_give_an_answer(db: sqlite3.Connection, words: str) -> None:
    for sort in ("", *search.SORTS):
        question = search.read({"q": words, "tinh": words, "bo": words, "sao": words, "gia": words, "sap-xep": sort})
        listing.answer(db, question, TODAY)
        listing.answer(db, search.read({"q": words, "sap-xep": sort, "trang": words}), TODAY)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80))
def test_any_text_gives_an_answer(db: sqlite3.Connection, words: str) -> None:
    answer = listing.answer(db, search.read({"q": words}), TODAY)
    assert answer.found <= len(NAMES)


def test_words_without_a_letter_find_nothing_rather_than_all(db: sqlite3.Connection) -> None:
    assert listing.answer(db, search.read({"q": "***"}), TODAY).found == 0
    assert listing.answer(db, search.read({"q": "  "}), TODAY).found == len(NAMES)


def test_each_word_that_finds_something_is_offered(db: sqlite3.Connection) -> None:
    answer = listing.answer(db, search.Question(words="quế zzzz"), TODAY)
    assert answer.found == 0
    assert [word for word, _ in answer.by_word] == ["quế"]
    assert answer.by_word[0][1] == listing.answer(db, search.Question(words="quế"), TODAY).found


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "９", "99999999999999999999", ""])
def test_pages_that_make_no_sense_are_the_first(page: str) -> None:
    assert search.read({"trang": page}).page == 1


def test_an_address_asks_its_question_again() -> None:
    question = search.Question("mật ong", "15", "I.2.b", "4", "100-200", "gia", 3)
    assert search.read(question.address()) == question
    assert search.Question().address() == {}


def test_price_bands_meet_without_overlap_or_gap() -> None:
    bands = search.BANDS[:-1]
    assert bands[0][2] == 0
    for (_, _, _, high), (_, _, low, _) in pairwise(bands):
        assert low == high + 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mat ogn", "mật ong"),
        ("mật ogn", "mật ong"),
        ("ca chahc", "cá chạch"),
        ("tinh daau", "tinh dầu"),
        ("khau nhuc", "khau nhục"),
        ("xe may", None),
        ("zz", None),
        ("***", None),
    ],
)
def test_the_word_that_was_meant(db: sqlite3.Connection, typed: str, meant: str | None) -> None:
    assert spelling.meant(db, typed, spelling.vocabulary(db)) == meant


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet="maptong quechạ", max_size=60))
def test_what_was_meant_finds_something(db: sqlite3.Connection, words: str) -> None:
    meant = spelling.meant(db, words, spelling.vocabulary(db)) if words.strip() else None
    assert meant is None or listing.answer(db, search.read({"q": meant}), TODAY).found
