"""The tokens of one cleaned text with the register of units at hand: shared by the readers of packs and of prices."""

from __future__ import annotations

import re
from itertools import accumulate

from catalog.registers import units
from catalog.registers.units import Container, Measure

# Longer texts state no single price or pack; it also keeps the time of one cell within milliseconds (characters).
LONGEST = 2_000
_TOKEN = re.compile(r"([^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|->|=>|[^\s])")
# Begins with the rarer letter, which is searched fastest.
_GLUED_TIMES = re.compile(r"[xX](?<=[^\W\d_].)[0-9]")
_PLAIN_DIGITS = frozenset("0123456789")
TIMES = frozenset("x×*✕")
RANGE_SIGNS = frozenset("-–—~÷")
RANGE_WORDS = frozenset(["đến", "tới", "den", "toi", "to"])
AND_A_HALF = frozenset(["rưỡi", "rưởi", "ruoi"])


def is_number(word: str) -> bool:
    """Whether a token is a number of plain digits; "²" and "٣" are none."""
    return word[:1] in _PLAIN_DIGITS


class Tokens:
    """One cleaned text, taken apart; `words` are the tokens in lower case, starts and ends their places in the text.

    A token is a word, a number with its marks, or a sign. Spellings without accents count only in texts typed wholly
    without: elsewhere "ong" is a bee, not a tube.
    """

    def __init__(self, text: str) -> None:
        self.bare = bare = text.isascii()
        self.text = text
        self.measures: dict[str, Measure] = units.measures(bare)
        self.boxes: dict[str, Container] = units.containers(bare)
        self.counts: dict[str, int] = units.counts(bare)
        # Gap, token, gap, token, …, gap; where each ends, the next begins.
        parts = _TOKEN.split(text)
        places = list(accumulate(map(len, parts)))
        self.words = list(map(str.lower, parts[1::2]))
        self.starts, self.ends = places[:-1:2], places[1::2]
        if _GLUED_TIMES.search(text):
            self._split_times()
        self._count = len(self.words)

    def __len__(self) -> int:
        return self._count

    def _split_times(self) -> None:
        """Splits an "x" from the unit it is glued to before a number: "chaix500ml", "5gx20"."""
        for at in reversed(range(len(self.words))):
            word, end = self.words[at], self.ends[at]
            if word[-1] == "x" and is_number(self.text[end : end + 1]) and self.is_unit(word[:-1]):
                self.words[at : at + 1] = word[:-1], "x"
                self.starts.insert(at + 1, end - 1)
                self.ends.insert(at, end - 1)

    def word(self, at: int) -> str:
        """The lower-case word at a token's place; blank outside the text."""
        return self.words[at] if 0 <= at < self._count else ""

    def glued(self, at: int) -> bool:
        """Whether a token follows the one before it without a space."""
        return 0 < at < self._count and self.ends[at - 1] == self.starts[at]

    def between(self, first: int, after: int) -> str:
        """The words of the tokens first to after-1, as written."""
        return self.text[self.starts[first] : self.ends[after - 1]] if first < after else ""

    def is_unit(self, word: str) -> bool:
        """Whether a word is a measure, a container, a piece or a counting word."""
        return word in self.measures or word in self.boxes or word in self.counts

    def measure(self, at: int) -> Measure | None:
        """The measure that a token names."""
        return self.measures.get(self.word(at))

    def box(self, at: int) -> tuple[Container | None, int]:
        """The container that begins at a token, and the token after it; two words first ("túi lọc")."""
        pair = f"{self.word(at)} {self.word(at + 1)}"
        if pair in self.boxes:
            return self.boxes[pair], at + 2
        return self.boxes.get(self.word(at)), at + 1

    def is_range_sign(self, at: int) -> bool:
        """Whether a token stands between the two ends of a range."""
        return self.word(at) in RANGE_SIGNS or self.word(at) in RANGE_WORDS
