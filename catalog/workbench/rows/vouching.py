"""For whom somebody speaks who sends by the pages: rows of others wait for a person, as those of a stranger do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.values import text
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.senders.invitations import Invitation
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Vouched:
    """The producers (ids) for whom an officer vouches that the sender speaks; and names of some that are new.

    product_id: the one product that a change on a producer's own page is about; change: what was changed of it.
    """

    producers: frozenset[str]
    names: frozenset[str] = frozenset()
    product_id: str | None = None
    change: str | None = None


def of(bench: Workbench, invitation: Invitation, product_id: str | None = None, change: str | None = None) -> Vouched:
    """For whom the holder of an invitation speaks now.

    A name that was invited before anything of it was there means the producer whose first row came by this very
    invitation, or is about to; never one that somebody else brought.
    """
    ids = {p.id for p in invitation.producers if p.id}
    names = {text.key(p.name) for p in invitation.producers if p.id is None}
    rows = bench.rows(_FIRST_SENT, [invitation.id]) if names else []
    ids |= {r["producer_id"] for r in rows if text.key(r["name"] or "") in names}
    return Vouched(frozenset(ids), frozenset(names), product_id, change)


_FIRST_SENT = """
WITH own AS (SELECT s.submission_id AS id FROM ticket_submissions s JOIN tickets t ON t.id = s.ticket_id
              WHERE t.invitation_id = ?)
SELECT DISTINCT coalesce(n.now_id, d.named_producer_id) AS producer_id, json_extract(d.facts, '$.producer') AS name
  FROM drafts d LEFT JOIN identity_now n ON n.id = d.named_producer_id
 WHERE d.submission_id IN (SELECT id FROM own) AND d.named_producer_id IS NOT NULL
   AND (SELECT submission_id FROM drafts WHERE named_producer_id = d.named_producer_id ORDER BY id LIMIT 1)
       IN (SELECT id FROM own)
"""


def tell(drafts: Iterable[Draft], bench: Workbench, vouched: Vouched) -> None:
    """Says of each row that it is of another producer, and of a change on a producer's own page what it changes."""
    there: dict[str, bool] = {}
    for draft in drafts:
        if not _covers(draft, bench, vouched, there):
            draft.doubt("sender-other", "producer", draft.facts.get("producer"))
        if vouched.change and draft.product_id != vouched.product_id:
            draft.doubt("own-unplaced", "name", draft.name)
        elif vouched.change:
            draft.doubt(_CHANGED[vouched.change], vouched.change, _shown(draft, vouched.change))


# What is said of a row by what was tapped.
_CHANGED = {"price": "own-price", "stock": "own-stock"}


def _covers(draft: Draft, bench: Workbench, vouched: Vouched, there: dict[str, bool]) -> bool:
    producer = draft.producer_id
    if producer is None or producer in vouched.producers:
        return producer is not None
    if text.key(draft.facts.get("producer") or "") not in vouched.names:
        return False
    if producer not in there:
        sql = "SELECT 1 FROM drafts WHERE named_producer_id = ? OR producer_id = ? LIMIT 1"
        there[producer] = bench.one(sql, [producer, producer]) is not None
    return not there[producer]


def _shown(draft: Draft, change: str) -> str | None:
    facts = draft.facts
    return facts.get(f"{change}_words") or json.dumps(facts.get(change))
