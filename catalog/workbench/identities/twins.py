"""What is known by its names and marks, what a delivery adds, and the pairs of both that may be one."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from catalog.workbench.identities import alike, candidates, comparing, cores, identity, joins, wear
from catalog.workbench.identities.alike import Verdict
from catalog.workbench.identities.holders import Holders, Names
from catalog.workbench.identities.joins import Known, Now, Pair, Said
from catalog.workbench.store import Workbench

Found = dict[Pair, Verdict]
# Rows of a delivery that are looked up one by one before all that is known is read: reading it all costs as much.
ONE_BY_ONE = 4_096


@dataclass(slots=True)
class Book:
    """What is known by its keys, what one delivery adds to it, and the pairs that were found.

    makers    producers by the keys of their names
    goods     products likewise
    holders   mark → own ids that have it
    found     pairs that the rule answers anew, to store
    returned  pairs that a sheet that came back mended joins, with the id that stays
    now       what ids come to with this delivery
    asked     own id of this delivery → a pair that waits for an answer
    foreseen  what living rows say of pairs that are recorded, where that is known already
    is_whole  all that is known was read; else only what the rows of the delivery named: all is read once one of them
              says what is new
    """

    bench: Workbench
    is_whole: bool = True
    foreseen: Known | None = None
    makers: Names = field(default_factory=lambda: Names(identity.id_of_producer))
    goods: Names = field(default_factory=Names)
    holders: Holders = field(default_factory=Holders)
    found: Found = field(default_factory=dict)
    returned: list[tuple[Pair, str]] = field(default_factory=list)
    now: Now = field(default_factory=Now)
    asked: joins.Asked = field(default_factory=dict)
    # What this delivery says by own id: of producers their marks, of products the producer's own id and the codes.
    _who: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _what: dict[str, tuple[str | None, ...]] = field(default_factory=dict)
    # Own ids of rows of this delivery that say what a living row said before: the workbench has their marks.
    _said_before: set[str | None] = field(default_factory=set)
    # Own ids of which something is new, and whether the name is; and every key to store with its own id.
    _new: dict[str, bool] = field(default_factory=dict)
    _added: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    # Gives the pairs of producers that are worth comparing, once looking for them has begun.
    _producer_pairs: Callable[[], list[Pair]] | None = None
    # Rows that were looked up one by one while not all was read.
    _looked_up: int = 0

    def __post_init__(self) -> None:
        if self.is_whole:
            self._read()

    def _read(self) -> None:
        """Reads all names and marks that are known."""
        self.is_whole = True
        self.makers, self.goods, self.holders = Names(identity.id_of_producer), Names(), Holders()
        for key, own, is_living in self.bench.rows("SELECT key, id, is_living FROM identities"):
            names = self.goods if key.startswith("name:") else self.makers if key.startswith("producer:") else None
            if names is None and is_living:
                self.holders.add(key, own)
            elif names is not None:
                (names.add if is_living else names.remember)(key, own)

    # ── a delivery ──

    def take(self, rows: Iterable[identity.Marks]) -> list[tuple[str | None, str | None]]:
        """The own ids of producer and product of each row; what is new of them is noted."""
        return [self.take_row(marks) for marks in rows]

    def standing(self, statements: Iterable[int]) -> dict[int, tuple[str | None, str | None]]:
        """The own ids of producer and product of some stored statements, without those that speak no more.

        Rows that say the same have the same ids, and nothing of them is new.
        """
        rows = self.bench.rows(_OWN, [json.dumps([*statements])])
        found = {statement: (maker, product) for statement, maker, product in rows}
        self.stand(own for both in found.values() for own in both)
        return found

    def stand(self, owns: Iterable[str | None]) -> None:
        """Notes the own ids of rows that say what living rows say."""
        self._said_before.update(owns)

    def is_new(self, own: str) -> bool:
        """Whether the name was known nowhere before this delivery."""
        return self._new.get(own, False)

    def added(self) -> Iterator[tuple[str, str]]:
        """The keys of names and marks that are new, each with its own id, in the order in which a table keeps them."""
        keys, ids = self._added
        return ((keys[at], ids[at]) for at in sorted(range(len(keys)), key=keys.__getitem__))

    def take_row(self, marks: identity.Marks) -> tuple[str | None, str | None]:
        """The own ids of producer and product of one row; what is new of them is noted."""
        if not (self.is_whole or self._is_known(marks)):
            self._read()
        maker = self._own(self.makers, marks.producer) if marks.producer else None
        if maker:
            # Kinds and communes are few, and said of every producer.
            self._who[maker] = _together(self._who.get(maker, ()), tuple(map(sys.intern, marks.who)))
            for mark in marks.who:
                if mark.startswith(identity.PRIVATE):
                    self._mark(mark, maker)
        key = marks.product_key
        if not key:
            return maker, None
        product = self._own(self.goods, key)
        self._what[product] = (maker, *_together(self._what.get(product, (maker,))[1:], marks.codes))
        for mark in marks.codes:
            self._mark(joins.stored_key(mark, maker), product)
        return maker, product

    def _is_known(self, marks: identity.Marks) -> bool:
        """Whether living rows have the names and marks of a row, under ids that are digests of these; then they are
        here, too.
        """
        self._looked_up += 1
        if self._looked_up > ONE_BY_ONE:
            return False
        maker = self.makers.id_of(marks.producer) if marks.producer else None
        product = self.goods.id_of(marks.product_key) if marks.product_key else None
        names = [(self.makers, marks.producer, maker), (self.goods, marks.product_key, product)]
        held = [(mark, maker) for mark in marks.who if maker and mark.startswith(identity.PRIVATE)]
        held += [(joins.stored_key(mark, maker), product) for mark in marks.codes if product]
        said = [(key, own) for _, key, own in names if own] + held
        if not all(self.bench.one(_LIVING, both) for both in said):
            return False
        for known, key, own in names:
            if key and own:
                known.add(key, own)
        for mark, own in held:
            if own:
                self.holders.add(mark, own)
        return True

    def _own(self, names: Names, key: str) -> str:
        own, is_new = names.own(key)
        if is_new:
            self._note(key, own)
            self._new[own] = True
        return own

    def _mark(self, mark: str, own: str) -> None:
        if self.holders.add(mark, own):
            self._note(mark, own)
            self._new.setdefault(own, False)

    def _note(self, key: str, own: str) -> None:
        self._added[0].append(key)
        self._added[1].append(own)

    def compare(self) -> Callable[[], list[Pair]]:
        """Begins to compare the producers that are new with all, once every row is taken; `resolve` waits for it.

        Called by who has something else to do meanwhile. Gives what waits for the pairs that are worth comparing.
        """
        new = [own for own in self._new if own in self._who]
        shared = [tuple(owns) for mark, owns in self.holders.shared() if mark.startswith(identity.PRIVATE)]
        self._producer_pairs = comparing.begin(new, self.makers.key_of, shared) if new else list
        return self._producer_pairs

    def take_again(self, makers: Mapping[str, joins.Who], goods: Mapping[str, Mapping[str, Any]]) -> None:
        """Takes what living rows say of own ids that were made silent (living.py), as if it came now."""
        for own, who in makers.items():
            self._said_again(self.makers, f"producer:{who.name}|{who.where}", own)
            self._who[own] = tuple(sorted(who.said))
            for mark in self._who[own]:
                if mark.startswith(identity.PRIVATE):
                    self._mark(mark, own)
        for own, entry in goods.items():
            self._said_again(self.goods, entry["key"], own)
            self._what[own] = (entry["producer"], *sorted(entry["marks"]))
            for mark in entry["marks"]:
                self._mark(joins.stored_key(mark, entry["producer"]), own)

    def _said_again(self, names: Names, key: str, own: str) -> None:
        names.add(key, own)
        self._note(key, own)
        self._new[own] = True

    def resolve(self) -> None:
        """Compares what is new with what is known and sets `now` and `asked`, as they will be once it is stored."""
        producer_pairs = self._producer_pairs or self.compare()
        said = joins.recorded(self.bench, self.returned)
        before = joins.settled(self.bench)
        # Before the producers' pairs are there: nearly all products stay with the producer that they have.
        pairs = self._product_pairs(self._homes(self.goods.key_of, before))
        self._answer(producer_pairs(), said)
        makers = {p: s for p, s in said.items() if p.kind == "producer"}
        about = self._facts(makers) if makers else None
        self.now.producers = joins.resolve(self.bench, makers, about).producers if about else {}
        if not self.is_whole and joins.moved((i for p in makers for i in p[1:]), before, self.now.producers):
            self._read()
        moved = joins.moved(self.makers.key_of, before, self.now.producers)
        joined = joins.newly_joined(before, self.now)
        if moved:
            pairs = {home: found for home, found in pairs.items() if home not in moved}
            theirs = [own for own in self.goods.key_of if self._home(own) in moved]
            pairs |= self._product_pairs(self._homes(theirs, self.now.producers), joined)
        # A code that said nothing of two producers together may speak of each.
        self._answer([*chain.from_iterable(pairs.values()), *self._code_pairs(moved)], said)
        facts = about
        if len(said) > len(makers):  # of products, too, which most lists hold none of
            facts = self._facts(said)
            self.now = joins.resolve(self.bench, said, facts)
        if facts:
            self.asked = joins.asked(said, facts, self.now, self._is_ours)

    def let_go(self) -> None:
        """Forgets what only taking rows and comparing them needed: for a long list that is a quarter of all memory."""
        self.makers, self.goods, self.holders = Names(), Names(), Holders()
        self._who, self._what, self._new, self._said_before = {}, {}, {}, set()
        self.foreseen = None
        self._added = ([], [])

    def within(self, producers: Collection[str], now: Mapping[str, str]) -> list[tuple[Pair, Verdict]]:
        """Pairs among the products of some producers that came together or apart, without those that are recorded."""
        self.now.producers = dict(now)
        homes = self._homes(self.goods.key_of, now)
        pairs = self._product_pairs({home: homes.get(home, []) for home in sorted(producers)}, producers)
        codes = self._code_pairs(producers)
        self._answer([*chain.from_iterable(pairs.values()), *codes], joins.recorded(self.bench))
        return list(self.found.items())

    def _answer(self, pairs: Iterable[Pair], said: dict[Pair, Said]) -> None:
        """Adds to `found` and to `said` what the rule answers and nobody recorded."""
        pairs = list(dict.fromkeys(pairs))
        facts = self._facts(pairs) if pairs else None
        for p in pairs:
            answer = joins.verdict(p, facts) if facts else alike.DIFFERENT
            before = said.get(p, Said()).answers
            is_kept = answer.answer != "different" or (facts and joins.may_turn(p, facts))
            if is_kept and (answer.answer == "same") not in before:
                self.found[p] = answer
                said.setdefault(p, Said()).answers.add(answer.answer == "same")

    def _is_ours(self, own: str) -> bool:
        return own in self._who or own in self._what or own in self._said_before

    def _facts(self, pairs: Iterable[Pair]) -> Known:
        """What living rows and this delivery say of the ids of some pairs."""
        pairs = list(pairs)
        facts = self._living(pairs)
        for own in {i for p in pairs for i in (p.one, p.other)}:
            if own in self._what:
                maker, *codes = self._what[own]
                entry: dict[str, Any] = {"name": self._core_name(own), "producer": maker, "marks": set()}
                facts.what.setdefault(own, entry)["marks"].update(codes)
        makers = {w["producer"] for w in facts.what.values()} | {i for p in pairs for i in (p.one, p.other)}
        more = set()
        for own in makers & self._who.keys():
            known = alike.Who(*candidates.name_and_where(self.makers.key_of[own]))
            is_there = own in facts.who
            said = facts.who.setdefault(own, known).said
            if not (is_there and said.issuperset(self._who[own])):
                said.update(self._who[own])
                more.add(own)
        self._answer_anew(more, facts)
        return facts

    def _living(self, pairs: list[Pair]) -> Known:
        """What living rows say of the ids of some pairs: what was foreseen, and the rest as the workbench has it."""
        seen = self.foreseen.answered if self.foreseen else {}
        others = [p for p in pairs if p not in seen]
        names = self.goods.key_of if self.is_whole else joins.names_of(self.bench, others)
        facts = joins.known(self.bench, others, names, self._worn())
        if self.foreseen:
            facts.answered.update((p, seen[p]) for p in pairs if p in seen)
            owns = dict.fromkeys(own for p in facts.answered for own in p[1:])
            who = self.foreseen.who
            facts.who.update((own, who[own]) for own in owns if own in who and own not in facts.who)
        return facts

    def _worn(self) -> set[str]:
        """The marks that stand on too many names with this delivery; rows that say nothing new wear none out."""
        if self.is_whole:
            worn = {key for key, owns in self.holders.shared() if len(owns) > wear.FEW}
            return worn | wear.together(self._sellers(), self.now.producers)
        worn = self.foreseen.worn if self.foreseen else wear.worn(self.bench)
        return worn | wear.of_joined(self.bench, self.now.producers)

    def _sellers(self) -> Iterator[tuple[str, Collection[str]]]:
        """The sellers' codes of producers that are one with others, with the own ids that have them."""
        together = {*self.now.producers, *self.now.producers.values()}
        for key in self.holders if together else ():
            if key.startswith("sku:") and key[4:].partition("|")[0] in together:
                yield key, self.holders.of(key)

    def _answer_anew(self, producers: set[str], facts: Known) -> None:
        """Forgets what was foreseen of producers of whom this delivery says more, or whose marks it wears out."""
        if not self.foreseen:
            return
        worn = facts.worn - self.foreseen.worn
        for p in [p for p in facts.answered if not producers.isdisjoint(p[1:]) or self._share(p, worn)]:
            del facts.answered[p], self.foreseen.answered[p]

    def _share(self, p: Pair, marks: set[str]) -> bool:
        """Whether two producers of whom something was foreseen have one of some marks in common."""
        assert self.foreseen
        a, b = (self.foreseen.who.get(own) for own in p[1:])
        return bool(marks and a and b and a.said & b.said & marks)

    # ── candidates ──

    def _homes(self, products: Iterable[str], now: Mapping[str, str]) -> dict[str, list[str]]:
        """Some products by their producer. now: producers that gave way, with the one that stays."""
        homes: dict[str, list[str]] = defaultdict(list)
        for own in products:
            maker = self._maker(own)
            if maker != candidates.NOWHERE:
                homes[now.get(maker, maker)].append(own)
        return homes

    def _product_pairs(
        self, homes: Mapping[str, list[str]], joined: Collection[str] = frozenset()
    ) -> dict[str, list[Pair]]:
        """By producer: candidates for what is new among all its products, and among all of joined producers."""
        new = self._new.keys() & self._what.keys()
        if not new and not joined:
            return {}
        found = {}
        for home, owns in homes.items():
            is_target = _any if home in joined else new.__contains__
            if pairs := list(candidates.of_products(owns, is_target, self._core)):
                found[home] = pairs
        return found

    def _code_pairs(self, joined: Collection[str]) -> Iterator[Pair]:
        """Candidates for what is new, and for products of joined producers, that have a code in common."""
        together = {*self.now.producers, *self.now.producers.values()}
        for p in candidates.of_codes(self.holders, self._home, together):
            if any(self._is_new_product(own) or self._home(own) in joined for own in p[1:]):
                yield p

    def _is_new_product(self, own: str) -> bool:
        return own in self._new and own in self._what

    def _home(self, product: str) -> str:
        """The producer of a product as it is by now."""
        maker = self._maker(product)
        return self.now.producers.get(maker, maker)

    def _maker(self, product: str) -> str:
        return self.goods.key_of[product][5:].partition("|")[0]

    def _core_name(self, product: str) -> str:
        return self.goods.key_of[product].partition("|")[2]

    def _core(self, product: str) -> str:
        """The product's name as compared."""
        maker = self.makers.key_of.get(self._maker(product), "")
        return cores.core(self._core_name(product), candidates.name_and_where(maker)[0])


_LIVING = "SELECT 1 FROM identities WHERE key = ? AND id = ? AND is_living"
# Deliveries that were taken back do not speak.
_OWN = """
SELECT s.id, s.named_producer_id, s.named_product_id FROM json_each(?) j JOIN statements s ON s.id = j.value
 WHERE EXISTS (SELECT 1 FROM delivered_rows r WHERE r.statement_id = s.id
                  AND r.submission_id NOT IN (SELECT submission_id FROM taken_back))
"""


def _any(own: str) -> bool:
    return True


def _together(said: tuple[Any, ...], more: tuple[str, ...]) -> tuple[Any, ...]:
    """What was said and what is said now, each once; mostly nothing is new."""
    return tuple(dict.fromkeys((*said, *more))) if said and said != more else more
