"""Stars lapse by themselves: the view, the pages and the exports agree on every day, wherever the reader sits."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from catalog.publish.tables import build, reading, schema
from catalog.web import listing, search
from catalog.workbench import days
from tests.catalog.web import shop


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """The invented catalogue, and a product with two certificates, the higher one for a shorter time."""
    tables = shop.rows()
    first = tables["certificates"][0]
    tables["certificates"].append({**first, "id": "c900", "stars": 5, "expires_on": "2026-12-31"})
    path = tmp_path / "catalog.db"
    build.write_catalog(path, tables)
    return path


def at(moment: str) -> Callable[[str, str], str]:
    """SQLite's own `date`, on the day on which its clock says `moment` (UTC)."""
    clock = sqlite3.connect(":memory:")

    def day(of: str, shift: str) -> str:
        assert of == "now"
        found: str = clock.execute("SELECT date(?, ?)", [moment, shift]).fetchone()[0]
        return found

    return day


def shown(path: Path, moment: str) -> dict[str, tuple[int | None, str | None]]:
    """Product → stars and their last day, as the view says them at a moment."""
    with closing(sqlite3.connect(path)) as db:
        db.create_function("date", 2, at(moment))
        return {i: (stars, until) for i, stars, until in db.execute("SELECT id, stars, expires_on FROM products")}


DAYS = ("2025-12-23", "2025-12-24", "2026-11-22", "2026-12-31", "2027-01-01", "2027-04-26", "2027-04-27", "2030-01-01")


@pytest.mark.parametrize("day", DAYS)
def test_the_view_the_facets_and_the_listings_agree(catalog: Path, day: str) -> None:
    said = shown(catalog, f"{day} 05:00:00")
    today = date.fromisoformat(day)
    with closing(reading.connect(catalog)) as db:
        listed = {
            p.facts["id"]: (p.stars, p.certificate["expires_on"] if p.certificate else None)
            for p in reading.products(db, today)
        }
        answer = listing.answer(db, search.Question(), today)
    assert listed == said
    counted = {c.value: c.count for c in answer.facets["stars"]}
    stars = [str(s) for s, _ in said.values() if s]
    assert counted == {s: stars.count(s) for s in set(stars)}


def test_the_day_begins_at_midnight_in_vietnam(catalog: Path) -> None:
    assert shown(catalog, "2026-12-31 16:59:59")["p001"] == (5, "2026-12-31")
    assert shown(catalog, "2026-12-31 17:00:00")["p001"] == (4, "2027-04-26")


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_reader_does_not_matter(catalog: Path, zone: str) -> None:
    sql = f"SELECT json_array({schema.TODAY}, json_group_array(stars)) FROM products"  # noqa: S608 - ours
    code = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
    before = days.today()
    done = subprocess.run(
        [sys.executable, "-c", code, str(catalog), sql],
        env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    day, stars = json.loads(done.stdout)
    assert day in (before.isoformat(), days.today().isoformat())
    with closing(reading.connect(catalog)) as db:
        found = [p.stars for p in reading.products(db, date.fromisoformat(day))]
    assert stars == found


def test_what_the_file_says_of_today_is_not_taken_for_another_day(catalog: Path) -> None:
    with closing(reading.connect(catalog)) as db:
        facts = next(reading.products(db, date(2020, 1, 1))).facts
    assert not facts.keys() & {"stars", "expires_on", "number"}


def test_the_view_is_looked_up_by_indexes(catalog: Path) -> None:
    with closing(sqlite3.connect(catalog)) as db:

        def plan(sql: str) -> str:
            return " / ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"))

        one = plan("SELECT * FROM products WHERE id = 'p001'")
        assert "SCAN" not in one
        assert "TEMP B-TREE" not in one
        assert one.count("COVERING INDEX certificates_of") == 2
        # A facet that asks for no stars looks at no certificate, and at no row of a product either.
        for name in ("province", "ocop_set"):
            facet = plan(f"SELECT {name}, count(*) FROM (SELECT * FROM products) GROUP BY {name}")  # noqa: S608 - ours
            assert "COVERING INDEX" in facet
            assert "certificates" not in facet
        assert "TEMP B-TREE" not in plan("SELECT id, name FROM products ORDER BY updated_on DESC LIMIT 51")


def test_references_lead_to_the_table_below_the_view(catalog: Path) -> None:
    with closing(sqlite3.connect(catalog)) as db:
        for table in ("offers", "pictures", "certificates"):
            assert {row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})")} == {"product_facts"}
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
