"""The figures of the dashboard and of the annex: each is a number, and the rows that it is a number of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from catalog import markets
from catalog.markets import readiness
from catalog.publish.lapsing import MONTHS
from catalog.reports import kinds, preflights, published
from catalog.reports.facts import Facts
from catalog.reports.kinds import KINDS, Filters
from catalog.values.sets import sets

AWARDS = ("5", "4", "3", "het", "khong")
HOW_MANY_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where its rows are: kind and filters of `kinds`."""

    number: int
    kind: str
    filters: Filters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it is about, and a figure for each column.

    key   as filters have it; title of the data, blank where words.py has the words for the key
    """

    key: str
    title: str
    figures: tuple[Figure, ...]
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under columns; `total` is counted by itself, for a producer of two communes is one producer."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None


# Column of a table of places or sets → kind and filters of its figures. Their headings stand in words.COLUMNS.
PLACE_COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "producers": ("chu-the", {}),
    "products": ("san-pham", {}),
    **{f"award-{award}": ("san-pham", {"sao": award}) for award in AWARDS},
    "lapsing": ("san-pham", {"sap-het": str(MONTHS[-1])}),
    "listed": ("san-pham", {"len-san": "1"}),
}


def by_commune(facts: Facts) -> Table:
    """A line for each commune, by province and name; the last one for products of which the commune is not known."""
    communes = facts.rows(
        """SELECT coalesce(commune_code, '') AS key, min(commune) AS title, min(province) AS province FROM products
            GROUP BY 1 ORDER BY commune_code IS NULL, province, min(commune)"""
    )
    several = len({row["province"] for row in communes if row["key"]}) > 1
    titles = [
        (row["key"], ", ".join(p for p in (row["title"], row["province"] if several else "") if p)) for row in communes
    ]
    return _table(facts, "xa", "communes", [(key, title if key else "", "") for key, title in titles])


def by_province(facts: Facts) -> Table:
    """A line for each province."""
    found = facts.rows("SELECT coalesce(province_code, '') AS key, min(province) AS title FROM products GROUP BY 1")
    found.sort(key=lambda row: (not row["key"], row["title"] or ""))
    return _table(facts, "tinh", "provinces", [(row["key"], row["title"] or "", "") for row in found])


def by_set(facts: Facts) -> Table:
    """A line for each product set of which there are products, in the order of the Decision."""
    there = {key for (key,) in kinds.grouped(facts, KINDS["san-pham"], {}, "bo")}
    known = [(s.key, s.title, s.title_en) for s in sets.sets() if s.key in there]
    return _table(facts, "bo", "sets", [*known, *([("", "", "")] if "" in there else [])])


def by_kind(facts: Facts) -> Table:
    """A line for each kind of producer."""
    there = {key for (key,) in kinds.grouped(facts, KINDS["san-pham"], {}, "loai")}
    keys = [*(key for key in PRODUCER_KINDS if key in there), *sorted(there - set(PRODUCER_KINDS))]
    return _table(facts, "loai", "kinds", [(key, "", "") for key in keys])


PRODUCER_KINDS = (
    "cooperative", "cooperative_group", "company", "private_enterprise", "household", "establishment", "other", "",
)  # fmt: skip


def _table(facts: Facts, group: str, name: str, titles: Iterable[tuple[str, str, str]]) -> Table:
    counted = _counted(facts, group)
    lines = []
    for key, title, title_en in titles:
        figures = [
            Figure(numbers.get((key,), 0), kind, {**filters, group: key})
            for numbers, (kind, filters) in zip(counted, PLACE_COLUMNS.values(), strict=True)
        ]
        lines.append(Line(key, title, tuple(figures), title_en))
    total = tuple(_figure(facts, kind, **filters) for kind, filters in PLACE_COLUMNS.values())
    return Table(name, tuple(PLACE_COLUMNS), tuple(lines), Line("total", "", total))


def _counted(facts: Facts, group: str) -> list[dict[tuple[str, ...], int]]:
    """For each of PLACE_COLUMNS the numbers by group; products are counted once for all awards."""
    by_award = kinds.grouped(facts, KINDS["san-pham"], {}, group, "sao")
    found: list[dict[tuple[str, ...], int]] = []
    for kind, filters in PLACE_COLUMNS.values():
        if award := filters.get("sao"):
            found.append({(key,): number for (key, one), number in by_award.items() if one == award})
        else:
            found.append(kinds.grouped(facts, KINDS[kind], filters, group))
    return found


def _figure(facts: Facts, kind: str, **filters: str) -> Figure:
    return Figure(kinds.count(facts, KINDS[kind], filters), kind, filters)


def whole(facts: Facts) -> dict[str, Figure]:
    """The few numbers that stand first."""
    return {
        "products": _figure(facts, "san-pham"),
        "producers": _figure(facts, "chu-the"),
        "starred": _figure(facts, "san-pham", **{"con-sao": "1"}),
        "lapsed": _figure(facts, "san-pham", sao="het"),
        "listed": _figure(facts, "san-pham", **{"len-san": "1"}),
        "lapsing": _figure(facts, "san-pham", **{"sap-het": str(MONTHS[-1])}),
        "waiting": _figure(facts, "cho-duyet"),
    }


def awards(facts: Facts) -> tuple[Line, ...]:
    """Products by stars in force, lapsed, and without."""
    return tuple(Line(award, "", (_figure(facts, "san-pham", sao=award),)) for award in AWARDS)


def lapsing(facts: Facts) -> tuple[Line, ...]:
    """Products whose certificate in force lapses within 1, 3, 6 months; who lapses in one does so in three, too."""
    return tuple(Line(str(m), "", (_figure(facts, "san-pham", **{"sap-het": str(m)}),)) for m in MONTHS)


def ages(facts: Facts) -> tuple[Line, ...]:
    """Drafts that wait for a person, by how long they have."""
    return tuple(Line(age, "", (_figure(facts, "cho-duyet", lau=age),)) for age in kinds.AGES)


def completeness(facts: Facts) -> Table:
    """For each thing that a listing needs: how many products have it, and how many lack it."""
    lines = [
        Line(code, "", (_figure(facts, "san-pham", du=code), _figure(facts, "san-pham", thieu=code)))
        for code in published.LACKS
    ]
    required = tuple(_figure(facts, "san-pham", **{"du-bat-buoc": yes}) for yes in ("1", "0"))
    return Table("completeness", ("has", "lacks"), (Line("required", "", required), *lines))


LISTING_STATES = ("accepted", "sent", "rejected")


def listed(facts: Facts) -> Table:
    """For each market: products on it, sent and not answered, sent back."""
    counted = kinds.grouped(facts, KINDS["len-san"], {}, "san", "tra-loi")
    titles = {row["market"]: row["title"] for row in facts.rows("SELECT DISTINCT market, title FROM listings")}
    lines = [
        Line(name, titles[name], tuple(
            Figure(counted.get((name, state), 0), "len-san", {"san": name, "tra-loi": state})
            for state in LISTING_STATES
        ))
        for name in sorted(titles, key=lambda n: (-counted.get((n, "accepted"), 0), titles[n]))
    ]  # fmt: skip
    return Table("listed", LISTING_STATES, tuple(lines))


def ready(facts: Facts) -> Table:
    """For each of the usual markets: products that are ready, ready with changes, and not ready."""
    counted = kinds.grouped(facts, KINDS["san-sang"], {}, "san", "muc")
    lines = [
        Line(name, markets.get(name).title, tuple(
            Figure(counted.get((name, state), 0), "san-sang", {"san": name, "muc": state})
            for state in preflights.STATES
        ))
        for name in readiness.USUAL
    ]  # fmt: skip
    return Table("ready", preflights.STATES, tuple(lines))


def crawls(facts: Facts) -> tuple[Line, ...]:
    """Sources by whether their last run ended well."""
    return tuple(Line(f"good-{good}", "", (_figure(facts, "thu-thap", tot=good),)) for good in ("1", "0"))


MONTHLY = {"received": "da-nhan", "published": "san-pham", "listed": "len-san"}


def by_month(facts: Facts) -> Table:
    """The last twelve months, this one last: deliveries, products published first, products first on a market."""
    counted = {kind: kinds.grouped(facts, KINDS[kind], {}, "thang") for kind in MONTHLY.values()}
    lines = [
        Line(month, month, tuple(Figure(counted[k].get((month,), 0), k, {"thang": month}) for k in MONTHLY.values()))
        for month in months_until(facts.on)
    ]
    return Table("months", tuple(MONTHLY), tuple(lines))


def months_until(day: date) -> list[str]:
    """The last twelve months as 2026-11, that of the day last."""
    last = day.year * 12 + day.month - 1
    return [f"{m // 12}-{m % 12 + 1:02}" for m in range(last - HOW_MANY_MONTHS + 1, last + 1)]
