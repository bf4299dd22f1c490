"""The visible text of a page as a row of chunks, in reading order, without what belongs to other products.

A chunk is one text node with its element. What is hidden, and blocks that the page itself calls navigation, basket,
reviews or related products, are left out; so are texts for machines that a person would never see.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from crawler.reading.page import Page, is_hidden, one_line
from crawler.reading.register import phrases

SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "option", "datalist", "nav",
                    "footer", "object", "canvas"})  # fmt: skip
# Classes and ids of blocks that are about something else.
ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|similar|upsells?|cross-?sells?|recently|also-?(?:bought|viewed|like)|"
    r"mini-?(?:cart|basket)|cart-?(?:popup|drawer|modal)|shopping-?(?:cart|bag)|reviews?|comments?|footer|breadcrumbs?|"
    r"mega-?menu|main-?menu|navigation|navbar|newsletter|cookies?|social|share|lien-quan|tuong-tu|goi-y|da-xem|"
    r"binh-luan|danh-gia|gio-hang|modal(?:-\w+)?|popup|dialog|lightbox|tooltip|carousel-products|product-?cards?|product-?list|prod(?:uct)?-?grid|sponsored)(?:$|[\s_-])",
    re.IGNORECASE,
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
BLOCKS = frozenset({"div", "section", "aside", "ul", "ol", "table", "form", "article", "header"})
MOST_CHUNKS = 6_000
LONGEST_CHUNK = 5_000


@dataclass(frozen=True)
class Chunk:
    """One piece of text and the element it stands in (for a tail, the parent)."""

    text: str
    element: lxml.html.HtmlElement


@dataclass(frozen=True)
class Sight:
    """What can be seen of a page, in reading order: its chunks of text, and its elements by tag."""

    chunks: list[Chunk]
    elements: dict[str, list[lxml.html.HtmlElement]]

    def of(self, *tags: str) -> Iterator[lxml.html.HtmlElement]:
        """The visible elements of these tags, tag by tag."""
        for tag in tags:
            yield from self.elements.get(tag, ())


def see(page: Page) -> Sight:
    """The visible part of the body."""
    sight = Sight([], {})
    body = page.tree.find("body")
    # Depth first without recursion: a page may be nested deeper than Python likes.
    stack: list[tuple[lxml.html.HtmlElement, bool]] = [] if body is None else [(body, False)]
    while stack and len(sight.chunks) < MOST_CHUNKS:
        element, is_tail = stack.pop()
        if is_tail:
            parent = element.getparent()
            _add(sight, element.tail, parent if parent is not None else element)
            continue
        if element.tail:
            stack.append((element, True))
        if not isinstance(element.tag, str) or is_elsewhere(element):
            continue
        sight.elements.setdefault(element.tag, []).append(element)
        _add(sight, _button_words(element) if element.tag == "input" else element.text, element)
        stack.extend((child, False) for child in reversed(element))
    return sight


def _add(sight: Sight, text: str | None, element: lxml.html.HtmlElement) -> None:
    words = one_line(text[:LONGEST_CHUNK]) if text else ""
    if words:
        sight.chunks.append(Chunk(words, element))


def _button_words(element: lxml.html.HtmlElement) -> str:
    """What stands on an <input> that is a button; nothing for fields to fill in."""
    is_button = (element.get("type") or "").lower() in ("submit", "button", "image")
    return (element.get("value") or element.get("alt") or "") if is_button else ""


def is_elsewhere(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is hidden, silent, or a block about something else than the page's product."""
    tag = element.tag
    if tag in SILENT or is_hidden(element):
        return True
    if tag not in BLOCKS:
        return False
    names = names_of(element)
    return bool(names.strip()) and bool(ELSEWHERE.search(names)) and not _holds_main_heading(element)


def _holds_main_heading(element: lxml.html.HtmlElement) -> bool:
    return element.find(".//h1") is not None


def around(element: lxml.html.HtmlElement, steps: int) -> list[lxml.html.HtmlElement]:
    """The element and as many of those it stands in, from the inside."""
    return [element, *itertools.islice(element.iterancestors(), steps)]


def names_of(element: lxml.html.HtmlElement) -> str:
    """What an element is called: class, id and itemprop."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def begins_others(chunk: Chunk) -> bool:
    """Whether other products begin here: a short heading that says so."""
    return len(chunk.text) < 60 and bool(phrases("others").match(chunk.text))
