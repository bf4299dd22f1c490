"""What a row would have been asked if something that was undone had never been.

A row is compared, when it arrives, with what is there, and may be held for it. Where that was taken back, or a join is
taken apart, the rows that came since are asked anew, of the workbench as it would have been then: doubts that are about
nothing go, those that nobody had reason for come, and the policy judges the row again. That a person answered a
question is no reason: the row was asked all the same, and waits for its own decision.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from catalog.registers import issues
from catalog.workbench.identities import merges, touched
from catalog.workbench.identities.joins import Pair
from catalog.workbench.reviewing import asked_then, following
from catalog.workbench.rows import policy, stored
from catalog.workbench.rows.drafts import Issue
from catalog.workbench.rows.policy import USUAL, Policy
from catalog.workbench.store import Workbench, now

# What is asked because of other rows, of the register and of what people said, in the order in which it is asked.
_OF_ROWS = ("producer-alike", "identity-unsure", "product-alike", *asked_then.BESIDE)
_OF_REGISTER = ("stars-unconfirmed", "holder-disagrees", "stars-above-decision", "decision-date-disagrees")
_OF_PEOPLE = ("edit-stands", "consent-withdrawn")
_LATER = ("subject-taken-down", "subject-maybe-taken-down", "sender-unknown", "sender-other")
_ORDER = {code: at for at, code in enumerate((*_OF_ROWS, *_OF_REGISTER, *_OF_PEOPLE, *_LATER), 1)}


def without(bench: Workbench, submission_id: str, by: Policy = USUAL) -> list[int]:
    """Asks the rows that came after a delivery which was taken back just now; gives those that are judged otherwise.

    Inside a transaction, once names and codes are what living deliveries say (living.settle).
    """
    gone = bench.rows("SELECT number, source FROM submissions WHERE id = ?", [submission_id])[0]
    if gone["source"] == "register":
        due = asked_then.of_register(bench, submission_id, gone["number"])
        return _judge(bench, _change(bench, due, _OF_REGISTER), by)
    named = touched.named(bench, submission_id)
    about, apart = named | touched.sharing(bench, named), touched.kept_apart(bench, named)
    return _without_others(bench, about, gone["number"], by, apart)


def split(bench: Workbench, number: int, reason: str, who: str, by: Policy = USUAL) -> str | None:
    """As `merges.split`; the rows that came since the join are asked anew."""
    with bench.joining():
        still = merges.split(bench, number, reason, who)
        join = bench.rows("SELECT * FROM identity_joins WHERE id = ?", [number])[0]
        since = bench.rows(_BEFORE, [join["decided_at"]])[0][0]
        changed = _without_others(bench, {join["from_id"], join["into_id"]}, since, by)
        following.resettle(bench, changed, who, now())
    return still


# Deliveries of the second in which it was joined are looked at, too.
_BEFORE = "SELECT coalesce(max(number), 0) FROM submissions WHERE received_at < ?"


def _without_others(
    bench: Workbench, about: Collection[str], since: int, by: Policy, apart: Collection[Pair] = ()
) -> list[int]:
    due = asked_then.of_others(bench, about, since, apart)
    return _judge(bench, _change(bench, due, (*_OF_ROWS, *_OF_PEOPLE)), by)


class _Changed(NamedTuple):
    """A row whose doubts are others than before; came: codes that it had not."""

    draft: int
    came: frozenset[str]


def _change(bench: Workbench, due: asked_then.Due, codes: Collection[str]) -> list[_Changed]:
    """Makes the doubts of these codes what they are to be; gives the rows of which there are other codes now."""
    there: dict[int, dict[Issue, int]] = {draft: {} for draft in due}
    for row in bench.rows(_THERE, [json.dumps([*due]), json.dumps([*codes])]):
        number, draft, *said = row
        there[draft][Issue(*said)] = number
    gone = [(n,) for draft, found in there.items() for issue, n in found.items() if issue not in due[draft]]
    bench.db.executemany("DELETE FROM issues WHERE id = ?", gone)
    came = [(draft, i) for draft, found in due.items() for i in found if i not in there[draft]]
    of = dict(map(tuple, bench.rows(_SENT_IN, [json.dumps([draft for draft, _ in came])])))
    stored.tell(bench, ((of[draft], draft, issue) for draft, issue in came))
    kinds = {draft: ({i.code for i in there[draft]}, {i.code for i in found}) for draft, found in due.items()}
    return [_Changed(d, frozenset(after - before)) for d, (before, after) in kinds.items() if before != after]


_THERE = """
SELECT id, draft_id, code, severity, sheet, cell, "column", value, message, fix FROM issues
 WHERE draft_id IN (SELECT value FROM json_each(?)) AND code IN (SELECT value FROM json_each(?))
"""


_SENT_IN = "SELECT id, submission_id FROM drafts WHERE id IN (SELECT value FROM json_each(?))"


def _judge(bench: Workbench, changed: Sequence[_Changed], by: Policy) -> list[int]:
    """What the policy says of rows with other doubts: as it did of those that it knew. Gives those that it changes."""
    came = {row.draft: row.came for row in changed}
    at, again = now(), []
    for row in bench.rows(_JUDGED, [json.dumps([*came])]):
        before = (row["state"], row["reason"])
        judged = _judged(before, json.loads(row["codes"]), came[row["draft_id"]], by)
        if judged != before:
            again.append((row["draft_id"], row["id"], *judged, at))
    sql = "INSERT OR REPLACE INTO judged_again (decision_id, state, reason, judged_at) VALUES (?, ?, ?, ?)"
    bench.db.executemany(sql, (row[1:] for row in again))
    return [row[0] for row in again]


def _judged(before: tuple[str, str], codes: list[str], came: frozenset[str], by: Policy) -> tuple[str, str]:
    state, reason = before
    named = reason.split() if state == "held" else []
    if state == "rejected" or not set(named) <= set(issues.kinds()):
        return before
    holding = [c for c in codes if c in named or (c in came and by.decide([c])[0] == "held")]
    holding = sorted(dict.fromkeys(holding), key=lambda code: _ORDER.get(code, 0))
    return ("held", " ".join(holding)) if holding else policy.ACCEPTED


# The policy's first decision on a row, as it stands, and the codes of its doubts.
_JUDGED = """
SELECT x.id, x.draft_id, coalesce(a.state, x.state) AS state, coalesce(a.reason, x.reason) AS reason,
       (SELECT json_group_array(code) FROM (SELECT code FROM issues WHERE draft_id = x.draft_id ORDER BY id)) AS codes
  FROM json_each(?) g JOIN decisions x ON x.id = (SELECT min(id) FROM decisions WHERE draft_id = g.value)
  LEFT JOIN judged_again a ON a.decision_id = x.id
"""
