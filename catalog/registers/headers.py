"""The register of header words: what the columns of people's sheets are called.

headers.tsv has a line for each way of writing a header: column, words, and the column it falls back to where
another header of the table is the better match for the first ("Giá niêm yết" is the price where nothing else is).
The column "-" stands for headers that are known and not wanted: what a purchase cost is no price. Words are
compared folded, so accents, case and punctuation need no lines of their own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.values.text import fold, key

How = Literal["remembered", "synonym", "fuzzy"]
IGNORED = "-"
# What the sender of the file at hand confirmed: folded header → match.
_CONFIRMED: ContextVar[dict[str, Match]] = ContextVar("confirmed")
# A slip of the pen: one letter wrong, missing or swapped; two in long headers; shorter ones are not compared at all.
LEAST_LETTERS = 7
LONG = 18
LONGEST = 200  # characters; a longer text is no header
_SIGNS = re.compile(r"[\W_]+")
# "3. ", "Câu 3:", "(3)" before a question of a form, and "PL_", "LC_CN1_" as programs of shops write.
_NUMBERED = re.compile(r"^\s*(?:[Cc]âu\s+)?\(?\d{1,2}\s*[.):/-]\s*(?=[^\W\d_])|^(?:[A-Z]{2,4}\d{0,2}_)+(?=\S)")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # "tenSanPham", as programs write keys
_SEVERAL = re.compile(r"[/,;+]| - ")
_YEAR = re.compile(r"\s+(?:năm\s+)?20\d\d\s*$", re.I)
_POLITE = re.compile(
    r"^(?:(?:anh|chi|ong|ba|ban|vui long|xin|cho biet|hay|nhap|ghi|moi|dien|co|toi|chung toi|minh|muon|can|dang|dang ky"
    r"|liet ke|ghi ro|neu|de nghi|quy vi"
    r"|gui) )+"
)
# Folded words of a question that begins with the product and asks for something else than its name.
# "Giá anh chị đang bán": whom a question addresses.
_ADDRESSED = re.compile(r" (?:cua )?(?:anh chi|ong ba|quy vi|cac ban|co bac|don vi minh)(?= |$)")
_ASKS = re.compile(r"\b(?:khong|nao|may|bao nhieu)\b")
_ASKS_AT_ONCE = re.compile(
    r"\b(?:chua|nang cap|da (?:dua )?len san|moi (?:hay|hoac|cu)|tieu thu|ban (?:duoc|ra)|co (?:bao bi|nhan|tem|ma)"
    r"|trong (?:set|bo|gio|hop|combo))\b"
)
_ASKED_ABOUT = frozenset({"san pham", "co so", "don vi", "chu the", "hop tac xa", "doanh nghiep"})
_STARS = re.compile(r"\b(?:may|bao nhieu) sao\b")
_COSTS = re.compile(r"\bgia bao nhieu\b|\bbao nhieu tien\b")
_HOPED = re.compile(r"\b(?:du kien|de nghi|dang ky|mong|muon|phan dau|huong toi)\b")
# "Tên, địa chỉ, điện thoại cơ sở": whose name it is stands at the end, if at all; no product has an address.
_REACHED = re.compile(r"ten\b.{0,40}\b(?:dia chi|dien thoai|sdt|so dt|lien (?:he|lac))\b")
_PERIODS = frozenset({"nam", "thang", "quy", "vu", "tuan", "ngay"})
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
    """Folded words → match; of two lines that accents alone tell apart the first."""
    found: dict[str, Match] = {}
    for line in lines():
        found.setdefault(fold(line["words"]), _match(line))
    return found


@cache
def _accented() -> dict[str, Match]:
    return {_spelt(line["words"]): _match(line) for line in lines()}


def _match(line: dict[str, str]) -> Match:
    return Match(line["column"], line["else"] or None, "synonym")


def _spelt(words: str) -> str:
    """The words in lower case with their accents, without punctuation."""
    return _SIGNS.sub(" ", key(words)).strip()


@contextmanager
def confirmed(words: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, what a sender confirmed of their own headers comes before the register.

    words: header as shown → column of COLUMNS, or "-" for one that is not wanted.
    """
    matches = {fold(header): Match(column, None, "remembered") for header, column in words.items()}
    token = _CONFIRMED.set(matches)
    try:
        yield
    finally:
        _CONFIRMED.reset(token)


def as_confirmed(words: str) -> Match | None:
    """What the sender confirmed of a header; None where nothing was."""
    known = _CONFIRMED.get({})
    return known.get(fold(words)) if known else None


@cache
def _spellings() -> frozenset[str]:
    return frozenset(synonyms()) | frozenset(line["words"].lower() for line in lines())


def spellings() -> frozenset[str]:
    """The words in lower case, with and without accents: a quick look at many cells before they are folded."""
    known = _CONFIRMED.get({})
    return _spellings() | frozenset(known) if known else _spellings()


def lookup(words: str) -> Match | None:
    """The match of a header, with or without what stands in brackets; None where its words are not listed.

    Words typed without accents match by their letters. Words typed with accents match by their accents too ("Anh"
    is not "Ảnh"); where longer words differ in accents alone the match is "fuzzy". What the sender confirmed counts
    before the register.
    """
    return as_confirmed(words) or _listed(words)


@lru_cache(maxsize=20_000)
def _listed(words: str) -> Match | None:
    if len(words) > LONGEST:
        return None
    words = "STT" if words.strip() == "#" else _HUMPS.sub(" ", _NUMBERED.sub("", words))
    forms = (words, _BRACKETS.sub(" ", words))
    found = next((match for form in forms if (match := _exact(form, words.isascii()))), None)
    return found or _said_twice(fold(forms[1])) or (_with_letters_lost(words) if "?" in words else None)


def _said_twice(folded: str) -> Match | None:
    """The meaning that both halves of a header have: "Product name Tên sản phẩm"."""
    words = folded.split()
    for at in range(1, len(words)):
        first = synonyms().get(" ".join(words[:at]))
        second = synonyms().get(" ".join(words[at:])) if first else None
        if first and second and first.column == second.column:
            return first
    return None


def _exact(words: str, plain: bool) -> Match | None:
    if found := _accented().get(_spelt(words)):
        return found
    folded = fold(words)
    found = synonyms().get(folded)
    if found is None or plain:
        return found
    return replace(found, how="fuzzy") if len(folded) >= LEAST_LETTERS else None


def _with_letters_lost(words: str) -> Match | None:
    """The one meaning that fits a header saved in a code without its letters: "T?N S?N PH?M"."""
    if not re.search(r"\w\?|\?\w", words):
        return None
    letters = (fold(letter) or " " if letter != "?" else "." for letter in " ".join(words.split()))
    pattern = re.compile("".join(letter if letter == "." else re.escape(letter) for letter in letters))
    found = {match for known, match in synonyms().items() if pattern.fullmatch(known)}
    return replace(found.pop(), how="fuzzy") if len({match.column for match in found}) == 1 else None


@lru_cache(maxsize=20_000)
def closest(words: str) -> Match | None:
    """The listed header that begins the words, or is all but a slip of the pen equal to them; None otherwise."""
    bare = _BRACKETS.sub(" ", _NUMBERED.sub("", words))[:LONGEST]
    folded = _ADDRESSED.sub("", fold(bare))
    if _STARS.search(folded):
        return Match(IGNORED if _HOPED.search(folded) else "stars", None, "fuzzy")
    if _COSTS.search(folded):
        return Match("price", None, "fuzzy")
    return (
        _beginning(folded)
        or _slip(folded)
        or _reached(folded)
        or _first_of_several(bare)
        or _beginning(_POLITE.sub("", folded) + " ?")
    )


def _reached(folded: str) -> Match | None:
    """Whose name, address and telephone stand in one cell: by the last words, else those of the producer."""
    if not _REACHED.match(folded):
        return None
    words = folded.split()
    ends = (" ".join(words[-count:]) for count in (4, 3, 2, 1))
    found = next((match for end in ends if (match := synonyms().get(f"ten {end}")) and match.column != "name"), None)
    return Match(found.column if found else "producer", None, "fuzzy")


def _first_of_several(words: str) -> Match | None:
    """By the first of several names of one column, or without its unit or year: "ĐT/Fax", "Giá/kg", "Sao năm 2024"."""
    first, *others = _SEVERAL.split(words, maxsplit=1)
    found = _exact(_YEAR.sub("", first), words.isascii())
    if found is None or (found.column == "name" and fold("".join(others)) in _PERIODS):
        return None  # "Sản phẩm/năm" is a number
    return replace(found, how="fuzzy")


def _beginning(folded: str) -> Match | None:
    """By the longest listed header, two words or more, that they begin with: the head comes first in Vietnamese.

    "Sản phẩm đã có chứng nhận nào?" asks about the product, not for its name.
    """
    words = folded.split()
    for count in range(len(words) - 1, 1, -1):
        found = synonyms().get(" ".join(words[:count]))
        if " ".join(words[:count]) in _ASKED_ABOUT and _asks(words[count:]):
            continue
        if found and found.otherwise is None:
            return Match(found.column, found.otherwise, "fuzzy")
    return None


def _asks(words: list[str]) -> bool:
    """Whether the words behind "sản phẩm" or "cơ sở" ask for something else than its name: "Sản phẩm/năm"."""
    return bool(
        set(words) - {"?"} <= _PERIODS or _ASKS.search(" ".join(words[1:])) or _ASKS_AT_ONCE.search(" ".join(words))
    )


def _slip(folded: str) -> Match | None:
    if len(folded.replace(" ", "")) < LEAST_LETTERS:
        return None
    slips = 1 if len(folded) < LONG else 2
    found = process.extractOne(folded, synonyms().keys(), scorer=OSA.distance, score_cutoff=slips)
    if found is None:
        return None
    match = synonyms()[found[0]]
    return Match(match.column, match.otherwise, "fuzzy")
