"""Where sources disagree on a product: which word counts and by which rule, and the words that do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from catalog.workbench import days
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import accepted, edits, precedence
from catalog.workbench.reviewing.precedence import Facts, Rank
from catalog.workbench.rows import recognitions
from catalog.workbench.store import Workbench


class Word(NamedTuple):
    """One statement on one thing: who says it, when it came, and by which rule it counts or does not.

    source: own, list, crawl, register or edit. rule: edit, register, said, stated, source or newer; of the word that
    counts, the rule by which the strongest other one gave way.
    """

    value: str
    facts: Facts
    source: str
    name: str
    day: str
    draft: int | None
    rule: str


class Disagreement(NamedTuple):
    """One field of a product, or of one pack of it, with the word that counts and those that do not."""

    product: str
    name: str
    column: str
    offer_key: str | None
    winner: Word
    losers: list[Word]

    def json(self) -> dict[str, Any]:
        """As the command prints it."""
        return self._asdict() | {"winner": self.winner._asdict(), "losers": [w._asdict() for w in self.losers]}


class _Claim(NamedTuple):
    rank: Rank
    said: accepted.Said
    facts: Facts


def conflicts(bench: Workbench, product: str | None = None) -> Iterator[Disagreement]:
    """The disagreements of one product (by id), or of every product, field by field in the order of the products."""
    register, standing = recognitions.load(bench), edits.standing(bench)
    sources = {
        r["id"]: (r["name"], days.day_of(r["received_at"]).isoformat()) for r in bench.rows("SELECT * FROM submissions")
    }
    for said in accepted.drafts(bench, None if product is None else [product]):
        product_id = said[0].product_id
        about = standing.of(product_id, said[-1].producer_id)
        said = [one._replace(offer_key=standing.pack(product_id, one.offer_key)) for one in said]
        whole = accepted.together(said, standing)
        name = whole.facts.get("name") or product_id
        if len(said) > 1 or about:
            for (pack, unit), claims in sorted(_claims(said, standing).items(), key=_order):
                found = _decided(product_id, name, pack, unit, claims, about, sources)
                if found:
                    yield found
        yield from _against_register(product_id, name, whole, said[-1], register, sources)


def _order(item: tuple[tuple[str | None, str], Any]) -> tuple[str, str]:
    (pack, unit), _ = item
    return pack or "", unit


def _claims(said: list[accepted.Said], standing: edits.Standing) -> dict[tuple[str | None, str], list[_Claim]]:
    """What each draft says of each thing, in order of arrival."""
    found: dict[tuple[str | None, str], list[_Claim]] = {}
    for one in said:
        derived = precedence.derived_of(one.facts)
        for pack, facts in accepted.parts(one, standing.one_pack(one.product_id)):
            for unit, fields in precedence.by_unit(facts).items():
                claim = _Claim(precedence.rank(unit, fields, derived, one.source), one, fields)
                if claim.rank.is_said and unit not in _NOT_COMPARED:
                    found.setdefault((pack, unit), []).append(claim)
    return found


# They differ from row to row and from day to day, and nobody is asked about them.
_NOT_COMPARED = frozenset({"row_number", "timestamp", "images", "note", *consents.COLUMNS})


def _decided(
    product: str,
    name: str,
    pack: str | None,
    unit: str,
    claims: list[_Claim],
    about: list[edits.Edit],
    sources: dict[str, tuple[str, str]],
) -> Disagreement | None:
    edited = [e for e in about if e.offer_key == pack and precedence.unit_of(e.column) == unit]
    if edited:
        said = edited[-1]
        given = {n: v for e in edited for n, v in e.facts.items() if v is not None}
        fields = {n for e in edited for n in e.facts}
        losing = [c for c in claims if precedence.differ({n: v for n, v in c.facts.items() if n in fields}, given)]
        winner = Word(said.shown, given, "edit", said.by, days.day_of(said.at).isoformat(), None, "edit")
        words = [_word(unit, c, "edit", sources) for c in _last_of_each(losing)]
    else:
        best = max(reversed(claims), key=lambda claim: claim.rank)
        losing = [c for c in claims if c is not best and precedence.differ(c.facts, best.facts)]
        words = [_word(unit, c, precedence.rule(best.rank, c.rank), sources) for c in _last_of_each(losing)]
        winner = _word(unit, best, words[0].rule if words else "", sources)
    return Disagreement(product, name, unit, pack, winner, words) if words else None


def _last_of_each(claims: list[_Claim]) -> list[_Claim]:
    """Of equal values of one class the last, the strongest and newest first."""
    kept: list[_Claim] = []
    for claim in sorted(claims, key=lambda c: (c.rank, c.said.draft), reverse=True):
        if not any(k.said.source == claim.said.source and not precedence.differ(k.facts, claim.facts) for k in kept):
            kept.append(claim)
    return kept


def _word(unit: str, claim: _Claim, rule: str, sources: dict[str, tuple[str, str]]) -> Word:
    one = claim.said
    value = edits.shown(unit, claim.facts)
    return Word(value, claim.facts, one.source, *sources[one.submission_id], one.draft, rule)


def _against_register(
    product: str,
    name: str,
    whole: accepted.Merged,
    last: accepted.Said,
    register: recognitions.Register,
    sources: dict[str, tuple[str, str]],
) -> Iterator[Disagreement]:
    """What the product claims of its stars and decision otherwise than the recognition that names it."""
    found = recognitions.match(whole.facts, register)
    if found is None:
        return
    for column, fields in (("stars", ("stars",)), ("decision_number", ("decision_number", "decision_date"))):
        said = {n: whole.facts[n] for n in fields if whole.facts.get(n) is not None}
        told = {n: getattr(found, n) for n in fields}
        # A year alone, or a month, is no contradiction.
        if any(not str(told[n]).startswith(str(v)) for n, v in said.items() if n != "decision_number"):
            winner = Word(
                edits.shown(column, told), told, "register", found.holder, found.decision_date, None, "register"
            )
            loser = Word(edits.shown(column, said), said, last.source, *sources[last.submission_id], None, "register")
            yield Disagreement(product, name, column, None, winner, [loser])
