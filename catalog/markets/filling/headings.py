"""The table of a template that people read, and what each of its headers asks for, by the register of headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from catalog.markets.filling import demands
from catalog.markets.filling.asked import (
    FIELD_OF,
    REPEATED,
    Asked,
    Said,
    confirmed,
    is_ours,
    refused,
    without_samples,
    words_at,
)
from catalog.markets.filling.fields import FIELDS, PICTURE
from catalog.markets.market import Given
from catalog.registers import headers
from catalog.sheets.grid import Grid
from catalog.sheets.header import Header, find_headers, match_path
from catalog.sheets.understand import money_scale


def by_headers(grids: Mapping[str, Grid], given: Given) -> list[Asked]:
    """The table of a template that people read. Raises Refused where no sheet asks for products."""
    with headers.confirmed({h: c for h, c in given.columns.items() if c in _COLUMN_NAMES}):
        found = [asked for name, grid in grids.items() for asked in _headed(name, grid, given)]
    if not found:
        raise refused("template-unknown", given, columns=_missing(grids))
    return without_samples(found)[:1]


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
        for place, path in sorted(header.paths.items(), key=_sure_first):
            said = _of_header(path, taken)
            if place + 1 in grid.marks.hidden_columns:
                said = replace(said, field=None, guess="")
            said = confirmed(replace(said, help=_help(grid, header, place)), given)
            columns[place + 1] = said
            taken |= {said.field} if said.field else set()
            unsure += [said] if said.guess and said.words is None else []
        yield Asked(name, int(grid.numbers[header.last]), _numbered(dict(sorted(columns.items()))), None, unsure)


def _sure_first(item: tuple[int, tuple[str, ...]]) -> tuple[bool, int]:
    """What columns are read by: "Giá niêm yết" is the price only where no "Giá bán" stands further right."""
    match = match_path(item[1])
    return bool(match and match.otherwise), item[0]


def _of_header(path: tuple[str, ...], taken: set[str]) -> Said:
    label = " / ".join(path)
    match = match_path(path)
    said = Said(label, None, need=demands.need_in(label), scale=money_scale(label) or 1)
    if side := demands.side_of(label):  # of what, a bare “Chiều dài” does not say
        return replace(said, field=side) if demands.is_of_parcel(label) else replace(said, guess=side)
    if match is None or match.column == headers.IGNORED:
        return said
    column = FIELD_OF.get(match.column, match.column)
    if column == "dimensions" and demands.is_of_parcel(label):
        return replace(said, field="packed_dimensions")  # a product's size is no parcel's
    if match.how == "fuzzy":
        return replace(said, guess=match.column if is_ours(column) else "")
    if column in taken and column not in REPEATED:
        other = FIELD_OF.get(match.otherwise or "", match.otherwise or "")
        return replace(said, field=other) if other in FIELDS and other not in taken else replace(said, guess=column)
    return replace(said, field=column if is_ours(column) else None)


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


def _help(grid: Grid, header: Header, place: int) -> str:
    """The row below a header, where it explains: "Tối đa 120 ký tự"."""
    return words_at(grid, int(grid.numbers[header.last]) + 1, place + 1)
