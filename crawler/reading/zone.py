"""The zone of the page's own product: from its heading to where other products begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.reading.choose import folded
from crawler.reading.chunks import HEADINGS, Chunk, Sight, around, begins_others, names_of
from crawler.reading.page import Page

NAME_CLASS = re.compile(r"(?:product|item|prod)[\w-]*(?:title|name)|(?:^|\s)title|entry-title", re.IGNORECASE)
# What shops append to the name in <title>: " | Shop", " - Shop".
TITLE_TAIL = re.compile(r"\s+[|–—•·»-]\s+.*$")
FARTHEST = 400
# A heading other than h1 must share three quarters of its words with the title.
LEAST_AGREEMENT = 0.75
BEFORE = 25


@dataclass(frozen=True)
class Zone:
    """name: the heading. chunks: those of the product, the heading at `at`."""

    name: str
    chunks: list[Chunk]
    at: int


def zone_of(page: Page, sight: Sight) -> Zone | None:
    """The zone, or None where no heading repeats what the page calls itself."""
    everything = sight.chunks
    titles = [folded(t) for t in (page.meta("og:title") or "", TITLE_TAIL.sub("", page.title), page.title) if t]
    place = _heading(everything, titles)
    if place is None:
        return None
    end = place + 1
    while end < len(everything) and end - place < FARTHEST and not begins_others(everything[end]):
        end += 1
    start = max(0, place - BEFORE)
    name = max((_whole_heading(everything[place]), everything[place].text), key=lambda t: _agreement(folded(t), titles))
    return Zone(name, everything[start:end], place - start)


def _heading(everything: list[Chunk], titles: list[str]) -> int | None:
    """The place of the heading that best agrees with the page's title; an h1 wins over other elements."""
    best, best_score = None, 0.0
    for place, chunk in enumerate(everything):
        if not _may_be_name(chunk):
            continue
        name = max(_agreement(folded(text), titles) for text in (_whole_heading(chunk), chunk.text))
        score = name + (1.0 if _inside(chunk, "h1") else 0.0)
        if score > best_score:
            best, best_score = place, score
    return best if best_score >= LEAST_AGREEMENT else None


def _may_be_name(chunk: Chunk) -> bool:
    if not 2 <= len(chunk.text) <= 300:
        return False
    element = chunk.element
    return _inside(chunk, *HEADINGS) or bool(NAME_CLASS.search(names_of(element))) or element.get("itemprop") == "name"


def _inside(chunk: Chunk, *tags: str) -> bool:
    return any(each.tag in tags for each in around(chunk.element, 2))


def _whole_heading(chunk: Chunk) -> str:
    """The text of the whole heading a chunk stands in, where that is short."""
    for each in around(chunk.element, 2):
        if each.tag in HEADINGS:
            words = " ".join(" ".join(each.itertext()).split())
            return words if len(words) <= 300 else chunk.text
    return chunk.text


def _agreement(name: str, titles: list[str]) -> float:
    """0 to 2: how far a heading is what the page calls itself."""
    if not name:
        return 0.0
    if name in titles:
        return 2.0
    best = 0.0
    for title in titles:
        if len(name) > 3 and (name in title or (len(title) > 5 and title in name)):
            best = max(best, 1.0 + min(len(name), len(title)) / max(len(name), len(title)) / 2)
        else:
            words, other = set(name.split()), set(title.split())
            best = max(best, len(words & other) / max(len(words | other), 1))
    return best
