"""Who speaks for a producer, written beside its name: “HTX Đồi Vải (GĐ: Lê Thị Nhạn)”.

The name of an organisation is public, a person's is not until that person agrees (facts/ocop.md, section 10); so one
is taken from the other before anybody may publish the cell. Words of offices: registers/producers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from catalog.registers import files
from catalog.values.text import CAPITAL

_PARTING = r"\s*(?:[(\[,;\n|]|\.\s|\s[-–—](?=\s)|[-–—](?=\s))\s*"
_TITLES = r"(?:ông|bà|anh|chị|cô|chú|bác|mr|mrs|ms)"
_TITLE = rf"{_TITLES}\.?\s"
_WORDS = r"[^\W\d_]+(?:[ .]{1,2}[^\W\d_]+){0,4}"
_CAPITALS = rf"(?-i:{CAPITAL}[^\W\d_]*(?:\s{CAPITAL}[^\W\d_]*){{1,4}})"
_END = r"(?=\s*(?:$|[)\],;\n|]|\.(?:\s|$)|\s[-–—]))"
_CLOSED = re.compile(r"\s*[)\]]")
_LONGEST = 500  # characters of a name that are looked at
# Nearly all cells have no such sign, and need no look.
_SIGNS = re.compile(r"[(\[,;\n|–—.-]|\s(?:gđ|giám đốc|đại diện|chủ|do|lh)\s", re.IGNORECASE)


def split(text: str, tells: Callable[[str], bool], is_person: Callable[[str], bool]) -> tuple[str, str]:
    """The text without the person, and the person's name; the text as it stands and a blank where nobody is named.

    text: lines without more than one space or line end in a row. tells: whether words name a producer, not only its
    kind. is_person: whether words are a person's full name.
    """
    if not _SIGNS.search(text):
        return text, ""
    found = _beside(text, is_person)
    if found and tells(text[: found.start()]):
        closed = _CLOSED.match(text, found.end()) if found[0].lstrip()[:1] in ("(", "[") else None
        return f"{text[: found.start()]} {text[closed.end() if closed else found.end() :]}", found["who"]
    first = _leading().match(text)
    if first and is_person(first["who"]) and tells(text[first.end() :]):
        return text[first.end() :], first["who"]
    return text, ""


@lru_cache(4_096)
def names_somebody(text: str, is_person: Callable[[str], bool]) -> bool:
    """Whether a person is named beside other words, whatever these say."""
    return bool(_SIGNS.search(text) and _beside(" ".join(text[:_LONGEST].split()), is_person))


def _beside(text: str, is_person: Callable[[str], bool]) -> re.Match[str] | None:
    return _office().search(text, 2) or _titled(text) or _alone(text, is_person) or _running(text, is_person)


def _titled(text: str) -> re.Match[str] | None:
    """A name behind a title; “bà Tám” alone is as likely a brand, “chị Tám” is somebody to be called."""
    found = _TITLED.finditer(text, 2)
    return next((m for m in found if " " in m["who"] or m["title"].lower() in _OF_SOMEBODY), None)


_OF_SOMEBODY = frozenset(["anh", "chị", "mr", "mrs", "ms"])
_TITLED = re.compile(rf"\s*[(\[,;\n|]\s*(?P<title>{_TITLES})\.?\s(?P<who>{_WORDS}){_END}", re.IGNORECASE)


def _alone(text: str, is_person: Callable[[str], bool]) -> re.Match[str] | None:
    """A full name with nothing beside it but an office; two words may be a village: “(Lê Lợi)”."""
    return next((m for m in _name().finditer(text, 2) if m["who"].count(" ") > 1 and is_person(m["who"])), None)


def _running(text: str, is_person: Callable[[str], bool]) -> re.Match[str] | None:
    """A full name that no sign parts from the producer's: “HTX Đồi Vải GĐ Lê Thị Nhạn”."""
    found = _behind_office().finditer(text, 2)
    return next((m for m in found if m["who"][0].isupper() and is_person(m["who"])), None)


@cache
def _offices() -> str:
    """An office, or two that one person has: “chủ tịch kiêm giám đốc”."""
    words = sorted(files.register("producers")["offices"]["words"], key=len, reverse=True)
    one = f"(?:{'|'.join(map(re.escape, words))})"
    return rf"{one}(?:\s?(?:kiêm|và|-|/|,)\s?{one})?(?!\w)"


@cache
def _office() -> re.Pattern[str]:
    """An office, and a name behind its colon or in capitals."""
    behind = rf"(?:\s*[:.]\s*(?:{_TITLE})?|\s+(?:{_TITLE})?(?={_CAPITALS}{_END}))"
    of_firm = r"(?:\s(?:htx|hợp tác xã|công ty|cty))?"
    return re.compile(rf"{_PARTING}{_offices()}{of_firm}{behind}(?P<who>{_WORDS}){_END}", re.IGNORECASE)


@cache
def _name() -> re.Pattern[str]:
    before = r"\s*(?:[(\[]|\s[-–—]\s|[,;]\s(?=[^,;]*[,;\s]*$))\s*"
    return re.compile(rf"{before}(?P<who>{_WORDS})(?:\s?[-–—,:]\s?{_offices()})?{_END}", re.IGNORECASE)


@cache
def _behind_office() -> re.Pattern[str]:
    """ "… GĐ Lê Thị Nhạn", "… do ông Lê Văn Nhạn làm giám đốc"."""
    done = rf"(?:\s(?:làm|là|đứng)\s{_offices()})?"
    return re.compile(rf"\s(?:{_offices()}|do)(?:\s?:\s?|\s)(?:{_TITLE})?(?P<who>{_WORDS}?){done}{_END}", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    """A person in front of the organisation: “Bà Lê Thị Nhạn - Giám đốc HTX Đồi Vải”."""
    return re.compile(
        rf"(?:{_TITLE})?(?P<who>{_WORDS}?)\s*(?:[-–—,;(\n|]\s*)(?:(?:{_offices()})\s*[:,-]?\s*)?", re.IGNORECASE
    )
