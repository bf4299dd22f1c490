"""Decisions by people: the queue, one draft in full, accept, reject, take back. Append-only, with who and when."""

from __future__ import annotations

import json
from typing import Any

from catalog.errors import Conflict, Unknown
from catalog.workbench.store import Workbench, now

STATES = ("accepted", "held", "rejected")


def queue(bench: Workbench, state: str = "held", limit: int = 1000) -> list[dict[str, Any]]:
    """Drafts in a state, latest word of each product and pack only, oldest delivery first.

    Each with draft, name, producer, submission, file, sheet, row, state, reason, and the messages of its issues.
    """
    rows = bench.rows(_QUEUE, [state, limit])
    return [dict(r) | {"issues": json.loads(r["issues"])} for r in rows]


_QUEUE = """
SELECT s.draft_id AS draft, d.name, json_extract(d.facts, '$.producer') AS producer, s.submission_id AS submission,
       u.name AS file, r.sheet, r.row, s.state, s.reason,
       (SELECT json_group_array(i.message) FROM issues i
         WHERE i.draft_id = s.draft_id AND i.severity <> 'info') AS issues
  FROM states s JOIN drafts d ON d.id = s.draft_id JOIN raw_records r ON r.id = s.draft_id
  JOIN submissions u ON u.id = s.submission_id
 WHERE s.state = ?
   AND (s.product_id IS NULL OR s.draft_id = (SELECT max(draft_id) FROM states l
        WHERE l.product_id = s.product_id AND l.offer_key = s.offer_key))
 ORDER BY u.number, r.id LIMIT ?
"""


def show(bench: Workbench, draft_id: int) -> dict[str, Any]:
    """One draft with its source cells, typed facts, issues and every decision made on it. Raises Unknown."""
    row = bench.one(
        """SELECT d.*, r.sheet, r.row, r.cells, u.name AS file, u.received_at FROM drafts d
             JOIN raw_records r ON r.id = d.id JOIN submissions u ON u.id = d.submission_id WHERE d.id = ?""",
        [draft_id],
    )
    if row is None:
        raise Unknown("draft", str(draft_id))
    issues = bench.rows("SELECT code, severity, cell, value, message, fix FROM issues WHERE draft_id = ?", [draft_id])
    decided = bench.rows(
        "SELECT state, reason, decided_by, decided_at FROM decisions WHERE draft_id = ? ORDER BY id",
        [draft_id],
    )
    whole = dict(row) | {"cells": json.loads(row["cells"]), "facts": json.loads(row["facts"])}
    return whole | {"issues": [dict(i) for i in issues], "decisions": [dict(d) for d in decided]}


def decide(bench: Workbench, draft_ids: list[int], state: str, reason: str, who: str) -> int:
    """Records one decision for each draft and gives their number; all or none. Raises Unknown or Conflict."""
    at = now()
    with bench.writing():
        for draft_id in draft_ids:
            _check(bench, draft_id, state)
        bench.insert(
            "decisions",
            ("draft_id", "state", "reason", "decided_by", "decided_at"),
            [(d, state, reason, who, at) for d in draft_ids],
        )
    return len(draft_ids)


def _check(bench: Workbench, draft_id: int, state: str) -> None:
    row = bench.one("SELECT product_id, producer_id FROM drafts WHERE id = ?", [draft_id])
    if row is None:
        raise Unknown("draft", str(draft_id))
    if not bench.one("SELECT 1 FROM states WHERE draft_id = ?", [draft_id]):
        raise Conflict(f"Draft {draft_id} belongs to a submission that was taken back.")
    if state == "accepted" and (row["product_id"] is None or row["producer_id"] is None):
        raise Conflict(f"Draft {draft_id} has no product name or no producer and cannot be published.")


def take_back(bench: Workbench, submission_id: str, reason: str, who: str) -> int:
    """Takes a whole submission back and gives the number of its rows. Raises Unknown, or Conflict if it was already."""
    with bench.writing():
        if not bench.one("SELECT 1 FROM submissions WHERE id = ?", [submission_id]):
            known = [r["id"] for r in bench.rows("SELECT id FROM submissions ORDER BY number DESC LIMIT 10")]
            raise Unknown("submission", submission_id, known)
        if bench.one("SELECT 1 FROM taken_back WHERE submission_id = ?", [submission_id]):
            raise Conflict(f"Submission {submission_id} was taken back already.")
        bench.insert(
            "taken_back",
            ("submission_id", "reason", "decided_by", "decided_at"),
            [(submission_id, reason, who, now())],
        )
    return int(bench.rows("SELECT count(*) FROM drafts WHERE submission_id = ?", [submission_id])[0][0])
