"""A submission: one received sheet, list or crawl with everything that was understood of it; and its report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog import columns
from catalog.workbench.identities import identity
from catalog.workbench.identities.foreseen import Foreseen
from catalog.workbench.rows.drafts import Draft, Issue
from catalog.workbench.rows.originals import Match
from catalog.workbench.rows.vouching import Vouched

CELLS = ("read", "used", "ignored", "rejected")
FIELDS = tuple(f.name for f, _ in columns.fields())
# Fields that hold a JSON list.
LISTS = ("phone", "candidates", "images")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it and what they said beside it; blank where nothing was said.

    confirmed   headers of the sheet that they explained just now: header → column, "-", or blank to forget
    is_known    False where nobody vouches for who they are: a person looks at every row, and no consent of theirs
                counts before one of the producer's rows is accepted
    vouched     for whom alone they speak, where an officer invited them: other rows are looked at likewise
    """

    name: str = ""
    place: str = ""
    day: str = ""
    confirmed: Mapping[str, str] = field(default_factory=dict)
    is_known: bool = True
    vouched: Vouched | None = None


@dataclass(slots=True)
class Submission:
    """One received sheet or crawl, read; `drafts` in the order of its rows.

    pasted    rows into which pictures were pasted, with the parts of the file that hold them
    missing   rows that name a picture which this delivery does not hold
    received  every picture that came with it, also those of nobody
    foreseen  what its producers come to, where that was worked out while the file was opened
    """

    id: str
    source: str
    name: str
    kind: str
    sha256: str
    status: str = "accepted"
    reason: str | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CELLS, 0))
    drafts: list[Draft] = field(default_factory=list)
    pasted: list[tuple[Draft, tuple[str, ...]]] = field(default_factory=list)
    missing: list[tuple[Draft, str]] = field(default_factory=list)
    received: list[Match] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    is_known: bool = False
    continues: str | None = None
    foreseen: Foreseen | None = None

    @property
    def file(self) -> str | None:
        return self.name if self.source != "crawl" else None


def submission_id(sha256: str, sender: Sender, remembered: Sequence[str] = ()) -> str:
    """Equal bytes with equal hints, read alike, are one submission, whoever sends them and however often."""
    return f"s-{identity.digest(sha256, sender.place, sender.day, *remembered)}"


def report(submissions: list[Submission], *, with_products: bool = True) -> dict[str, Any]:
    """The contract's JSON document of an import; without products it costs little for any number of rows."""
    found = [i for s in submissions for i in issues_of(s)]
    every = [(s, d) for s in submissions for d in s.drafts]
    states, changes = Counter(d.state for _, d in every), Counter(d.change for _, d in every)
    return {
        "submissions": [
            {"id": s.id, "file": s.file, "sha256": s.sha256, "status": s.status, "reason": s.reason,
             "continues": s.continues, "tables": s.tables, "cells": s.cells}
            for s in submissions
        ],
        "products": [product_json(s, d) for s, d in every if with_products],
        "issues": found,
        "summary": {"rows": len(every)}
        | {k: states[k] for k in ("accepted", "held", "rejected")}
        | {k: changes[k] for k in ("new", "changed", "unchanged")},
    }  # fmt: skip


def issues_of(s: Submission) -> list[dict[str, Any]]:
    """Every issue of a submission as the contract's JSON."""
    return [
        {"code": i.code, "severity": i.severity, "file": s.file, "sheet": i.sheet, "cell": i.cell,
         "column": i.column, "value": i.value, "message": i.message, "fix": i.fix}
        for i in [*s.issues, *(i for d in s.drafts for i in d.issues)]
    ]  # fmt: skip


def product_json(s: Submission, d: Draft) -> dict[str, Any]:
    """One row as the contract's JSON: every typed field, null where nothing is stated."""
    facts: dict[str, Any] = {n: d.facts.get(n) for n in FIELDS}
    for name in LISTS:
        facts[name] = json.loads(facts[name]) if facts[name] else []
    facts["pieces"] = bool(facts["pieces"])
    return facts | {
        "id": d.product_id,
        "state": d.state,
        "change": d.change,
        "source": {"file": s.file, "sheet": d.sheet, "row": d.row},
    }
