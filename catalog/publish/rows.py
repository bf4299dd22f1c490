"""From merged facts to the rows of `catalog.db`: only what may be shown, in a fixed order."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.publish import makers, privacy, schema
from catalog.publish.build import NAMES, as_json
from catalog.publish.facts import Merged
from catalog.publish.slugs import Slugs
from catalog.values import people, quantity, text
from catalog.workbench import recognitions
from catalog.workbench.days import day_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

PLACE = tuple(name for name, _, _ in schema.PLACE)
# Columns of products that hold prose or label words and may carry a telephone or a person's name. Of the packs, every
# text but the codes is as a stranger wrote it.
MASKED = tuple(f.name for f in schema.BY_NAME["products"].columns if f.type == "TEXT" and f.name in {
    "delivery_area", "dimensions", "season", "ingredients", "usage", "storage", "shelf_life", "warning", "declaration",
    "food_safety", "certifications", "summary", "description", "story", "brand",
})  # fmt: skip
MASKED_OF_OFFERS = ("price_words", "price_per", "pack_words", "container", "stock_words", "gross_weight")
# On a label “Mắm cô Khuê” is a mark of trade; only whole names are taken out.
LABELS = frozenset({"brand"})


@dataclass(slots=True)
class Content:
    """The rows that a release has of some producers, by table, and what must not stand in it.

    changed_at: product → moment of the last decision; hidden: producer → its names that are held back.
    """

    rows: Rows
    private: privacy.Private
    changed_at: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, privacy.Hidden] = field(default_factory=dict)


def content(
    products: Sequence[Merged],
    consents: privacy.Consents,
    register: recognitions.Known,
    slugs: Slugs,
    others: privacy.Others | None = None,
) -> Content:
    """The rows of these products and of their producers, whose products they are all.

    Looks at nothing else, so what was made of equal things may be kept (preparing.py). slugs gives each product's and
    producer's page address; others is what other spellings of joined producers say, which is as private as what their
    products say.
    """
    private = privacy.Private()
    producers, hidden = _producers(products, consents, private, slugs, others or privacy.Others())
    rows: Rows = {"producers": list(producers.values())}
    for name in ("products", "offers", "pictures", "certificates"):
        rows[name] = []
    for product in products:
        maker = product.producer_id
        _add(rows, product, producers[maker], hidden[maker], consents, register, slugs)
    return Content(rows, private, {p.id: p.changed_at for p in products}, hidden)


def _producers(
    products: Sequence[Merged],
    consents: privacy.Consents,
    private: privacy.Private,
    slugs: Slugs,
    others: privacy.Others,
) -> tuple[dict[str, Row], dict[str, privacy.Hidden]]:
    """One row per producer, of what its products say of it, and its names that may not be shown.

    Notes what of each stays private.
    """
    counts = Counter(p.producer_id for p in products)
    facts = makers.facts_of(products)
    names: dict[str, set[str]] = {}
    homes: dict[str, set[str]] = {}
    for product in products:
        said = (product.facts.get("producer"), product.facts.get("representative"))
        names.setdefault(product.producer_id, set()).update(n for n in said if n)
        homes.setdefault(product.producer_id, set()).add(product.facts.get("address") or "")
    rows, hidden = {}, {}
    for pid in sorted(facts):
        rows[pid] = _producer(pid, facts[pid], consents, slugs) | {"products": counts[pid]}
        told = names[pid] | others.names.get(pid, set())
        hidden[pid] = _hidden(told, homes[pid], rows[pid], is_given=consents.get((pid, "name"), False))
        private.note_phones(others.phones.get(pid, ()))
    for product in products:
        pid = product.producer_id
        private.note(product.facts, names=hidden[pid], shows_phone=rows[pid]["phone"] is not None)
    phones = [p for row in rows.values() for p in json.loads(row["phone"] or "[]")]
    private.allow([row["name"] for row in rows.values()], phones)
    return rows, hidden


def _producer(pid: str, f: Row, consents: privacy.Consents, slugs: Slugs) -> Row:
    """One producer as it may be shown."""
    is_shown = privacy.shows_name(f.get("producer_kind"), f["producer"], consents.get((pid, "name"), False))
    place = {n: f.get(n) for n in PLACE}
    name = f["producer"] if is_shown else privacy.stand_in(f.get("commune_code"), f.get("commune"), f.get("province"))
    return place | {
        "id": pid,
        "slug": slugs.of(pid, name) if is_shown else slugs.without_name(pid),
        "name": name,
        "is_name_shown": int(is_shown),
        "name_sort": text.sort_key(name),
        "producer_kind": f.get("producer_kind"),
        "phone": f.get("phone") if consents.get((pid, "phone"), False) else None,
        # A household's own site is called by its name, or shows it.
        "website": f.get("website") if is_shown else None,
    }


def _hidden(names: set[str], homes: set[str], producer: Row, *, is_given: bool) -> privacy.Hidden:
    """All names of a producer that is held back, and its home; of an organisation people who are not in its name."""
    if not producer["is_name_shown"]:
        return privacy.hidden(names, homes)
    if is_given:  # of the name: nobody is asked for a home
        is_person = people.is_person(producer["producer_kind"] or "unknown", producer["name"])
        return privacy.hidden((), homes if is_person else (), shows_people=True)
    own = text.key(producer["name"])
    others = (n for n in names if text.key(privacy.bare_name(n)) not in own and people.is_person("unknown", n))
    return privacy.hidden(others)


def _add(
    rows: Rows,
    product: Merged,
    producer: Row,
    hidden: privacy.Hidden,
    consents: privacy.Consents,
    register: recognitions.Known,
    slugs: Slugs,
) -> None:
    offers = [_offer(product.id, n, o, hidden) for n, o in enumerate(product.offers.values(), 1)]
    rows["offers"] += offers
    if consents.get((product.producer_id, "photo"), True):
        rows["pictures"] += _pictures(product)
    certificate = _certificate(product, producer, register)
    rows["certificates"] += [certificate] if certificate else []
    f = dict(product.facts)
    for name in MASKED:
        if f.get(name):
            f[name] = privacy.without_private(f[name], hidden, is_prose=None if name in LABELS else True)
    if f.get("url") and hidden.holds(f["url"]):
        f["url"] = None
    name = _name(f["name"], hidden, many=len(offers) > 1)
    rows["products"].append(
        {name: f.get(name) for name in NAMES["products"]}
        | _summary(offers)
        | {
            "id": product.id,
            "slug": slugs.of(product.id, name, hidden.holds),
            "name": name,
            "name_sort": text.sort_key(name),
            "producer_id": product.producer_id,
            "source_id": product.source_id,
            "source_words": as_json(_source_words(f, hidden)),
            "updated_on": day_of(product.changed_at).isoformat(),
        }
    )


def _name(name: str, hidden: privacy.Hidden, *, many: bool) -> str:
    """The name as shown: calm capitals, without the pack where there are several, without a hidden person's name."""
    shown = (quantity.without_pack(name) or name) if many else name
    masked = privacy.without_private(text.calm(shown), hidden, is_prose=False).replace(privacy.MASK, "")
    return text.clean(masked).strip(" ,;-–") or "Sản phẩm"


def _source_words(f: Row, hidden: privacy.Hidden) -> Row:
    """The words of the source, as far as they may be shown."""
    words = {k: f[k] for k in ("name", "price_words") if k in f}
    return {k: privacy.without_private(w, hidden, is_prose=False) if w else w for k, w in words.items()}


def _offer(product_id: str, position: int, facts: Row, hidden: privacy.Hidden) -> Row:
    unit = _unit_price(facts)
    masked = {n: privacy.without_private(facts[n], hidden, is_prose=None) for n in MASKED_OF_OFFERS if facts.get(n)}
    sku: str = facts.get("sku") or ""
    return (
        facts
        | masked
        | {
            "sku": sku if privacy.is_code(sku) and not hidden.holds(sku) else None,
            "id": f"{product_id}-{position}",
            "product_id": product_id,
            "position": position,
            "unit_price": unit[0] if unit else None,
            "unit_price_per": unit[1] if unit else None,
        }
    )


# "3 chai"
_PACKS = re.compile(r"(\d{1,3})\s")


def _unit_price(facts: Row) -> tuple[int, str] | None:
    """Price of a kilogram or litre; None where the words do not say what the price is for, or hold no such unit.

    The price's own unit counts first: "/kg", "/lạng", "/hộp 200g". "/3 chai" is three packs. Any other unit has to be
    the pack's own container: a price per case says nothing about a bottle.
    """
    low, per = facts.get("price_low"), facts.get("price_per") or ""
    if low is None:
        return None
    pack = quantity.Content(facts.get("net_total"), facts.get("net_unit"))
    if not per:
        return quantity.unit_price(low, pack)
    said = quantity.content(per)
    if said.total is not None:
        return quantity.unit_price(low, said)
    number = _PACKS.match(per)
    if number:
        return quantity.unit_price(round(low / int(number[1])), pack)
    words = text.fold(f"{facts.get('container') or ''} {facts.get('pack_words') or ''}").split()
    is_own = not words or text.fold(per) in words
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


def _certificate(product: Merged, producer: Row, register: recognitions.Known) -> Row | None:
    """The recognition that confirms this product's stars; none where the source claims more than it gave."""
    found = recognitions.match(product.facts, register)
    if found is None or (product.facts.get("stars") or 0) > found.stars:
        return None
    names = ("id", "stars", "decision_number", "decision_issuer", "decision_date", "expires_on")
    row = {n: getattr(found, n) for n in names}
    return row | {"product_id": product.id, "holder": found.holder if producer["is_name_shown"] else None}
