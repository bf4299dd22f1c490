"""The plain prices that fill most cells, read at once: 150000, 150.000đ, 150k/kg, 150 nghìn, 1tr250.

Only a short cut: what is read here the grammar of `price_reading` reads alike, which a test compares on generated
texts. Letters are listed in both cases rather than matched without case, so that no look-alike (the Kelvin sign for K)
slips through and a text that matches needs no cleaning.
"""

from __future__ import annotations

import re
from functools import cache

from catalog.registers import units
from catalog.values.prices.price_words import LEAST_BARE, LEAST_DONG, LEAST_GROUPED, MOST_BARE
from catalog.values.prices.prices import Price

_DONG = "đ|Đ|₫|vnđ|VNĐ|vnd|VND|đồng|Đồng|ĐỒNG"
_THOUSAND = "k|K|nghìn|Nghìn|NGHÌN|ngàn|Ngàn|NGÀN"
_LETTERS = "a-zđA-ZĐàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_plain = re.compile(
    r"(?:([1-9][0-9]{3,8}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})"
    rf"( ?(?:{_DONG}))?"
    rf"|([1-9][0-9]{{0,3}}) ?(?:{_THOUSAND})(?: (?:đồng|đ))?"
    r"|([1-9][0-9]{0,2})tr([0-9]{1,3})?"
    rf")(?:/([{_LETTERS}]+))?"
).fullmatch


def plain(text: str) -> Price | None:
    """The price of a text in one of the plain forms; None for every other text, which the grammar then reads."""
    match = _plain(text)
    if match is None:
        return None
    digits, dong, thousands, millions, tail, per = match.groups()
    least = LEAST_DONG
    if digits is not None:
        if digits.isdigit():
            value = int(digits)
            least = LEAST_DONG if dong else LEAST_BARE
        else:
            value = int(digits.replace(".", "").replace(",", ""))
            least = LEAST_DONG if dong else LEAST_GROUPED
    elif thousands is not None:
        value = int(thousands) * 1_000
    else:
        value = int(millions) * 1_000_000 + (int(tail) * 10 ** (6 - len(tail)) if tail else 0)
    if not least <= value <= MOST_BARE:
        return None
    if per is None:
        return Price(value, value, None, None, None, (), text)
    name = _unit_name(per.lower(), text.isascii())
    return Price(value, value, name, words=text) if name else None


@cache
def _unit_name(word: str, bare: bool) -> str | None:
    """The register's name of a unit; None where it knows none."""
    found = units.measures(bare).get(word) or units.containers(bare).get(word)
    return found.name if found else None
