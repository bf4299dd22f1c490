"""What is to be removed: takedowns as recorded, and the order that each of them is, by digests alone.

A takedown is recorded first and finished last; in between every step can be run again (publish/removal.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.workbench.identities import identity
from catalog.workbench.identities.subjects import Subject
from catalog.workbench.identities.tombstones import Stone
from catalog.workbench.store import Workbench, now

RETENTION = "retention"
# What is known of a takedown beside its tombstones.
ABOUT = ("id", "kind", "reason", "decided_by", "decided_at")


@dataclass(frozen=True, slots=True)
class Order:
    """One takedown: who wanted what gone, when and why, and everything that is known by a digest of it."""

    id: str
    kind: str
    reason: str
    decided_by: str
    decided_at: str
    stones: frozenset[Stone]
    is_finished: bool = False

    def of(self, *kinds: str) -> frozenset[str]:
        """The digests and hashes of some kinds."""
        return frozenset(s.hash for s in self.stones if s.kind in kinds)

    def json(self) -> dict[str, Any]:
        """As it is kept beside backups."""
        stones = sorted(self.stones)
        said = {n: getattr(self, n) for n in ABOUT}
        return said | {"stones": [list(s) for s in stones]}


def of_json(said: dict[str, Any]) -> Order:
    """The order that `json` gave. Raises KeyError, TypeError or ValueError for anything else."""
    ident, kind, reason, who, at = (str(said[n]) for n in ABOUT)
    stones = frozenset(Stone(str(k), str(digest)) for k, digest in said["stones"])
    return Order(ident, kind, reason, who, at, stones)


def orders(bench: Workbench, *, unfinished: bool = False) -> list[Order]:
    """Every takedown in the order in which they were decided; only those that are not finished, where asked."""
    stones: dict[str, set[Stone]] = {}
    for r in bench.rows("SELECT * FROM tombstones"):
        stones.setdefault(r["takedown_id"], set()).add(Stone(r["kind"], r["hash"]))
    rows = bench.rows("SELECT * FROM takedowns ORDER BY decided_at, rowid")
    return [
        Order(**{n: r[n] for n in ABOUT}, stones=frozenset(stones.get(r["id"], ())), is_finished=bool(r["finished_at"]))
        for r in rows
        if not (unfinished and r["finished_at"])
    ]


def begin(bench: Workbench, subject: Subject, reason: str, who: str) -> Order:
    """Records that a subject is to be removed. One that was begun and is not finished is the same takedown."""
    with bench.writing():
        stones = {Stone("producer", i) for i in subject.producers} | {Stone("product", i) for i in subject.products}
        for order in orders(bench, unfinished=True):
            if order.stones >= stones:
                return order
        stones |= {Stone("mark", key) for key in _marks(bench, subject.producers)}
        stones |= _named(bench, subject)
        at = now()
        ident = identity.digest(subject.kind, at, *sorted(s.hash for s in stones))
        order = Order(ident, subject.kind, reason, who, at, frozenset(stones))
        record(bench, order)
    return order


def record(bench: Workbench, order: Order) -> None:
    """Writes an order down, and tombstones that it has gained since; within the transaction of the caller."""
    if not bench.one("SELECT 1 FROM takedowns WHERE id = ?", [order.id]):
        bench.insert("takedowns", ABOUT, [tuple(getattr(order, n) for n in ABOUT)])
    add(bench, order.id, order.stones)


def add(bench: Workbench, takedown: str, stones: Iterable[Stone]) -> None:
    """Adds tombstones to a takedown; within the transaction of the caller."""
    sql = "INSERT OR IGNORE INTO tombstones (kind, hash, takedown_id) VALUES (?, ?, ?)"
    bench.db.executemany(sql, [(s.kind, s.hash, takedown) for s in sorted(stones)])


def finish(bench: Workbench, takedown: str) -> None:
    """Notes that nothing of it is left to be done."""
    with bench.writing() as db:
        db.execute("UPDATE takedowns SET finished_at = ? WHERE id = ? AND finished_at IS NULL", [now(), takedown])


def _named(bench: Workbench, subject: Subject) -> set[Stone]:
    """The digests of the names' keys: what comes again has those ids, whatever ids an older home gave."""
    ids = json.dumps(sorted(subject.producers | subject.products))
    rows = bench.rows("SELECT key FROM identities WHERE id IN (SELECT value FROM json_each(?))", [ids])
    kinds = {"producer": "producer", "name": "product"}
    found = ((kinds.get(row["key"].partition(":")[0]), row["key"]) for row in rows)
    return {Stone(kind, identity.digest(key)) for kind, key in found if kind}


def _marks(bench: Workbench, producers: Iterable[str]) -> list[str]:
    """Digests of telephones and tax codes that nobody else has; a helper's telephone on many rows tells nothing."""
    rows = bench.rows(
        """SELECT key FROM identities WHERE key LIKE 'phone:%' OR key LIKE 'tax:%' GROUP BY key
            HAVING min(id IN (SELECT value FROM json_each(?))) = 1""",
        [json.dumps(sorted(producers))],
    )
    return [r["key"] for r in rows]
