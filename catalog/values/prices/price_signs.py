"""Signs of price cells that say what the grammar knows in words."""

from __future__ import annotations

import re

from catalog.values import text as words_of

# A struck-out price, a unit in brackets behind the number ("68.000
# (đồng/kg)") or before it with a colon, the dash for no xu ("15.000,-").
_SIGNS = re.compile(r"~~|\(|,-|:|\.\.|(?<!\w)vn ?đ", re.IGNORECASE)
_RESHAPED = (
    (re.compile(r"~~([^~]{1,40})~~"), r" (giá cũ \1) "),
    (
        re.compile(
            r"(?<=[0-9])\s?\(\s?((?:nghìn|ngàn|triệu)?\s?(?:đồng|vnđ|vnd|đ|k)?(?:\s?/\s?[^\W\d_]+)?)\s?\)",
            re.IGNORECASE,
        ),
        r" \1 ",
    ),
    (re.compile(r"(?<!\w)(vnđ|vnd)\s?:\s?(?=[0-9])", re.IGNORECASE), r"\1 "),
    (re.compile(r"(?<=[0-9]),-(?![0-9])"), " "),
    (re.compile(r"(?<=[0-9])\.\.(?=[0-9]{3}|\s?đ)", re.IGNORECASE), "."),
    (re.compile(r"(?<!\w)vn (?=đ)", re.IGNORECASE), ""),
)


def reshaped(cleaned: str) -> str:
    """The cleaned text with such signs as words; most texts stay as they are."""
    if not _SIGNS.search(cleaned):
        return cleaned
    for pattern, words in _RESHAPED:
        cleaned = pattern.sub(words, cleaned)
    return words_of.clean(cleaned)
