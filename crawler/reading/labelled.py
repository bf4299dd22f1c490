"""Values that stand behind a label: "Mã sản phẩm: KS-005", "Brand | Khe Sim", a row of a table of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.reading.chunks import Chunk
from crawler.reading.model import Found
from crawler.reading.register import bare, label_pattern, labels
from crawler.reading.words import is_gtin, is_something
from crawler.reading.zone import Zone

# Meanings that other readers weigh against more than a label.
ELSEWHERE = ("price", "price_old", "availability")
LONGEST = {"sku": 40, "gtin": 20, "brand": 60, "producer": 160, "address": 200, "pack": 60}
CODE_END = re.compile(r"\s*[|•·,;(].*$|\.$")
CODE_AT_END = re.compile(r"(?:^|[\s#:–-])(\d[\d./-]{3,18}\d)$")
# A code without a digit is told from a word by its shape: KS-GN, TRA_SHAN.
CAPITALS = re.compile(r"[A-ZĐ]{1,8}(?:[-_./][A-ZĐ]{1,8})+")
ONLY_MARKS = re.compile(r"^[\s:：#№=|–—-]*$")
# Labels that mean a code only where a colon or a row of their own says so: the words are too common otherwise.
COMMON = frozenset(
    map(bare, "mã item code ref style label make kod cod hãng art kood kód код reference giá hiệu stock".split())
)


def pairs(zone: Zone) -> Iterator[tuple[str, str, str]]:
    """Meaning, words and label of every labelled value of the zone, in reading order."""
    rows = zone.chunks
    for place, chunk in enumerate(rows):
        if len(chunk.text) > 250:
            continue
        match = label_pattern().match(chunk.text)
        if not match:
            continue
        label, mark, value = bare(match["label"]), match["mark"], match["value"]
        meaning = labels().get(label)
        if meaning is None:
            continue
        if not value:
            value = _next_text(rows, place)
        elif not mark and (label in COMMON or " " in value or not any(map(str.isdigit, value))):
            continue
        if value:
            yield meaning, value, match["label"]


def _next_text(rows: list[Chunk], place: int) -> str:
    """What stands behind a label that is a chunk of its own; marks between them are passed over."""
    for chunk in rows[place + 1 : place + 4]:
        if not ONLY_MARKS.match(chunk.text):
            return chunk.text
    return ""


def values(zone: Zone) -> dict[str, Found]:
    """The first acceptable value of each meaning, except prices, which prices.py weighs."""
    found: dict[str, Found] = {}
    for meaning, words, label in pairs(zone):
        if meaning in ELSEWHERE or meaning in found:
            continue
        value = _accepted(meaning, words)
        if value:
            found[meaning] = Found(value, f"label “{label}”", 0.8)
        elif meaning == "gtin" and (code := _accepted("sku", words)):
            # Shops print their own code behind "UPC" or "EAN" when the product has none.
            found.setdefault("sku", Found(code, f"label “{label}”", 0.6))
    if "producer" in found and "brand" not in found and len(found["producer"].value) <= LONGEST["brand"]:
        found["brand"] = Found(found["producer"].value, found["producer"].rule, 0.6)
    return found


def _accepted(meaning: str, words: str) -> str | None:
    words = words.strip(" :#–-\u00a0")
    if meaning in ("sku", "gtin"):
        words = CODE_END.sub("", words).strip()
        if meaning == "gtin":
            return words if is_gtin(words) else None
        return words if _is_code(words) else None
    is_short = 1 < len(words) <= LONGEST[meaning]
    return words if is_short and is_something(words) and not label_pattern().fullmatch(words + ":") else None


def _is_code(words: str) -> bool:
    """Whether the words may be a seller's code: short, with a digit or built like one, few spaces, and no price."""
    return (
        2 <= len(words) <= LONGEST["sku"]
        and (any(map(str.isdigit, words)) or CAPITALS.fullmatch(words) is not None)
        and words.count(" ") <= 4
        and is_something(words)
        and not re.search(r"[€£$₫đ¥₹]|\bVND\b", words)
    )


def printed_code(zone: Zone, url: str) -> Found | None:
    """A code near the heading whose digits stand in the page's address too: 1002/710 on /…-p11002710.html."""
    in_address = re.findall(r"\d{5,}", urlsplit(url).path)
    for chunk in zone.chunks[max(0, zone.at - 5) : zone.at + 60]:
        match = CODE_AT_END.search(chunk.text) if len(chunk.text) <= 40 else None
        if match and any(re.sub(r"\D", "", match[1]) in run for run in in_address):
            return Found(match[1], "code in text and address", 0.7)
    return None
