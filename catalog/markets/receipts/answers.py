"""A market's file → one row per listing that it speaks of, by whatever headers or hidden keys it has.

Any workbook, CSV or page with a column of reasons or states, and one of codes or names, is opened as sheets are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.errors import Refused
from catalog.markets.filling import anatomy
from catalog.registers import market_answers, refusals
from catalog.registers.market_answers import Role
from catalog.sheets.grid import Grid
from catalog.sheets.opening.cells import Cells
from catalog.sheets.opening.confined import open_confined, refusal
from catalog.sheets.opening.delimited import DELIMITERS
from catalog.sheets.opening.kinds import OPENERS, NotOpened, recognise
from catalog.sheets.opening.layout import column_letter
from catalog.values.text import fold, is_blank

HEADER_ROWS = 60  # in which the header of the list is looked for
LONGEST_HEADER = 60  # characters; longer texts are sentences, which headers.tsv would look through in vain
# "Mật ong, ID 12, SKU mo-500": how WooCommerce names a row that it sent back.
_SKU = re.compile(r"\bSKU[:\s]+([\w.-]+)", re.I)
_BEHIND_NAME = re.compile(r",\s*(?:ID \d+|SKU [\w.-]+)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of a market's list.

    cell   where its reason stands, as Excel shows it
    codes  by which the seller or we know it; ids may be ours, or numbers of the market's own
    state  accepted, rejected, or "" where the row says neither (it still waits)
    is_said  the market wrote something into this row: one without is taken only beside others that were sent back
    """

    cell: str
    codes: tuple[str, ...]
    ids: tuple[str, ...]
    name: str
    state: str
    words: str
    url: str | None
    is_said: bool = True


@dataclass(slots=True)
class _List:
    """Columns of one list by what they hold, from 0, and the place of its header."""

    grid: Grid
    header: int
    first_row: int
    columns: dict[Role, list[int]] = field(default_factory=dict)

    def texts(self, place: int, role: Role) -> list[str]:
        found = (" ".join(self.grid.text(place, column).split()) for column in self.columns.get(role, ()))
        return [text for text in found if text]


def read_answers(data: bytes, name: str) -> list[Answered]:
    """Every row of a market's list. Raises Unreadable for other bytes, Refused where no list of answers is found."""
    try:
        kind = recognise(data)
    except NotOpened as refused:
        raise refusal(refused.code, name, **refused.values) from None
    if kind not in OPENERS:
        raise refusal("file-other-kind", name, kind="tệp nén ZIP")
    sheets = (_cut(Grid(cells)) for cells in open_confined(kind, data, name))
    lists = [found for grid in sheets if (found := _find(grid))]
    if not lists:
        raise Refused(refusals.sentence("receipt-unknown", name=name), code="receipt-unknown")
    return [row for one in lists for row in _rows(one)]


def _cut(grid: Grid) -> Grid:
    """Text that was not cut into columns, because its headers are none of a product sheet, cut by those of answers."""
    if len(grid.texts) != 1:
        return grid
    lines = [grid.text(place, 0) for place in range(len(grid.numbers))]
    for delimiter in DELIMITERS:
        if any(sum(map(_is_header, line.split(delimiter))) > 1 for line in lines[:HEADER_ROWS]):
            cells = Cells()
            for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 1):
                cells.add(number, row)
            return Grid(cells)
    return grid


def _is_header(words: str) -> bool:
    return market_answers.role_of(words) is not None


def _find(grid: Grid) -> _List | None:
    """The first row of a sheet that heads a list of answers, or two rows that do so together."""
    for place in range(min(len(grid.numbers), HEADER_ROWS)):
        texts = grid.row(place)
        found, first_row = _roles(texts), _first_row(texts)
        if first_row == 0 and place + 1 < len(grid.numbers):
            below = _roles(grid.row(place + 1))
            if _is_head(below):
                continue  # “Sản phẩm | Kết quả” spans it
            is_free = not any(grid.text(place + 1, c) for c, role in found.items() if role in _KNOWN_BY)
            if is_free and below and _is_head(found | below):
                return _List(grid, place + 1, 0, _by_role(found | below))
        if _is_head(found):
            return _List(grid, place, first_row, _by_role(found))
    return None


_KNOWN_BY = frozenset({"code", "id", "name"})


def _roles(texts: list[str]) -> dict[int, Role]:
    """The columns of a header that tell something, with what they hold."""
    said = ((c, market_answers.roles().get(fold(anatomy.key_of(t))) or _role(t)) for c, t in enumerate(texts) if t)
    return {column: role for column, role in said if role}


def _role(text: str) -> Role | None:
    return market_answers.role_of(text) if len(text) <= LONGEST_HEADER else None


def _is_head(columns: dict[int, Role]) -> bool:
    roles = set(columns.values())
    return bool(roles & {"reason", "state"}) and bool(roles & _KNOWN_BY)


def _by_role(columns: dict[int, Role]) -> dict[Role, list[int]]:
    return {role: [c for c, mine in columns.items() if mine == role] for role in set(columns.values())}


def _first_row(header: list[str]) -> int:
    """The first row of products where the header is one of hidden keys, whose labels and help stand between."""
    keys = [anatomy.key_of(text) for text in header if text]
    known = next((a for a in anatomy.known() if a.owns(keys)), None)
    return known.first_row if known else 0


def _rows(one: _List) -> Iterator[Answered]:
    for place in range(one.header + 1, len(one.grid.numbers)):
        number = int(one.grid.numbers[place])
        codes, ids, names = (one.texts(place, role) for role in ("code", "id", "name"))
        if number < one.first_row or not (codes or ids or names):
            continue
        name = names[0] if names else ""
        codes += _SKU.findall(name)
        reasons, stated = one.texts(place, "reason"), one.texts(place, "state")
        words = "; ".join(r for r in reasons if not is_blank(r) and fold(r) not in market_answers.nothing())
        state, said = _state(stated, words)
        column = (one.columns.get("reason") or one.columns["state"])[0]
        url = next((text for text in one.texts(place, "url") if text.startswith(("http://", "https://"))), None)
        yield Answered(
            f"{column_letter(column + 1)}{number}",
            tuple(codes),
            tuple(ids),
            _plain(name),
            state,
            said,
            url,
            bool(stated or reasons),
        )


def _plain(name: str) -> str:
    while (shorter := _BEHIND_NAME.sub("", name)) != name:
        name = shorter
    return name


def _state(states: list[str], words: str) -> tuple[str, str]:
    """What a row says of its listing, and the market's words for it; a reason without a state sends it back."""
    found = {market_answers.state_of(state) for state in states}
    said = "rejected" if "rejected" in found else "accepted" if "accepted" in found else ""
    if words and market_answers.states().get(fold(words)) == "accepted":
        return said or "accepted", ""
    if said:
        return said, words or ("; ".join(states) if said == "rejected" else "")
    if states and not words:
        return "", ""  # "đang duyệt": it still waits
    return ("rejected", words) if words else ("accepted", "")
