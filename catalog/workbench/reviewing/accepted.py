"""What all accepted drafts of a product say together, by the written rule of precedence and by what officers edited.

Each statement (a price, an address, a decision) is taken whole from one draft; a blank says nothing. What is held or
rejected changes nothing of what was accepted before. Drafts are read product by product, so memory stays small.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from catalog.values.packs import quantity
from catalog.workbench.identities import succession
from catalog.workbench.reviewing import edits, precedence
from catalog.workbench.reviewing.edits import Edit
from catalog.workbench.reviewing.precedence import OFFER_FIELDS, Facts, Rank
from catalog.workbench.rows.encoded import decode
from catalog.workbench.store import Workbench

# Facts of a draft that are about its reading, not about the product.
NOT_SHOWN = ("derived", "choices")

# Before the moment of an edit, where it stands beside ids of submissions.
EDIT = "edit "

# None for what is said of the product, else the key of the pack.
Place = str | None


class Said(NamedTuple):
    """One accepted draft: what it says of which product and pack, and what its source is as evidence."""

    draft: int
    product_id: str
    producer_id: str
    offer_key: str
    facts: Facts
    submission_id: str
    decided_at: str
    source: str


@dataclass(slots=True)
class Merged:
    """One product as accepted: facts that are its own, its offers by key in order, and where they come from.

    drafts: those that it was made of, the weightier source later, then the newer.
    source, derived: of a product of one draft, the class of its source and the columns that were derived, as stored.
    ranks: of a product of several, the weight of each statement of its own.
    origins: where a statement of the product or a pack comes from, if not from source_id: a submission, or EDIT and the
    moment at which an officer said it.
    """

    id: str
    producer_id: str
    facts: Facts = field(default_factory=dict)
    offers: dict[str, Facts] = field(default_factory=dict)
    drafts: list[int] = field(default_factory=list)
    pictures: tuple[Facts, ...] = ()
    source_id: str = ""
    changed_at: str = ""
    source: str = ""
    derived: str = ""
    ranks: dict[str, Rank] = field(default_factory=dict)
    origins: dict[tuple[Place, str], str] = field(default_factory=dict)

    def rank(self, unit: str, fields: Facts) -> Rank:
        """How much what it says on one thing weighs against what is said elsewhere."""
        derived = precedence.derived_of({"derived": self.derived})
        return self.ranks.get(unit) or precedence.rank(unit, fields, derived, self.source)


def products(
    bench: Workbench, only: Collection[str] | None = None, assume: Mapping[int, str] | None = None
) -> Iterator[Merged]:
    """Every product with at least one accepted draft, by id; those of `only`, where given.

    assume: draft → state that it is to be taken to have, whatever was decided: what a decision would bring.
    """
    standing = edits.standing(bench)
    for said in drafts(bench, only, assume):
        yield together(said, standing)


def drafts(
    bench: Workbench, only: Collection[str] | None = None, assume: Mapping[int, str] | None = None
) -> Iterator[list[Said]]:
    """The accepted drafts of each product in order of arrival, by product id; see `products`."""
    assume = assume or {}
    values: dict[str, Any] = {
        "yes": json.dumps([d for d, state in assume.items() if state == "accepted"]),
        "no": json.dumps([d for d, state in assume.items() if state != "accepted"]),
    }
    condition = ""
    if only is not None:
        condition, values["only"] = "AND s.product_id IN (SELECT value FROM json_each(:only))", json.dumps(list(only))
    rows = bench.db.execute(_ACCEPTED.format(condition=condition), values)
    for _, group in groupby(rows, key=lambda row: row["product_id"]):
        yield [_said(row) for row in group]


def rows_by_producer(bench: Workbench) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The accepted rows of every producer, by its id and as they are stored; `merge` makes products of them.

    A product's producer is that of its newest row. Each producer's rows stand by product, in order of arrival.
    """
    cursor = bench.db.cursor()
    cursor.row_factory = None
    for producer, group in groupby(cursor.execute(_BY_PRODUCER), key=itemgetter(0)):
        yield producer, [row[1:] for row in group]


def count(bench: Workbench) -> int:
    """How many rows `rows_by_producer` gives."""
    sql = "SELECT count(*) FROM states WHERE state = 'accepted' AND product_id IS NOT NULL AND producer_id IS NOT NULL"
    return int(bench.rows(sql)[0][0])


def merge(rows: list[tuple[Any, ...]], standing: edits.Standing) -> list[Merged]:
    """The products of some rows of `rows_by_producer`, by id."""
    products = groupby(rows, key=itemgetter(1))
    return [together([_said(row) for row in group], standing) for _, group in products]


# Nearly every product has one producer in all of its rows; of the others the newest row says which.
_BY_PRODUCER = """
WITH several AS MATERIALIZED (
  SELECT product_id, producer_id, max(draft_id) FROM states
   WHERE state = 'accepted' AND product_id IS NOT NULL AND producer_id IS NOT NULL
   GROUP BY product_id HAVING count(DISTINCT producer_id) > 1)
SELECT coalesce((SELECT producer_id FROM several WHERE product_id = s.product_id), s.producer_id) AS maker,
       s.draft_id, s.product_id, s.producer_id, s.offer_key, d.facts, s.submission_id, s.decided_at, u.class,
       u.places_on
  FROM states s JOIN drafts d ON d.id = s.draft_id JOIN submissions u ON u.id = s.submission_id
 WHERE s.state = 'accepted' AND s.product_id IS NOT NULL AND s.producer_id IS NOT NULL
 ORDER BY maker, s.product_id, s.draft_id
"""

_ACCEPTED = """
SELECT s.draft_id, s.product_id, s.producer_id, s.offer_key, d.facts, s.submission_id, s.decided_at, u.class,
       u.places_on
  FROM states s JOIN drafts d ON d.id = s.draft_id JOIN submissions u ON u.id = s.submission_id
 WHERE (s.state = 'accepted' OR s.draft_id IN (SELECT value FROM json_each(:yes)))
   AND s.draft_id NOT IN (SELECT value FROM json_each(:no))
   AND s.product_id IS NOT NULL AND s.producer_id IS NOT NULL {condition}
 ORDER BY s.product_id, s.draft_id
"""


def _said(row: Any) -> Said:
    draft, product, producer, offer, facts, submission, at, source, on = row
    return Said(draft, product, producer, offer, succession.in_force(decode(facts), on), submission, at, source)


def together(said: list[Said], standing: edits.Standing) -> Merged:
    """One product of its accepted drafts, in order of arrival, and of what officers say of it."""
    product = Merged(said[0].product_id, said[-1].producer_id)
    one_pack = standing.one_pack(product.id)
    ranks: dict[tuple[Place, str], Rank] = {}
    spoken = standing.of(product.id, product.producer_id)
    if standing.packs:
        said = [one._replace(offer_key=standing.pack(product.id, one.offer_key)) for one in said]
    # Most products have one draft, and nothing to weigh.
    deliveries = [said] if len(said) == 1 else (list(rows) for _, rows in groupby(said, key=_SUBMISSION))
    for delivery in deliveries:
        is_alone = len(said) == 1
        heard = {} if is_alone else _heard(product, delivery, one_pack)
        newest = _lay_alone(product, said[0], one_pack) if is_alone else _lay(product, heard, ranks, spoken)
        if newest or not product.source_id:
            newest = newest or delivery[0]
            product.changed_at, product.source_id = newest.decided_at, newest.submission_id
    order = sorted(said, key=lambda one: (precedence.CLASSES.index(one.source), one.draft))
    product.drafts = [one.draft for one in order]
    product.source, product.derived = order[-1].source, order[-1].facts.get("derived", "")
    product.ranks = {unit: weight for (place, unit), weight in ranks.items() if place is None}
    for edit in spoken:
        _lay_edit(product, edit)
    return product


_SUBMISSION = attrgetter("submission_id")


def _lay_alone(product: Merged, one: Said, one_pack: Collection[str]) -> Said:
    for place, facts in parts(one, one_pack):
        if place is None:
            product.facts = facts
        else:
            product.offers[place] = facts
    return one


class _Heard(NamedTuple):
    """What a delivery says of one thing, how much that weighs, and the row that says it."""

    weight: Rank
    facts: Facts
    said: Said


def _lay(
    product: Merged, delivery: dict[tuple[Place, str], _Heard], ranks: dict[tuple[Place, str], Rank], spoken: list[Edit]
) -> Said | None:
    """Lays what one delivery says over what was said before, where it weighs as much or more.

    Gives its newest row by which anything changed that is seen: neither what no release has nor what officers decide.
    """
    newest = None
    for (place, unit), heard in delivery.items():
        before = ranks.get((place, unit))
        if before is not None and heard.weight < before:
            continue
        ranks[place, unit] = heard.weight
        old = _replace(product.facts if place is None else product.offers[place], unit, heard.facts)
        is_new = old != heard.facts
        # Said again by a source of the same weight, it is still the word of the first.
        if is_new or before is None or heard.weight > before:
            product.origins[place, unit] = heard.said.submission_id
        is_seen = is_new and unit not in precedence.UNSEEN and _differ(old, heard.facts, place, spoken)
        if is_seen and (newest is None or heard.said.draft > newest.draft):
            newest = heard.said
    return newest


def _heard(product: Merged, delivery: list[Said], one_pack: Collection[str]) -> dict[tuple[Place, str], _Heard]:
    """The word of a delivery on each thing; packs that the product had not yet are noted.

    Rows that disagree are settled among themselves, so that such a list that comes again says nothing new.
    """
    found: dict[tuple[Place, str], _Heard] = {}
    for one in delivery:
        derived = precedence.derived_of(one.facts)
        for place, facts in parts(one, one_pack):
            if place is not None:
                product.offers.setdefault(place, {})
            for unit, new in precedence.by_unit(facts).items():
                weight, before = precedence.rank(unit, new, derived, one.source), found.get((place, unit))
                if before is None or weight >= before.weight:
                    found[place, unit] = _Heard(weight, new, one)
    return found


def _differ(old: Facts, new: Facts, place: Place, spoken: list[Edit]) -> bool:
    """Whether two statements differ in more than officers decide."""
    decided = {name for edit in spoken if edit.offer_key == place for name in edit.facts}
    return any(old.get(name) != new.get(name) for name in (old.keys() | new.keys()) - decided)


def _replace(target: Facts, unit: str, new: Facts) -> Facts:
    """Puts a statement in the place of the one before, and gives that."""
    old = {name: target.pop(name) for name in precedence.FIELDS[unit] if name in target}
    target.update(new)
    return old


def parts(one: Said, one_pack: Collection[str]) -> list[tuple[Place, Facts]]:
    """What a draft says of the product (None), and of each pack: one, or one for each size of a cell of several prices.

    one_pack: packs of which an officer said price or content, so that the sizes of the cell count no more.
    """
    own = one.facts.copy()
    offer = {n: own.pop(n) for n in one.facts if n in OFFER_FIELDS}
    for name in NOT_SHOWN:
        own.pop(name, None)
    said = one.facts.get("choices")
    choices = json.loads(said) if said else None
    if not choices or one.offer_key in one_pack:
        return [(None, own), (one.offer_key, offer)]
    return [(None, own), *((f"{one.offer_key}|{pack}", _sized(offer, pack, low, high)) for pack, low, high in choices)]


def _sized(offer: Facts, pack: str | None, low: int, high: int) -> Facts:
    content = quantity.content(pack or "")
    sized = {"price_low": low, "price_high": high, "price_words": offer.get("price_words")}
    sized |= {"net_total": content.total, "net_unit": content.unit, "pack_count": content.count}
    sized |= {"container": content.container, "pack_words": pack or offer.get("pack_words")}
    return {k: v for k, v in sized.items() if v is not None}


def _lay_edit(product: Merged, edit: Edit) -> None:
    """What an officer said counts before all sources; a pack that no draft has waits until one has."""
    target = product.facts if edit.offer_key is None else product.offers.get(edit.offer_key)
    if target is None:
        return
    before = dict(target)
    for name, value in edit.facts.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value
    if target != before:
        product.changed_at = max(product.changed_at, edit.at)
    product.origins[edit.offer_key, precedence.unit_of(edit.column)] = EDIT + edit.at
