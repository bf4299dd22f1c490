"""What a decision would change of the products that are accepted, field by field, before anybody makes it."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from catalog.errors import Unknown
from catalog.workbench.reviewing import accepted
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a product, or of the pack `pack` of it: its value before and after, None where there is none."""

    field: str
    pack: str | None
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Affected:
    """One product that changes; kind is added, changed or withdrawn."""

    product: str
    name: str
    kind: str
    changes: list[Change]


def preview(bench: Workbench, drafts: list[int], state: str) -> Iterator[Affected]:
    """The products that would change if these drafts had this state, by id; nothing is written."""
    yield from _between(bench, drafts, {}, dict.fromkeys(drafts, state))


def diff(bench: Workbench, draft: int) -> list[Affected]:
    """What a draft changes against what is accepted without it, whatever was decided on it; raises Unknown."""
    if bench.one("SELECT 1 FROM drafts WHERE id = ?", [draft]) is None:
        raise Unknown("draft", str(draft))
    return list(_between(bench, [draft], {draft: "held"}, {draft: "accepted"}))


def sides(bench: Workbench, draft: int, product: str) -> tuple[accepted.Merged | None, accepted.Merged | None]:
    """A product without a draft and with it accepted, whatever was decided on that one; None where there is none."""
    before, after = (accepted.products(bench, [product], {draft: state}) for state in ("held", "accepted"))
    return next(before, None), next(after, None)


def _between(
    bench: Workbench, drafts: list[int], before: Mapping[int, str], after: Mapping[int, str]
) -> Iterator[Affected]:
    sql = """SELECT DISTINCT product_id FROM states
              WHERE product_id IS NOT NULL AND draft_id IN (SELECT value FROM json_each(?))"""
    products = [r[0] for r in bench.rows(sql, [json.dumps(drafts)])]
    sides = (_side(n, accepted.products(bench, products, assume)) for n, assume in enumerate((before, after)))
    for product, rows in groupby(heapq.merge(*sides, key=lambda row: row[:2]), key=lambda row: row[0]):
        found = {side: merged for _, side, merged in rows}
        affected = _affected(product, found.get(0), found.get(1))
        if affected:
            yield affected


def _side(number: int, products: Iterator[accepted.Merged]) -> Iterator[tuple[str, int, accepted.Merged]]:
    return ((product.id, number, product) for product in products)


def _affected(product: str, before: accepted.Merged | None, after: accepted.Merged | None) -> Affected | None:
    old, new = _flat(before), _flat(after)
    changes = [
        Change(name, pack, old.get((pack, name)), new.get((pack, name)))
        for pack, name in sorted(old.keys() | new.keys(), key=lambda key: (key[0] is not None, *map(str, key)))
        if old.get((pack, name)) != new.get((pack, name))
    ]
    kind = "changed" if before and after else "added" if after else "withdrawn"
    name = ((after or before).facts if after or before else {}).get("name", product)  # type: ignore[union-attr]
    return Affected(product, name, kind, changes) if changes else None


def _flat(product: accepted.Merged | None) -> dict[tuple[str | None, str], Any]:
    if product is None:
        return {}
    packs = [(None, product.facts), *product.offers.items()]
    return {(pack, name): value for pack, facts in packs for name, value in facts.items()}
