"""What stored rows would have been asked when they came, if something that was undone had never been."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby

from catalog.workbench.identities import joins, past, touched
from catalog.workbench.identities.joins import Pair, Said
from catalog.workbench.identities.twins import Book, Found
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import edits, evidence
from catalog.workbench.rows import checks, drafts, recognitions, stored
from catalog.workbench.rows.drafts import Draft, Issue
from catalog.workbench.store import Workbench

BESIDE = ("row-twice", "row-disagrees")
# Draft → what it is asked.
Due = dict[int, tuple[Issue, ...]]
# Asks the rows of one delivery, of the workbench as it found it.
Ask = Callable[[list[Draft]], None]


def of_others(bench: Workbench, about: Collection[str], since: int, apart: Collection[Pair] = ()) -> Due:
    """What living rows of deliveries after number `since` are asked whom pairs connect with some own ids.

    Of whom they may be one with, of rows beside them, and of people's words. Pairs that nobody had reason to compare
    but then are recorded, and what their deliveries are as evidence. apart: pairs that are to be compared, too. Inside
    a transaction.
    """
    owns = touched.connected(bench, {*about, *(own for p in apart for own in p[1:])}, apart)
    rows = bench.rows(_NAMING, [json.dumps(sorted(owns)), since]) if owns else []
    today, pairs = joins.settled(bench), Found()

    def ask(found: list[Draft]) -> None:
        _compare(bench, found, today, pairs, apart)
        checks.within(found)
        edits.tell(found, bench)
        consents.tell(found, bench)

    due = _due(bench, owns, [tuple(row) for row in rows], ask)
    joins.store(bench, pairs.items(), None)
    return _still_beside(bench, due)


_NAMING = """
SELECT u.number, d.id FROM drafts d JOIN submissions u ON u.id = d.submission_id
 WHERE (d.named_producer_id IN (SELECT value FROM json_each(?1))
        OR d.named_product_id IN (SELECT value FROM json_each(?1)))
   AND u.number > ?2 AND u.id NOT IN (SELECT submission_id FROM taken_back)
 ORDER BY u.number, d.id
"""


def _compare(
    bench: Workbench, found: list[Draft], today: Mapping[str, str], pairs: Found, apart: Collection[Pair]
) -> None:
    """Gives the rows of a delivery the ids that they had when they came, and asks of whom they may be one with.

    What the delivery is as evidence goes by the producers that it names. today: ids that gave way by now. pairs: gets
    those that nobody had reason to compare but then.
    """
    said = joins.recorded(bench)
    said |= _answers(pairs, said)
    said |= {p: Said() for p in apart if p not in said}
    facts = joins.known(bench, said, joins.names_of(bench, said))
    pairs |= {p: v for p in apart if not said[p].answers and (v := joins.verdict(p, facts)).answer != "different"}
    then = joins.resolve(bench, said, facts)
    makers = sorted({own for p in said if p.kind == "producer" for own in p[1:]})
    if moved := joins.moved(makers, today, then.producers):
        pairs |= dict(Book(bench).within(moved, then.producers))
        said |= _answers(pairs, said)
        facts = joins.known(bench, said, joins.names_of(bench, said))
        then = joins.resolve(bench, said, facts)
    past.settle(bench, then)
    drafts.settle(found, then)
    ours = {own for draft in found for own in (draft.named_producer_id, draft.named_product_id)}
    evidence.settle(bench, past.number(bench), then.producers)
    drafts.ask(found, joins.asked(said, facts, then, ours.__contains__), bench)


def _answers(pairs: Found, said: Mapping[Pair, Said]) -> dict[Pair, Said]:
    """What the rule answered on pairs of which nothing is recorded."""
    return {p: Said({answer.answer == "same"}) for p, answer in pairs.items() if p not in said}


def of_register(bench: Workbench, submission_id: str, since: int) -> Due:
    """What living rows of deliveries after number `since` are asked that claim stars of products of an undone list."""
    gone = {row[0].partition("|")[0] for row in bench.rows(_RECOGNISED, [submission_id])}
    claims = [(n, d) for n, d, facts in bench.rows(_CLAIMS, [since]) if _product(json.loads(facts)) in gone]

    def ask(found: list[Draft]) -> None:
        for draft in found:
            draft.product_id = draft.named_product_id
        checks.against_register(found, bench)

    return _due(bench, {}, claims, ask)


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
    asked = [d for d, found in due.items() if any(i.code in BESIDE for i in found)]
    beside = {row["id"] for row in bench.rows(_SAME_TODAY, [json.dumps(asked)])}
    return {d: tuple(i for i in found if i.code not in BESIDE or d in beside) for d, found in due.items()}


_SAME_TODAY = """
SELECT d.id FROM json_each(?) j JOIN drafts d ON d.id = j.value
 WHERE EXISTS (SELECT 1 FROM drafts o WHERE o.product_id = d.product_id AND o.offer_key = d.offer_key
                  AND o.submission_id = d.submission_id AND o.id < d.id)
"""
