"""What is accepted, as publishing needs it: merged facts (workbench/accepted.py) with the pictures of each product."""

from __future__ import annotations

from catalog.workbench import accepted
from catalog.workbench import pictures as received
from catalog.workbench.accepted import Merged
from catalog.workbench.album import MOST_PER_PRODUCT
from catalog.workbench.precedence import Facts
from catalog.workbench.store import Workbench

__all__ = ["Merged", "merged"]


def merged(bench: Workbench) -> list[Merged]:
    """Every product with at least one accepted draft, by id, with pictures as people corrected them."""
    pictures = _pictures(bench)
    said = received.said(bench)
    products = []
    for product in accepted.products(bench):
        for draft in product.drafts:
            product.pictures = _together(product.pictures, pictures.get(draft, ()))
        product.pictures = _as_said(product.pictures, said.get(product.id, received.Said()))
        products.append(product)
    return products


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
