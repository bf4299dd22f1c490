"""Certificates that are about to lapse: said six, three and one months before, from what is published."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from catalog.publish.tables import reading
from catalog.values import certificates
from catalog.workbench.home import Home
from catalog.workbench.reviewing import accepted
from catalog.workbench.store import Workbench

# So many months before its last day a certificate is spoken of: time to apply, to assess, and to decide again.
MONTHS = (1, 3, 6)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A published product whose certificate in force ends soon; months is the nearest threshold that has passed.

    producer is its name as officers know it, also where the public may not. commune is named with its rank.
    """

    product: str
    name: str
    producer: str
    commune: str | None
    commune_code: str | None
    province: str | None
    stars: int
    decision_number: str
    decision_issuer: str | None
    decision_date: str
    expires_on: str
    months: int


def lapses(home: Home, today: date, communes: Collection[str] | None = None) -> list[Lapse]:
    """Every certificate that lapses within six months, once, the next one first; of some communes, by code.

    Nothing before the first release. Raises Unreadable.
    """
    if not home.catalog.exists():
        return []
    until = {months: certificates.months_later(today, months).isoformat() for months in MONTHS}
    with closing(reading.connect(home.catalog)) as db:
        asked = {"today": today.isoformat(), "until": until[MONTHS[-1]], "all": communes is None}
        rows = db.execute(_NEXT, asked | {"communes": json.dumps(sorted(communes or ()))}).fetchall()
    hidden = {row["product"] for row in rows if not row["is_name_shown"]}
    found = []
    for row in rows:
        del row["is_name_shown"]
        found.append(Lapse(**row, months=next(m for m in MONTHS if row["expires_on"] <= until[m])))
    return _with_names(home, found, hidden)


# Of several certificates in force the one that counts is the one with the most stars, as everywhere.
_NEXT = """
SELECT p.id AS product, p.name, r.name AS producer, r.is_name_shown, p.commune_code, p.province, c.stars,
       l.commune_rank || ' ' || l.commune AS commune,
       c.decision_number, c.decision_issuer, c.decision_date, c.expires_on
  FROM certificates c JOIN products p ON p.id = c.product_id JOIN producers r ON r.id = p.producer_id
  LEFT JOIN places l ON l.commune_code = p.commune_code
 WHERE c.expires_on BETWEEN :today AND :until
   AND NOT EXISTS (SELECT 1 FROM certificates o WHERE o.product_id = c.product_id AND o.expires_on >= :today
                      AND (o.stars, o.expires_on, o.id) > (c.stars, c.expires_on, c.id))
   AND (:all OR p.commune_code IN (SELECT value FROM json_each(:communes)))
 ORDER BY c.expires_on, p.name_sort, p.id
"""


def _with_names(home: Home, found: list[Lapse], hidden: Collection[str]) -> list[Lapse]:
    """The same with the names that the release may not hold."""
    if not hidden or not home.workbench.exists():
        return found
    with Workbench(home.workbench, is_reading=True) as bench:
        names = {p.id: p.facts.get("producer") for p in accepted.products(bench, hidden)}
    return [replace(one, producer=names.get(one.product) or one.producer) for one in found]


def counted(found: Collection[Lapse]) -> dict[str, int]:
    """How many there are at each threshold, the nearest first: "1 month" → 3; each is counted once."""
    return {f"{m} month{'s' if m > 1 else ''}": sum(one.months == m for one in found) for m in MONTHS}
