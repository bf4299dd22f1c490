"""A text as somebody reads it who sees no code: tags, entities and escapes of programs are what they stand for.

Shop pages and the files that shops export write “0900<br>000<br>012”, “0900&#46;000&#46;012” or “0900\\u00a0000”: no
search for a number finds these, every reader does. Pure.
"""

from __future__ import annotations

import html
import re

# A tag, a remark, an entity, an escape of JSON or of an address.
_MARKS = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#[xX]|[a-zA-Z])|\\(?:u[0-9a-fA-F]{4}|[nrt])|%[0-9a-fA-F]{2}")
_REMARK = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# What begins a new line where it is shown, and what does not.
_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|th|tr|table|h[1-6]|section|article|dd|dt)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\[nrt]")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
# “&amp;nbsp;” is what two programs make of a space, one after the other.
_ROUNDS = 3


def may_hold(text: str) -> bool:
    """Whether a text holds anything that `as_read` would read otherwise."""
    return ("&" in text or "<" in text or "\\" in text or "%" in text) and _MARKS.search(text) is not None


def as_read(text: str) -> str:
    """The text without tags and remarks, a line end for each block; entities and escapes are their letters.

    What a text escapes twice or three times is undone as often. Does not raise on any text.
    """
    for _ in range(_ROUNDS):
        if not may_hold(text):
            break
        text = _once(text)
    return text


def seen(text: str) -> tuple[str, ...]:
    """A text as written, and where it holds code, as it is read, too."""
    return (text, as_read(text)) if may_hold(text) else (text,)


def _once(text: str) -> str:
    text = _ESCAPE.sub(_letter, text)
    text = _PERCENT.sub(_letters, text)
    text = _TAG.sub("", _BLOCK.sub("\n", _REMARK.sub("", _BREAK.sub("\n", text))))
    lines = map(str.strip, html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _letter(match: re.Match[str]) -> str:
    """The letter of an escape; none for a control character and for half of a letter."""
    code = int(match[1], 16)
    return "" if code < ord(" ") or 0xD800 <= code < 0xE000 else chr(code)


def _letters(match: re.Match[str]) -> str:
    """The letters of an address's bytes, a space for a control; as written where they are none (“100%ca cao”)."""
    try:
        letters = bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return match[0]
    return "".join(letter if letter.isprintable() else " " for letter in letters)
