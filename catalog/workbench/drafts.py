"""From a normalised table to drafts ready to store: ids, states, issues with their cells and sentences."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from catalog import columns
from catalog.normalise import Normalised
from catalog.registers import issues as register
from catalog.workbench import identity
from catalog.workbench.policy import Policy

# One encoder for all rows: json.dumps would make one for each.
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
# Fields that say where a row stood or who sent it, not what the product is; a new value alone is no change.
NOT_FACTS = frozenset({"row_number", "timestamp", "core_name", "offer_key", "choices", "note"})


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt as a person reads it; `draft` is the position of its row in the delivery, None for the whole file."""

    code: str
    severity: str
    sheet: str | None
    cell: str | None
    column: str | None
    value: str | None
    message: str
    fix: str | None
    draft: int | None = None


@dataclass(slots=True)
class Draft:
    """One row of a delivery, read; `change` is new, changed or unchanged against what was there before."""

    sheet: str | None
    row: int
    cells: dict[str, str]
    facts: dict[str, Any]
    letters: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    producer_id: str | None = None
    product_id: str | None = None
    state: str = "held"
    reason: str = ""
    change: str = "new"
    pictures: list[Any] = field(default_factory=list)

    def cell(self, column: str) -> str | None:
        """The cell that says a column, else the one that says the name; None for sources without cells."""
        letter = self.letters.get(column) or self.letters.get("name")
        return f"{letter}{self.row}" if letter else None

    def doubt(self, code: str, column: str, value: str | None, **said: object) -> None:
        """Adds an issue about this row."""
        said = {"row": self.row, **said}
        self.issues.append(make_issue(code, self.sheet, self.cell(column), column, value, **said))

    @property
    def offer_key(self) -> str:
        return self.facts.get("offer_key") or ""

    def public_facts(self) -> str:
        """The facts as stored: JSON with keys in order and nulls left out."""
        kept = {k: v for k, v in self.facts.items() if k not in ("core_name", "offer_key")}
        return _ENCODE(kept)

    def fingerprint(self) -> str:
        """Digest of what the row says of the product; equal for a row that was only moved."""
        kept = {k: v for k, v in self.facts.items() if k not in NOT_FACTS}
        return hashlib.sha256(_ENCODE(kept).encode()).hexdigest()[:20]


def make_issue(
    code: str, sheet: str | None, cell: str | None, column: str | None, value: str | None, **said: object
) -> Issue:
    """An issue with the sentence of the register filled in."""
    kind = register.kinds()[code]
    label = columns.BY_NAME[column].label if column in columns.BY_NAME else None
    message = kind.sentence(**{"cell": cell or label, "value": value, "column": column, **said})
    return Issue(code, kind.severity, sheet, cell, column, value or None, message, kind.fix)


def records_of(products: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row's stated fields as a dict, without nulls."""
    names = list(products.columns)
    columns = [products[n].tolist() for n in names]
    return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in zip(*columns, strict=True)]


def build(
    normalised: Normalised, at: Sequence[tuple[str | None, int, dict[str, str]]], letters: dict[str, str]
) -> list[Draft]:
    """Drafts in the order of the rows.

    at: sheet, row and cells as they stood, of each record. letters: column → the letter of its cells; empty for
    sources without cells.
    """
    drafts = [
        Draft(sheet, row, cells, facts, letters)
        for (sheet, row, cells), facts in zip(at, records_of(normalised.products), strict=True)
    ]
    found = normalised.issues
    for record, code, column, value, said in zip(
        found["record"], found["code"], found["column"], found["value"], found["said"], strict=True
    ):
        drafts[record].doubt(code, column, value, **said)
    return drafts


def identify(drafts: list[Draft], identities: identity.Identities) -> None:
    """Gives every draft that has a name its producer's and its product's id."""
    for draft in drafts:
        key = identity.producer_key(draft.facts)
        draft.producer_id = identities.id_for([key])[0] if key else None
    codes: Counter[str] = identity.names_per_code([(d.facts, d.producer_id) for d in drafts])
    for draft in drafts:
        if not draft.facts.get("core_name"):
            continue
        keys = identity.product_keys(draft.facts, draft.producer_id or "?", codes)
        draft.product_id, competing = identities.id_for(keys)
        if competing:
            draft.doubt("identity-unsure", "name", draft.facts["name"])


def decide(drafts: list[Draft], policy: Policy, before: dict[tuple[str, str], tuple[str, str, str]]) -> None:
    """Sets state, reason and change. before: (product, offer) → fingerprint, state, reason of the draft it follows.

    A row that says what was said before keeps the decision that was made then, a person's included.
    """
    for draft in drafts:
        draft.state, draft.reason = policy.decide(i.code for i in draft.issues)
        if draft.product_id is None:
            continue
        earlier = before.get((draft.product_id, draft.offer_key))
        if earlier is None:
            draft.change = "new"
        elif earlier[0] != draft.fingerprint():
            draft.change = "changed"
        else:
            draft.change = "unchanged"
            draft.state, draft.reason = earlier[1], earlier[2]
