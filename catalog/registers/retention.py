"""The register of periods: how long what was received is kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from catalog.errors import Refused, Unknown


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of thing and the months for which it is kept; 0 is for ever."""

    kind: str
    months: int


@cache
def defaults() -> dict[str, Period]:
    """Every kind with its period, in the order of the file."""
    found = tomllib.loads((resources.files("catalog.registers") / "retention.toml").read_text(encoding="utf-8"))
    return {kind: Period(kind, entry["months"]) for kind, entry in found.items()}


def from_config(config: Mapping[str, Any]) -> dict[str, Period]:
    """The periods as `config.toml` changes them. Raises Unknown for a kind, Refused for what is no number of months."""
    found = dict(defaults())
    for kind, months in config.get("retention", {}).items():
        if kind not in found:
            raise Unknown("kind under [retention] in config.toml", kind, found)
        if not isinstance(months, int) or isinstance(months, bool) or months < 0:
            raise Refused(f"config.toml, [retention] {kind}: {months!r} is no number of months (0 keeps for ever).")
        found[kind] = Period(kind, months)
    return found
