"""What joining two things, or taking a join apart, changes: it is done, looked at and, for a preview, taken back.

So a preview shows exactly what will be, with the joins that the rule finds once two producers are one, and what is then
written is what was shown: a change that would bring something else by now is refused.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from catalog.errors import Conflict
from catalog.workbench.identities import identity
from catalog.workbench.privacy import consents
from catalog.workbench.store import Workbench

T = TypeVar("T")
# The name under which a release shows the producer of some products, blank where none of them is accepted; which of
# several spellings that is, is a matter of catalog.publish.
Naming = Callable[[Workbench, Collection[str]], str]


class Goods(NamedTuple):
    """A product: its id, and the names that rows give it, in order of arrival."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer as it stands: its name, every spelling, its products, its word on each field that is private.

    name is the one that buyers read, where something of it is accepted, else the spelling that came last.
    """

    id: str
    name: str
    names: tuple[str, ...]
    products: tuple[Goods, ...]
    consents: tuple[tuple[str, bool], ...]


class Moved(NamedTuple):
    """An address that leads elsewhere afterwards: kind of its page, to which page (blank where that has none yet)."""

    kind: str
    slug: str
    to: str


class Trial(NamedTuple):
    """Producers before and after a change, and the addresses that will lead elsewhere; digest stands for all of it."""

    before: tuple[Maker, ...]
    after: tuple[Maker, ...]
    moved: tuple[Moved, ...]

    @property
    def digest(self) -> str:
        """What a form carries, so that what is written is what was shown."""
        return identity.digest(repr(self))


class _TakenBack(Exception):
    """Ends a transaction of which nothing shall stay."""


def own_ids(bench: Workbench, producers: Collection[str]) -> frozenset[str]:
    """The own ids of some producers: one for each name and place that rows give them."""
    sql = """SELECT DISTINCT named_producer_id FROM drafts
              WHERE named_producer_id IS NOT NULL AND producer_id IN (SELECT value FROM json_each(?))"""
    return frozenset(row[0] for row in bench.rows(sql, [json.dumps(sorted(producers))]))


def tried(bench: Workbench, producers: Collection[str], change: Callable[[], object], named: Naming) -> Trial:
    """What a change would bring to some producers; nothing of it stays. Raises what the change raises."""
    found: list[Trial] = []
    try:
        with bench.writing():
            found.append(_between(bench, producers, change, named)[0])
            raise _TakenBack
    except _TakenBack:
        return found[0]


def made(bench: Workbench, producers: Collection[str], change: Callable[[], T], named: Naming, digest: str) -> T:
    """What a change gives, once it is made. Raises Conflict where it brings something else than what was shown."""
    with bench.joining():
        trial, given = _between(bench, producers, change, named)
        if trial.digest != digest:
            said = "Trong lúc đó dữ liệu của các cơ sở này đã đổi, nên chưa ghi gì. Mời xem trước lại."
            raise Conflict(said, code="form-old")
    return given


def _between(
    bench: Workbench, producers: Collection[str], change: Callable[[], T], named: Naming
) -> tuple[Trial, T]:  # fmt: skip
    own = own_ids(bench, producers)
    before, at = makers(bench, own, named), _addresses(bench, own)
    given = change()
    after, led = makers(bench, own, named), _addresses(bench, own)
    moved = [_moved(one, led) for slug, one in at.items() for new in [led[slug]] if one.id != new.id]
    return Trial(before, after, tuple(sorted(moved))), given


def makers(bench: Workbench, own: Collection[str], named: Naming) -> tuple[Maker, ...]:
    """The producers that some own ids come to now, each with what living rows say of it, by id."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    goods: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in bench.rows(_ROWS, [json.dumps(sorted(own))]):
        names[row["producer_id"]][row["producer"]] = None
        if row["product_id"]:
            goods[row["producer_id"]][row["product_id"]][row["name"]] = None
    return tuple(
        Maker(
            ident, named(bench, goods[ident]) or [*names[ident]][-1], tuple(names[ident]),
            tuple(Goods(product, tuple(said)) for product, said in sorted(goods[ident].items())),
            _consents(bench, ident),
        )
        for ident in sorted(names)
    )  # fmt: skip


_ROWS = """
SELECT producer_id, product_id, coalesce(json_extract(facts, '$.producer'), '') AS producer, coalesce(name, '') AS name,
       min(id) AS first
  FROM drafts WHERE named_producer_id IN (SELECT value FROM json_each(?))
   AND submission_id NOT IN (SELECT submission_id FROM taken_back)
 GROUP BY 1, 2, 3, 4 ORDER BY first
"""


def _consents(bench: Workbench, producer: str) -> tuple[tuple[str, bool], ...]:
    said = consents.standing(bench, producer)
    return tuple((field, word.is_given) for field in consents.FIELDS if (word := said.get((producer, field))))


class _Address(NamedTuple):
    kind: str
    slug: str
    id: str
    is_own: bool


def _addresses(bench: Workbench, own: Collection[str]) -> dict[str, _Address]:
    """Slug → what it leads to now, of every address that these producers and their products were given."""
    return {row["slug"]: _Address(*row) for row in bench.rows(_ADDRESSES, [json.dumps(sorted(own))])}


_ADDRESSES = """
WITH given AS (
  SELECT value AS id, 'producer' AS kind FROM json_each(?1)
   UNION SELECT named_product_id, 'product' FROM drafts
          WHERE named_producer_id IN (SELECT value FROM json_each(?1)) AND named_product_id IS NOT NULL)
SELECT g.kind, a.slug, coalesce(n.now_id, a.id) AS id, n.now_id IS NULL AS is_own
  FROM given g JOIN slugs a ON a.id = g.id LEFT JOIN identity_now n ON n.id = a.id ORDER BY a.given_at, a.rowid
"""


def _moved(one: _Address, led: Mapping[str, _Address]) -> Moved:
    new = led[one.slug].id
    pages = [other.slug for other in led.values() if other.id == new and other.is_own]
    return Moved(one.kind, one.slug, pages[-1] if pages else "")
