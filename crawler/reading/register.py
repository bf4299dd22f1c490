"""The register of words (words.toml) in the forms the readers ask it for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

SEPARATORS = " \t\u00a0:：#№.-–=|"
SHORT_WORD = 9
# One of these after a label in the same text; then the value.
LABEL_END = r"\s*(?P<mark>[:：#№=]|[-–](?=\s))?\s*"


@cache
def _register() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def labels() -> dict[str, str]:
    """Every label without its closing dot or colon → the value it announces."""
    return {bare(label): meaning for meaning, words in _register()["labels"].items() for label in words}


@cache
def label_pattern() -> re.Pattern[str]:
    """Matches a text that begins with a label; groups label, mark (the colon, if any) and value."""
    longest_first = sorted(labels(), key=len, reverse=True)
    options = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in longest_first)
    return re.compile(rf"^(?P<label>{options})(?!\w)\.?{LABEL_END}(?P<value>.*)$", re.IGNORECASE | re.DOTALL)


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """Matches a text that begins with one of the phrases of that kind (sold_out, in_stock, pre_order, buy, others).

    A short word must be the whole text: "Add" is a button, "Add to your list" is not the one meant.
    """
    words = _register()["sections" if kind == "others" else "stock"][kind]
    options = "|".join(_option(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"^\W*(?:{options})(?!\w)", re.IGNORECASE)


def _option(phrase: str) -> str:
    alone = " " not in phrase and phrase.isascii() and len(phrase) <= SHORT_WORD
    return re.escape(phrase) + (r"\W*$" if alone else "")


def without_label(words: str) -> str:
    """The words without a label in front: "Marca: Panasonic" and "More of the brand: Panasonic" are "Panasonic"."""
    head, colon, tail = words.rpartition(":")
    last_words = bare(head)
    is_label = any(last_words == label or last_words.endswith(" " + label) for label in labels())
    return tail.strip() if colon and tail.strip() and is_label else words


def bare(text: str) -> str:
    """A label in lower case without what stands around it."""
    return " ".join(text.lower().split()).strip(SEPARATORS)
