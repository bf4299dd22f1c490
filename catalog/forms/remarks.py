"""What an import found of one file, sorted for showing: remarks by cell and by row, counts, lines of a summary.

Input is the JSON document that `ocop import --json` prints, as a dict; nothing else is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from catalog.columns import BY_NAME
from catalog.forms.words import place_of
from catalog.sheets.opening.layout import column_number
from catalog.sheets.ours import is_remarks

Severity = Literal["error", "warning", "info"]
Place = tuple[int, int]  # row and column, counted from 1

# How each severity is called; the colour alone must never tell.
WORDS: dict[Severity, str] = {"error": "Phải sửa", "warning": "Nên sửa", "info": "Để biết"}
# Rows by their state, as the sender knows them.
STATES = {"accepted": "Đã nhận", "held": "Cần bổ sung", "rejected": "Trả lại"}
ALIKE = 4  # remarks of one kind in one column, from which on they share a line of the summary
NAMED = 8  # cells named on such a line
LINES = 36  # of the summary: more would not print on one page
_ORDER: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Remark:
    """One issue: `cell` as Excel shows it, a column's letters alone for its header, None for the whole file."""

    severity: Severity
    code: str
    sheet: str | None
    cell: str | None
    column: str | None
    message: str
    fix: str
    value: str = ""

    @property
    def words(self) -> str:
        """What is wrong and what to write, after the word that says how urgent it is."""
        return f"{WORDS[self.severity]}: {self.message} {self.fix}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary; `sheet` and `cell` are where it leads to, blank where it leads nowhere."""

    severity: Severity
    where: str
    product: str
    message: str
    fix: str
    sheet: str | None = None
    cell: str | None = None


@dataclass(slots=True)
class Findings:
    """What one import says of one file.

    tables  as in the report: sheet, header_rows, first_row, last_row, rows, skipped_rows, columns
    rows    (sheet, row) → name of the product and state: accepted, held or rejected
    listing sentences on which markets take the products, where the importer knows markets
    """

    file: str
    id: str
    status: str
    reason: str
    tables: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    rows: dict[tuple[str | None, int], tuple[str, str]] = field(default_factory=dict)
    listing: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, in the order of STATES."""
        states = [state for _, state in self.rows.values()]
        return {state: states.count(state) for state in STATES}

    def waiting(self) -> int:
        """How many held rows have no error: a person looks at them all the same."""
        places = ((r.sheet, self._place(r)) for r in self.remarks if r.severity == "error")
        wrong = {(sheet, place[0]) for sheet, place in places if place}
        return sum(state == "held" and at not in wrong for at, (_, state) in self.rows.items())

    def by_cell(self, sheet: str | None) -> dict[Place, list[Remark]]:
        """The remarks on cells of a sheet; those on a whole column stand at its header."""
        found: dict[Place, list[Remark]] = defaultdict(list)
        for remark in self.remarks:
            if remark.sheet == sheet and (place := self._place(remark)):
                found[place].append(remark)
        return {place: sorted(found[place], key=urgency) for place in sorted(found)}

    def tables_of(self, sheet: str | None) -> list[dict[str, Any]]:
        return [table for table in self.tables if table["sheet"] == sheet]

    def _place(self, remark: Remark) -> Place | None:
        if not remark.cell:
            return None
        if not remark.cell.isalpha():
            return place_of(remark.cell)
        headed = (t for t in self.tables_of(remark.sheet) if remark.cell in t["columns"] and t["header_rows"])
        return next(((table["header_rows"][-1], column_number(remark.cell)) for table in headed), None)

    def lines(self) -> tuple[list[Line], int]:
        """The lines of the summary, most urgent first, and how many remarks found no room in it."""
        groups: dict[tuple[Severity, str, str | None, str | None], list[Remark]] = defaultdict(list)
        for remark in sorted(self.remarks, key=urgency):
            groups[remark.severity, remark.code, remark.sheet, remark.column].append(remark)
        lines: list[Line] = []
        left = 0
        for alike in groups.values():
            made = [self._together(alike)] if len(alike) >= ALIKE else [self._line(remark) for remark in alike]
            room = LINES - len(lines)
            lines += made[:room]
            left += len(alike) if not room else len(made[room:])
        return lines, left

    def _line(self, remark: Remark) -> Line:
        place = self._place(remark)
        product = self.rows.get((remark.sheet, place[0]), ("", ""))[0] if place else ""
        where = remark.cell or ""
        return Line(remark.severity, where, product, remark.message, remark.fix, remark.sheet, self._target(remark))

    def _target(self, remark: Remark) -> str | None:
        place = self._place(remark)
        if place is None or remark.cell is None:
            return None
        return f"{remark.cell}{place[0]}" if remark.cell.isalpha() else remark.cell

    def _together(self, alike: list[Remark]) -> Line:
        """One line for many remarks of a kind, with the first as the example."""
        first = alike[0]
        named = [remark.cell for remark in alike if remark.cell]
        more = ", …" if len(named) > NAMED else "."
        label = BY_NAME[first.column].label if first.column in BY_NAME else ""
        about = f"cột {label}: " if label else ""
        message = f"{len(alike)} chỗ, {about}{', '.join(named[:NAMED])}{more} Ví dụ: {first.message}"
        return replace(self._line(first), where=f"{len(alike)} chỗ", product="", message=message)


def findings(report: Mapping[str, Any], name: str, sha256: str) -> Findings:
    """What a report says of the file with that hash, else of that name; a file that it does not know has nothing."""
    submissions = report["submissions"]
    mine = next((s for s in submissions if s["sha256"] == sha256 and s["file"] == name), None)
    mine = mine or next((s for s in submissions if sha256 == s["sha256"] or s["file"] == name), None)
    if mine is None:
        return Findings(name, "", "refused", "")
    file = mine["file"]
    found = Findings(file or name, mine["id"], mine["status"], mine["reason"] or "", mine["tables"], mine["cells"])
    found.listing = tuple(mine.get("listing", ()))
    found.remarks = [_remark(issue) for issue in report["issues"] if issue["file"] == file and not _is_ours(issue)]
    for product in report["products"]:
        source = product["source"]
        if source["file"] == file:
            found.rows[source["sheet"], source["row"]] = (product["name"] or "", product["state"])
    return found


def _remark(issue: Mapping[str, Any]) -> Remark:
    return Remark(
        issue["severity"], issue["code"], issue["sheet"], issue["cell"], issue["column"],
        issue["message"], issue["fix"] or "", issue["value"] or "",
    )  # fmt: skip


def _is_ours(issue: Mapping[str, Any]) -> bool:
    """Whether an issue only says that our own column is not read."""
    return issue["code"] == "column-ignored" and is_remarks(issue["value"] or "")


def urgency(remark: Remark) -> tuple[int, str, int, int]:
    """What remarks are sorted by: the most urgent first, then by their place."""
    row, column = (remark.cell and place_of(remark.cell)) or (0, 0)
    return _ORDER.index(remark.severity), remark.sheet or "", row, column


def worst(remarks: Iterable[Remark]) -> Severity:
    """The most urgent severity of some remarks."""
    return min((remark.severity for remark in remarks), key=_ORDER.index)


def spoken(found: Findings) -> Iterator[str]:
    """The sentences that open a summary: what was taken, what is held, what was refused, and why."""
    if found.status == "refused":
        yield found.reason or "Tệp này chưa đọc được."
        return
    counts = found.counts()
    yield f"{sum(counts.values())} sản phẩm: " + ", ".join(f"{STATES[s].lower()} {n}" for s, n in counts.items()) + "."
    if waiting := found.waiting():
        yield f"{waiting} sản phẩm không có chỗ phải sửa nhưng chờ người duyệt; sửa các chỗ “Nên sửa” thì nhanh hơn."
    for table in found.tables:
        where = f"Trang “{table['sheet']}”" if table["sheet"] else "Bảng"
        used = sum(1 for column in table["columns"].values() if column["column"])
        skipped = len(table["skipped_rows"])
        beside = f", bỏ qua {skipped} dòng (tiêu đề, ví dụ, cộng, chữ ký)" if skipped else ""
        yield f"{where}: dòng {table['first_row']}–{table['last_row']}, {used} cột được dùng{beside}."
    if found.cells.get("read"):
        c = found.cells
        yield f"{c['read']} ô đã đọc = {c['used']} ô dùng + {c['ignored']} ô không dùng + {c['rejected']} ô phải sửa."
    yield from found.listing
