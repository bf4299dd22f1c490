"""Weights and volumes written in digits: "500g", "1kg2", "1 kg 200g", "2 lạng rưỡi", "1/2 kg", "1,6-1,8kg"."""

from __future__ import annotations

from typing import Literal, NamedTuple

from catalog.registers.units import Measure
from catalog.values import numbers
from catalog.values.tokens import AND_A_HALF, Tokens, is_number

_LIMITS = frozenset(["dưới", "trên", "hơn", "từ", "≥", "≤", ">", "<"])
# "một cân hai" is 1,2 kg; only at the end, for "1 cân ba chỉ" is a kilogram of pork belly.
_TENTHS = dict(zip("hai ba bốn tư năm lăm sáu bảy tám chín".split(), (2, 3, 4, 4, 5, 5, 6, 7, 8, 9), strict=True))
_ORDERING = frozenset(["mua", "đặt", "đơn", "giao", "ship", "thiểu", "order"])
# The two ends of a range of weights lie close together: "Cô 5 - 500g" is a name and a weight.
_RANGE_SPAN = 4
# Units from here on (g or ml) take decimals behind them ("1kg2") and a "." as a decimal mark ("1.250 kg").
_BIG = 100
_LARGEST_DENOMINATOR = 8


class Measured(NamedTuple):
    """An amount, a range or limit ("open"), several sizes, or nothing that counts; `after` is the next token."""

    kind: Literal["amount", "open", "sizes", "nothing"]
    after: int
    unit: Literal["g", "ml"] = "g"
    size: float = 0.0
    sizes: tuple[float, ...] = ()
    tiny: bool = False


def read(tokens: Tokens, at: int) -> Measured | None:
    """The weight or volume that begins with the number at a token; None where there is none."""
    if tokens.word(at + 1) == "/":
        return _sizes_or_fraction(tokens, at)
    unit = tokens.measure(at + 1)
    found = _range(tokens, at, unit) if tokens.is_range_sign(at + 1 + (unit is not None)) else None
    return found or (_plain(tokens, at, unit) if unit else None)


def amount(tokens: Tokens, first: int, at: int, n: float) -> Measured:
    """n of the unit at `at`, with what may follow it; `first` is the token where the amount begins."""
    unit = tokens.measures[tokens.words[at]]
    n, after = _with_tail(tokens, at + 1, n, unit)
    size = round(n * unit.size, 6)
    if size <= 0 or _is_least_order(tokens, first, after):
        return Measured("nothing", after)
    return Measured("amount", after, unit.unit, size, tiny=unit.size < 1)


def _with_tail(tokens: Tokens, at: int, n: float, unit: Measure) -> tuple[float, int]:
    word = tokens.word(at)
    if word in AND_A_HALF:
        return n + 0.5, at + 1
    if unit.size == 1_000 and _are_grams(tokens, at, unit):
        return n + float(word) / 1_000, at + 2
    if unit.size >= _BIG and _is_decimal_part(tokens, at):
        return n + float("0." + word), at + 1
    if unit.size >= _BIG and word in _TENTHS and at + 1 == len(tokens):
        return n + _TENTHS[word] / 10, at + 1
    return n, at


def _are_grams(tokens: Tokens, at: int, unit: Measure) -> bool:
    """Whether grams follow kilograms of the same amount: "1 kg 200g"."""
    rest, word = tokens.measure(at + 1), tokens.word(at)
    return word.isdigit() and len(word) <= 3 and rest is not None and (rest.size, rest.unit) == (1, unit.unit)


def _is_decimal_part(tokens: Tokens, at: int) -> bool:
    """Whether a number right behind kg or lít is its decimal part: "1kg2"; after a space one digit at the end."""
    tail, follows = tokens.word(at), tokens.word(at + 1)
    if not tail.isdigit() or not is_number(tail) or len(tail) > 3:
        return False
    if tokens.glued(at):
        return follows not in tokens.measures and not (follows[:1].isalpha() and tokens.glued(at + 1))
    return len(tail) == 1 and (not follows or follows in ",;)./")


def _is_least_order(tokens: Tokens, first: int, after: int) -> bool:
    """Whether it is "đặt từ 3kg trở lên": the least one may order, not what a pack holds."""
    if tokens.word(after) == "trở" and tokens.word(after + 1) == "lên":
        return True
    before = tokens.words[max(0, first - 4) : first]
    return "thiểu" in before or (before[-1:] == ["từ"] and not _ORDERING.isdisjoint(before))


def _number(tokens: Tokens, at: int, unit: Measure) -> float | None:
    return numbers.value(tokens.word(at), thousands=unit.size < _BIG) if is_number(tokens.word(at)) else None


def _plain(tokens: Tokens, at: int, unit: Measure) -> Measured | None:
    n = _number(tokens, at, unit)
    if n is None:
        return None
    if tokens.word(at - 1) in _LIMITS or _ends_chain(tokens, at):
        return Measured("open", at + 2, unit.unit)
    return amount(tokens, at, at + 1, n)


def _ends_chain(tokens: Tokens, at: int) -> bool:
    """Whether two bare numbers precede behind the same signs: "0,5 - 1 - 5 lít"."""
    if not tokens.is_range_sign(at - 1) or not tokens.is_range_sign(at - 3):
        return False
    return is_number(tokens.word(at - 2)) and is_number(tokens.word(at - 4))


def _range(tokens: Tokens, at: int, first_unit: Measure | None) -> Measured | None:
    """Two ends, "1,6-1,8kg", "từ 1.5kg ~ 2kg": no fixed content."""
    sign = at + 2 if first_unit else at + 1
    unit = tokens.measure(sign + 2)
    if unit is None or _is_listed(tokens, at, sign + 3):
        return None
    low, high = _number(tokens, at, first_unit or unit), _number(tokens, sign + 1, unit)
    if low is None or high is None or (first_unit or unit).unit != unit.unit:
        return None
    low, high = low * (first_unit or unit).size, high * unit.size
    return Measured("open", sign + 3, unit.unit) if low < high <= _RANGE_SPAN * low else None


def _is_listed(tokens: Tokens, first: int, after: int) -> bool:
    """Whether a further amount follows or precedes behind the same sign: "200g - 500g - 1kg" is a list of sizes."""
    ahead = tokens.is_range_sign(after) and is_number(tokens.word(after + 1)) and tokens.measure(after + 2)
    behind = tokens.is_range_sign(first - 1) and tokens.measure(first - 2) and is_number(tokens.word(first - 3))
    return bool(ahead or behind)


def _sizes_or_fraction(tokens: Tokens, at: int) -> Measured | None:
    """Two numbers with a slash: "50/100ml" offers two sizes, "1/2 kg" is a half."""
    unit = tokens.measure(at + 3)
    if unit is None:
        return None
    first, second = _number(tokens, at, unit), _number(tokens, at + 2, unit)
    if first is None or second is None or not first < second:
        return None
    if is_number(tokens.word(at - 1)):
        # "1 1/2 kg" or "gạo số 1 1/2 kg"
        return Measured("nothing", at + 4)
    whole = first == int(first) and second == int(second)
    if unit.size >= _BIG and second <= _LARGEST_DENOMINATOR and whole:
        return amount(tokens, at, at + 3, first / second)
    return Measured("sizes", at + 4, unit.unit, sizes=(first * unit.size, second * unit.size))
