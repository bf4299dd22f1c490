"""Pack words found in a text: amounts, counts, containers and the signs between them, in order.

The first half of reading a quantity: what is written. What it comes to is decided in `pack_reading`. One pass over
the tokens, each looked at a few times at most, so the time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from catalog.registers import units
from catalog.registers.units import Container
from catalog.values import measured, numbers
from catalog.values.measured import Measured
from catalog.values.tokens import AND_A_HALF, RANGE_SIGNS, TIMES, Tokens, is_number

# M amount ("500g")   R range or limit ("1,6-1,8kg", "trên 3kg")   S several sizes ("50/100ml")
# C count ("10 gói", "x 24")   W bare container ("túi")   U bare unit ("/kg")   X "x"   signs as written   "?" other
Kind = Literal["M", "R", "S", "C", "W", "U", "X", "/", "(", ")", ",", "-", "+", "?"]

_KINDS: dict[str, Kind] = {"amount": "M", "open": "R", "sizes": "S", "nothing": "?"}
_SIGNS: dict[str, Kind] = {"(": "(", "[": "(", ")": ")", "]": ")", "/": "/", "+": "+", "&": "+"}
_SIGNS |= {",": ",", ";": ",", "|": ","}
_DASHES = frozenset("-–—_~:=★•")
_FRACTIONS = {"nửa": 0.5, "nua": 0.5, "½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER_WORDS = {w: float(i) for i, w in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)}
# What follows is a present, not what is sold ("quà tặng" is a gift set, which is).
_PRESENTS = frozenset(["tặng", "kèm"])
_LENGTHS = frozenset(["cm", "mm", "m", "mét", "dm", "inch", "in"])
_NAMING = frozenset(["số", "no", "size"])
# "2 hộp chè 100g và 1 hũ mật ong 200g"
_JOINS = frozenset(["và", "với"])
# "Combo 3 vị", "set 5 món", "hộp 2 tầng": not so many packs.
_NOT_PACKED = frozenset("/ % . , c loại vị món lớp tầng ngăn trong in sao màu mùi".split()) | RANGE_SIGNS | TIMES
# Nobody sells more outer boxes with a stated content at once: in "Bãi Ngang 42 thùng 6 chai" 42 belongs to the name.
_MOST_BOXES = 12
_MOST_PIECES = 100_000
_MOST_OUTER = 999


@dataclass(slots=True)
class Item:
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


# A name is asked twice in a row: for what its pack words come to, and for what it is without them.
@lru_cache(8)
def items(text: str) -> list[Item]:
    """Every find of a cleaned text, in order; neighbouring other words are one "?". Not to be changed."""
    found: list[Item] = []
    for item in _scan(Tokens(text)):
        if item.kind == "?" and found and found[-1].kind == "?":
            found[-1].end = item.end
            continue
        item.i = len(found)
        found.append(item)
    return found


Found = tuple[Item, int]


def _scan(tokens: Tokens) -> Iterator[Item]:
    at, telling = 0, _telling(tokens.bare)
    for i, word in enumerate(tokens.words):
        if i < at or (word not in telling and word[0].isalpha()):
            continue
        if i > at:
            yield _item(tokens, "?", at, i)[0]
        if _begins_present(tokens, i):
            return
        item, at = _read(tokens, i)
        yield item
    if at < len(tokens):
        yield _item(tokens, "?", at, len(tokens))[0]


@cache
def _telling(bare: bool) -> frozenset[str]:
    """The words with which a find may begin; all others are passed over at once."""
    boxes = frozenset(box.split()[0] for box in units.containers(bare))
    return boxes.union(units.measures(bare), units.counts(bare), _FRACTIONS, _NUMBER_WORDS, TIMES, _PRESENTS, _JOINS)


def _begins_present(tokens: Tokens, at: int) -> bool:
    if tokens.words[at] not in _PRESENTS or tokens.word(at - 1) == "quà":
        return False
    return any(is_number(word) for word in tokens.words[at + 1 : at + 4])


def _item(tokens: Tokens, kind: Kind, first: int, after: int, **given: Any) -> Found:
    return Item(kind, tokens.starts[first], tokens.ends[after - 1], **given), after


def _read(tokens: Tokens, at: int) -> Found:
    word = tokens.words[at]
    if is_number(word):
        return _read_number(tokens, at)
    if word in TIMES:
        return _item(tokens, "X", at, at + 1)
    if word[0].isalpha() or word in _FRACTIONS:
        return _read_word(tokens, at)
    if word == "±":
        after = at + 1 + is_number(tokens.word(at + 1)) + (tokens.measure(at + 2) is not None)
        return _item(tokens, "?", at, after)
    return _item(tokens, "-" if word in _DASHES else _SIGNS.get(word, "?"), at, at + 1)


def _of_measured(tokens: Tokens, first: int, found: Measured) -> Found:
    given = {"size": found.size, "unit": found.unit, "sizes": found.sizes, "tiny": found.tiny}
    return _item(tokens, _KINDS[found.kind], first, found.after, **given)


# ── words ──


def _read_word(tokens: Tokens, at: int) -> Found:
    word, follows = tokens.words[at], tokens.word(at + 1)
    n = _FRACTIONS.get(word) or _NUMBER_WORDS.get(word)
    # "Ba Ký" is a name.
    if n and follows in tokens.measures and not tokens.between(at, at + 1).istitle():
        return _of_measured(tokens, at, measured.amount(tokens, at, at + 1, n))
    if n and follows in tokens.counts:
        return _item(tokens, "C", at, at + 2, n=int(n * tokens.counts[follows]), box=Container(follows, 0))
    if word in _JOINS and is_number(follows) and tokens.box(at + 2)[0]:
        return _item(tokens, "+", at, at + 1)
    if word in tokens.measures:
        if follows in AND_A_HALF:
            return _of_measured(tokens, at, measured.amount(tokens, at, at, 1.0))
        return _item(tokens, "U", at, at + 1)
    return _read_container(tokens, at)


def _read_container(tokens: Tokens, at: int) -> Found:
    box, after = tokens.box(at)
    if box is None:
        return _item(tokens, "?", at, at + 1)
    # Not the adjective of "đóng hộp", nor a loose word inside a name ("tía tô", "chà bông").
    before = tokens.word(at - 1)
    is_container = before != "đóng" and not (box.loose and before[:1].isalpha())
    return _item(tokens, "W" if is_container else "?", at, after, box=box)


# ── numbers ──


def _read_number(tokens: Tokens, at: int) -> Found:
    if _is_part_of_name(tokens, at):
        return _item(tokens, "?", at, at + 1)
    amount = measured.read(tokens, at)
    if amount is not None:
        return _of_measured(tokens, at, amount)
    found = _count_range(tokens, at) or _count(tokens, at) or _outer_count(tokens, at) or _factor(tokens, at)
    return found or _item(tokens, "?", at, at + 1)


def _is_part_of_name(tokens: Tokens, at: int) -> bool:
    """MR002G, CL58, ST25: digits glued to letters that are no unit and no "x"; also the rest of "1..5kg"."""
    if not tokens.glued(at):
        return False
    before = tokens.word(at - 1)
    if before in (".", ","):
        return tokens.glued(at - 1)
    return before[:1].isalpha() and before not in TIMES and not tokens.is_unit(before)


def _count_range(tokens: Tokens, at: int) -> Found | None:
    """A number of pieces that is left open ("3-4 quả") is no count."""
    if not tokens.is_range_sign(at + 1) or not is_number(tokens.word(at + 2)):
        return None
    box, after = tokens.box(at + 3)
    low, high = numbers.whole(tokens.words[at]), numbers.whole(tokens.words[at + 2])
    if box is None or low is None or high is None or not low < high <= 2 * low:
        return None
    return _item(tokens, "?", at, after)


def _count(tokens: Tokens, at: int) -> Found | None:
    follows = tokens.word(at + 1)
    box, after = tokens.box(at + 1)
    if box is None and follows not in tokens.counts and follows != "c":
        return None
    n = numbers.whole(tokens.words[at])
    if n is None or not 0 < n <= _MOST_PIECES or tokens.word(at - 1) in _NAMING:
        return None
    if follows in tokens.counts:
        return _item(tokens, "C", at, at + 2, n=n * tokens.counts[follows], box=Container(follows, 0))
    if follows == "c" and tokens.glued(at + 1):
        return _item(tokens, "C", at, at + 2, n=n, box=tokens.boxes["cái"])
    if box is None or (box.rank == 3 and is_number(tokens.word(after)) and _is_before_box(box, n)):
        return None
    if tokens.word(after) == "/" and tokens.word(after + 1) in tokens.measures:
        # "5 con/kg" is a size of fish.
        return _item(tokens, "?", at, after + 2)
    return _item(tokens, "C", at, after, n=n, box=box)


def _is_before_box(box: Container, n: int) -> bool:
    """Whether a number only stands before an outer box that has a number of its own."""
    return box.name in ("combo", "set") or n > _MOST_BOXES


def _outer_count(tokens: Tokens, at: int) -> Found | None:
    """A bare number behind an outer container: "Combo 02 tổ yến", "thùng 24"; not a range or a number of kinds."""
    outer = tokens.boxes.get(tokens.word(at - 1))
    if outer is None or outer.rank < 3 or tokens.word(at + 1) in _NOT_PACKED:
        return None
    n = numbers.whole(tokens.words[at])
    if n is None or not 0 < n <= _MOST_OUTER:
        return None
    # The container may come a word or two later: "Set 4 chè hũ".
    inner = tokens.box(at + 2)[0] or tokens.box(at + 3)[0]
    return _item(tokens, "C", at, at + 1, n=n, box=inner)


def _factor(tokens: Tokens, at: int) -> Found | None:
    """The 24 of "24 x 500ml" and of "chai 500ml x 24"; not a length ("22 x 12 cm")."""
    follows = tokens.word(at + 1)
    behind = tokens.word(at - 1) in TIMES and tokens.is_unit(tokens.word(at - 2))
    ahead = follows in TIMES and is_number(tokens.word(at + 2)) and tokens.is_unit(tokens.word(at + 3))
    if not (behind or ahead) or follows in _LENGTHS or follows == "%":
        return None
    n = numbers.whole(tokens.words[at])
    return _item(tokens, "C", at, at + 1, n=n) if n is not None and 0 < n <= _MOST_PIECES else None
