"""What templates of known markets look like inside: `registers/templates/<market>.toml`, found by being there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

FEWEST = 4  # known keys by which a row is taken for a row of keys
UNWANTED = "-"


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One market's templates: which machine key asks for which field of ours.

    must       keys that every template of the market has
    updates    keys that only files for products already at the market have: those need ids that the market gave
    first_row  the first row that may hold products
    beside     what the name of a hidden sheet of keys adds to that of its visible one; blank where keys stand above
    units      field → unit where the template does not name it
    constants  field → words that stand for every product
    """

    market: str
    title: str
    must: tuple[str, ...]
    keys: dict[str, str]
    updates: tuple[str, ...] = ()
    begins: dict[str, str] = field(default_factory=dict)
    first_row: int = 2
    beside: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def field(self, key: str) -> str | None:
        """The field that a key asks for; None for a key that nothing of ours answers."""
        found = self.keys.get(key)
        if found is None:
            found = next(
                (f"{f}:{key[len(start) :]}" for start, f in self.begins.items() if key.startswith(start)), None
            )
        return found

    def is_unwanted(self, key: str) -> bool:
        """Whether a key is known and never filled: the column in which the market answers."""
        return self.keys.get(key) == UNWANTED

    def is_known(self, key: str) -> bool:
        return key in self.keys or key.startswith(tuple(self.begins)) or bool(self.language and self._is_language(key))

    def _is_language(self, key: str) -> bool:
        return key.startswith(self.language)

    def owns(self, keys: Iterable[str]) -> bool:
        """Whether these keys are those of a template of this market."""
        found = set(keys)
        return set(self.must) <= found and sum(map(self.is_known, found)) >= FEWEST

    def is_update(self, keys: Iterable[str]) -> bool:
        """Whether these keys are those of a file that changes listings, not one for new products."""
        return bool(self.updates) and set(self.updates) <= set(keys)

    def foreign_language(self, keys: Iterable[str]) -> str | None:
        """The language that the keys name, where it is none of a shop in Vietnam."""
        said = [key.removeprefix(self.language) for key in keys if self.language and self._is_language(key)]
        return said[0] if said and not set(said) & set(self.languages) else None


def key_of(words: str) -> str:
    """A machine key as compared: "ps_product_name|1|0" is "ps_product_name"."""
    return words.partition("|")[0].strip().lower()


@cache
def known() -> tuple[Anatomy, ...]:
    """The anatomies that are known, in the order of their names."""
    folder = resources.files("catalog.registers") / "templates"
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name != "demands.toml"), key=lambda f: f.name
    )
    return tuple(_read(f.name.removesuffix(".toml"), tomllib.loads(f.read_text(encoding="utf-8"))) for f in files)


def _read(market: str, said: dict[str, Any]) -> Anatomy:
    return Anatomy(
        market=market, **(said | {name: tuple(said.get(name, ())) for name in ("must", "languages", "updates")})
    )
