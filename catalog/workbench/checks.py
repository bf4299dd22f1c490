"""Checks that compare rows with each other and with the register: a part of review, not of normalise."""

from __future__ import annotations

from catalog import columns
from catalog.workbench import recognitions
from catalog.workbench.drafts import Draft
from catalog.workbench.store import Workbench

FIELDS = tuple(f for f, _ in columns.fields())


def within(drafts: list[Draft]) -> None:
    """Marks rows of one delivery that are the same product in the same pack; differing ones are doubts."""
    seen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        if draft.product_id is None:
            continue
        first = seen.setdefault((draft.product_id, draft.offer_key), draft)
        if first is draft:
            continue
        code = "row-twice" if first.fingerprint() == draft.fingerprint() else "row-disagrees"
        draft.doubt(code, "name", draft.facts["name"], other=first.row)


def against_register(drafts: list[Draft], bench: Workbench | None) -> None:
    """Marks stars that no recognition of the register confirms, or that are more than it gave."""
    claiming = [d for d in drafts if d.facts.get("stars") and d.product_id]
    if not claiming:
        return
    register = recognitions.load(bench) if bench else {}
    for draft in claiming:
        stars = str(draft.facts["stars"])
        found = recognitions.match(draft.facts, register)
        if found is None:
            draft.doubt("stars-unconfirmed", "stars", stars)
        elif found.stars < draft.facts["stars"]:
            draft.doubt("stars-above-decision", "stars", stars, number=found.decision_number, other=found.stars)
