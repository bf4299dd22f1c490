"""Checks that compare rows with each other and with the register: a part of review, not of normalise."""

from __future__ import annotations

from catalog import columns
from catalog.workbench.identities.identity import Facts
from catalog.workbench.rows import recognitions
from catalog.workbench.rows.drafts import Draft
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
        code = "row-twice" if first.fingerprint == draft.fingerprint else "row-disagrees"
        draft.doubt(code, "name", draft.name, other=first.row)


def against_register(drafts: list[Draft], bench: Workbench | None) -> None:
    """Marks stars that no recognition of the register confirms, and what of a claim differs from the one it names."""
    claiming = [d for d in drafts if "stars" in d.says and d.product_id]
    if not claiming:
        return
    register = recognitions.load(bench) if bench else {}
    products = recognitions.by_product(register)
    for draft in claiming:
        facts = draft.facts
        found = recognitions.match(facts, register)
        if found:
            _compare(draft, facts, found)
        else:
            _unconfirmed(draft, facts, recognitions.of_another_holder(facts, products))


def _unconfirmed(draft: Draft, facts: Facts, other: recognitions.Recognition | None) -> None:
    draft.doubt("stars-unconfirmed", "stars", str(facts["stars"]))
    if other:
        draft.doubt("holder-disagrees", "producer", facts["producer"], number=other.decision_number, other=other.holder)


def _compare(draft: Draft, facts: Facts, found: recognitions.Recognition) -> None:
    """Stars and day of a claim beside those of the recognition that it names."""
    if found.stars < facts["stars"]:
        said = str(facts["stars"])
        draft.doubt("stars-above-decision", "stars", said, number=found.decision_number, other=found.stars)
    signed = facts.get("decision_date")
    # A year alone, or a month, is no contradiction: "2024" of 26 April 2024.
    if signed and facts.get("decision_number") and not found.decision_date.startswith(signed):
        day = ".".join(reversed(found.decision_date.split("-")))
        draft.doubt("decision-date-disagrees", "decision_date", signed, number=found.decision_number, other=day)
