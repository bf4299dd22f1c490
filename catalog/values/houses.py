"""Finds and takes out addresses of houses: a number with its street, lane or hamlet.

High precision, since names of goods are full of numbers (“Bánh số 5”, “Nem 36 phố phường”, “Chè số 1 bản Khe Mo”). An
address is one of
* a word for a house with its number: “số nhà 45”, “nhà số 7”, “SN 12 Lê Lợi”, with what follows of street and hamlet;
* “số 12” with a street or lane that has a name or number: “số 12 ngõ 5 đường Lê Nhạn”; in prose also with a hamlet, or
  in small letters where a commune follows: “số 12 đường lê lợi, phường Cao Thắng”;
* a number with a slash, or behind “địa chỉ”, and a name before a commune: “12/5 Lê Lợi, phường Cao Thắng”;
* a number before a street of two capitals: “45 đường Trần Phú”;
* a place on a map: “21.02851, 105.80481”;
* in prose: what stands between “Địa chỉ:” and a commune; a lane with its number, “hẻm 12/3”; a group with its quarter,
  “tổ 3, khu phố 2”; a flat, “căn hộ 1205”.
Typed without accents the same.

Not caught: “12 Lê Lợi” alone, hamlets and roads without a house (“xóm 4”, “Km 12 quốc lộ 32”; a household's own are
hidden.py's), descriptions of the way (“nhà thứ ba bên trái chợ”), numbers in words. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from catalog.values.text import CAPITAL

PLACE = "[địa chỉ]"

_NUMBER = r"\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){0,3}"
# No day and no month of a year: “07/12/2015 Chủ tịch UBND tỉnh”.
_SLASHED = r"(?!(?:\d{1,2}/){1,2}(?:19|20)\d\d)\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){1,3}"
# “1/2 ĐƯỜNG PHÈN” is sugar, “36 PHỐ PHƯỜNG” a way of calling Hà Nội.
_SUGAR = r"(?!\s+(?:phèn|thốt nốt|mía|mật|nâu|vàng|cát|trắng|đen|bột|kính|thô|tinh)(?!\w))"
_ROAD = rf"(?:đường{_SUGAR}|phố(?!\s+(?:phường|cổ)(?!\w)))"
_STREET = rf"(?:{_ROAD}|ngõ|ngách|hẻm|kiệt|quốc lộ|tỉnh lộ|đại lộ)"
_HAMLET = r"(?:thôn|ấp|xóm|bản|tổ|khóm|khu phố|kp|khu dân cư|kdc|khu)"
_NAMED = rf"(?:\s+(?:số\s+)?(?-i:{CAPITAL}|\d)\w*)"
_HIGHWAY = r"(?:ql|tl)\.?\s?\d{1,3}[a-z]?"
_CALLED = rf"{_NAMED}(?:\s+(?-i:{CAPITAL})\w*){{0,4}}"
# What follows a house and its street: “, tổ 7, khu phố 2”.
_MORE = rf"(?:,?\s+(?:{_STREET}|{_HAMLET}){_CALLED}){{0,3}}"
_COMMUNE = r"(?=,?\s+(?:phường|p\.|xã(?!\s+hội)|x\.|thị trấn|tt\.|quận|q\.|huyện|h\.|tp|thành phố|tỉnh)(?!\w))"
# Whatever stands behind “Địa chỉ:” before a commune tells of less than that: “504, ấp Hưng, xã An Phú”.
_RANK = r"(?<!\w)(?<!tác )(?:phường|p\.?|xã|x\.|thị trấn|tt\.?)(?!\w)"
_BELOW = rf"(?!(?:{_RANK}|hợp tác xã|huyện|tỉnh|thành phố))[^:;\n]{{2,80}}?(?=,?\s*{_RANK})"
_TWO = rf"(?-i:{CAPITAL})\w*(?:\s+(?-i:{CAPITAL})\w*){{1,3}}"
# Before a number that is no house: “Tổ hợp tác số 2 thôn Khe Mo”.
_NO_HOUSE = r"(?<!tác )(?<!nhóm )(?<!đội )(?<!tổ )(?<!chợ )(?<!giống )(?<!định )(?<!giải )(?<!loại )(?<!hạng )"
_TYPED = rf"\s+(?:số\s+)?\w+(?:\s+(?-i:{CAPITAL})\w*){{0,4}}"
_SURE = (
    rf"(?:số nhà|nhà số)\s*:?\s*{_NUMBER}(?:\s*,?\s*(?:(?:{_STREET}|{_HAMLET}){_TYPED}|{_TWO})?)?{_MORE}",
    rf"sn\s*{_NUMBER}\s*,?\s*(?:(?:{_STREET}|{_HAMLET}){_CALLED}|{_TWO}){_MORE}",
    rf"{_NO_HOUSE}số\s*{_NUMBER}\s*,?\s*(?:{_STREET}{_CALLED}|[\-–]?\s*{_HIGHWAY}){_MORE}",
    rf"(?:nhà\s+)?{_SLASHED}\s*,?\s*(?:{_STREET}|{_HAMLET}){_CALLED}{_MORE}",
    rf"{_SLASHED}\s+{_TWO}{_COMMUNE}",
    rf"k{_SLASHED}\s+{_TWO}",
    rf"(?:địa chỉ|đ/c|đc)\s*:?\s*(?:số\s+)?{_NUMBER}\s+{_TWO}",
    rf"(?<![\d.,/]){_NUMBER}\s+{_ROAD}\s+{_TWO}",
    r"(?<![\d.])\d{1,2}\.\d{4,}\s*[,;]?\s*10\d\.\d{4,}",
)
_IN_PROSE = (
    rf"địa chỉ(?:\s+\w+){{0,6}}\s*:\s*+{_BELOW}",
    rf"{_NO_HOUSE}số\s*{_NUMBER}\s*,?\s*{_HAMLET}{_TYPED}{_MORE}",
    rf"{_NO_HOUSE}(?:số\s*)?{_NUMBER}\s*,?\s*{_ROAD}\s+\w+(?:\s+\w+){{1,2}}{_COMMUNE}",
    rf"{_NO_HOUSE}số\s*\d{{2,4}}[a-z]?\s+{_TWO}{_COMMUNE}",
    rf"(?<=tại )(?:số\s+)?{_NUMBER}\s+{_TWO}{_COMMUNE}",
    rf"nhà\s+\d{{1,4}}[a-z]?\s*,?\s*{_STREET}{_CALLED}{_MORE}",
    rf"(?:ngõ|ngách|hẻm|kiệt)\s+{_NUMBER}(?:\s+(?-i:{CAPITAL})\w*){{0,4}}{_MORE}",
    rf"(?:tổ|đội|xóm)\s+\d{{1,3}}\s*,?\s+(?:tổ dân phố|khu phố|kp|khóm|ấp|thôn|khu){_CALLED}{_MORE}",
    rf"căn hộ\s+(?:số\s+)?[a-z]?\d[\w.\-]*(?:\s*,?\s*(?:chung cư|tòa|toà)(?:\s+nhà)?{_CALLED})?",
)
# What every address holds: a number beside a word for what it is the number of, or a slash in it.
_BESIDE = "số nhà sn ngõ ngách hẻm kiệt tổ đội xóm tại chỉ đ/c đc hộ đường phố k"


def without_houses(words: str, *, is_prose: bool = True) -> str:
    """The text in NFC with a mask for each address of a house, whoever lives there.

    is_prose: a label (a name, a pack) is searched by the rules alone that are sure in few words.
    """
    for has_accents in (True, False) if may_hold(words) else ():
        if _near(words.lower(), *_telling(has_accents=has_accents)):
            words = _without(words, _pattern(is_prose=is_prose, has_accents=has_accents))
    return words


def _without(words: str, houses: re.Pattern[str]) -> str:
    parts, at = [], 0
    for match in houses.finditer(words):
        parts += [words[at : match.start() + _leading(match[0])], PLACE]
        at = match.end()
    return "".join([*parts, words[at:]])


def may_hold(words: str) -> bool:
    """Whether a text in NFC, or one of its lines, could hold an address of a house."""
    return _near(words.lower(), *_telling())


def _near(small: str, leads: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a text in small letters holds a number beside a word of addresses; most numbers have none."""
    if any(lead in small for lead in leads):
        return True
    return any(_is_of_house(small, *number.span(), words) for number in _DIGITS.finditer(small))


def _is_of_house(small: str, start: int, end: int, words: frozenset[str]) -> bool:
    if small[end : end + 3].find("/") >= 0 or (end - start >= _OF_MAP and small[max(0, start - 1)] == "."):
        return True
    around = _NO_WORD.sub(" ", small[max(0, start - _BEFORE) : start] + " " + small[end : end + _BEHIND])
    return not words.isdisjoint(around.split())


_DIGITS = re.compile(r"\d+")
_NO_WORD = re.compile(r"[^\w/]+")
_OF_MAP = 4  # digits behind the point
_BEFORE, _BEHIND = 16, 12  # letters: “địa chỉ : số ”, “a, đường ”


@cache
def _telling(*, has_accents: bool | None = None) -> tuple[frozenset[str], frozenset[str]]:
    """What begins an address, and the words beside its number: with accents, without them, or both."""
    if has_accents is None:
        (leads, words), (bare_leads, bare_words) = (_telling(has_accents=has) for has in (True, False))
        return leads | bare_leads, words | bare_words
    spelt = str if has_accents else _without_accents
    return frozenset({spelt("địa chỉ")}), frozenset(map(spelt, _BESIDE.split()))


# “Địa chỉ: 12 Lê Lợi”: the words before the number stay.
_LEAD = re.compile(r"(?:(?:địa chỉ|dia chi)(?:\s+\w+){0,6}?\s*:|địa chỉ|đ/c|đc|dia chi|d/c|dc)\s*:?\s*", re.IGNORECASE)


def _leading(found: str) -> int:
    lead = _LEAD.match(found)
    return lead.end() if lead else 0


@cache
def _pattern(*, is_prose: bool, has_accents: bool) -> re.Pattern[str]:
    rules = "|".join((*_SURE, *_IN_PROSE) if is_prose else _SURE)
    return re.compile(rf"(?<!\w)(?:{rules if has_accents else _bare(rules)})", re.IGNORECASE)


def _bare(rules: str) -> str:
    """The rules as they are typed without accents; the classes of capitals stay what they are."""
    return CAPITAL.join(map(_without_accents, rules.split(CAPITAL)))


def _without_accents(words: str) -> str:
    letters = unicodedata.normalize("NFD", words.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
