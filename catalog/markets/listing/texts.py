"""Titles and descriptions within a market's limits: cut between words, label data kept, HTML where it is allowed.

The labelling decree wants the whole label in the description of a listing (Decree 37/2026/NĐ-CP, Article 42; facts on
OCOP, section 8), so where a text is too long the prose gives way and the label stays.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import nh3

from catalog.markets.market import description as whole_text
from catalog.markets.market import label_lines, names_pack, pack, prose, with_label
from catalog.publish.tables.reading import Product, Record
from catalog.values import claims, text

ELLIPSIS = "…"
# What a published text shows in the place of private contact data (catalog.values.contacts).
_MASK = re.compile(r"\[(?:số điện thoại|email|liên kết|số tài khoản hoặc giấy tờ|ngày sinh|địa chỉ|tên riêng)\]")
# The mask of a contact with the words that lead to it: “gọi [số điện thoại]”.
_CALL = re.compile(
    rf"(?:(?<!\w)(?:gọi|liên hệ|lh|đt|sđt|zalo|hotline|đặt hàng|xem)[\s:.]*)*(?:{_MASK.pattern})", re.IGNORECASE
)
# An address that was pulled apart to get past a filter: “www . shop . vn”, “lan @ gmail . com”, “shop . vn”.
_IN_PIECES = re.compile(
    r"(?<![\w-])(?:https?(?:\s+:\s*|:\s+)/|www(?:\s+\.\s*|\.\s+)\w"
    r"|[\w-]+(?:\s+@\s*|@\s+)[a-z0-9-]+\s*\.\s*[a-z]{2}"
    r"|[a-z0-9-]+\s+\.\s*(?:com|vn|net|org)(?!\w)|[a-z0-9-]+\.\s+(?:com|net|org)(?!\w))"
    r"\S*(?:\s*\.\s*[a-z0-9-]+)*",
    re.IGNORECASE | re.ASCII,
)
# Unicode's categories of pictographs, controls and code points that stand for no character.
_SIGNS = frozenset({"So", "Cs", "Co", "Cn", "Cc"})
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LOOSE_END = " ,;:-–—(/+&"


def fit(words: str, most: int | None) -> str:
    """The words, cut between two of them to at most `most` characters; a single longer word is cut inside."""
    if most is None or len(words) <= most:
        return words
    head = words[: most + 1]
    cut = head.rsplit(None, 1)[0] if " " in head.strip() else words[:most]
    return cut[:most].rstrip(_LOOSE_END)


def title(product: Product, offer: Record | None = None, most: int | None = None, least: int = 0) -> str:
    """The product's name for a listing, with the pack of `offer`, within `most` characters.

    The pack is kept whole where the name has to be cut. A name shorter than `least` is followed by what is true of the
    product: its stars in force, its province.
    """
    name = bare(product.facts["name"])
    packed = pack(offer) if offer else ""
    tail = f" - {packed}" if offer and packed and not names_pack(product, offer) else ""
    if most is not None and len(name) + len(tail) > most:
        room = most - len(tail)
        # A pack that leaves hardly any room for the name is told in the description alone.
        return fit(name, room) + tail if room >= most // 2 else fit(name, most)
    made = name + tail
    for more in _more(product) if len(made) < least else ():
        longer = f"{made} - {more}"
        if len(made) < least and (most is None or len(longer) <= most):
            made = longer
    return made


def _more(product: Product) -> Iterable[str]:
    if product.stars:
        yield f"OCOP {product.stars} sao"
    if product.facts["province"]:
        yield product.facts["province"]
    if product.set_title:
        yield product.set_title


@lru_cache(32)
def bare(words: str) -> str:
    """A title without emoji, control characters, links and telephone numbers."""
    if words.replace(" ", "").isalpha():
        return text.clean(words)  # most names; nothing of the kind can stand in them
    kept = "".join(c for c in words if c in "°%" or (unicodedata.category(c) not in _SIGNS and c != "\ufe0f"))
    masked = claims.without_contacts(_IN_PIECES.sub("[liên kết]", kept))
    return text.clean(_CALL.sub(" ", masked)).rstrip(_LOOSE_END) if _MASK.search(masked) else text.clean(kept)


def description(product: Product, most: int | None = None) -> str:
    """Prose, then the label, as plain paragraphs of at most `most` characters; contact data is left out.

    A text that is too long loses whole sentences of its prose, from the end; the label stays, and is cut between words
    only where it is longer than the limit by itself.
    """
    said = prose(product)
    told = without_contacts(said)
    whole = whole_text(product) if told == said else with_label(told, product)
    if most is None or len(whole) <= most:
        return whole
    label = "\n".join(label_lines(product))
    room = most - len(label) - 1
    shortened = _sentences(told, room) if room > 0 else ""
    return f"{shortened}\n{label}" if shortened else fit(label, most)


def _sentences(words: str, most: int) -> str:
    """As many whole sentences from the beginning as there is room for, else the first words and “…”."""
    kept = ""
    for paragraph in words.split("\n"):
        for number, sentence in enumerate(_SENTENCE.split(paragraph)):
            longer = f"{kept}{(chr(10) if number == 0 else ' ') if kept else ''}{sentence}"
            if len(longer) > most:
                return kept or _cut(words, most)
            kept = longer
    return kept


def _cut(words: str, most: int) -> str:
    return fit(words, most - 1) + ELLIPSIS if most > 1 else ""


# Rules and adapters ask the same of one product after the other.
@lru_cache(32)
def without_contacts(words: str) -> str:
    """The text without the sentences that hold a telephone number, an address or the mask of one.

    A line with an address in pieces is left out whole, since its sentences end within the address.
    """
    is_pulled_apart = bool(_IN_PIECES.search(words))
    if not (is_pulled_apart or _MASK.search(words) or claims.contacts(words)):
        return words
    lines = []
    for line in words.split("\n"):
        if is_pulled_apart and _IN_PIECES.search(line):
            continue
        kept = [s for s in _SENTENCE.split(line) if not (_MASK.search(s) or claims.contacts(s))]
        lines += [" ".join(kept)] if kept else []
    return "\n".join(line for line in lines if line.strip())


_LIST_MARKS = ("- ", "• ")
# What every importer that takes HTML lets through.
TAGS = frozenset({"p", "br", "ul", "li", "b", "strong", "em"})


def as_html(words: str, tags: Iterable[str] = TAGS) -> str:
    """Plain paragraphs as HTML: everything is escaped, list marks at the start of lines become a list."""
    lines = words.split("\n")
    if "p" in tags and _is_plain(words):
        return "".join([f"<p>{line}</p>" for line in lines if line.strip()])
    parts, items = [], []
    for line in [*lines, ""]:
        if line.startswith(_LIST_MARKS):
            items.append(f"<li>{html.escape(line[2:].strip(), quote=False)}</li>")
            continue
        if items:
            parts.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line.strip():
            parts.append(f"<p>{html.escape(line, quote=False)}</p>")
    return _cleaner(frozenset(tags)).clean("".join(parts))


def _is_plain(words: str) -> bool:
    """Whether nothing of a text has to be escaped, listed or cleaned: most are lines of letters alone.

    What is not printable, such as a space that does not break, is for the cleaner to write.
    """
    if "<" in words or "&" in words or ">" in words or not words.replace("\n", "").isprintable():
        return False
    return not (words.startswith(_LIST_MARKS) or "\n- " in words or "\n• " in words)


@cache
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(tags), attributes={})


def on_one_line(words: str) -> str:
    """Paragraphs as sentences of one line, for formats in which a line break ends a record."""
    lines = (line.strip() for line in words.split("\n"))
    return " ".join(line if line.endswith((".", "!", "?", ":", ";")) else f"{line}." for line in lines if line)


def brand(product: Product, most: int | None = None) -> str:
    """The brand, else the producer under the name that is shown."""
    return fit(product.facts["brand"] or product.producer["name"], most)


def tags(product: Product) -> list[str]:
    """The stars in force and the province."""
    star = f"OCOP {product.stars} sao" if product.stars else ""
    return [tag for tag in (star, product.facts["province"]) if tag]


def first_sentences(words: str, most: int) -> str:
    """Whole sentences from the beginning, as many as fit; the first words and “…” where not even one does."""
    return words if len(words) <= most else _sentences(words, most)
