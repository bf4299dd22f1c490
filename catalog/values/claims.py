"""Words of advertising that the law forbids for food or wants proved, found in names and prose.

Always a question to a person with the words quoted, never a deletion (facts/ocop.md, section 11). Words and
exceptions: registers/claims.toml. Contact data in prose is found by `contacts`. Positions are those of the
text in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from catalog.registers import files
from catalog.values.contacts import Contact, contacts, may_hold_contacts, without_contacts

__all__ = ["Claim", "Contact", "claims", "contacts", "may_hold_contacts", "without_contacts"]

T = TypeVar("T")
ClaimCode = Literal["claim-health", "claim-effect", "claim-superlative"]

_CODES: tuple[ClaimCode, ...] = ("claim-health", "claim-effect", "claim-superlative")
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n()•✔✅+]|\s[-–—]\s")
_WORD = re.compile(r"\w+|®")
_PART = re.compile(r"\[[^\]]*\]|\([^)]*\)|…|[^\s\[(…]+")
_BEFORE = 60  # characters before a claim in which a negation may stand


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a claim; start and end are positions in the text in NFC."""

    code: ClaimCode
    words: str
    start: int
    end: int


def claims(text: str, *, licensed_medicine: bool = False) -> tuple[Claim, ...]:
    """Health claims and superlatives, in the order of the text, none overlapping.

    A licensed medicine (set III.1 with a licence) may say what it heals. Denied claims, declared exceptions and
    proper names (“Thống Nhất”) pass. Does not raise on any text.
    """
    text = unicodedata.normalize("NFC", text)
    words = text.split()
    if _SILENT.issuperset(words):
        return ()
    parts = set(words)
    told = frozenset[str]().union(*map(_TELLS.__getitem__, parts))
    if not told:
        _remember_silent(parts)
        return ()
    found = [
        Claim(code, match.group(), *match.span())
        for code in _CODES
        if code in told and not (licensed_medicine and code != "claim-superlative")
        for match in _matches(code, text, parts)
    ]
    if not found:
        return ()
    allowed = [match.span() for match in _pattern("passes").finditer(text)]
    found = [claim for claim in found if not _is_denied(text, claim)]
    return _apart(_outside(found, allowed))


def _matches(code: ClaimCode, text: str, parts: Iterable[str]) -> Iterator[re.Match[str]]:
    """What the pattern's `finditer` finds in a text of these parts; tried only where a claim may begin."""
    begins = _begins(code)
    starts = {at + offset for part in parts for offset in begins[part] for at in _places(part, text)}
    pattern, end = _pattern(code), 0
    for start in sorted(starts):
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def _places(part: str, text: str) -> Iterator[int]:
    """Where a part stands in a text; it may be the inside of another one."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _outside(found: list[Claim], allowed: list[tuple[int, int]]) -> list[Claim]:
    """The claims that do not lie within allowed words; both lists run through the text once."""
    kept, at = [], 0
    for claim in sorted(found, key=lambda claim: (claim.start, -claim.end)):
        while at < len(allowed) and allowed[at][1] <= claim.start:
            at += 1
        if at == len(allowed) or not (allowed[at][0] < claim.end and claim.start < allowed[at][1]):
            kept.append(claim)
    return kept


def _apart(found: list[Claim]) -> tuple[Claim, ...]:
    kept: list[Claim] = []
    for claim in found:
        if not kept or claim.start >= kept[-1].end:
            kept.append(claim)
    return tuple(kept)


def _is_denied(text: str, claim: Claim) -> bool:
    """Whether “không …” stands before the claim, in its clause, four words off at most."""
    before = text[max(0, claim.start - _BEFORE) : claim.start]
    if not _pattern("negations").search(before):
        return False
    clause = _CLAUSE_ENDS.split(before)[-1]
    near = " ".join(clause.split()[-5:]).casefold()
    return bool(_pattern("negations").search(near)) and not _pattern("unless").search(near)


@cache
def _pattern(group: str) -> re.Pattern[str]:
    register = files.register("claims")
    listed = register["negations"]["unless"] if group == "unless" else register[group]["words"]
    spelt = sorted((_spelt(words) for words in listed), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?=[\w®])(?:" + "|".join(spelt) + r")(?!\w)", re.IGNORECASE)


@cache
def _telling(group: str) -> frozenset[str]:
    """Words of which every claim of a group holds one; a text without them need not be searched."""
    found: set[str] = set()
    for line in files.register("claims")[group]["words"]:
        parts = [part.strip("()") for part in _PART.findall(unicodedata.normalize("NFC", line)) if part[0] not in "[…"]
        fewest = min(parts, key=lambda part: part.count("|"))
        found |= {_WORD.findall(one.casefold())[0] for one in fewest.split("|")}
    return frozenset(found)


class _Parts(dict[str, T]):
    """What is known of each part of a text, of which spaces are the ends; most are words, said again and again.

    All are forgotten when numbers and codes have filled it.
    """

    def __init__(self, of: Callable[[str], T]) -> None:
        self._of = of

    def __missing__(self, part: str) -> T:
        found = self._of(part)
        if len(part) <= _PART_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[part] = found
        return found


# Longer ones are links and the like, not worth remembering (characters).
_PART_LENGTH = 20
_REMEMBERED = 20_000


def _told(part: str) -> frozenset[str]:
    """The groups of claims of which a part holds a telling word."""
    words = set(_WORD.findall(part.casefold()))
    return frozenset(code for code in _CODES if not words.isdisjoint(_telling(code)))


_TELLS = _Parts(_told)
# Parts that tell of no claim: a text of these alone, as most are, is passed by in one step.
_SILENT: set[str] = set()


def _remember_silent(parts: Iterable[str]) -> None:
    if len(_SILENT) >= _REMEMBERED:
        _SILENT.clear()
    _SILENT.update(part for part in parts if len(part) <= _PART_LENGTH)


@cache
def _begins(code: ClaimCode) -> _Parts[tuple[int, ...]]:
    """Of a part, where in it a claim of this group may begin: at words with which lines of the register do."""
    first = re.compile(f"(?:{'|'.join(sorted(map(re.escape, _firsts(code))))})(?!\\w)", re.IGNORECASE)
    return _Parts(lambda part: tuple(w.start() for w in _WORD.finditer(part) if first.match(part, w.start())))


def _firsts(code: ClaimCode) -> set[str]:
    """The first words of the lines of a group; words that may be missing, and what stands behind them."""
    found: set[str] = set()
    for line in files.register("claims")[code]["words"]:
        for part in _PART.findall(unicodedata.normalize("NFC", line)):
            found |= {_WORD.findall(one)[0] for one in part.strip("[()]").split("|")}
            if part[0] != "[":
                break
    return found


def _spelt(words: str) -> str:
    """The pattern of one line of the register: “…” a short gap, (a|b) a choice, [a] words that may be missing."""
    pattern, begun = "", False
    for part in _PART.findall(unicodedata.normalize("NFC", words)):
        choice = "|".join(r"\s+".join(map(re.escape, one.split())) for one in part.strip("[()]").split("|"))
        if part == "…":
            pattern += r"(?:\s+[^\s.;!?]{1,20}){0,5}?"
        elif part[0] == "[":
            pattern += rf"(?:\s+(?:{choice}))?" if begun else rf"(?:(?:{choice})\s+)?"
        else:
            pattern += (r"\s+" if begun else "") + rf"(?:{choice})"
            begun = True
    return pattern
