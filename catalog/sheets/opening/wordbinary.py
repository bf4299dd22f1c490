"""The binary Word document (.doc, Word 97 to 2003) as its paragraphs, with what tells tables from text.

Reads what the tables of a letter need and nothing else: the piece table gives the text, the properties of paragraphs
say where cells and rows end, those of characters what was deleted or hidden. Section numbers are those of [MS-DOC],
"Word (.doc) Binary File Format", which Microsoft publishes under its Open Specification Promise.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from catalog.sheets.opening.kinds import NotOpened

CELL_MARK, PARAGRAPH_MARKS = "\x07", "\r\x07\x0c"
_PAGE = 512  # bytes of a page of properties (2.9.33 ChpxFkp, 2.9.175 PapxFkp)
# Places of pairs (offset, length) in FibRgFcLcb97 (2.5.6).
_CHARACTERS, _PARAGRAPHS, _TEXT = 12, 13, 33
# Single property modifiers (2.6.1 character, 2.6.2 paragraph, 2.6.3 table).
_DELETED, _HIDDEN = 0x0800, 0x083C
_IN_TABLE, _ROW_END, _DEPTH, _ELSEWHERE = 0x2416, 0x2417, 0x6649, (0x6645, 0x6646)
_DEFINE_ROW, _MERGE_DOWN, _MERGE_ACROSS, _TABS = 0xD608, 0xD62B, 0x5624, 0xC615
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes by the top three bits of a modifier (2.2.5.1)
# Characters of 8-bit pieces that are not those of windows-1252's neighbours (2.9.73 FcCompressed).
_CODE = "cp1252"
_BROKEN = (struct.error, IndexError, ValueError, OSError, TypeError)

Modifiers = dict[int, bytes]


@dataclass(slots=True)
class Paragraph:
    """A paragraph or the last one of a cell.

    depth    0 outside of tables, 1 in a table, 2 in a table within a cell
    mark     the character that ends it: CELL_MARK ends a cell or a row
    row      of the mark that ends a row: its cells as (left edge, right edge, "first", "next" or ""), twips; else None
    """

    text: str
    mark: str
    depth: int = 0
    row: list[tuple[int, int, str]] | None = None


@dataclass(slots=True)
class _Streams:
    main: bytes
    table: bytes
    data: bytes
    pairs: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def plc(self, pair: int, size: int) -> tuple[list[int], list[bytes]]:
        """The limits and the elements of a table of that kind (2.2.2 PLC)."""
        at, length = self.pairs[pair]
        count = max((length - 4) // (4 + size), 0)
        part = self.table[at : at + length]
        limits = list(struct.unpack_from(f"<{count + 1}I", part))
        start = 4 * (count + 1)
        return limits, [part[start + i * size : start + (i + 1) * size] for i in range(count)]


def paragraphs(data: bytes) -> list[Paragraph]:
    """The paragraphs of the main text in order. Raises NotOpened for a password, damage or a still older Word."""
    try:
        return list(_paragraphs(_open(data)))
    except _BROKEN as broken:
        raise NotOpened("file-damaged") from broken


def _open(data: bytes) -> _Streams:
    """The streams, and what the file information block says of them (2.5.1)."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        main = container.openstream("WordDocument").read()
        kind, version, flags = *struct.unpack_from("<HH", main), struct.unpack_from("<H", main, 10)[0]
        if flags & 0x0100:
            raise NotOpened("file-password")
        if kind != 0xA5EC or version < 0x00C1:
            raise NotOpened("file-other-kind", kind="văn bản Word trước năm 1997")
        table = container.openstream("1Table" if flags & 0x0200 else "0Table").read()
        more = container.openstream("Data").read() if container.exists("Data") else b""
    streams = _Streams(main, table, more)
    at = 32 + 2 + 2 * struct.unpack_from("<H", main, 32)[0]
    streams.length = struct.unpack_from("<I", main, at + 2 + 4 * 3)[0]
    at += 2 + 4 * struct.unpack_from("<H", main, at)[0]
    count = struct.unpack_from("<H", main, at)[0]
    numbers = struct.unpack_from(f"<{2 * count}I", main, at + 2)
    streams.pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    return streams


def _paragraphs(streams: _Streams) -> Iterator[Paragraph]:
    of_paragraphs = _Properties(streams, _PARAGRAPHS)
    of_characters = _Properties(streams, _CHARACTERS)
    words: list[str] = []
    fields = _Fields()
    for text, start, width in _pieces(streams):
        for at, mark in enumerate(text):
            place = start + at * width
            if mark in PARAGRAPH_MARKS:
                yield _ended("".join(words), mark, of_paragraphs.at(place), streams.data)
                words.clear()
            elif fields.shows(mark) and not of_characters.hides(place):
                words.append(_SIGNS.get(mark, mark))


# Line break, hard and soft hyphen; what else stands below the space is a picture, a note or a field (2.4.1).
_SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": ""} | {chr(c): "" for c in range(32) if c not in (9, 10, 11, 30)}


class _Fields:
    """Fields hold their instruction and their result (2.8.25 Plcfld): only the result is text."""

    def __init__(self) -> None:
        self._open: list[bool] = []

    def shows(self, letter: str) -> bool:
        if letter == "\x13":
            self._open.append(False)
        elif letter == "\x14" and self._open:
            self._open[-1] = True
        elif letter == "\x15" and self._open:
            self._open.pop()
        else:
            return all(self._open)
        return False


def _pieces(streams: _Streams) -> Iterator[tuple[str, int, int]]:
    """The text of each piece in order, where it begins in the main stream, and bytes a character (2.8.35 PlcPcd)."""
    at, length = streams.pairs[_TEXT]
    part, here = streams.table[at : at + length], 0
    while part[here] == 1:  # properties of pieces come first (2.9.38 Clx)
        here += 3 + struct.unpack_from("<H", part, here + 1)[0]
    streams.pairs.append((at + here + 5, struct.unpack_from("<I", part, here + 1)[0]))
    limits, elements = streams.plc(len(streams.pairs) - 1, 8)
    for first, last, element in zip(limits, limits[1:], elements, strict=False):
        place = struct.unpack_from("<I", element, 2)[0]
        small, place = bool(place & 0x4000_0000), place & 0x3FFF_FFFF
        start, width = (place // 2, 1) if small else (place, 2)
        last = min(last, streams.length)
        text = streams.main[start : start + max(last - first, 0) * width]
        yield text.decode(_CODE if small else "utf-16-le", "replace"), start, width


class _Properties:
    """Modifiers of paragraphs or characters by the place of their text in the main stream."""

    def __init__(self, streams: _Streams, pair: int) -> None:
        self._of_paragraphs = pair == _PARAGRAPHS
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._said: list[bytes] = []
        self._hidden: dict[int, bool] = {}
        _, elements = streams.plc(pair, 4)
        for element in elements:
            page = (struct.unpack("<I", element)[0] & 0x3F_FFFF) * _PAGE
            self._read(streams.main[page : page + _PAGE])

    def _read(self, page: bytes) -> None:
        count = page[_PAGE - 1]
        limits = struct.unpack_from(f"<{count + 1}I", page)
        size = 13 if self._of_paragraphs else 1
        for number in range(count):
            at = 2 * page[4 * (count + 1) + number * size]
            self._starts.append(limits[number])
            self._ends.append(limits[number + 1])
            self._said.append(self._modifiers(page, at) if at else b"")

    def _modifiers(self, page: bytes, at: int) -> bytes:
        if not self._of_paragraphs:
            return page[at + 1 : at + 1 + page[at]]
        if page[at]:
            return page[at + 3 : at + 2 * page[at]]
        return page[at + 4 : at + 2 + 2 * page[at + 1]]

    def _number(self, place: int) -> int:
        number = bisect_right(self._starts, place) - 1
        return number if number >= 0 and place < self._ends[number] else -1

    def at(self, place: int) -> bytes:
        number = self._number(place)
        return self._said[number] if number >= 0 else b""

    def hides(self, place: int) -> bool:
        """Whether a character was deleted with changes tracked, or is hidden."""
        number = self._number(place)
        if number not in self._hidden:
            found = _modifiers(self._said[number]) if number >= 0 else {}
            self._hidden[number] = any(found.get(code, b"\x00")[0] & 1 for code in (_DELETED, _HIDDEN))
        return self._hidden[number]


def _modifiers(said: bytes) -> Modifiers:
    """The modifiers of a list by code; the last of each counts, those of merges are joined (2.2.5.1 Sprm)."""
    found: Modifiers = {}
    at = 0
    while at + 2 < len(said):
        code = struct.unpack_from("<H", said, at)[0]
        at += 2
        size, skip = _operand(code, said, at)
        value = said[at + skip : at + skip + size]
        found[code] = found.get(code, b"") + value if code in (_MERGE_DOWN, _MERGE_ACROSS) else value
        at += skip + size
    return found


def _operand(code: int, said: bytes, at: int) -> tuple[int, int]:
    """The length of a modifier's operand, and of the count before it."""
    if code == _DEFINE_ROW:
        return struct.unpack_from("<H", said, at)[0] - 1, 2
    if code >> 13 != 6:
        return _OPERANDS[code >> 13], 0
    if code == _TABS and said[at] == 255:  # too many tabs for a count of one byte: two lists, counted each
        deleted = said[at + 1]
        return 2 + 4 * deleted + 3 * said[at + 2 + 4 * deleted], 1
    return said[at], 1


def _ended(text: str, mark: str, said: bytes, data: bytes) -> Paragraph:
    found = _modifiers(said)
    for code in _ELSEWHERE:  # a list too long for its page stands in the stream Data (2.6.2 sprmPHugePapx)
        if code in found:
            at = struct.unpack("<I", found[code])[0]
            found |= _modifiers(data[at + 2 : at + 2 + struct.unpack_from("<H", data, at)[0]])
    depth = int(found.get(_IN_TABLE, b"\x00")[0])
    if _DEPTH in found:
        depth = max(depth, struct.unpack("<i", found[_DEPTH])[0])
    ends_row = depth == 1 and mark == CELL_MARK and bool(found.get(_ROW_END, b"\x00")[0])
    return Paragraph(text.strip(), mark, depth, _cells(found) if ends_row else None)


def _cells(found: Modifiers) -> list[tuple[int, int, str]]:
    """The cells of a row: edges, and how each is merged with the row above (2.9.327 TDefTableOperand, 2.9.316 TC80)."""
    said = found.get(_DEFINE_ROW, b"\x00")
    count = said[0]
    edges = struct.unpack_from(f"<{count + 1}h", said, 1)
    flags = [said[at : at + 2] for at in range(1 + 2 * (count + 1), len(said), 20)]
    flags += [b"\x00\x00"] * (count - len(flags))  # cells without borders may be left out
    numbers = [int.from_bytes(two, "little") for two in flags[:count]]
    down = {number: value >> 5 & 3 for number, value in enumerate(numbers)}
    merged = found.get(_MERGE_DOWN, b"")
    down |= dict(zip(merged[::2], merged[1::2], strict=False))
    return [(edges[n], edges[n + 1], {1: "next", 2: "first", 3: "first"}.get(down[n], "")) for n in range(count)]
