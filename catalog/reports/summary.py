"""The figures in short: lines for a terminal, one JSON document for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.reports import annex, figures, words
from catalog.reports.facts import Facts
from catalog.reports.figures import Table

WHOLE = {
    "products": "products",
    "producers": "producers",
    "starred": "with stars in force",
    "lapsed": "with stars that lapsed",
    "lapsing": "lapse within 6 months",
    "listed": "on a marketplace",
    "waiting": "wait for a person",
}


def lines(facts: Facts) -> Iterator[str]:
    """A screen for the person at the keyboard; names of places and markets as they are."""
    yield f"{annex.place(facts)}, {facts.on.isoformat()}"
    for name, figure in figures.whole(facts).items():
        yield f"{figure.number:>8,}  {WHOLE[name]}"
    for line in figures.listed(facts).lines:
        counted = ", ".join(f"{f.number:,} {f.filters['tra-loi']}" for f in line.figures)
        yield f"{line.title}: {counted}"


def document(facts: Facts) -> dict[str, Any]:
    """Every figure of the dashboard, by table, line and column."""
    tables = (
        figures.by_province, figures.by_commune, figures.by_set, figures.by_kind, figures.completeness,
        figures.listed, figures.ready, figures.by_month,
    )  # fmt: skip
    lists = {"awards": figures.awards, "lapsing": figures.lapsing, "waiting": figures.ages, "crawls": figures.crawls}
    return {
        "area": list(facts.scope.areas) or None,
        "title": annex.place(facts),
        "day": facts.on.isoformat(),
        "release": facts.release["id"] if facts.release else None,
        "figures": {name: figure.number for name, figure in figures.whole(facts).items()},
        **{name: {line.key: line.figures[0].number for line in made(facts)} for name, made in lists.items()},
        **{table.name: _table(table) for table in (made(facts) for made in tables)},
    }


def _table(table: Table) -> list[dict[str, Any]]:
    return [
        {"key": line.key, "title": words.line(table.name, line.key, line.title)}
        | {name: figure.number for name, figure in zip(table.columns, line.figures, strict=True)}
        for line in table.lines
    ]
