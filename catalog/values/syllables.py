"""One Vietnamese syllable: its letters and tone apart, its tone in one agreed place, its place in a dictionary."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Combining marks of the five written tones, in the order of the dictionary after the level tone.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")
# Three vowels carry the tone on the middle one (ngoài, khuỷu); two on the first when no consonant follows: hòa, khỏe,
# thủy, not hoà, khoẻ, thuỷ.
_TRIPHTHONG = 3
# Letters that follow their plain one in the alphabet; "{" and "|" stand after "z" in ASCII.
_AFTER_Z = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}


def untoned(word: str) -> tuple[str, str, int]:
    """The word (lower case, NFC) without tone marks, the tone marks in order, and how many letters bear one."""
    letters: list[str] = []
    tones: list[str] = []
    for c in word:
        parts = unicodedata.normalize("NFD", c)
        found = [p for p in parts if p in _TONES]
        if found:
            tones += found
            c = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(c)
    return "".join(letters), "".join(tones), len(tones)


def canonical(word: str) -> str:
    """The word with its tone where Vietnamese spelling puts it; unchanged where it is no Vietnamese syllable."""
    return word if word.isascii() or len(word) > _LONGEST else _canonical(word)


# "nghiêng" has seven letters. Some seven thousand syllables exist; the same few hundred make up a sheet.
_LONGEST = 7
_REMEMBERED = 10_000


@lru_cache(_REMEMBERED)
def _canonical(word: str) -> str:
    letters, tones, count = untoned(word)
    if count != 1 or len(letters) != len(word):
        return word
    place = _tone_place(letters)
    if place is None:
        return word
    return unicodedata.normalize("NFC", letters[: place + 1] + tones + letters[place + 1 :])


def _tone_place(letters: str) -> int | None:
    """Where the tone stands; None where the letters are not one run of vowels between consonants."""
    start = next((i for i, c in enumerate(letters) if c in _VOWELS), None)
    if start is None:
        return None
    if letters[:2] in ("qu", "gi") and len(letters) > 2 and letters[2] in _VOWELS:
        start = 2
    end = start
    while end < len(letters) and letters[end] in _VOWELS:
        end += 1
    if any(c in _VOWELS for c in letters[end:]) or end - start > _TRIPHTHONG:
        return None
    marked = [i for i in range(start, end) if letters[i] in _MARKED]
    if marked:
        return marked[-1]
    if end < len(letters):
        return end - 1
    return start + 1 if end - start == _TRIPHTHONG else start


def sort_key(word: str) -> str:
    """Letters in the order of the alphabet, then tones; a number by its length, then its digits."""
    return _sort_key(word) if len(word) <= _LONGEST else _sort_key.__wrapped__(word)


@lru_cache(_REMEMBERED)
def _sort_key(word: str) -> str:
    if word.isdigit():
        digits = word.lstrip("0") or "0"
        return f"{min(len(digits), 99):02d}{digits}"
    letters, tones, _ = untoned(word)
    return "".join(_AFTER_Z.get(c, c) for c in letters) + ("".join(_TONES[t] for t in tones) or "0")
