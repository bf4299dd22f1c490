"""Words on paper: fonts that hold every Vietnamese letter, and words broken and shrunk until they fit a space.

Source Sans Pro (SIL Open Font License) comes with the package `font-source-sans-pro`. Decomposed letters are composed
first: every Vietnamese letter has a composed form, and the fonts hold all of them (tests/catalog/web/test_cards.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from font_source_sans_pro import font_files_ttf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "SourceSansPro", "SourceSansProBold"
# Of the size of the letters: room for the marks above a capital and below the line.
LEADING = 1.22


@cache
def fonts() -> frozenset[int]:
    """Registers both fonts, once; gives the letters that they hold."""
    made = [TTFont(name, font_files_ttf[name]) for name in (PLAIN, BOLD)]
    for font in made:
        pdfmetrics.registerFont(font)
    return frozenset(made[0].face.charToGlyph) & frozenset(made[1].face.charToGlyph)


def printable(words: str) -> str:
    """The words composed, on one line, without signs that the fonts cannot draw (a small picture, another script)."""
    known = fonts()
    return " ".join("".join(c for c in unicodedata.normalize("NFC", words) if c.isspace() or ord(c) in known).split())


def width(words: str, font: str, size: float) -> float:
    """How wide the words stand, in points."""
    fonts()
    return float(pdfmetrics.stringWidth(words, font, size))


def fitted(words: str, font: str, room: float, sizes: Sequence[float], most_lines: int) -> tuple[float, list[str]]:
    """The largest of the sizes at which the words stand in so many lines, and the lines; else cut with an ellipsis."""
    for size in sizes:
        lines = _lines(printable(words), font, size, room)
        if len(lines) <= most_lines and all(width(line, font, size) <= room for line in lines):
            return size, lines
    size = sizes[-1]
    kept = _lines(printable(words), font, size, room)[:most_lines]
    return size, [*kept[:-1], _cut(kept[-1] + "…", font, size, room)]


def _lines(words: str, font: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, font, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(line: str, font: str, size: float, room: float) -> str:
    while len(line) > 1 and width(line, font, size) > room:
        line = line[:-2] + "…"
    return line
