"""The register of what marketplaces answer: headers of their lists, words of states, reasons by our codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

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
