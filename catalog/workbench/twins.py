"""Finds pairs that may be one, among what is known and what a delivery brings; never everything with everything.

Equal names and equal marks are looked up; close names are sought among a few neighbours of the same producer and the
same first word. So the work grows with the number of new names and not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from catalog.workbench import alike, cores, identity, joins
from catalog.workbench.alike import Verdict
from catalog.workbench.joins import Known, Now, Pair, Said, pair
from catalog.workbench.store import Workbench

# Names of one producer and first word beyond so many are compared with their neighbours in order only.
MOST = 200
# Hundredths of likeness from which a neighbour is looked at, and how many of them.
NEAR = 82
NEAREST = 5
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
        for mark in marks.product_marks():
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
        if not new:
            return
        named = {own: _name_and_where(key) for key, own in self.ids.items() if key.startswith("producer:")}
        shelf = _Shelf((own, where, cores.bare(name)) for own, (name, where) in named.items())
        alone = _Shelf((own, "", cores.bare(name)) for own, (name, _) in named.items())
        for own in new:
            who = self._who[own]
            bare = cores.bare(who.name)
            others = [*alone.equal("", bare), *shelf.near(who.where, bare, alike.ALIKE)]
            for mark in who.said:
                holders = self.holders.get(mark, ())
                others += holders if len(holders) <= joins.FEW else ()
            yield from (pair("producer", own, other) for other in others if other != own)

    def _product_pairs(self, touched: list[str], joined: set[str]) -> Iterator[Pair]:
        """Candidates for some products among all of their producers, and among all products of joined producers."""
        stays = self.now.producers
        makers = {own: key[5:].partition("|")[0] for own, key in self._keys().items()} if touched or joined else {}
        wanted = {stays.get(makers[own], makers[own]) for own in touched} | joined
        homes = {own: home for own, m in makers.items() if (home := stays.get(m, m)) in wanted and home != "?"}
        named = {own: _name_and_where(key)[0] for key, own in self.ids.items() if key.startswith("producer:")}
        short = {
            own: cores.core(self._names[own].partition("|")[2], named.get(makers[own], "")) for own in homes
        }  # fmt: skip
        shelf = _Shelf((own, homes[own], core) for own, core in short.items())
        targets = {own for own in touched if own in homes} | {own for own, home in homes.items() if home in joined}
        for own in sorted(targets):
            others = [*shelf.equal(homes[own], short[own]), *shelf.near(homes[own], short[own], NEAR)]
            yield from (pair("product", own, other) for other in others if other != own)
        yield from self._of_marks(homes, targets)

    def _of_marks(self, homes: Mapping[str, str], targets: set[str]) -> Iterator[Pair]:
        """Pairs of one producer that have a code in common, unless it stands on too many names."""
        shared: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, owns in self.holders.items():
            if key.startswith(("gtin:", "code:", "sku:")) and len(owns) <= joins.FEW:
                mark = f"sku:{key.partition('|')[2]}" if key.startswith("sku:") else key
                for own in owns:
                    if own in homes:
                        shared[homes[own], mark].append(own)
        for owns in shared.values():
            if 1 < len(owns) <= joins.FEW:
                yield from (pair("product", a, b) for a in owns for b in owns if a < b and {a, b} & targets)


def _name_and_where(key: str) -> tuple[str, str]:
    name, _, where = key.removeprefix("producer:").rpartition("|")
    return name, where


class _Shelf:
    """Names in blocks, to be found by equal form or by likeness among their neighbours."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """entries: own id, block, name as compared."""
        self._equal: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._block: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for own, block, name in entries:
            self._equal[block, cores.form(name)].append(own)
            self._block[block, _head(name)].append((name, own))
        for names in self._block.values():
            names.sort()

    def equal(self, block: str, name: str) -> list[str]:
        """Own ids of a block with the same form."""
        return self._equal.get((block, cores.form(name)), [])

    def near(self, block: str, name: str, cutoff: int) -> list[str]:
        """Own ids of a block that are nearest in spelling, begin with the same word and have the same numbers."""
        names = self._block.get((block, _head(name)), [])
        if len(names) > MOST:
            at = bisect_left(names, (name, ""))
            names = names[max(0, at - MOST // 2) : at + MOST // 2]
        found = process.extract(name, [n for n, _ in names], scorer=fuzz.ratio, score_cutoff=cutoff, limit=NEAREST + 1)
        return [names[at][1] for _, _, at in found]


def _head(name: str) -> str:
    """The first word without accents, for one typed without them begins alike; and the numbers in the name.

    Names that differ in a number are no slips of the pen: “Trà 3 năm”, “Trà 5 năm”.
    """
    return " ".join([cores.plain(name.partition(" ")[0]), *_NUMBERS.findall(name)])


_NUMBERS = re.compile(r"\d+")
