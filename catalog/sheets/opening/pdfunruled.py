"""Tables of a PDF without ruled cells: columns from the gaps that no line of the list crosses.

Rows are told apart by their numbers where the list numbers its items, else each line is a row. Where a number does
not stand on the first line of its item, nothing is put together: the list is then not understood, never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from catalog.sheets.opening.pdfpage import Letter, Page
from catalog.sheets.opening.pdftext import WIDE, chunks, lines, parts, words
from catalog.sheets.words import is_page

COLUMNS = 3  # parts of a line that make it a line of a list
LEAST = 3  # lines that make a list
CROSSED = 0.04  # share of the lines that may cross a gap between columns: titles of groups do
NARROW = 2.0  # points; a gap between columns is wider
_COUNT = re.compile(r"\(?\d{1,4}[.)]?$")

_Line = list[Letter]


def unruled_rows(pages: Sequence[Page]) -> tuple[list[str], list[list[str]]]:
    """The lines of text above the list, and its rows; no rows where there is no list."""
    said = [line for page in pages for line in lines(page.letters) if not is_page(words(line))]
    listed = [number for number, line in enumerate(said) if len(chunks(line)) >= COLUMNS]
    if len(listed) < LEAST:
        return [words(line) for line in said], []
    gaps = _gaps(said[listed[0] : listed[-1] + 1])
    rows = [_row(line, gaps) for line in said[listed[0] :]]
    return [words(line) for line in said[: listed[0]]], _joined(rows)


def _gaps(listed: Sequence[_Line]) -> list[float]:
    """The middles of the gaps between columns: the wide ones, and between two words of the header the widest."""
    head = parts(listed[0], WIDE)
    found = [
        gap for gap in _uncrossed(listed) if not any(part[0].left < sum(gap) / 2 < part[-1].right for part in head)
    ]
    kept = {gap for gap in found if gap[1] - gap[0] > WIDE * listed[0][0].size}
    for before, after in pairwise(head):
        between = [gap for gap in found if before[-1].right - NARROW <= gap[0] and gap[1] <= after[0].left + NARROW]
        if between and not kept.intersection(between):
            kept.add(max(between, key=lambda gap: gap[1] - gap[0]))
    return sorted((left + right) / 2 for left, right in kept)


def _uncrossed(listed: Sequence[_Line]) -> list[tuple[float, float]]:
    """The gaps that hardly a line crosses, from left to right."""
    boxes = [(part[0].left, part[-1].right) for line in listed for part in parts(line)]
    ends = sorted([(left, 1) for left, _ in boxes] + [(right, -1) for _, right in boxes])
    found: list[tuple[float, float]] = []
    covering, open_since = 0, None
    for at, change in ends:
        covering += change
        if covering > CROSSED * len(listed):
            if open_since is not None and at - open_since > NARROW:
                found.append((open_since, at))
            open_since = None
        elif open_since is None:
            open_since = at
    return found[1:] if found and found[0][0] == ends[0][0] else found


def _row(line: _Line, gaps: Sequence[float]) -> list[str]:
    """The texts of a line by column; one that runs over a gap stands whole in its first column."""
    row = [""] * (len(gaps) + 1)
    if any(part[0].left < gap < part[-1].right for part in parts(line) for gap in gaps):
        row[bisect_right(gaps, line[0].left)] = words(line)
        return row
    for column in range(len(row)):
        inside = [letter for letter in line if bisect_right(gaps, letter.middle[0]) == column]
        row[column] = words(inside) if inside else ""
    return row


def _joined(rows: list[list[str]]) -> list[list[str]]:
    """The rows, wrapped lines joined to their item, where items are numbered."""
    counted = [n for n, row in enumerate(rows) if _COUNT.match(row[0]) and any(row[1:])]
    wrapped = any(not row[0] for row in rows)
    if len(counted) < LEAST or not wrapped:
        return rows
    fullest = max(range(1, len(rows[0])), key=lambda column: sum(bool(row[column]) for row in rows))
    if any(not rows[n][fullest] for n in counted):
        return rows  # numbers stand beside the middle of their item
    head = [_as_one(rows[: counted[0]])] if counted[0] else []
    return [*head, *_items(rows[counted[0] :], head[0][0] if head else "")]


def _as_one(rows: list[list[str]]) -> list[str]:
    """Several lines as one row."""
    return [" ".join(filter(None, texts)) for texts in zip(*rows, strict=True)]


def _items(rows: list[list[str]], head: str) -> list[list[str]]:
    """The rows below the header; a line without a number belongs to the item, or the header, above it."""
    found: list[list[str]] = []
    for row in rows:
        if found and not row[0] and (_COUNT.match(found[-1][0]) or found[-1][0] == head):
            found[-1] = _as_one([found[-1], row])
        else:
            found.append(row)
    return found
