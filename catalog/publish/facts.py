"""What all accepted drafts together say: one set of facts per product, its offers, its producer.

Drafts are merged in the order in which they arrived; a later word on a column replaces the earlier one, a blank says
nothing. What is held or rejected changes nothing of what was accepted before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog import columns
from catalog.values import quantity
from catalog.workbench import pictures as received
from catalog.workbench.album import MOST_PER_PRODUCT
from catalog.workbench.store import Workbench

Facts = dict[str, Any]

OFFER_COLUMNS = tuple(c for c in columns.COLUMNS if c.table == "offers")
OFFER_FIELDS = frozenset(f.name for c in OFFER_COLUMNS for f in c.typed)


@dataclass(slots=True)
class Merged:
    """One product as accepted: facts that are its own, its offers by key in order, and where they come from."""

    id: str
    producer_id: str
    facts: Facts = field(default_factory=dict)
    offers: dict[str, Facts] = field(default_factory=dict)
    pictures: tuple[Facts, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    source_id: str = ""
    changed_at: str = ""


def merged(bench: Workbench) -> list[Merged]:
    """Every product with at least one accepted draft, by id."""
    products: dict[str, Merged] = {}
    pictures = _pictures(bench)
    for draft in bench.rows(_ACCEPTED):
        product = products.setdefault(draft["product_id"], Merged(draft["product_id"], draft["producer_id"]))
        if _merge(product, json.loads(draft["facts"]), draft["offer_key"]) or not product.source_id:
            product.changed_at, product.source_id = draft["decided_at"], draft["submission_id"]
        product.producer_id = draft["producer_id"]
        product.pictures = _together(product.pictures, pictures.get(draft["id"], ()))
    said = received.said(bench)
    for product in products.values():
        product.pictures = _as_said(product.pictures, said.get(product.id, received.Said()))
    return [products[i] for i in sorted(products)]


_ACCEPTED = """
SELECT d.id, d.product_id, d.producer_id, d.offer_key, d.facts, d.submission_id, s.decided_at
  FROM states s JOIN drafts d ON d.id = s.draft_id
 WHERE s.state = 'accepted' AND d.product_id IS NOT NULL AND d.producer_id IS NOT NULL
 ORDER BY d.id
"""


def _pictures(bench: Workbench) -> dict[int, tuple[Facts, ...]]:
    found: dict[int, list[Facts]] = {}
    sql = """SELECT p.*, d.submission_id FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id
              ORDER BY p.draft_id, p.position"""
    for row in bench.rows(sql):
        found.setdefault(row["draft_id"], []).append(dict(row))
    return {draft: tuple(rows) for draft, rows in found.items()}


def _together(before: tuple[Facts, ...], new: tuple[Facts, ...]) -> tuple[Facts, ...]:
    """A later delivery's pictures in the place of earlier ones; rows of one delivery (packs) have theirs together."""
    if not new:
        return before
    if before and before[0]["submission_id"] == new[0]["submission_id"]:
        new = (*before, *new)
    return tuple({p["sha256"]: p for p in new}.values())


def _as_said(pictures: tuple[Facts, ...], said: received.Said) -> tuple[Facts, ...]:
    """The pictures without those that a person took away and with those that one added, numbered from 1."""
    kept = {p["sha256"]: p for p in (*pictures, *said.added) if p["sha256"] not in said.removed}
    return tuple(p | {"position": n} for n, p in enumerate(list(kept.values())[:MOST_PER_PRODUCT], 1))


def _merge(product: Merged, facts: Facts, offer_key: str) -> bool:
    """Lays one draft's facts over the product's; whether anything changed."""
    own = {k: v for k, v in facts.items() if k not in OFFER_FIELDS}
    changed = _lay_over(product.facts, own, columns.COLUMNS)
    for key, offer in _offers(facts, offer_key):
        changed |= _lay_over(product.offers.setdefault(key, {}), offer, OFFER_COLUMNS)
    return changed


def _lay_over(old: Facts, new: Facts, over: Iterable[columns.Column]) -> bool:
    """Replaces, column by column, all fields of a column on which `new` says anything."""
    before = dict(old)
    for column in over:
        names = [f.name for f in column.typed]
        if any(n in new for n in names):
            for name in names:
                old.pop(name, None)
            old.update({n: new[n] for n in names if n in new})
    return old != before


def _offers(facts: Facts, offer_key: str) -> Iterator[tuple[str, Facts]]:
    """The offers of one draft: one, or one for each size where a cell states several prices."""
    own = {k: v for k, v in facts.items() if k in OFFER_FIELDS}
    choices = json.loads(facts.get("choices") or "[]")
    if not choices:
        yield offer_key, own
    for pack, low, high in choices:
        content = quantity.content(pack or "")
        sized = {"price_low": low, "price_high": high, "price_words": own.get("price_words")}
        sized |= {"net_total": content.total, "net_unit": content.unit, "pack_count": content.count}
        sized |= {"container": content.container, "pack_words": pack or own.get("pack_words")}
        yield f"{offer_key}|{pack}", {k: v for k, v in sized.items() if v is not None}
