"""How the pack words of one text hang together: which container and which count an amount belongs to, and where."""

from __future__ import annotations

from catalog.values.packs.pack_finds import Item

# Kinds are asked for so many places beyond the first and the last find, at most.
_OUTSIDE = 5


class PackTies:
    """The finds of one text, and how its amounts, counts and containers hang together."""

    def __init__(self, found: list[Item]) -> None:
        self.found = found
        # The blanks stand for what is outside of the text, on either side: a place below zero counts from the end.
        self._kinds = [x.kind for x in found] + [""] * _OUTSIDE
        self.counts = [x for x in found if x.kind == "C" and not self._is_of_sizes(x)]
        self.amounts = [x for x in found if x.kind in "MRS" and self._speaks_of_pack(x)]

    def says_anything(self) -> bool:
        """Whether there is anything but other words."""
        return len(self.found) > 1 or self._kinds[0] not in ("?", "")

    def _speaks_of_pack(self, amount: Item) -> bool:
        """Not a concentration ("10g protein/lít"), nor a dose in mg without a number of pills."""
        i = amount.i + 1 + (self._kinds[amount.i + 1] == "?")
        if self._kinds[i] == "/" and self._kinds[i + 1] == "U":
            return False
        return not amount.tiny or self._tie(amount) > 0

    def _is_of_sizes(self, count: Item) -> bool:
        """Whether it only says what varies in size: "1,5-2kg/1 con"."""
        return count.n == 1 and self._kinds[count.i - 1] == "/" and self._kinds[count.i - 2] == "R"

    # ── ties ──

    def _own_box(self, amount: Item) -> Item | None:
        """The container that the amount belongs to: "túi 500g", "500g/túi", "hũ/ 70ml"."""
        i = amount.i - 1
        if self._kinds[i] in ("/", "-") and self._kinds[i - 1] == "W":
            return self.found[i - 1]
        if self._kinds[i] == "W" and self.found[i].name != "túi lọc":
            return self.found[i]
        return self._box_behind(amount.i + 1)

    def _box_behind(self, i: int) -> Item | None:
        """The container of "500g/túi" or "500g/1 túi"; in "330ml/thùng/24 chai" the box belongs to the bottles."""
        if self._kinds[i] != "/":
            return None
        if self._kinds[i + 1] == "W" and not (self._kinds[i + 2] == "/" and self._kinds[i + 3] == "C"):
            return self.found[i + 1]
        is_one = self._kinds[i + 1] == "C" and self.found[i + 1].n == 1
        return self.found[i + 1] if is_one and self.found[i + 1].box else None

    def _factor(self, amount: Item) -> Item | None:
        """The count that an "x" ties to the amount, on either side: "20 gói x 5g", "500g/gói x 20 gói"."""
        i = amount.i - 1
        if self._kinds[i] == "X" and self._kinds[i - 1] == "C":
            return self.found[i - 1]
        i = amount.i + 1
        if self._kinds[i] == "/" and self._kinds[i + 1] in ("W", "C"):
            i += 2
        return self.found[i + 1] if self._kinds[i] == "X" and self._kinds[i + 1] == "C" else None

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
        first = last = parts[0].i
        for part in parts[1:]:
            first, last = min(first, part.i), max(last, part.i)
        while self._kinds[first - 1] in ("W", "/", "X"):
            first -= 1
        while self._kinds[last + 1] in ("W", "/", "X"):
            last += 1
        while self.found[first].kind in ("/", "X"):
            first += 1
        while self.found[last].kind in ("/", "X"):
            last -= 1
        opens = [x.kind for x in self.found[first : last + 1]]
        if opens.count("(") > opens.count(")") and self._kinds[last + 1] == ")":
            last += 1
        elif self._kinds[first - 1] == "(" and self._kinds[last + 1] == ")":
            first, last = first - 1, last + 1
        return self.found[first].start, self.found[last].end

    def ranges(self) -> list[tuple[int, int]]:
        """Where pack words stand, in order; those without other words between them are one range."""
        merged: list[tuple[int, int]] = []
        previous: Item | None = None
        for item in self.found:
            if item.kind not in "MRSC":
                continue
            start, end = self._span(item)
            if merged and previous and (start <= merged[-1][1] or self._adjacent(previous, item)):
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
            previous = item
        return merged
