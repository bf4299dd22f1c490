"""Telephones and citizens' IDs that prose writes so that a plain search passes them over.

0900,000,012 · 0900_000_012 · 0900*000*012 · O9OO.OOO.O12 · 0900 không không không 012 · 001 085 000 012: groups of
digits, of the letter O for zero and of digits in words, with up to five signs or a line end between them. A window of
groups is a number where its digits are one as it is dialled or issued, and it looks like a number: groups of two and
more, one of them of three, or single digits all with the same sign. Dates, times and prices are none. Pure; positions
are those of the text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

# A citizen's ID: the province of birth registration (001 to 096), sex and century, year, six digits.
CITIZEN = re.compile(r"(?<!\d)0\d{2}[0-3]\d{8}(?!\d)")

_DIGIT_WORDS = {
    "không": "0", "khong": "0", "một": "1", "mốt": "1", "mot": "1", "hai": "2", "ba": "3", "bốn": "4", "bon": "4",
    "tư": "4", "năm": "5", "nam": "5", "lăm": "5", "sáu": "6", "sau": "6", "bảy": "7", "bẩy": "7", "bay": "7",
    "tám": "8", "tam": "8", "chín": "9", "chin": "9",
}  # fmt: skip
_WORDS = "|".join(_DIGIT_WORDS)
# Of any script, in circles, above and below the line.
_NUMERAL = r"\d⓪①②③④⑤⑥⑦⑧⑨⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_GROUP = re.compile(rf"(?<![^\W_])(?:[{_NUMERAL}oO]+|(?:{_WORDS})(?![^\W_]))", re.IGNORECASE)
_SIGNS = re.compile(r"[^\w\n]{1,5}|[^\w\n]?_[^\w\n]?|[^\w\n]{0,2}\n[^\w\n]{0,2}")
# Nothing shorter than nine digits, or than zero and another digit in words, is a number here; most texts hold neither.
_NINE = re.compile(rf"[{_NUMERAL}](?:(?:\W|_){{0,5}}[{_NUMERAL}oO]){{7}}")
_SPOKEN = re.compile(rf"(?i:không|khong)[^\w\n]{{1,3}}(?i:{_WORDS})[^\w\n]{{1,3}}(?i:{_WORDS}|[0-9])")
# As people dial: mobiles, landlines of eleven digits, both with the code of the country, too.
_DIALLED = re.compile(r"0[35789]\d{8}|02\d{9}|(?:00?)?84(?:[35789]\d{8}|2\d{9})")
_LONGEST = 14  # digits: 00 84 2 and nine more
_DATE = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d(?!\d)")


class Number(NamedTuple):
    """What stands at text[start:end]: the digits of a telephone as dialled, or of a citizen's ID."""

    kind: Literal["phone", "account"]
    start: int
    end: int
    digits: str


class _Group(NamedTuple):
    digits: str
    start: int
    end: int
    is_word: bool


def may_hold(text: str) -> bool:
    """Whether `numbers` could find any in a text or one of its lines."""
    if _NINE.search(text):
        return True
    folded = text.casefold()
    return ("không" in folded or "khong" in folded) and _SPOKEN.search(text) is not None


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in its order, none over another; plain ones, too. Does not raise on any text."""
    if not may_hold(text):
        return
    found = sorted([*_plain_ids(text), *_in_groups(text)], key=lambda number: (number.start, -number.end))
    end = -1
    for number in found:
        if number.start >= end:
            yield number
            end = number.end


def _plain_ids(text: str) -> Iterator[Number]:
    """Twelve digits in one piece, whatever letters they touch: the check of a release looks at them in the same way."""
    return (Number("account", *match.span(), match.group()) for match in CITIZEN.finditer(text))


def _in_groups(text: str) -> Iterator[Number]:
    for run in _runs(text):
        at = 0
        while at < len(run):
            number, groups = _at(text, run[at:])
            if number:
                yield number
            at += groups


def _runs(text: str) -> Iterator[list[_Group]]:
    """Groups that follow each other with no more than signs between them."""
    run: list[_Group] = []
    for group in map(_group, _GROUP.finditer(text)):
        if run and not _SIGNS.fullmatch(text, run[-1].end, group.start):
            yield run
            run = []
        run.append(group)
    yield run


def _group(match: re.Match[str]) -> _Group:
    words = match.group().casefold()
    if digit := _DIGIT_WORDS.get(words):
        return _Group(digit, *match.span(), is_word=True)
    return _Group("".join(str(unicodedata.digit(letter, 0)) for letter in words), *match.span(), is_word=False)


def _at(text: str, run: list[_Group]) -> tuple[Number | None, int]:
    """The longest number that begins with the first group of a run, and how many groups are done with."""
    digits, best, groups = "", None, 1
    if run[0].digits[0] not in "08":
        return None, 1
    for count, group in enumerate(run, 1):
        digits += group.digits
        if len(digits) > _LONGEST:
            break
        window = run[:count]
        start, end = window[0].start, group.end
        if _touches_letter(text, end) or _DATE.search(text, start, end) or not _is_like_one(text, window):
            continue
        if _DIALLED.fullmatch(digits):
            best, groups = Number("phone", start, end, digits), count
        elif CITIZEN.fullmatch(digits):
            best, groups = Number("account", start, end, digits), count
    return best, groups


def _has_digit(text: str, group: _Group) -> bool:
    return any(map(str.isdigit, text[group.start : group.end]))


def _touches_letter(text: str, end: int) -> bool:
    return end < len(text) and text[end].isalnum()


def _is_like_one(text: str, window: list[_Group]) -> bool:
    """Whether the groups are as long as those of numbers are, and not sizes, times and prices side by side."""
    if sum(len(g.digits) for g in window if g.is_word or _has_digit(text, g)) < _MOST_OF_IT:
        return False
    written = [len(group.digits) for group in window if not group.is_word]
    if not written or (min(written) > 1 and max(written) > 2):
        return True
    signs = {text[one.end : other.start] for one, other in itertools.pairwise(window)}
    return len(set(written)) == 1 and len(signs) == 1


# Digits that are written as such, or in words, of a number: the rest may be the letter O.
_MOST_OF_IT = 4
