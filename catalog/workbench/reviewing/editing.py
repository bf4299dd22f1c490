"""Officers' edits and pins: recorded with who, when and why, read like a cell of a sheet, withdrawn, never erased."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalog.errors import Conflict
from catalog.registers.places import edition
from catalog.workbench.identities import finding, owned
from catalog.workbench.identities.joins import Kind
from catalog.workbench.reviewing import accepted, edits, review, typed
from catalog.workbench.reviewing.precedence import OF_THE_PRODUCER, OFFER_COLUMNS, Facts, unit_of
from catalog.workbench.store import Workbench, now

_OF_AN_OFFER = frozenset(column.name for column in OFFER_COLUMNS)


class Subject(NamedTuple):
    """What an officer speaks of: a product, its producer, and where a draft was named that draft and its pack.

    is_producer: the producer itself was named; product_id is one of its products.
    """

    product_id: str
    producer_id: str
    offer_key: str | None
    draft_id: int | None
    is_producer: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded edit: its number, the column, and what the field was and is now."""

    edit: int
    column: str
    before: Facts
    after: Facts


def find(bench: Workbench, said: str) -> Subject:
    """The product of a draft's number, of an id or of an address; also a producer of that id or address.

    Raises Unknown, or Conflict where the row names no product or no producer.
    """
    maker = finding.producer(bench, said)
    if maker:
        return Subject(maker.product_id, maker.producer_id, None, None, is_producer=True)
    found = finding.product(bench, said)
    if found.producer_id is None:
        raise Conflict(f"{said} names no producer, so nothing can be said of it; ask for the row.")
    return Subject(found.product_id, found.producer_id, found.offer_key, found.draft_id)


def edit(
    bench: Workbench, said: str, words: Mapping[str, str], who: str, reason: str, *, accept: bool = False
) -> list[Change]:
    """Records values for columns of a draft's or product's facts; all or none. They count until withdrawn.

    accept: the draft, whose doubts the edits answer, is accepted along with them. Raises Unknown or Refused for what
    does not read (typed.py), Conflict where a price or pack is edited of a product of several packs, or where the
    draft that is to be accepted has a doubt that no edit answers.
    """
    with bench.joining():
        subject = find(bench, said)
        before = _facts(bench, subject)
        facts = typed.read(words, province=before.of(None).get("province") or "")
        changes = [_record(bench, subject, c, words[c], facts[c], before, who, reason) for c in words]
        if accept:
            _accept(bench, subject, said, set(words), who, reason)
    return changes


def pin(bench: Workbench, said: str, column: str, who: str, reason: str, value: str | None = None) -> Change:
    """Records that a column keeps its value, the present one where none is given, whatever sources will say.

    Raises as `edit` does, and Conflict where there is no present value to pin.
    """
    if value is not None:
        return edit(bench, said, {column: value}, who, reason)[0]
    typed.check(column)
    with bench.joining():
        subject = find(bench, said)
        before = _facts(bench, subject)
        facts = _present(before.of(_pack(bench, subject, column)), column)
        if not any(value is not None for value in facts.values()):
            raise Conflict(f"{said} has no accepted {column} that could be pinned; give a value.")
        return _record(bench, subject, column, None, facts, before, who, reason)


def unpin(bench: Workbench, said: str, column: str, who: str, reason: str) -> int:
    """Withdraws every edit and pin of a column, so that the sources count again; gives their number.

    Raises Unknown, Refused, or Conflict where there is none.
    """
    typed.check(column)
    with bench.joining():
        subject = find(bench, said)
        same = edits.standing(bench).pack
        pack = _pack(bench, subject, column)
        sql = """SELECT e.id, e.offer_key FROM edits e LEFT JOIN identity_now n ON n.id = e.subject
                  WHERE coalesce(n.now_id, e.subject) = ? AND e."column" = ?
                    AND e.id NOT IN (SELECT edit_id FROM withdrawn_edits)"""
        found = [
            row["id"] for row in bench.rows(sql, [_subject_id(subject, column), column])
            if pack is None or same(subject.product_id, row["offer_key"]) == same(subject.product_id, pack)
        ]  # fmt: skip
        if not found:
            raise Conflict(f"Nobody edited or pinned {column} of {said}.")
        names = ("edit_id", "reason", "withdrawn_by", "withdrawn_at")
        bench.insert("withdrawn_edits", names, [(number, reason, who, now()) for number in found])
    return len(found)


def listed(bench: Workbench, said: str | None = None) -> list[dict[str, Any]]:
    """Every edit in the order in which they were made, those of one product (and its producer) or producer if named.

    Each with id, subject, offer_key, column, words, facts, reason, edited_by, edited_at and, where it was withdrawn,
    withdrawn_by, withdrawn_at and why. Raises Unknown.
    """
    sql = """SELECT e.*, w.withdrawn_by, w.withdrawn_at, w.reason AS withdrawn_why
               FROM edits e LEFT JOIN withdrawn_edits w ON w.edit_id = e.id"""
    if said is None:
        rows = bench.rows(f"{sql} ORDER BY e.id")
    else:
        subject = find(bench, said)
        about = "LEFT JOIN identity_now n ON n.id = e.subject WHERE coalesce(n.now_id, e.subject) IN (?, ?)"
        product_id = None if subject.is_producer else subject.product_id
        rows = bench.rows(f"{sql} {about} ORDER BY e.id", [product_id, subject.producer_id])
    return [dict(row) | {"facts": json.loads(row["facts"])} for row in rows]


class _Before(NamedTuple):
    """A product as it is before the edits of one call (None while nothing of it is accepted), and what stands of it."""

    product: accepted.Merged | None
    standing: edits.Standing

    def of(self, pack: str | None) -> Facts:
        """The facts of the product itself, or of the pack of that key."""
        if self.product is None:
            return {}
        if pack is None:
            return self.product.facts
        return self.product.offers.get(self.standing.pack(self.product.id, pack), {})


def _facts(bench: Workbench, subject: Subject) -> _Before:
    """The product as merged now; as it would be with the draft that is on the table, where nothing is accepted."""
    found = next(accepted.products(bench, [subject.product_id]), None)
    if found is None and subject.draft_id is not None:
        found = next(accepted.products(bench, [subject.product_id], {subject.draft_id: "accepted"}), None)
    return _Before(found, edits.standing(bench))


def _present(facts: Facts, column: str) -> Facts:
    return {name: facts.get(name) for name in typed.affected(column)}


def _record(
    bench: Workbench,
    subject: Subject,
    column: str,
    words: str | None,
    facts: Facts,
    before: _Before,
    who: str,
    reason: str,
) -> Change:
    if subject.is_producer and column not in OF_THE_PRODUCER:
        raise Conflict(f"{column} is said of a product; name one, or a draft.")
    pack = _pack(bench, subject, column)
    names = "subject offer_key column words facts draft_id reason edited_by edited_at places_on".split()
    as_json = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    row = (
        _own_id(bench, subject, column),
        pack,
        column,
        words,
        as_json,
        subject.draft_id,
        reason,
        who,
        now(),
        edition(),
    )
    bench.insert("edits", names, [row])
    number = bench.rows("SELECT max(id) FROM edits")[0][0]
    return Change(number, column, _present(before.of(pack), column), facts)


def _subject_id(subject: Subject, column: str) -> str:
    return subject.producer_id if column in OF_THE_PRODUCER else subject.product_id


def _own_id(bench: Workbench, subject: Subject, column: str) -> str:
    """Under which id an edit is kept: that of the draft that was named, else the one known for longest."""
    kind: Kind = "producer" if column in OF_THE_PRODUCER else "product"
    if subject.draft_id is not None:
        own = owned.of_draft(bench, subject.draft_id)[kind == "product"]
        if own:
            return own
    return owned.first(bench, kind, _subject_id(subject, column))


def _pack(bench: Workbench, subject: Subject, column: str) -> str | None:
    """The pack that a column of an offer is said of: the draft's, else the only one that the product has."""
    if column not in _OF_AN_OFFER:
        return None
    if subject.offer_key is not None:
        return subject.offer_key
    rows = bench.rows(
        """SELECT s.offer_key, max(s.draft_id) AS draft, json_extract(d.facts, '$.pack_words') AS words
             FROM states s JOIN drafts d ON d.id = s.draft_id
            WHERE s.product_id = ? AND s.state <> 'rejected' GROUP BY 1 ORDER BY 2""",
        [subject.product_id],
    )
    standing = edits.standing(bench)
    if len({standing.pack(subject.product_id, row["offer_key"]) for row in rows}) != 1:
        packs = ", ".join(f"{row['draft']} ({row['words'] or '—'})" for row in rows)
        raise Conflict(f"{column} is said of one pack; name the draft of the pack that you mean: {packs or 'none'}.")
    return str(rows[0]["offer_key"])


def _accept(bench: Workbench, subject: Subject, said: str, columns: set[str], who: str, reason: str) -> None:
    if subject.draft_id is None:
        raise Conflict(f"{said} is a product; name the draft that is to be accepted.")
    answered = {unit_of(column) for column in columns}
    sql = """SELECT code, "column", message FROM issues WHERE draft_id = ? AND severity = 'error' ORDER BY id"""
    left = [row["message"] for row in bench.rows(sql, [subject.draft_id]) if not _answers(answered, *row[:2])]
    if left:
        raise Conflict(f"Draft {said} has doubts that these edits do not answer: {' '.join(left)}")
    review.record(bench, [subject.draft_id], "accepted", reason, who)


# Doubts that name another column than the one that answers them, by the beginnings of their codes.
_ANSWERED_BY = {"content-": "pack", "pack-": "pack", "price-": "price"}


def _answers(answered: set[str], code: str, column: str | None) -> bool:
    by_code = {unit for start, unit in _ANSWERED_BY.items() if code.startswith(start)}
    return bool(answered & (by_code | {unit_of(column or "")}))
