"""What moved is told by rows alone: forged releases beside the one that they were made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog.errors import Unreadable
from catalog.publish import release
from catalog.publish.tables import build
from catalog.publish.verifying import changes
from catalog.workbench.home import Home
from tests.conftest import HONEY, receive

PICTURE = "INSERT INTO pictures (id, product_id, position) VALUES ('p-1', '{0}', 1)"


@pytest.fixture
def files(home: Home, write_sheet: Callable[..., Path]) -> tuple[Path, Path]:
    """Two copies of a release of three products, to be forged: what was before, and what is new."""
    receive(home, write_sheet())
    whole = (release.publish(home, "test").folder / "catalog.db").read_bytes()
    before, new = home.root / "before.db", home.root / "new.db"
    for path in (before, new):
        path.write_bytes(whole)
    return before, new


def moved(files: tuple[Path, Path], was: str, now: str) -> list[tuple[str, str, list[str]]]:
    """Product, kind and fields of each change; was, now: what is done to either file, {0} to {2} are the products."""
    before, new = files
    with closing(sqlite3.connect(new)) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM products ORDER BY id")]
        db.executescript(now.format(*ids))
        with closing(sqlite3.connect(before)) as other:
            other.executescript(was.format(*ids))
        db.execute(f"ATTACH ? AS {build.BEFORE}", [str(before)])
        found = list(changes.between(before, db))
    return [(str(ids.index(one.product_id)), one.kind, one.fields) for one in found]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("", "", []),
        ("", "UPDATE product_facts SET updated_on = '2030-01-01', source_id = 's', origins = '[]'", []),
        ("", "UPDATE product_facts SET usage = 'Ăn' WHERE id = '{1}'", [("1", "changed", ["usage"])]),
        ("UPDATE product_facts SET usage = 'Ăn', name = 'A' WHERE id = '{1}'", "",
         [("1", "changed", ["name", "usage"])]),
        ("UPDATE product_facts SET usage = ''", "UPDATE product_facts SET usage = NULL WHERE id <> '{0}';"
         "UPDATE product_facts SET usage = '' WHERE id = '{0}'",
         [("1", "changed", ["usage"]), ("2", "changed", ["usage"])]),
        ("", "UPDATE offers SET price_low = 1 WHERE product_id = '{2}'", [("2", "changed", ["offers"])]),
        ("", "DELETE FROM offers WHERE product_id = '{0}'", [("0", "changed", ["offers"])]),
        ("DELETE FROM offers WHERE product_id = '{0}'", "", [("0", "changed", ["offers"])]),
        (PICTURE.format("{0}"), PICTURE.format("{1}"),
         [("0", "changed", ["pictures"]), ("1", "changed", ["pictures"])]),
        ("", "UPDATE product_facts SET usage = 'Ăn' WHERE id = '{1}'; UPDATE offers SET price_low = 1"
         " WHERE product_id = '{1}'", [("1", "changed", ["offers", "usage"])]),
        ("DELETE FROM product_facts WHERE id = '{1}'; DELETE FROM offers WHERE product_id = '{1}'", "",
         [("1", "added", [])]),
        ("", "DELETE FROM product_facts WHERE id = '{2}'; DELETE FROM offers WHERE product_id = '{2}'",
         [("2", "withdrawn", [])]),
    ],
)  # fmt: skip
def test_what_moved_is_told(
    files: tuple[Path, Path], was: str, now: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    assert moved(files, was, now) == expected


def test_a_product_that_left_bears_the_name_that_it_had(files: tuple[Path, Path]) -> None:
    before, new = files
    with closing(sqlite3.connect(new)) as db:
        db.execute("DELETE FROM product_facts WHERE name = ?", [HONEY[1]])
        db.commit()
        db.execute(f"ATTACH ? AS {build.BEFORE}", [str(before)])
        (left,) = changes.between(before, db)
    assert (left.kind, left.name) == ("withdrawn", HONEY[1])


@pytest.mark.parametrize("was", [b"", b"no database", None])
def test_a_release_before_that_is_none_is_refused_with_a_sentence(tmp_path: Path, was: bytes | None) -> None:
    before = tmp_path / "before.db"
    if was is not None:
        before.write_bytes(was)
    with pytest.raises(Unreadable), build.new_catalog(tmp_path / "new.db", before):
        pytest.fail("opened beside what is no release")
