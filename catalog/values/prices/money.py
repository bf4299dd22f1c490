"""Prices in whole đồng, as Vietnamese cells and sentences state them.

Two possible readings give none="ambiguous", never a guess. The commonest forms are read at once (`price_plain`); in
others, what is written is found in `amounts`, and which of it is the price is decided in `price_reading`. Forms and
where they were found: tests/specimens/price.tsv.
"""

from __future__ import annotations

import re

from catalog.values import text as words_of
from catalog.values.prices.price_plain import plain
from catalog.values.prices.price_reading import PriceReading
from catalog.values.prices.price_signs import reshaped
from catalog.values.prices.prices import Price, WhyNone
from catalog.values.tokens import LONGEST

__all__ = ["Price", "WhyNone", "by_grammar", "price"]

# "4XX.000đ", "xxx.000": a price that the seller hides.
_MASKED = re.compile(r"[0-9][x*]{1,3}[.,]?[0-9]{3}|(?<!\w)x{2,3}[.,][0-9]{3}|[0-9][x*]{2,}")


def price(text: str, scale: int = 1) -> Price:
    """Low and high in whole đồng as one cell states them; `none` says why there is no number.

    scale is the header's unit ("nghìn đồng" is 1000) and applies only where the cell names none.
    Two possible readings give none="ambiguous", never a guess. Does not raise on any text.
    """
    if scale == 1:
        found = plain(text)
        if found is not None:
            return found
    cleaned = words_of.clean(text).replace("\xad", " ")
    if scale == 1 and cleaned != text:
        found = plain(cleaned)
        if found is not None:
            return found
    if words_of.is_blank(cleaned):
        return Price(none="missing", words=cleaned)
    if len(cleaned) > LONGEST or _MASKED.search(cleaned.lower()):
        return Price(none="ambiguous", words=cleaned)
    return by_grammar(cleaned, scale)


def by_grammar(cleaned: str, scale: int = 1) -> Price:
    """What the grammar makes of a cleaned text, the plain forms included."""
    spelt = reshaped(cleaned)
    found = PriceReading(spelt, scale).price()
    return found if spelt == cleaned else found._replace(words=cleaned)
