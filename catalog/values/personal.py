"""What prose tells of a person beside telephones and addresses: accounts beside a bank, plates, birthdays, profiles.

Telephones, mail and web addresses, and numbers behind “STK” and “CCCD” are found in contacts.py. Rules are of high
precision: a word says what the number is. Pure; positions are those of the text in NFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from catalog.values.banks import banks

PersonalKind = Literal["account", "link", "email", "birth"]


class Personal(NamedTuple):
    """What stands at text[start:end]."""

    kind: PersonalKind
    start: int
    end: int


def may_hold(text: str) -> bool:
    """Whether `personal` could find anything in a text or one of its lines."""
    if "@" in text or (_PLATE_BEGINS.search(text) and _PLATE.search(text)):
        return True
    small = text.lower()
    return any(part in small for part in _PARTS) and any(word in small for word in _TELLING)


def personal(text: str) -> Iterator[Personal]:
    """What a text tells of persons, by kind and not in its order; may overlap. Does not raise on any text."""
    small = text.lower()
    for telling, kind, pattern in _RULES:
        if not telling or any(word in small for word in telling):
            yield from (Personal(kind, *match.span(1)) for match in pattern.finditer(text))
    if any(word in small for word in _bank_words()):
        for pattern in _of_banks():
            yield from (Personal("account", *m.span(1)) for m in pattern.finditer(text) if not _is_sum(text, m))


_DAY = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)\d\d"
# “khai sinh năm 2015”, “tái sinh”: of things, not of people.
_BIRTH = re.compile(
    rf"(?<!\w)(?<!khai )(?<!tái )(?<!phát )(?:sinh ngày|sinh năm|(?:ngày tháng )?năm sinh|ngày sinh|sinh)\s?:?\s?"
    rf"({_DAY}|(?:(?<=năm )|(?<=: ))(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
# Of a car 99A-123.45, of a motorbike 24B1-123.45; without the full stop only behind a word that says so.
_PLATE = re.compile(r"(?<![\w-])(\d{2}[A-Z][A-Z0-9]?\s?[-–]\s?\d{3}\.\d{2})(?!\d)")
_PLATE_BEGINS = re.compile(r"\d\d[A-Z]")  # searched much faster
_SAID_PLATE = re.compile(
    r"(?<!\w)(?:biển số(?: xe)?|biển kiểm soát|bks)\s*:?\s*(\d{2}\s?-?[A-Z][A-Z0-9]?\s?[-–]?\s?\d{3}\.?\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?<!\w)(?:hộ chiếu|passport|bhxh|bhyt|thẻ bảo hiểm)(?!\w)[^\d\n]{0,15}?(?-i:([A-Z]{0,2}\d{7,12}))(?!\w)",
    re.IGNORECASE,
)
# Ten digits, of a branch with three more: of a household or person it is as private as a citizen's ID.
_TAX = re.compile(
    r"(?<!\w)(?:mst|mã số thuế(?: cá nhân)?|msdn|mã số (?:dn|doanh nghiệp))(?!\w)"
    r"[\s:.\-]{0,5}(\d{10}(?:\s?-\s?\d{3})?)(?!\d)",
    re.IGNORECASE,
)
# “@khuetrinh”, “@khue.77”; “@ngon” is a word.
_AT_NAME = re.compile(
    r"(?<![\w.@/])(@(?=[A-Za-z]*(?:\d|[._]\w)|[A-Za-z]{8})[A-Za-z][\w.]{2,40})(?<!\.)(?!@)(?!\w)", re.ASCII
)
_NETWORKS = tuple("facebook fb fanpage zalo tiktok messenger instagram telegram viber wechat skype".split())
_NAMED = r"[^\W\d_a-zà-ỹ]\w{0,6}(?:\s+[^\W\d_a-zà-ỹ]\w{0,6}){1,3}"
# “Facebook: Trịnh Khuê”, “fb: khue.trinh.99”: the name of a profile, with a colon before it.
_PROFILE = re.compile(
    rf"(?<!\w)(?:{'|'.join(_NETWORKS)})(?:\s+(?:cá nhân|nick|tên))?\s*[:：]\s*"
    rf"((?-i:{_NAMED})(?!\w)|@[a-z][a-z0-9_.]{{2,40}}(?<!\.)(?!\w)|(?=[\w.]*[\d._])[a-z][a-z0-9_.]{{3,40}}(?<!\.)(?!\w))",
    re.IGNORECASE,
)
# “khue @ gmail . com”, “khue [at] thu.vn”, “khue(a)gmail.com”, “khue a còng gmail chấm com”.
_AT = r"(?:\s?@\s?|\s?[\[({]\s?(?:at|a|@)\s?[\])}]\s?|\sa còng\s)"
_DOT = r"(?:\.|\s\.\s|\s?[\[({]\s?(?:dot|\.|chấm)\s?[\])}]\s?|\schấm\s)"
_PULLED_MAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9][A-Za-z0-9_.+-]{{0,63}}{_AT}[A-Za-z0-9-]{{2,63}}(?:{_DOT}[A-Za-z0-9-]{{2,20}}){{0,2}}"
    rf"{_DOT}(?:vn|com|net|org|info|edu|gov|example))(?!\w)",
    re.IGNORECASE,
)

_PULLED = ("@", "[at", "(at", "{at", "[ at", "( at", "[a]", "(a)", "{a}", "a còng")
# Words of which a text holds one wherever the rule finds something; none where it is asked of every text.
_RULES: tuple[tuple[tuple[str, ...], PersonalKind, re.Pattern[str]], ...] = (
    (tuple(f"sinh{sign}" for sign in (" n", ":", " :", *(f" {digit}" for digit in range(4)))), "birth", _BIRTH),
    ((), "account", _PLATE),
    (("biển số", "biển kiểm", "bks"), "account", _SAID_PLATE),
    (("hộ chiếu", "passport", "bhxh", "bhyt", "thẻ bảo hiểm"), "account", _PAPER),
    (("mst", "mã số thuế", "mã số d", "msdn"), "account", _TAX),
    (("@",), "link", _AT_NAME),
    (_NETWORKS, "link", _PROFILE),
    (_PULLED, "email", _PULLED_MAIL),
)
_TELLING = (*(word for words, _, pattern in _RULES if pattern is not _PROFILE for word in words), *(
    f"{network}{behind}" for network in _NETWORKS for behind in (":", " :", "：", " cá nhân", " nick", " tên")
))  # fmt: skip

# A part of each of these words, fewer than they are: most texts hold none.
_PARTS = tuple(
    "sinh|biển|bks|hộ chi|passp|bhxh|bhyt|hiểm|mst|mã số|msdn|[a|(a|{a|[ a|( a|a còng|faceb|fb|fanp|zalo|tiktok|messen"
    "|instag|teleg|viber|wechat|skype".split("|")
)

# Eight to nineteen digits, in groups or not; a telephone beside a bank's name is masked whichever it is.
_NUMBER = r"(\d(?:[ .\-]?\d){7,18})(?![\d.]*\d)"
# Behind a number that is a sum of money or a count of something.
_SUM = re.compile(r"\s*(?:đ|₫|vnd|vnđ|đồng|triệu|tỷ|tr|người|hộ|%)(?!\w)", re.IGNORECASE)
_ROUND = re.compile(r"\d{1,3}(?:\.\d{3})*\.000")


def _is_sum(text: str, match: re.Match[str]) -> bool:
    return bool(_SUM.match(text, match.end(1)) or _ROUND.fullmatch(match[1]))


@cache
def _bank_words() -> tuple[str, ...]:
    """What every text that names a bank holds, in small letters."""
    return ("ngân hàng", "ngan hang", "bank", *(name.lower() for name in _names() if "bank" not in name.lower()))


@cache
def _names() -> tuple[str, ...]:
    """Names and abbreviations of banks that are no words of another kind, the longest first."""
    found = {bank.name for bank in banks().values()} | _ABBREVIATIONS
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


# Of the register's other words many are words that people use, “nông nghiệp”; these are none.
_ABBREVIATIONS = {"MB Bank", "MBBank", "VCB", "TCB", "CTG", "Vietin", "Techcom"}


@cache
def _of_banks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number behind a bank's name, and before it. Abbreviations have to be in capitals."""
    names = "|".join(f"(?-i:{re.escape(n)})" if n.isupper() else re.escape(n) for n in _names())
    bank = rf"(?:(?:ngân hàng|ngan hang|nh)\s+(?:{names})|ngân hàng|ngan hang|{names})(?!\w)"
    behind = rf"(?<!\w){bank}[^\d\n]{{0,30}}?(?<![\w.]){_NUMBER}"
    before = rf"(?<![\w.]){_NUMBER}\s*[-–(,:]?\s*(?:tại\s+)?{bank}"
    return re.compile(behind, re.IGNORECASE), re.compile(before, re.IGNORECASE)
