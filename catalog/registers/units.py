"""The register of units: measures, containers, counting words, and the words that stand for no value."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One unit of weight or volume: how many of `unit` one of it is."""

    name: str
    unit: Literal["g", "ml"]
    size: float


@dataclass(frozen=True, slots=True)
class Container:
    """What goods are packed or counted in; rank and loose as explained in units.toml."""

    name: str
    rank: int
    loose: bool = False


@cache
def _register() -> dict[str, Any]:
    return tomllib.loads((resources.files("catalog.registers") / "units.toml").read_text(encoding="utf-8"))


@cache
def measures(bare: bool = False) -> dict[str, Measure]:
    """Every spelling of a measure, in lower case; bare adds the forms typed without accents."""
    return {
        word: Measure(name, entry["unit"], float(entry["is"]))
        for name, entry in _register()["measures"].items()
        for word in _spellings(entry["words"], bare)
    }


@cache
def containers(bare: bool = False) -> dict[str, Container]:
    """Every spelling of a container or piece, in lower case; bare adds the forms typed without accents."""
    return {
        word: Container(name, entry["rank"], entry.get("loose", entry["rank"] == 0))
        for name, entry in _register()["containers"].items()
        for word in _spellings(entry["words"], bare)
    }


@cache
def counts(bare: bool = False) -> dict[str, int]:
    """Counting words (chục, tá, cặp) with the pieces one of it is."""
    return {word: n for name, n in _register()["counts"].items() for word in _spellings([name], bare)}


@cache
def blank_marks() -> frozenset[str]:
    """What a cell may hold to say nothing, in lower case."""
    return frozenset(_register()["blank"]["marks"])


@cache
def vessels(in_names: bool) -> tuple[str, ...]:
    """How names of wares begin whose litres are a capacity; in_names adds those that a pack cell uses otherwise."""
    entry = _register()["vessels"]
    return tuple(f"{word} " for word in [*entry["words"], *(entry["in_names"] if in_names else ())])


@cache
def contact_words(bare: bool = False) -> tuple[str, ...]:
    """Words of a price cell that send the buyer to the seller; bare adds the forms typed without accents."""
    return tuple(_spellings(_register()["contact"]["words"], bare))


def _spellings(words: list[str], bare: bool) -> list[str]:
    """The words, and where asked their forms typed without accents, unless those are other words."""
    accented = set(_register()["accented"]["words"])
    return list(dict.fromkeys([*words, *(_bare(w) for w in words if bare and w not in accented)]))


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))
