"""What waits for an officer, the most urgent first, with the reasons in figures that can be read.

Points are days and what weighs as much as days: a sender who looks at a status page every day, a certificate about to
lapse, a row that the officer can settle without asking anybody. docs/decisions/0027-officers.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.registers.places import edition
from catalog.values import certificates
from catalog.values.places import place_heirs
from catalog.workbench.reviewing import queue
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.store import Workbench

MOST_DAYS = 60  # who waits for longer is first in any case
SENDER, ALONE = 30, 15
# Months to the last day of a certificate → points.
LAPSING = {1: 40, 3: 20, 6: 10}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One draft of the queue.

    days: since its delivery came. is_asked_for: somebody looks at a ticket's page for the answer. lapses_on: the last
    day of its certificate, where that comes within six months. needs_sender: a doubt that its sender must answer.
    """

    draft: int
    name: str | None
    producer: str | None
    commune: str | None
    sender: str | None
    file: str
    row: int
    sheet: str | None
    reason: str
    days: int
    points: int
    is_asked_for: bool
    lapses_on: str | None
    needs_sender: bool
    doubts: tuple[str, ...]


def waiting(bench: Workbench, wanted: Wanted, today: date, limit: int, offset: int = 0) -> list[Waiting]:
    """The drafts that are wanted, the most urgent first, of equals the older. Raises Unknown as queue.ids does."""
    chosen, values = queue.select(bench, wanted)
    values |= {f"in_{months}": certificates.months_later(today, months).isoformat() for months in LAPSING}
    rows = bench.db.execute(chosen + _URGENT, values | {"today": today.isoformat(), "limit": limit, "offset": offset})
    return [_waiting(dict(row), values["in_6"], today) for row in rows]


def _waiting(row: dict[str, Any], soon: str, today: date) -> Waiting:
    expires, code, on = row.pop("expires_on"), row.pop("commune_code"), row.pop("places_on")
    if code and on != edition():
        row["commune"] = " hoặc ".join(h.commune for h in place_heirs.heirs(code, on)) or None
    flags = {name: bool(row[name]) for name in ("is_asked_for", "needs_sender")}
    lapses_on = expires if expires and today.isoformat() <= expires <= soon else None
    return Waiting(**(row | flags | {"doubts": tuple(json.loads(row["doubts"])), "lapses_on": lapses_on}))


_SENDER = "(SELECT sender FROM receipts WHERE submission_id = m.submission_id ORDER BY rowid LIMIT 1)"
_URGENT = f""",
marked AS (
  SELECT c.draft_id, c.submission_id, c.name, c.facts, c.places_on, c.reason,
         json_extract(c.facts, '$.expires_on') AS expires_on,
         CAST(julianday(:today) - julianday(date(u.received_at, '+7 hours')) AS INTEGER) AS days,
         EXISTS (SELECT 1 FROM ticket_submissions t WHERE t.submission_id = c.submission_id) AS is_asked_for,
         EXISTS (SELECT 1 FROM issues i WHERE i.draft_id = c.draft_id AND i.severity = 'error') AS needs_sender
    FROM chosen c JOIN submissions u ON u.id = c.submission_id),
first AS (
  SELECT *, min(days, {MOST_DAYS}) + {SENDER} * is_asked_for + {ALONE} * (1 - needs_sender)
            + CASE WHEN expires_on < :today OR expires_on IS NULL THEN 0 WHEN expires_on <= :in_1 THEN {LAPSING[1]}
                   WHEN expires_on <= :in_3 THEN {LAPSING[3]} WHEN expires_on <= :in_6 THEN {LAPSING[6]} ELSE 0 END
            AS points
    FROM marked ORDER BY points DESC, draft_id LIMIT :limit OFFSET :offset)
SELECT m.draft_id AS draft, m.name, json_extract(m.facts, '$.producer') AS producer,
       json_extract(m.facts, '$.commune') AS commune, json_extract(m.facts, '$.commune_code') AS commune_code,
       m.places_on, {_SENDER} AS sender, u.name AS file, r.row, r.sheet, m.reason, m.days, m.points, m.is_asked_for,
       m.expires_on, m.needs_sender,
       (SELECT json_group_array(message) FROM issues WHERE draft_id = m.draft_id AND severity <> 'info') AS doubts
  FROM first m JOIN raw_records r ON r.id = m.draft_id JOIN submissions u ON u.id = m.submission_id
 ORDER BY m.points DESC, m.draft_id
"""  # noqa: S608
