"""What people say of pairs: joined, taken apart, two after all; and the list of pairs that wait for an answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from catalog.errors import Conflict, Unknown
from catalog.workbench.identities import finding, joins, owned
from catalog.workbench.identities.joins import NAMES, RULE, Now, known, names_of, pair, recorded, resolve
from catalog.workbench.identities.twins import Book
from catalog.workbench.store import Workbench, now


def settle(bench: Workbench) -> Now:
    """Makes drafts and `identity_now` what the recorded pairs come to; call it in the transaction of any change.

    Where producers come together or apart, their products are compared, which nobody had reason to do before.
    """
    before = joins.settled_producers(bench)
    found = joins.settle(bench)
    moved = joins.moved(sorted({*before, *found.producers}), before, found.producers)
    if moved:
        joins.store(bench, Book(bench).within(moved, found.producers), None)
        found = joins.settle(bench)
    return found


def merge(
    bench: Workbench, stays: str, goes: str, reason: str, who: str, *, of_rows: Mapping[str, str] = MappingProxyType({})
) -> int:
    """Joins two products or two producers, given by an id or by the address of a page; gives the join's number.

    of_rows: for what was named by a row on the table, the own id of that row. Raises Unknown, and Conflict where they
    are one already, of two kinds, or products of two producers.
    """
    with bench.joining():
        a, b = finding.thing(bench, stays), finding.thing(bench, goes)
        if a.kind != b.kind:
            raise Conflict(f"{stays} is a {a.kind} and {goes} a {b.kind}.")
        if a.id == b.id:
            raise Conflict(f"{stays} and {goes} are one {a.kind} already.")
        if a.producer_id != b.producer_id:
            raise Conflict(f"{stays} and {goes} have two producers: join {a.producer_id} and {b.producer_id} first.")
        why = json.dumps({"for": [reason] if reason else [], "against": []}, ensure_ascii=False)
        goes, stays = (of_rows.get(said) or owned.first(bench, a.kind, one.id) for said, one in ((goes, b), (stays, a)))
        bench.insert("identity_joins", NAMES, [(a.kind, goes, stays, why, 1, 1, None, who, now())])
        number = int(bench.rows("SELECT max(id) FROM identity_joins")[0][0])
        settle(bench)
    return number


def split(bench: Workbench, number: int, reason: str, who: str) -> str | None:
    """Takes a join apart, or answers that a pair that was asked is two; the id that both still have, else None.

    Without a person's join the rule counts again; the rule's own join undone, nothing joins the pair any more. Raises
    Unknown, or Conflict where it was undone already.
    """
    with bench.joining():
        row = bench.one("SELECT * FROM identity_joins WHERE id = ?", [number])
        if row is None:
            raise Unknown("join", str(number))
        same = {r["id"] for r in bench.rows(_OF_PAIR, [row["kind"], row["from_id"], row["into_id"]])}
        if number not in same:
            raise Conflict(f"Join {number} was taken apart already.")
        if row["decided_by"] != RULE:
            same = {number}
        names = ("join_id", "reason", "decided_by", "decided_at")
        bench.insert("joins_undone", names, [(i, reason, who, now()) for i in sorted(same)])
        found = settle(bench)
    ids = found.producers if row["kind"] == "producer" else found.products
    a, b = (ids.get(i, i) for i in (row["from_id"], row["into_id"]))
    return a if a == b else None


_OF_PAIR = """
SELECT id FROM identity_joins WHERE kind = ?1 AND ((from_id = ?2 AND into_id = ?3) OR (from_id = ?3 AND into_id = ?2))
   AND id NOT IN (SELECT join_id FROM joins_undone)
"""


def twins(bench: Workbench) -> list[dict[str, Any]]:
    """Pairs that wait for an answer, likeliest first: join, kind, both ids with names, points, for, against."""
    said = recorded(bench)
    facts = known(bench, said, names_of(bench, said))
    found = resolve(bench, said, facts)
    numbers = {pair(r["kind"], r["from_id"], r["into_id"]): r["id"] for r in bench.rows(_LAST)}
    waiting = []
    for p, answer in joins.waiting(said, facts, found):
        ids = found.producers if p.kind == "producer" else found.products
        sides = [{"id": ids.get(i, i), "name": joins.shown(bench, p.kind, i)} for i in (p.one, p.other)]
        waiting.append({
            "join": numbers[p], "kind": p.kind, "one": sides[0], "other": sides[1], "points": answer.points,
            "for": list(answer.speaks_for), "against": list(answer.against),
        })  # fmt: skip
    return sorted(waiting, key=lambda t: (-t["points"], t["kind"], t["join"]))


_LAST = "SELECT max(id) AS id, kind, from_id, into_id FROM identity_joins GROUP BY kind, from_id, into_id"


def listed(bench: Workbench, about: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Every join and question that was recorded, newest first, with who, when, why, and who took it apart.

    about: own ids of which one must stand in it.
    """
    sql = """SELECT j.*, u.decided_by AS undone_by, u.decided_at AS undone_at, u.reason AS undone_why
               FROM identity_joins j LEFT JOIN joins_undone u ON u.join_id = j.id"""
    these = "(SELECT value FROM json_each(?1))"
    chosen = "" if about is None else f"WHERE j.from_id IN {these} OR j.into_id IN {these}"
    values = [] if about is None else [json.dumps(sorted(about))]
    return [dict(r) | {"why": json.loads(r["why"])} for r in bench.rows(f"{sql} {chosen} ORDER BY j.id DESC", values)]
