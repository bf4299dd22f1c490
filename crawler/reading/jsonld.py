"""JSON-LD as shops really write it: several scripts, lists, @graph, comments, raw line breaks, trailing commas, two
documents in one script. A script that stays broken costs itself only."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.reading.page import Page

Node = dict[str, Any]

WRAPPERS = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
# An unclosed comment takes the rest with it: looking for its end again and again would cost quadratic time.
HTML_COMMENT = re.compile(r"<!--(?:.*?-->|.*)", re.DOTALL)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# In JSON a backslash may only stand before these; anything else is a slip of a template.
BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
STRING = r'"(?:[^"\\]|\\.)*"'
COMMENT = re.compile(rf"({STRING})|(?<![:\w])//[^\n]*|/\*(?:.*?\*/|.*)", re.DOTALL)
TRAILING_COMMA = re.compile(rf"({STRING})|,(?=\s*[\]}}])", re.DOTALL)
# Numbers stay the words they are: 150000.00 is not turned into 150000.0.
DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_int=str, parse_constant=str)
MOST_SCRIPTS = 60
DEEPEST = 12


def nodes(page: Page) -> list[Node]:
    """Every node that stands on its own: in a script, a list, an @graph, or as the main entity of another."""
    scripts = page.tree.xpath("//script[contains(translate(@type, 'LD', 'ld'), 'ld+json')]")
    found: list[Node] = []
    for script in scripts[:MOST_SCRIPTS]:
        for document in documents(script.text or ""):
            found.extend(_own_nodes(document, 0))
    return found


def documents(text: str) -> Iterator[Any]:
    """The JSON documents in the text of a script, as far as they can be read."""
    found: list[Any] = []
    for repair in (_as_it_is, _without_wrappers, _without_comments, _mended):
        now, whole = _decode_all(repair(text))
        found = max(found, now, key=len)
        if whole and now:
            break
    yield from found


def _decode_all(text: str) -> tuple[list[Any], bool]:
    """The documents from the front of the text, and whether that was all of it."""
    found: list[Any] = []
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n;,\ufeff":
            at += 1
        if at >= len(text):
            return found, True
        try:
            document, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found, False
        found.append(document)


def _as_it_is(text: str) -> str:
    return text


def _without_wrappers(text: str) -> str:
    return CONTROLS.sub(" ", WRAPPERS.sub(" ", text))


def _without_comments(text: str) -> str:
    return _without_wrappers(HTML_COMMENT.sub(" ", text))


def _mended(text: str) -> str:
    text = BAD_ESCAPE.sub(r"\\\\", _without_comments(text))
    text = COMMENT.sub(lambda m: m[1] or " ", text)
    text = TRAILING_COMMA.sub(lambda m: m[1] or "", text)
    return html.unescape(text) if "&quot;" in text and '"' not in text else text


def _own_nodes(document: Any, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(document, list):
        for each in document:
            yield from _own_nodes(each, depth + 1)
    elif isinstance(document, dict):
        if "@graph" in document:
            yield from _own_nodes(document["@graph"], depth + 1)
        if "@type" in document:
            yield document
        for name in ("mainEntity", "mainEntityOfPage", "itemOffered"):
            yield from _own_nodes(document.get(name), depth + 1)
