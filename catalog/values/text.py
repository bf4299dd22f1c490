"""Vietnamese text: cleaned, folded for search, keyed for comparison and for sorting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from catalog.registers import units
from catalog.values import syllables

# Zero-width and direction marks, the byte-order mark, control characters, lone surrogates. The soft hyphen stays: in
# text of the TCVN3 encoding it is the letter "ư", and only the reader of the sheet can tell.
# One capital, as a class for patterns. Those of Vietnamese stand among its small letters: no range is theirs.
CAPITAL = f"[A-Z{''.join(c for c in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))) if c.isupper())}]"
_BAD = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]+"
)
# Texts without any of these need no repair beyond NFC and spaces.
_SUSPECT = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u0300-\u036f\u0400-\u04ff\uff01-\uff5eÐð]"
)
# What Excel writes for a control character in a shared string: "_x000D_" is a line end. Its beginning is looked for
# apart from _SUSPECT: a pattern that is one class of characters is searched twice as fast.
_ESCAPE = "_x00"
_ESCAPED_CONTROL = re.compile(r"_x00(?:[01][0-9A-Fa-f]|7[Ff])_")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARK_FLOOD = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_LOOKALIKES = str.maketrans("аеорсухіАВЕКМНОРСТУХІ", "aeopcyxiABEKMHOPCTYXI")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Ð (eth) is typed for Đ; full-width letters and digits come from East Asian keyboards.
_PLAIN_FORMS = str.maketrans({"Ð": "Đ", "ð": "đ", **{chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F)}})
_NO_DECOMPOSITION = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe"})
# Every small letter of Vietnamese with its plain one: most texts need no decomposition.
_PLAIN_LETTERS = _NO_DECOMPOSITION | {
    ord(letter): plain
    for plain in "aeiouyd"
    for letter in map(chr, range(0xE0, 0x1EFA))
    if unicodedata.normalize("NFD", letter)[0] == plain != letter
}


def clean(text: str) -> str:
    """The text in NFC on one line, without control and invisible characters, with single spaces.

    Also repaired: Ð (eth) for Đ, full-width forms, Cyrillic look-alikes inside Latin words, floods of combining marks.
    """
    if not _SUSPECT.search(text) and _ESCAPE not in text:
        return " ".join(unicodedata.normalize("NFC", text).split())
    text = _ESCAPED_CONTROL.sub(" ", _BAD.sub("", text)).translate(_PLAIN_FORMS)
    if _CYRILLIC.search(text):
        text = _LETTERS.sub(_latin_word, text)
    text = _MARK_FLOOD.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def _latin_word(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOKALIKES) if _LATIN.search(word) else word


class Words(dict[str, str]):
    """What each word comes to, worked out once: a sheet has a few thousand different ones, said again and again.

    All are forgotten when numbers and codes have filled it; that costs less than telling them from words each time.
    """

    def __init__(self, of_word: Callable[[str], str]) -> None:
        self._of_word = of_word

    def __missing__(self, word: str) -> str:
        found = self._of_word(word)
        if len(word) <= _WORD_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found

    def of(self, text: str) -> str:
        """What the words of a text come to, with single spaces between."""
        return " ".join(filter(None, map(self.__getitem__, text.split())))


# Longer words are no Vietnamese and not worth remembering (characters).
_WORD_LENGTH = 20
_REMEMBERED = 20_000


def fold(text: str) -> str:
    """Words of a–z and 0–9 with single spaces between, as Vietnamese is typed without accents; đ is d."""
    return _FOLDED.of(text)


def _folded(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    word = clean(word).replace("\xad", "").lower().translate(_PLAIN_LETTERS)
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word).translate(_NO_DECOMPOSITION).lower()
        word = "".join(c for c in word if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", word).strip()


_FOLDED = Words(_folded)


def slug(text: str) -> str:
    """The folded words joined by hyphens, for addresses of pages; blank where no letter is left."""
    return fold(text).replace(" ", "-")


def key(text: str) -> str:
    """What two spellings of one text share when accents count: NFC, lower case, one tone placement.

    hoà = hòa, thuỷ = thủy, qúy = quý; full-width and other compatibility forms are their plain letters.
    """
    return _KEYED.of(text)


def _keyed(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    word = clean(unicodedata.normalize("NFKC", word.replace("\xad", ""))).lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _LETTERS.sub(_one_tone_place, unicodedata.normalize("NFC", word)))


_KEYED = Words(_keyed)


def _one_tone_place(match: re.Match[str]) -> str:
    return syllables.canonical(match[0])


def sort_key(text: str) -> str:
    """A text that sorts by plain comparison as a Vietnamese dictionary does.

    Syllable by syllable: letters in the order a ă â b c d đ e ê …, then tones in the order ngang huyền hỏi ngã
    sắc nặng; numbers by size, before letters.
    """
    return _SORTED.of(text)


def _sorted(word: str) -> str:
    return " ".join(map(syllables.sort_key, _RUNS.findall(_KEYED[word])))


_SORTED = Words(_sorted)
_RUNS = re.compile(r"[^\W\d_]+|\d+")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: only the marks of the register do ("NA" is a custard apple, "0" a number)."""
    text = text.strip()
    if not text:
        return True
    first = text[0]
    if len(text) > _MARK_LENGTH or (first.isascii() and first.isalnum() and first.lower() not in _mark_starts()):
        return False
    return key(text) in units.blank_marks()


# Blank marks are short; a long cell need not be keyed (characters).
_MARK_LENGTH = 24


@cache
def _mark_starts() -> frozenset[str]:
    """How blank marks begin: a cell that begins with another letter or digit need not be keyed either."""
    return frozenset(mark[:1] for mark in units.blank_marks())


# Names that stay in capitals when a shouted text is calmed, beside those that hold a digit or no vowel.
_ACRONYMS = frozenset("OCOP SOCOP HACCP ISO GMP UBND ATTP VIETGAP EU USA".split())
_VOWELS = set("aeiouy")
_WORD = re.compile(r"\w+")
# Two shouted words may be a brand; from this many letters on it is a sentence.
_SHOUT_LETTERS = 8
# A shouted name often ends in small letters: "(1 chai 500ml)".
_SHOUT_SHARE = 0.65


def calm(text: str) -> str:
    """The cleaned text, a SHOUTED one in sentence case; acronyms such as OCOP, HTX, ST25 keep their capitals."""
    text = clean(text)
    if sum(map(str.isupper, text)) < _SHOUT_SHARE * _SHOUT_LETTERS:
        return text
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters)
    if len(letters) < _SHOUT_LETTERS or shouted < _SHOUT_SHARE * len(letters):
        return text
    calmed = _WORD.sub(_calm_word, text)
    for i, c in enumerate(calmed):
        if c.isalpha():
            return calmed[:i] + c.upper() + calmed[i + 1 :]
    return calmed


def _calm_word(match: re.Match[str]) -> str:
    word = match[0]
    if word in _ACRONYMS or _is_code(word):
        return word
    return word.lower()


def _is_code(word: str) -> bool:
    """ST25, CNC, HTX: letters before a digit, or two to five capitals without a vowel. Not 500GR, which is a unit."""
    if word[0].isdigit():
        return False
    if any(c.isdigit() for c in word):
        return True
    return 2 <= len(word) <= 5 and word.isupper() and word not in {"KG", "GR", "ML"} and not _VOWELS & set(fold(word))
