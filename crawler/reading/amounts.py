"""The amounts of money that can be seen near a heading, each weighed: how strongly it is the price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml import etree

from crawler.reading.chunks import around, names_of
from crawler.reading.page import Page, one_line
from crawler.reading.register import bare, label_pattern, labels
from crawler.reading.zone import Zone

SIGNS = (
    r"€|£|\$|US\$|R\$|C\$|A\$|CA\$|AU\$|₫|đ|¥|₹|₽|₩|₺|₴|฿|₪|₦|zł|Kč|Kn|kr\.?|Ft|lei|руб\.?|р\.|грн\.?|лв\.?|"
    r"KM|RM|Rp|Rs\.?"
)
CODES = (
    r"VN[DĐ]|USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|CNY|INR|BRL|MXN|ARS|CLP|COP|PEN|PLN|CZK|HUF|RON|BGN|HRK|RSD|SEK|NOK|DKK|"
    r"TRY|RUB|BYN|UAH|ILS|AED|SAR|THB|MYR|IDR|PHP|SGD|HKD|TWD|KRW|ZAR|Lei|KN|đồng|vnđ"
)
NUMBER = r"\d{1,9}(?:[.,'’\u00a0\u202f ]\d{2,3})*(?:[.,]\s?(?:\d{1,2}|-{1,2}|–))?"
MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{SIGNS}|(?:{CODES})(?!\w))\s?(?P<first>{NUMBER})|"
    rf"(?P<second>{NUMBER})\s?(?P<after>(?:{SIGNS}|{CODES})(?!\w)))",
    re.IGNORECASE,
)
BARE = re.compile(rf"^\W*(?P<bare>{NUMBER})\W*$")
PRICE_NAME = re.compile(
    r"price|(?:^|[\s_-])(?:gia(?:-ban)?|preis|prix|precio|prezzo|preco|prijs|pris|cena|hinta|hind|amount|prc)s?"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
OLD_NAME = re.compile(
    r"old|was-?price|(?:^|[\s_-])was(?:$|[\s_-])|before|regular-?price|list-?price|strike|crossed|original|compare|rrp|"
    r"msrp|retail|gia-?(?:cu|goc|niem)|discount-?from|line-?through|previous|normal-?price|standard",
    re.IGNORECASE,
)
NOT_PRICE = re.compile(
    r"shipping|delivery|postage|versand|saving|save|(?:^|[\s_-])tax|installment|finance|monthly|deposit|points?|"
    r"unit-?price|per-?unit|discount-?(?:amount|value|percent)|coupon|voucher|cart|basket|total",
    re.IGNORECASE,
)
# The two ends of a list's filter are prices of two of its goods.
FILTER = re.compile(r"(?:^|[\s_-])(?:filters?|facets?|bo-?loc)(?:$|[\s_-])", re.IGNORECASE)
NOT_PRICE_WORDS = re.compile(
    r"ship|giao hàng|vận chuyển|tiết kiệm|giảm|trả góp|miễn phí|đơn hàng từ|delivery|postage|save|off\b|per month|"
    r"/\s?month|installment|versand|lieferung|livraison|envío|spedizione|mensuel|cuota|rate|mes\b|deposit|over|"
    r"from €|orders",
    re.IGNORECASE,
)
PER_UNIT = re.compile(r"^\s*(?:/|per\b|pro\b|je\b|par\b|al?\b)\s*(?:100|1)?\s?(?:g|kg|ml|l|lít|m|m²)\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
NOT_ZERO = re.compile(r"[1-9]")
CENTS = re.compile(r"^\d\d(?!\d)")
CROSSED = frozenset({"del", "s", "strike"})
NOW, CALLED_OLD, CROSSED_OUT = range(3)


@dataclass(frozen=True)
class Place:
    """Where an amount may stand. after: the next text. label: price, price_old or nothing. distance: in chunks,
    from the heading; negative before it. by_link: one of the three texts before is a link to another page."""

    text: str
    after: str
    label: str
    distance: int
    by_link: bool
    element: lxml.html.HtmlElement


@dataclass(frozen=True)
class Amount:
    """One amount of money on the page: as written, its currency as written, and how strongly it is a price.

    age: NOW, CALLED_OLD (by a class) or CROSSED_OUT (or labelled as the price before). by_link: just after a link to
    another page. shape: the element and what it stands in, for telling members of a list.
    """

    words: str
    currency: str
    weight: float
    age: int
    by_link: bool
    shape: tuple[str, ...]


def amounts_of(zone: Zone, page: Page) -> Iterator[Amount]:
    """Every amount of the zone with its weight, in reading order."""
    label, rows, seen = "", zone.chunks, set[int]()
    for place, chunk in enumerate(rows):
        label = _price_label(chunk.text) or label
        if not DIGIT.search(chunk.text):
            continue
        holder = _holder(chunk.element)
        if holder is not None and id(holder) in seen:
            continue
        text = chunk.text if holder is None else _text_of(holder)
        if len(text) > 200:
            continue
        if holder is not None:
            seen.add(id(holder))
        after = rows[place + 1].text if place + 1 < len(rows) else ""
        by_link = any(_is_in_link(before.element, page) for before in rows[max(0, place - 3, zone.at + 1) : place])
        found = _weigh(Place(text, after, label, place - zone.at, by_link, chunk.element), page)
        if found:
            yield found
        label = ""


def _price_label(text: str) -> str:
    """ "price" or "price_old" for a text that begins with such a label, else empty."""
    match = label_pattern().match(text) if len(text) < 60 else None
    meaning = labels().get(bare(match["label"]), "") if match else ""
    return meaning if meaning in ("price", "price_old") else ""


def _weigh(place: Place, page: Page) -> Amount | None:
    """The first amount of a place with its weight; None where there is none. Every line below is one clue."""
    named = _is_named_price(place.element)
    match = MONEY.search(place.text)
    bare_number = None if match else BARE.match(place.text)
    if match is None and (bare_number is None or not (named or place.label)):
        return None
    words = match[0].strip() if match else bare_number["bare"] if bare_number else ""
    currency = (match["before"] or match["after"] or "") if match else ""
    after = (place.text[match.end() :] if match else "") or place.after
    names = " ".join(map(names_of, around(place.element, 1)))
    weight = 2.0 * bool(currency) + 2.0 * named + 1.0 * (place.label == "price")
    weight += 1.0 if len(place.text) <= len(words) + 12 else 0.0
    weight -= place.distance / 60 if place.distance >= 0 else 2.0 - place.distance / 20
    weight -= 3.0 * bool(NOT_PRICE.search(names)) + 2.0 * bool(NOT_PRICE_WORDS.search(place.text))
    weight -= 5.0 * any(FILTER.search(names_of(each)) for each in around(place.element, 4))
    weight -= 2.0 * bool(PER_UNIT.match(after)) + 3.0 * _is_in_link(place.element, page)
    weight -= 5.0 * (not NOT_ZERO.search(words)) + 3.0 * place.text.lstrip("(").startswith(("+", "-", "−"))
    crossed = _is_crossed(place.element) or place.label == "price_old"
    age = CROSSED_OUT if crossed else CALLED_OLD if OLD_NAME.search(names) else NOW
    shape = tuple(f"{each.tag!s} {each.get('class') or ''}" for each in around(place.element, 2))
    return Amount(words, currency, weight, age, place.by_link, shape)


def _is_named_price(element: lxml.html.HtmlElement) -> bool:
    """Whether an element, or a short one up to four steps around it, is called a price."""
    return any(PRICE_NAME.search(names_of(each)) and len(_text_of(each)) <= 60 for each in around(element, 4))


def _holder(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The outermost short element called a price around a text, if it holds one amount: "109" "<sup>99</sup>" "€"."""
    best = None
    for each in around(element, 4):
        text = _text_of(each)
        if PRICE_NAME.search(names_of(each)) and len(text) <= 40:
            if len(MONEY.findall(text)) > 1 or any(inner.tag in CROSSED for inner in each.iter() if inner is not each):
                break
            best = each
    return best


def _text_of(element: lxml.html.HtmlElement) -> str:
    """The text of an element, cut off where it is too long to be a price.

    Cents that stand in an element of their own without a mark between ("$229" and "99") get a comma: run together they
    would be wrong a hundredfold. Any other digits that would run together are set apart.
    """
    whole = ""
    for piece in _texts(element):
        if whole and piece and whole[-1].isdigit() and piece[0].isdigit():
            whole += "," if CENTS.match(piece) else " | "
        whole += piece
        if len(whole) > 400:
            break
    return one_line(whole)


def _texts(element: lxml.html.HtmlElement) -> Iterator[str]:
    for event, piece in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            yield (piece.tail or "") if piece is not element else ""
        elif isinstance(piece.tag, str) and piece.tag not in ("script", "style"):
            yield (piece.text or "").strip() if piece.tag == "sup" else piece.text or ""


def _is_crossed(element: lxml.html.HtmlElement) -> bool:
    return any(each.tag in CROSSED or "line-through" in (each.get("style") or "") for each in around(element, 4))


def _is_in_link(element: lxml.html.HtmlElement, page: Page) -> bool:
    """Whether the text is part of a link to another page: then it is that page's price."""
    for each in around(element, 5):
        href = each.get("href") if each.tag == "a" else None
        if href and not href.startswith(("#", "javascript:")):
            return page.absolute(href) not in (None, page.url)
    return False
