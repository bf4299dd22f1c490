"""What the numbers of a pack text count: "10 gói", "x 24", "thùng 24"; amounts are read by `measured`."""

from __future__ import annotations

from catalog.registers.units import Container
from catalog.values import numbers
from catalog.values.packs import measured
from catalog.values.packs.pack_finds import Found, find, of_measured
from catalog.values.tokens import RANGE_SIGNS, TIMES, Tokens, is_number

_LENGTHS = frozenset(["cm", "mm", "m", "mét", "dm", "inch", "in"])
_NAMING = frozenset(["số", "no", "size"])
# "Combo 3 vị", "set 5 món", "hộp 2 tầng": not so many packs.
_NOT_PACKED = frozenset("/ % . , c loại vị món lớp tầng ngăn trong in sao màu mùi".split()) | RANGE_SIGNS | TIMES
# Nobody sells more outer boxes with a stated content at once: in "Bãi Ngang 42 thùng 6 chai" 42 belongs to the name.
_MOST_BOXES = 12
_MOST_PIECES = 100_000
_MOST_OUTER = 999


def read_number(tokens: Tokens, at: int) -> Found:
    """The find that begins with the number at a token, and the next token."""
    if _is_part_of_name(tokens, at):
        return find(tokens, "?", at, at + 1)
    amount = measured.read(tokens, at)
    if amount is not None:
        return of_measured(tokens, at, amount)
    found = _count_range(tokens, at) or _count(tokens, at) or _outer_count(tokens, at) or _factor(tokens, at)
    return found or find(tokens, "?", at, at + 1)


def _is_part_of_name(tokens: Tokens, at: int) -> bool:
    """MR002G, CL58, ST25: digits glued to letters that are no unit and no "x"; also the rest of "1..5kg", ".5kg"."""
    if not tokens.glued(at):
        return False
    before = tokens.word(at - 1)
    if before in (".", ","):
        # ".5kg" is half a kilogram with its zero left out, or a slip.
        return tokens.glued(at - 1) or tokens.word(at + 1) in ("kg", "l", "lít")
    return before[:1].isalpha() and before not in TIMES and not tokens.is_unit(before)


def _count_range(tokens: Tokens, at: int) -> Found | None:
    """A number of pieces that is left open ("3-4 quả") is no count."""
    if not tokens.is_range_sign(at + 1) or not is_number(tokens.word(at + 2)):
        return None
    box, after = tokens.box(at + 3)
    low, high = numbers.whole(tokens.words[at]), numbers.whole(tokens.words[at + 2])
    if box is None or low is None or high is None or not low < high <= 2 * low:
        return None
    return find(tokens, "?", at, after)


def _count(tokens: Tokens, at: int) -> Found | None:
    follows = tokens.word(at + 1)
    box, after = tokens.box(at + 1)
    if box is None and follows not in tokens.counts and follows != "c":
        return None
    n = numbers.whole(tokens.words[at])
    if n is None or not 0 < n <= _MOST_PIECES or tokens.word(at - 1) in _NAMING or _ends_formula(tokens, at):
        return None
    if follows in tokens.counts:
        return find(tokens, "C", at, at + 2, n=n * tokens.counts[follows], box=Container(follows, 0))
    if follows == "c" and tokens.glued(at + 1):
        return find(tokens, "C", at, at + 2, n=n, box=tokens.boxes["cái"])
    if box is None or (box.rank == 3 and is_number(tokens.word(after)) and _is_before_box(box, n)):
        return None
    if tokens.word(after) == "/" and (tokens.word(after + 1) in tokens.measures or tokens.word(after + 1) in _LENGTHS):
        # "5 con/kg" is a size of fish, "22 viên/m2" one of tiles.
        return find(tokens, "?", at, after + 2)
    return find(tokens, "C", at, after, n=n, box=box)


def _ends_formula(tokens: Tokens, at: int) -> bool:
    """Whether a number ends the formula of a fertiliser: "NPK 16-16-8 bao 50kg"."""
    return tokens.glued(at) and tokens.glued(at - 1) and tokens.word(at - 1) == "-" and is_number(tokens.word(at - 2))


def _is_before_box(box: Container, n: int) -> bool:
    """Whether a number only stands before an outer box that has a number of its own."""
    return box.name in ("combo", "set") or n > _MOST_BOXES


def _outer_count(tokens: Tokens, at: int) -> Found | None:
    """A bare number behind an outer container: "Combo 02 tổ yến", "thùng 24"; not a range or a number of kinds."""
    outer = tokens.boxes.get(tokens.word(at - 1))
    follows = tokens.word(at + 1)
    is_times = tokens.word(at + 2) in TIMES
    if outer is None or not (outer.rank == 3 or _begins_set(tokens, at)) or (follows in _NOT_PACKED and not is_times):
        return None
    if follows.isalpha() and tokens.glued(at + 1):
        return None
    n = numbers.whole(tokens.words[at])
    if n is None or not 0 < n <= _MOST_OUTER:
        return None
    # The container may come a word or two later: "Set 4 chè hũ".
    inner = tokens.box(at + 2)[0] or tokens.box(at + 3)[0]
    return find(tokens, "C", at, at + 1, n=n, box=inner)


def _begins_set(tokens: Tokens, at: int) -> bool:
    """Whether a number follows the "bộ" with which a name begins: "Bộ 2 dầu gội 300ml"."""
    is_set = tokens.word(at - 1) == "bộ" and (at == 1 or tokens.word(at - 2) in RANGE_SIGNS)
    return is_set and tokens.words[at].isdecimal() and int(tokens.words[at][:4]) <= _MOST_BOXES


def _factor(tokens: Tokens, at: int) -> Found | None:
    """The 24 of "24 x 500ml" and of "chai 500ml x 24"; not a length ("22 x 12 cm"), nor the stars of "OCOP 4* 500g"."""
    follows = tokens.word(at + 1)
    if follows == "*" and tokens.glued(at + 1) and not tokens.glued(at + 2) and tokens.words[at] in ("3", "4", "5"):
        return None
    behind = tokens.word(at - 1) in TIMES and tokens.is_unit(tokens.word(at - 2))
    ahead = follows in TIMES and is_number(tokens.word(at + 2)) and tokens.is_unit(tokens.word(at + 3))
    if not (behind or ahead) or follows in _LENGTHS or follows == "%":
        return None
    n = numbers.whole(tokens.words[at])
    return find(tokens, "C", at, at + 1, n=n) if n is not None and 0 < n <= _MOST_PIECES else None
