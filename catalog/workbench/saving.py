"""Writes one submission into the workbench; called inside one transaction, so it is there whole or not at all."""

from __future__ import annotations

import json

from catalog.workbench import picture_saving, recognitions
from catalog.workbench.drafts import Draft
from catalog.workbench.store import Workbench, now
from catalog.workbench.submissions import Sender, Submission

Numbered = list[tuple[int, Draft]]


def save(bench: Workbench, s: Submission, sender: Sender, added: dict[str, str]) -> None:
    """Stores a submission and its receipt; one that is there already gets the receipt, and pictures that are new.

    added: the identities (key → id) that its drafts brought.
    """
    at = now()
    if not s.is_known:
        _store_submission(bench, s, sender, at)
        if s.source == "register":
            recognitions.save(bench, s.id, s.drafts)
        else:
            bench.insert("identities", ("key", "id", "submission_id"), ((k, v, s.id) for k, v in added.items()))
            _store_drafts(bench, s, sender, at)
    picture_saving.save(bench, s, sender.name, at)
    bench.insert("receipts", ("submission_id", "name", "sender", "received_at"), [(s.id, s.name, sender.name, at)])


def _store_submission(bench: Workbench, s: Submission, sender: Sender, at: str) -> None:
    names = "id source name kind sha256 place_hint date_hint received_at status tables cells".split()
    row = (s.id, s.source, s.name, s.kind, s.sha256, sender.place, sender.day, at, s.status)
    as_json = (json.dumps(x, ensure_ascii=False) for x in (s.tables, s.cells))
    bench.insert("submissions", names, [(*row, *as_json)])
    if s.continues:
        bench.insert("continuations", ("submission_id", "continues"), [(s.id, s.continues)])


def _store_drafts(bench: Workbench, s: Submission, sender: Sender, at: str) -> None:
    start = bench.rows("SELECT coalesce(max(id), 0) FROM raw_records")[0][0] + 1
    numbered = list(enumerate(s.drafts, start))
    bench.insert(
        "raw_records",
        ("id", "submission_id", "sheet", "row", "cells"),
        ((n, s.id, d.sheet, d.row, d.cells.decode()) for n, d in numbered),
    )
    bench.insert(
        "drafts",
        ("id", "submission_id", "product_id", "offer_key", "producer_id", "name", "facts", "fingerprint"),
        (
            (n, s.id, d.product_id, d.offer_key, d.producer_id, d.name, d.stated.decode(), d.fingerprint)
            for n, d in numbered
        ),
    )
    bench.insert(
        "decisions",
        ("draft_id", "state", "reason", "decided_by", "decided_at"),
        ((n, d.state, d.reason, "policy", at) for n, d in numbered),
    )
    _store_issues(bench, s, numbered)
    _store_consents(bench, s, numbered, sender, at)


def _store_issues(bench: Workbench, s: Submission, numbered: list[tuple[int, Draft]]) -> None:
    found = [(None, i) for i in s.issues] + [(n, i) for n, d in numbered for i in d.issues]
    names = "submission_id draft_id code severity sheet cell column value message fix".split()
    bench.insert(
        "issues",
        names,
        ((s.id, n, i.code, i.severity, i.sheet, i.cell, i.column, i.value, i.message, i.fix) for n, i in found),
    )


def _store_consents(
    bench: Workbench, s: Submission, numbered: list[tuple[int, Draft]], sender: Sender, at: str
) -> None:
    """What a sheet says of consent, once per producer and field; the later row counts."""
    said: dict[tuple[str, str], tuple[int, str]] = {}
    for _, d in numbered:
        for name in ("name", "phone", "photo"):
            given = d.facts.get(f"consent_{name}") if f"consent_{name}" in d.says else None
            if given is not None and d.producer_id:
                said[d.producer_id, name] = (given, f"{s.name} {d.sheet or ''} {d.row}".strip())
    names = "subject field purpose is_given source submission_id recorded_by recorded_at".split()
    bench.insert(
        "consents",
        names,
        (
            (subject, name, "publish", given, source, s.id, sender.name, at)
            for (subject, name), (given, source) in said.items()
        ),
    )
