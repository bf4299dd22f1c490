"""What the workbench adds to a report: listings, drafts that wait, deliveries, crawls; for one scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import crawler
from catalog.registers.places import edition
from catalog.values.places import place_heirs
from catalog.workbench import days
from catalog.workbench.listings import listed
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing import queue, scopes
from catalog.workbench.reviewing.scopes import Scope
from catalog.workbench.store import Workbench

Row = dict[str, Any]


def listings(bench: Workbench) -> Iterator[Row]:
    """How each product stands at each market that it was ever sent to (listed.standings); since is a day of Vietnam."""
    for row in listed.standings(bench):
        since = days.day_of(row["since"]).isoformat() if row["since"] else None
        yield row | {"since": since}


def drafts(bench: Workbench, scope: Scope, on: date, officer: Officer | None = None) -> Iterator[Row]:
    """A row for every draft that waits; one of a commune that was split stands under its main part in the scope.

    officer: whose whole scope it is; then the very drafts of their queue, which knows more of where something may be.
    """
    for row in queue.waiting(bench, officer):
        places = _places(row)
        there = [place for place in places if scope.holds(*place)]
        if not there and officer is None:
            continue
        province, commune = (there or places)[0]
        received = days.day_of(row.pop("received_at"))
        yield row | {
            "province_code": province,
            "commune_code": commune,
            "commune": scopes.title(commune) if commune else None,
            "received_on": received.isoformat(),
            "days": (on - received).days,
        }


def _places(row: Row) -> list[tuple[str | None, str | None]]:
    """The places of today that a row's codes stand for, the main one first; province and commune."""
    code, on = row["commune_code"], row["places_on"]
    if code and on != edition():
        return [(h.province_code, h.commune_code) for h in place_heirs.heirs(code, on)] or [(None, None)]
    province = row["province_code"]
    return [(place_heirs.province_now(province) if province else None, code)]


def deliveries(bench: Workbench, scope: Scope) -> Iterator[Row]:
    """Every delivery that brought products of the scope, with their number; lists of recognitions are none."""
    numbers: dict[str, int] = defaultdict(int)
    for row in map(dict, bench.rows(_ROWS)):
        if any(scope.holds(*place) for place in _places(row)):
            numbers[row["submission"]] += row["number"]
    for row in map(dict, bench.rows(_DELIVERIES)):
        if number := numbers.get(row["submission"]):
            received = days.day_of(row.pop("received_at")).isoformat()
            yield row | {"received_on": received, "number": number}


_ROWS = """
SELECT d.submission_id AS submission, json_extract(d.facts, '$.province_code') AS province_code,
       json_extract(d.facts, '$.commune_code') AS commune_code, u.places_on, count(*) AS number
  FROM drafts d JOIN submissions u ON u.id = d.submission_id
 WHERE u.source <> 'register' AND u.id NOT IN (SELECT submission_id FROM taken_back) GROUP BY 1, 2, 3
"""
_DELIVERIES = """
SELECT u.id AS submission, u.received_at, u.source AS kind, u.name AS file,
       (SELECT sender FROM receipts WHERE submission_id = u.id ORDER BY rowid LIMIT 1) AS sender
  FROM submissions u WHERE u.source <> 'register' ORDER BY u.number
"""


def crawls(bench: Workbench) -> Iterator[Row]:
    """How the last run of each source ended, the newest first."""
    good = {str(reason) for reason in crawler.GOOD}
    for row in bench.rows(_CRAWLS):
        yield {
            "source": row["source"], "reason": row["reason"], "is_good": row["reason"] in good,
            "run_on": days.day_of(row["started_at"]).isoformat(), "pages": row["pages"], "records": row["records"],
        }  # fmt: skip


_CRAWLS = """
SELECT source, reason, started_at, pages, records FROM crawl_runs
 WHERE id IN (SELECT max(id) FROM crawl_runs GROUP BY source) ORDER BY id DESC
"""
