"""Whether two names are one product or one producer: same, asked or different, with what speaks for and against.

Pure, and a matter of the two alone: neither order nor other names count. Names are compared as their core: without
pack, without what any goods say of themselves, without the producer's own name, in one spelling of tones, of i and y
and of hỏi and ngã. Equal cores are the same. Anything else is joined only where a code says so as well, and asked where
the difference may be a slip. A word that tells goods apart (dừa and dứa, loại 1 and loại 2, tươi and khô) is never
joined over. Words: registers/alike.toml and the lexicon of sets. Measured in docs/decisions/0004-identity.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from catalog.values import people, text
from catalog.values.sets import set_words
from catalog.workbench.identities.cores import bare, form, listed, personal, telling

# What speaks for one product, in points; a name that is letter for letter alike gives NAME.
NAME = 80
MARKS = {"gtin": 50, "code": 50, "sku": 40, "decision": 20}
# From so many points on they are joined, or asked. A name alone reaches at most 80: that is asked, never joined.
SURE = 95
ASKED = 68
# Names of producers, in hundredths of likeness: asked from ALIKE on, where a tax code or a telephone agrees from LINKED
# on. Measured on invented pairs: at 80 unlike names of two syllables begin to be asked.
ALIKE = 86
LINKED = 60

# Reasons, as officers read them.
EQUAL = "tên giống nhau"
CLOSE = "tên gần giống"
WORDS = {"gtin": "cùng mã vạch", "code": "cùng mã sản phẩm OCOP", "sku": "cùng mã hàng", "decision": "cùng quyết định"}


class Verdict(NamedTuple):
    """same, asked or different; points that led to it; what speaks for it and what against, in Vietnamese."""

    answer: Literal["same", "asked", "different"]
    points: int = 0
    speaks_for: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


DIFFERENT = Verdict("different")


@dataclass(frozen=True, slots=True)
class What:
    """A product as compared: its core, and its marks without those that stand on many names."""

    core: str
    marks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Who:
    """A producer as compared: name and place of its key, and what its rows say: kind:, commune:, tax:, phone:."""

    name: str
    where: str
    said: set[str] = field(default_factory=set)

    def values(self, kind: str) -> set[str]:
        """What is said of one kind, without the word before the colon."""
        return {s.partition(":")[2] for s in self.said if s.startswith(kind + ":")}

    @property
    def kinds(self) -> set[str]:
        named = _kind_in(self.name)
        return {named} if named != "unknown" else self.values("kind") - {"other"}

    @property
    def is_person(self) -> bool:
        return any(_is_person(kind, self.name) for kind in self.kinds or {"unknown"})


# A producer is compared with several others, one after the other.
_kind_in = lru_cache(32_768)(people.producer_kind)
_is_person = lru_cache(32_768)(people.is_person)


# ── products ──


def products(one: What, other: What) -> Verdict:
    """Whether two products of one producer are the same."""
    if form(one.core) == form(other.core):
        return Verdict("same", 100, (EQUAL,))
    shared = {kind for mark in one.marks & other.marks if (kind := mark.partition(":")[0]) in MARKS}
    codes = shared - {"decision"}
    for_it = tuple(WORDS[k] for k in MARKS if k in shared)
    difference = _difference(one.core, other.core)
    if difference.apart and not codes:
        return DIFFERENT
    likeness = _likeness(one.core, other.core)
    points = round(NAME * likeness / 100) + sum(MARKS[k] for k in shared)
    against = tuple(f"“{a or '–'}” và “{b or '–'}”" for a, b in difference.words)
    if likeness * NAME >= ASKED * 100:
        for_it = (CLOSE, *for_it)
    if points >= SURE and not difference.replaces:
        return Verdict("same", points, for_it, against)
    return Verdict("asked", points, for_it, against) if points >= ASKED or codes else DIFFERENT


class _Difference(NamedTuple):
    """words: pairs of differing words; apart: one of them tells goods apart; replaces: one stands for another."""

    words: tuple[tuple[str, str], ...]
    apart: bool
    replaces: bool


def _difference(one: str, other: str) -> _Difference:
    a, b = one.split(), other.split()
    steps = [s for s in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if s[0] != "equal"]
    words = tuple((" ".join(a[i:j]), " ".join(b[k:m])) for _, i, j, k, m in steps)
    # Without accents nobody can tell: "mut dua" may be either.
    if (one.isascii() or other.isascii()) and text.fold(one) == text.fold(other):
        return _Difference(words, False, True)
    apart = any(_tells_apart(x, y) for x, y in words)
    replaces = any(x and y and not _is_slip(x, y) for x, y in words)
    return _Difference(words, apart, replaces)


def _tells_apart(x: str, y: str) -> bool:
    """Whether words on one side only, or known words on both, make two things."""
    if x and y:
        return _is_known(x) and _is_known(y)
    return _is_told(x or y)


@lru_cache(8_192)
def _is_told(words: str) -> bool:
    """Whether words that one name has beside the other's say what goods they are; else they may be a brand or place."""
    tells = any(w in listed() or any(c.isdigit() for c in w) for w in words.split())
    return tells or bool(set_words.hits(words))


def _is_known(words: str) -> bool:
    return any(w in telling() or any(c.isdigit() for c in w) for w in words.split())


def _is_slip(x: str, y: str) -> bool:
    """One wrong letter or accent in a word that is not known as another one."""
    return Levenshtein.distance(x, y) <= 1 and not (_is_known(x) and _is_known(y))


def _likeness(one: str, other: str) -> float:
    """0 to 100; a name that holds all words of the other is nearly as good as one that is spelt alike."""
    if one.isascii() or other.isascii():
        one, other = text.fold(one), text.fold(other)
    whole = fuzz.ratio(one, other)
    held = 0.95 * fuzz.token_set_ratio(one, other) if min(one.count(" "), other.count(" ")) else 0.0
    return max(whole, held)


# ── producers ──


def producers(one: Who, other: Who) -> Verdict:
    """Whether two producers are the same; over the border of a province only where the tax code says so."""
    if not _may_be_one_kind(one.kinds, other.kinds):
        return DIFFERENT
    if one.is_person or other.is_person:
        return _persons(one, other)
    a, b = bare(one.name), bare(other.name)
    against = _against(one, other)
    phone = ("cùng điện thoại",) if one.values("phone") & other.values("phone") else ()
    likeness = round(fuzz.ratio(a, b))
    if one.values("tax") & other.values("tax"):
        answer: Literal["same", "asked"] = "same" if likeness >= LINKED else "asked"
        return Verdict(answer, likeness, ("cùng mã số thuế", *phone), against)
    if one.where != other.where and "?" not in (one.where, other.where):
        return DIFFERENT
    known_place = one.where == other.where != "?"
    if a == b:
        for_it = (EQUAL, *(("cùng tỉnh",) if known_place else ()), *phone)
        return Verdict("same" if known_place and not against else "asked", 100, for_it, against)
    if known_place and (a.isascii() or b.isascii()) and text.fold(a) == text.fold(b):
        return Verdict("asked", 100, (CLOSE, "cùng tỉnh", *phone), against)  # nobody can tell which accents are meant
    if _numbers(a) != _numbers(b):
        return DIFFERENT
    if phone and known_place and likeness >= LINKED:
        return Verdict("same" if likeness >= ALIKE and not against else "asked", likeness, (CLOSE, *phone), against)
    return Verdict("asked", likeness, (CLOSE,), against) if likeness >= ALIKE and known_place else DIFFERENT


def but_for_kinds(one: Who, other: Who) -> bool:
    """Whether only the kinds that rows give two names make them two: a row that comes later may give another one."""
    if all(_kind_in(who.name) != "unknown" or not who.kinds for who in (one, other)):
        return False
    named = (replace(who, said={s for s in who.said if not s.startswith("kind:")}) for who in (one, other))
    return producers(*named).answer != "different"


def _persons(one: Who, other: Who) -> Verdict:
    """The same full name in the same commune; elsewhere it is asked only where the telephone is the same."""
    if personal(one.name) != personal(other.name):
        return DIFFERENT
    if one.where == other.where and len(one.where) == _COMMUNE_CODE:
        return Verdict("same", 100, ("cùng họ tên", "cùng xã"))
    if one.values("phone") & other.values("phone"):
        return Verdict("asked", 80, ("cùng họ tên", "cùng điện thoại"), ("khác xã hoặc chưa rõ xã",))
    return DIFFERENT


_COMMUNE_CODE = 5


def _against(one: Who, other: Who) -> tuple[str, ...]:
    """What both say, and say differently."""
    found = []
    for kind, words in (("commune", "khác xã"), ("tax", "khác mã số thuế")):
        a, b = one.values(kind), other.values(kind)
        if a and b and not a & b:
            found.append(words)
    return tuple(found)


# Kinds that rows mix up for one and the same: facts on OCOP count households and establishments together.
_ONE_KIND = frozenset({"household", "establishment"})


def may_be_one(one: str, other: str) -> bool:
    """Whether the kinds that two producers' names tell (people.producer_kind) leave it open that they are one."""
    return one == other or "unknown" in (one, other) or {one, other} <= _ONE_KIND


def _may_be_one_kind(a: set[str], b: set[str]) -> bool:
    return not a or not b or bool(a & b) or (a | b) <= _ONE_KIND


def _numbers(words: str) -> list[str]:
    return re.findall(r"\d+", words)
