"""From statements to drafts ready to store: ids, states, issues with their cells and sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalog import columns
from catalog.registers import issues as register
from catalog.workbench.identities import alike, identity, joins
from catalog.workbench.identities.twins import Book
from catalog.workbench.rows.encoded import decode, encode
from catalog.workbench.rows.policy import Policy
from catalog.workbench.rows.shelf import Shelf
from catalog.workbench.rows.statements import Statement
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt as a person reads it."""

    code: str
    severity: str
    sheet: str | None
    cell: str | None
    column: str | None
    value: str | None
    message: str
    fix: str | None


class At(NamedTuple):
    """Where a row stood, and its words by letter or field; `filled` are letters whose text stands in another cell."""

    sheet: str | None
    row: int
    cells: dict[str, str]
    filled: frozenset[str] = frozenset()


# What stands on the shelf of each row: facts, cells, marks, and what reading it asked.
RECORD = 4


@dataclass(slots=True)
class Draft:
    """One row of a delivery, read; `change` is new, changed or unchanged against what was there before.

    Its facts, its cells and its marks stand on a shelf outside memory: as the JSON that is stored, and what the row is
    known by.

    fingerprint   digest of what the row says of the product; equal for a row that was only moved
    says          which of the fields that few rows have this one has
    words         digest of what it was read of (statements.keys)
    read_as       the stored statement of the same words that it was taken from; None where it was read now
    stored_as     the stored statement that says all of this row, its cells as well; None where it is to be stored
    letters       column → letter of its cells; empty for sources without cells
    judged        state and reason that the policy gives it; state and reason are those of before where it follows that
                  decision: the row is unchanged
    """

    sheet: str | None
    row: int
    filled: frozenset[str]
    shelf: Shelf
    record: int
    fingerprint: str
    name: str | None
    offer_key: str
    says: frozenset[str]
    words: bytes
    read_as: int | None = None
    stored_as: int | None = None
    letters: dict[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    producer_id: str | None = None
    product_id: str | None = None
    named_producer_id: str | None = None
    named_product_id: str | None = None
    state: str = "held"
    reason: str = ""
    judged: tuple[str, str] = ("held", "")
    follows: int | None = None
    change: str = "new"
    pictures: tuple[Any, ...] = ()

    @property
    def stated(self) -> bytes:
        """The facts as stored: JSON with keys in order and nulls left out."""
        return self.shelf.get(self.record, 0)

    @property
    def cells(self) -> bytes:
        """The words as they stood, as stored: JSON of letter or field → text."""
        return self.shelf.get(self.record, 1)

    @property
    def marks(self) -> identity.Marks:
        """What the row is known by, decoded anew at each call."""
        return identity.decode(self.shelf.get(self.record, 2))

    @property
    def reading(self) -> tuple[bytes, bytes]:
        """Its marks and what reading it asked, as stored."""
        return self.shelf.get(self.record, 2), self.shelf.get(self.record, 3)

    @property
    def facts(self) -> dict[str, Any]:
        """The typed fields that are stated, decoded anew at each call."""
        found: dict[str, Any] = decode(self.stated)
        return found

    def cell(self, column: str) -> str | None:
        """The cell that says a column, else the one that says the name; None for sources without cells."""
        letter = self.letters.get(column) or self.letters.get("name")
        return f"{letter}{self.row}" if letter else None

    def letters_of_its_own(self) -> set[str]:
        """The letters of its cells that hold words of their own, not those of a merge or of the row above."""
        return set(decode(self.cells)) - self.filled

    def doubt(self, code: str, column: str, value: str | None, **said: object) -> None:
        """Adds an issue about this row."""
        said = {"row": self.row, **said}
        self.issues += (make_issue(code, self.sheet, self.cell(column), column, value, **said),)


def make_issue(
    code: str, sheet: str | None, cell: str | None, column: str | None, value: str | None, **said: object
) -> Issue:
    """An issue with the sentence of the register filled in."""
    kind = register.kinds()[code]
    label = columns.BY_NAME[column].label if column in columns.BY_NAME else None
    message = kind.sentence(**{"cell": cell or label, "value": value, "column": column, **said})
    return Issue(code, kind.severity, sheet, cell, column, value or None, message, kind.fix)


def build(said: Iterable[Statement], at: Iterable[At], letters: dict[str, str], shelf: Shelf) -> list[Draft]:
    """Drafts of statements and of where each of them stood, in their order; their words go on the shelf.

    letters: column → the letter of its cells; empty for sources without cells. shelf: one of RECORD parts.
    """
    return [_draft(one, place, letters, shelf) for one, place in zip(said, at, strict=True)]


def _draft(said: Statement, at: At, letters: dict[str, str], shelf: Shelf) -> Draft:
    cells = encode(at.cells)
    draft = Draft(
        sheet=at.sheet,
        row=at.row,
        filled=at.filled,
        shelf=shelf,
        record=shelf.put(said.facts, cells, said.marks, encode(said.doubts)),
        fingerprint=said.fingerprint,
        name=said.name,
        offer_key=sys.intern(said.offer_key),
        says=said.says,
        words=said.words,
        read_as=said.stored,
        stored_as=said.stored if said.cells == cells else None,
        letters=letters,
        named_producer_id=said.producer,
        named_product_id=said.product,
    )
    for code, column, value, quoted in said.doubts:
        draft.doubt(code, column, value, **dict(quoted))
    return draft


def take(drafts: list[Draft], book: Book, before: Mapping[tuple[str | None, int], str] | None = None) -> None:
    """Gives every draft that has a name its producer's and its product's own id; comparing them begins.

    before: for a sheet that came back mended, which product stood where; a row whose words are known nowhere is the
    product that stood there, unless another row has it.
    """
    is_as_read = book.foreseen is not None  # then nobody has written since
    if is_as_read:
        book.stand(own for d in drafts if d.read_as for own in (d.named_producer_id, d.named_product_id))
    new = [d for d in drafts if not d.read_as] if is_as_read else drafts
    standing = {} if is_as_read else book.standing(d.read_as for d in drafts if d.read_as)
    for draft in new:
        known = standing.get(draft.read_as) if draft.read_as else None
        if known is None:
            draft.stored_as = None  # taken back, or removed, since it was read
        draft.named_producer_id, draft.named_product_id = known or book.take_row(draft.marks)
    if before:
        there = {d.named_product_id for d in drafts}
        for draft in drafts:
            stood, own = before.get((draft.sheet, draft.row)), draft.named_product_id
            if stood and own and stood not in there and book.is_new(own):
                book.returned.append((joins.pair("product", own, stood), stood))
    book.compare()


def identify(drafts: list[Draft], book: Book) -> None:
    """Gives every draft that was taken the ids that its own come to. What may be one and is not sure is asked."""
    book.resolve()
    settle(drafts, book.now)
    ask(drafts, book.asked, book.bench)
    book.let_go()


def settle(drafts: Iterable[Draft], found: joins.Now) -> None:
    """Gives drafts the ids that their own come to."""
    for draft in drafts:
        maker, product = draft.named_producer_id, draft.named_product_id
        draft.producer_id = found.producers.get(maker, maker) if maker else None
        draft.product_id = found.products.get(product, product) if product else None


def ask(drafts: list[Draft], asked: joins.Asked, bench: Workbench) -> None:
    """Doubts of what may be one with something else: once for a producer, on each row for a product.

    asked: own id → the pair that waits for an answer.
    """
    is_product = any(found.kind == "product" for found, _ in asked.values())
    codes = identity.names_per_code((d.marks, d.producer_id) for d in drafts) if is_product else {}
    names = {d.named_product_id: d.name for d in reversed(drafts)} if asked else {}
    makers = _makers_named(drafts, {i for found, _ in asked.values() if found.kind == "producer" for i in found[1:]})
    told = set()
    for draft in drafts:
        maker, product = draft.named_producer_id, draft.named_product_id
        if maker in asked and maker not in told:
            told.add(maker)
            said = _said(maker, asked[maker], makers, bench)
            draft.doubt("producer-alike", "producer", draft.facts["producer"], **said)
        if product in asked:
            marks = [m for m in draft.marks.codes if not m.startswith("decision:")]
            own_code = any(codes[draft.producer_id, m] == 1 for m in marks)
            by_code = not set(alike.WORDS.values()).isdisjoint(asked[product][1].speaks_for)
            code = "identity-unsure" if by_code and own_code else "product-alike"
            draft.doubt(code, "name", draft.name, **_said(product, asked[product], names, bench))


def _makers_named(drafts: list[Draft], wanted: set[str]) -> dict[str | None, str | None]:
    """Own id of a producer → its name as the first row of it has it, of those that are asked about."""
    ours = (d for d in reversed(drafts) if d.named_producer_id in wanted) if wanted else ()
    return {d.named_producer_id: d.facts["producer"] for d in ours}


def _said(
    own: str, asked: tuple[joins.Pair, alike.Verdict], names: Mapping[str | None, str | None], bench: Workbench
) -> dict[str, str]:
    """The other one's name, and what speaks for and against."""
    found, answer = asked
    other = found.other if found.one == own else found.one
    shown = names.get(other) or joins.shown(bench, found.kind, other)
    return {"other": shown, "why": "; ".join(answer.speaks_for), "against": "; ".join(answer.against)}


class Earlier(NamedTuple):
    """The last word on a product and pack before this delivery, and the decision that stands on it."""

    fingerprint: str
    state: str
    reason: str
    decision: int


def decide(drafts: list[Draft], policy: Policy, before: Mapping[tuple[str, str], Earlier]) -> None:
    """Sets state, reason and change. before: (product, offer) → the draft that this one comes after.

    A row that says what was said before keeps the decision that was made then, a person's included; what the policy
    itself says of it is kept beside it, for the day on which that decision is undone.
    """
    for draft in drafts:
        draft.state, draft.reason = draft.judged = policy.decide(i.code for i in draft.issues)
        if draft.product_id is None:
            continue
        earlier = before.get((draft.product_id, draft.offer_key))
        if earlier is None:
            draft.change = "new"
        elif earlier.fingerprint != draft.fingerprint:
            draft.change = "changed"
        else:
            draft.change = "unchanged"
            draft.state, draft.reason = earlier.state, earlier.reason
            draft.follows = earlier.decision if draft.judged != (draft.state, draft.reason) else None
