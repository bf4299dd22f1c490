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
    """Marks stars that no recognition of the register confirms, and what of a claim differs from the one it names."""
    claiming = [d for d in drafts if d.facts.get("stars") and d.product_id]
    if not claiming:
        return
    register = recognitions.load(bench) if bench else {}
    products = recognitions.by_product(register)
    for draft in claiming:
        found = recognitions.match(draft.facts, register)
        if found:
            _compare(draft, found)
        else:
            _unconfirmed(draft, recognitions.of_another_holder(draft.facts, products))


def _unconfirmed(draft: Draft, other: recognitions.Recognition | None) -> None:
    draft.doubt("stars-unconfirmed", "stars", str(draft.facts["stars"]))
    if other:
        draft.doubt(
            "holder-disagrees", "producer", draft.facts["producer"], number=other.decision_number, other=other.holder
        )


def _compare(draft: Draft, found: recognitions.Recognition) -> None:
    """Stars and day of a claim beside those of the recognition that it names."""
    if found.stars < draft.facts["stars"]:
        said = str(draft.facts["stars"])
        draft.doubt("stars-above-decision", "stars", said, number=found.decision_number, other=found.stars)
    signed = draft.facts.get("decision_date")
    # A year alone, or a month, is no contradiction: "2024" of 26 April 2024.
    if signed and draft.facts.get("decision_number") and not found.decision_date.startswith(signed):
        day = ".".join(reversed(found.decision_date.split("-")))
        draft.doubt("decision-date-disagrees", "decision_date", signed, number=found.decision_number, other=day)
