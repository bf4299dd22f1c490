"""What a person names: a product or producer by an id, also one that gave way, by a page's address or by a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from catalog.errors import Conflict, Unknown
from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    from catalog.workbench.identities.joins import Kind


class Subject(NamedTuple):
    """A product, its producer (None where no row names one), and where a draft was named that draft and its pack."""

    product_id: str
    producer_id: str | None
    offer_key: str | None = None
    draft_id: int | None = None


class Thing(NamedTuple):
    """A product or a producer; producer_id is the product's, None of a producer itself."""

    kind: Kind
    id: str
    producer_id: str | None


def id_now(bench: Workbench, said: str) -> str:
    """The id that an id, or an address that a page has or had, comes to now; as it is where nothing is known of it."""
    sql = """SELECT coalesce(n.now_id, g.id) FROM (SELECT coalesce((SELECT id FROM slugs WHERE slug = ?1), ?1) AS id) g
               LEFT JOIN identity_now n ON n.id = g.id"""
    return str(bench.rows(sql, [said])[0][0])


def product(bench: Workbench, said: str) -> Subject:
    """The product of the draft of that number, else of that id or address.

    Raises Unknown, or Conflict for a draft whose row names no product.
    """
    row = None
    if said.isdecimal():
        sql = "SELECT product_id, producer_id, offer_key, draft_id FROM states WHERE draft_id = ?"
        row = bench.one(sql, [min(int(said), 2**62)])
    row = row or bench.one(_LAST, [id_now(bench, said)])
    if row is None:
        raise Unknown("product or draft", said)
    if row["product_id"] is None:
        raise Conflict(f"Draft {said} names no product, so nothing can be said of it; ask for the row.")
    return Subject(*row)


_LAST = """
SELECT product_id, producer_id, NULL AS offer_key, NULL AS draft_id FROM states WHERE product_id = ?
 ORDER BY draft_id DESC LIMIT 1
"""


class Maker(NamedTuple):
    """A producer, and the last of its products that a row names."""

    producer_id: str
    product_id: str


def producer(bench: Workbench, said: str) -> Maker | None:
    """The producer of that id or address, None where it is none or has no product."""
    sql = """SELECT producer_id, product_id FROM states WHERE producer_id = ? AND product_id IS NOT NULL
              ORDER BY draft_id DESC LIMIT 1"""
    row = bench.one(sql, [id_now(bench, said)])
    return Maker(*row) if row else None


def thing(bench: Workbench, said: str) -> Thing:
    """The product or producer of that id or address. Raises Unknown."""
    ident = id_now(bench, said)
    row = bench.one(_LAST, [ident])
    if row:
        return Thing("product", ident, row["producer_id"])
    if bench.one("SELECT 1 FROM states WHERE producer_id = ?", [ident]):
        return Thing("producer", ident, None)
    raise Unknown("product or producer", said)
