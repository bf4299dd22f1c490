"""Doubts that are about nothing any more: the delivery or the join that they spoke of was undone.

A row is compared with others when it arrives, and may be held for it. Where the other one is taken back, or a join is
taken apart that made two rows one, the doubt goes and the policy judges the row again, as if the other had never been.
That a person answered a question is no reason: the row was asked all the same, and waits for its own decision.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from catalog.registers import issues
from catalog.workbench.identities import joins, merges
from catalog.workbench.reviewing import following
from catalog.workbench.rows import policy
from catalog.workbench.store import Workbench, now

# What is asked of a row because of another delivery, by whom it is asked about; and because of a row beside it.
_ASKED = {"identity-unsure": "product", "product-alike": "product", "producer-alike": "producer"}
_BESIDE = ("row-twice", "row-disagrees")


def withdraw(bench: Workbench, since: int) -> list[int]:
    """Removes such doubts and lets the policy judge their rows again; gives these. Inside a transaction.

    since: the number of the first delivery that could see what was undone; rows that came before were not asked for it.
    """
    found = [*_about_nobody(bench, since), *bench.rows(_ALONE, [json.dumps(_BESIDE), since])]
    bench.db.executemany("DELETE FROM issues WHERE id = ?", [(row["id"],) for row in found])
    drafts = sorted({row["draft_id"] for row in found})
    at = now()
    again = [(row["id"], *judged, at) for row in bench.rows(_JUDGED, [json.dumps(drafts)]) if (judged := _judged(row))]
    sql = "INSERT OR REPLACE INTO judged_again (decision_id, state, reason, judged_at) VALUES (?, ?, ?, ?)"
    bench.db.executemany(sql, again)
    return drafts


def split(bench: Workbench, number: int, reason: str, who: str) -> str | None:
    """As `merges.split`; doubts that only the join had raised go with it."""
    with bench.joining():
        still = merges.split(bench, number, reason, who)
        since = bench.rows(_SINCE_JOINED, [number])[0][0]
        following.resettle(bench, withdraw(bench, since), who, now())
    return still


# Deliveries of the second in which it was joined are looked at, too.
_SINCE_JOINED = """
SELECT coalesce(min(u.number), 0) FROM submissions u
 WHERE u.received_at >= (SELECT decided_at FROM identity_joins WHERE id = ?)
"""


def _judged(row: sqlite3.Row) -> tuple[str, str] | None:
    """State and reason without the codes that no doubt of the row has any more; None where nothing changes."""
    reason, left = row["reason"].split(), set(json.loads(row["codes"]))
    still = [code for code in reason if code in left]
    if still == reason or not set(reason) <= set(issues.kinds()):
        return None
    return ("held", " ".join(still)) if still else policy.ACCEPTED


# The policy's first decision on a row, as it stands, and the codes of the doubts that are left.
_JUDGED = """
SELECT x.id, coalesce(a.reason, x.reason) AS reason,
       (SELECT json_group_array(code) FROM issues WHERE draft_id = x.draft_id) AS codes
  FROM json_each(?) g JOIN decisions x ON x.id = (SELECT min(id) FROM decisions WHERE draft_id = g.value)
  LEFT JOIN judged_again a ON a.decision_id = x.id
 WHERE coalesce(a.state, x.state) = 'held'
"""
# Rows that no earlier row of their delivery is one product and pack with.
_ALONE = """
SELECT i.id, i.draft_id FROM issues i JOIN drafts d ON d.id = i.draft_id JOIN submissions u ON u.id = d.submission_id
 WHERE i.code IN (SELECT value FROM json_each(?)) AND u.number >= ?
   AND d.submission_id NOT IN (SELECT submission_id FROM taken_back)
   AND NOT EXISTS (SELECT 1 FROM drafts o WHERE o.product_id = d.product_id AND o.offer_key = d.offer_key
                      AND o.submission_id = d.submission_id AND o.id < d.id)
"""


def _about_nobody(bench: Workbench, since: int) -> Iterator[sqlite3.Row]:
    """The doubts of living rows of which no pair was asked when they came, by what living deliveries say."""
    rows = bench.rows(_OPEN, [json.dumps([*_ASKED]), since])
    if not rows:
        return
    asked = _asked(bench)
    for row in rows:
        own = row["product"] if _ASKED[row["code"]] == "product" else row["producer"]
        if not any(number <= row["number"] for number in asked.get(own, ())):
            yield row


_OPEN = """
SELECT i.id, i.draft_id, i.code, d.named_product_id AS product, d.named_producer_id AS producer, u.number
  FROM issues i JOIN drafts d ON d.id = i.draft_id JOIN submissions u ON u.id = d.submission_id
 WHERE i.code IN (SELECT value FROM json_each(?)) AND u.number >= ?
   AND u.id NOT IN (SELECT submission_id FROM taken_back)
"""


def _asked(bench: Workbench) -> dict[str, list[int]]:
    """Own id → of each other one that may be the same, the number of the first living delivery that names it."""
    said = joins.recorded(bench)
    facts = joins.known(bench, said, joins.names_of(bench, said))
    now = joins.resolve(bench, said, facts)
    pairs = [p for p, s in said.items() if _is_asked(p, s, facts, now)]
    ids = json.dumps(sorted({own for p in pairs for own in (p.one, p.other)}))
    first = {row["id"]: row["number"] for row in bench.rows(_FIRST, [ids])}
    found: dict[str, list[int]] = {}
    for p in pairs:
        for own, other in ((p.one, p.other), (p.other, p.one)):
            if other in first:
                found.setdefault(own, []).append(first[other])
    return found


def _is_asked(p: joins.Pair, said: joins.Said, facts: joins.Known, now: joins.Now) -> bool:
    """Whether the rule asks about a pair, whatever people answered."""
    if joins.are_of_two(p, facts, now):
        return False
    answer = joins.verdict(p, facts).answer
    return answer == "asked" or (answer == "same" and said.apart)


_FIRST = """
WITH named AS (
  SELECT j.value AS id, d.submission_id FROM json_each(?1) j JOIN drafts d ON d.named_product_id = j.value
   UNION SELECT j.value, d.submission_id FROM json_each(?1) j JOIN drafts d ON d.named_producer_id = j.value)
SELECT n.id, min(u.number) AS number FROM named n JOIN submissions u ON u.id = n.submission_id
 WHERE u.id NOT IN (SELECT submission_id FROM taken_back) GROUP BY 1
"""
