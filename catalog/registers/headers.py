"""The register of header words: what the columns of people's sheets are called.

headers.tsv has a line for each way of writing a header: column, words, and the column it falls back to where
another header of the table is the better match for the first ("Giá niêm yết" is the price where nothing else is).
The column "-" stands for headers that are known and not wanted: what a purchase cost is no price. Words are
compared folded, so accents, case and punctuation need no lines of their own.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from rapidfuzz import fuzz, process

from catalog.values.text import fold

How = Literal["synonym", "fuzzy"]
IGNORED = "-"
# Below this two headers of ten letters differ by more than one letter; shorter ones are not compared at all.
LEAST_RATIO = 90.0
LEAST_LETTERS = 7
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[(\[].*$", re.S)


@dataclass(frozen=True, slots=True)
class Match:
    """A column of COLUMNS (or "-") for a header's words, what it falls back to, and how it was found."""

    column: str
    otherwise: str | None
    how: How


@cache
def lines() -> tuple[dict[str, str], ...]:
    """The register as it stands: column, words, else."""
    source = (resources.files("catalog.registers") / "headers.tsv").read_text(encoding="utf-8")
    said = [line for line in source.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(said, delimiter="\t"))


@cache
def synonyms() -> dict[str, Match]:
    """Folded words → match."""
    return {fold(line["words"]): Match(line["column"], line["else"] or None, "synonym") for line in lines()}


@cache
def spellings() -> frozenset[str]:
    """The words in lower case, with and without accents: a quick look at many cells before they are folded."""
    return frozenset(synonyms()) | frozenset(line["words"].lower() for line in lines())


@lru_cache(maxsize=20_000)
def lookup(words: str) -> Match | None:
    """The exact match of a header, with or without what stands in brackets; None where its words are not listed."""
    if len(words) > 200:
        return None
    known = synonyms()
    return known.get(fold(words)) or known.get(fold(_BRACKETS.sub(" ", words)))


@lru_cache(maxsize=20_000)
def closest(words: str) -> Match | None:
    """The listed header that begins the words, or is all but a slip of the pen equal to them; None otherwise."""
    folded = fold(_BRACKETS.sub(" ", words))[:200]
    return _beginning(folded) or _slip(folded)


def _beginning(folded: str) -> Match | None:
    """By the longest listed header, two words or more, that they begin with: the head comes first in Vietnamese."""
    words = folded.split()
    for count in range(len(words) - 1, 1, -1):
        if found := synonyms().get(" ".join(words[:count])):
            return Match(found.column, found.otherwise, "fuzzy")
    return None


def _slip(folded: str) -> Match | None:
    if len(folded) < LEAST_LETTERS:
        return None
    found = process.extractOne(folded, synonyms().keys(), scorer=fuzz.ratio, score_cutoff=LEAST_RATIO)
    if found is None:
        return None
    match = synonyms()[found[0]]
    return Match(match.column, match.otherwise, "fuzzy")
