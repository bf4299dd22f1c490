"""Whether one can buy it now, as a person sees it: the words near the heading and the button."""

from __future__ import annotations

import re

import lxml.html

from crawler.reading import labelled
from crawler.reading.chunks import Chunk, around
from crawler.reading.model import Found
from crawler.reading.register import phrases
from crawler.reading.zone import Zone

LONGEST_SENTENCE = 90
# How far below the heading, in chunks, a word still speaks of the product and not of a shop, a delivery or a question.
NEAR, CLOSE = 120, 40
# In the order in which they are believed.
KINDS = (("sold_out", "OutOfStock"), ("pre_order", "PreOrder"), ("in_stock", "InStock"))
PRESSED = frozenset({"button", "a", "input"})
CHOICES = frozenset({"li", "label", "option"})
BUTTON_CLASS = re.compile(r"(?:^|[\s_-])(?:btn|button|add-?to-?cart|addtocart|buy)(?:$|[\s_-])", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]{2}")
OUT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:out-?of-?stock|sold-?out|het-hang|unavailable|not-available)(?:$|\s)", re.IGNORECASE
)
IN_CLASS = re.compile(r"(?:^|[\s_-])(?:in-?stock|con-hang)(?:$|\s)", re.IGNORECASE)
# "Unavailable for store pickup" is not "unavailable".
ABOUT_A_WAY = re.compile(r"\b(?:pick-?\s?up|collect\w*|delivery|store|shop|this item|postcode)\b", re.IGNORECASE)
CERTAIN, LIKELY, DOUBTFUL = 0.9, 0.8, 0.6


def values(zone: Zone) -> dict[str, Found]:
    """availability, if anything on the page says it. A sure OutOfStock is worth more than the page's own statement."""
    labelled_state = _by_label(zone)
    state, words, sure = labelled_state or _by_words(zone)
    if state:
        return {"availability": Found(state, f"words “{words}”", sure)}
    return {"availability": Found("InStock", "button to buy", DOUBTFUL)} if has_button(zone) else {}


def _by_label(zone: Zone) -> tuple[str, str, float] | None:
    """What stands behind "Tình trạng:" or "Availability:"."""
    for meaning, words, label in labelled.pairs(zone):
        if meaning == "availability":
            for kind, state in KINDS:
                if phrases(kind).match(words):
                    return state, f"{label}: {words}", CERTAIN
    return None


def _by_words(zone: Zone) -> tuple[str, str, float]:
    """The first word of stock below the heading; less sure far down, or once a button to buy has been passed."""
    passed_button = False
    for distance, chunk in enumerate(zone.chunks[zone.at : zone.at + NEAR]):
        passed_button = passed_button or is_button(chunk)
        if len(chunk.text) > LONGEST_SENTENCE or _is_choice(chunk) or ABOUT_A_WAY.search(chunk.text):
            continue
        state = _state_of(chunk)
        if state and not (passed_button and state == "OutOfStock"):
            return state, chunk.text, LIKELY if distance <= CLOSE else DOUBTFUL
    return "", "", 0.0


def _state_of(chunk: Chunk) -> str:
    """What a text says about the stock, in its words or, in any language, in the class of its element."""
    for kind, state in KINDS:
        if phrases(kind).match(chunk.text):
            return state
    name = (chunk.element.get("class") or "") if LETTERS.search(chunk.text) else ""
    return "OutOfStock" if OUT_CLASS.search(name) else "InStock" if IN_CLASS.search(name) else ""


def _is_choice(chunk: Chunk) -> bool:
    """Whether the text belongs to one of several choices (a size, a colour), not to the product."""
    return any(each.tag in CHOICES and _has_sisters(each) for each in around(chunk.element, 2))


def _has_sisters(element: lxml.html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and sum(1 for sister in parent if sister.tag == element.tag) > 2


def has_button(zone: Zone) -> bool:
    """Whether something below the heading can be pressed to buy."""
    return any(is_button(chunk) for chunk in zone.chunks[zone.at :])


def is_button(chunk: Chunk) -> bool:
    """Whether the chunk is the label of a button to buy that is not switched off."""
    if len(chunk.text) > 40 or not phrases("buy").match(chunk.text):
        return False
    near = around(chunk.element, 4)
    if any(each.get("disabled") is not None or each.get("aria-disabled") == "true" for each in near):
        return False
    return any(each.tag in PRESSED or BUTTON_CLASS.search(each.get("class") or "") for each in near)
