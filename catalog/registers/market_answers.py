"""The register of what marketplaces answer: headers of their lists, words of states, reasons by our codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from catalog.registers import headers
from catalog.registers.files import register
from catalog.values.text import fold

Role = Literal["reason", "state", "code", "id", "name", "url"]
_OWN = ("column", "fix")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a market sent something back: our code, the column of COLUMNS it is about, what the producer can do."""

    code: str
    column: str | None
    fix: str


@cache
def _said() -> dict[str, Any]:
    return register("market_answers")


@cache
def roles() -> dict[str, Role]:
    """Folded header → what its column holds; machine keys are folded like other words."""
    return {fold(words): role for role, listed in _said()["headers"].items() for words in listed}


@lru_cache(4096)
def role_of(header: str) -> Role | None:
    """What a column holds by its header: as listed, by a word that tells reasons, else as product sheets are read."""
    folded = fold(header)
    if found := roles().get(folded):
        return found
    if re.search(_said()["header_patterns"]["reason"], folded):
        return "reason"
    match = headers.lookup(header)
    return _OF_PRODUCTS.get(match.column) if match else None


_OF_PRODUCTS: dict[str, Role] = {"sku": "code", "gtin": "code", "product_code": "code", "name": "name"}


@cache
def nothing() -> frozenset[str]:
    """Folded words by which a cell of reasons says that there is none."""
    return frozenset(map(fold, _said()["nothing"]["words"]))


def owners(host: str) -> tuple[str, ...] | None:
    """The markets whose pages stand at a host or one below it; None for a host of nobody's that is known."""
    known: dict[str, list[str]] = _said()["hosts"]
    return next((tuple(found) for end, found in known.items() if host == end or host.endswith(f".{end}")), None)


def state_of(words: str) -> str:
    """accepted, rejected, or "" for words that say neither: “Không đạt: thiếu ảnh” sends back, “Đang duyệt” waits."""
    folded = fold(words)
    back = (known for known, state in states().items() if state == "rejected")
    return states().get(folded) or ("rejected" if folded.startswith(tuple(f"{known} " for known in back)) else "")


@cache
def states() -> dict[str, str]:
    """Folded word of a state → accepted or rejected."""
    return {fold(words): state for state, listed in _said()["states"].items() for words in listed}


@cache
def reasons() -> dict[str, Reason]:
    """Every code with its column and fix, in the order of the file."""
    return {code: Reason(code, entry.get("column"), entry["fix"]) for code, entry in _said()["codes"].items()}


@cache
def _patterns(market: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for whose in (market, "any"):
        for code, entry in _said()["codes"].items():
            found += [(re.compile(pattern), code) for pattern in entry.get(whose, ()) if whose not in _OWN]
    return tuple(found)


def reason(market: str, words: str) -> Reason | None:
    """What a market's words mean in our codes; None for words that nobody listed: they are kept as they stand."""
    folded = fold(words)
    return next((reasons()[code] for pattern, code in _patterns(market) if pattern.search(folded)), None)
