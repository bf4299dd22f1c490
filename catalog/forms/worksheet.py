"""One worksheet's XML, edited row by row: rows that nobody touches keep their very bytes.

    sheet = Worksheet(xml)
    sheet.set_text(8, 6, "150000")          # row 8, column F, counted from 1; the cell keeps its style
    sheet.set_style(8, 6, styles.derived(sheet.style(8, 6), fill="FFFBD5D5"))
    sheet.xml()

Texts are written as inline strings: nothing that a cell says can become a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

from catalog.forms.package import Element, parse, serialise
from catalog.forms.rows import Row, data_of, in_utf8, local, placed, row_spans, wrapper
from catalog.forms.words import as_xml, place_of, reference
from catalog.sheets.opening.cells import Area
from catalog.sheets.opening.layout import column_number

HIGHEST = 409  # points of a row
PARSED_ROWS = 500  # rows held as trees at a time
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})\d""")
# What stands in a worksheet, in the order of the schema (ECMA-376, CT_Worksheet), as far as we insert.
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios"
    " autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting"
    " dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties"
    " cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls"
    " webPublishItems tableParts extLst"
).split()


class Worksheet:
    """A worksheet part. Rows and columns are counted from 1. Raises lxml's XMLSyntaxError for broken XML."""

    def __init__(self, xml: bytes) -> None:
        xml = in_utf8(xml)
        start, end = data_of(xml)
        self._xml = xml
        self.root = parse(xml[:start] + xml[end:])
        self.namespace = etree.QName(self.root).namespace or ""
        self.prefix = f"{self.root.prefix}:" if self.root.prefix else ""
        self._spans = row_spans(xml, start, end)
        self._edited: dict[int, bytes] = {}
        self._parsed: dict[int, Row] = {}
        self.has_lost_formulas = False  # then the book's order of calculation no longer holds
        self._wrapper = wrapper(self.root)

    def tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    # ── reading ──

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that the sheet holds."""
        return sorted({*self._spans, *self._edited, *self._parsed})

    @property
    def is_protected(self) -> bool:
        """Whether programs let people type into unlocked cells only."""
        said = self.root.find(self.tag("sheetProtection"))
        return said is not None and said.get("sheet", "0") in ("1", "true")

    def merges(self) -> Iterator[Area]:
        """First row, first column, last row, last column of each merged area."""
        for merge in self.root.iter(self.tag("mergeCell")):
            corners = [place_of(c) for c in merge.get("ref", "").replace("$", "").split(":")]
            if len(corners) == 2 and corners[0] and corners[1]:
                yield (*corners[0], *corners[1])

    def last_filled(self, row: int) -> int:
        """The last column of a row whose cell holds a value or formula; 0 for none."""
        data = self._row_bytes(row)
        end = data.rfind(f"</{self.prefix}c>".encode())
        if end < 0:
            return 0
        start = data.rfind(f"<{self.prefix}c".encode(), 0, end)
        if found := _CELL.match(data, start):
            return column_number(found[1].decode())
        return max((column for column, cell in self.cells(row).items() if len(cell)), default=0)

    def cells(self, row: int) -> dict[int, Element]:
        """The cells of a row by their columns, blank ones with a style too."""
        line = self._row(row)
        return line.cells if line else {}

    def has_formula(self, row: int, column: int) -> bool:
        cell = self._cell(row, column)
        return cell is not None and any(local(child) == "f" for child in cell)

    def style(self, row: int, column: int) -> int:
        """The style number of a cell; of an absent one that of its row or column."""
        if (cell := self._cell(row, column)) is not None:
            return int(cell.get("s", "0"))
        line = self._row(row)
        if line and line.element.get("customFormat") in ("1", "true"):
            return int(line.element.get("s", "0"))
        for span in self.root.iter(self.tag("col")):
            if int(span.get("min", "1")) <= column <= int(span.get("max", "1")):
                return int(span.get("style", "0"))
        return 0

    def styled(self, row: int, styles: Collection[bytes]) -> list[tuple[int, bytes]]:
        """The columns of a row whose cells have one of some styles (numbers as bytes), each with its style."""
        data = self._row_bytes(row)
        if not any(b's="%s"' % number in data for number in styles):
            return []
        found = [(column, cell.get("s", "0").encode()) for column, cell in self.cells(row).items()]
        return [(column, style) for column, style in found if style in styles]

    def raw(self, row: int, column: int) -> tuple[str, str]:
        """The type ("s", "inlineStr", "n" …) and the stored words of a cell; ("", "") where it is blank."""
        cell = self._cell(row, column)
        if cell is None:
            return "", ""
        return cell.get("t", "n"), "".join(t for t in cell.itertext(self.tag("v"), self.tag("t")))

    # ── writing ──

    def set_text(self, row: int, column: int, words: str) -> None:
        """Writes words into a cell as an inline string; its style stays."""
        cell = self._made(row, column)
        self._empty(cell)
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, self.tag("is")), self.tag("t"))
        text.text = as_xml(words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def set_number(self, row: int, column: int, number: float) -> None:
        """Writes a number into a cell; its style stays."""
        cell = self._made(row, column)
        self._empty(cell)
        etree.SubElement(cell, self.tag("v")).text = format(number, ".15g")

    def fill_row(self, row: int, values: Mapping[int, str | int | float], styles: Mapping[int, int]) -> None:
        """Writes many cells of one row at once; cells that are there keep their style, new ones take that of `styles`.

        values, styles: by column. A row that the sheet does not hold yet costs no tree: thousands stay quick.
        """
        if self._row_bytes(row):
            for column, value in values.items():
                is_new = self._cell(row, column) is None
                if isinstance(value, str):
                    self.set_text(row, column, value)
                else:
                    self.set_number(row, column, value)
                if is_new and column in styles:
                    self.set_style(row, column, styles[column])
            return
        cells = [self._new_cell(row, column, values.get(column), styles) for column in sorted({*values, *styles})]
        self._edited[row] = f'<{self.prefix}row r="{row}">{"".join(cells)}</{self.prefix}row>'.encode()

    def _new_cell(self, row: int, column: int, value: str | float | None, styles: Mapping[int, int]) -> str:
        p, style = self.prefix, f' s="{styles[column]}"' if styles.get(column) else ""
        start = f'<{p}c r="{reference(row, column)}"{style}'
        if value is None:
            return f"{start}/>"
        if isinstance(value, str):
            words = escape(as_xml(value)).replace("\r", "&#13;")
            return f'{start} t="inlineStr"><{p}is><{p}t xml:space="preserve">{words}</{p}t></{p}is></{p}c>'
        return f"{start}><{p}v>{value:.15g}</{p}v></{p}c>"

    def set_style(self, row: int, column: int, style: int) -> None:
        self._made(row, column).set("s", str(style))

    def clear(self, row: int, column: int) -> None:
        """Takes the value out of a cell, if there is one; its style stays."""
        if (cell := self._cell(row, column)) is not None:
            self._empty(cell)

    def set_height(self, row: int, points: float) -> None:
        """The height of a row that is there."""
        if line := self._row(row):
            line.element.set("ht", f"{points:g}")
            line.element.set("customHeight", "1")

    def grow(self, row: int, points: float) -> None:
        """Makes a row at least that high; LibreOffice does not do so by itself when it opens a workbook."""
        line = self._row(row)
        if line and float(line.element.get("ht", "15")) < points:
            self.set_height(row, min(points, HIGHEST))

    def set_width(self, column: int, width: float) -> None:
        """The width of one column in characters; its neighbours keep theirs."""
        cols = self.place("cols")
        for span in list(cols):
            first, last = int(span.get("min", "1")), int(span.get("max", "1"))
            if first <= column <= last:
                for low, high in ((first, column - 1), (column + 1, last)):
                    if low <= high:
                        span.addprevious(cols.makeelement(span.tag, {**span.attrib, "min": str(low), "max": str(high)}))
                cols.remove(span)
        new = cols.makeelement(self.tag("col"), {"min": str(column), "max": str(column), "width": f"{width:g}"})
        new.set("customWidth", "1")
        cols.insert(sum(int(span.get("min", "1")) < column for span in cols), new)

    def merge(self, area: Area) -> None:
        merges = self.place("mergeCells")
        etree.SubElement(merges, self.tag("mergeCell"), ref=f"{reference(*area[:2])}:{reference(*area[2:])}")
        if "count" in merges.attrib:
            merges.set("count", str(len(merges)))

    def place(self, name: str) -> Element:
        """The element of that name right below the root, made at its place in the schema where it is missing."""
        if (found := self.root.find(self.tag(name))) is not None:
            return found
        later = set(_ORDER[_ORDER.index(name) + 1 :])
        made = self.root.makeelement(self.tag(name))
        follower = next((e for e in self.root if local(e) in later), None)
        if follower is None:
            self.root.append(made)
        else:
            follower.addprevious(made)
        return made

    def cut_empty_tail(self, most: int) -> None:
        """Drops the rows below the last value where they are more than `most` bytes (H48: a million empty rows)."""
        end = max(self._xml.rfind(f"</{self.prefix}c>".encode()), 0)
        kept = [number for number, (start, _) in self._spans.items() if start < end]
        last = max((self._spans[number][1] for number in kept), default=0)
        if max((stop for _, stop in self._spans.values()), default=0) - last > most:
            self._spans = {number: self._spans[number] for number in kept}

    def xml(self) -> bytes:
        """The whole part: the rows in order between what stands before and behind them."""
        self._flush()
        self._reach()
        data = self.place("sheetData")
        data.text = None
        for child in list(data):
            data.remove(child)
        etree.SubElement(data, "rows")
        whole = serialise(self.root)
        before, _, after = whole.partition(b"<rows/>") if b"<rows/>" in whole else whole.partition(b'<rows xmlns=""/>')
        return b"".join([before, *(self._row_bytes(n) for n in self.rows), after])

    # ── rows as bytes and as trees ──

    def _row_bytes(self, number: int) -> bytes:
        if number in self._parsed:
            return self._serialised(self._parsed[number])
        if number in self._edited:
            return self._edited[number]
        start, end = self._spans.get(number, (0, 0))
        return self._xml[start:end]

    def _row(self, number: int) -> Row | None:
        """The row's tree, for reading and for editing; None where there is no such row."""
        if number in self._parsed:
            return self._parsed[number]
        data = self._row_bytes(number)
        if not data:
            return None
        if len(self._parsed) >= PARSED_ROWS:
            self._flush()
        element: Element = parse(self._wrapper[0] + data + self._wrapper[1])[0]
        row = self._parsed[number] = Row(element, dict(placed(element)))
        return row

    def _serialised(self, row: Row) -> bytes:
        wrapper = row.element.getparent()
        assert wrapper is not None  # see `_row`
        whole = etree.tostring(wrapper, encoding="UTF-8", xml_declaration=False)
        return whole[whole.index(b">") + 1 : whole.rindex(b"</")]

    def _flush(self) -> None:
        for number, row in self._parsed.items():
            self._edited[number] = self._serialised(row)
        self._parsed.clear()

    def _cell(self, row: int, column: int) -> Element | None:
        line = self._row(row)
        return line.cells.get(column) if line else None

    def _made(self, row: int, column: int) -> Element:
        """The cell, made at its place where it is missing, with the style that an absent cell shows."""
        if (cell := self._cell(row, column)) is not None:
            return cell
        style = self.style(row, column)
        if self._row(row) is None:
            self._edited[row] = f'<{self.prefix}row r="{row}"></{self.prefix}row>'.encode()
        line = self._row(row)
        assert line is not None
        line.element.attrib.pop("spans", None)  # a hint that would now be wrong
        for at, known in line.cells.items():
            if "r" not in known.attrib:
                known.set("r", reference(row, at))
        cell = line.element.makeelement(self.tag("c"), {"r": reference(row, column)})
        if style:
            cell.set("s", str(style))
        before = max((at for at in line.cells if at < column), default=None)
        line.element.insert(0 if before is None else line.element.index(line.cells[before]) + 1, cell)
        line.cells[column] = cell
        return cell

    def _empty(self, cell: Element) -> None:
        for child in list(cell):
            self.has_lost_formulas |= local(child) == "f"
            cell.remove(child)
        cell.text = None
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)

    def _reach(self) -> None:
        """States how far the sheet goes, where it was stated and we went beyond."""
        dimension = self.root.find(self.tag("dimension"))
        if dimension is None or not self._edited:
            return
        stated = [p for c in dimension.get("ref", "").split(":") if (p := place_of(c))]
        reached = [(row, self.last_filled(row)) for row in self._edited]
        places = [*stated, *((row, column) for row, column in reached if column)]
        rows, columns = [row for row, _ in places] or [1], [column for _, column in places] or [1]
        dimension.set("ref", f"{reference(min(rows), min(columns))}:{reference(max(rows), max(columns))}")
