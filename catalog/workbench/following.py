"""An unchanged row keeps the decision that was made on it before; where that one is undone, the row is settled anew.

Afterwards every such row stands as if the undone decision, or the delivery that was taken back, had never been.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from catalog.workbench.store import Workbench

UNDONE = "the decision that it followed was undone"


def resettle(bench: Workbench, drafts: Iterable[int], who: str, at: str) -> None:
    """Settles the rows that came later of the same products and packs as these drafts, in order of arrival.

    Rows on which a person decided stay as that person said. Called inside a transaction.
    """
    for row in bench.rows(_LATER, [json.dumps(list(drafts))]):
        judged = tuple(bench.rows(_JUDGED, [row["draft_id"]])[0])
        due = _due(bench, row, judged)
        if (row["state"], row["reason"], row["follows"]) == due:
            continue
        if row["follows"] is not None:
            names = ("decision_id", "reason", "undone_by", "undone_at")
            bench.insert("undone_decisions", names, [(row["decision_id"], UNDONE, who, at)])
        if due[2] is not None:
            decision = ("draft_id", "state", "reason", "follows", "decided_by", "decided_at")
            bench.insert("decisions", decision, [(row["draft_id"], *due, "policy", at)])


# What the policy itself says of a row is its first decision.
_JUDGED = "SELECT state, reason FROM decisions WHERE draft_id = ? ORDER BY id LIMIT 1"
# Rows behind the given drafts whose standing decision no person made.
_LATER = """
SELECT DISTINCT s.draft_id, s.submission_id, s.product_id, s.offer_key, s.fingerprint, x.state, x.reason, x.follows,
       x.id AS decision_id
  FROM drafts g JOIN states s ON s.product_id = g.product_id AND s.offer_key = g.offer_key AND s.draft_id > g.id
  JOIN decisions x ON x.id = s.decision_id
 WHERE g.id IN (SELECT value FROM json_each(?)) AND x.decided_by = 'policy'
 ORDER BY s.draft_id
"""
_BEFORE = """
SELECT fingerprint, state, reason, decision_id FROM states
 WHERE product_id = ? AND offer_key = ? AND draft_id < ? AND submission_id <> ? ORDER BY draft_id DESC LIMIT 1
"""


def _due(bench: Workbench, row: Any, judged: tuple[str, str]) -> tuple[str, str, int | None]:
    """State, reason and the decision that it follows (None: its own), as the import would have found them."""
    keys = [row[n] for n in ("product_id", "offer_key", "draft_id", "submission_id")]
    before = bench.one(_BEFORE, keys)
    if before is None or before["fingerprint"] != row["fingerprint"] or judged == (before["state"], before["reason"]):
        return (*judged, None)
    return before["state"], before["reason"], before["decision_id"]
