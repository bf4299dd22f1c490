"""Words of advertising that the law forbids for food or wants proved, found in names and prose.

Always a question to a person with the words quoted, never a deletion (facts/ocop.md, section 11). Words and
exceptions: registers/claims.toml. Contact data in prose is found by `contacts`. Positions are those of the
text in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from catalog.registers import files
from catalog.values.contacts import Contact, contacts, may_hold_contacts, without_contacts

__all__ = ["Claim", "Contact", "claims", "contacts", "may_hold_contacts", "without_contacts"]

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
    said = _words_of(text.casefold())
    if said.isdisjoint(_any_telling()):
        return ()
    found = [
        Claim(code, match.group(), *match.span())
        for code in _CODES
        if not (licensed_medicine and code != "claim-superlative") and not said.isdisjoint(_telling(code))
        for match in _pattern(code).finditer(text)
    ]
    if not found:
        return ()
    allowed = [match.span() for match in _pattern("passes").finditer(text)]
    found = [claim for claim in found if not _is_denied(text, claim)]
    return _apart(_outside(found, allowed))


def _words_of(folded: str) -> set[str]:
    """The distinct words of a text, as _WORD finds them; most texts are parted by spaces and these few signs."""
    for sign in ",.:;\n":
        folded = folded.replace(sign, " ")
    parts = set(folded.split())
    odd = [part for part in parts if not part.isalnum()]
    return parts.union(*(_WORD.findall(part) for part in odd)) if odd else parts


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


@cache
def _any_telling() -> frozenset[str]:
    """Those of all groups."""
    return frozenset().union(*map(_telling, _CODES))


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
