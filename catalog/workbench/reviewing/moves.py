"""What a reform moved: the communes that rows name and that are no longer there, and where their products are now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalog.registers.places import edition
from catalog.values.places import place_heirs
from catalog.values.places.place_index import index
from catalog.values.places.places import Candidate
from catalog.workbench.reviewing import accepted
from catalog.workbench.store import Workbench


@dataclass(slots=True)
class Move:
    """One commune that ended: what holds its land now, and what of ours stands there.

    last_day   its last day. into: one commune where it was renamed or merged, several where it was split
    products   ids of accepted products that it was said of. waiting: numbers of drafts that wait for a person
    unplaced   those of the products that are in no commune now: somebody has to say which part of it
    """

    code: str
    commune: str
    last_day: str
    into: tuple[Candidate, ...]
    products: list[str] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """As the command prints it."""
        own = {n: getattr(self, n) for n in ("code", "commune", "last_day", "products", "waiting", "unplaced")}
        return own | {"into": [heir.json() for heir in self.into]}


def moves(bench: Workbench) -> list[Move]:
    """Every commune that rows of ours name and that ended since, by its last day and code."""
    found: dict[tuple[str, str], Move] = {}
    for row in (*bench.rows(_NAMED, [edition()]), *bench.rows(_EDITED, [edition()])):
        unit = index().on_day(row["code"], row["places_on"])
        if unit is None or not unit.valid_to:
            continue
        key = (unit.valid_to, unit.code)
        into = place_heirs.heirs(row["code"], row["places_on"])
        move = found.setdefault(key, Move(unit.code, unit.full, unit.valid_to, into))
        move.products += [i for i in json.loads(row["products"]) if i not in move.products]
        move.waiting += json.loads(row["waiting"])
    _find_unplaced(bench, found.values())
    return [found[key] for key in sorted(found)]


# By commune and the day on which it was read: products that an accepted row places there, and last words that wait.
_NAMED = """
WITH latest AS (
  SELECT s.*, max(s.draft_id) OVER (PARTITION BY coalesce(s.product_id, s.draft_id), s.offer_key) AS last FROM states s)
SELECT json_extract(d.facts, '$.commune_code') AS code, u.places_on,
       json_group_array(DISTINCT s.product_id) FILTER (WHERE s.state = 'accepted') AS products,
       json_group_array(s.draft_id) FILTER (WHERE s.state = 'held') AS waiting
  FROM latest s JOIN drafts d ON d.id = s.draft_id JOIN submissions u ON u.id = s.submission_id
 WHERE u.places_on <> ? AND code IS NOT NULL
   AND (s.state = 'accepted' OR (s.state = 'held' AND s.draft_id = s.last))
 GROUP BY 1, 2
"""
# Likewise of what officers said, which is about a producer and so about all of its products.
_EDITED = """
SELECT json_extract(e.facts, '$.commune_code') AS code, e.places_on,
       json_group_array(DISTINCT s.product_id) AS products, '[]' AS waiting
  FROM edits e LEFT JOIN identity_now n ON n.id = e.subject
  JOIN states s ON s.producer_id = coalesce(n.now_id, e.subject) AND s.state = 'accepted' AND s.product_id IS NOT NULL
 WHERE e.places_on <> ? AND code IS NOT NULL AND e.id NOT IN (SELECT edit_id FROM withdrawn_edits)
 GROUP BY 1, 2
"""


def _find_unplaced(bench: Workbench, found: Iterable[Move]) -> None:
    asked = {product: move for move in found if len(move.into) != 1 for product in move.products}
    for product in accepted.products(bench, asked) if asked else ():
        if not product.facts.get("commune_code"):
            asked[product.id].unplaced.append(product.id)
