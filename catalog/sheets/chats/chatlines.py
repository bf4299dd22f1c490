"""One line of a chat: without the marks of chat programs, cut where a further product begins, what it takes back."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from catalog.sheets.chats.chatwords import (
    BARE_RANGE,
    BOLD,
    CORRECTION,
    COUNTED,
    FEE,
    FILLERS,
    LEFT,
    MARK,
    MONEY,
    NAME_END,
    NAME_START,
    NO_FEES,
    NO_NAMES,
    NOT_SO,
    ONE,
    PACK_WORD,
    PARTS,
    PLAIN_VARIANT,
    QUANTITY,
    SIZE,
    STARS,
    STOCK,
    STRUCK,
    VARIANT,
)
from catalog.values.text import fold


class Correction(NamedTuple):
    """What a line takes back: the product that it names, blank where it names none, and the amount that holds now.

    price is blank where the line states no amount that can be read.
    """

    about: str
    price: str


def plain(words: str) -> str:
    """The line without stars of bold letters; a struck-out price before another reads "95k → 85k"."""
    words = BOLD.sub(r"\1", words)
    while found := STRUCK.search(words):
        struck = (found[1] or found[2].replace("\u0336", "")).strip()
        after = words[found.end() :]
        words = words[: found.start()] + (f"{struck} →" if MONEY.search(after) else "") + after
    return " ".join(words.split())


def name_and_rest(words: str) -> tuple[str, str]:
    """The name that a line begins with, and what follows it: packs, prices, stars, stock."""
    words = MARK.sub("", words).strip()
    words = _name_first(words)
    facts = [m for pattern in (MONEY, SIZE, STARS, STOCK, COUNTED, BARE_RANGE) if (m := pattern.search(words))]
    start = min((m.start() for m in facts), default=len(words))
    name = words[:start].rstrip(" ,;:-–—=(/")
    name = NAME_END.sub("", NAME_START.sub("", name)).rstrip(" ,;:-–—=(")
    name = ONE.sub("", name) if PACK_WORD.match(words, start) else name  # "giò 1 cây 500g"
    bare = fold(PACK_WORD.sub(" ", name))
    return (name, words[start:]) if len(bare.replace(" ", "")) > 1 and bare not in NO_NAMES else ("", words)


def _name_first(words: str) -> str:
    """A line that begins with a quantity, with it behind the name: as stock, or as what the amount buys."""
    if (left := LEFT.match(words)) and MONEY.search(words, left.end()):
        return f"{words[left.end() :]}, {left[0].strip()}"
    if (first := QUANTITY.match(words)) and (amount := MONEY.search(words, first.end())):
        rest = words[first.end() :]
        if words[amount.end() :].lstrip().startswith("/"):  # "20kg tiêu 180k/kg": so much there is of it
            return f"{rest}, còn {first[0].strip()}"
        return f"{words[first.end() : amount.start()]}{first[0].strip()} {words[amount.start() :]}"
    return words


def products_of(words: str) -> list[str]:
    """The line cut before each further product that has a name and a price of its own; mostly one piece."""
    amounts = [found.end() for found in MONEY.finditer(words)]
    if len(amounts) < 2:
        return [words]
    pieces: list[str] = []
    start = 0
    breaks = [*PARTS.finditer(words)]
    ends = [*(found.start() for found in breaks[1:]), len(words)]
    for found, end in zip(breaks, ends, strict=False):
        priced = bisect_right(amounts, found.start()) > bisect_right(amounts, start)
        if priced and _begins_product(words[found.end() : end], plain=words.isascii()):
            pieces.append(words[start : found.start()])
            start = found.end()
    return [*pieces, words[start:]]


def _begins_product(part: str, plain: bool) -> bool:
    """Whether a part names goods with a price; plain: the line has no accents, so that "nho" may be "nhỏ"."""
    name, rest = name_and_rest(part)
    folded = fold(name)
    variant = PLAIN_VARIANT.match(folded) if plain else VARIANT.match(name)
    return bool(name and MONEY.search(rest)) and not variant and not is_fee(name)


def is_fee(words: str) -> bool:
    """Whether words speak of postage, a deposit, a least order; "ngâm giấm" and "cá rô phi" do not."""
    return bool(FEE.search(fold(NO_FEES.sub(" ", words))))


def correction(words: str) -> Correction | None:
    """What the line takes back ("à nhầm, 75k", "mật ong sửa lại 240k nhé"); None for any other line."""
    if not (CORRECTION.search(words) or NOT_SO.search(words)):
        return None
    rest = NOT_SO.sub(" ", words)
    amounts = [found[0] for found in MONEY.finditer(rest)]
    for pattern in (CORRECTION, MONEY, SIZE, FILLERS):
        rest = pattern.sub(" ", rest)
    about = fold(rest)
    if not amounts and not any(map(str.isdigit, words)):
        return None
    return Correction("" if about.isdigit() else about, amounts[0].strip() if len(amounts) == 1 else "")
