"""Every number of a report is the number of its rows, within the scope that was asked for and never beyond it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from catalog.cli import cli
from catalog.errors import Refused, Unknown
from catalog.reports import facts, figures, kinds, preflights, words
from catalog.reports.facts import Facts
from catalog.reports.figures import Figure, Table
from catalog.workbench.home import Home
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import EVERYTHING, Scope
from tests.catalog.reports.conftest import DAY

LAO_CAI, QUANG_NINH = "15", "22"


def gather(home: Home, within: Scope = EVERYTHING) -> Facts:
    preflights.work_out(home, DAY)
    return facts.gather(home, within, DAY)


def every(found: Facts) -> list[Figure]:
    """All figures that the dashboard and the annex show."""
    tables = (
        figures.by_province, figures.by_commune, figures.by_set, figures.by_kind, figures.completeness,
        figures.listed, figures.ready, figures.by_month, figures.awards, figures.lapsing, figures.ages, figures.crawls,
    )  # fmt: skip
    shown = list(figures.whole(found).values())
    for made in tables:
        table = made(found)
        lines = [*table.lines, *([table.total] if table.total else [])] if isinstance(table, Table) else table
        shown += [figure for line in lines for figure in line.figures]
    return shown


@pytest.mark.parametrize("areas", [None, [LAO_CAI], [QUANG_NINH], [LAO_CAI, QUANG_NINH], ["04423"], []])
def test_every_number_is_the_number_of_its_rows(reported: Home, areas: list[str] | None) -> None:
    found = gather(reported, EVERYTHING if areas is None else Scope(tuple(areas)))
    asked = every(found)
    assert len(asked) > 60
    wrong = [f for f in asked if f.number != len(kinds.rows(found, kinds.kind(f.kind), f.filters))]
    assert wrong == []


def test_what_is_said_of_three_products(reported: Home) -> None:
    found = gather(reported)
    assert {name: figure.number for name, figure in figures.whole(found).items()} == {
        "products": 3, "producers": 2, "starred": 3, "lapsed": 0, "listed": 1, "lapsing": 2, "waiting": 1,
    }  # fmt: skip
    assert [line.figures[0].number for line in figures.awards(found)] == [0, 1, 2, 0, 0]
    assert [line.figures[0].number for line in figures.lapsing(found)] == [0, 1, 2]
    (haravan,) = figures.listed(found).lines
    assert [f.number for f in haravan.figures] == [1, 1, 1]
    provinces = figures.by_province(found)
    assert [(line.title, line.figures[1].number) for line in provinces.lines] == [("Lào Cai", 2), ("Quảng Ninh", 1)]


def test_a_scope_holds_nothing_of_another(reported: Home) -> None:
    """No table of the facts has a row of Quảng Ninh where Lào Cai was asked for; nothing where nothing was."""
    whole, part, none = gather(reported), gather(reported, Scope((LAO_CAI,))), gather(reported, Scope())
    for table in ("products", "listings", "readiness", "waiting", "deliveries", "crawls"):
        everything = f"SELECT * FROM {table}"  # noqa: S608  (of the names above)
        rows = part.rows(everything)
        assert none.rows(everything) == []
        assert len(rows) <= len(whole.rows(everything))
        assert not any("Suối Nhạn" in str(row) or "Ớt chào mào" in str(row) for row in rows)
    assert {row["province_code"] for row in part.rows("SELECT province_code FROM products")} == {LAO_CAI}
    assert figures.whole(part)["products"].number == 2


def test_readiness_is_worked_out_once_for_a_release_and_a_day(reported: Home) -> None:
    assert not facts.gather(reported, EVERYTHING, DAY).is_looked_over
    assert gather(reported).is_looked_over
    before = reported.readiness.stat().st_ino
    preflights.work_out(reported, DAY)
    assert reported.readiness.stat().st_ino == before
    reported.readiness.write_bytes(b"no database at all")
    assert not preflights.is_current(reported, DAY)
    assert gather(reported).is_looked_over


def test_before_the_first_release_all_is_nothing(home: Home) -> None:
    found = gather(home)
    assert found.release is None
    assert {figure.number for figure in every(found)} == {0}


def test_filters_are_known_or_refused(reported: Home) -> None:
    found = gather(reported)
    with pytest.raises(Unknown):
        kinds.rows(found, kinds.kind("san-pham"), {"p.id; DROP TABLE products": "1"})
    with pytest.raises(Unknown):
        kinds.kind("nguoi-dung")
    assert kinds.rows(found, kinds.kind("san-pham"), {"xa": "' OR 1=1 --"}) == []


def test_all_columns_have_headings() -> None:
    for kind in kinds.KINDS.values():
        assert set(kind.columns) <= set(words.HEADINGS)
        assert kind.name in words.KINDS


def run(home: Home, *said: str) -> Any:
    return CliRunner().invoke(cli, ["--home", str(home.root), "report", *said], standalone_mode=False)


def test_the_command_says_the_same(reported: Home) -> None:
    done = run(reported, "--date", DAY.isoformat(), "--area", "Lào Cai", "--json")
    said = json.loads(done.stdout)
    assert (said["area"], said["title"], said["figures"]["products"]) == ([LAO_CAI], "Lào Cai", 2)
    assert said["lapsing"] == {"1": 0, "3": 1, "6": 2}
    assert "3  products" in run(reported).stdout
    assert isinstance(run(reported, "--area", "Xứ Không Có").exception, Unknown)


def test_scopes_are_read_and_narrowed() -> None:
    lao_cai = scopes.named(["Lào Cai"])
    assert lao_cai == Scope((LAO_CAI,))
    assert scopes.read(lao_cai.key) == lao_cai
    assert scopes.read(EVERYTHING.key) == EVERYTHING
    assert scopes.read(Scope().key) == Scope()
    assert lao_cai.narrowed("04375") == Scope(("04375",))
    assert Scope(("04375",)).lies_within(lao_cai)
    assert not lao_cai.lies_within(Scope(("04375",)))
    assert not EVERYTHING.lies_within(lao_cai)
    assert not Scope().holds(None, None)
    with pytest.raises(Unknown):
        lao_cai.narrowed(QUANG_NINH)
    with pytest.raises(Unknown):
        scopes.of(["99999"])
    with pytest.raises(Refused, match="Several communes"):
        scopes.named(["Tân An"])
