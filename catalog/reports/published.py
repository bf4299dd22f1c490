"""The published products of a scope, flat: place, set, award, what lapses, what is lacking."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

from catalog.markets.checks import FOOD_LABEL, LABELLED
from catalog.publish.lapsing import MONTHS
from catalog.values import certificates
from catalog.workbench import days
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import Scope
from catalog.workbench.store import Workbench

Row = dict[str, Any]


def _is_labelled() -> str:
    """SQL that is true for goods whose label the law fills (checks.LABELLED)."""
    return " OR ".join(f"p.ocop_set || '.' LIKE '{group}.%'" for group in LABELLED)


# Code → SQL that is true where a product lacks it. The order is that of reports. To add one: a line here, and its words
# in words.LACKS.
LACKS: dict[str, str] = {
    "gia": "p.price_low IS NULL",
    "quy-cach": "p.pack_words IS NULL",
    "xa": "p.commune_code IS NULL",
    "bo": "p.ocop_set IS NULL",
    "anh": "NOT EXISTS (SELECT 1 FROM pictures i WHERE i.product_id = p.id)",
    "mo-ta": "coalesce(p.summary, p.description, p.story) IS NULL",
    "nhan": f"({_is_labelled()}) AND ({' OR '.join(f'p.{name} IS NULL' for name in FOOD_LABEL)})",
    "lien-he": "coalesce(r.phone, r.email, r.website) IS NULL",
}
# What a product sheet must say (COLUMNS.required; name and producer every published product has).
REQUIRED = ("gia", "quy-cach", "xa")

_LACKING = " || ".join(f"CASE WHEN {sql} THEN ' {code}' ELSE '' END" for code, sql in LACKS.items())

# The certificate that counts is the one in force with the most stars, else the one that lapsed last; as reading.py.
_PRODUCTS = f"""
WITH award AS (
  SELECT c.*, row_number() OVER (
           PARTITION BY product_id
           ORDER BY expires_on >= :on DESC, CASE WHEN expires_on >= :on THEN stars END DESC, expires_on DESC, id) AS n
    FROM certificates c)
SELECT p.id, p.slug, p.name, p.name_sort, p.producer_id, r.name AS producer, r.is_name_shown,
       nullif(r.producer_kind, 'unknown') AS producer_kind,
       p.province_code, p.province, p.commune_code, coalesce(l.commune_rank || ' ', '') || p.commune AS commune,
       p.ocop_set, s.title AS set_title, s.title_en AS set_title_en,
       CASE WHEN a.id IS NULL THEN 'khong' WHEN a.expires_on < :on THEN 'het' ELSE cast(a.stars AS TEXT) END AS award,
       a.expires_on, a.decision_number || ', ' || a.decision_date AS decision,
       {_LACKING} || ' ' AS lacks
  FROM products p JOIN producers r ON r.id = p.producer_id
  LEFT JOIN places l ON l.commune_code = p.commune_code
  LEFT JOIN sets s ON s.ocop_set = p.ocop_set
  LEFT JOIN award a ON a.product_id = p.id AND a.n = 1
 WHERE {scopes.condition("p")}
"""  # noqa: S608  (literals of this module, and of checks)


def products(catalog: sqlite3.Connection, bench: Workbench, scope: Scope, on: date) -> Iterator[Row]:
    """A row for every product; the names of producers as officers know them, also where the public may not."""
    until = {months: certificates.months_later(on, months).isoformat() for months in MONTHS}
    first = {row["id"]: row["first"] for row in bench.rows(_FIRST)}
    rows = catalog.execute(_PRODUCTS, {"on": on.isoformat()} | scopes.values(scope)).fetchall()
    names = _names(bench, {row["producer_id"] for row in rows if not row["is_name_shown"]})
    for row in rows:
        in_force = row["award"] in ("3", "4", "5")
        row["producer"] = names.get(row["producer_id"]) or row["producer"]
        row["months"] = next((m for m in MONTHS if row["expires_on"] <= until[m]), None) if in_force else None
        row["first_on"] = days.day_of(first[row["id"]]).isoformat() if row["id"] in first else None
        del row["is_name_shown"]
        yield row


_FIRST = "SELECT id, min(given_at) AS first FROM slugs GROUP BY id"


def _names(bench: Workbench, producers: set[str]) -> dict[str, str]:
    """The names of producers in the last row that was accepted of each."""
    if not producers:
        return {}
    sql = """SELECT d.producer_id AS id, json_extract(d.facts, '$.producer') AS name, max(d.id) FROM drafts d
              WHERE d.producer_id IN (SELECT value FROM json_each(?))
                AND EXISTS (SELECT 1 FROM decisions WHERE draft_id = d.id AND state = 'accepted')
              GROUP BY d.producer_id"""
    return {row["id"]: row["name"] for row in bench.rows(sql, [json.dumps(sorted(producers))])}
