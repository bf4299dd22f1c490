"""The kinds of rows that numbers are of, and the filters that choose among them: what an address of a list may say.

A number and its list are asked by the same kind with the same filters, so they are always of the same rows. To add a
filter: a line in the kind's `filters`; one value of the address is `:value`, never glued into the SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.errors import Unknown
from catalog.reports.facts import Facts
from catalog.reports.published import REQUIRED

# Filter of an address → its value.
Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one sort.

    name      as the address has it
    source    what rows are taken from, with the alias that filters use
    key       what is counted, each once; blank where each row is one
    columns   shown: name (its heading stands in words.HEADINGS) → SQL
    order     of the list
    filters   name in the address → SQL that is true for a row, of `:value`
    by        names under which rows can be counted in groups → SQL
    """

    name: str
    source: str
    key: str
    columns: Mapping[str, str]
    order: str
    filters: Mapping[str, str] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        return f"count(DISTINCT {self.key})" if self.key else "count(*)"


_REQUIRED = " AND ".join(f"instr(p.lacks, ' {code} ') = 0" for code in REQUIRED)
_OF_PRODUCTS = {
    "tinh": "coalesce(p.province_code, '') = :value",
    "xa": "coalesce(p.commune_code, '') = :value",
    "bo": "coalesce(p.ocop_set, '') = :value",
    "sao": "p.award = :value",
    "con-sao": "(p.award IN ('3', '4', '5')) = (:value = '1')",
    "loai": "coalesce(p.producer_kind, '') = :value",
    "sap-het": "p.months <= cast(:value AS INTEGER)",
    "thieu": "instr(p.lacks, ' ' || :value || ' ') > 0",
    "du": "instr(p.lacks, ' ' || :value || ' ') = 0",
    "du-bat-buoc": f"({_REQUIRED}) = (:value = '1')",
    "len-san": "EXISTS (SELECT 1 FROM listings o WHERE o.product_id = p.id AND o.state = 'accepted') = (:value = '1')",
    "thang": "substr(p.first_on, 1, 7) = :value",
}  # fmt: skip
_BY_PRODUCTS = {
    "tinh": "coalesce(p.province_code, '')",
    "xa": "coalesce(p.commune_code, '')",
    "bo": "coalesce(p.ocop_set, '')",
    "sao": "p.award",
    "loai": "coalesce(p.producer_kind, '')",
    "thang": "substr(p.first_on, 1, 7)",
}
_AGE = "CASE WHEN w.days <= 2 THEN '2' WHEN w.days <= 7 THEN '7' WHEN w.days <= 30 THEN '30' ELSE 'hon' END"
_PRODUCT_COLUMNS = {
    "slug": "p.slug",
    "name": "p.name",
    "producer": "p.producer",
    "commune": "p.commune",
    "province": "p.province",
    "set": "p.set_title",
    "award": "p.award",
    "decision": "p.decision",
    "expires_on": "p.expires_on",
    "lacks": "trim(p.lacks)",
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "san-pham", "products p", "", _PRODUCT_COLUMNS, "p.province, p.commune, p.name_sort, p.id",
            _OF_PRODUCTS, _BY_PRODUCTS,
        ),
        Kind(
            "chu-the", "products p", "p.producer_id",
            {"producer": "max(p.producer)", "kind": "max(p.producer_kind)", "commune": "min(p.commune)",
             "province": "min(p.province)", "products": "count(*)"},
            "min(p.province), min(p.commune), max(p.producer), p.producer_id", _OF_PRODUCTS, _BY_PRODUCTS,
        ),
        Kind(
            "len-san", "listings s JOIN products p ON p.id = s.product_id", "",
            {"slug": "p.slug", "name": "p.name", "producer": "p.producer", "commune": "p.commune",
             "market": "s.title", "listing": "s.state", "since": "s.since", "url": "s.url", "words": "s.words"},
            "s.title, p.name_sort, p.id",
            _OF_PRODUCTS | {"san": "s.market = :value", "tra-loi": "s.state = :value",
                            "thang": "s.state = 'accepted' AND substr(s.since, 1, 7) = :value"},
            _BY_PRODUCTS | {"san": "s.market", "tra-loi": "s.state",
                            "thang": "CASE WHEN s.state = 'accepted' THEN substr(s.since, 1, 7) END"},
        ),
        Kind(
            "san-sang", "readiness s JOIN products p ON p.id = s.product_id", "",
            {"product": "p.id", "slug": "p.slug", "name": "p.name", "producer": "p.producer", "commune": "p.commune",
             "market": "s.market", "readiness": "s.state", "codes": "s.codes"},
            "s.market, p.name_sort, p.id",
            _OF_PRODUCTS | {"san": "s.market = :value", "muc": "s.state = :value",
                            "ma": "instr(' ' || s.codes || ' ', ' ' || :value || ' ') > 0"},
            _BY_PRODUCTS | {"san": "s.market", "muc": "s.state"},
        ),
        Kind(
            "cho-duyet", "waiting w", "",
            {"draft": "w.draft", "name": "w.name", "producer": "w.producer", "commune": "w.commune", "file": "w.file",
             "sender": "w.sender", "received_on": "w.received_on", "days": "w.days", "doubts": "w.doubts"},
            "w.received_on, w.draft",
            {"tinh": "coalesce(w.province_code, '') = :value", "xa": "coalesce(w.commune_code, '') = :value",
             "lau": f"{_AGE} = :value"},
            {"xa": "coalesce(w.commune_code, '')", "lau": _AGE},
        ),
        Kind(
            "da-nhan", "deliveries d", "",
            {"file": "d.file", "sender": "d.sender", "source": "d.kind", "received_on": "d.received_on",
             "rows": "d.number"},
            "d.received_on DESC, d.submission",
            {"thang": "substr(d.received_on, 1, 7) = :value", "nguon": "d.kind = :value"},
            {"thang": "substr(d.received_on, 1, 7)"},
        ),
        Kind(
            "thu-thap", "crawls c", "",
            {"source_name": "c.source", "reason": "c.reason", "run_on": "c.run_on", "pages": "c.pages",
             "records": "c.records"},
            "c.is_good, c.run_on, c.source",
            {"tot": "c.is_good = (:value = '1')"}, {"tot": "c.is_good"},
        ),
    )
}  # fmt: skip
# How long a draft has waited, as the filter `lau` says it: up to 2, 7, 30 days, and longer.
AGES = ("2", "7", "30", "hon")


def kind(name: str) -> Kind:
    """The kind of that name. Raises Unknown."""
    if name not in KINDS:
        raise Unknown("kind of rows", name, KINDS)
    return KINDS[name]


def count(facts: Facts, asked: Kind, filters: Filters) -> int:
    """How many there are. Raises Unknown for a filter that the kind has not."""
    where, values = _where(asked, filters)
    return int(facts.rows(f"SELECT {asked.counted} AS n FROM {asked.source}{where}", values)[0]["n"])  # noqa: S608


def grouped(facts: Facts, asked: Kind, filters: Filters, *by: str) -> dict[tuple[str, ...], int]:
    """How many there are under each value of one or several groupings; what belongs under none is left out."""
    where, values = _where(asked, filters)
    groups = [asked.by[name] for name in by]
    names = ", ".join(f"{sql} AS g{number}" for number, sql in enumerate(groups))
    sql = f"SELECT {names}, {asked.counted} AS n FROM {asked.source}{where} GROUP BY {', '.join(groups)}"  # noqa: S608
    rows = [list(row.values()) for row in facts.rows(sql, values)]
    return {tuple(map(str, row[:-1])): row[-1] for row in rows if None not in row[:-1]}


def rows(facts: Facts, asked: Kind, filters: Filters, limit: int = -1, offset: int = 0) -> list[dict[str, Any]]:
    """The rows, in order; all from `offset` on where no limit is given. Raises Unknown as `count` does."""
    where, values = _where(asked, filters)
    shown = ", ".join(f'{sql} AS "{name}"' for name, sql in asked.columns.items())
    group = f" GROUP BY {asked.key}" if asked.key else ""
    sql = (
        f"SELECT {shown} FROM {asked.source}{where}{group} ORDER BY {asked.order}"  # noqa: S608
        " LIMIT :limit OFFSET :offset"
    )
    return facts.rows(sql, values | {"limit": limit, "offset": offset})


def _where(asked: Kind, filters: Filters) -> tuple[str, dict[str, Any]]:
    """The conditions of an address; each value stands in its own parameter."""
    parts, values = [], {}
    for number, (name, value) in enumerate(filters.items()):
        if name not in asked.filters:
            raise Unknown("filter", name, asked.filters)
        parts.append(f"({asked.filters[name].replace(':value', f':v{number}')})")
        values[f"v{number}"] = value
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values
