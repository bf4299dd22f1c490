"""Where a product's name says that it is from: “OCOP Quảng Nam - Mật ong rừng”, “Trà quế (đặc sản Yên Bái)”.

Only behind words that speak of origin, and only where nothing but the place stands there up to the next mark: “Bún bò
Huế” and “Mì Quảng” are dishes, made anywhere.
"""

from __future__ import annotations

import re

from catalog.values import text as texts
from catalog.values.places.places import place

_SAID = re.compile(
    r"\b(?:ocop|đặc sản|sản vật)\W{0,4}(?:[345] ?sao\W{0,4})?(?:của )?([^-–—,.;:()\[\]{}|/\"“”]{3,40})", re.IGNORECASE
)
# Names are short; the name is looked through no further than this (characters).
_NAME_LENGTH = 1_000


def hint(name: str) -> str:
    """The province or district that a product's name says it is from, as written there; blank where it says none.

    To be given to `places.place` as its hint, for a row whose own cells leave the place open. Does not raise.
    """
    for match in _SAID.finditer(texts.clean(name[:_NAME_LENGTH])):
        said = match[1].strip()
        if place(said).province:
            return said
    return ""
