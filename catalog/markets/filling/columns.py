"""Which columns a template has, and what of ours each asks for: by hidden machine keys, else by visible headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalog.errors import Refused
from catalog.markets.filling import anatomy as anatomies
from catalog.markets.filling import demands
from catalog.markets.filling.anatomy import Anatomy, key_of
from catalog.markets.filling.demands import Need
from catalog.markets.filling.fields import FIELDS, PICTURE
from catalog.markets.market import Given
from catalog.registers import headers, refusals
from catalog.sheets.grid import Grid
from catalog.sheets.header import Header, find_headers, match_path
from catalog.sheets.understand import money_scale
from catalog.values.text import fold

KEY_ROWS = 10  # at the top of a sheet in which a row of keys is looked for
DEMANDS = 8  # rows below the keys in which labels, demands and help stand
# Fields of which a template may have several columns, each filled. Of other fields the first column counts.
REPEATED = frozenset({PICTURE, "row_number", "group", "channel"})
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Said:
    """What one column says of itself; guess is the column of COLUMNS that its header is only alike to."""

    label: str
    field: str | None
    help: str = ""
    need: Need | None = None
    words: str | None = None
    scale: int = 1
    guess: str = ""


@dataclass(slots=True)
class Asked:
    """One table that asks for products: columns by their number from 1, rows by what Excel shows."""

    sheet: str
    last_header: int
    columns: dict[int, Said]
    anatomy: Anatomy | None = None
    unsure: list[Said] = field(default_factory=list)

    @property
    def counting(self) -> frozenset[int]:
        """Columns that only count the rows."""
        return frozenset(c for c, said in self.columns.items() if said.field == "row_number")


# ── by machine keys ──


def by_keys(grids: Mapping[str, Grid], given: Given) -> list[Asked]:
    """The tables of a template with machine keys; none where there are no keys. Raises Refused for another shop's."""
    found = []
    for name, grid in grids.items():
        for place in range(min(len(grid.numbers), KEY_ROWS)):
            keys = {column: key_of(text) for column, text in enumerate(grid.row(place), 1) if text}
            if any(a.is_update(keys.values()) for a in anatomies.known()):
                raise _refusal("template-update", given)
            mine = next((a for a in anatomies.known() if a.owns(keys.values())), None)
            if mine:
                _refuse_other(mine, set(keys.values()), given)
                found.append(_keyed(grids, name, int(grid.numbers[place]), keys, mine, given))
                break
    return found


def _refuse_other(mine: Anatomy, keys: set[str], given: Given) -> None:
    """Raises Refused for a template of another market, or of a shop in another country."""
    if mine.market != given.market and any(a.market == given.market for a in anatomies.known()):
        raise _refusal("template-other", given, other=mine.title, command=mine.market)
    if language := mine.foreign_language(keys):
        raise _refusal("template-language", given, label=language)


def _refusal(code: str, given: Given, **values: str) -> Refused:
    return Refused(refusals.sentence(code, name=given.name, market=given.title, **values), code=code, **values)


def _keyed(
    grids: Mapping[str, Grid], name: str, key_row: int, keys: dict[int, str], mine: Anatomy, given: Given
) -> Asked:
    sheet = name.removesuffix(mine.beside) if mine.beside else name
    grid = grids.get(sheet)
    if grid is None:
        raise _refusal("template-unknown", given, columns=f"của trang “{sheet}”")
    labels, demand_row, last = _rows_below_keys(grid, key_row if sheet == name else 0, keys, mine)
    columns: dict[int, Said] = {}
    taken: set[str] = set()
    for column, key in keys.items():
        if mine.is_unwanted(key):
            continue
        label = _words(grid, labels, column) or key
        help_rows = range(max(labels, demand_row) + 1, last + 1)
        said = Said(
            label,
            _not_taken(mine.field(key), taken),
            " ".join(filter(None, (_words(grid, row, column) for row in help_rows))),
            demands.need_of(_words(grid, demand_row, column)) or demands.need_in(label),
            scale=money_scale(label) or 1,
        )
        columns[column] = _confirmed(said, given)
    _refuse_language(columns, given)
    return Asked(sheet, last, columns, mine)


def _rows_below_keys(grid: Grid, key_row: int, keys: dict[int, str], mine: Anatomy) -> tuple[int, int, int]:
    """The rows of labels and of demands (0 where there are none), and the last row before products may stand."""
    near = [int(n) for n in grid.numbers if key_row < n <= key_row + DEMANDS]

    def demanding(row: int) -> int:
        return sum(demands.need_of(_words(grid, row, column)) is not None for column in keys)

    demand_row = next((row for row in near if demanding(row) >= 3), 0)
    above = [row for row in near if row < (demand_row or mine.first_row)]
    labels = max(above, key=lambda row: (sum(bool(_words(grid, row, c)) for c in keys), row), default=0)
    last = max(demand_row, labels)
    while grid.places.get(last + 1) is not None and any(_words(grid, last + 1, c) for c in keys):
        if last + 1 >= mine.first_row and _looks_filled(grid, last + 1, keys, mine):
            break
        last += 1
    return labels, demand_row, last


def _looks_filled(grid: Grid, row: int, keys: dict[int, str], mine: Anatomy) -> bool:
    """Whether a row is a product of the seller's and no help: its price is a number."""
    prices = [column for column, key in keys.items() if mine.field(key) == "price"]
    return any(_words(grid, row, column).replace(".", "").replace(",", "").isdigit() for column in prices)


def _refuse_language(columns: dict[int, Said], given: Given) -> None:
    """Raises Refused where the name's label is neither Vietnamese nor English."""
    label = next((said.label for said in columns.values() if said.field == "name"), "")
    match = headers.lookup(label)
    if label and not (match and match.column == "name") and not label.startswith(("ps_", "title.", "product_name")):
        raise _refusal("template-language", given, label=label)


def _words(grid: Grid, row: int, column: int) -> str:
    place = grid.places.get(row)
    return " ".join(grid.text(place, column - 1).split()) if place is not None else ""


def _not_taken(field: str | None, taken: set[str]) -> str | None:
    """The field, unless another column has it already: what two warehouses hold must not be counted twice."""
    name = (field or "").partition(":")[0]
    is_free = name in REPEATED or name not in taken
    taken.add(name)
    return field if is_free else None


# ── by visible headers ──


def by_headers(grids: Mapping[str, Grid], given: Given) -> list[Asked]:
    """The table of a template that people read. Raises Refused where no sheet asks for products."""
    with headers.confirmed({h: c for h, c in given.columns.items() if c in _COLUMN_NAMES}):
        found = [asked for name, grid in grids.items() for asked in _headed(name, grid, given)]
    if not found:
        raise _refusal("template-unknown", given, columns=_missing(grids))
    samples = demands.words("samples")
    real = [a for a in found if not any(sample in fold(a.sheet) for sample in samples)]
    return (real or found)[:1]


_COLUMN_NAMES = frozenset({*(line["column"] for line in headers.lines())})


def _missing(grids: Mapping[str, Grid]) -> str:
    """What keeps the sheets from being a template: no name of a product, or nothing beside it."""
    texts = {text for grid in grids.values() for column in grid.texts for text in column[:400] if 0 < len(text) < 80}
    named = any((match := headers.lookup(text)) and match.column == "name" for text in texts)
    return "“Giá bán” hoặc “Quy cách”" if named else "“Tên sản phẩm”"


def _headed(name: str, grid: Grid, given: Given) -> Iterator[Asked]:
    if grid.marks.state != "visible":
        return
    for header in find_headers(grid)[0]:
        columns: dict[int, Said] = {}
        unsure: list[Said] = []
        taken: set[str] = set()
        for place, path in sorted(header.paths.items()):
            said = _of_header(path, taken)
            if place + 1 in grid.marks.hidden_columns:
                said = replace(said, field=None, guess="")
            said = _confirmed(replace(said, help=_help(grid, header, place)), given)
            columns[place + 1] = said
            taken |= {said.field} if said.field else set()
            unsure += [said] if said.guess and said.words is None else []
        yield Asked(name, int(grid.numbers[header.last]), _numbered(columns), None, unsure)


def _of_header(path: tuple[str, ...], taken: set[str]) -> Said:
    label = " / ".join(path)
    match = match_path(path)
    said = Said(label, None, need=demands.need_in(label), scale=money_scale(label) or 1)
    if match is None or match.column == headers.IGNORED:
        return said
    if match.how == "fuzzy":
        return replace(said, guess=match.column)
    column = _FIELD_OF.get(match.column, match.column)
    if column in taken and column not in REPEATED:
        other = _FIELD_OF.get(match.otherwise or "", match.otherwise or "")
        return replace(said, field=other) if other in FIELDS and other not in taken else replace(said, guess=column)
    return replace(said, field=column if _is_ours(column) else None)


def _numbered(columns: dict[int, Said]) -> dict[int, Said]:
    """The columns of pictures with the number of their picture: "Ảnh 2" says it, else they are counted.

    One column alone takes all pictures.
    """
    pictures = [column for column, said in columns.items() if said.field == PICTURE and said.words is None]
    for count, column in enumerate(pictures, 1):
        said = re.search(r"\d{1,2}\s*$", columns[column].label)
        if len(pictures) > 1 or said:
            columns[column] = replace(columns[column], field=f"{PICTURE}:{int(said[0]) if said else count}")
    return columns


# Columns of a sheet whose field in a template is made for it.
_FIELD_OF = {"images": PICTURE, "gross_weight": "weight"}


def _help(grid: Grid, header: Header, place: int) -> str:
    """The row below a header, where it explains: "Tối đa 120 ký tự"."""
    return _words(grid, int(grid.numbers[header.last]) + 1, place + 1)


def _confirmed(said: Said, given: Given) -> Said:
    """The column as somebody said that it is to be filled: by a field, by words of its own, or not at all."""
    plain = (fold(said.label), fold(_BRACKETS.sub(" ", said.label)))
    told = next((field for header, field in given.columns.items() if fold(header) in plain), None)
    if told is None:
        return said
    if len(told) > 1 and told[0] == told[-1] == '"':
        return replace(said, words=told[1:-1], guess="")
    if told == headers.IGNORED:
        return replace(said, field=None, guess="")
    field = _FIELD_OF.get(told, told)
    return replace(said, field=field if _is_ours(field) else None, guess="")


def _is_ours(field: str) -> bool:
    """Whether the catalogue may have something for a field, given with or without which of several it is."""
    name = field.partition(":")[0]
    return name in FIELDS or name == PICTURE
