"""Pairs of names that are worth comparing: equal ones, and near ones among a few neighbours of the same block.

So the work grows with the number of new names and not with its square.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from catalog.values import people, text
from catalog.workbench.identities import alike, cores
from catalog.workbench.identities.holders import Holders
from catalog.workbench.identities.joins import Pair, pair
from catalog.workbench.identities.wear import FEW

# Names of one producer and first word beyond so many are compared with their neighbours in order only.
MOST = 200
# Hundredths of likeness from which a product's neighbour is looked at, and how many neighbours.
NEAR = 82
NEAREST = 5
NOWHERE = "?"
CODES = frozenset({"gtin", "code", "sku"})


# ── producers ──

# The own ids that have a mark in common, for each such mark.
Shared = Collection[Collection[str]]


def of_producers(new: Iterable[str], keys: Mapping[str, str], shared: Shared) -> Iterator[Pair]:
    """Pairs of some producers with any: of one place the equal and the near, and any that share a mark.

    keys: own id → key of the name. shared: tax codes and telephones that several have. Over the border of a province
    only a mark can join two (alike.producers), so equal names alone are no reason to compare them.
    """
    who = {own: name_and_where(key) for own, key in keys.items()}
    shelf = Shelf((own, where, cores.bare(name)) for own, (name, where) in who.items())
    marked = _marked(shared, who)
    kinds = _Kinds()
    # Likeness is judged in whole hundredths.
    nearest = alike.ALIKE - 0.5
    for own in new:
        name, where = who[own]
        others = [*shelf.equal(own), *shelf.unaccented(own), *shelf.near(own, nearest)]
        others += shelf.equal_anywhere(own) if where == NOWHERE else shelf.equal(own, NOWHERE)
        others += marked.get(own, ())
        for other in others:
            if other != own and alike.may_be_one(kinds[name], kinds[who[other][0]]):
                yield pair("producer", own, other)


class _Kinds(dict[str, str]):
    """The kind that each name tells: a list may name more producers than readings are remembered of."""

    def __missing__(self, name: str) -> str:
        kind = self[name] = people.producer_kind(name)
        return kind


def _marked(shared: Shared, who: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Who shares a tax code or telephone with whom; one that stands on many names counts between equal names only."""
    found: dict[str, list[str]] = defaultdict(list)
    for owns in shared:
        named: dict[str, list[str]] = defaultdict(list)
        for own in owns:
            if own in who:
                named["" if len(owns) <= FEW else cores.bare(who[own][0])].append(own)
        for group in named.values():
            for own in group:
                found[own] += group
    return found


def name_and_where(key: str) -> tuple[str, str]:
    """The name and the place of a producer's key."""
    name, _, where = key.removeprefix("producer:").rpartition("|")
    return name, sys.intern(where)


# ── products ──


def of_products(owns: Sequence[str], is_target: Callable[[str], bool], core: Callable[[str], str]) -> Iterator[Pair]:
    """Pairs of some products of one producer with others of it. owns: the own ids of all that it has."""
    targets = list(filter(is_target, owns)) if len(owns) > 1 else []
    if targets:
        shelf = Shelf((own, "", core(own)) for own in owns)
        for own in targets:
            others = [*shelf.equal(own), *shelf.unaccented(own), *shelf.near(own, NEAR)]
            yield from (pair("product", own, other) for other in others if other != own)


def of_codes(holders: Holders, home: Callable[[str], str], several: Collection[str]) -> Iterator[Pair]:
    """Pairs of products of one producer that have a code in common, unless it stands on too many names.

    home: own id of a product → its producer, NOWHERE where it has none. several: producers who came together, so that
    one and the same code of theirs stands under several keys.
    """
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in holders:
        owns = holders.of(key)
        if len(owns) == 1 and not several:
            continue
        kind, _, rest = key.partition(":")
        maker, _, code = rest.partition("|")
        if kind in CODES and len(owns) <= FEW and (len(owns) > 1 or (kind == "sku" and maker in several)):
            for own in owns:
                shared[home(own), code if kind == "sku" else key].append(own)
    for (maker, _), owns in shared.items():
        if 1 < len(owns) <= FEW and maker != NOWHERE:
            yield from (pair("product", a, b) for a in owns for b in owns if a < b)


# ── both ──


class _Entry(NamedTuple):
    """A name as compared, with its block, its form and its head."""

    block: str
    name: str
    form: str
    head: str


class Shelf:
    """Names in blocks, to be found by equal form or by likeness among their neighbours."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """entries: own id, block, name as compared."""
        self._entries: dict[str, _Entry] = {}
        # By block, and there by form, by head.
        self._equal: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self._heads: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
        self._anywhere: dict[str, list[str]] = {}
        # Blocks in which a name is typed without accents, and own ids of such a block by their names without.
        self._typed: set[str] = set()
        self._bare: dict[tuple[str, str], list[str]] = {}
        for own, block, name in entries:
            entry = self._entries[own] = _Entry(block, name, cores.form(name), _head(name))
            self._equal[block].setdefault(entry.form, []).append(own)
            self._heads[block].setdefault(entry.head, []).append((name, own))
            if name.isascii():
                self._typed.add(block)
        for heads in self._heads.values():
            for names in heads.values():
                if len(names) > 1:
                    names.sort()

    def equal(self, own: str, block: str | None = None) -> list[str]:
        """Own ids with the same form in a block, by default in its own."""
        entry = self._entries[own]
        return self._equal[entry.block if block is None else block].get(entry.form, [])

    def equal_anywhere(self, own: str) -> list[str]:
        """Own ids with the same form in any block."""
        if not self._anywhere:
            for forms in self._equal.values():
                for form, owns in forms.items():
                    self._anywhere.setdefault(form, []).extend(owns)
        return self._anywhere[self._entries[own].form]

    def unaccented(self, own: str) -> list[str]:
        """Own ids of its block with the same name, where either is typed without accents, as on many sites."""
        entry = self._entries[own]
        if entry.block not in self._typed:
            return []
        if not self._bare:
            for other, (block, name, *_) in self._entries.items():
                if block in self._typed:
                    self._bare.setdefault((block, text.fold(name)), []).append(other)
        every = self._bare[entry.block, text.fold(entry.name)]
        return every if entry.name.isascii() else [o for o in every if self._entries[o].name.isascii()]

    def near(self, own: str, cutoff: float) -> list[str]:
        """Own ids of its block that are nearest in spelling, begin with the same word and have the same numbers."""
        entry = self._entries[own]
        name, names = entry.name, self._heads[entry.block][entry.head]
        if len(names) < 2:
            return []
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
