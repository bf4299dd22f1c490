"""Makes the files of the sheet museum from their descriptions, so that no specimen is an opaque binary.

tests/sheets/<trait>/ holds either `sheet.json` (a workbook: sheets with rows, merges, fonts, what is hidden) or a
file `input.*` as it was sent, and `expected.json`.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

MUSEUM = Path(__file__).resolve().parent.parent.parent / "sheets"


def traits() -> list[str]:
    """The names of the museum's rooms."""
    return sorted(folder.name for folder in MUSEUM.iterdir() if (folder / "expected.json").exists())


def expected(trait: str) -> dict[str, Any]:
    return dict(json.loads((MUSEUM / trait / "expected.json").read_text(encoding="utf-8")))


def specimen(trait: str) -> tuple[bytes, str]:
    """The bytes of a room's file and the name it was sent under."""
    description = MUSEUM / trait / "sheet.json"
    if description.exists():
        return workbook(json.loads(description.read_text(encoding="utf-8"))["sheets"]), f"{trait}.xlsx"
    (path,) = (MUSEUM / trait).glob("input.*")
    return path.read_bytes(), path.name


def workbook(sheets: list[dict[str, Any]]) -> bytes:
    """An .xlsx of the sheets described."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for said in sheets:
            _write(book, book.add_worksheet(said.get("name")), said)
    return data.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Any, said: dict[str, Any]) -> None:
    looks = [(area, {"font_name": name}) for area, name in said.get("font", {}).items()]
    looks += [(area, {"font_strikeout": True}) for area in said.get("strike", ())]
    formats = {place: book.add_format(look) for area, look in looks for place in _cells(area)}
    for row, values in enumerate(said["rows"]):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, formats.get((row, column)))
    for area in said.get("merge", ()):
        first, last = map(xl_cell_to_rowcol, area.split(":"))
        value = next(iter(said["rows"][first[0]][first[1] : first[1] + 1]), None)
        sheet.merge_range(*first, *last, "" if value is None else value, formats.get(first))
    for cell, result in said.get("formulas", {}).items():
        sheet.write_formula(cell, "=VLOOKUP(A1,Z:Z,1,0)", None, result)
    for number in said.get("hide_rows", ()):
        sheet.set_row(number - 1, None, None, {"hidden": True})
    for letters in said.get("hide_columns", ()):
        sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
    if said.get("state") == "hidden":
        sheet.hide()


def _cells(area: str) -> list[tuple[int, int]]:
    first, _, last = area.partition(":")
    (top, left), (bottom, right) = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last or first)
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
