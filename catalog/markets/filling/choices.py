"""What the drop-downs of a template offer, and which of its entries a value of ours is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.forms.validations import Validation, range_of, typed_list
from catalog.sheets.grid import Grid
from catalog.values.text import fold

MOST = 50_000  # entries of a list; the longest that a market hands out has some ten thousand categories
# Words before a name that lists write and people leave out, or the other way round.
_RANKS = re.compile(r"^(?:tinh|thanh pho|tp|xa|phuong|thi tran|dac khu|hang|nhom|nganh|ocop)\s+|\s+sao$")


@dataclass(frozen=True)
class Choices:
    """The entries of a list in their order; is_read is False where the list is calculated and cannot be read."""

    entries: tuple[str, ...] = ()
    is_read: bool = True

    def find(self, value: object) -> str | None:
        """The entry that a value is: the same words, the same number, or the same but for "tỉnh", "xã", "sao"."""
        words = str(value)
        return self._by_words.get(fold(words)) or self._by_bare.get(_bare(words))

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return _unique((fold(entry), entry) for entry in self.entries)

    @cached_property
    def _by_bare(self) -> dict[str, str]:
        return _unique((_bare(entry), entry) for entry in self.entries)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs whose key stands once; of two entries that are told apart by accents alone neither is meant."""
    found: dict[str, set[str]] = {}
    for key, entry in pairs:
        found.setdefault(key, set()).add(entry)
    return {key: entries.pop() for key, entries in found.items() if len(entries) == 1}


def _bare(words: str) -> str:
    folded = fold(words)
    if re.fullmatch(r"[\d\s]+", folded):
        return folded.replace(" ", "")
    while (shorter := _RANKS.sub("", folded)) != folded:
        folded = shorter
    return folded


def choices(
    rules: Iterable[Validation],
    home: str,
    names: Mapping[tuple[str, str | None], str],
    grids: Mapping[str, Grid],
) -> Choices | None:
    """The list that the rules of a column set up; None where they set up none.

    home: the sheet of the column; grids: every sheet of the workbook by its name, hidden ones too.
    """
    rule = next((rule for rule in rules if rule.kind == "list"), None)
    if rule is None:
        return None
    if (typed := typed_list(rule.first)) is not None:
        return Choices(tuple(typed))
    where = range_of(rule.first, names, home)
    grid = grids.get(where.sheet or home) if where else None
    if where is None or grid is None:
        return Choices(is_read=False)
    return Choices(tuple(dict.fromkeys(_entries(grid, where.area))))


def _entries(grid: Grid, area: Sequence[int]) -> list[str]:
    top, left, bottom, right = area
    rows = [place for number, place in grid.places.items() if top <= number <= bottom][:MOST]
    texts = (" ".join(grid.text(row, column - 1).split()) for row in rows for column in range(left, right + 1))
    return [text for text in texts if text]
