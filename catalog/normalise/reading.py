"""What a reader of columns is and gives: typed fields and doubts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

# One row asks several readers about the same name or address, and rows repeat them: so many readings of each kind are
# remembered. More would cost more memory than they save time.
REMEMBERED = 8_192


class Doubt(NamedTuple):
    """A question about one cell: the code in registers/issues.toml, the column, and what the sentence quotes."""

    code: str
    column: str
    value: str = ""
    said: tuple[tuple[str, str], ...] = ()


# A struct, not a dataclass: every row makes many, and this is made ten times as fast.
class Reading(msgspec.Struct, frozen=True):
    """What one combination of words gave: typed fields (absent ones are null) and doubts.

    derived: the columns of which nothing was stated in their own cells: guessed, or found in a name or a text.
    """

    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A pure function of the words of some columns; missing columns arrive as blank text.

    asks: it has a question also where none of its columns is there (a product needs a producer, a place, a price).
    """

    inputs: tuple[str, ...]
    read: Callable[..., Reading]
    asks: bool = False


# json.dumps would make an encoder on every call.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def as_json(values: Iterable[Any]) -> str:
    """A field of several values, as the stores keep it."""
    return _encode(list(values))


def said(**values: object) -> tuple[tuple[str, str], ...]:
    """What the sentence of a doubt quotes."""
    return tuple((k, str(v)) for k, v in values.items())
