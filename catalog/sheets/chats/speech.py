"""The patterns of talk around goods, with accents and without; the words stand in `registers/talk.toml`.

Every repetition here is possessive, so that a line of ten thousand such words is read in one pass.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import NamedTuple

from catalog.registers import talk

_BEFORE_COLONS = ("heading", "when", "doing", "some", "offers", "called", "greeting", "closing")


class Speech(NamedTuple):
    """The patterns of one way of typing.

    greeting, offer  what stands before goods; offer is who offers and does what with them
    address          the beginning of a clause that speaks to or of a person; heading: all of what opens a list
    closing          particles behind goods; question: what asks without a question mark; wanted: what looks for goods
    talk, size, unfinished  what makes a name doubtful, anywhere, at its beginning, at its end; goods: what does not
    """

    greeting: re.Pattern[str]
    offer: re.Pattern[str]
    address: re.Pattern[str]
    heading: re.Pattern[str]
    closing: re.Pattern[str]
    question: re.Pattern[str]
    wanted: re.Pattern[str]
    talk: re.Pattern[str]
    size: re.Pattern[str]
    unfinished: re.Pattern[str]
    goods: re.Pattern[str]


def speech(words: str) -> Speech:
    """The patterns for the way in which some words are typed."""
    return _speech(words.isascii())


@cache
def _speech(plain: bool) -> Speech:
    said = {**_around(plain), **_doubtful(plain)}
    return Speech(**{name: re.compile(pattern, re.I) for name, pattern in said.items()})


def _around(plain: bool) -> dict[str, str]:
    words, told = partial(talk.pattern, plain=plain), partial(talk.pattern, plain=plain, told=True)
    called, when, offers, doing = words("called"), told("when"), told("offers"), told("doing")
    call = rf"{called}\s+(?:ơi|oi)\b"
    who = rf"(?=(?:{when}|{offers})\s)(?:{when}\s+)*+(?:{offers}\s+(?:{when}\s+)*+)?+"
    after = rf"(?:\s+(?:{called}|{words('offers')}|{words('closing')}|vậy|nhỉ|ta|v|dạ))*+"
    return {
        "greeting": rf"(?:{words('greeting')}(?:\s+{called}(?:\s+(?:ơi|oi)\b)?)?[\s,!.:]*)++|{call}[\s,!.:]*",
        "offer": rf"{who}(?:(?=(?:còn|sẵn|con|san)\s+\d)|{doing}\s+(?:{told('doing', 'some', 'when')}\s+)*+)",
        "address": rf"(?:{words('greeting', 'called', 'offers')}\s*)++",
        "heading": rf"(?:{told(*_BEFORE_COLONS)}\W*)*+$",
        "closing": rf"(?<![\s,])[\s,]++{words('closing')}$",
        "question": rf"(?<!\w){words('question')}|(?:^|\s){words('question', key='endings')}{after}$",
        "wanted": rf"(?<!\w){words('wanted')}",
    }


def _doubtful(plain: bool) -> dict[str, str]:
    words = partial(talk.pattern, plain=plain)
    return {
        "talk": rf"(?<!\w){words('talk')}",
        "size": words("sizes"),
        "unfinished": rf"(?:^|\s){words('unfinished')}$",
        "goods": rf"(?<!\w){words('talk', 'sizes', key='goods')}",
    }
