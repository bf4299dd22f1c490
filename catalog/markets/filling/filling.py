"""Products → rows of a seller's workbook → copies of that workbook beside the other files of an export."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from catalog.forms.book import Book
from catalog.markets.filling.asked import refused
from catalog.markets.filling.fields import PICTURE, Item
from catalog.markets.filling.fitting import Fit, fit, on_word, unmet, whole_parcel
from catalog.markets.filling.opening import Opened, Table, Target, open_template
from catalog.markets.listing import pictures
from catalog.markets.market import Given, Job, Unmet
from catalog.publish.tables.reading import Product, Record
from catalog.values.text import fold

Cells = dict[int, str | int | float]

MOST_FILES = 40  # copies of one template; one that needs more has a blank row by chance, and is a full list
STANDARD_CHANNEL = "5001"  # "Nhanh", the one that every shop of Shopee in Vietnam has
_BY_CATEGORY = frozenset({"template-sheet", "template-list"})
_CHOOSE = (
    "Sản phẩm chưa khớp ngành hàng hay danh sách của mẫu: chọn sản phẩm cho mẫu này bằng --only NHÓM (ví dụ I.4.b),"
    ' hoặc nói mẫu gọi giá trị đó là gì: --column "CỘT: GIÁ TRỊ=\\"TỪ CỦA MẪU\\"".'
)
# Reasons that say the same of every product where a template asks for what only the seller knows.
_FOR_ALL = frozenset({"template-missing", "template-column", "template-unit"})
_SAY_ONCE = "Nói một lần cho mọi sản phẩm, ví dụ: --column 'Cân nặng=\"500\"'."
_SHEET = "Trang"  # `--column 'Trang: Gia vị khác="Spices"'` says which sheet of a template holds a set


def fill(products: Iterable[Product], job: Job) -> int:
    """Fills copies of job.template into job.folder and gives the number of rows.

    What the template itself keeps from being listed is told to job.leave_out. Raises Unreadable or Refused where the
    template is none, or a list that is full.
    """
    assert job.template is not None
    opened = open_template(job.template)
    filler = Filler(opened, job.template, job)
    for product in products:
        filler.add(product)
    filler.close()
    job.log.extend([*filler.told(), *opened.told])
    job.said.update(_said(job.template, opened))
    return filler.rows


def _said(given: Given, opened: Opened) -> dict[str, Any]:
    """What the manifest tells of a template: which it was, and what was filled where."""
    columns = {
        table.sheet: {t.letter: _target_said(t) for t in table.targets if t.field or t.words} for table in opened.tables
    }
    return {
        "name": given.name,
        "sha256": hashlib.sha256(given.data).hexdigest(),
        "keys": opened.anatomy.market if opened.anatomy else None,
        "confirmed": given.version,
        "columns": columns,
    }


def _target_said(target: Target) -> dict[str, str | None]:
    which = f":{target.argument}" if target.argument else ""
    return {"header": target.label, "field": target.field and f"{target.field}{which}", "words": target.words}


class Filler:
    """The workbook while it is being filled; when its free rows are used up another copy is begun."""

    def __init__(self, opened: Opened, given: Given, job: Job) -> None:
        self.given, self.job = given, job
        self.is_keyed = opened.anatomy is not None
        self.by_category = bool(opened.anatomy and opened.anatomy.beside)
        self.tables = [_with_channel(table) for table in opened.tables]
        self.said = {fold(header): words.strip('"') for header, words in given.columns.items() if ":" in header}
        self.unmatched = set(given.only)
        self.codes: set[str] = set()
        self.tried = 0
        self.lacking: Counter[str] = Counter()
        self.rows = 0
        self.files: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self.book = Book(self.given.data, self.given.name)
        self.next_row = {table.sheet: table.first_row for table in self.tables}

    def add(self, product: Product) -> None:
        """Writes the rows of a product, or says why it has none."""
        if not self._is_asked_for(product):
            self._leave_out(product, [unmet("not-chosen")])
            return
        table = self._table_for(product)
        if table is None:
            self._leave_out(product, [unmet("template-sheet", value=product.set_title or product.facts["name"])])
            return
        self.tried += 1
        rows, why_not, notes = self._rows_of(product, table)
        self.lacking.update({u.sentence for u in why_not if u.code in _FOR_ALL})
        if rows and (row := table.standing.row_of(rows)):
            rows, why_not = [], [unmet("template-there", row=row)]
        if len(rows) > len(table.rows):
            rows, why_not = [], [unmet("template-room", limit=len(table.rows), value=len(rows))]
        if not rows:
            self._leave_out(product, why_not)
            return
        if why_not or notes:
            self.job.note(product, _once([*why_not, *notes]))
        self._write(product, table, rows)

    def _leave_out(self, product: Product, why: list[Unmet]) -> None:
        self.codes |= {one.code for one in why}
        self.job.leave_out(product, _once(why))

    def _is_asked_for(self, product: Product) -> bool:
        facts = product.facts
        named = self.given.only & {facts["id"], facts["slug"], facts["ocop_set"]}
        self.unmatched -= named
        return not self.given.only or bool(named)

    def _table_for(self, product: Product) -> Table | None:
        """The sheet that a product belongs on: the only one, or of sheets by category the one that its set is."""
        if len(self.tables) == 1 and (self.given.only or not self.by_category):
            return self.tables[0]
        named = self.said.get(fold(f"{_SHEET}: {product.set_title}"), product.set_title or "")
        return next((table for table in self.tables if fold(table.sheet) == fold(named)), None)

    def _rows_of(self, product: Product, table: Table) -> tuple[list[Cells], list[Unmet], list[Unmet]]:
        """The rows of the packs that can be listed, why others cannot, and what was left blank or cut."""
        offers = _offers(product, table)
        rows: list[Cells] = []
        why_not: list[Unmet] = []
        notes: list[Unmet] = []
        for offer in offers:
            item = Item(product, offer, len(offers), self.rows + len(rows) + 1, self.job)
            fits = whole_parcel(table, {t.column: self._fit(t, item, table) for t in table.targets})
            missing = [f.unmet for f in fits.values() if f.unmet]
            why_not += missing
            if not missing:
                notes += [f.note for f in fits.values() if f.note]
                rows.append({column: f.value for column, f in fits.items() if f.value is not None})
        return rows, why_not, notes

    def _fit(self, target: Target, item: Item, table: Table) -> Fit:
        return fit(target, item, table, self.said, is_keyed=self.is_keyed)

    def _write(self, product: Product, table: Table, rows: list[Cells]) -> None:
        if self.next_row[table.sheet] + len(rows) - 1 > table.last_row:
            self.close()
            if len(self.files) == MOST_FILES:
                raise refused("template-full", self.given, sheet=table.sheet)
            self._begin()
        sheet = self.book.find(table.sheet)
        assert sheet is not None
        worksheet = self.book.worksheet(sheet)
        for cells in rows:
            worksheet.fill_row(self.next_row[table.sheet], cells, table.styles)
            self.next_row[table.sheet] += 1
        self.rows += len(rows)
        if not self.is_keyed and self.job.base_url is None and table.target(PICTURE):
            pictures.copy(product, self.job, pattern=pictures.FOLDERS)

    def close(self) -> None:
        """Writes the copy that is being filled; one without any row is not written."""
        if all(self.next_row[table.sheet] == table.first_row for table in self.tables):
            return
        name = _file_name(self.given.name, len(self.files) + 1)
        (self.job.folder / name).write_bytes(self.book.write())
        self.files.append(name)

    def told(self) -> list[str]:
        hint = [_CHOOSE] if self.codes & _BY_CATEGORY else []
        if self.unmatched:
            hint.append(f"Không có sản phẩm nào thuộc: {', '.join(sorted(self.unmatched))} (--only).")
        if always := [sentence for sentence, count in self.lacking.items() if count == self.tried > 1]:
            hint.append(f"{' '.join(always)} {_SAY_ONCE}")
        if not self.files:
            return [*hint, "Chưa có sản phẩm nào điền được vào mẫu; lý do ở dưới và trong left-out.csv."]
        lines = [f"Tệp đã điền: {'; '.join(self.files)}. Tệp gốc của bạn giữ nguyên."]
        on = [t.label for table in self.tables for t in table.targets if t.field == "channel" and t.words]
        if on:
            lines.append(f"Kênh vận chuyển được bật: {'; '.join(on)}. Hãy kiểm tra lại với gian hàng.")
        return [*lines, *hint]


def _offers(product: Product, table: Table) -> list[Record]:
    """The packs to be listed: those with a price, unless the template can do without one."""
    price = table.target("price")
    priced = [offer for offer in product.offers if offer["price_low"] is not None]
    return priced if priced or (price and price.demand.is_required) else list(product.offers)


def _once(found: Iterable[Unmet]) -> tuple[Unmet, ...]:
    return tuple(dict.fromkeys(found))


def _with_channel(table: Table) -> Table:
    """The table with one channel of delivery switched on, where nobody said which: a listing needs at least one."""
    channels = [t for t in table.targets if t.field == "channel"]
    if not channels or any(t.words is not None for t in channels):
        return table
    chosen = next((t for t in channels if t.argument == STANDARD_CHANNEL), channels[0])
    targets = (replace(t, words=on_word(t)) if t is chosen else t for t in table.targets)
    return replace(table, targets=tuple(targets))


def _file_name(name: str, number: int) -> str:
    """What the copy is called: as the seller's own file, whatever signs its name holds; the second is "… (2)"."""
    plain = "".join("_" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name).lstrip(".")
    stem, ending = PurePath(plain).stem[:120] or "mau", PurePath(plain).suffix.lower()
    ending = ending if ending in (".xlsx", ".xlsm") else ".xlsx"
    return f"{stem}{ending}" if number == 1 else f"{stem} ({number}){ending}"
