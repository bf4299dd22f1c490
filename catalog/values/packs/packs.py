"""Pack words found in a text: amounts, counts, containers and the signs between them, in order.

The first half of reading a quantity: what is written. What it comes to is decided in `pack_reading`. One pass over
the tokens, each looked at a few times at most, so the time grows with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from catalog.registers import units
from catalog.registers.units import Container
from catalog.values import numbers
from catalog.values.packs import measured
from catalog.values.packs.pack_finds import Found, Item, Kind, find, of_measured
from catalog.values.packs.pack_numbers import read_number
from catalog.values.tokens import AND_A_HALF, RANGE_SIGNS, RANGE_WORDS, TIMES, Tokens, is_number

_SIGNS: dict[str, Kind] = {"(": "(", "[": "(", ")": ")", "]": ")", "/": "/", "+": "+", "&": "+"}
_SIGNS |= {",": ",", ";": ",", "|": ","}
_DASHES = frozenset("-–—_~:=★•")
_FRACTIONS = {"nửa": 0.5, "nua": 0.5, "½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER_WORDS = {w: float(i) for i, w in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)}
# What follows is a present, not what is sold ("quà tặng" is a gift set, which is).
_PRESENTS = frozenset(["tặng", "kèm"])
# "2 hộp chè 100g và 1 hũ mật ong 200g"
_JOINS = frozenset(["và", "với"])


def items(text: str) -> list[Item]:
    """Every find of a cleaned text, in order; neighbouring other words are one "?"."""
    found: list[Item] = []
    for item in _scan(Tokens(text)):
        if item.kind == "?" and found and found[-1].kind == "?":
            found[-1].end = item.end
            continue
        item.i = len(found)
        found.append(item)
    return found


def _scan(tokens: Tokens) -> Iterator[Item]:
    at, telling, behind = 0, _telling(tokens.bare), _behind_numbers(tokens.bare)
    words = [*tokens.words, ""]
    for i, word in enumerate(tokens.words):
        if i < at or (word not in telling and word[0].isalpha()):
            continue
        if is_number(word) and words[i + 1] not in behind and words[i - 1] not in behind:
            continue
        if i > at:
            yield find(tokens, "?", at, i)[0]
        if _begins_present(tokens, i):
            return
        item, at = _read(tokens, i)
        yield item
    if at < len(tokens):
        yield find(tokens, "?", at, len(tokens))[0]


@cache
def _telling(bare: bool) -> frozenset[str]:
    """The words with which a find may begin; all others are passed over at once."""
    boxes = frozenset(box.split()[0] for box in units.containers(bare))
    return boxes.union(units.measures(bare), units.counts(bare), _FRACTIONS, _NUMBER_WORDS, TIMES, _PRESENTS, _JOINS)


@cache
def _behind_numbers(bare: bool) -> frozenset[str]:
    """The words and signs one of which follows a number that states something, or precedes it; most others do not."""
    return _telling(bare) | RANGE_SIGNS | RANGE_WORDS | {"/", "c", "."}


def _begins_present(tokens: Tokens, at: int) -> bool:
    if tokens.words[at] not in _PRESENTS or tokens.word(at - 1) == "quà":
        return False
    return any(is_number(word) for word in tokens.words[at + 1 : at + 4])


def _read(tokens: Tokens, at: int) -> Found:
    word = tokens.words[at]
    if is_number(word):
        return read_number(tokens, at)
    if word in TIMES:
        return find(tokens, "X", at, at + 1)
    if word[0].isalpha() or word in _FRACTIONS:
        return _read_word(tokens, at)
    if word == "±" or tokens.words[at : at + 3] == ["+", "/", "-"]:
        return _tolerance(tokens, at, at + (1 if word == "±" else 3))
    return find(tokens, "-" if word in _DASHES else _SIGNS.get(word, "?"), at, at + 1)


def _tolerance(tokens: Tokens, first: int, at: int) -> Found:
    """By how much the amount before may differ: "±5g", "(+/-5gr)"."""
    after = at + is_number(tokens.word(at))
    return find(tokens, "?", first, after + (tokens.measure(after) is not None))


# ── words ──


def _read_word(tokens: Tokens, at: int) -> Found:
    word, follows = tokens.words[at], tokens.word(at + 1)
    n = _FRACTIONS.get(word) or _NUMBER_WORDS.get(word)
    if word in _FRACTIONS and tokens.glued(at) and tokens.word(at - 1).isdigit():
        n = _FRACTIONS[word] + float(tokens.word(at - 1)[: numbers.MAX_DIGITS])
    # "Ba Ký" is a name.
    if n and follows in tokens.measures and not tokens.between(at, at + 1).istitle():
        return of_measured(tokens, at, measured.amount(tokens, at, at + 1, n))
    if n and follows in tokens.counts:
        return find(tokens, "C", at, at + 2, n=int(n * tokens.counts[follows]), box=Container(follows, 0))
    if at == 0 and word in _NUMBER_WORDS and follows in tokens.boxes and not tokens.between(1, 2).istitle():
        return find(tokens, "C", at, at + 2, n=int(_NUMBER_WORDS[word]), box=tokens.boxes[follows])
    if word in _JOINS and is_number(follows) and tokens.box(at + 2)[0]:
        return find(tokens, "+", at, at + 1)
    if word in tokens.counts:
        return _counting_word(tokens, at)
    if word in tokens.measures:
        if follows in AND_A_HALF:
            return of_measured(tokens, at, measured.amount(tokens, at, at, 1.0))
        return find(tokens, "U", at, at + 1)
    return _read_container(tokens, at)


def _counting_word(tokens: Tokens, at: int) -> Found:
    """A counting word without a number: "chục trứng"; "chục 12" is the dozen of the South; not "cặp da"."""
    word, follows = tokens.words[at], tokens.word(at + 1)
    n, box = tokens.counts[word], tokens.boxes.get(follows)
    said = numbers.whole(follows) if is_number(follows) and at == 0 else None
    if said is not None and n <= said <= 2 * n:
        return find(tokens, "C", at, at + 2, n=said, box=Container(word, 0))
    is_counted = box is not None and box.rank == 0
    return find(tokens, "C" if is_counted else "?", at, at + 1, n=n, box=Container(word, 0))


def _read_container(tokens: Tokens, at: int) -> Found:
    box, after = tokens.box(at)
    if box is None:
        return find(tokens, "?", at, at + 1)
    # Not the adjective of "đóng hộp", nor a loose word inside a name ("tía tô", "chà bông").
    before = tokens.word(at - 1)
    is_container = before != "đóng" and not (box.loose and before[:1].isalpha())
    return find(tokens, "W" if is_container else "?", at, after, box=box)
