"""What a row would have been asked if something that was undone had never been.

A row is compared, when it arrives, with what is there, and may be held for it. Where that was taken back, or a join is
taken apart, the rows that came since are asked anew, of the workbench as it would have been then: doubts that are about
nothing go, those that nobody had reason for come, and the policy judges the row again. That a person answered a
question is no reason: the row was asked all the same, and waits for its own decision.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from catalog.registers import issues
from catalog.workbench.identities import joins, merges, past, touched
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import edits, evidence, following
from catalog.workbench.rows import checks, drafts, policy, recognitions, stored
from catalog.workbench.rows.drafts import Draft, Issue
from catalog.workbench.rows.policy import USUAL, Policy
from catalog.workbench.store import Workbench, now

# What is asked because of other rows, of the register and of what people said, in the order in which it is asked.
_BESIDE = ("row-twice", "row-disagrees")
_OF_ROWS = ("producer-alike", "identity-unsure", "product-alike", *_BESIDE)
_OF_REGISTER = ("stars-unconfirmed", "holder-disagrees", "stars-above-decision", "decision-date-disagrees")
_OF_PEOPLE = ("edit-stands", "consent-withdrawn")
_LATER = ("subject-taken-down", "subject-maybe-taken-down", "sender-unknown", "sender-other")
_ORDER = {code: at for at, code in enumerate((*_OF_ROWS, *_OF_REGISTER, *_OF_PEOPLE, *_LATER), 1)}

# Draft → what it is asked.
Due = dict[int, tuple[Issue, ...]]
# Asks the rows of one delivery, of the workbench as it found it.
Ask = Callable[[list[Draft]], None]


def without(bench: Workbench, submission_id: str, by: Policy = USUAL) -> list[int]:
    """Asks the rows that came after a delivery which was taken back just now; gives those that are judged otherwise.

    Inside a transaction, once names and codes are what living deliveries say (living.settle).
    """
    gone = bench.rows("SELECT number, source FROM submissions WHERE id = ?", [submission_id])[0]
    if gone["source"] == "register":
        return _without_register(bench, submission_id, gone["number"], by)
    return _without_rows(bench, touched.said_by(bench, submission_id), gone["number"], by)


def split(bench: Workbench, number: int, reason: str, who: str, by: Policy = USUAL) -> str | None:
    """As `merges.split`; the rows that came since the join are asked anew."""
    with bench.joining():
        still = merges.split(bench, number, reason, who)
        join = bench.rows("SELECT * FROM identity_joins WHERE id = ?", [number])[0]
        since = bench.rows(_BEFORE, [join["decided_at"]])[0][0]
        changed = _without_rows(bench, {join["from_id"], join["into_id"]}, since, by)
        following.resettle(bench, changed, who, now())
    return still


# Deliveries of the second in which it was joined are looked at, too.
_BEFORE = "SELECT coalesce(max(number), 0) FROM submissions WHERE received_at < ?"


# ── what is asked ──


def _without_rows(bench: Workbench, about: Collection[str], since: int, by: Policy) -> list[int]:
    """Asks living rows of later deliveries of whom pairs connect with some own ids."""
    owns = touched.connected(bench, about)
    rows = bench.rows(_NAMING, [json.dumps(sorted(owns)), since]) if owns else []

    def ask(found: list[Draft]) -> None:
        _compare(bench, found)
        checks.within(found)
        edits.tell(found, bench)
        consents.tell(found, bench)

    due = _due(bench, owns, [tuple(row) for row in rows], ask)
    return _judge(bench, _change(bench, _still_beside(bench, due), (*_OF_ROWS, *_OF_PEOPLE)), by)


_NAMING = """
SELECT u.number, d.id FROM drafts d JOIN submissions u ON u.id = d.submission_id
 WHERE (d.named_producer_id IN (SELECT value FROM json_each(?1))
        OR d.named_product_id IN (SELECT value FROM json_each(?1)))
   AND u.number > ?2 AND u.id NOT IN (SELECT submission_id FROM taken_back)
 ORDER BY u.number, d.id
"""


def _compare(bench: Workbench, found: list[Draft]) -> None:
    """Gives the rows of a delivery the ids that they had when they came, and asks of whom they may be one with.

    What the delivery is as evidence goes by the producers that it names.
    """
    said = joins.recorded(bench)
    facts = joins.known(bench, said, joins.names_of(bench, said))
    then = joins.resolve(bench, said, facts)
    past.settle(bench, then)
    for draft in found:
        maker, product = draft.named_producer_id, draft.named_product_id
        draft.producer_id = then.producers.get(maker, maker) if maker else None
        draft.product_id = then.products.get(product, product) if product else None
    ours = {own for draft in found for own in (draft.named_producer_id, draft.named_product_id)}
    evidence.settle(bench, past.number(bench), then.producers)
    drafts.ask(found, joins.asked(said, facts, then, ours.__contains__), bench)


def _without_register(bench: Workbench, submission_id: str, since: int, by: Policy) -> list[int]:
    """Asks living rows of later deliveries that claim stars of products that an undone list named."""
    gone = {row[0].partition("|")[0] for row in bench.rows(_RECOGNISED, [submission_id])}
    claims = [(n, d) for n, d, facts in bench.rows(_CLAIMS, [since]) if _product(json.loads(facts)) in gone]

    def ask(found: list[Draft]) -> None:
        for draft in found:
            draft.product_id = draft.named_product_id
        checks.against_register(found, bench)

    return _judge(bench, _change(bench, _due(bench, {}, claims, ask), _OF_REGISTER), by)


def _product(facts: dict[str, str]) -> str:
    return recognitions.match_key(facts).partition("|")[0] if facts.get("name") and facts.get("producer") else ""


_RECOGNISED = "SELECT match_key FROM recognitions WHERE submission_id = ?"
_CLAIMS = """
SELECT u.number, d.id, d.facts FROM submissions u JOIN drafts d ON d.submission_id = u.id
 WHERE u.number > ? AND u.id NOT IN (SELECT submission_id FROM taken_back)
   AND json_extract(d.facts, '$.stars') IS NOT NULL ORDER BY u.number, d.id
"""


def _due(bench: Workbench, owns: Mapping[str, frozenset[str]], rows: Sequence[tuple[int, int]], ask: Ask) -> Due:
    """What some rows are asked, each delivery's as of the day on which it came.

    owns: own id → all that are connected with it. rows: the number of the delivery, the draft.
    """
    due: Due = {}
    if rows:
        with past.opened(bench, owns):
            for number, group in groupby(rows, key=lambda row: row[0]):
                found = stored.read(bench, [draft for _, draft in group])
                named = {own for d in found.values() for own in (d.named_producer_id, d.named_product_id) if own}
                past.move(bench, number, frozenset().union(*(owns[own] for own in named & owns.keys())))
                ask([*found.values()])
                due |= {draft_id: draft.issues for draft_id, draft in found.items()}
    return due


def _still_beside(bench: Workbench, due: Due) -> Due:
    """Rows that people took apart since are beside none any more."""
    asked = [d for d, found in due.items() if any(i.code in _BESIDE for i in found)]
    beside = {row["id"] for row in bench.rows(_SAME_TODAY, [json.dumps(asked)])}
    return {d: tuple(i for i in found if i.code not in _BESIDE or d in beside) for d, found in due.items()}


_SAME_TODAY = """
SELECT d.id FROM json_each(?) j JOIN drafts d ON d.id = j.value
 WHERE EXISTS (SELECT 1 FROM drafts o WHERE o.product_id = d.product_id AND o.offer_key = d.offer_key
                  AND o.submission_id = d.submission_id AND o.id < d.id)
"""


# ── what comes of it ──


class _Changed(NamedTuple):
    """A row whose doubts are others than before; came: codes that it had not."""

    draft: int
    came: frozenset[str]


def _change(bench: Workbench, due: Due, codes: Collection[str]) -> list[_Changed]:
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
