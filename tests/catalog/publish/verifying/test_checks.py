"""The checks of a new release find what they are there for; forged on purpose, since publishing writes none of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import Blocked
from catalog.publish import release
from catalog.publish.preparing import revealing
from catalog.publish.preparing.privacy import Private
from catalog.publish.verifying import checks
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.conftest import HONEY, receive

Write = Callable[..., Path]
NOBODY = Private()


@pytest.fixture
def catalog(home: Home, write_sheet: Write) -> Path:
    """A copy of a release of three products that may be forged."""
    receive(home, write_sheet())
    made = release.publish(home, "test")
    copy = home.root / "copy.db"
    copy.write_bytes((made.folder / "catalog.db").read_bytes())
    return copy


def forge(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(sql)


def decided(home: Home, path: Path) -> None:
    with Workbench(home.workbench, is_reading=True) as bench:
        checks.decided(path, bench)


def verify(path: Path, products: int, private: Private) -> None:
    checks.whole(path, products)
    checks.reveals_nothing(path, private)


def test_a_whole_release_passes(home: Home, catalog: Path) -> None:
    verify(catalog, 3, NOBODY)
    decided(home, catalog)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE offers SET product_id = 'x'", "leads nowhere"),
        ("DELETE FROM products_exact WHERE rowid = 1", "rows in products_exact, 3 were accepted"),
        ("UPDATE product_facts SET usage = 'CCCD 001099000014'", "citizen's ID"),
        ("UPDATE product_facts SET usage = 'a' || char(0) || '001099000014'", "a NUL in it"),
        ("UPDATE product_facts SET usage = 'gọi 0900-000.099 nhé'", "products.usage of .* private number"),
        ("UPDATE product_facts SET usage = 'gọi 0900 – 000 – 099 nhé'", "products.usage of .* private number"),
        ("UPDATE product_facts SET usage = 'gọi 0900<br>000&#46;099 nhé'", "products.usage of .* private number"),
        ("UPDATE product_facts SET usage = '&#48;&#57;&#48;&#48;&#48;&#48;&#48;&#48;&#57;&#57;'", "private number"),
        ('UPDATE product_facts SET source_words = \'{"name":"0900\\n000\\u00a0099"}\'', "private number"),
        ("UPDATE product_facts SET usage = '001<b>099</b>000&nbsp;014'", "citizen's ID"),
        ("UPDATE changes SET name = 'Trịnh thị  Khuê'", "changes.name of .* private name"),
        ("UPDATE products_exact SET producer = 'trịnh thị khuê' WHERE rowid = 2", "private name as its producer"),
    ],
)
def test_what_is_wrong_with_a_file_stops_it(catalog: Path, sql: str, sentence: str) -> None:
    forge(catalog, sql)
    private = Private(phones={"900000099"}, names={"trịnh thị khuê"})
    with pytest.raises(Blocked, match=sentence):
        verify(catalog, 3, private)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE product_facts SET id = 'zzz' WHERE rowid = 1", "product that nobody decided on: zzz"),
        ("UPDATE product_facts SET source_id = 's-x' WHERE rowid = 1", "product that nobody decided on"),
        ("DELETE FROM product_facts WHERE rowid = 2", "accepted and not in the new release"),
        ("INSERT INTO pictures (id, product_id, sha256) SELECT 'a', id, 'ab' FROM products LIMIT 1", "picture"),
        ("INSERT INTO certificates (id, product_id, decision_number) SELECT 'a', id, '1/QĐ' FROM products LIMIT 1",
         "certificate"),
    ],
)  # fmt: skip
def test_what_leads_to_no_decision_stops_it(home: Home, catalog: Path, sql: str, sentence: str) -> None:
    forge(catalog, sql)
    with pytest.raises(Blocked, match=sentence):
        decided(home, catalog)


def test_a_product_whose_acceptance_was_taken_back_stops_it(home: Home, catalog: Path) -> None:
    with Workbench(home.workbench) as bench:
        drafts = [r[0] for r in bench.rows("SELECT id FROM drafts WHERE name = ?", [HONEY[1]])]
        review.decide(bench, drafts, "rejected", "sai", "test")
    with pytest.raises(Blocked, match="product that nobody decided on"):
        decided(home, catalog)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO products_folded(rowid, name) VALUES (9, 'thêm')",
        "UPDATE products_folded_content SET c0 = 'khac' WHERE id = 1",
    ],
)
def test_an_index_that_is_not_that_of_the_products_stops_it(catalog: Path, sql: str) -> None:
    was = catalog.read_bytes()
    checks.searchable(catalog)
    assert catalog.read_bytes() == was
    forge(catalog, sql)
    with pytest.raises(Blocked, match="search index products_folded"):
        checks.searchable(catalog)


NUMBERS = re.compile(rb"(?:\d[^0-9A-Za-z\x1e\x1f]{0,8}){9}")


@given(st.lists(st.sampled_from([*"0123456789" * 2, *" .()-+", "đ", " – ", "x", "\x1f", "\x1e"]), max_size=60))
def test_numbers_are_found_where_nine_digits_stand_close(parts: list[str]) -> None:
    words = "".join(parts).encode()
    expected = [at for at in range(len(words)) if words[at : at + 1].isdigit() and NUMBERS.match(words, at)]
    assert revealing.long_numbers(words).tolist() == expected
