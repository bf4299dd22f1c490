"""Small rules about words that every reader needs: schema.org's names, codes with a check digit, money of nothing."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

import html_text
import lxml.html

from crawler.reading.page import is_hidden, one_line

# schema.org/ItemAvailability → the four states that matter to a buyer.
STATES = {
    "instock": "InStock",
    "limitedavailability": "InStock",
    "onlineonly": "InStock",
    "instoreonly": "InStock",
    "available": "InStock",
    "madetoorder": "InStock",
    "outofstock": "OutOfStock",
    "oos": "OutOfStock",
    "soldout": "OutOfStock",
    "discontinued": "OutOfStock",
    "unavailable": "OutOfStock",
    "notavailable": "OutOfStock",
    "reserved": "OutOfStock",
    "preorder": "PreOrder",
    "presale": "PreOrder",
    "backorder": "BackOrder",
}  # fmt: skip
SIGNS = {
    "₫": "VND", "đ": "VND", "vnđ": "VND", "đồng": "VND", "vnd": "VND", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB",
    "₩": "KRW", "₺": "TRY", "₴": "UAH", "฿": "THB", "₪": "ILS", "zł": "PLN", "kč": "CZK", "ft": "HUF", "r$": "BRL",
}  # fmt: skip
NOT_LETTERS = re.compile(r"[^a-z]")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# A name that is nested deeper is no name but an attack on the stack.
DEEPEST = 8
BLANK_LINES = re.compile(r"\n{3,}")
DIGIT = re.compile(r"\d")
GTIN_LENGTHS = (8, 12, 13, 14)
# Codes and brands that templates print where there is nothing.
NOTHING = re.compile(
    # Holes of templates, then words for nothing.
    r"^(?:[$#@]\w+|\$?\{.*|<%.*|\[\[.*|%\w+%|"
    r"n/?a|none|null|nil|undefined|unknown|false|true|no|-+|—|\.|0+|does not apply|not applicable|unbranded/generic|"
    r"no brand|nobrand|no_brand|không|khong|chưa có|đang cập nhật|null null)$",
    re.IGNORECASE,
)


def block_of(value: Any) -> str:
    """The words of a longer text, with its line breaks, without its markup and what that hides."""
    words = value if isinstance(value, str) else text_of(value)
    words = html.unescape(words) if "&" in words else words
    if MARKUP.search(words):
        return block_in(lxml.html.fragment_fromstring(CONTROLS.sub(" ", words), create_parent="div"))
    return _tidy(words)


def block_in(element: lxml.html.HtmlElement) -> str:
    """The text of an element with its line breaks, as a person sees it; the element itself is not changed."""
    copied = copy.deepcopy(element)
    copied.tail = None
    for inner in list(copied.iter()):
        if (
            isinstance(inner.tag, str)
            and inner is not copied
            and (inner.tag in ("script", "style") or is_hidden(inner))
        ):
            inner.drop_tree()
    return _tidy(html_text.etree_to_text(copied, guess_layout=True))


def _tidy(words: str) -> str:
    lines = (one_line(line) for line in words.splitlines())
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def text_of(value: Any, depth: int = 0) -> str:
    """The words of a schema.org value: a text, the first of a list, or the name or value of a nested thing."""
    if depth > DEEPEST:
        return ""
    if isinstance(value, list):
        return next((words for words in (text_of(each, depth + 1) for each in value) if words), "")
    if isinstance(value, dict):
        return next(
            (text_of(value[k], depth + 1) for k in ("@value", "name", "value", "url", "@id") if value.get(k)), ""
        )
    if value is None or isinstance(value, bool):
        return ""
    words = str(value)
    return one_line(html.unescape(words) if "&" in words else words)


def state_of(value: Any) -> str | None:
    """InStock, OutOfStock, PreOrder or BackOrder for schema.org's word in any spelling; None for other words."""
    word = text_of(value).rstrip("/").rsplit("/", 1)[-1]
    return STATES.get(NOT_LETTERS.sub("", word.lower()))


def currency_of_sign(words: str) -> str:
    """The ISO code of a sign that means one currency only; other words as they are."""
    return SIGNS.get(words.strip().rstrip(".").lower(), words.strip())


def is_money(words: str) -> bool:
    """Whether the words hold an amount above nothing; shops print 0 where the price is on request."""
    return bool(re.search(r"[1-9]", words)) and len(words) <= 80


def one_amount(words: str) -> str:
    """The first of several equal or different amounts that stand in one element: "109€ 109€ 109" is "109€".

    Microdata gives the whole text of an element, and shops write the price there once for each size of screen.
    """
    pieces = words.split()
    if len(pieces) < 2 or sum(1 for piece in pieces if DIGIT.search(piece)) < 2:
        return words
    first = pieces[0] if DIGIT.search(pieces[0]) else f"{pieces[0]} {pieces[1]}"
    bare = re.sub(r"\D", "", first)
    others = {re.sub(r"\D", "", piece) for piece in pieces if DIGIT.search(piece)}
    return first if bare in others and len(others) == 1 else words


def is_gtin(words: str) -> bool:
    """Whether the words are a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, 7.9)."""
    if not words.isascii() or not words.isdigit() or len(words) not in GTIN_LENGTHS or not words.strip("0"):
        return False
    # A code of one digit repeated passes or fails by luck and never names a product.
    if len(set(words)) == 1:
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(words)))
    return weighted % 10 == 0


def is_something(words: str) -> bool:
    """Whether the words say anything, and are not what a template prints for a blank."""
    return bool(words) and not NOTHING.match(words)
