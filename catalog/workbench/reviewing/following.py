"""An unchanged row keeps the decision that was made on it before; where that one is undone, the row is settled anew.

Afterwards every such row stands as if the undone decision, or the delivery that was taken back, had never been.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from catalog.workbench.store import Workbench

UNDONE = "the decision that it followed was undone"


class Due(NamedTuple):
    """What is to stand on a row: its state, the reason, and the decision that it follows (None: its own)."""

    state: str
    reason: str
    follows: int | None


@dataclass(slots=True)
class _Row:
    """One row of a product and pack as it stands: the decision that counts, and the policy's own first one.

    is_asked: it came behind one of the drafts that are settled, and no person decided on it.
    """

    draft: int
    submission: str
    fingerprint: str
    stands: Due
    decision: int
    judged: Due
    first: int
    is_asked: bool


def resettle(bench: Workbench, drafts: Iterable[int], who: str, at: str) -> None:
    """Settles the rows that came later of the same products and packs as these drafts, in order of arrival.

    Rows on which a person decided stay as that person said. Called inside a transaction.
    """
    number = int(bench.rows("SELECT coalesce(max(id), 0) FROM decisions")[0][0])
    undone: list[tuple[int, str, str, str]] = []
    made: list[tuple[int, int, str, str, int | None, str, str]] = []
    for row, due in _changed(_rows(bench, drafts)):
        if row.stands.follows is not None:
            undone.append((row.decision, UNDONE, who, at))
        row.stands, row.decision = due, row.first
        if due.follows is not None:
            number += 1
            row.decision = number
            made.append((number, row.draft, *due, "policy", at))
    bench.insert("undone_decisions", ("decision_id", "reason", "undone_by", "undone_at"), undone)
    names = ("id", "draft_id", "state", "reason", "follows", "decided_by", "decided_at")
    bench.insert("decisions", names, made)


def _rows(bench: Workbench, drafts: Iterable[int]) -> Iterator[list[_Row]]:
    """All rows of each product and pack that one of the drafts is of, in order of arrival."""
    asked = json.dumps(list(drafts))
    found = bench.rows(_SAME_PACK, [asked])  # all at once: what is written in between must not be read
    for _, group in groupby(found, key=lambda r: (r["product_id"], r["offer_key"])):
        yield [
            _Row(
                r["draft_id"], r["submission_id"], r["fingerprint"], Due(r["state"], r["reason"], r["follows"]),
                r["decision_id"], Due(r["judged_state"], r["judged_reason"], None), r["first_id"], bool(r["is_asked"]),
            )
            for r in group
        ]  # fmt: skip


# What the policy itself says of a row is its first decision.
_SAME_PACK = """
WITH given AS (
  SELECT product_id, offer_key, min(id) AS earliest FROM drafts
   WHERE id IN (SELECT value FROM json_each(?)) AND product_id IS NOT NULL GROUP BY 1, 2)
SELECT s.product_id, s.offer_key, s.draft_id, s.submission_id, s.fingerprint, s.decision_id,
       coalesce(y.state, x.state) AS state, coalesce(y.reason, x.reason) AS reason, x.follows, j.id AS first_id,
       coalesce(k.state, j.state) AS judged_state, coalesce(k.reason, j.reason) AS judged_reason,
       x.decided_by = 'policy' AND s.draft_id > g.earliest AS is_asked
  FROM given g JOIN states s ON s.product_id = g.product_id AND s.offer_key = g.offer_key
  JOIN decisions x ON x.id = s.decision_id
  JOIN decisions j ON j.id = (SELECT min(id) FROM decisions WHERE draft_id = s.draft_id)
  LEFT JOIN judged_again y ON y.decision_id = x.id
  LEFT JOIN judged_again k ON k.decision_id = j.id
 ORDER BY s.product_id, s.offer_key, s.draft_id
"""


def _changed(packs: Iterator[list[_Row]]) -> Iterator[tuple[_Row, Due]]:
    """Each row that is to stand otherwise, and how; the caller changes it before the next one is asked for."""
    for rows in packs:
        last: _Row | None = None
        before_that: _Row | None = None
        for row in rows:
            # Rows of one delivery follow none of each other.
            before = last if last is None or last.submission != row.submission else before_that
            if row.is_asked and (due := _due(row, before)) != row.stands:
                yield row, due
            if last is not None and last.submission != row.submission:
                before_that = last
            last = row


def _due(row: _Row, before: _Row | None) -> Due:
    """What the import would have found."""
    if before is None or before.fingerprint != row.fingerprint:
        return row.judged
    stands = Due(before.stands.state, before.stands.reason, None)
    return row.judged if stands == row.judged else stands._replace(follows=before.decision)
