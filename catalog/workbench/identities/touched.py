"""Whom an undone delivery or join may have touched: those whom pairs connect with what it named."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from catalog.workbench.identities import identity, joins, wear
from catalog.workbench.identities.joins import Pair
from catalog.workbench.store import Workbench


def named(bench: Workbench, submission_id: str) -> frozenset[str]:
    """The own ids that a delivery names."""
    return frozenset(row["id"] for row in bench.rows(_NAMED, [submission_id]))


_NAMED = """
SELECT named_product_id AS id FROM drafts WHERE submission_id = ?1 AND named_product_id IS NOT NULL
 UNION SELECT named_producer_id FROM drafts WHERE submission_id = ?1 AND named_producer_id IS NOT NULL
"""


def sharing(bench: Workbench, owns: Collection[str]) -> frozenset[str]:
    """The own ids that stand in pairs and share a mark with some which stands on too many names."""
    return frozenset(row["id"] for row in bench.rows(_SHARED, [json.dumps([*owns]), wear.FEW]))


# Only who stands in a pair can be asked of.
_SHARED = """
WITH codes AS (
  SELECT key FROM identities WHERE key NOT LIKE 'name:%' AND key NOT LIKE 'producer:%'
     AND key IN (SELECT key FROM identities WHERE id IN (SELECT value FROM json_each(?1)))
   GROUP BY key HAVING count(*) > ?2)
SELECT DISTINCT i.id FROM identities i WHERE i.key IN (SELECT key FROM codes)
   AND (i.id IN (SELECT from_id FROM identity_joins) OR i.id IN (SELECT into_id FROM identity_joins))
"""


def kept_apart(bench: Workbench, owns: Collection[str]) -> list[Pair]:
    """Pairs of those who had a mark first that some own ids put on too many names: nobody compared them for it.

    Too many may have it by now without these; those who had it first were few once.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for row in bench.rows(_WORN, [json.dumps([*owns]), wear.FEW]):
        holders[row["key"]].append(row["id"])
    return [
        joins.pair("producer" if key.startswith(identity.PRIVATE) else "product", *both)
        for key, first in holders.items()
        for both in combinations(first[: wear.FEW], 2)
    ]


# Living holders of such marks, in the order in which living rows named them.
_WORN = """
WITH gone AS (SELECT submission_id FROM taken_back),
     worn AS (
  SELECT key FROM identities WHERE key NOT LIKE 'name:%' AND key NOT LIKE 'producer:%' AND key NOT LIKE 'decision:%'
     AND key IN (SELECT key FROM identities WHERE id IN (SELECT value FROM json_each(?1)))
   GROUP BY key HAVING count(*) > ?2)
SELECT i.key, i.id, coalesce(
         (SELECT min(id) FROM drafts WHERE named_producer_id = i.id AND submission_id NOT IN gone),
         (SELECT min(id) FROM drafts WHERE named_product_id = i.id AND submission_id NOT IN gone)) AS first
  FROM identities i WHERE i.is_living AND i.key IN (SELECT key FROM worn) ORDER BY i.key, first
"""


def connected(bench: Workbench, owns: Collection[str], more: Iterable[Pair] = ()) -> dict[str, frozenset[str]]:
    """Own ids that recorded pairs connect with some, a product being connected with its producer.

    Each with all that it is connected with, itself too. more: pairs that are not recorded.
    """
    near: dict[str, set[str]] = defaultdict(set)
    pairs = [*joins.recorded(bench), *more]
    makers = [(own, key.removeprefix("name:").partition("|")[0]) for own, key in joins.names_of(bench, pairs).items()]
    for one, other in [*(p[1:] for p in pairs), *makers]:
        near[one].add(other)
        near[other].add(one)
    found: dict[str, frozenset[str]] = {}
    for own in owns:
        if own in near and own not in found:
            together = _reached(own, near)
            found.update(dict.fromkeys(together, together))
    return found


def _reached(own: str, near: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    due = {own}
    while due:
        found |= due
        due = {other for one in due for other in near[one]} - found
    return frozenset(found)
