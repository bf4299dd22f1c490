"""Makes documents that hold tables (.docx, .doc, .pdf, .html) from the descriptions of the museum's rooms.

A description is a list of tables: "lines" stand above each, "rows" are its cells, "merge" names areas of its own rows
("A1:B1" is its first row). Further words are explained where they are read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

Area = tuple[int, int, int, int]


def _areas(said: dict[str, Any]) -> list[Area]:
    return [(*xl_cell_to_rowcol(a), *xl_cell_to_rowcol(b)) for a, b in (m.split(":") for m in said.get("merge", ()))]


def _cells(said: dict[str, Any]) -> Iterator[list[tuple[int, str, int, str]]]:
    """For each row its cells as (column, text, columns taken, "first", "next" or "" of a merge downwards)."""
    areas, width = _areas(said), max(map(len, said["rows"]))
    for number, row in enumerate(said["rows"]):
        cells, column = [], 0
        while column < width:
            found = next((a for a in areas if a[0] <= number <= a[2] and a[1] <= column <= a[3]), None)
            across = found[3] - found[1] + 1 if found else 1
            down = "" if not found or found[0] == found[2] else "first" if number == found[0] else "next"
            text = "" if down == "next" or column >= len(row) or row[column] is None else str(row[column])
            cells.append((column, text, across, down))
            column += across
        yield cells


# ── .docx ──

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"'
)
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def docx(tables: list[dict[str, Any]]) -> bytes:
    """A Word document. "pictures" names cells of a table that hold a picture, "deleted" adds words that tracked
    changes took out of a cell, "control" puts a table into a content control.
    """
    body, pictures = "", []
    for said in tables:
        body += "".join(f"<w:p>{_RUN.format(escape(line))}</w:p>" for line in said.get("lines", ()))
        for cell in said.get("pictures", ()):
            pictures.append(cell)
        table = "<w:tbl>" + "".join(_docx_row(n, cells, said) for n, cells in enumerate(_cells(said))) + "</w:tbl>"
        body += f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>" if said.get("control") else table
        body += "".join(f"<w:p>{_RUN.format(escape(line))}</w:p>" for line in said.get("after", ()))
    target = '<Relationship Id="{0}" Type="x/image" Target="media/{0}.png"/>'
    relations = "".join(target.format(cell) for cell in pictures)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        made.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for cell in pictures:
            made.writestr(f"word/media/{cell}.png", f"picture {cell}")
    return out.getvalue()


def _docx_row(number: int, cells: list[tuple[int, str, int, str]], said: dict[str, Any]) -> str:
    out = ""
    for column, text, across, down in cells:
        name = f"{chr(65 + column)}{number + 1}"
        more = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        more += {"first": '<w:vMerge w:val="restart"/>', "next": "<w:vMerge/>", "": ""}[down]
        gone = said.get("deleted", {}).get(name, "")
        gone = f"<w:del><w:r><w:delText>{escape(gone)}</w:delText></w:r></w:del>" if gone else ""
        drawn = f'<w:r><w:drawing><a:blip r:embed="{name}"/></w:drawing></w:r>'
        drawn = drawn if name in said.get("pictures", ()) else ""
        lines = "".join(f"<w:p>{gone}{_RUN.format(escape(line))}{drawn}</w:p>" for line in text.split("\n"))
        out += f"<w:tc><w:tcPr>{more}</w:tcPr>{lines}</w:tc>"
    return f"<w:tr>{out}</w:tr>"


# ── .html ──


def html(tables: list[dict[str, Any]]) -> bytes:
    """A page as web systems save it for Excel."""
    body = ""
    for said in tables:
        body += "".join(f"<p>{escape(line)}</p>" for line in said.get("lines", ()))
        areas = {area[:2]: area for area in _areas(said)}
        covered = {
            (r, c)
            for a, b, y, x in areas.values()
            for r in range(a, y + 1)
            for c in range(b, x + 1)
            if (r, c) != (a, b)
        }
        rows = ""
        for number, row in enumerate(said["rows"]):
            rows += "<tr>" + "".join(
                _html_cell(text, areas.get((number, column)))
                for column, text in enumerate(row)
                if (number, column) not in covered
            )
        body += f"<table>{rows}</table>"
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def _html_cell(text: Any, area: Area | None) -> str:
    span = f" rowspan={area[2] - area[0] + 1} colspan={area[3] - area[1] + 1}" if area else ""
    return f"<td{span}>{escape('' if text is None else str(text))}</td>"


# ── .doc: the least that a file of Word 97 may be. Section numbers as in catalog/sheets/opening/wordbinary.py. ──

_WIDTH = 1500  # twips, of a column
_Run = tuple[str, bytes]  # text that ends with its paragraph's mark, modifiers of the paragraph


def doc(tables: list[dict[str, Any]]) -> bytes:
    """A binary Word document. "code": "cp1252" stores the text in bytes, "deleted" as in `docx`, "flags" are those of
    the file information block.
    """
    runs: list[_Run] = []
    gone: list[str] = []
    for said in tables:
        runs += [(line + "\r", b"") for line in said.get("lines", ())]
        for number, cells in enumerate(_cells(said)):
            for column, text, _, _ in cells:
                left = said.get("deleted", {}).get(f"{chr(65 + column)}{number + 1}", "")
                gone.append(left)
                lines = f"{left}{text}".split("\n")
                inside = struct.pack("<HB", 0x2416, 1)
                runs += [
                    (line + mark, inside) for line, mark in zip(lines, "\r" * (len(lines) - 1) + "\x07", strict=True)
                ]
            runs.append(("\x07", struct.pack("<HBHB", 0x2416, 1, 0x2417, 1) + _define_row(cells)))
        runs += [(line + "\r", b"") for line in said.get("after", ("",))]
    code = tables[0].get("code", "utf-16-le")
    return container(_streams(runs, {g for g in gone if g}, code, tables[0].get("flags", 0)))


def _define_row(cells: list[tuple[int, str, int, str]]) -> bytes:
    edges = [column * _WIDTH for column, *_ in cells] + [(cells[-1][0] + cells[-1][2]) * _WIDTH]
    flags = [{"": 0, "next": 1 << 5, "first": 3 << 5}[down] for *_, down in cells]
    said = struct.pack(f"<B{len(edges)}h", len(cells), *edges)
    said += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(said) + 1) + said


def _streams(runs: list[_Run], gone: set[str], code: str, flags: int) -> dict[str, bytes]:
    text, small = "".join(run[0] for run in runs), code != "utf-16-le"
    start, width = 2048, 1 if small else 2
    main = bytearray(start) + text.encode(code)
    main += bytes(-len(main) % 512)
    ends = [start]
    for run, _ in runs:
        ends.append(ends[-1] + len(run) * width)
    paragraphs, characters = [], []
    for number, (_, said) in enumerate(runs):
        paragraphs.append((ends[number], ends[number + 1], len(main) // 512))
        main += _page_of(ends[number : number + 2], said)
    for first, last, out in _deleted(text, gone):
        characters.append((start + first * width, start + last * width, len(main) // 512))
        main += _page_of_characters(characters[-1][:2], out)
    place = start * 2 | 0x4000_0000 if small else start
    piece = struct.pack("<IIHIH", 0, len(text), 0, place, 0)
    parts = {33: b"\x02" + struct.pack("<I", len(piece)) + piece}
    for pair, pages in ((13, paragraphs), (12, characters)):
        limits = [page[0] for page in pages] + [pages[-1][1]]
        parts[pair] = struct.pack(f"<{len(limits)}I{len(pages)}I", *limits, *(page[2] for page in pages))
    table, pairs = b"", [(0, 0)] * 93
    for pair, part in parts.items():
        pairs[pair] = (len(table), len(part))
        table += part
    block = struct.pack("<HHHHHH20x", 0xA5EC, 0x00C1, 0, 0, 0, 0x0200 | flags) + struct.pack("<H28x", 14)
    block += struct.pack("<H12xI", 22, len(text)) + bytes(22 * 4 - 16) + struct.pack("<H", 93)
    block += b"".join(struct.pack("<II", *pair) for pair in pairs)
    main[: len(block)] = block
    return {"WordDocument": bytes(main), "1Table": table}


def _page_of(limits: list[int], said: bytes) -> bytes:
    """A page of properties of one paragraph."""
    listed = struct.pack("<H", 0) + said
    listed += bytes(-len(listed) % 2)
    at = 512 - 2 - len(listed) - 2
    page = struct.pack("<IIB12x", *limits, at // 2).ljust(at, b"\0") + struct.pack("<BB", 0, len(listed) // 2) + listed
    return page.ljust(511, b"\0") + b"\x01"


def _page_of_characters(limits: tuple[int, int], out: bool) -> bytes:
    said = struct.pack("<BHB", 3, 0x0800, 1) if out else b""
    page = struct.pack("<IIB", *limits, 250 if out else 0).ljust(500, b"\0") + said
    return page.ljust(511, b"\0") + b"\x01"


def _deleted(text: str, gone: set[str]) -> Iterator[tuple[int, int, bool]]:
    """The text cut where deleted words begin and end."""
    cuts = {0: False, len(text): False}
    for words in gone:
        cuts[text.index(words)] = True
        cuts.setdefault(text.index(words) + len(words), False)
    for (first, out), (last, _) in pairwise(sorted(cuts.items())):
        yield first, last, out


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) of 512-byte sectors: one sector of allocation after another, directory, streams."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sizes = [-(-len(data) // 512) for data in padded.values()]
    tables = -(-(sum(sizes) + 3) // 126)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0, 0xFFFFFFFF)
    body = b""
    for number, ((name, data), size) in enumerate(zip(padded.items(), sizes, strict=True), 1):
        first = len(chain)
        chain += [*range(first + 1, first + size), 0xFFFFFFFE]
        body += data.ljust(size * 512, b"\0")
        entries += _entry(name, 2, 0xFFFFFFFF, first, len(data), number + 1 if number < len(streams) else 0xFFFFFFFF)
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *(list(range(tables)) + [0xFFFFFFFF] * (109 - tables)))
    return head + struct.pack(f"<{len(chain)}I", *chain) + entries.ljust(512, b"\0") + body


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int) -> bytes:
    wide = name.encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide) + 2, kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


# ── .pdf: text in a font that is named, not included; a map says which letter each code is ──

_PAGE = (842, 595)  # points, A4 on its side
_SIZE = 9


def pdf(tables: list[dict[str, Any]]) -> bytes:
    """A PDF. "widths" in points, "ruled": false draws no lines, "break" says after which rows a page ends, "repeat" how
    many rows stand again on each page, "font" names the font, "invisible" the text render mode of a scan, "footer" is
    a line below each page ("{}" is its number), "turn" the angle by which pages lie on their side.
    """
    pages: list[_Sheet] = []
    for said in tables:
        page = _Sheet(said)
        pages.append(page)
        for line in said.get("lines", ()):
            page.line(line)
        rows = list(_cells(said))
        page.gap()
        for number, cells in enumerate(rows):
            if number in said.get("break", ()):
                page = _Sheet(said)
                pages.append(page)
                for again in rows[: said.get("repeat", 0)]:
                    page.row(again, rows[: said.get("repeat", 0)], again is rows[0])
            page.row(cells, rows, number == 0)
        for line in said.get("after", ()):
            page.line(line)
    return _pdf_file(pages, tables[0])


class _Sheet:
    """What one page shows, drawn from the top downwards."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.drawn: list[str] = []
        self._y = _PAGE[1] - 40
        self._said = said
        width = max(map(len, said["rows"])) if said["rows"] else 1
        widths = said.get("widths") or [760 / width] * width
        self._edges = [40 + sum(widths[:n]) for n in range(width + 1)]

    def line(self, text: str) -> None:
        self._y -= _SIZE + 5
        self.text(self._edges[0], self._y, text)

    def gap(self) -> None:
        self._y -= 6

    def text(self, x: float, y: float, text: str) -> None:
        if text:
            codes = text.encode("utf-16-be").hex()
            self.drawn.append(
                f"BT /F {_SIZE} Tf {self._said.get('invisible', 0)} Tr {x:.1f} {y:.1f} Td <{codes}> Tj ET"
            )

    def row(self, cells: list[tuple[int, str, int, str]], rows: list[Any], first: bool) -> None:
        wrapped = {c: _wrapped(text, self._edges[c + across] - self._edges[c]) for c, text, across, _ in cells}
        height = max(map(len, wrapped.values())) * (_SIZE + 3) + 6
        top, self._y = self._y, self._y - height
        for column, _, across, down in cells:
            left, right = self._edges[column], self._edges[column + across]
            for number, line in enumerate(wrapped[column]):
                self.text(left + 3, top - _SIZE - number * (_SIZE + 3), line)
            if self._said.get("ruled", True):
                self._rule(left, top, left, self._y)
                self._rule(right, top, right, self._y)
                if down != "next" or first:
                    self._rule(left, top, right, top)
                if down == "" or not self._goes_on(column, cells, rows):
                    self._rule(left, self._y, right, self._y)

    def _goes_on(self, column: int, cells: list[Any], rows: list[Any]) -> bool:
        below = rows[rows.index(cells) + 1 : rows.index(cells) + 2]
        return any(c == column and down == "next" for c, _, _, down in (below[0] if below else ()))

    def _rule(self, *line: float) -> None:
        self.drawn.append("{:.1f} {:.1f} m {:.1f} {:.1f} l S".format(*line))


def _wrapped(text: str, width: float) -> list[str]:
    """The lines of a cell: every letter is half as wide as it is tall."""
    lines: list[str] = []
    for said in text.split("\n"):
        line = ""
        for word in said.split(" "):
            if line and (len(line) + 1 + len(word)) * _SIZE / 2 > width - 6:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _pdf_file(pages: list[_Sheet], said: dict[str, Any]) -> bytes:
    texts = []
    for number, page in enumerate(pages, 1):
        if said.get("footer"):
            page.text(400, 20, said["footer"].format(number))
        texts.append("\n".join(page.drawn).encode())
    font = said.get("font", "TimesNewRoman")
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H/DescendantFonts[4 0 R]"
        "/ToUnicode 5 0 R>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 -200 1000 900]"
        "/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>".encode(),
        _stream(
            b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapType 2 def 1 begincodespacerange"
            b"<0000><FFFF>endcodespacerange 1 beginbfrange<0000><FFFF><0000>endbfrange endcmap end end"
        ),
    ]
    turn, size = said.get("turn", 0), _PAGE
    if turn:
        size = _PAGE[::-1]
        texts = [b"0 1 -1 0 %d 0 cm\n" % _PAGE[1] + text for text in texts]
    for number, text in enumerate(texts):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {turn}"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * number} 0 R>>".encode()
        )
        objects.append(_stream(text))
    out = b"%PDF-1.4\n"
    places = []
    for number, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + made + b"endobj\n"
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + index + tail


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n" % len(data) + data + b"\nendstream\n"
