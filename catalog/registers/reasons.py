"""The register of reasons: why a person sends a row back or keeps it waiting, as its sender reads it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of reasons.toml; `states` are the decisions that it may be a reason of."""

    code: str
    states: tuple[str, ...]
    message: str

    def sentence(self, words: str = "") -> str:
        """What the sender is told: the sentence of the register, then the officer's own words."""
        return f"{self.message} {words.strip()}".strip()


@cache
def kinds() -> dict[str, Reason]:
    """Every code with its entry, in the order of the file."""
    found = tomllib.loads((resources.files("catalog.registers") / "reasons.toml").read_text(encoding="utf-8"))
    return {code: Reason(code, tuple(entry["for"]), entry["message"]) for code, entry in found.items()}


def of_state(state: str) -> list[str]:
    """The codes that may be a reason of a decision."""
    return [code for code, reason in kinds().items() if state in reason.states]
