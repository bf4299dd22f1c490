"""The lexicon of registers/set_words.tsv: finds, in a product's name, the words that tell its OCOP set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from catalog.registers import files
from catalog.values import text as words_of

Role = Literal["always", "head", "first", "stuff", "make", "fresh", "craft", "deny", "skip", "hint"]

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
# As many words as a slip is looked for in.
_SLIP_WORDS = 5
# What may stand before the word that begins a name: "OCOP - Combo 2 hộp Hương trầm".
_BEFORE_A_NAME = re.compile(
    r"s?oc+o+p|combo|set|bộ|hộp|túi|gói|chai|lọ|hũ|hủ|thùng|cặp|bao|quả|trái|củ|ngọn|rễ|thân|lá|nhân|cành|sản|phẩm|sao|các|loại|\d.*"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon, for one of its words; columns as the head of the file explains them."""

    role: Role
    set: str
    then: str
    also: tuple[str, ...]


# A struct, not a dataclass: every name makes some, and this is made ten times as fast.
class Hit(msgspec.Struct, frozen=True):
    """Words of the lexicon in a name: at which of its words, in which part (dashes, commas, brackets cut parts).

    An entry of each role that the words have: "muối" is a head at the start and a make word behind "chanh".
    """

    words: str
    entries: tuple[Entry, ...]
    at: int
    part: int
    begins: bool

    def entry(self, *roles: Role) -> Entry | None:
        """The entry of the first of these roles; a `first` only where the words begin a part of the name."""
        for entry in self.entries:
            if entry.role in roles and (entry.role != "first" or self.begins):
                return entry
        return None


def hits(text: str, limit: int = 120) -> list[Hit]:
    """The hits in the first `limit` words of a text, left to right, longest first, none overlapping.

    A text without any accent is looked up without accents, among the words that are still clear then.
    """
    written = words_of.key(text[: limit * 20])
    tokens = _TOKEN.findall(written)[:limit]
    accented = list(_find(tokens, _lexicon(False), slips=True))
    if accented or not written.isascii():
        return accented
    return list(_find(tokens, _lexicon(True)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words → their entries; and for each first word how long the words are that it begins, longest first."""

    entries: dict[tuple[str, ...], tuple[Entry, ...]]
    lengths: dict[str, list[int]]


def _find(tokens: list[str], lexicon: Lexicon, slips: bool = False) -> Iterator[Hit]:
    at, part, begins = 0, 0, True
    while at < len(tokens):
        found = _listed(tokens, at, lexicon) or (_slip(tokens, at) if slips and begins else None)
        if found:
            words, entries = found
            if not any(entry.role == "skip" for entry in entries):
                yield Hit(" ".join(words), entries, at, part, begins)
                begins = False
            at += len(words)
        else:
            if not tokens[at].isalnum():
                part, begins = part + 1, True
            elif begins and not _BEFORE_A_NAME.fullmatch(tokens[at]):
                begins = False
            at += 1


def _listed(tokens: list[str], at: int, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[Entry, ...]] | None:
    """The longest words of the lexicon that stand at a place."""
    for length in lexicon.lengths.get(tokens[at], ()):
        words = tuple(tokens[at : at + length])
        entries = lexicon.entries.get(words)
        if entries is not None:
            return words, entries
    return None


def _slip(tokens: list[str], at: int) -> tuple[tuple[str, ...], tuple[Entry, ...]] | None:
    """Two words or more that begin a part with a wrong accent ("Măm tôm") and tell one thing without any."""
    if not tokens[at].isalpha() or tokens[at] in _lexicon(False).lengths:
        return None
    found = _listed([words_of.fold(token) for token in tokens[at : at + _SLIP_WORDS]], 0, _lexicon(True))
    return found if found and len(found[0]) > 1 and all(entry.role == "head" for entry in found[1]) else None


@cache
def _lexicon(folded: bool) -> Lexicon:
    found: dict[tuple[str, ...], list[Entry]] = {}
    for words, entry in lines():
        spelt = words_of.fold(words) if folded else words_of.key(words)
        found.setdefault(tuple(spelt.split()), []).append(entry)
    kept = {w: tuple(dict.fromkeys(e)) for w, e in found.items() if not folded or _is_clear(w, e)}
    lengths: dict[str, set[int]] = {}
    for spelling in kept:
        lengths.setdefault(spelling[0], set()).add(len(spelling))
    return Lexicon(kept, {first: sorted(known, reverse=True) for first, known in lengths.items()})


def _is_clear(words: tuple[str, ...], entries: list[Entry]) -> bool:
    """Whether words still tell one thing without accents: "dua" is coconut, pineapple and melon."""
    if any(entry.role == "make" for entry in entries):
        return True
    return len({(entry.set, entry.then) for entry in entries}) == 1 and (len(words) > 1 or entries[0].role != "first")


@cache
def lines() -> tuple[tuple[str, Entry], ...]:
    """Every word of the file with its entry, in the order of the file."""
    written = files.table("set_words.tsv").splitlines()
    rows = [line.split("\t") for line in written if line and not line.startswith("#")]
    return tuple(
        (words.strip(), Entry(role, set_, then, tuple(a.strip() for a in also.split("|") if a.strip())))  # type: ignore[arg-type]
        for role, set_, then, also, listed in rows
        for words in listed.split("|")
    )
