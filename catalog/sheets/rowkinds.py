"""What each row below a header is: an item, a group, a total, a signature, a note, numbering, the header again.

Rows that have a name, at least one fact beside it and nothing odd are items at once, for all rows together; only
the odd ones are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from catalog.sheets.grid import Filled, Grid
from catalog.sheets.header import WEAK, Header
from catalog.sheets.model import MappedColumn
from catalog.sheets.opening.layout import column_number
from catalog.sheets.words import (
    is_count,
    is_example,
    is_group_mark,
    is_guide,
    is_known_group,
    is_note,
    is_numbering,
    is_shouted,
    is_signature,
    is_total,
    names_group,
)
from catalog.values.text import fold

ITEM = "item"
# Columns that group rows leave blank; what else stands in one (a code, a count, a note) does not matter.
_FACTS = frozenset({"price", "producer", "phone", "stars", "unit", "decision_number", "address", "pack", "stock"})
_GUIDED = 4  # rows below a header that may tell what to write


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kind of each row of a body ("item", "group", …), and the group that each stands in."""

    kinds: list[str]
    groups: list[str | None]


def classify(grid: Grid, header: Header, columns: dict[str, MappedColumn], body: npt.NDArray[np.int64]) -> Kinds:
    """Kinds of the rows at the places `body`; a cell that a merge fills counts as filled."""
    look = _Look.at(grid, header, columns)
    filled = grid.merged[0][body] > 0
    sure = _sure(grid, look, body, filled)
    parts = _parts(grid, look, body)
    kinds = [ITEM] * len(body)
    for at in sorted({*np.flatnonzero(~sure).tolist(), *range(min(_GUIDED, len(body)))}):
        begins = at < 2 or kinds[at - 1] == "header again"
        kinds[at] = _odd(look, int(body[at]), filled[at], at, begins)
    for at in np.flatnonzero(parts).tolist():
        kinds[at] = "note" if kinds[at] == ITEM else kinds[at]
    sure &= np.array([kind == ITEM for kind in kinds], bool)
    _end(kinds, sure, _signs_of_life(grid, look, body), _lone(grid, look, body))
    return Kinds(kinds, _groups(kinds, body, look))


@dataclass(frozen=True, slots=True)
class _Look:
    """The columns of a table by their part in telling rows apart."""

    grid: Grid
    header: Header
    columns: list[int]
    name: int
    count: int | None
    facts: list[int]
    hard: list[int]
    prices: list[int]

    @classmethod
    def at(cls, grid: Grid, header: Header, columns: dict[str, MappedColumn]) -> _Look:
        places = {m.column: column_number(m.letter) - 1 for m in reversed(columns.values()) if m.column}
        facts = [column_number(m.letter) - 1 for m in columns.values() if m.column and m.column not in WEAK]
        hard = [column_number(m.letter) - 1 for m in columns.values() if m.column in _FACTS]
        prices = [column_number(m.letter) - 1 for m in columns.values() if m.column == "price"]
        name, count = places["name"], places.get("row_number")
        return cls(grid, header, sorted(header.paths), name, count, [c for c in facts if c != name], hard, prices)


def _sure(grid: Grid, look: _Look, body: npt.NDArray[np.int64], filled: Filled) -> npt.NDArray[np.bool_]:
    """Which rows are items beyond doubt."""
    sure = filled[:, look.name] & filled[:, look.facts].any(axis=1)
    sure &= ~_has(grid, body, look.name, _names_nothing)
    sure &= ~_has(grid, body, look.name, lambda text: is_example("", text))
    if look.count is not None:
        sure &= ~_has(grid, body, look.count, lambda text: not is_count(text))
        before = [c for c in look.columns if c < look.name]
        unnumbered = ~filled[:, look.count]
        for column in before:
            sure &= ~(unnumbered & _has(grid, body, column, is_total))
    again = np.zeros(len(body), np.int64)
    for column in look.columns:
        again += (grid.codes[body, column] == grid.codes[look.header.last, column]) & grid.filled[body, column]
    return cast(Filled, sure & (again < 2))


def _parts(grid: Grid, look: _Look, body: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which rows tell what a set holds: its name and its one price are merged over all of them."""
    codes, covered = grid.merged
    if not look.prices or look.name in look.prices:
        return np.zeros(len(body), bool)
    rows = body[:, None]
    whole = covered[rows, [look.name]].all(axis=1) & covered[rows, look.prices].all(axis=1)
    return cast(Filled, whole & (codes[rows, look.prices] > 0).any(axis=1))


def _names_nothing(text: str) -> bool:
    """Whether a text in the column of names is none: a sum, a number, "(2)"."""
    return is_total(text) or is_signature(text) or len(text.strip(" ()")) < 2 or text.strip(" ().").isdigit()


def _has(grid: Grid, body: npt.NDArray[np.int64], column: int, is_one: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Which rows have a text of a kind in a column; each distinct text is looked at once."""
    codes = grid.codes[body, column]
    found = np.flatnonzero(np.bincount(codes)).tolist()
    said = [code for code in found if code and is_one(grid.texts[column][code])]
    return np.isin(codes, said)


def _odd(look: _Look, row: int, filled: npt.NDArray[np.bool_], at: int, begins: bool) -> str:
    """The kind of a row that is not at once an item; `at` is its place in the body, begins: right below a header."""
    grid = look.grid
    texts = [text for c in look.columns if (text := grid.text(row, c))]
    if not texts:
        return "beside the table"
    count = grid.text(row, look.count) if look.count is not None else ""
    numbered = is_count(count)
    name, facts = bool(filled[look.name]), int(filled[look.facts].sum())
    if begins and is_numbering(texts):
        return "numbering"
    if _is_header_again(look, row):
        return "header again"
    if is_example(count, grid.text(row, look.name)) or (at < _GUIDED and not numbered and is_guide(texts)):
        return "note"
    if not (numbered and facts > 1) and (is_total(grid.text(row, look.name)) or any(map(is_total, texts[:2]))):
        return "total"
    # A form asks for the office of who fills it in: a row that names a product and says of it what it costs is one.
    said = [grid.text(row, column) for column in look.hard]
    offered = name and not is_signature(grid.text(row, look.name)) and _more_than_offices(said)
    if not (offered or (numbered and name)) and any(map(is_signature, texts)):
        return "signature"
    if _is_group(look, row, texts, count, filled):
        return "group"
    if not numbered and is_note(texts[0]) and facts < 2:
        return "note"
    told = facts if filled[look.hard].any() else 0  # a nameless row of pictures or texts alone is no item
    if (name and (facts or numbered or look.count is None or count)) or told > 1 or (numbered and told):
        return ITEM
    return "note"


def _more_than_offices(texts: list[str]) -> bool:
    """Whether two facts or more of a row are none of a signature's."""
    return sum(bool(text) and not is_signature(text) for text in texts) > 1


def _is_header_again(look: _Look, row: int) -> bool:
    said = [(c, look.grid.text(row, c)) for c in look.columns if look.grid.text(row, c)]
    same = sum(fold(text) in {fold(words) for words in look.header.paths[c]} for c, text in said)
    return same >= 2 and same * 5 >= len(said) * 3


def _is_group(look: _Look, row: int, texts: list[str], count: str, filled: npt.NDArray[np.bool_]) -> bool:
    """A title of the rows below: a mark (I, A, Nhóm 1) without facts, a lone text over several columns, or capitals."""
    name = look.grid.text(row, look.name)
    if count and is_group_mark(count) and not is_count(count):
        return bool(name or len(texts) == 1) and not filled[look.hard].any()
    if is_count(count) or len(texts) > 2:
        return False
    first = next(c for c in look.columns if look.grid.text(row, c))
    if len(texts) == 2:
        return names_group(texts[0]) and not filled[look.hard].any()
    if is_note(texts[0]):
        return False
    span = look.grid.spans(row).get(first)
    if span and span[2] > first and span[2] >= look.name:
        return True
    if names_group(texts[0]):
        return True
    if texts[0].lstrip()[:1] in "([" or texts[0].lstrip()[:1].islower():
        return False  # the name of the row above goes on here
    return first == look.name and look.count is not None


def _signs_of_life(grid: Grid, look: _Look, body: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Rows that cannot be signatures: they are numbered, or in a list without numbers they state a figure."""
    if look.count is not None:
        return _has(grid, body, look.count, is_count)
    alive = np.zeros(len(body), bool)
    for column in look.hard:
        alive |= _has(grid, body, column, lambda text: any(map(str.isdigit, text)))
    return alive


def _lone(grid: Grid, look: _Look, body: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Rows of one text below an empty row: below the last item they speak to the reader."""
    apart = np.diff(grid.numbers[body], prepend=grid.numbers[look.header.last]) > 1
    return cast(Filled, apart & (grid.filled[body].sum(axis=1) == 1))


def _end(
    kinds: list[str], sure: npt.NDArray[np.bool_], alive: npt.NDArray[np.bool_], lone: npt.NDArray[np.bool_]
) -> None:
    """Nothing below a signature is an item without a sign of life, nor below a sum what is not sure; nor a group."""
    signed = next((at for at, kind in enumerate(kinds) if kind == "signature"), len(kinds))
    closed = False
    last_sure = int(np.flatnonzero(sure)[-1]) if sure.any() else -1
    for at, kind in enumerate(kinds):
        closed = closed or (at > last_sure and kind in ("total", "signature", "note"))
        closed = closed or bool(-1 < last_sure < at and kind == ITEM and lone[at])
        if kind == ITEM and ((closed and not sure[at]) or (at > signed and not alive[at])):
            kinds[at] = "signature"
    last = max((at for at, kind in enumerate(kinds) if kind == ITEM), default=-1)
    for at in range(last + 1, len(kinds)):
        if kinds[at] == "group":
            kinds[at] = "note"


def _groups(kinds: list[str], body: npt.NDArray[np.int64], look: _Look) -> list[str | None]:
    """The titles above each row, outer first: "LỚP 1 / MÔN TOÁN". A title takes the place of its like."""
    levels: list[tuple[str, str]] = []
    out: list[str | None] = []
    said: str | None = None
    before = ""
    for kind, row in zip(kinds, body.tolist(), strict=True):
        if kind == "group":
            level, text = _title(look, row)
            known = [known for known, _ in levels]
            if level in known:
                del levels[known.index(level) :]
            elif before != "group":
                del levels[-1:]
            levels.append((level, text))
            said = " / ".join(text for _, text in levels)
        before = kind
        out.append(said)
    return out


def _title(look: _Look, row: int) -> tuple[str, str]:
    """The level that a group's mark or first word stands for, and its words."""
    count = look.grid.text(row, look.count).strip() if look.count is not None else ""
    name = look.grid.text(row, look.name).strip()
    texts = [count, name] if count and name else [t for c in look.columns if (t := look.grid.text(row, c).strip())][:1]
    words = (texts[0] if texts[0][-1:] in ".):" else texts[0] + ".") + " " + texts[1] if len(texts) == 2 else texts[0]
    mark = fold(words).split()[:1] or [""]
    if mark[0] and all(letter in "ivxl" for letter in mark[0]):
        return "roman", " ".join(words.split())
    if len(texts) == 1 and is_shouted(words) and not is_known_group(words):
        return "capitals", " ".join(words.split())
    return ("letter" if len(mark[0]) == 1 and mark[0].isalpha() else mark[0]), " ".join(words.split())
