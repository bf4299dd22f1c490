"""Products that may be the one an officer looks at: others of its producer, and pairs that the rule asked about."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rapidfuzz import fuzz

from catalog.values import text
from catalog.workbench.store import Workbench

MOST = 8
# Names that share fewer of their words than this, of 100, are not worth a look.
FEWEST = 55


@dataclass(frozen=True, slots=True)
class Similar:
    """One product; join: the number of the question that waits about the two, None where nobody asked.

    state: of its last row. slug: of its page, None where it never had one.
    """

    product: str
    name: str
    pack: str
    commune: str
    state: str
    draft: int
    slug: str | None
    points: int
    join: int | None


def to(bench: Workbench, product: str | None, producer: str | None, name: str | None) -> list[Similar]:
    """The likeliest others of a product, those that were asked about first; nothing where a row names no product."""
    if product is None or producer is None:
        return []
    asked = {row["other"]: row["id"] for row in bench.rows(_ASKED, [product])}
    known = text.fold(name or "")
    found = []
    for row in bench.rows(_OTHERS, [producer, product, json.dumps(list(asked))]):
        points = round(fuzz.token_set_ratio(known, text.fold(row["name"] or "")))
        if points >= FEWEST or row["product_id"] in asked:
            found.append(
                Similar(row["product_id"], row["name"] or "—", row["pack"] or "", row["commune"] or "", row["state"],
                        row["draft_id"], row["slug"], points, asked.get(row["product_id"]))
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.join is None, -one.points, one.product))[:MOST]


_ASKED = """
SELECT max(j.id) AS id, CASE WHEN coalesce(a.now_id, j.from_id) = ?1 THEN coalesce(b.now_id, j.into_id)
                             ELSE coalesce(a.now_id, j.from_id) END AS other
  FROM identity_joins j LEFT JOIN identity_now a ON a.id = j.from_id LEFT JOIN identity_now b ON b.id = j.into_id
 WHERE j.kind = 'product' AND j.is_sure = 0 AND j.id NOT IN (SELECT join_id FROM joins_undone)
   AND ?1 IN (coalesce(a.now_id, j.from_id), coalesce(b.now_id, j.into_id))
   AND coalesce(a.now_id, j.from_id) <> coalesce(b.now_id, j.into_id)
 GROUP BY other
"""
_OTHERS = """
SELECT s.product_id, max(s.draft_id) AS draft_id, s.state, d.name, json_extract(d.facts, '$.pack_words') AS pack,
       json_extract(d.facts, '$.commune') AS commune,
       (SELECT slug FROM slugs WHERE id = s.product_id ORDER BY given_at DESC LIMIT 1) AS slug
  FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE (s.producer_id = ?1 OR s.product_id IN (SELECT value FROM json_each(?3)))
   AND s.product_id IS NOT NULL AND s.product_id <> ?2
 GROUP BY s.product_id
"""
