"""From merged facts to the rows of `catalog.db`: only what may be shown, in a fixed order.

The producer's own row is made in producers.py, those of the packs in offers.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.publish.preparing import offers, origins, privacy, producers
from catalog.publish.preparing.facts import Merged
from catalog.publish.tables import schema
from catalog.publish.tables.build import as_json
from catalog.publish.tables.slugs import Wishes
from catalog.values import text
from catalog.values.houses import PLACE
from catalog.values.packs import quantity
from catalog.workbench.days import day_of
from catalog.workbench.privacy.accounts import Account
from catalog.workbench.rows import recognitions

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# Columns of products that hold prose or label words and may carry a telephone or a person's name.
MASKED = tuple(f.name for f in schema.BY_NAME["products"].columns if f.type == "TEXT" and f.name in {
    "delivery_area", "dimensions", "season", "ingredients", "usage", "storage", "shelf_life", "warning", "declaration",
    "food_safety", "certifications", "summary", "description", "story", "brand",
})  # fmt: skip
# On a label “Mắm cô Khuê” is a mark of trade; only whole names are taken out.
LABELS = frozenset({"brand"})
# What is shown as the source wrote it.
SOURCE_WORDS = ("name", "price_words")
_LOOKED_THROUGH = (*MASKED, *SOURCE_WORDS)


@dataclass(slots=True)
class Content:
    """The rows that a release has of one producer, by table, and what must not stand in it.

    A row may say more than its table has columns: build.as_row takes those of the table. changed_at: product → moment
    of the last decision; hidden: the producer's names that are held back; sources: the deliveries that rows name.
    """

    rows: Rows
    private: privacy.Private
    hidden: privacy.Hidden
    changed_at: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)


def content(
    products: Sequence[Merged],
    consents: privacy.Consents,
    register: recognitions.Known,
    slugs: Wishes,
    others: privacy.Others | None = None,
    account: Account | None = None,
) -> Content:
    """The rows of these products, all that one producer has, and of the producer.

    Looks at nothing else, so what was made of equal things may be kept (preparing.py). slugs gives each product's and
    the producer's page address; others is what other spellings of joined producers say, which is as private as what
    their products say; account is the one whose owner was verified.
    """
    private = privacy.Private()
    producer, hidden = producers.row_of(products, consents, private, slugs, others or privacy.Others())
    rows: Rows = {"producers": [producer], "products": [], "offers": [], "pictures": [], "certificates": []}
    rows["bank_accounts"] = producers.paid(producer, account, consents, private)
    is_pictured, sources = consents.get((producer["id"], "photo"), True), set[str]()
    for product in products:
        come_from = origins.of(product, is_pictured)
        sources |= {product.source_id} | origins.sources(come_from)
        packs, row = _rows(product, hidden, slugs, come_from)
        rows["products"].append(row)
        rows["offers"] += packs
        if is_pictured:
            rows["pictures"] += _pictures(product)
        if certificate := _certificate(product, producer, register):
            rows["certificates"].append(certificate)
    return Content(rows, private, hidden, {p.id: p.changed_at for p in products}, sources)


def _rows(
    product: Merged, hidden: privacy.Hidden, slugs: Wishes, come_from: list[origins.Origin] | None
) -> tuple[list[Row], Row]:
    """The rows of a product's packs, and its own."""
    f = product.facts.copy()
    packs = list(product.offers.values())
    name = text.calm((quantity.without_pack(f["name"]) if len(packs) > 1 else "") or f["name"])
    mask = privacy.Mask.of([name, *_texts(f), *offers.texts(packs)], hidden)
    for column in MASKED if mask.is_needed else ():
        if f.get(column):
            f[column] = mask(f[column], is_prose=None if column in LABELS else True)
    if f.get("url") and privacy.tells(f["url"], hidden):
        f["url"] = None
    words = as_json(_source_words(f, mask))
    rows = [offers.row(product.id, n, pack, mask) for n, pack in enumerate(packs, 1)]
    name = _name(name, mask)
    f |= offers.summary(rows)
    f |= {
        "id": product.id,
        "slug": slugs.of(product.id, name, hidden.holds),
        "name": name,
        "name_sort": text.sort_key(name),
        "producer_id": product.producer_id,
        "source_id": product.source_id,
        "origins": as_json(come_from) if come_from else None,
        "source_words": words,
        "updated_on": day_of(product.changed_at).isoformat(),
    }
    return rows, f


def _texts(f: Row) -> list[str]:
    """Every text of a product that is looked through for what is private."""
    return [f[name] for name in _LOOKED_THROUGH if f.get(name)]


def _name(calm: str, mask: privacy.Mask) -> str:
    """The name as shown: calm capitals, without the pack where there are several, without a hidden person's name."""
    masked = mask(calm, is_prose=False).replace(privacy.MASK, "").replace(PLACE, "")
    return text.clean(masked).strip(" ,;-–") or "Sản phẩm"


def _source_words(f: Row, mask: privacy.Mask) -> Row:
    """The words of the source, as far as they may be shown."""
    return {name: mask(f[name], is_prose=False) if f[name] else f[name] for name in SOURCE_WORDS if name in f}


def _pictures(product: Merged) -> list[Row]:
    return [
        {"id": f"{product.id}-{p['position']}", "product_id": product.id}
        | {n: p[n] for n in ("position", "sha256", "width_px", "height_px")}
        for p in product.pictures
    ]


def _certificate(product: Merged, producer: Row, register: recognitions.Known) -> Row | None:
    """The recognition that confirms this product's stars; none where the source claims more than it gave."""
    found = recognitions.match(product.facts, register)
    if found is None or (product.facts.get("stars") or 0) > found.stars:
        return None
    names = ("id", "stars", "decision_number", "decision_issuer", "decision_date", "expires_on")
    row = {n: getattr(found, n) for n in names}
    return row | {"product_id": product.id, "holder": found.holder if producer["is_name_shown"] else None}
