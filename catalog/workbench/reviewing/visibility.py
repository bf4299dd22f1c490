"""Which drafts lie in an officer's scope: one condition, for the queue, for a single draft and for many at once.

A draft is where its words say; what may be in several communes (a split one, a name of many) is seen by all of them;
what is in no commune yet is seen by who has the province. Where an officer said where a producer is, that counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from catalog.registers.places import load
from catalog.values.places import place_heirs
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing import edits
from catalog.workbench.store import Workbench

# For a query with drafts as d, their submissions as u and the producer of the draft now as s.producer_id.
CONDITION = """
CASE WHEN s.producer_id IN (SELECT value FROM json_each(:placed))
       THEN s.producer_id IN (SELECT value FROM json_each(:here))
ELSE u.places_on || ' ' || json_extract(d.facts, '$.commune_code') IN (SELECT value FROM json_each(:own_communes))
  OR EXISTS (SELECT 1 FROM json_each(coalesce(json_extract(d.facts, '$.candidates'), '[]')) c
              WHERE u.places_on || ' ' || json_extract(c.value, '$.commune_code')
                    IN (SELECT value FROM json_each(:own_communes)))
  OR (json_extract(d.facts, '$.commune_code') IS NULL AND json_extract(d.facts, '$.candidates') IS NULL
      AND u.places_on || ' ' || coalesce(json_extract(d.facts, '$.province_code'), '')
          IN (SELECT value FROM json_each(:own_provinces)))
END
"""


def values(bench: Workbench, officer: Officer) -> dict[str, Any]:
    """What CONDITION compares with, for one officer."""
    days = [row[0] for row in bench.rows("SELECT DISTINCT places_on FROM submissions")]
    communes = [f"{day} {code}" for day in days for code in leading_to(officer.communes, day)]
    provinces = [f"{day} {code}" for day in days for code in _provinces(officer, day)]
    placed = _placed(bench)
    here = [producer for producer, commune in placed.items() if officer.may(commune)]
    return {
        "own_communes": json.dumps(communes), "own_provinces": json.dumps(provinces),
        "placed": json.dumps(list(placed)), "here": json.dumps(here),
    }  # fmt: skip


@lru_cache(64)
def leading_to(communes: frozenset[str], day: str) -> tuple[str, ...]:
    """As place_heirs.leading_to, remembered: it looks at every commune of the day."""
    return tuple(place_heirs.leading_to(communes, day))


def _provinces(officer: Officer, day: str) -> list[str]:
    """The codes of a day for an officer's whole province, and the blank that stands for no place at all."""
    if not officer.has_province:
        return []
    codes = {unit.code for unit in load().provinces}
    return ["", *(code for code in sorted(codes) if place_heirs.province_heir(code, day) == officer.province)]


def _placed(bench: Workbench) -> dict[str, str | None]:
    """Producers of whom officers said where they are, with the commune; None where it was left open."""
    said = edits.standing(bench).edits
    return {
        subject: edit.facts["commune_code"] for subject, about in said.items()
        for edit in about if "commune_code" in edit.facts
    }  # fmt: skip


def visible(bench: Workbench, officer: Officer, drafts: Iterable[int]) -> set[int]:
    """Those of some drafts that an officer may see and decide about, whatever their state."""
    asked = values(bench, officer) | {"drafts": json.dumps(list(drafts))}
    return {row[0] for row in bench.rows(_VISIBLE, asked)}


_VISIBLE = f"""
SELECT d.id FROM drafts d JOIN submissions u ON u.id = d.submission_id JOIN drafts s ON s.id = d.id
 WHERE d.id IN (SELECT value FROM json_each(:drafts)) AND {CONDITION}
"""  # noqa: S608


def may_product(bench: Workbench, officer: Officer, product: str) -> bool:
    """Whether no row of a product lies in a commune that is not the officer's, and one is theirs."""
    return _may(bench, officer, "SELECT draft_id FROM states WHERE product_id = ?", product)


def may_producer(bench: Workbench, officer: Officer, producer: str) -> bool:
    """Likewise of a producer: what is said of it changes all of its products."""
    return _may(bench, officer, "SELECT draft_id FROM states WHERE producer_id = ?", producer)


def may_submission(bench: Workbench, officer: Officer, submission: str | None) -> bool:
    """Whether what belongs to no row of a delivery (a photo that nothing matched) is an officer's to deal with.

    Of one whose rows lie in several communes it is the province's; what came without a sheet is so as well.
    """
    if officer.has_province:
        sql = "SELECT draft_id FROM states WHERE submission_id = ?"
        rows = [row[0] for row in bench.rows(sql, [submission])]
        return not rows or bool(visible(bench, officer, rows))
    return submission is not None and _may(
        bench, officer, "SELECT draft_id FROM states WHERE submission_id = ?", submission
    )


def _may(bench: Workbench, officer: Officer, sql: str, key: str) -> bool:
    rows = {row[0] for row in bench.rows(sql, [key])}
    seen = visible(bench, officer, rows)
    elsewhere = bench.rows(_SOMEWHERE, [json.dumps(sorted(rows - seen))])
    return bool(seen) and not elsewhere


# A row that names no commune at all is in nobody else's.
_SOMEWHERE = """
SELECT 1 FROM drafts WHERE id IN (SELECT value FROM json_each(?))
   AND (json_extract(facts, '$.commune_code') IS NOT NULL OR json_extract(facts, '$.candidates') IS NOT NULL) LIMIT 1
"""
