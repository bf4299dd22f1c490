"""What the pack words of one text come to.

The rules are those of a careful reader: an amount beside its container is that of one container ("5 gói
(500g/gói)"), a box's amount is that of the whole box ("Hộp 40g - 20 túi lọc"), two amounts that divide are a whole
and its part ("1 kg (hộp 500g)"). Where two readings are left, or several sizes are offered, there is no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import prod
from typing import Literal

from catalog.registers import units
from catalog.values.packs.contents import NOTHING, UNSURE, Content
from catalog.values.packs.pack_finds import Item
from catalog.values.packs.pack_ties import PackTies
from catalog.values.packs.packs import items
from catalog.values.tokens import LONGEST

# Above this weight a number of packs times an amount, without "x" or "/" between, is doubted (g or ml).
HEAVY = 25_000
# From here on it is no pack of anything: a telephone or a code stands in the text.
ABSURD = 1e9
# A text with more finds is no pack text; it also keeps the time down on a 32,767-character cell.
MOST_FINDS = 80
# A tea bag holds at most this many grams.
PORTION = 10
# From so many "gói" or "túi" on they may be sachets, of between so many grams each.
SACHETS, SACHET, SACHET_MOST = 4, 30, 40
# The rank of boxes that hold packs.
OUTER = 3
# A lốc holds at most this many: of "4 lốc (24 hộp)" the 24 are those of all four.
LOC_MOST = 12
# Goods that bear their own net weight: of "combo 3 bánh 100g" each has 100 g, while "12 cái 840g" weigh 840 g in all.
WEIGHED_ALONE = frozenset(["bánh", "thanh", "thỏi"])
# A share of more grams than this, and no whole number of them, may be no share of the piece at all.
PIECE = 30
SOLD_TOGETHER = frozenset(["combo", "set", "lốc"])
# What a bare amount of a kilogram or litre can be divided into: 6 bottles of 500 ml, not of 166 ml.
ROUND = 50

How = Literal["times", "inside", "unsure"]


def _rank(item: Item) -> int:
    """The rank of a container as units.toml explains it; a count without one is of outer boxes."""
    return item.box.rank if item.box else OUTER


class PackReading(PackTies):
    """What the finds of one text come to, by the rules of a careful reader."""

    def content(self) -> Content:
        """The one reading of the finds; none or unsure where there is no single one."""
        if len(self.found) > MOST_FINDS:
            return UNSURE if self.amounts or self.counts else NOTHING
        fixed = [x for x in self.amounts if x.kind == "M"]
        if len(fixed) == len(self.amounts) == 1 and not self.counts:
            return self._alone(fixed[0])
        sizes = self._sizes(fixed)
        if sizes is not None:
            return sizes
        if not fixed:
            return self._pieces()
        if any(x.kind == "+" for x in self._between(fixed[0], fixed[-1])):
            return UNSURE
        return self._of_amounts(self._distinct(fixed))

    def _of_amounts(self, fixed: Sequence[Item]) -> Content:
        if len({x.unit for x in fixed}) > 1:
            # Volume and weight of one pack: the one that is tied to packs, else the first.
            fixed = [max(fixed, key=lambda x: (self._tie(x), -x.i))]
        return self._one(fixed[0]) if len(fixed) == 1 else self._whole_and_part(fixed)

    def _distinct(self, fixed: Sequence[Item]) -> list[Item]:
        """Equal amounts said twice are one; the one that is tied to packs tells more and stays."""
        best: dict[tuple[float, str], Item] = {}
        for x in fixed:
            other = best.get((x.size, x.unit))
            if other is None or self._tie(x) > self._tie(other):
                best[x.size, x.unit] = x
        return list(best.values())

    def _sizes(self, fixed: Sequence[Item]) -> Content | None:
        """Several sizes offered at once: "50/100ml", "200gr/ 300gr", "250g, 500g hoặc 1kg"."""
        for item in self.amounts:
            if item.kind == "S":
                return self._choices((Content(size, item.unit, 1) for size in item.sizes), [item])
        dashed = len(fixed) > 2 and all([x.kind for x in self._between(*pair)] == ["-"] for pair in pairwise(fixed))
        if dashed or any(self._is_listed(*pair) for pair in pairwise(fixed)):
            return self._choices((self._size(x) for x in fixed), fixed)
        return None

    def _size(self, amount: Item) -> Content:
        box = self._own_box(amount)
        return Content(amount.size, amount.unit, 1, container=box.name if box else None)

    def _is_listed(self, first: Item, second: Item) -> bool:
        between = [x.kind for x in self._between(first, second)]
        if between[:2] == ["/", "W"]:
            between = between[2:]  # the container of the first: "500g/keo, 1kg/keo", "200g/gói, bao 10kg"
        listed = between == ["?"] or (between[:1] in (["/"], [","]) and {"W", "?", "-"}.issuperset(between[1:]))
        different = first.unit == second.unit and first.size != second.size
        return listed and different and self._factor(second) is None

    def _choices(self, offered: Iterable[Content], parts: Sequence[Item]) -> Content:
        start, end = self._span(*parts)
        return Content(choices=tuple(dict.fromkeys(offered)), none=True, start=start, end=end)

    # ── pieces alone ──

    def _pieces(self) -> Content:
        """No amount: the counts alone, outer times inner ("3 vỉ x 10 viên"); a range of weights leaves them."""
        counts = self._nested(self.counts)
        if not counts:
            return UNSURE if counts is None else NOTHING
        pieces = prod(c.n for c in counts)
        if pieces > ABSURD:
            return UNSURE
        start, end = self._span(*counts)
        return Content(pieces=pieces, container=self._outer_name(counts), start=start, end=end)

    def _nested(self, counts: Sequence[Item]) -> list[Item] | None:
        """Counts of different containers, each once; None where one container is counted in two ways."""
        kept: dict[str, Item] = {}
        if len(counts) > 2 and counts[0].n == prod(c.n for c in counts[1:]):
            counts = counts[:1]  # "thùng 48 hộp (12 lốc x 4 hộp)"
        for c in counts:
            # "Combo 10 gói … 65g x 10" says its ten twice.
            if c.box is None and any(c.n == other.n for other in counts if other.box):
                continue
            if self._is_told_again(c):
                continue
            name = c.name or f"#{c.i}"
            if kept.setdefault(name, c).n != c.n:
                return None
        return list(kept.values())

    def _is_told_again(self, count: Item) -> bool:
        """Whether the next count says how many these are: "1 chục (12 trái)", "1 cặp (2 con)", "4 lốc (24 hộp)"."""
        i = count.i + 1 + (self._kinds[count.i + 1] in ("(", "-"))
        if self._kinds[i] != "C":
            return False
        pieces = self.found[i]
        if count.name == "lốc":
            return pieces.n > LOC_MOST and pieces.n % count.n == 0
        return count.name in units.counts(True) and pieces.is_piece and count.n <= pieces.n <= 2 * count.n

    def _outer_name(self, counts: Sequence[Item]) -> str | None:
        """The outermost container: the one before the first count, the one behind "/", else the first counted."""
        i = counts[0].i - 1
        i -= self._kinds[i] == "("
        if self._kinds[i] == "W" and not self.found[i].is_piece:
            return self.found[i].name
        i = counts[-1].i + 1
        if self._kinds[i] == "/" and self._kinds[i + 1] == "W":
            return self.found[i + 1].name
        return counts[0].name

    # ── one amount ──

    def _one(self, amount: Item) -> Content:
        """One amount and the counts around it: each count multiplies it or tells what is inside."""
        if not self.counts:
            return self._alone(amount)
        counts = self._nested([c for c in self.counts if c.n > 1 or c.is_piece])
        if counts is None:
            return UNSURE
        how = [(c, self._how(amount, c)) for c in counts]
        times = prod(c.n for c, said in how if said == "times")
        total = round(amount.size * times, 6)
        doubtful = total > HEAVY and times > 1 and self._tie(amount) == 0
        if doubtful or total > ABSURD or any(said == "unsure" for _, said in how):
            return UNSURE
        goods = [(c, said) for c, said in how if c.is_piece and c.name != "túi lọc"]
        packs = prod(c.n for c, said in how if said == "times" or (c, said) not in goods)
        pieces = (times if goods[-1][1] == "times" else goods[-1][0].n) if goods else None
        start, end = self._span(amount, *[c for c in self.counts if self._adjacent(amount, c)])
        return Content(total, amount.unit, packs, pieces, self._container(amount, how), start=start, end=end)

    def _alone(self, amount: Item) -> Content:
        """The commonest pack: an amount, and nothing counted anywhere."""
        if amount.size > ABSURD:
            return UNSURE
        box, (start, end) = self._own_box(amount), self._span(amount)
        return Content(amount.size, amount.unit, 1, container=box.name if box else None, start=start, end=end)

    def _container(self, amount: Item, how: Sequence[tuple[Item, How]]) -> str | None:
        """The container of the whole pack: that of the counts, unless they are inside the amount's own one."""
        own = self._own_box(amount)
        if own is not None and all(said == "inside" or _rank(c) < _rank(own) for c, said in how):
            return own.name
        if how:
            return self._outer_name([c for c, _ in how]) or (own.name if own and len(how) == 1 else None)
        return next((c.name for c in self.counts if self._adjacent(amount, c)), None)

    def _how(self, amount: Item, count: Item) -> How:
        """Whether a count multiplies the amount, or the amount is that of all of it."""
        if count.n == 1:
            return "inside"
        own, factor = self._own_box(amount), self._factor(amount)
        is_said_twice = factor is not None and factor.n == count.n
        is_own = own is not None and count.name and own.name == count.name
        if is_said_twice or is_own or self._is_chained(amount, count):
            return "times"
        if self._kinds[amount.i + 1] == "/" and amount.i + 2 == count.i:
            return "inside"
        if count.is_piece:
            if count.name in WEIGHED_ALONE and count.i < amount.i:
                return self._how_weighed(amount, count)
            is_portion = count.name == "túi lọc" and amount.size <= PORTION
            return "times" if is_portion and self._adjacent(amount, count) else "inside"
        if own is None:
            return self._how_alone(amount, count)
        if count.i < amount.i:
            # "3 chai 500ml/thùng": what three bottles cannot share evenly is the content of one.
            uneven = count.i + 1 == amount.i and amount.size * 2 % count.n != 0
            return "inside" if _rank(own) > _rank(count) and not uneven else "times"
        # "70ml/hộp (set 6 hũ)": the set is outside of the box.
        outer = self.found[count.i - 1] if self._kinds[count.i - 1] == "W" else count
        return "times" if max(_rank(count), _rank(outer)) > _rank(own) else "inside"

    def _how_weighed(self, amount: Item, count: Item) -> How:
        """The same for goods with their own net weight: "combo 3 bánh 100g", "hộp 10 thanh 150g", "hộp 4 bánh 150g"."""
        outer = self.found[count.i - 1].name if self._kinds[count.i - 1] == "W" else None
        if outer in SOLD_TOGETHER:
            return "times"
        share = amount.size / count.n
        return "unsure" if share > PIECE and share != int(share) else "inside"

    def _is_chained(self, amount: Item, count: Item) -> bool:
        """Whether an unbroken chain of "x" and counts ties them: "3 vỉ x 10 viên x 500mg"."""
        if self._factor(amount) is count:
            return True
        kinds = {x.kind for x in self._between(amount, count)}
        return "X" in kinds and kinds <= {"X", "C", "W", "/"}

    def _how_alone(self, amount: Item, count: Item) -> How:
        """The same for an amount that no container stands with: "24 chai 280ml", "80g (10 hũ)"."""
        if self._factor(amount) is not None:
            return "times"
        if count.i < amount.i:
            return "unsure" if self._may_be_sachets(amount, count) else "times"
        if amount.size < 1000 or (amount.size / count.n) % ROUND != 0:
            return "times"
        # "6 lít (thùng 6 chai)" holds 6 litres in all; "1kg (2 hộp)" can be read in two ways.
        return "inside" if amount.size * count.n > HEAVY else "unsure"

    def _may_be_sachets(self, amount: Item, count: Item) -> bool:
        """Whether it is like "20 gói 320g", a box of sachets or twenty packs; "thùng 30 gói 75g" holds packs."""
        if self._kinds[count.i - 1] == "W" and _rank(self.found[count.i - 1]) == OUTER:
            return False
        many = count.n >= SACHETS and count.name in ("gói", "túi")
        return many and SACHET < amount.size <= SACHET_MOST * count.n

    # ── several amounts ──

    def _whole_and_part(self, fixed: Sequence[Item]) -> Content:
        """Two amounts of which one is the other's multiple, where a container or count says so; else two readings."""
        whole, part = max(fixed, key=lambda x: x.size), min(fixed, key=lambda x: x.size)
        ratio = whole.size / part.size
        n = round(ratio)
        if len(fixed) > 2 or abs(ratio - n) > 1e-6 or whole.size > ABSURD:
            return UNSURE
        counted = any(c.n == n for c in self.counts)
        outer, inner = self._own_box(whole), self._own_box(part)
        if not counted and outer is None and inner is None:
            return UNSURE
        start, end = self._span(whole, part) if self._adjacent(whole, part) else self._span(whole)
        packs = n if counted or inner is not None else 1
        return Content(whole.size, whole.unit, packs, None, outer.name if outer else None, start=start, end=end)


# A name is asked twice in a row: for what its pack words come to, and for what it is without them.
@lru_cache(8)
def finds(cleaned: str) -> PackReading:
    """The finds of a cleaned text no longer than LONGEST. Not to be changed."""
    return PackReading(items(cleaned))


def read(cleaned: str) -> Content:
    """What the pack words of a cleaned text come to; a text too long for a pack is unsure."""
    if len(cleaned) > LONGEST:
        return UNSURE
    reading = finds(cleaned)
    return reading.content() if reading.says_anything() else NOTHING


def sold_by(cleaned: str) -> str | None:
    """The container of a pack cell that is nothing but one, or leaves its content open: "Hộp", "1,6-1,8kg/con"."""
    found = finds(cleaned).found if len(cleaned) <= LONGEST else []
    named = [x.name for x in found if x.kind == "W"]
    return named[0] if named and all(x.kind in "RW/-()" for x in found) else None
