"""The tokens of one cleaned text with the register of units at hand: shared by the readers of packs and of prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalog.registers import units
from catalog.registers.units import Container, Measure

# Longer texts state no single price or pack; it also keeps the time of one cell within milliseconds (characters).
LONGEST = 2_000
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|->|=>|[^\s]")
_PLAIN_DIGITS = frozenset("0123456789")
TIMES = frozenset("x×*✕")
RANGE_SIGNS = frozenset("-–—~÷")
RANGE_WORDS = frozenset(["đến", "tới", "den", "toi", "to"])
AND_A_HALF = frozenset(["rưỡi", "rưởi", "ruoi"])


class Token(NamedTuple):
    """A word, a number with its marks, or a sign; start and end in the text."""

    text: str
    start: int
    end: int


def is_number(word: str) -> bool:
    """Whether a token is a number of plain digits; "²" and "٣" are none."""
    return word[:1] in _PLAIN_DIGITS


class Tokens:
    """One cleaned text, taken apart; `words` are the tokens in lower case.

    Spellings without accents count only in texts typed wholly without: elsewhere "ong" is a bee, not a tube.
    """

    def __init__(self, text: str) -> None:
        bare = text.isascii()
        self.text = text
        self.measures: dict[str, Measure] = units.measures(bare)
        self.boxes: dict[str, Container] = units.containers(bare)
        self.counts: dict[str, int] = units.counts(bare)
        self.tokens = list(self._split())
        self.words = [t.text.lower() for t in self.tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def _split(self) -> Iterator[Token]:
        """Tokens; a unit with an "x" glued to its end before a number ("chaix500ml", "5gx20") is split from it."""
        for match in _TOKEN.finditer(self.text):
            word, start, end = match[0], match.start(), match.end()
            stem = word[:-1].lower()
            if word[-1] in "xX" and is_number(self.text[end : end + 1]) and self.is_unit(stem):
                yield Token(word[:-1], start, end - 1)
                yield Token("x", end - 1, end)
            else:
                yield Token(word, start, end)

    def word(self, at: int) -> str:
        """The lower-case word at a token's place; blank outside the text."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def glued(self, at: int) -> bool:
        """Whether a token follows the one before it without a space."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def between(self, first: int, after: int) -> str:
        """The words of the tokens first to after-1, as written."""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end] if first < after else ""

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
