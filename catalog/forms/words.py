"""What a cell can say, and how cells are named."""

from __future__ import annotations

import re

from catalog.sheets.opening.layout import column_letter, column_number

LONGEST = 32_767  # characters of a cell
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
# What XML cannot hold (H66), and what a spreadsheet would take for such a character in disguise: "_x000D_".
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DISGUISED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(words: str) -> str:
    """The words without control characters and with no more than 32,767 characters, as a cell can hold them."""
    words = _FORBIDDEN.sub("", words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def as_xml(words: str) -> str:
    """The words as a spreadsheet's XML states them: cleaned, and with what looks like an escape escaped.

    XlsxWriter does the second itself.
    """
    return _DISGUISED.sub("_x005F_", clean(words))


def reference(row: int, column: int) -> str:
    """Row 8, column 6 → "F8"."""
    return f"{column_letter(column)}{row}"


def place_of(cell: str) -> tuple[int, int] | None:
    """ "F8" → row 8, column 6; None for anything else."""
    found = _REFERENCE.match(cell)
    return (int(found[2]), column_number(found[1])) if found else None


def lines_in(words: str, width: float) -> int:
    """How many lines words take in a column of a width in characters."""
    return sum(max(1, -(-len(line) // max(int(width), 1))) for line in words.split("\n"))
