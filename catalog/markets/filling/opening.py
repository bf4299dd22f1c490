"""A seller's workbook → its tables to be filled, as the workbook itself describes them.

Values are read by the reader of sheets, in its child process with its limits; rules and protection out of the XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.forms.book import Book, Sheet
from catalog.forms.validations import Validation, validations
from catalog.forms.words import LONGEST
from catalog.forms.worksheet import Worksheet
from catalog.markets.filling import demands
from catalog.markets.filling.anatomy import Anatomy
from catalog.markets.filling.asked import Asked, refused
from catalog.markets.filling.choices import Choices, choices
from catalog.markets.filling.demands import Demand
from catalog.markets.filling.free_rows import first_of, free_rows
from catalog.markets.filling.headings import by_headers
from catalog.markets.filling.keys import by_keys
from catalog.markets.filling.standing import Standing, standing
from catalog.markets.market import Given
from catalog.sheets.grid import Grid
from catalog.sheets.opening.confined import open_confined, refusal
from catalog.sheets.opening.kinds import NotOpened, recognise
from catalog.sheets.opening.layout import column_letter

KINDS = {"xls": "Excel đời cũ (.xls)", "xlsb": "Excel nhị phân (.xlsb)", "ods": "OpenDocument (.ods)",
         "text": "văn bản (.csv, .txt)", "html": "trang web", "docx": "văn bản Word", "doc": "văn bản Word đời cũ",
         "pdf": "PDF", "zip": "tệp nén ZIP"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One column of the template that may be filled.

    field     what of ours belongs there, a name of `fields.FIELDS` or a picture; None where nothing does
    argument  which of several: the number of the picture, the channel of delivery
    words     what stands there for every product, where somebody said so
    unit      g or kg for weights, cm or mm for sides of parcels; None where the template does not say, and for all else
    scale     what one unit of its numbers is worth in đồng
    """

    column: int
    label: str
    field: str | None
    argument: str
    words: str | None
    demand: Demand
    choices: Choices | None
    unit: str | None
    scale: int

    @property
    def letter(self) -> str:
        return column_letter(self.column)

    @property
    def has_unit(self) -> bool:
        """Whether a number of ours can be written as the template counts it."""
        return self.field != "weight" or self.unit in ("g", "kg")


@dataclass(frozen=True, slots=True)
class Table:
    """One table to be filled: its sheet, its columns, the rows that are free from the first on, what stands above."""

    sheet: str
    targets: tuple[Target, ...]
    first_row: int
    last_row: int
    styles: dict[int, int]
    standing: Standing

    @property
    def rows(self) -> range:
        return range(self.first_row, self.last_row + 1)

    def target(self, field: str) -> Target | None:
        return next((t for t in self.targets if t.field == field), None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A template that can be filled; told are sentences for the person who uploads it."""

    anatomy: Anatomy | None
    tables: tuple[Table, ...]
    told: tuple[str, ...]


def open_template(given: Given) -> Opened:
    """The tables of a seller's workbook. Raises Unreadable or Refused with one Vietnamese sentence."""
    book, grids = _opened(given)
    asked = by_keys(grids, given) or by_headers(grids, given)
    tables: list[Table] = []
    told: list[str] = []
    for one in asked:
        sheet = book.find(one.sheet)
        if sheet is None:
            raise refused("template-unknown", given, columns="“Tên sản phẩm”")
        table = _table(book, sheet, one, grids, given)
        tables.append(table)
        told += _told(table, one, grids[one.sheet])
    return Opened(asked[0].anatomy, tuple(tables), tuple(told))


def _opened(given: Given) -> tuple[Book, dict[str, Grid]]:
    try:
        kind = recognise(given.data)
    except NotOpened as why:
        raise refusal(why.code, given.name, **why.values) from None
    if kind != "xlsx":
        raise refused("template-kind", given, kind=KINDS.get(kind, kind))
    grids = {cells.name: Grid(cells) for cells in open_confined(kind, given.data, given.name) if cells.name}
    return Book(given.data, given.name), grids


def _table(book: Book, sheet: Sheet, asked: Asked, grids: dict[str, Grid], given: Given) -> Table:
    worksheet, grid = book.read(sheet), grids[sheet.name]
    first, last = free_rows(grid, asked)
    if first > last:
        raise refused("template-full", given, sheet=sheet.name)
    styles = {column: worksheet.style(first, column) for column in asked.columns}
    open_columns = _unlocked(book, worksheet, styles) - set(_set_already(worksheet, grid, first, styles))
    if not open_columns & {c for c, said in asked.columns.items() if said.field == "name"}:
        raise refused("template-locked", given, sheet=sheet.name)
    rules, names = list(validations(worksheet)), book.names()
    targets = []
    for column in sorted(open_columns):
        mine = [rule for rule in rules if rule.covers(first, column)]
        found = choices(mine, sheet.name, names, grids)
        targets.append(_target(column, asked, mine, found))
    shown = {column: style for column, style in styles.items() if style}
    there = standing(grid, targets, range(first_of(asked), first))
    return Table(sheet.name, tuple(targets), first, last, shown, there)


def _set_already(worksheet: Worksheet, grid: Grid, row: int, columns: Iterable[int]) -> Iterator[int]:
    """The columns that the template fills in itself: by a formula, a running number, a word that every row has."""
    place = grid.places.get(row)
    for column in columns:
        if worksheet.has_formula(row, column) or (place is not None and grid.text(place, column - 1)):
            yield column


def _unlocked(book: Book, worksheet: Worksheet, styles: dict[int, int]) -> set[int]:
    """The columns that may be typed into: all of them where the sheet is not protected."""
    return {c for c, style in styles.items() if not (worksheet.is_protected and book.styles.is_locked(style))}


def _target(column: int, asked: Asked, rules: list[Validation], found: Choices | None) -> Target:
    said = asked.columns[column]
    from_label = demands.from_words(said.label, is_help=False)
    from_help = demands.from_words(said.help, is_help=asked.anatomy is not None)
    need = Demand(said.need)
    of_a_cell = Demand(longest=LONGEST)
    demand = demands.together(need, demands.from_rules(rules), from_help, from_label, of_a_cell)
    name, _, argument = (said.field or "").partition(":")
    field, words = name or None, said.words
    unit = demands.unit_of(name, f"{said.label} {said.help}")
    if asked.anatomy:
        unit = unit or asked.anatomy.units.get(name)
        words = asked.anatomy.constants.get(name) if words is None else words
    return Target(column, said.label, field, argument, words, demand, found, unit, said.scale)


def _told(table: Table, asked: Asked, grid: Grid) -> Iterator[str]:
    if table.first_row > first_of(asked) and grid.places.get(table.first_row - 1):
        yield (
            f"Trang “{table.sheet}”: mẫu có sẵn nội dung đến dòng {table.first_row - 1} (ví dụ hoặc sản phẩm đã điền);"
            " xem lại và xóa dòng ví dụ trước khi gửi."
        )
    for said in asked.unsure:
        yield (
            f"Cột “{said.label}” để trống: có thể là {said.guess}; nếu đúng, chạy lại với"
            f' --column "{said.label}={said.guess}".'
        )
    unread = [t.label for t in table.targets if t.field and t.choices and not t.choices.is_read]
    if unread:
        yield f"Chưa kiểm tra được danh sách chọn của cột: {'; '.join(unread)}."
    nothing = [t.label for t in table.targets if t.field is None and t.words is None]
    if nothing:
        yield f"Cột để trống vì danh mục không có thông tin này: {'; '.join(nothing)}."
