"""Columns that are the answers of one question, a tick in each: "Phân hạng: 3 sao | 4 sao | 5 sao"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from catalog.registers import headers
from catalog.values.text import fold

_TICK = re.compile(r"[xX×✓✔√vV•+*●■☑☒]|(?i:có)")
_STARS = re.compile(r"(?:dat |hang |ocop )*[1-5] sao(?: ocop)?")

Column = tuple[Sequence[str], Sequence[str]]


def answers(columns: Sequence[Column]) -> dict[int, tuple[str, str]]:
    """For each column that is ticked its place, the column of COLUMNS that is asked for, and the answer it stands for.

    columns are paths of headers and the distinct texts below. At least two columns under one
    header have to share a meaning and one of them a tick; classes of stars need no header above.
    """
    asked: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (path, texts) in enumerate(columns):
        column = _question(path)
        if column and len([text for text in texts if not _is_tick(text, path)]) <= 1:
            asked[column, " / ".join(path[:-1])].append(place)
    return {
        place: (column, columns[place][0][-1])
        for (column, _), places in asked.items()
        if len(places) > 1 and any(_TICK.fullmatch(text.strip()) for place in places for text in columns[place][1])
        for place in places
    }


def _is_tick(text: str, path: Sequence[str]) -> bool:
    """Whether a text is a tick, or the header standing again; one text more may number the column."""
    return bool(_TICK.fullmatch(text.strip())) or text in path


def _question(path: Sequence[str]) -> str:
    """What a column of ticks answers: what the header above it means; blank where that is not known."""
    if _STARS.fullmatch(fold(path[-1])):
        return "stars"
    above = next((match for words in reversed(path[:-1]) if (match := headers.lookup(words))), None)
    return "" if above is None or above.column == headers.IGNORED else above.column


def ticked(labels: Sequence[str], texts: Sequence[str]) -> str:
    """The answers that a row ticks, a line each."""
    return "\n".join(label for label, text in zip(labels, texts, strict=True) if text)
