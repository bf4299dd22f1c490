"""Makes the least that an .xlsb may be: records of [MS-XLSB] for rows of texts and numbers, merges, hidden rows."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = '<Relationship Id="rId{0}" Type="' + _OFFICE + '/{1}" Target="{2}"/>'
_STATES = {"visible": 0, "hidden": 1, "very hidden": 2}


def xlsb(sheets: list[dict[str, Any]]) -> bytes:
    """An .xlsb of the sheets described: name, rows, merge, hide_rows, state."""
    book, relations, out = _record(131), "", io.BytesIO()  # BrtBeginBook
    book += _record(143)  # BrtBeginBundleShs
    with zipfile.ZipFile(out, "w") as made:
        for number, said in enumerate(sheets, 1):
            state = _STATES[said.get("state", "visible")]
            book += _record(
                156, struct.pack("<II", state, number) + _text(f"rId{number}") + _text(said.get("name", "S"))
            )
            relations += _RELATION.format(number, "worksheet", f"worksheets/sheet{number}.bin")
            made.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(said))
        made.writestr("xl/workbook.bin", book + _record(144) + _record(132))
        made.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>")
    return out.getvalue()


def _sheet(said: dict[str, Any]) -> bytes:
    height, width = len(said["rows"]), max(map(len, said["rows"]))
    out = _record(129) + _record(148, struct.pack("<IIII", 0, height - 1, 0, width - 1)) + _record(145)
    for row, values in enumerate(said["rows"]):
        hidden = 0x10 if row + 1 in said.get("hide_rows", ()) else 0
        out += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, hidden, 0, 0))  # BrtRowHdr
        for column, value in enumerate(values):
            head = struct.pack("<II", column, 0)
            if isinstance(value, str):
                out += _record(6, head + _text(value))  # BrtCellSt
            elif value is not None:
                out += _record(5, head + struct.pack("<d", value))  # BrtCellReal
    out += _record(146)
    for area in said.get("merge", ()):
        (top, left), (bottom, right) = map(xl_cell_to_rowcol, area.split(":"))
        out += _record(176, struct.pack("<IIII", top, bottom, left, right))  # BrtMergeCell
    return out + _record(130)


def _text(words: str) -> bytes:
    wide = words.encode("utf-16-le")
    return struct.pack("<I", len(wide) // 2) + wide


def _record(kind: int, data: bytes = b"") -> bytes:
    """A record: its number in one or two bytes, its length in sevens of bits, its data."""
    out = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    while True:
        out += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return out + data
