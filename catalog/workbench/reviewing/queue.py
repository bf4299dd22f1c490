"""The queue of an officer: drafts in a state, by commune, sender and kind of doubt; counted, listed, selected.

Only the latest word on each product and pack is in the queue: an older one that waited was overtaken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from catalog.errors import Unknown
from catalog.registers import issues
from catalog.registers.places import edition
from catalog.values import text
from catalog.values.places import place_heirs
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing import scopes, visibility
from catalog.workbench.store import Workbench

By = Literal["issue", "sender", "commune"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which drafts are asked for; what is None does not matter.

    commune: its code of the statistics office, or its name with or without rank. sender: as named at import, accents
    optional. issue: a code of registers/issues.toml. officer: whose scope it is to lie in. among: the drafts that `ids`
    gave for the same, which then are not looked for again.
    """

    state: str = "held"
    commune: str | None = None
    sender: str | None = None
    issue: str | None = None
    officer: Officer | None = None
    among: tuple[int, ...] | None = None


def queue(bench: Workbench, wanted: Wanted, limit: int = 1000) -> list[dict[str, Any]]:
    """The first drafts that are wanted, oldest delivery first.

    Each with draft, name, producer, commune, submission, file, sender, sheet, row, state, reason, the messages of its
    issues and their codes. Raises Unknown as `ids` does.
    """
    chosen, values = select(bench, wanted)
    rows = bench.db.execute(chosen + _LISTED, values | {"limit": limit})
    return [_listed(dict(row)) for row in rows]


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    """A row as shown: its lists read, its commune as it is called today."""
    on, code = row.pop("places_on"), row.pop("commune_code")
    if code and on != edition():
        row["commune"] = " hoặc ".join(h.commune for h in place_heirs.heirs(code, on)) or None
    return row | {name: json.loads(row[name]) for name in ("issues", "codes")}


def ids(bench: Workbench, wanted: Wanted) -> list[int]:
    """The numbers of all drafts that are wanted, in order of arrival.

    Raises Unknown for a commune, a sender or a kind of doubt that does not exist.
    """
    chosen, values = select(bench, wanted)
    return [r[0] for r in bench.db.execute(chosen + _NUMBERED, values)]


def count(bench: Workbench, wanted: Wanted) -> int:
    """How many drafts are wanted. Raises Unknown as `ids` does."""
    chosen, values = select(bench, wanted)
    return int(bench.db.execute(chosen + _WHOLE, values).fetchone()[0])


def counts(bench: Workbench, wanted: Wanted, by: By) -> list[dict[str, Any]]:
    """How many drafts are wanted of each kind of doubt, sender or commune, the most first: key, title, drafts.

    A draft with several doubts counts at each, one that may be in several communes at each of them, of an officer at
    those that are theirs; doubts of severity info hold nobody and are not counted.
    """
    chosen, values = select(bench, wanted)
    rows = [dict(r) for r in bench.db.execute(f"{chosen} {_COUNTED[by]} ORDER BY drafts DESC, key", values)]
    if by == "issue":
        for row in rows:
            row["title"] = issues.kinds()[row["key"]].message
    if by != "commune":
        return rows
    found = _by_commune(rows)
    return found if wanted.officer is None else [r for r in found if not r["key"] or wanted.officer.may(r["key"])]


def _by_commune(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The counts of codes of several days, by the communes in force that they stand for."""
    found: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        on, drafts = row.pop("places_on"), row["drafts"]
        heirs = place_heirs.heirs(row["key"], on) if row["key"] and on != edition() else ()
        now = [{"key": h.commune_code, "title": f"{h.commune}, {h.province}"} for h in heirs] or [row]
        for one in now:
            entry = found.setdefault(one["key"], {"key": one["key"], "drafts": 0, "title": one["title"]})
            entry["drafts"] += drafts
    return sorted(found.values(), key=lambda row: (-row["drafts"], row["key"] or ""))


def waiting(bench: Workbench, officer: Officer | None = None) -> list[dict[str, Any]]:
    """Every draft that waits for a person, or for one officer: what, where, from whom and since when.

    draft, name, producer, province_code, commune_code, places_on, submission, file, sender, received_at (UTC), and
    doubts, the first sentence of those that hold it. Oldest delivery first.
    """
    chosen, values = select(bench, Wanted(officer=officer))
    return [dict(row) for row in bench.db.execute(chosen + _WAITING, values)]


def with_other_doubts(bench: Workbench, drafts: Iterable[int], code: str, holding: Iterable[str]) -> set[int]:
    """Those of the drafts that something else than `code` holds: an error, a code of the policy, a person.

    holding: what holds by the policy (Policy.holding). A person's word may have come with the row before, unchanged.
    """
    return {r[0] for r in bench.rows(_HELD_ELSE, [json.dumps(list(drafts)), code, json.dumps(sorted(holding))])}


# The policy's own word is a draft's first decision.
_HELD_ELSE = """
WITH asked AS (SELECT value AS id FROM json_each(?1))
SELECT i.draft_id FROM issues i WHERE i.draft_id IN (SELECT id FROM asked) AND i.code <> ?2
   AND (i.severity = 'error' OR i.code IN (SELECT value FROM json_each(?3)))
 UNION
SELECT s.draft_id FROM states s WHERE s.draft_id IN (SELECT id FROM asked) AND s.state = 'held'
   AND s.decision_id <> (SELECT min(id) FROM decisions WHERE draft_id = s.draft_id)
"""


def select(bench: Workbench, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The beginning of a query, up to the table `chosen` with the drafts that are wanted, and its values."""
    if wanted.among is not None:
        return _AMONG, {"among": json.dumps(wanted.among)}
    conditions, values = ["s.state = :state", _LAST], {"state": wanted.state}
    if wanted.officer is not None:
        conditions.append(f"({visibility.CONDITION})")
        values |= visibility.values(bench, wanted.officer)
    if wanted.commune is not None:
        conditions.append(_IN_COMMUNE)
        values["communes"] = json.dumps(_stored(bench, scopes.communes(wanted.commune)))
    if wanted.sender is not None:
        conditions.append(f"s.submission_id IN ({_SENT_BY})")
        values["who"] = json.dumps(_senders(bench, wanted.sender))
    if wanted.issue is not None:
        if wanted.issue not in issues.kinds():
            raise Unknown("kind of doubt", wanted.issue, _near(wanted.issue))
        conditions.append("s.draft_id IN (SELECT draft_id FROM issues WHERE code = :issue)")
        values["issue"] = wanted.issue
    # Conditions are the literals above; what was asked for is in the values.
    return _CHOSEN + " AND ".join(conditions) + ")", values


def _stored(bench: Workbench, wanted: list[str]) -> list[str]:
    """Some communes in force as drafts name them: day and code, of every day on which the rows were read."""
    days = [r[0] for r in bench.rows("SELECT DISTINCT places_on FROM submissions")]
    return [f"{day} {code}" for day in days for code in visibility.leading_to(frozenset(wanted), day)]


# What may be in several communes waits in each of them, as officers see it (visibility.py).
_IN_COMMUNE = """
(u.places_on || ' ' || json_extract(d.facts, '$.commune_code') IN (SELECT value FROM json_each(:communes))
  OR EXISTS (SELECT 1 FROM json_each(coalesce(json_extract(d.facts, '$.candidates'), '[]')) c
              WHERE u.places_on || ' ' || json_extract(c.value, '$.commune_code')
                    IN (SELECT value FROM json_each(:communes))))
"""
# A newer row is looked for by its index, and only where the state is the one that is asked for: most rows are accepted.
_CHOSEN = """
WITH chosen AS (
  SELECT s.*, d.name, d.facts, u.places_on FROM states s JOIN drafts d ON d.id = s.draft_id
    JOIN submissions u ON u.id = s.submission_id WHERE """
_AMONG = f"{_CHOSEN} d.id IN (SELECT value FROM json_each(:among)))"  # noqa: S608
_LAST = """
NOT EXISTS (SELECT 1 FROM drafts n WHERE n.product_id = s.product_id AND n.offer_key = s.offer_key AND n.id > s.draft_id
               AND n.submission_id NOT IN (SELECT submission_id FROM taken_back))
"""
_NUMBERED = " SELECT draft_id FROM chosen ORDER BY draft_id"
_WHOLE = " SELECT count(*) FROM chosen"
_SENT_BY = "SELECT submission_id FROM receipts WHERE sender IN (SELECT value FROM json_each(:who))"
_SENDER = "(SELECT sender FROM receipts WHERE submission_id = c.submission_id ORDER BY rowid LIMIT 1)"
_LISTED = f"""
SELECT c.draft_id AS draft, c.name, json_extract(c.facts, '$.producer') AS producer,
       json_extract(c.facts, '$.commune') AS commune, json_extract(c.facts, '$.commune_code') AS commune_code,
       c.places_on, c.submission_id AS submission, u.name AS file,
       {_SENDER} AS sender, r.sheet, r.row, c.state, c.reason,
       (SELECT json_group_array(message) FROM issues WHERE draft_id = c.draft_id AND severity <> 'info') AS issues,
       (SELECT json_group_array(code) FROM issues WHERE draft_id = c.draft_id AND severity <> 'info') AS codes
  FROM chosen c JOIN raw_records r ON r.id = c.draft_id JOIN submissions u ON u.id = c.submission_id
 ORDER BY u.number, r.id LIMIT :limit
"""  # noqa: S608
_WAITING = f"""
SELECT c.draft_id AS draft, c.name, json_extract(c.facts, '$.producer') AS producer,
       json_extract(c.facts, '$.province_code') AS province_code,
       json_extract(c.facts, '$.commune_code') AS commune_code, c.places_on, c.submission_id AS submission,
       u.name AS file, {_SENDER} AS sender, u.received_at,
       coalesce((SELECT message FROM issues WHERE draft_id = c.draft_id AND severity <> 'info'
                  ORDER BY severity = 'error' DESC, id LIMIT 1), c.reason) AS doubts
  FROM chosen c JOIN submissions u ON u.id = c.submission_id
 ORDER BY u.number, c.draft_id
"""  # noqa: S608
_COUNTED: dict[By, str] = {
    "issue": """SELECT i.code AS key, i.code AS title, count(DISTINCT i.draft_id) AS drafts
                  FROM issues i JOIN chosen c ON c.draft_id = i.draft_id WHERE i.severity <> 'info' GROUP BY i.code""",
    "sender": f"""SELECT key, coalesce(nullif(key, ''), '—') AS title, sum(n) AS drafts FROM (
                    SELECT {_SENDER} AS key, n FROM (
                      SELECT submission_id, count(*) AS n FROM chosen GROUP BY submission_id) c) GROUP BY key""",  # noqa: S608
    "commune": """
      SELECT json_extract(place, '$.commune_code') AS key, places_on, count(*) AS drafts,
             coalesce(json_extract(place, '$.commune') || ', ' || json_extract(place, '$.province'), '—') AS title
        FROM (SELECT facts AS place, places_on FROM chosen WHERE json_extract(facts, '$.candidates') IS NULL
               UNION ALL
              SELECT c.value, places_on FROM chosen, json_each(json_extract(facts, '$.candidates')) c)
       GROUP BY key, places_on""",
}


def _senders(bench: Workbench, said: str) -> list[str]:
    known = [r["sender"] for r in bench.rows("SELECT DISTINCT sender FROM receipts")]
    found = [s for s in known if s == said] or [s for s in known if text.fold(s) == text.fold(said)]
    if not found:
        raise Unknown("sender", said, [s or "—" for s in known][:20])
    return found


def _near(code: str) -> list[str]:
    start = code.partition("-")[0]
    return [known for known in issues.kinds() if known.startswith(start)] or list(issues.kinds())
