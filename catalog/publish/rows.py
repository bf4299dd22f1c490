"""From merged facts to the rows of `catalog.db`: only what may be shown, in a fixed order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.publish import makers, privacy, schema
from catalog.publish.build import as_json
from catalog.publish.facts import Merged
from catalog.publish.slugs import Slugs
from catalog.values import places, quantity, sets, text
from catalog.values.place_index import index
from catalog.workbench import recognitions
from catalog.workbench.days import day_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

PLACE = tuple(name for name, _, _ in schema.PLACE)
# Columns of products that hold prose or label words and may carry a telephone or a person's name.
MASKED = tuple(f.name for f in schema.BY_NAME["products"].columns if f.type == "TEXT" and f.name in {
    "delivery_area", "dimensions", "season", "ingredients", "usage", "storage", "shelf_life", "warning", "declaration",
    "food_safety", "certifications", "summary", "description", "story", "brand",
})  # fmt: skip


@dataclass(slots=True)
class Content:
    """Everything a release holds but its own row and the changes, and what must not stand in it."""

    rows: Rows
    private: privacy.Private
    changed_at: dict[str, str] = field(default_factory=dict)


def content(
    products: Sequence[Merged],
    consents: privacy.Consents,
    register: recognitions.Register,
    sources: dict[str, Row],
    slugs: Slugs,
) -> Content:
    """The rows of all tables for these products; slugs gives each product's and producer's page address."""
    private = privacy.Private()
    producers = _producers(products, consents, private, slugs)
    rows: Rows = {"sets": _sets(), "producers": list(producers.values())}
    for name in ("products", "offers", "pictures", "certificates"):
        rows[name] = []
    for product in products:
        _add(rows, product, producers[product.producer_id], consents, register, slugs)
    rows["places"] = _places(rows)
    rows["addresses"] = _addresses(rows, slugs)
    used = {p["source_id"] for p in rows["products"]}
    rows["sources"] = [sources[i] for i in sorted(used)]
    return Content(rows, private, {p.id: p.changed_at for p in products})


def _sets() -> list[Row]:
    fields = ("title", "title_en", "group_title", "group_title_en", "position")
    return [{"ocop_set": s.key} | {f: getattr(s, f) for f in fields} for s in sets.sets()]


def _producers(
    products: Sequence[Merged], consents: privacy.Consents, private: privacy.Private, slugs: Slugs
) -> dict[str, Row]:
    """One row per producer, of what its products say of it; notes what of it stays private."""
    counts = Counter(p.producer_id for p in products)
    facts = makers.facts_of(products)
    rows = {}
    for pid in sorted(facts):
        f = facts[pid]
        is_shown = privacy.shows_name(f.get("producer_kind"), f["producer"], consents.get((pid, "name"), False))
        shows_phone = consents.get((pid, "phone"), False)
        place = {n: f.get(n) for n in PLACE}
        name = (
            f["producer"] if is_shown else privacy.stand_in(f.get("commune_code"), f.get("commune"), f.get("province"))
        )
        rows[pid] = place | {
            "id": pid,
            "slug": slugs.of(pid, name) if is_shown else slugs.without_name(pid),
            "name": name,
            "is_name_shown": int(is_shown),
            "name_sort": text.sort_key(name),
            "producer_kind": f.get("producer_kind"),
            "products": counts[pid],
            "phone": f.get("phone") if shows_phone else None,
            "website": f.get("website"),
            "hidden_name": None if is_shown else privacy.bare_name(f["producer"]),
        }
        private.note(f, shows_name=is_shown, shows_phone=shows_phone)
    return rows


def _add(
    rows: Rows,
    product: Merged,
    producer: Row,
    consents: privacy.Consents,
    register: recognitions.Register,
    slugs: Slugs,
) -> None:
    hidden = producer["hidden_name"]
    offers = [_offer(product.id, n, key, o) for n, (key, o) in enumerate(product.offers.items(), 1)]
    rows["offers"] += offers
    if consents.get((product.producer_id, "photo"), True):
        rows["pictures"] += _pictures(product)
    certificate = _certificate(product, producer, register)
    rows["certificates"] += [certificate] if certificate else []
    f = dict(product.facts)
    for name in MASKED:
        if f.get(name):
            f[name] = privacy.without_private(f[name], hidden)
    name = _name(f["name"], hidden, many=len(offers) > 1)
    rows["products"].append(
        {c.name: f.get(c.name) for c in schema.BY_NAME["products"].columns}
        | _summary(offers)
        | {
            "id": product.id,
            "slug": slugs.of(product.id, name),
            "name": name,
            "name_sort": text.sort_key(name),
            "producer_id": product.producer_id,
            "source_id": product.source_id,
            "source_words": as_json({k: f[k] for k in ("name", "price_words") if k in f}),
            "updated_on": day_of(product.changed_at).isoformat(),
        }
    )


def _name(name: str, hidden: str | None, *, many: bool) -> str:
    """The name as shown: calm capitals, without the pack where there are several, without a hidden person's name."""
    shown = (quantity.without_pack(name) or name) if many else name
    return text.clean(privacy.without_private(text.calm(shown), hidden).replace("[tên riêng]", "")) or shown


def _offer(product_id: str, position: int, key: str, facts: Row) -> Row:
    unit = _unit_price(facts)
    return facts | {
        "id": f"{product_id}-{position}",
        "product_id": product_id,
        "position": position,
        "unit_price": unit[0] if unit else None,
        "unit_price_per": unit[1] if unit else None,
    }


def _unit_price(facts: Row) -> tuple[int, str] | None:
    """Price of a kilogram or litre; None where the words do not say what the price is for, or hold no such unit.

    The price's own unit counts first: "/kg", "/lạng", "/hộp 200g". "/3 chai" is three packs. Any other unit has to be
    the pack's own container: a price per case says nothing about a bottle.
    """
    low, per = facts.get("price_low"), facts.get("price_per") or ""
    if low is None:
        return None
    pack = quantity.Content(facts.get("net_total"), facts.get("net_unit"))
    said = quantity.content(per)
    if said.total is not None:
        return quantity.unit_price(low, said)
    number = re.match(r"(\d{1,3})\s", per)
    if number:
        return quantity.unit_price(round(low / int(number[1])), pack)
    words = text.fold(f"{facts.get('container') or ''} {facts.get('pack_words') or ''}").split()
    is_own = not per or text.fold(per) in words or not words
    return quantity.unit_price(low, pack) if is_own else None


def _summary(offers: list[Row]) -> Row:
    """What a card shows of all offers: the span of prices, the first pack, the lowest unit price."""
    first = offers[0]
    lows = [o["price_low"] for o in offers if o.get("price_low") is not None]
    highs = [o["price_high"] for o in offers if o.get("price_high") is not None]
    units = sorted((o["unit_price"], o["unit_price_per"]) for o in offers if o["unit_price"] is not None)
    return {
        "price_low": min(lows, default=None),
        "price_high": max(highs, default=None),
        "price_per": first.get("price_per"),
        "price_none": None if lows else first.get("price_none") or "missing",
        "pack_words": first.get("pack_words"),
        "unit_price": units[0][0] if units else None,
        "unit_price_per": units[0][1] if units else None,
    }


def _pictures(product: Merged) -> list[Row]:
    return [
        {"id": f"{product.id}-{p['position']}", "product_id": product.id}
        | {n: p[n] for n in ("position", "sha256", "width_px", "height_px")}
        for p in product.pictures
    ]


def _certificate(product: Merged, producer: Row, register: recognitions.Register) -> Row | None:
    """The recognition that confirms this product's stars; none where the source claims more than it gave."""
    found = recognitions.match(product.facts, register)
    if found is None or (product.facts.get("stars") or 0) > found.stars:
        return None
    names = ("id", "stars", "decision_number", "decision_issuer", "decision_date", "expires_on")
    row = {n: getattr(found, n) for n in names}
    return row | {"product_id": product.id, "holder": found.holder if producer["is_name_shown"] else None}


def _addresses(rows: Rows, slugs: Slugs) -> list[Row]:
    """The addresses that pages had before; none that would tell a name that is held back by now."""
    producers = {p["id"]: p for p in rows["producers"]}
    hidden = {i: p["hidden_name"] or "" for i, p in producers.items()}
    hidden |= {p["id"]: hidden[p["producer_id"]] for p in rows["products"]}
    current = {r["slug"] for t in ("products", "producers") for r in rows[t]}
    return [
        {"slug": one.slug, "kind": "producer" if one.now_id in producers else "product", "id": one.now_id}
        | {"given_to": one.given_to if one.given_to != one.now_id else None}
        for one in slugs.leading_to(hidden, current)
    ]


def _places(rows: Rows) -> list[Row]:
    """The communes that products and producers refer to."""
    codes = {r["commune_code"] for t in ("products", "producers") for r in rows[t] if r.get("commune_code")}
    return [_place(code) for code in sorted(codes)]


def _place(code: str) -> Row:
    unit = index().communes[code]
    province = index().provinces[unit.parent]
    return {
        "commune_code": code,
        "commune": unit.name,
        "commune_rank": unit.rank,
        "province": province.name,
        "province_code": province.code,
        "former": places.former_names(code),
    }
