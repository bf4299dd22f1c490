"""The tables of a template that hides a row of machine keys, and what each key asks for."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.markets.filling import anatomy as anatomies
from catalog.markets.filling import demands
from catalog.markets.filling.anatomy import Anatomy, key_of
from catalog.markets.filling.asked import REPEATED, Asked, Said, confirmed, refused, without_samples, words_at
from catalog.markets.market import Given
from catalog.registers import headers
from catalog.sheets.grid import Grid
from catalog.sheets.understand import money_scale

KEY_ROWS = 10  # at the top of a sheet in which a row of keys is looked for
DEMANDS = 8  # rows below the keys in which labels, demands and help stand


def by_keys(grids: Mapping[str, Grid], given: Given) -> list[Asked]:
    """The tables of a template with machine keys; none where there are no keys. Raises Refused for another shop's."""
    found = []
    for name, grid in grids.items():
        for place in range(min(len(grid.numbers), KEY_ROWS)):
            keys = {column: key_of(text) for column, text in enumerate(grid.row(place), 1) if text}
            if any(a.is_update(keys.values()) for a in anatomies.known()):
                raise refused("template-update", given)
            mine = next((a for a in anatomies.known() if a.owns(keys.values())), None)
            if mine:
                _refuse_other(mine, set(keys.values()), given)
                found.append(_keyed(grids, name, int(grid.numbers[place]), keys, mine, given))
                break
    return without_samples(found)


def _refuse_other(mine: Anatomy, keys: set[str], given: Given) -> None:
    """Raises Refused for a template of another market, or of a shop in another country."""
    if mine.market != given.market and any(a.market == given.market for a in anatomies.known()):
        raise refused("template-other", given, other=mine.title, command=mine.market)
    if language := mine.foreign_language(keys):
        raise refused("template-language", given, label=language)


def _keyed(
    grids: Mapping[str, Grid], name: str, key_row: int, keys: dict[int, str], mine: Anatomy, given: Given
) -> Asked:
    sheet = name.removesuffix(mine.beside) if mine.beside else name
    grid = grids.get(sheet)
    if grid is None:
        raise refused("template-unknown", given, columns=f"của trang “{sheet}”")
    labels, demand_row, last = _rows_below_keys(grid, key_row if sheet == name else 0, keys, mine)
    columns: dict[int, Said] = {}
    taken: set[str] = set()
    for column, key in keys.items():
        if mine.is_unwanted(key):
            continue
        # Where a header is its own key, people are told of it as it is written.
        label = words_at(grid, labels, column) or words_at(grids[name], key_row, column).partition("|")[0]
        help_rows = range(max(labels, demand_row) + 1, last + 1)
        said = Said(
            label,
            _not_taken(mine.field(key), taken),
            " ".join(filter(None, (words_at(grid, row, column) for row in help_rows))),
            demands.need_of(words_at(grid, demand_row, column)) or demands.need_in(label),
            scale=money_scale(label) or 1,
        )
        columns[column] = confirmed(said, given)
    _refuse_language(columns, set(keys.values()), given)
    return Asked(sheet, last, columns, mine)


def _rows_below_keys(grid: Grid, key_row: int, keys: dict[int, str], mine: Anatomy) -> tuple[int, int, int]:
    """The rows of labels and of demands (0 where there are none), and the last row before products may stand."""
    near = [int(n) for n in grid.numbers if key_row < n <= key_row + DEMANDS]

    def demanding(row: int) -> int:
        return sum(demands.need_of(words_at(grid, row, column)) is not None for column in keys)

    demand_row = next((row for row in near if demanding(row) >= 3), 0)
    above = [row for row in near if row < (demand_row or mine.first_row)]
    labels = max(above, key=lambda row: (sum(bool(words_at(grid, row, c)) for c in keys), row), default=0)
    last = max(demand_row, labels)
    while grid.places.get(last + 1) is not None and any(words_at(grid, last + 1, c) for c in keys):
        if last + 1 >= mine.first_row and _looks_filled(grid, last + 1, keys, mine):
            break
        last += 1
    return labels, demand_row, last


def _looks_filled(grid: Grid, row: int, keys: dict[int, str], mine: Anatomy) -> bool:
    """Whether a row is a product of the seller's and no help: its price is a number."""
    prices = [column for column, key in keys.items() if mine.field(key) == "price"]
    return any(words_at(grid, row, column).replace(".", "").replace(",", "").isdigit() for column in prices)


def _refuse_language(columns: dict[int, Said], keys: set[str], given: Given) -> None:
    """Raises Refused where no label of what every language has a word for is Vietnamese or English."""
    labels = [said.label for said in columns.values() if said.field in _TELLING and said.label not in keys]
    if labels and not any(headers.lookup(label) or headers.closest(label) for label in labels):
        raise refused("template-language", given, label=labels[0])


_TELLING = frozenset({"name", "text", "price", "category", "weight"})  # SKU and GTIN are called so everywhere


def _not_taken(field: str | None, taken: set[str]) -> str | None:
    """The field, unless another column has it already: what two warehouses hold must not be counted twice."""
    name = (field or "").partition(":")[0]
    is_free = name in REPEATED or name not in taken
    taken.add(name)
    return field if is_free else None
