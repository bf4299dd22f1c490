"""What the pack words of one text come to.

The rules are those of a careful reader: an amount beside its container is that of one container ("5 gói
(500g/gói)"), a box's amount is that of the whole box ("Hộp 40g - 20 túi lọc"), two amounts that divide are a whole
and its part ("1 kg (hộp 500g)"). Where two readings are left, or several sizes are offered, there is no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import prod
from typing import Literal

from catalog.values.contents import NOTHING, UNSURE, Content
from catalog.values.packs import Item, items
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
# What a bare amount of a kilogram or litre can be divided into: 6 bottles of 500 ml, not of 166 ml.
ROUND = 50

How = Literal["times", "inside", "unsure"]


def _rank(item: Item) -> int:
    """The rank of a container as units.toml explains it; a count without one is of outer boxes."""
    return item.box.rank if item.box else OUTER


class PackReading:
    """The finds of one text, with what is needed to tie amounts, counts and containers together."""

    def __init__(self, found: list[Item]) -> None:
        self.found = found
        self.counts = [x for x in found if x.kind == "C"]
        self.amounts = [x for x in found if x.kind in "MRS" and self._speaks_of_pack(x)]

    def _speaks_of_pack(self, amount: Item) -> bool:
        """Not a concentration ("10g protein/lít"), nor a dose in mg without a number of pills."""
        i = amount.i + 1 + (self._kind(amount.i + 1) == "?")
        if self._kind(i) == "/" and self._kind(i + 1) == "U":
            return False
        return not amount.tiny or self._tie(amount) > 0

    def _kind(self, i: int) -> str:
        return self.found[i].kind if 0 <= i < len(self.found) else ""

    # ── ties ──

    def _own_box(self, amount: Item) -> Item | None:
        """The container that the amount belongs to: "túi 500g", "500g/túi", "hũ/ 70ml"."""
        i = amount.i - 1
        if self._kind(i) in ("/", "-") and self._kind(i - 1) == "W":
            return self.found[i - 1]
        if self._kind(i) == "W" and self.found[i].name != "túi lọc":
            return self.found[i]
        return self._box_behind(amount.i + 1)

    def _box_behind(self, i: int) -> Item | None:
        """The container of "500g/túi" or "500g/1 túi"; in "330ml/thùng/24 chai" the box belongs to the bottles."""
        if self._kind(i) != "/":
            return None
        if self._kind(i + 1) == "W" and not (self._kind(i + 2) == "/" and self._kind(i + 3) == "C"):
            return self.found[i + 1]
        is_one = self._kind(i + 1) == "C" and self.found[i + 1].n == 1
        return self.found[i + 1] if is_one and self.found[i + 1].box else None

    def _factor(self, amount: Item) -> Item | None:
        """The count that an "x" ties to the amount, on either side: "20 gói x 5g", "500g/gói x 20 gói"."""
        i = amount.i - 1
        if self._kind(i) == "X" and self._kind(i - 1) == "C":
            return self.found[i - 1]
        i = amount.i + 1
        if self._kind(i) == "/" and self._kind(i + 1) in ("W", "C"):
            i += 2
        return self.found[i + 1] if self._kind(i) == "X" and self._kind(i + 1) == "C" else None

    def _tie(self, amount: Item) -> int:
        """How firmly an amount is tied to packs: 2 by an "x", 1 by a container of its own, 3 by both."""
        return 2 * (self._factor(amount) is not None) + (self._own_box(amount) is not None)

    def _between(self, a: Item, b: Item) -> list[Item]:
        first, second = sorted((a.i, b.i))
        return self.found[first + 1 : second]

    def _adjacent(self, a: Item, b: Item) -> bool:
        """Whether no other words stand between two finds."""
        return all(x.kind != "?" for x in self._between(a, b))

    def _span(self, *parts: Item) -> tuple[int, int]:
        """Where the pack words stand: the parts with the containers, signs and brackets around them."""
        first, last = min(p.i for p in parts), max(p.i for p in parts)
        while self._kind(first - 1) in ("W", "/", "X"):
            first -= 1
        while self._kind(last + 1) in ("W", "/", "X"):
            last += 1
        while self.found[first].kind in ("/", "X"):
            first += 1
        while self.found[last].kind in ("/", "X"):
            last -= 1
        opens = [x.kind for x in self.found[first : last + 1]]
        if opens.count("(") > opens.count(")") and self._kind(last + 1) == ")":
            last += 1
        elif self._kind(first - 1) == "(" and self._kind(last + 1) == ")":
            first, last = first - 1, last + 1
        return self.found[first].start, self.found[last].end

    def ranges(self) -> list[tuple[int, int]]:
        """Where pack words stand, in order; those without other words between them are one range."""
        merged: list[tuple[int, int]] = []
        previous: Item | None = None
        for item in (x for x in self.found if x.kind in "MRSC"):
            start, end = self._span(item)
            if merged and previous and (start <= merged[-1][1] or self._adjacent(previous, item)):
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
            previous = item
        return merged

    # ── the reading ──

    def content(self) -> Content:
        """The one reading of the finds; none or unsure where there is no single one."""
        if len(self.found) > MOST_FINDS:
            return UNSURE if self.amounts or self.counts else NOTHING
        fixed = [x for x in self.amounts if x.kind == "M"]
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
        listed = between in (["/"], [","], ["/", "W"], [",", "W"], ["?"])
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
        for c in counts:
            # "Combo 10 gói … 65g x 10" says its ten twice.
            if c.box is None and any(c.n == other.n for other in counts if other.box):
                continue
            name = c.name or f"#{c.i}"
            if kept.setdefault(name, c).n != c.n:
                return None
        return list(kept.values())

    def _outer_name(self, counts: Sequence[Item]) -> str | None:
        """The outermost container: the one before the first count, the one behind "/", else the first counted."""
        i = counts[0].i - 1
        i -= self._kind(i) == "("
        if self._kind(i) == "W" and not self.found[i].is_piece:
            return self.found[i].name
        i = counts[-1].i + 1
        if self._kind(i) == "/" and self._kind(i + 1) == "W":
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
        own = self._own_box(amount)
        if self._is_chained(amount, count) or (own is not None and count.name and own.name == count.name):
            return "times"
        if self._kind(amount.i + 1) == "/" and amount.i + 2 == count.i:
            return "inside"
        if count.is_piece:
            is_portion = count.name == "túi lọc" and amount.size <= PORTION
            return "times" if is_portion and self._adjacent(amount, count) else "inside"
        if own is None:
            return self._how_alone(amount, count)
        if count.i < amount.i:
            # "3 chai 500ml/thùng": what three bottles cannot share evenly is the content of one.
            uneven = count.i + 1 == amount.i and amount.size * 2 % count.n != 0
            return "inside" if _rank(own) > _rank(count) and not uneven else "times"
        # "70ml/hộp (set 6 hũ)": the set is outside of the box.
        outer = self.found[count.i - 1] if self._kind(count.i - 1) == "W" else count
        return "times" if max(_rank(count), _rank(outer)) > _rank(own) else "inside"

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
        if self._kind(count.i - 1) == "W" and _rank(self.found[count.i - 1]) == OUTER:
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


def read(cleaned: str) -> Content:
    """What the pack words of a cleaned text come to; a text too long for a pack is unsure."""
    if len(cleaned) > LONGEST:
        return UNSURE
    found = items(cleaned)
    return PackReading(found).content() if any(x.kind in "MRSC" for x in found) else NOTHING
