"""Writes one submission into the workbench; called inside one transaction, so it is there whole or not at all."""

from __future__ import annotations

import json

from catalog.registers import places
from catalog.workbench.identities import joins
from catalog.workbench.identities.twins import Book
from catalog.workbench.photos import picture_saving
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import precedence
from catalog.workbench.rows import readings, recognitions, stored
from catalog.workbench.rows.drafts import Draft
from catalog.workbench.rows.submissions import Sender, Submission
from catalog.workbench.store import Workbench, now

# Who signs decisions that no person made.
POLICY = "policy"

Numbered = list[tuple[int, Draft]]
STATEMENT = (
    *"id cells offer_key name facts fingerprint product_id producer_id".split(),
    *("named_product_id", "named_producer_id"),
)


def save_names(bench: Workbench, s: Submission, book: Book) -> None:
    """Stores the names and marks that its drafts brought, while these are still being compared.

    In the transaction in which `save` stores the submission that they refer to.
    """
    if not s.is_known:
        bench.db.execute("PRAGMA defer_foreign_keys=ON")
        joins.note(bench, book.added(), s.id)


def save(bench: Workbench, s: Submission, sender: Sender, book: Book | None) -> None:
    """Stores a submission and its receipt; one that is there already gets the receipt, and pictures that are new.

    book: the pairs that its drafts brought; None for a register. Their names and marks are saved before (save_names).
    """
    at = now()
    if not s.is_known:
        _store_submission(bench, s, sender, at)
        if s.source == "register":
            recognitions.save(bench, s.id, s.drafts)
        else:
            _store_drafts(bench, s, sender, at)
            if book:
                _store_identity(bench, s, book)
    picture_saving.save(bench, s, sender.name, at)
    bench.insert("receipts", ("submission_id", "name", "sender", "received_at"), [(s.id, s.name, sender.name, at)])


def _store_submission(bench: Workbench, s: Submission, sender: Sender, at: str) -> None:
    names = "id source class name kind sha256 place_hint date_hint received_at status places_on tables cells".split()
    evidence = precedence.source_class(s.source, _producers(s), sender.name)
    row = (s.id, s.source, evidence, s.name, s.kind, s.sha256, sender.place, sender.day, at, s.status, places.edition())
    as_json = (json.dumps(x, ensure_ascii=False) for x in (s.tables, s.cells))
    bench.insert("submissions", names, [(*row, *as_json)])
    if s.continues:
        bench.insert("continuations", ("submission_id", "continues"), [(s.id, s.continues)])


def _producers(s: Submission) -> dict[str, str]:
    """The producers that the rows of a submission name, by id; a second one is enough to tell a list."""
    found: dict[str, str] = {}
    for draft in s.drafts:
        if draft.producer_id and draft.producer_id not in found:
            found[draft.producer_id] = draft.facts["producer"]
            if len(found) > 1:
                break
    return found


def _store_drafts(bench: Workbench, s: Submission, sender: Sender, at: str) -> None:
    start = bench.rows("SELECT coalesce(max(id), 0) FROM delivered_rows")[0][0] + 1
    numbered = list(enumerate(s.drafts, start))
    _store_statements(bench, [(n, d) for n, d in numbered if d.stored_as is None])
    bench.insert(
        "delivered_rows",
        ("id", "submission_id", "sheet", "row", "statement_id"),
        ((n, s.id, d.sheet, d.row, d.stored_as or n) for n, d in numbered),
    )
    bench.insert(
        "decisions",
        ("draft_id", "state", "reason", "decided_by", "decided_at"),
        ((n, *d.judged, POLICY, at) for n, d in numbered),
    )
    bench.insert(
        "decisions",
        ("draft_id", "state", "reason", "decided_by", "decided_at", "follows"),
        ((n, d.state, d.reason, POLICY, at, d.follows) for n, d in numbered if d.follows),
    )
    told = [(None, i) for i in s.issues] + [(n, i) for n, d in numbered for i in d.issues]
    stored.tell(bench, ((s.id, n, issue) for n, issue in told))
    _store_consents(bench, s, numbered, sender, at)


def _store_statements(bench: Workbench, new: Numbered) -> None:
    """What rows say that is not stored yet, under the number of the row that says it first."""
    bench.insert(
        "statements",
        STATEMENT,
        (
            (
                n,
                d.cells,
                d.offer_key,
                d.name,
                d.stated,
                d.fingerprint,
                d.product_id,
                d.producer_id,
                d.named_product_id,
                d.named_producer_id,
            )
            for n, d in new
        ),
        encoded=("cells", "facts"),
    )
    readings.store(bench, new)


def _store_identity(bench: Workbench, s: Submission, book: Book) -> None:
    joins.store(bench, book.found.items(), s.id)
    joins.store_returned(bench, book.returned, s.id)
    joins.settle(bench, book.now)


def _store_consents(
    bench: Workbench, s: Submission, numbered: list[tuple[int, Draft]], sender: Sender, at: str
) -> None:
    """What a sheet says of consent, once per producer and field; the later row counts."""
    said: dict[tuple[str, str], tuple[int, str]] = {}
    for _, d in numbered:
        for name in consents.FIELDS:
            given = d.facts.get(f"consent_{name}") if f"consent_{name}" in d.says else None
            # Kept under the row's own id: where producers are taken apart, each has what was said of it.
            if given is not None and d.named_producer_id:
                said[d.named_producer_id, name] = (given, f"{s.name} {d.sheet or ''} {d.row}".strip())
    names = "subject field purpose is_given source submission_id recorded_by recorded_at".split()
    bench.insert(
        "consents",
        names,
        (
            (subject, name, "publish", given, source, s.id, sender.name, at)
            for (subject, name), (given, source) in said.items()
        ),
    )
