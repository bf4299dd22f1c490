"""The annex (“phụ lục”) that an officer attaches to a report: its tables, ready to be written as .docx or .xlsx.

One content for both files: document.py and workbook.py only lay it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.reports import figures, kinds, words
from catalog.reports.facts import Facts
from catalog.reports.figures import Table

Cell = str | int


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the width in characters, and where what stands below it is put."""

    title: str
    width: int
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Form:
    """One table of the annex; total is its last row, where it has one. `name` fits the tab of a sheet."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """The whole: whose, of which day and release, the tables, and what their words mean."""

    place: str
    day: str
    release: str
    forms: tuple[Form, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        return "SỐ LIỆU SẢN PHẨM OCOP VÀ ĐẶC SẢN"


NOTES = (
    "Sao chỉ tính khi quyết định công nhận có trong danh sách chính thức và còn hiệu lực đến ngày lập biểu"
    " (36 tháng kể từ ngày ký).",
    "Sản phẩm đã lên sàn là sản phẩm đã được sàn nhận hoặc có liên kết trang bán; một sản phẩm lên nhiều sàn tính một"
    " lần ở biểu theo xã và theo nhóm.",
    "Một chủ thể có sản phẩm ở nhiều xã, nhiều nhóm được tính ở từng dòng và một lần ở dòng tổng cộng.",
)
NUMBER = Column("TT", 5, "center")


def annex(facts: Facts) -> Annex:
    """The annex of the facts of a scope. By province where the scope holds several, else by commune."""
    tables = [figures.by_commune(facts), figures.by_set(facts), figures.by_kind(facts)]
    provinces = figures.by_province(facts)
    if facts.scope.is_everything and len(provinces.lines) > 1:
        tables.insert(0, provinces)
    forms = [_of_figures(table) for table in tables]
    forms += [_of_markets(facts), _lapsing(facts)]
    release = facts.release or {}
    return Annex(place(facts), words.day(facts.on), str(release.get("id", "–")), tuple(forms), NOTES)


def place(facts: Facts) -> str:
    """Where the figures are of: “tỉnh Lào Cai” as far as it is said, or the whole catalogue."""
    return facts.scope.title or words.EVERYWHERE


_TITLES = {
    "communes": ("Theo xã", "Sản phẩm và chủ thể theo xã, phường"),
    "provinces": ("Theo tỉnh", "Sản phẩm và chủ thể theo tỉnh, thành phố"),
    "sets": ("Theo nhóm", "Sản phẩm và chủ thể theo nhóm sản phẩm"),
    "kinds": ("Theo chủ thể", "Sản phẩm theo loại hình chủ thể"),
}


def _of_figures(table: Table) -> Form:
    name, title = _TITLES[table.name]
    heads = [words.COLUMNS[column] for column in table.columns]
    columns = (NUMBER, Column(words.LINES[table.name][0], 34), *(Column(head, 9, "right") for head in heads))
    rows: list[tuple[Cell, ...]] = [
        (number, words.line(table.name, line.key, line.title), *(figure.number for figure in line.figures))
        for number, line in enumerate(table.lines, 1)
    ]
    assert table.total is not None
    return Form(name, title, columns, tuple(rows), ("", words.TOTAL, *(f.number for f in table.total.figures)))


def _of_markets(facts: Facts) -> Form:
    table = figures.listed(facts)
    heads = [Column(words.LISTINGS[state], 14, "right") for state in table.columns]
    rows: list[tuple[Cell, ...]] = [
        (number, line.title, *(figure.number for figure in line.figures)) for number, line in enumerate(table.lines, 1)
    ]
    columns = (NUMBER, Column(words.LINES["listed"][0], 40), *heads)
    return Form("Lên sàn", "Sản phẩm đã lên sàn thương mại điện tử", columns, tuple(rows))


_LISTED = (("name", 30), ("producer", 30), ("commune", 20), ("award", 10), ("decision", 26), ("expires_on", 12))


def _lapsing(facts: Facts) -> Form:
    found = kinds.rows(facts, kinds.KINDS["san-pham"], {"sap-het": "6"})
    found.sort(key=lambda row: row["expires_on"])
    rows: list[tuple[Cell, ...]] = [
        (number, *(shown(name, row[name]) for name, _ in _LISTED)) for number, row in enumerate(found, 1)
    ]
    columns = (NUMBER, *(Column(words.HEADINGS[name], width) for name, width in _LISTED))
    return Form("Sắp hết hiệu lực", "Sản phẩm có chứng nhận hết hiệu lực trong 6 tháng tới", columns, tuple(rows))


def shown(name: str, value: object) -> Cell:
    """A value of a list as the annex and the lists of the pages write it in Vietnamese."""
    if value is None:
        return ""
    if name == "award":
        return words.AWARDS[str(value)]
    if name in ("expires_on", "since", "received_on", "run_on"):
        return words.iso_day(str(value))
    if name == "decision":
        number, _, day = str(value).rpartition(", ")
        return f"{number}, {words.iso_day(day)}" if number else str(value)
    if name == "kind":
        return words.PRODUCER_KINDS.get(str(value), str(value))
    if name == "lacks":
        return "; ".join(words.LACKS[code] for code in str(value).split())
    table = {"listing": words.LISTINGS, "readiness": words.READINESS, "source": words.SOURCES}.get(name, {})
    return value if isinstance(value, int) else table.get(str(value), str(value))


def roman(number: int) -> str:
    """I, II, III … as tables of an annex are numbered; up to XXXIX."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


def numbering(columns: Sequence[Column]) -> list[str]:
    """The row of numbers below the headings: (1), (2), …"""
    return [f"({number})" for number in range(1, len(columns) + 1)]
