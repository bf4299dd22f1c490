"""Pictures that look the same although their bytes differ: sent again by a phone, made smaller, written over.

A likeness is 64 bits: which of the 64 slowest waves of the grey picture are stronger than the middle one (the usual
perceptual hash by cosine transform). docs/pictures.md states how often it errs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

# Bits that may differ. Of 253 pairs of photos of different things the nearest differ by 20; copies that were made
# smaller, coded anew or made brighter all differ by less, four in five that were written over or cut by 3 % do. More
# bits would find more copies, and would also err among a hundred thousand photos (docs/pictures.md).
MOST_BITS = 8
_PARTS, _PART_BITS = 4, 16
# Where at most 8 bits differ, at most 2 do in one of four parts: all ways to turn up to two bits of one part.
_SLIPS = [sum(1 << bit for bit in bits) for count in range(3) for bits in combinations(range(_PART_BITS), count)]


class Likenesses:
    """Pictures by likeness; finding one costs the same however many there are."""

    def __init__(self) -> None:
        self._parts: list[dict[int, list[tuple[int, str]]]] = [defaultdict(list) for _ in range(_PARTS)]

    def add(self, sha256: str, likeness: int) -> None:
        """Notes a picture; its likeness has 64 bits."""
        for number, part in enumerate(_split(likeness)):
            self._parts[number][part].append((likeness, sha256))

    def like(self, likeness: int) -> set[str]:
        """The hashes of the pictures noted so far of which at most MOST_BITS bits differ."""
        return {sha for other, sha in self._near(likeness) if (other ^ likeness).bit_count() <= MOST_BITS}

    def _near(self, likeness: int) -> Iterator[tuple[int, str]]:
        for number, part in enumerate(_split(likeness)):
            noted = self._parts[number]
            for slip in _SLIPS:
                if found := noted.get(part ^ slip):
                    yield from found


def _split(likeness: int) -> list[int]:
    return [likeness >> (_PART_BITS * number) & ((1 << _PART_BITS) - 1) for number in range(_PARTS)]
