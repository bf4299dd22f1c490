"""What the records of an .xlsb say beside the values: merges, hidden rows and sheets. Counted from 1.

Record numbers are those of [MS-XLSB] 2.3.2; the reader of values gives none of this. Fonts, formats and pictures of
such a workbook are not read.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from catalog.sheets import archive as zips
from catalog.sheets.cells import Marks
from catalog.sheets.kinds import NotOpened
from catalog.sheets.parts import targets

_BOOK = "xl/workbook.bin"
_ROW, _SHEET, _MERGE = 0, 156, 176  # BrtRowHdr, BrtBundleSh, BrtMergeCell
_HIDDEN = 0x10  # of the flags in byte 11 of BrtRowHdr
_STATES = {0: "visible", 1: "hidden", 2: "very hidden"}


def marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises NotOpened for damaged records."""
    try:
        parts = targets(archive, _BOOK)
        found = {}
        for kind, data in _records(zips.part(archive, _BOOK)):
            if kind == _SHEET:
                state, _ = struct.unpack_from("<II", data)
                relation, at = _text(data, 8)
                part = parts.get(relation, "")
                said = _sheet(zips.part(archive, part)) if "worksheets/" in part else Marks()
                said.state = _STATES.get(state, "visible")
                found[_text(data, at)[0]] = said
        return found
    except (struct.error, IndexError, UnicodeDecodeError) as broken:
        raise NotOpened("file-damaged") from broken


def _sheet(data: bytes) -> Marks:
    marks = Marks()
    for kind, said in _records(data):
        if kind == _ROW and said[11] & _HIDDEN:
            marks.hidden_rows.append(struct.unpack_from("<I", said)[0] + 1)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", said)
            marks.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return marks


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and contents of the records, those of cells left out (2.1.4)."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if kind in (_ROW, _SHEET, _MERGE):
            yield kind, data[at : at + size]
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", data, at)[0]
    return data[at + 4 : end].decode("utf-16-le"), end
