"""Amounts of money found in a text, in order: "150k", "1tr2", "2 triệu rưỡi", "1.250.000đ", bare numbers.

The first half of reading a price: what is written. Which of the amounts is the price is decided in `price_reading`.
One pass over the tokens; the time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.values import numbers
from catalog.values.prices import price_per
from catalog.values.prices.price_words import DONG, SCALES
from catalog.values.tokens import AND_A_HALF, Tokens, is_number

# Also written before the number: "VND 150.000".
_BEFORE = frozenset(["₫", "vnđ", "vnd"])
_GLUED_BEFORE = frozenset(["đ", "vnđ", "vnd"])
_TENS = {"chục": 10, "trăm": 100, "chuc": 10, "tram": 100}
_HUNDRED = 100
# "150.000k" may be 150 thousand or 150 million: above this a grouped number with a thousand sign is doubted (đồng).
_GROUPED_LIMIT = 10_000_000
_GROUP = 3
# Groups of three digits behind spaces; more make no price.
_MOST_GROUPS = 4
_NAMING = frozenset(["loại", "số"])
_FOREIGN_UNITS = frozenset(["%", "m", "cm", "mm", "tháng", "ngày", "năm", "sao"])


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount: value in đồng, or the bare number where no unit stands; None where it makes no sense.

    scale    the unit that was written: 1 for đồng, 1000 for k, …; 0 for a bare number
    grouped  whether its digits stand in groups of three: 1.250
    per      what the price is for, where words right at the amount say so: kg, hũ, 3 chai, hộp 200g
    first, after  the tokens it covers, its per included
    """

    value: float | None
    scale: int
    first: int
    after: int
    grouped: bool = False
    per: str | None = None

    @property
    def bare(self) -> bool:
        """Whether no unit of money stands with it."""
        return self.scale == 0


def amounts(tokens: Tokens) -> Iterator[Amount]:
    """Every amount of a text, in order, with what it is for."""
    at = 0
    while at < len(tokens):
        found = _digits(tokens, at) if is_number(tokens.words[at]) else _spelled(tokens, at)
        if found is None:
            at += 1
            continue
        per, after = price_per.per(tokens, found.first, found.after, bare=found.bare)
        yield replace(found, per=per, after=after)
        at = after


# ── in digits ──


def _digits(tokens: Tokens, at: int) -> Amount | None:
    is_named = _is_named_before(tokens, at)
    if not is_named and tokens.glued(at) and tokens.word(at - 1)[-1:].isalpha() and not _is_dong(tokens, at - 1):
        return None
    words, after = _joined(tokens, at)
    number, is_grouped = (numbers.value(words), numbers.grouped(words)) if words else (None, False)
    number, after = _with_hundreds(tokens, after, number)
    scale, after = _scale(tokens, after)
    if scale == 0 and is_named:
        scale = 1
    if scale == 0:
        return None if _is_other_number(tokens, at, after) else Amount(number, 0, at, after, is_grouped)
    if number is None or (is_grouped and scale > 1 and number * scale >= _GROUPED_LIMIT):
        return Amount(None, scale, at, after)
    value, after = _with_tail(tokens, after, number * scale, scale)
    return Amount(value, scale, at, after, is_grouped)


def _with_hundreds(tokens: Tokens, at: int, number: float | None) -> tuple[float | None, int]:
    """A number that goes on behind "trăm" up to its unit: "1 trăm 20 nghìn"; any other as it is."""
    rest = tokens.word(at + 1)
    if number is None or _TENS.get(tokens.word(at)) != _HUNDRED or not rest.isdigit() or len(rest) > 2:
        return number, at
    return (number * _HUNDRED + int(rest), at + 2) if tokens.word(at + 2) in SCALES else (number, at)


def _is_named_before(tokens: Tokens, at: int) -> bool:
    """Whether the unit stands before a number: "VND 150.000", "đ150.000"; not the unit of the number before."""
    word = tokens.word(at - 1)
    if tokens.glued(at) and word in _GLUED_BEFORE:
        return not (is_number(tokens.word(at - 2)) or tokens.word(at - 2) in SCALES)
    return word in _BEFORE


def _is_other_number(tokens: Tokens, at: int, after: int) -> bool:
    """Whether a number without a money unit is a telephone, a weight, a count, a percentage."""
    follows = tokens.word(after)
    if tokens.word(at).startswith("0") or follows in _FOREIGN_UNITS:
        return True
    return follows[:1].isalpha() and (tokens.glued(after) or tokens.is_unit(follows))


def _joined(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The digits of a number and the token after it; typed with spaces, too: "2.500 . 000", "12 0.000.000"."""
    words, after = tokens.words[at], at + 1
    zeros = tokens.word(after)
    if zeros[:1] == "0" and zeros[1:2] in (".", ",") and len(words) < _GROUP and words.isdigit():
        return words + zeros, after + 1
    while tokens.word(after) in (".", ",") and _are_zeros(tokens.word(after + 1)):
        words += tokens.word(after) + tokens.word(after + 1)
        after += 2
    return (words, after) if after > at + 1 else _spaced_groups(tokens, at)


def _are_zeros(group: str) -> bool:
    return group.startswith("000") and numbers.grouped("1." + group.replace(",", "."))


def _spaced_groups(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """Groups of three behind spaces: "1 250 000", "12 000"; None for "1 500", which may be two numbers."""
    words, after = tokens.words, at + 1
    while len(tokens.word(after)) == _GROUP and words[after].isdigit() and after - at <= _MOST_GROUPS:
        after += 1
    groups = words[at + 1 : after]
    alone = len(words[at]) > _GROUP or not words[at].isdigit() or tokens.word(at - 1) in _NAMING
    if alone or not groups:
        return words[at], at + 1
    is_one_number = len(groups) > 1 or groups[0] == "000"
    return ".".join(words[at:after]) if is_one_number else None, after


def _scale(tokens: Tokens, at: int) -> tuple[int, int]:
    """The money unit at a token and the token after it; 0 where there is none."""
    # "150.000.đ"
    at += tokens.word(at) == "." and tokens.glued(at) and tokens.glued(at + 1) and tokens.word(at + 1) in DONG
    tens = _TENS.get(tokens.word(at), 1)
    unit = at + (tens > 1)
    word = tokens.word(unit)
    if word in SCALES:
        return tens * SCALES[word], unit + 1
    # "35n" of chats; "3n2đ" is a journey of three days.
    if word == "n" and tokens.glued(unit) and not is_number(tokens.word(unit + 1)):
        return 1_000, unit + 1
    if _is_dong(tokens, unit):
        return tens, unit + 1
    # "2 trăm rưỡi" leaves the thousands out.
    return (tens * 1_000, unit) if tens == _HUNDRED and word in AND_A_HALF else (0, at)


def _is_dong(tokens: Tokens, at: int) -> bool:
    word = tokens.word(at)
    return word in DONG or (word == "d" and (tokens.glued(at) or tokens.text.isascii()))


def _with_tail(tokens: Tokens, at: int, value: float, scale: int) -> tuple[float | None, int]:
    """What follows the unit: "1tr2", "1tr250k", "1 triệu 250 nghìn", "2 triệu rưỡi", "12k5", "đồng"."""
    word = tokens.word(at)
    if word in AND_A_HALF:
        value, at = value + scale / 2, at + 1
    elif scale > 1_000 and word in _DIGIT_WORDS:
        spelled = _spelled_number(tokens, at)  # "8 triệu năm trăm nghìn"
        if spelled and spelled.value and spelled.scale < scale:
            value, at = value + spelled.value, spelled.after
        elif not spelled and not _goes_on(tokens, at + 1):
            value, at = value + _DIGIT_WORDS[word] * scale / 10, at + 1  # "1 triệu hai", "2 triệu mốt"
        elif not spelled and word != "một" and tokens.is_unit(tokens.word(at + 1)):
            return None, at  # "1 triệu hai chai": 1,2 million, or two bottles
    elif scale >= 1_000 and is_number(word) and (word.isdigit() or _is_rest(tokens, at, scale)):
        lower, at = _lower_part(tokens, at, scale)
        if lower is None:
            return None, at
        value += lower
    return value, at + _is_dong(tokens, at)


def _is_rest(tokens: Tokens, at: int, scale: int) -> bool:
    """Whether a number in groups says the whole rest below triệu: "1 triệu 250.000 đồng", "1tr250.000"."""
    return scale > 1_000 and numbers.grouped(tokens.words[at]) and (tokens.glued(at) or _is_dong(tokens, at + 1))


def _lower_part(tokens: Tokens, at: int, scale: int) -> tuple[float | None, int]:
    """The part below triệu or nghìn; 0 where the number is another thing's ("1tr 3 chai")."""
    digits = tokens.words[at]
    if not digits.isdigit():
        rest = numbers.whole(digits)
        return (float(rest) if rest and rest < scale else None), at + 1
    if len(digits) > numbers.MAX_DIGITS:
        return None, at + 1
    unit, after = _scale(tokens, at + 1)
    if unit:
        # "1 triệu 250 đồng" is said for 1.250.000 as well.
        is_odd = unit == 1 and scale > 1_000
        return (None if is_odd else float(digits) * unit, after) if unit < scale else (0.0, at)
    glued, behind = tokens.glued(at), tokens.word(at + 1)
    if _TENS.get(behind) == _HUNDRED and scale > 1_000 and len(digits) == 1:
        return float(digits) * _HUNDRED * scale / 1_000, at + 2  # "8 triệu 5 trăm"
    if not glued and (len(digits) not in (1, _GROUP) or behind[:1].isalnum()):
        return 0.0, at
    if len(digits) > _GROUP or (behind[:1].isalpha() and tokens.glued(at + 1)):
        return None, at + 1
    return scale * float("0." + digits), at + 1


# ── in words ──

_HALVES = frozenset(["nửa", "nua"])
_DIGIT_WORDS = {w: n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín".split())}
_DIGIT_WORDS |= {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7, "lẻ": 0, "linh": 0}
_TEN_WORDS = {"mười": 10, "mươi": 10, "chục": 10, "trăm": 100}
# "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn" has eleven.
_MOST_WORDS = 16
# "vài trăm": no number. "ba lăm" is 35, but "hai ba" is two or three.
_SOME = frozenset(["vài", "mấy", "hàng"])
_BEHIND_TENS = frozenset(["mốt", "tư", "lăm", "nhăm"])


def _spelled(tokens: Tokens, at: int) -> Amount | None:
    """An amount in words: "hai triệu rưỡi", "một trăm hai mươi nghìn đồng", "nửa triệu", "triệu rưỡi"."""
    word, scale = tokens.words[at], SCALES.get(tokens.word(at + 1), 0)
    if word in _HALVES and scale:
        return Amount(scale / 2, scale, at, at + 2)
    if word in SCALES and tokens.word(at + 1) in AND_A_HALF and not is_number(tokens.word(at - 1)):
        return Amount(SCALES[word] * 1.5, SCALES[word], at, at + 2)
    is_hundred_and_a_half = word == "trăm" and tokens.word(at + 1) in AND_A_HALF and tokens.word(at - 1) not in _SOME
    return _spelled_number(tokens, at) if word in _DIGIT_WORDS or word == "mười" or is_hundred_and_a_half else None


def _spelled_number(tokens: Tokens, first: int) -> Amount | None:
    """Number words that end in nghìn, triệu or tỷ; others are no amount ("ba chai")."""
    total = below = 0.0
    digit: float | None = None
    scale, at = 0, first
    for word in tokens.words[first : first + _MOST_WORDS]:
        if word in _DIGIT_WORDS:
            if scale and tokens.is_unit(tokens.word(at + 1)):
                break  # "năm nghìn một bó"
            if digit and word not in _BEHIND_TENS:
                return None
            below, digit = below + 10 * (digit or 0), _DIGIT_WORDS[word]
        elif word in _TEN_WORDS:
            below, digit = below + _TEN_WORDS[word] * (1 if digit is None else digit), None
        elif word in SCALES and (below or digit):
            scale = SCALES[word]
            total, below, digit = total + (below + (digit or 0)) * scale, 0.0, None
        else:
            break
        at += 1
    return _spelled_amount(tokens, first, at, total, below, digit or 0.0, scale)


def _spelled_amount(
    tokens: Tokens, first: int, at: int, total: float, below: float, digit: float, scale: int
) -> Amount | None:
    """The amount of number words, with the thousands that speech leaves out; below and digit are behind the scale."""
    if not scale and below >= _HUNDRED and not digit and tokens.word(at) in AND_A_HALF:
        return Amount((below + _HUNDRED / 2) * 1_000, 1_000, first, at + 1)  # "trăm rưỡi"
    if scale and (below or digit):
        if _goes_on(tokens, at):
            return None
        # "một triệu hai", "hai nghìn ba", "một triệu hai trăm".
        total += (below + digit * _HUNDRED) * scale / 1_000
    if not scale:
        return None
    value, after = _with_tail(tokens, at, total, scale)
    return Amount(value, scale, first, after)


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a word follows, so that the last digit may be a count of its own: "một triệu hai chai"."""
    return tokens.word(at)[:1].isalnum() and not _is_dong(tokens, at)
