"""Makes the least that an .xls may be: records of [MS-XLS] for rows of texts and numbers, formats, what is hidden."""

from __future__ import annotations

import struct
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from tests.catalog.sheets.binary_workbook import places
from tests.catalog.sheets.documents import container

_GLOBALS, _WORKSHEET = 0x0005, 0x0010  # kinds of substreams


def xls(sheets: list[dict[str, Any]]) -> bytes:
    """An .xls of the sheets described: name, rows, formats, formulas, hide_rows, hide_columns."""
    codes = list(dict.fromkeys(code for said in sheets for code in said.get("formats", {}).values()))
    said = [_sheet(sheet, codes) for sheet in sheets]
    names = [_short(sheet.get("name", "S")) for sheet in sheets]
    head = _begin(_GLOBALS)
    head += b"".join(_record(0x041E, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes))
    head += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, n)) for n in (0, *range(164, 164 + len(codes))))
    at = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for name, sheet in zip(names, said, strict=True):
        head += _record(0x0085, struct.pack("<IBB", at, 0, 0) + name)  # BoundSheet8
        at += len(sheet)
    return container({"Workbook": head + _record(0x000A) + b"".join(said)})


def _sheet(said: dict[str, Any], codes: list[str]) -> bytes:
    """Whole numbers stand in short records, alone or as runs of one, fractions in long ones."""
    looks = {place: codes.index(code) + 1 for area, code in said.get("formats", {}).items() for place in places(area)}
    out = _begin(_WORKSHEET) + _hidden(said)
    for row, values in enumerate(said["rows"]):
        for column, value in enumerate(values):
            head = struct.pack("<HHH", row, column, looks.get((row, column), 0))
            if isinstance(value, str):
                out += _record(0x0204, head + _text(value))  # Label
            elif isinstance(value, float):
                out += _record(0x0203, head + struct.pack("<d", value))  # Number
            elif value is not None and column % 2:
                out += _record(0x027E, head + _short_number(value))  # RK
            elif value is not None:
                out += _record(0x00BD, head + _short_number(value) + struct.pack("<H", column))  # MulRk
    for cell, result in said.get("formulas", {}).items():
        row, column = xl_cell_to_rowcol(cell)
        out += _record(0x0006, struct.pack("<HHH", row, column, 0) + _result(result) + bytes(4) + _ONE)
    return out + _record(0x000A)


_ONE = struct.pack("<HBH", 3, 0x1E, 1)  # any formula at all: =1


def _result(result: str) -> bytes:
    """A formula's result and flags: an error, or nothing where it is still to be worked out."""
    if result:
        return struct.pack("<BxBxxxHH", 2, {"#N/A": 0x2A}[result], 0xFFFF, 0)
    return struct.pack("<BxxxxxHH", 3, 0xFFFF, 1)


def _hidden(said: dict[str, Any]) -> bytes:
    """Records of rows and columns that are hidden."""
    numbers = [struct.pack("<HHHHxxxxHH", n - 1, 0, 9, 255, 0x20, 0) for n in said.get("hide_rows", ())]
    columns = [xl_cell_to_rowcol(f"{letters}1")[1] for letters in said.get("hide_columns", ())]
    widths = [struct.pack("<HHHHHxx", c, c, 2048, 0, 1) for c in columns]
    return b"".join(_record(0x007D, width) for width in widths) + b"".join(_record(0x0208, row) for row in numbers)


def _short_number(value: int) -> bytes:
    """A whole number of 30 bits (2.5.217 RkNumber)."""
    return struct.pack("<i", value << 2 | 2)


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _short(words: str) -> bytes:
    return struct.pack("<BB", len(words), 1) + words.encode("utf-16-le")


def _text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
