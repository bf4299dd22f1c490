"""The size of a parcel as people write it: length, width and height in one cell."""

from __future__ import annotations

import re
from functools import lru_cache

Sides = tuple[float, float, float]

_SIDE = r"(\d{1,4}(?:[.,]\d{1,2})?)(?!\d)\s*(mm|cm|m(?!\w))?"
# "20 x 12 x 8 cm", "D20cm x R12cm x C8cm", "dài 20, rộng 12, cao 8"; sides that are named stand in this order.
_SIDES = re.compile(
    rf"(?<![\d.,])(?<![x×*])(?<![x×*] ){_SIDE}\s*(?:[x×*]\s*(?:r|w)?|[x×*,;]?\s*(?:chiều\s*)?rộng\s*:?)\s*"
    rf"{_SIDE}\s*(?:[x×*]\s*(?:c|h)?|[x×*,;]?\s*(?:chiều\s*)?cao\s*:?)\s*{_SIDE}(?!\s*[x×*])"
)
# A range, or a unit of which parcels are not measured here.
_UNCLEAR = re.compile(r"\d\s*(?:[-–]\s*\d|(?:mét|inch|inches|in|dm)(?!\w)|[\"″])")
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0}


@lru_cache(4096)
def sides(words: str | None) -> Sides | None:
    """Length, width and height in centimetres; None where the words do not state all three, once, without ranges.

    A side without a unit has that of the last; where none has any, they are centimetres.
    """
    said = (words or "").casefold()
    found = _SIDES.findall(said)
    if len(found) != 1 or _UNCLEAR.search(said):
        return None
    numbers, units = found[0][::2], found[0][1::2]
    cm = [
        round(float(n.replace(",", ".")) * _CENTIMETRES[u or units[-1] or "cm"], 2)
        for n, u in zip(numbers, units, strict=True)
    ]
    return (cm[0], cm[1], cm[2]) if all(cm) else None
