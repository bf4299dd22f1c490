"""Who sent a line of a conversation and when, and what opens a list: taken off before the line is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from catalog.registers import headers
from catalog.sheets.chats.chatlines import name_and_rest
from catalog.sheets.chats.chatwords import MONEY, PRODUCER, SENDER, SIZE, SPEAKER, STAMP, TIME
from catalog.sheets.chats.names import is_heading
from catalog.values.text import clean, fold

# What may stand before a colon when a conversation is copied without times: a name of one to four words.
_PREFIX = re.compile(r"^([^\W\d_][^:\d]{1,30}):\s+(\S.*)$")


def speakers(lines: Iterable[str]) -> frozenset[str]:
    """The folded names before colons that speak on two lines or more, of which one offers nothing.

    "Mật ong: chai 350k" twice names goods; "Đà Lạt Farm: dạ còn ạ" beside "Đà Lạt Farm: hồng 220k" names who speaks.
    """
    seen: Counter[str] = Counter()
    talking: set[str] = set()
    for line in lines:
        found = _PREFIX.match(clean(line))
        if found is None or len(found[1].split()) > 4 or headers.lookup(found[1]):
            continue
        seen[who := fold(found[1])] += 1
        if not (MONEY.search(found[2]) or SIZE.search(found[2])):
            talking.add(who)
    return frozenset(who for who in talking if seen[who] > 1)


def without_sender(words: str, known: frozenset[str]) -> tuple[str, str]:
    """A line without its time and sender, and the producer who speaks, blank where that is none."""
    if stamp := STAMP.match(words):
        return _without_speaker(words[stamp.end() :])
    found = _PREFIX.match(words)
    if found and fold(found[1]) in known:
        return found[2], found[1] if PRODUCER.search(found[1]) else ""
    return SENDER.sub("", words), ""


def _without_speaker(words: str) -> tuple[str, str]:
    """A copied line without who said it: "HTX Na Dai: na dai 65k/kg"; a producer who speaks is the one who sells."""
    found = SPEAKER.match(words)
    if found is None or headers.lookup(found[1]) or MONEY.search(found[1]) or SIZE.search(found[1]):
        return SENDER.sub("", words), ""
    said = words[found.end() :]
    if MONEY.search(said) and not name_and_rest(said)[0]:
        return words, ""  # "08:13 mật ong: 350k" names goods, not who speaks
    return said, found[1] if PRODUCER.search(found[1]) else ""


def without_heading(words: str) -> tuple[str, str]:
    """A line without what opens its list, and the producer that the opening names: "HTX Thử báo giá: ruốc 80k"."""
    head, colon, tail = words.partition(":")
    if not colon or not MONEY.search(tail) or MONEY.search(head):
        return words, ""
    if PRODUCER.search(head) and not headers.lookup(head):
        return tail.strip(), head
    return (tail.strip(), "") if is_heading(head) and name_and_rest(tail.strip())[0] else (words, "")


def is_time(text: str) -> bool:
    """Whether a line only tells when something was sent: "10:21 Hôm qua"."""
    return bool(TIME.match(text.strip()))
