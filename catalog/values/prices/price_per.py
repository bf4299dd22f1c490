"""What an amount of money is for: "/kg", "/ 3 chai", "một cái", "/hũ (500g)", or "1 ký" right before it."""

from __future__ import annotations

from catalog.values import numbers
from catalog.values.prices.price_words import DONG, SCALES
from catalog.values.tokens import Tokens, is_number

_EACH = frozenset(["một", "mỗi", "mot", "moi"])
_BEFORE = frozenset(["giá", "gia", ":", "=", "(", "là"])
# "lẻ 60k/ sỉ 50k": the other price, not what the first is for.
_TRADE = frozenset(["sỉ", "buôn", "lẻ"])


def per(tokens: Tokens, first: int, after: int, *, bare: bool) -> tuple[str | None, int]:
    """What the amount of the tokens first to after-1 is for, as the register names it, and the next token.

    A number before the unit stays unless it is 1. After a bare number only "/" tells: "150 hũ" is no price.
    """
    word = tokens.word(after)
    if word == "/":
        return _unit(tokens, after + 1)
    counted = word in _EACH or (is_number(word) and not bare)
    if counted and tokens.is_unit(tokens.word(after + 1)):
        return _unit(tokens, after + (word in _EACH))
    return (None if bare else _before(tokens, first)), after


def _unit(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The unit from a token on, with its number before it and, for a container, its content behind it."""
    count, first = "", at
    if is_number(tokens.word(at)):
        count, at = tokens.words[at], at + 1
    word = tokens.word(at)
    if not word[:1].isalpha() or word in SCALES or word in DONG or word in _TRADE:
        return None, first
    after = at + 1
    if is_number(tokens.word(after)) and tokens.glued(after):
        # m3, m2.
        word, after = word + tokens.words[after], after + 1
    if count and numbers.whole(count) != 1:
        return f"{count} {word if word in tokens.measures else _name(tokens, word)}", after
    return _sized(tokens, word, after) if word in tokens.boxes else (_name(tokens, word), after)


def _sized(tokens: Tokens, word: str, at: int) -> tuple[str, int]:
    """A container with the content that follows it: "hộp 150 gr", "hũ (500g)", "túi/500g"."""
    name = _name(tokens, word)
    start = at + (tokens.word(at) in ("(", "/"))
    if not is_number(tokens.word(start)) or tokens.measure(start + 1) is None:
        return name, at
    after = start + 2
    after += tokens.word(at) == "(" and tokens.word(after) == ")"
    return f"{name} {tokens.words[start]}{tokens.words[start + 1]}", after


def _name(tokens: Tokens, word: str) -> str:
    """The register's name of a unit, or the word itself."""
    known = tokens.measures.get(word) or tokens.boxes.get(word)
    return known.name if known else word


def _before(tokens: Tokens, first: int) -> str | None:
    """The counted unit right before an amount: "một ký 40.000 đồng", "3 chai giá 1tr2", "hộp 250gr (giá: 90k)"."""
    at = first - 1
    while tokens.word(at) in _BEFORE:
        at -= 1
    word, count = tokens.word(at), tokens.word(at - 1)
    if not tokens.is_unit(word) or not (count in _EACH or (is_number(count) and count.isdigit())):
        return None
    box = tokens.boxes.get(tokens.word(at - 2))
    if box is not None and word in tokens.measures:
        return f"{box.name} {count}{word}"
    name = _name(tokens, word)
    return name if count in _EACH or numbers.whole(count) == 1 else f"{count} {name}"
