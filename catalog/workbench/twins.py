"""What is known by its names and marks, what a delivery adds, and the pairs of both that may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.workbench import alike, candidates, cores, identity, joins
from catalog.workbench.alike import Verdict
from catalog.workbench.joins import Known, Now, Pair, Said
from catalog.workbench.store import Workbench

Found = dict[Pair, Verdict]


@dataclass(slots=True)
class Book:
    """What is known by its keys, what one delivery adds to it, and the pairs that were found.

    ids       key of a name → own id
    holders   mark → own ids that have it
    added     (key, own id) to store
    found     pairs that the rule answers anew, to store
    returned  pairs that a sheet that came back mended joins, with the id that stays
    now       what ids come to with this delivery
    asked     own id of this delivery → a pair that waits for an answer
    """

    bench: Workbench
    ids: dict[str, str] = field(default_factory=dict)
    holders: dict[str, list[str]] = field(default_factory=dict)
    added: list[tuple[str, str]] = field(default_factory=list)
    found: Found = field(default_factory=dict)
    returned: list[tuple[Pair, str]] = field(default_factory=list)
    now: Now = field(default_factory=Now)
    asked: dict[str, tuple[Pair, Verdict]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _who: dict[str, alike.Who] = field(default_factory=dict)
    _what: dict[str, dict[str, Any]] = field(default_factory=dict)
    _new: dict[str, None] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key, own in self.bench.rows("SELECT key, id FROM identities"):
            if key.startswith(("name:", "producer:")):
                self.ids[key] = own
            else:
                self.holders.setdefault(key, []).append(own)

    # ── a delivery ──

    def take(self, rows: Iterable[identity.Marks]) -> list[tuple[str | None, str | None]]:
        """The own ids of producer and product of each row; what is new of them is noted."""
        return [self._take(marks) for marks in rows]

    def is_new(self, own: str) -> bool:
        """Whether the name was known nowhere before this delivery."""
        return own in self._fresh

    def _take(self, marks: identity.Marks) -> tuple[str | None, str | None]:
        maker = self._own(marks.producer) if marks.producer else None
        if maker:
            joins.add_producer(self._who, maker, marks)
            for mark in marks.who:
                if mark.startswith(("tax:", "phone:")):
                    self._mark(mark, maker)
        key = marks.product_key
        if not key:
            return maker, None
        product = self._own(key)
        joins.add_product(self._what, product, maker, marks)
        for mark in marks.codes:
            self._mark(joins.stored_key(mark, maker), product)
        return maker, product

    def _own(self, key: str) -> str:
        own = self.ids.get(key)
        if own is None:
            own = self.ids[key] = identity.digest(key)
            self.added.append((key, own))
            self._new[own] = None
            self._fresh.add(own)
        return own

    def _mark(self, mark: str, own: str) -> None:
        holders = self.holders.setdefault(mark, [])
        if own not in holders:
            holders.append(own)
            self.added.append((mark, own))
            self._new[own] = None

    def resolve(self) -> None:
        """Compares what is new with what is known and sets `now` and `asked`, as they will be once it is stored."""
        said = joins.recorded(self.bench, self.returned)
        before = joins.settled(self.bench)
        self._answer(self._producer_pairs(), said)
        self.now.producers = joins.resolve(self.bench, said, self._facts(said)).producers if said else {}
        joined = joins.newly_joined(before, self.now)
        self._answer(self._product_pairs([own for own in self._new if own in self._what], joined), said)
        if said:
            facts = self._facts(said)
            self.now = joins.resolve(self.bench, said, facts)
            self.asked = dict(self._open(said, facts))

    def within(self, producers: set[str], now: Mapping[str, str]) -> list[tuple[Pair, Verdict]]:
        """Pairs among the products of some producers that came together, without those that are recorded."""
        self.now.producers = dict(now)
        self._answer(self._product_pairs([], producers), joins.recorded(self.bench))
        return list(self.found.items())

    def _answer(self, pairs: Iterable[Pair], said: dict[Pair, Said]) -> None:
        """Adds to `found` and to `said` what the rule answers and nobody recorded."""
        pairs = list(dict.fromkeys(pairs))
        facts = self._facts(pairs) if pairs else None
        for p in pairs:
            answer = joins.verdict(p, facts) if facts else alike.DIFFERENT
            before = said.get(p, Said()).answers
            if answer.answer != "different" and (answer.answer == "same") not in before:
                self.found[p] = answer
                said.setdefault(p, Said()).answers.add(answer.answer == "same")

    def _open(self, said: Mapping[Pair, Said], facts: Known) -> Iterator[tuple[str, tuple[Pair, Verdict]]]:
        """Own id of this delivery → the pair that is asked of it."""
        for p, answer in joins.waiting(said, facts, self.now):
            ours = self._who if p.kind == "producer" else self._what
            yield from ((own, (p, answer)) for own in (p.one, p.other) if own in ours)

    def _facts(self, pairs: Iterable[Pair]) -> Known:
        """What living rows and this delivery say of the ids of some pairs."""
        pairs = list(pairs)
        facts = joins.known(self.bench, pairs, self._keys())
        for own in {i for p in pairs for i in (p.one, p.other)}:
            if own in self._what:
                entry = self._what[own]
                known = facts.what.setdefault(own, {**entry, "marks": set()})
                facts.what[own] = {**known, "marks": known["marks"] | entry["marks"]}
        makers = {w["producer"] for w in facts.what.values()} | {i for p in pairs for i in (p.one, p.other)}
        for own in makers & self._who.keys():
            who = self._who[own]
            facts.who[own] = alike.Who(who.name, who.where, who.said | facts.who.get(own, who).said)
        worn = frozenset(key for key, owns in self.holders.items() if len(owns) > joins.FEW)
        return facts._replace(worn=worn)

    def _keys(self) -> dict[str, str]:
        """Own id of a product → its key."""
        if len(self._names) != len(self.ids):
            self._names = {own: key for key, own in self.ids.items() if key.startswith("name:")}
        return self._names

    # ── candidates ──

    def _producer_pairs(self) -> Iterator[Pair]:
        new = [own for own in self._new if own in self._who]
        if new:
            keys = {own: key for key, own in self.ids.items() if key.startswith("producer:")}
            yield from candidates.of_producers(new, keys, self.holders)

    def _product_pairs(self, touched: list[str], joined: set[str]) -> Iterator[Pair]:
        """Candidates for some products among all of their producers, and among all products of joined producers."""
        if not touched and not joined:
            return
        stays = self.now.producers
        makers = {own: key[5:].partition("|")[0] for own, key in self._keys().items()}
        wanted = {stays.get(makers[own], makers[own]) for own in touched} | joined
        homes = {own: home for own, m in makers.items() if (home := stays.get(m, m)) in wanted and home != "?"}
        homes = candidates.with_company(homes)
        keys = {own: key for key, own in self.ids.items() if key.startswith("producer:")}
        named = {maker: candidates.name_and_where(keys.get(maker, ""))[0] for maker in {makers[own] for own in homes}}
        short = {own: cores.core(self._names[own].partition("|")[2], named[makers[own]]) for own in homes}
        targets = {own for own in touched if own in homes} | {own for own, home in homes.items() if home in joined}
        yield from candidates.of_products(targets, homes, short)
        yield from candidates.of_codes(homes, targets, self.holders)
