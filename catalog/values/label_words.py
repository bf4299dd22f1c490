"""The register of label headings (registers/label_words.tsv), compiled: with accents, and without for bare texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from catalog.registers import files

# Kinds of statements; every other kind of the register names a paper, or what goes on (>) and what it is not (!).
KINDS = (
    "ingredients", "net_quantity", "usage", "storage", "shelf_life", "warning", "origin", "responsible", "address",
)  # fmt: skip
OTHER = "other"
# Letters of Vietnamese by case, for classes of patterns: a range such as À-Ỹ holds both.
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
UPPER = "A-Z" + LOWER[3:].upper()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a heading says: kinds (two for “Hướng dẫn sử dụng và bảo quản”, none for other things), what must follow."""

    kinds: tuple[str, ...]
    only: re.Pattern[str] | None
    bare: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class LabelWords:
    """Patterns of one spelling: `headings` is for `small` letters, the entries go by `spelt` words.

    further: kind → how its next sentence begins; never: kind → words that show that it is something else.
    """

    headings: re.Pattern[str]
    entries: dict[str, tuple[Entry, ...]]
    papers: str
    paper_kinds: dict[str, str]
    further: dict[str, re.Pattern[str]]
    never: dict[str, re.Pattern[str]]


def spelt(words: str) -> str:
    """What two spellings of a heading share: small letters, single spaces, none beside a comma or slash."""
    return re.sub(r"\s*([,/])\s*", r"\1", " ".join(words.lower().split()))


def small(text: str) -> str:
    """The text in small letters, each at its place; patterns without IGNORECASE are three times as fast."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def label_words(plain: bool) -> LabelWords:
    """The register; plain: all its words without accents, for a text that has none."""
    entries: dict[str, list[Entry]] = {}
    papers: dict[str, str] = {}
    further: dict[str, re.Pattern[str]] = {}
    never: dict[str, re.Pattern[str]] = {}
    for kind, words, only, bare in _lines(plain):
        if kind.startswith(">"):
            further[kind[1:]] = _begins(words)
        elif kind.startswith("!"):
            never[kind[1:]] = _anywhere(words)
        elif kind == OTHER or kind.split("+")[0] in KINDS:
            kinds = () if kind == OTHER else tuple(kind.split("+"))
            entry = Entry(kinds, _begins(only) if only else None, _begins(bare) if bare else None)
            entries.setdefault(spelt(words), []).append(entry)
        else:
            papers[spelt(words)] = kind
    return LabelWords(
        re.compile(rf"(?<![^\W_])(?:{_alternatives(entries)})(?![^\W_])"),
        {words: tuple(found) for words, found in entries.items()},
        rf"(?<![^\W_])(?:{_alternatives(papers)})(?![^\W_])",
        papers,
        further,
        never,
    )


def _lines(plain: bool) -> Iterator[list[str]]:
    text = unicodedata.normalize("NFC", files.table("label_words.tsv"))
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = (_unaccented(line) if plain else line).split("\t")
            yield [*cells, "", ""][:4]


def _unaccented(words: str) -> str:
    """Without accents, punctuation kept: `text.fold` would drop the bars of the register."""
    parts = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _begins(words: str) -> re.Pattern[str]:
    """The pattern of “a | b c | # | ^”: one of them, whole, from where it is matched."""
    signs = {"#": r"(?:khoảng\s+)?\d", "^": rf"(?-i:[{UPPER}])"}
    listed = [signs.get(one) or rf"{_spaced(one)}(?![^\W_])" for one in map(str.strip, words.split("|"))]
    return re.compile("(?:" + "|".join(listed) + ")", re.IGNORECASE)


def _anywhere(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_begins(words).pattern}", re.IGNORECASE)


def _spaced(words: str) -> str:
    return r"\s+".join(re.sub(r"\\?([,/])", r"\\s?\1\\s?", re.escape(word)) for word in words.split())


def _alternatives(headings: Iterable[str]) -> str:
    """One pattern for many headings, those with the same first words joined, the longest tried first."""
    after: dict[str, list[str]] = {}
    for heading in headings:
        first, _, rest = heading.partition(" ")
        after.setdefault(first, []).append(rest)
    branches = []
    for first in sorted(after, key=lambda word: (-len(word), word)):
        rests = [rest for rest in after[first] if rest]
        more = rf"(?:\s+(?:{_alternatives(rests)}))" if rests else ""
        branches.append(_spaced(first) + (more + "?" if more and "" in after[first] else more))
    return "|".join(branches)
