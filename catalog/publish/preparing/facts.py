"""What is accepted, as publishing needs it: facts merged by `accepted`, with each product's pictures."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from catalog.workbench.photos import pictures as received
from catalog.workbench.reviewing import accepted, edits
from catalog.workbench.reviewing.accepted import Merged
from catalog.workbench.reviewing.precedence import Facts
from catalog.workbench.store import Workbench

__all__ = ["Accepted", "Merged", "merged", "standing"]

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What rows are merged with: what officers say of facts, the pictures of every row, what people say of pictures."""

    edited: edits.Standing
    pictures: dict[int, tuple[Facts, ...]]
    said: dict[str, received.Said]

    def part(self, subjects: Collection[str], drafts: Collection[int]) -> Accepted:
        """What of it is about some products and producers, by their ids, and some rows."""
        return Accepted(
            edits.Standing(_of(self.edited.edits, subjects), _of(self.edited.packs, subjects)),
            _of(self.pictures, drafts),
            _of(self.said, subjects),
        )

    def beside(self, producer_id: str, rows: list[tuple[Any, ...]]) -> list[Any]:
        """All of it that `products` may look at for some rows of one producer, in a form that can be hashed."""
        ids = dict.fromkeys(row[1] for row in rows)
        spoken = [self.edited.edits[i] for i in (producer_id, *ids) if i in self.edited.edits]
        shown = [self.pictures[row[0]] for row in rows if row[0] in self.pictures]
        said = [(i, self.said[i].added, sorted(self.said[i].removed)) for i in ids if i in self.said]
        return [spoken, shown, said]

    def products(self, rows: list[tuple[Any, ...]]) -> list[Merged]:
        """The products of one producer's accepted rows (`accepted.rows_by_producer`), by id, with their pictures."""
        products = accepted.merge(rows, self.edited)
        return list(map(self._with_pictures, products)) if self.pictures or self.said else products

    def _with_pictures(self, product: Merged) -> Merged:
        every = (picture for draft in product.drafts for picture in self.pictures.get(draft, ()))
        for _, delivery in groupby(every, key=itemgetter("submission_id")):
            product.pictures = _after(product.pictures, delivery)
        product.pictures = _as_said(product.pictures, self.said.get(product.id, received.Said()))
        return product


def _of(found: dict[K, V], keys: Collection[K]) -> dict[K, V]:
    return {key: found[key] for key in keys if key in found} if found else {}


def standing(bench: Workbench) -> Accepted:
    """All of it, as it is at one moment of the workbench."""
    return Accepted(edits.standing(bench), _pictures(bench), received.said(bench))


def merged(bench: Workbench) -> list[Merged]:
    """Every product with at least one accepted draft, by id, with pictures as people corrected them."""
    known = standing(bench)
    products = [p for _, rows in accepted.rows_by_producer(bench) for p in known.products(rows)]
    return sorted(products, key=lambda product: product.id)


def _pictures(bench: Workbench) -> dict[int, tuple[Facts, ...]]:
    found: dict[int, list[Facts]] = {}
    sql = """SELECT p.*, d.submission_id, u.class FROM draft_pictures p JOIN drafts d ON d.id = p.draft_id
               JOIN submissions u ON u.id = d.submission_id ORDER BY p.draft_id, p.position"""
    for row in bench.rows(sql):
        found.setdefault(row["draft_id"], []).append(dict(row))
    return {draft: tuple(rows) for draft, rows in found.items()}


def _after(before: tuple[Facts, ...], delivery: Iterable[Facts]) -> tuple[Facts, ...]:
    """A later delivery's pictures in the place of earlier ones; what was there from an equal source is still its."""
    there = {(p["sha256"], p["class"]): p for p in before}
    return tuple({p["sha256"]: there.get((p["sha256"], p["class"]), p) for p in delivery}.values())


def _as_said(pictures: tuple[Facts, ...], said: received.Said) -> tuple[Facts, ...]:
    """The pictures without those that a person took away and with those that one added, numbered from 1."""
    kept = {p["sha256"]: p for p in (*pictures, *said.added) if p["sha256"] not in said.removed}
    return tuple(p | {"position": n} for n, p in enumerate(list(kept.values())[: received.MOST_PER_PRODUCT], 1))
