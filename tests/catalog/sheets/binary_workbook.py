"""Makes the least that an .xlsb may be: records of [MS-XLSB] for rows of texts and numbers, merges, hidden rows,
number formats.
"""

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
    """An .xlsb of the sheets described: name, rows, merge, hide_rows, state, formats."""
    book, relations, out = _record(131), "", io.BytesIO()  # BrtBeginBook
    codes = list(dict.fromkeys(code for said in sheets for code in said.get("formats", {}).values()))
    book += _record(143)  # BrtBeginBundleShs
    with zipfile.ZipFile(out, "w") as made:
        for number, said in enumerate(sheets, 1):
            state = _STATES[said.get("state", "visible")]
            book += _record(
                156, struct.pack("<II", state, number) + _text(f"rId{number}") + _text(said.get("name", "S"))
            )
            relations += _RELATION.format(number, "worksheet", f"worksheets/sheet{number}.bin")
            made.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(said, codes))
        made.writestr("xl/styles.bin", _styles(codes))
        made.writestr("xl/workbook.bin", book + _record(144) + _record(132))
        relations += _RELATION.format(len(sheets) + 1, "styles", "styles.bin")
        made.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>")
    return out.getvalue()


def _styles(codes: list[str]) -> bytes:
    """A style of cells for each code behind the general one; the named style in front counts apart."""
    formats = b"".join(_record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes))  # BrtFmt
    styles = [_record(47, struct.pack("<HH12x", 0xFFFF, 0))]  # BrtXF
    styles += [_record(47, struct.pack("<HH12x", 0, number)) for number in (0, *range(164, 164 + len(codes)))]
    out = _record(278) + _record(615, struct.pack("<I", len(codes))) + formats + _record(616)
    out += _record(626, struct.pack("<I", 1)) + styles[0] + _record(627)  # Brt(Begin|End)CellStyleXFs
    out += _record(617, struct.pack("<I", len(codes) + 1)) + b"".join(styles[1:]) + _record(618)
    return out + _record(279)


def _sheet(said: dict[str, Any], codes: list[str]) -> bytes:
    looks = {place: codes.index(code) + 1 for area, code in said.get("formats", {}).items() for place in places(area)}
    height, width = len(said["rows"]), max(map(len, said["rows"]))
    out = _record(129) + _record(148, struct.pack("<IIII", 0, height - 1, 0, width - 1)) + _record(145)
    for row, values in enumerate(said["rows"]):
        hidden = 0x10 if row + 1 in said.get("hide_rows", ()) else 0
        out += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, hidden, 0, 0))  # BrtRowHdr
        for column, value in enumerate(values):
            head = struct.pack("<II", column, looks.get((row, column), 0))
            if isinstance(value, str):
                out += _record(6, head + _text(value))  # BrtCellSt
            elif value is not None:
                out += _record(5, head + struct.pack("<d", value))  # BrtCellReal
    out += _record(146)
    for area in said.get("merge", ()):
        (top, left), (bottom, right) = map(xl_cell_to_rowcol, area.split(":"))
        out += _record(176, struct.pack("<IIII", top, bottom, left, right))  # BrtMergeCell
    return out + _record(130)


def places(area: str) -> list[tuple[int, int]]:
    """Row and column, from 0, of each cell of "C2:D3" or "C2"."""
    first, _, last = area.partition(":")
    (top, left), (bottom, right) = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last or first)
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


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
