"""Decisions by people: one draft in full, accept, reject, hold, undo, take back. Append-only, with who and when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from catalog.errors import Conflict, Unknown
from catalog.registers import reasons
from catalog.workbench.identities import living, succession
from catalog.workbench.reviewing import asked_again, following
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.reviewing.queue import queue as _queue
from catalog.workbench.rows.policy import USUAL, Policy
from catalog.workbench.store import Workbench, now

STATES = ("accepted", "held", "rejected")


def queue(bench: Workbench, state: str = "held", limit: int = 1000) -> list[dict[str, Any]]:
    """The first drafts in a state, oldest delivery first; see queue.py for those of a commune, sender or doubt."""
    return _queue(bench, Wanted(state), limit)


def show(bench: Workbench, draft_id: int) -> dict[str, Any]:
    """One draft with its source cells, typed facts, issues and every decision made on it. Raises Unknown.

    Of each decision: id, state, reason, code, decided_by, decided_at and, where it was undone, undone_by and undone_at.
    """
    row = bench.one(
        """SELECT d.*, r.sheet, r.row, r.cells, u.name AS file, u.received_at, u.class, u.places_on FROM drafts d
             JOIN raw_records r ON r.id = d.id JOIN submissions u ON u.id = d.submission_id WHERE d.id = ?""",
        [draft_id],
    )
    if row is None:
        raise Unknown("draft", str(draft_id))
    issues = bench.rows("SELECT code, severity, cell, value, message, fix FROM issues WHERE draft_id = ?", [draft_id])
    decided = bench.rows(
        """SELECT x.id, x.state, x.reason, x.code, x.decided_by, x.decided_at, u.undone_by, u.undone_at
             FROM decisions x LEFT JOIN undone_decisions u ON u.decision_id = x.id
            WHERE x.draft_id = ? ORDER BY x.id""",
        [draft_id],
    )
    facts = succession.in_force(json.loads(row["facts"]), row["places_on"])
    whole = dict(row) | {"cells": json.loads(row["cells"]), "facts": facts}
    return whole | {"issues": [dict(i) for i in issues], "decisions": [dict(d) for d in decided]}


def decide(
    bench: Workbench, draft_ids: Sequence[int], state: str, reason: str, who: str, *, code: str | None = None
) -> list[int]:
    """Records one decision for each draft and gives their numbers, which follow on each other; all or none.

    code: of registers/reasons.toml; its sentence is put before the reason, and the sender reads both. Raises Unknown,
    or Conflict for a draft that was taken back, or that cannot be published, or for a code of another decision.
    """
    with bench.joining():
        return record(bench, draft_ids, state, _told(state, code, reason), who, code)


def record(
    bench: Workbench, draft_ids: Sequence[int], state: str, reason: str, who: str, code: str | None = None
) -> list[int]:
    """As `decide`, within the transaction of the caller; reason is what is kept."""
    check(bench, draft_ids, state)
    first = bench.rows("SELECT coalesce(max(id), 0) + 1 FROM decisions")[0][0]
    numbers = list(range(first, first + len(draft_ids)))
    at = now()
    bench.insert(
        "decisions",
        ("id", "draft_id", "state", "reason", "decided_by", "decided_at", "code"),
        [(n, d, state, reason, who, at, code) for n, d in zip(numbers, draft_ids, strict=True)],
    )
    return numbers


def _told(state: str, code: str | None, words: str) -> str:
    if code is None:
        return words
    if code not in reasons.kinds():
        raise Unknown("reason", code, reasons.of_state(state))
    if state not in reasons.kinds()[code].states:
        raise Conflict(f"{code} is no reason for {state}; there are: {', '.join(reasons.of_state(state)) or 'none'}.")
    return reasons.kinds()[code].sentence(words)


def check(bench: Workbench, draft_ids: Sequence[int], state: str) -> None:
    """Raises Unknown or Conflict, naming the first draft for which the decision cannot be made."""
    asked = json.dumps(list(draft_ids))
    there = {r["id"]: r for r in bench.rows(_ASKED, [asked])}
    for draft_id in draft_ids:
        row = there.get(draft_id)
        if row is None:
            raise Unknown("draft", str(draft_id))
        if row["is_gone"]:
            raise Conflict(f"Draft {draft_id} belongs to a submission that was taken back.")
        if state == "accepted" and not row["is_whole"]:
            raise Conflict(f"Draft {draft_id} has no product name or no producer and cannot be published.")


_ASKED = """
SELECT id, product_id IS NOT NULL AND producer_id IS NOT NULL AS is_whole,
       submission_id IN (SELECT submission_id FROM taken_back) AS is_gone
  FROM drafts WHERE id IN (SELECT value FROM json_each(?))
"""


def undo(bench: Workbench, decision_ids: Sequence[int], reason: str, who: str) -> list[int]:
    """Undoes decisions and gives the drafts they were made on; all or none. What stood before them stands again.

    Rows that came later and kept such a decision because they were unchanged are settled anew. Raises Unknown, or
    Conflict for one that was undone already, or that no person made: decide otherwise instead.
    """
    at = now()
    with bench.joining():
        sql = """SELECT x.id, x.draft_id, x.decided_by, u.decision_id IS NOT NULL AS is_undone
                   FROM decisions x LEFT JOIN undone_decisions u ON u.decision_id = x.id
                  WHERE x.id IN (SELECT value FROM json_each(?))"""
        there = {r["id"]: r for r in bench.rows(sql, [json.dumps(list(decision_ids))])}
        for number in decision_ids:
            row = there.get(number)
            if row is None:
                raise Unknown("decision", str(number))
            if row["is_undone"]:
                raise Conflict(f"Decision {number} was undone already.")
            if row["decided_by"] == "policy":
                raise Conflict(f"Decision {number} was made by the policy; accept, hold or reject the draft instead.")
        names = ("decision_id", "reason", "undone_by", "undone_at")
        bench.insert("undone_decisions", names, [(n, reason, who, at) for n in dict.fromkeys(decision_ids)])
        drafts = sorted({row["draft_id"] for row in there.values()})
        following.resettle(bench, drafts, who, at)
    return drafts


def take_back(bench: Workbench, submission_id: str, reason: str, who: str, by: Policy = USUAL) -> int:
    """Takes a whole submission back and gives the number of its rows. Raises Unknown, or Conflict if it was already.

    by: the policy, which judges rows that are asked otherwise without it.
    """
    at = now()
    with bench.joining():
        if not bench.one("SELECT 1 FROM submissions WHERE id = ?", [submission_id]):
            known = [r["id"] for r in bench.rows("SELECT id FROM submissions ORDER BY number DESC LIMIT 10")]
            raise Unknown("submission", submission_id, known)
        if bench.one("SELECT 1 FROM taken_back WHERE submission_id = ?", [submission_id]):
            raise Conflict(f"Submission {submission_id} was taken back already.")
        bench.insert(
            "taken_back",
            ("submission_id", "reason", "decided_by", "decided_at"),
            [(submission_id, reason, who, at)],
        )
        drafts = [r["id"] for r in bench.rows("SELECT id FROM drafts WHERE submission_id = ?", [submission_id])]
        living.settle(bench, submission_id)
        following.resettle(bench, [*drafts, *asked_again.without(bench, submission_id, by)], who, at)
    return len(drafts)
