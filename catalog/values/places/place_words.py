"""The words of an address: cut apart, folded, and with the rank or hamlet word that stands before each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from catalog.values import text as texts
from catalog.values.places.place_keys import Word, columns
from catalog.values.places.place_ranks import ENGLISH_RANKS, HAMLETS, HAMLETS_FIRST, RANK_FORMS

# What stands between two words, by how strongly it parts them.
NEAR, DASH, DOT, BREAK = 0, 1, 2, 3

# A cell may hold 32,767 characters; of a longer text the beginning and the end are read.
MAX_LETTERS = 6_000

# How a Vietnamese syllable is built, without accents; what is built otherwise is a slip or a name of the highlands.
_SYLLABLE = re.compile(
    "(?:[bcdghklmnprstvx]|[cgknpt]h|ngh?|nh|tr|gi|qu)?"
    "(?:(?:[aeiou]|[iy]e|o[aeo]|u[aeoy]|uye)(?:[cmnpt]|ch|n[gh])"
    "|[aeiouy]|a[iouy]|e[ou]|i[aeu]|o[aei]|u[aeiouy]|y[e]|[iy]eu|oa[ioy]|oeo|u[ao]y|uo[iu]|uy[aeu])"
)
_BREAKS = re.compile(r'[,;/|()\[\]\\•+&"“”]')
# Parts of up to so many letters are remembered; an address has three or four.
_SHORT_PART = 60
# Last words of the country's name.
_COUNTRY = frozenset({"nam", "vietnam", "vn"})
# Of 2018, of five digits, or older, of six: “Hà Nội 11517”.
_POSTCODE = re.compile("[0-9]{5,6}")
# A house number (“25”, “8f”, “b12”), shorter than a postcode. Behind roads (QL5, TL12, ĐT3) and quarters (KP4, KV3)
# stand names.
_HOUSE = re.compile(r"(?!ql|tl|đt|dt|hl|kp|kv)[^\W\d]{0,2}\d{1,4}(?:[^\W\d]\w?)?")
# Longer words are no name, glued or not; they fall into pieces, for each is remembered.
_WORD = re.compile(r"[^\W_]{1,80}")
_NOTHING: Mapping[int, str] = {}


class Part:
    """What stands between two breaks of a text, as parallel columns; never changed once it is made.

    keys     folded; glued together they are the keys of the index
    accents  with accents, in small letters
    whole    the key of the word as spaces part it: “TỉnhYên” is two words of one whole
    gaps     what stands before each
    shown    as written
    forced   position → the level that the sheet's column gives to a name that begins there
    """

    __slots__ = ("accents", "forced", "gaps", "keys", "shown", "whole")
    keys: Sequence[str]
    accents: Sequence[str]
    whole: Sequence[str]
    gaps: Sequence[int]
    shown: Sequence[str]
    forced: Mapping[int, str]

    def __init__(self, words: Sequence[Word], gaps: Sequence[int], forced: Mapping[int, str] = _NOTHING) -> None:
        # Tuples of texts, for thousands of parts are remembered and the garbage collector passes them over.
        self.keys, self.accents, self.whole, self.shown = zip(*words, strict=True) if words else ((),) * 4
        self.gaps = tuple(gaps)
        self.forced = forced

    def __len__(self) -> int:
        return len(self.keys)

    def without_last(self, count: int) -> Part:
        """The same without its last words."""
        kept = len(self) - count
        return Part(self._words()[:kept], self.gaps[:kept])

    def under(self, forced: str) -> Part:
        """The same under a column that says its level."""
        return Part(self._words(), self.gaps, {0: forced})

    def _words(self) -> list[Word]:
        return list(zip(self.keys, self.accents, self.whole, self.shown, strict=True))

    def said(self, start: int, end: int) -> str:
        """The words as they were written, for the evidence."""
        return " ".join(self.shown[start:end])

    def glued(self, start: int, end: int) -> str:
        """The key of a run of words."""
        return "".join(self.keys[start:end])

    def glued_accents(self, start: int, end: int) -> str:
        """The same with accents."""
        return "".join(self.accents[start:end])

    def is_small(self, i: int) -> bool:
        """Whether word i begins a part that names a hamlet, a street or a number."""
        word = self.accents[i]
        return word in HAMLETS or word in HAMLETS_FIRST or word[0].isdecimal()

    def begins(self, i: int) -> bool:
        """Whether word i begins a part of the text."""
        return i == 0 or self.gaps[i] != NEAR

    def ends(self, end: int) -> bool:
        """Whether a part of the text ends before word `end`."""
        return end >= len(self.keys) or self.gaps[end] != NEAR

    def continues(self, i: int) -> bool:
        """Whether word i is cut from the same written word as the one before: the F of “HộF”."""
        return i > 0 and self.whole[i] == self.whole[i - 1] and self.gaps[i] == NEAR and self.whole[i] != self.keys[i]

    def is_garbled(self, i: int) -> bool:
        """Whether word i can be no syllable and no rank."""
        key = self.keys[i]
        if len(key) == 1 and self.continues(i):
            return True
        return not (_SYLLABLE.fullmatch(key) or key.isdecimal() or self.accents[i] in RANK_FORMS)

    def rank_before(self, i: int) -> tuple[str | None, int]:
        """The rank written before word i, and where it begins (i where there is none)."""
        if i >= 2 and self.gaps[i] != BREAK and (self.gaps[i - 1] == NEAR or self._is_initial(i - 2)):
            rank = RANK_FORMS.get(f"{self.accents[i - 2]}_{self.accents[i - 1]}")
            if rank:
                return rank, i - 2
        if i >= 1 and self.gaps[i] != BREAK:
            rank = RANK_FORMS.get(self.accents[i - 1])
            if rank and not self._is_part(i - 1):
                return rank, i - 1
        return (self.forced[i], i) if i in self.forced else (None, i)

    def _is_initial(self, i: int) -> bool:
        """Whether word i is one letter with a dot: the T of “T.P”."""
        return len(self.keys[i]) == 1 and self.gaps[i + 1] == DOT

    def _is_part(self, i: int) -> bool:
        """Whether a rank word is none: the xã of “hợp tác xã”, the F of “HộF”."""
        if len(self.keys[i]) == 1:
            return self.continues(i)
        return i > 0 and self.keys[i] == "xa" and self.keys[i - 1] == "tac" and self.gaps[i] != BREAK

    def in_street(self, i: int) -> bool:
        """Whether word i follows a hamlet word, a street word or a house number."""
        if i == 0 or self.gaps[i] == BREAK:
            return False
        before = self.accents[i - 1]
        if before in ("phố", "pho") and i > 1 and self.gaps[i - 1] != BREAK and self.is_garbled(i - 2):
            return False  # a misspelt “thành phố”
        if before in HAMLETS or (before in HAMLETS_FIRST and self.begins(i - 1)):
            return True
        begins = i == 1 or self.gaps[i - 1] == BREAK
        return begins and self.gaps[i] == NEAR and _HOUSE.fullmatch(before) is not None


class Words(Part):
    """The words of a whole text, or of the cells of a row.

    parts        its parts, with the position of the first word of each
    has_accents  whether there is any letter with an accent
    """

    __slots__ = ("has_accents", "parts")
    keys: list[str]
    accents: list[str]
    whole: list[str]
    gaps: list[int]
    shown: list[str]
    forced: dict[int, str]

    def __init__(self) -> None:
        self.keys, self.accents, self.whole, self.gaps, self.shown = [], [], [], [], []
        self.forced = {}
        self.parts: list[tuple[int, Part]] = []
        self.has_accents = False

    def add_part(self, part: Part) -> None:
        """Adds the words of a part behind the others."""
        self.parts.append((len(self.keys), part))
        self.keys += part.keys
        self.accents += part.accents
        self.whole += part.whole
        self.gaps += part.gaps
        self.shown += part.shown

    def speaks_of_commune(self) -> bool:
        """Whether a whole rank word of a commune, or a cell of its own, says that one is meant."""
        ranks = (RANK_FORMS.get(self.accents[i]) for i in range(len(self)) if len(self.keys[i]) > 1)
        return "/commune" in self.forced.values() or any(rank in ("xã", "phường") for rank in ranks)


def add_words(words: Words, text: str, level: str | None = None) -> None:
    """Adds the words of a further text; `level` is what a column says that its first name is."""
    if len(text) > MAX_LETTERS:
        text = text[: MAX_LETTERS // 2] + " ; " + text[-MAX_LETTERS // 2 :]
    text = texts.clean(text.replace("\n", " ; ") if "\n" in text else text)
    words.has_accents |= not text.isascii()
    parts = [part for part in map(_part, _BREAKS.split(text)) if part.keys]
    if parts and parts[-1].keys[-1] in _COUNTRY:
        parts = _without_country(parts)
    if level and parts:
        words.forced[len(words)] = "/" + level
    for part in parts:
        words.add_part(part)


def _without_country(parts: list[Part]) -> list[Part]:
    """The parts without the “Việt Nam” at their end."""
    *before, last = parts
    for country in (("viet", "nam"), ("vietnam",), ("vn",)):
        if last.keys[-len(country) :] == country:
            last = last.without_last(len(country))
    return [*before, last] if last.keys else before


def _part(text: str) -> Part:
    """The words between two breaks. The same parts come again and again: “tỉnh Yên Bái”."""
    return _short_part(text) if len(text) <= _SHORT_PART else _read_part(text)


@lru_cache(maxsize=10_000)
def _short_part(text: str) -> Part:
    return _read_part(text)


def _read_part(text: str) -> Part:
    words: list[Word] = []
    gaps: list[int] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = _gap(text[end : match.start()]) if words else BREAK
        end = match.end()
        for word in columns(match[0]):
            words.append(word)
            gaps.append(gap)
            gap = NEAR
    if len(words) > 1 and gaps[-1] == NEAR and (words[-1][0] in ENGLISH_RANKS or _POSTCODE.fullmatch(words[-1][3])):
        words.pop()
    return Part(words, gaps[: len(words)])


@lru_cache(maxsize=1_000)
def _gap(between: str) -> int:
    if between == " " or between == "":
        return NEAR
    if any(c in ".:" for c in between):
        return DOT
    return DASH if " " in between else NEAR
