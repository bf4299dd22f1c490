"""One find of a pack text: an amount, a count, a container or a sign, and where it stands."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from catalog.registers.units import Container
from catalog.values.packs.measured import Measured
from catalog.values.tokens import Tokens

# M amount ("500g")   R range or limit ("1,6-1,8kg", "trên 3kg")   S several sizes ("50/100ml")
# C count ("10 gói", "x 24")   W bare container ("túi")   U bare unit ("/kg")   X "x"   signs as written   "?" other
Kind = Literal["M", "R", "S", "C", "W", "U", "X", "/", "(", ")", ",", "-", "+", "?"]
_KINDS: dict[str, Kind] = {"amount": "M", "open": "R", "sizes": "S", "nothing": "?"}


class Item(msgspec.Struct):
    """One find; size is in g or ml, n the count; i is its place among the items, start and end in the text."""

    kind: Kind
    start: int
    end: int
    size: float = 0.0
    unit: Literal["g", "ml"] = "g"
    n: int = 0
    box: Container | None = None
    sizes: tuple[float, ...] = ()
    tiny: bool = False
    i: int = 0

    @property
    def name(self) -> str | None:
        """The container as the register names it."""
        return self.box.name if self.box else None

    @property
    def is_piece(self) -> bool:
        """Whether it counts the goods themselves, not packs of them."""
        return self.box is not None and self.box.rank == 0


Found = tuple[Item, int]


def find(tokens: Tokens, kind: Kind, first: int, after: int, **given: Any) -> Found:
    """The find that the tokens first to after-1 make up, and the next token."""
    return Item(kind, tokens.starts[first], tokens.ends[after - 1], **given), after


def of_measured(tokens: Tokens, first: int, found: Measured) -> Found:
    """The find that a weight or volume is, and the next token."""
    start, end, after = tokens.starts[first], tokens.ends[found.after - 1], found.after
    sizes, tiny = found.sizes, found.tiny
    return Item(_KINDS[found.kind], start, end, found.size, found.unit, sizes=sizes, tiny=tiny), after
