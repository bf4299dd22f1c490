"""The products of a delivery, and the words by which photos may call them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalog.workbench.photos.photo_names import Said, said
from catalog.workbench.rows.drafts import Draft

CODES = ("sku", "product_code", "gtin")
# Where the words beside a product's name may come from.
CONTEXT = ("producer", "brand", "commune", "district", "province", "address", "pack_words")


@dataclass(slots=True, eq=False)
class Product:
    """The rows of one product, by whatever packs, and the words by which photos may call it."""

    drafts: list[Draft] = field(default_factory=list)
    names: dict[Said, None] = field(default_factory=dict)
    codes: set[tuple[str, ...]] = field(default_factory=set)
    context: set[str] = field(default_factory=set)
    producer: tuple[str, ...] = ()


def products(drafts: Iterable[Draft]) -> list[Product]:
    """The products of a delivery in the order of its rows; rows without a name are none."""
    found: dict[tuple[str | None, str], Product] = {}
    for draft in drafts:
        marks = draft.marks
        if marks.product:
            product = found.setdefault((marks.producer, marks.product), Product())
            _note(product, draft, draft.facts, marks.product)
    return list(found.values())


def _note(product: Product, draft: Draft, facts: dict[str, Any], core: str) -> None:
    product.drafts.append(draft)
    for name in (core, draft.name):
        if name and (words := said(name)).plain:
            product.names[words] = None
    product.codes |= {said(str(facts[c])).plain for c in CODES if facts.get(c)} - {()}
    if len(product.drafts) == 1:
        product.producer = said(facts.get("producer") or "").plain
        product.context = {w for c in CONTEXT if facts.get(c) for w in said(str(facts[c])).plain}
