"""The register of talk: what people say around goods in chat messages, as patterns that know both ways of typing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from catalog.registers.files import register


@cache
def pattern(*lists: str, plain: bool = False, key: str = "words", told: bool = False) -> str:
    """The alternatives of some lists, the longest first, as a group of a regular expression for lower-case texts.

    The group does not go back, so that a long line of such words is read in one pass.

    plain gives the forms typed without accents, but for words that mean something else without them; those too where
    the words around them tell what they mean (told).
    """
    said = [word for name in lists for word in register("talk")[name][key]]
    if plain:
        accented = set() if told else set(register("talk")["accented"]["words"])
        said = [_bare(word) for word in said if word not in accented]
    found = sorted(dict.fromkeys(said), key=len, reverse=True)
    return "(?>(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + r")(?!\w))"


@cache
def facts() -> tuple[tuple[str, str], ...]:
    """The words that lines of one fact begin with, and the column that each fills."""
    return tuple(register("talk")["facts"].items())


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))
