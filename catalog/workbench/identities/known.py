"""What the workbench knows of one producer's products: the latest word on each, for the sheet that goes out."""

from __future__ import annotations

import json
from typing import Any

from catalog.errors import Conflict, Unknown
from catalog.values import text
from catalog.workbench.identities import succession
from catalog.workbench.store import Workbench


def products_of(bench: Workbench, producer: str) -> list[dict[str, Any]]:
    """The facts of each product and pack of a producer, in the order they were first sent; rejected ones left out.

    producer is an id, a name, or words of a name (accents optional). Raises Unknown where none has them, Conflict
    where several have.
    """
    found = producer_id(bench, producer)
    rows = bench.rows(
        """SELECT d.facts, s.product_id, s.offer_key, u.places_on FROM states s JOIN drafts d ON d.id = s.draft_id
             JOIN submissions u ON u.id = s.submission_id
            WHERE s.producer_id = ? AND s.product_id IS NOT NULL AND s.state <> 'rejected' ORDER BY s.draft_id""",
        [found],
    )
    latest = {
        (r["product_id"], r["offer_key"]): succession.in_force(json.loads(r["facts"]), r["places_on"]) for r in rows
    }
    return list(latest.values())


def producer_id(bench: Workbench, words: str, *, also_replaced: bool = False) -> str:
    """The id of the producer with this id, name or words of a name. Raises Unknown or Conflict.

    One of whom nothing is left but rows that a mended sheet has replaced (its address was not understood at first) is
    passed over where another one is called so; also_replaced: not so.
    """
    rows = bench.rows(_NAMES)
    names = [(r["id"], r["name"] or "") for r in rows]
    if words in dict(names):
        return words
    asked, spelt = text.fold(words), text.key(words)
    exact = {i: name for i, name in names if text.key(name) == spelt}
    alike = exact or {i: name for i, name in names if asked and asked in text.fold(name)}
    if len(alike) > 1 and not also_replaced:
        stands = {r["id"] for r in rows if r["stands"]}
        alike = {i: name for i, name in alike.items() if i in stands} or alike
    if not alike:
        raise Unknown("producer", words, sorted({name for _, name in names})[:10])
    if len(alike) > 1:
        told = "; ".join(f"{i} {alike[i]}" for i in sorted(alike)[:10])
        raise Conflict(f"Several producers are called {words!r}; give the id: {told}.")
    return next(iter(alike))


# Every spelling counts, also that of a producer that gave way to this one.
_NAMES = """
SELECT s.producer_id AS id, json_extract(d.facts, '$.producer') AS name, max(s.draft_id) AS last,
       max(s.state <> 'replaced') AS stands
  FROM states s JOIN drafts d ON d.id = s.draft_id WHERE s.producer_id IS NOT NULL GROUP BY 1, 2 ORDER BY last
"""
