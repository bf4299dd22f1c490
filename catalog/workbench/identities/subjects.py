"""A producer or product as people name it (id, address of a page, name), with every id that it ever had."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from catalog.workbench.identities import known
from catalog.workbench.store import Workbench

Kind = Literal["producer", "product"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One producer or product: the id that stays, its name, and the own ids of all that was joined to it.

    producers is empty for a product. products: own ids of the product, or of everything that the producer makes.
    """

    kind: Kind
    id: str
    name: str
    producers: frozenset[str]
    products: frozenset[str]


def producer(bench: Workbench, words: str) -> str:
    """The id of the producer that is named by an id, the address of its page, or its name (or a part of it).

    Raises Unknown where there is none, Conflict where several may be meant.
    """
    return _id(bench, "producer", _last(words)) or known.producer_id(bench, words)


def find(bench: Workbench, words: str) -> Subject:
    """The producer or product that is named by an id or the address of its page, else the producer of that name.

    Also one of which nothing is left but what was rejected or taken back. Raises as `producer` does.
    """
    said = _last(words)
    if found := _id(bench, "product", said):
        return _product(bench, found)
    maker = _id(bench, "producer", said) or known.producer_id(bench, words, also_replaced=True)
    return _producer(bench, maker)


def _last(words: str) -> str:
    """The last part of an address; an id or a name is its own."""
    return words.strip().rstrip("/").rpartition("/")[2].removeprefix("co-so-") or words


def _id(bench: Workbench, kind: Kind, said: str) -> str | None:
    row = bench.one(
        f"""SELECT coalesce(n.now_id, a.id) AS id FROM (SELECT ?1 AS id UNION SELECT id FROM slugs WHERE slug = ?1) a
              LEFT JOIN identity_now n ON n.id = a.id
             WHERE EXISTS (SELECT 1 FROM drafts WHERE named_{kind}_id = a.id)""",  # noqa: S608 - one of two
        [said],
    )
    return str(row["id"]) if row else None


def _product(bench: Workbench, ident: str) -> Subject:
    own = _together(bench, "product", {ident})
    sql = "SELECT name FROM drafts WHERE named_product_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    row = bench.one(sql, [_in(own)])
    return Subject("product", ident, str(row["name"]) if row else ident, frozenset(), frozenset(own))


def _producer(bench: Workbench, ident: str) -> Subject:
    own = _together(bench, "producer", {ident})
    rows = bench.rows(
        """SELECT DISTINCT named_product_id AS id FROM drafts WHERE named_product_id IS NOT NULL
              AND named_producer_id IN (SELECT value FROM json_each(?))""",
        [_in(own)],
    )
    products = _together(bench, "product", {r["id"] for r in rows}) if rows else set()
    # A product that people joined across producers that came apart again is only ours where we named it.
    products &= {r["id"] for r in rows}
    name = bench.one(
        """SELECT json_extract(facts, '$.producer') AS name FROM drafts
            WHERE named_producer_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC""",
        [_in(own)],
    )
    return Subject("producer", ident, str(name["name"]) if name else ident, frozenset(own), frozenset(products))


def _together(bench: Workbench, kind: Kind, start: set[str]) -> set[str]:
    """The own ids that came to be one with these, also in deliveries that were taken back since."""
    if not start:
        return set()
    beside: dict[str, set[str]] = defaultdict(set)
    for row in bench.rows(_PAIRS, [kind]):
        beside[row["from_id"]].add(row["into_id"])
        beside[row["into_id"]].add(row["from_id"])
    found, waiting = set(start), list(start)
    while waiting:
        new = beside[waiting.pop()] - found
        found |= new
        waiting += new
    return found


# Pairs that are joined now, and sure ones of which a side stands in no living row, so that nobody answers them now.
_PAIRS = """
WITH alive AS (
  SELECT named_producer_id AS id FROM drafts WHERE submission_id NOT IN (SELECT submission_id FROM taken_back)
   UNION SELECT named_product_id FROM drafts WHERE submission_id NOT IN (SELECT submission_id FROM taken_back))
SELECT id AS from_id, now_id AS into_id FROM identity_now
 UNION SELECT from_id, into_id FROM identity_joins
  WHERE kind = ?1 AND is_sure AND id NOT IN (SELECT join_id FROM joins_undone)
    AND (from_id NOT IN (SELECT id FROM alive WHERE id IS NOT NULL)
      OR into_id NOT IN (SELECT id FROM alive WHERE id IS NOT NULL))
"""


def names(bench: Workbench, producers: frozenset[str]) -> list[str]:
    """Every spelling of the producers' name that a row has, in order of arrival."""
    rows = bench.rows(
        """SELECT json_extract(facts, '$.producer') AS name, min(id) AS first FROM drafts
            WHERE named_producer_id IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY first""",
        [_in(producers)],
    )
    return [r["name"] for r in rows if r["name"]]


def _in(ids: set[str] | frozenset[str]) -> str:
    return json.dumps(sorted(ids))
