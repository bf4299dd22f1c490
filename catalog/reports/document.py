"""The annex as .docx that Word and LibreOffice open, by python-docx.

What python-docx has no word for (a heading row that is repeated, a shade, the number of a page) is added as the element
that WordprocessingML has for it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

from catalog.reports import letterhead
from catalog.reports.annex import Annex, Cell, Column, Form, numbering, roman

# A4 on its side.
WIDE, HIGH = Mm(297), Mm(210)
LEFT, RIGHT, TOP, BOTTOM = (Mm(edge) for edge in letterhead.MARGINS)
WIDTH = Length(WIDE - LEFT - RIGHT)
# A fixed moment: the same figures give the same bytes.
MOMENT = datetime(2025, 7, 1, tzinfo=UTC)
_SIZE, _SMALL = Pt(13), Pt(11)
_SHADE = "EDEDED"
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write(annex: Annex) -> bytes:
    """The bytes of the document."""
    paper = docx.Document()
    _lay_out(paper)
    _name(paper, annex)
    _head(paper)
    for number, form in enumerate(annex.forms, 1):
        title = paper.add_paragraph()
        title.paragraph_format.page_break_before = number > 1
        _fill(title, f"PHỤ LỤC {roman(number)}", bold=True)
        _fill(paper.add_paragraph(), form.title.upper(), bold=True)
        for words in letterhead.above(annex):
            _fill(paper.add_paragraph(), words, italic=True)
        paper.add_paragraph()
        _table(paper, form)
    paper.add_paragraph()
    for words in letterhead.below(annex):
        _fill(paper.add_paragraph(), words, align="left")
    paper.add_paragraph()
    _signatures(paper)
    return _timeless(paper)


def _lay_out(paper: Document) -> None:
    """The page, the letters, and the number of the page above all but the first."""
    section, normal = paper.sections[0], paper.styles["Normal"]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, WIDE, HIGH
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = LEFT, RIGHT, TOP, BOTTOM
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(head._p, "fldSimple", instr="PAGE")
    normal.font.name, normal.font.size = letterhead.FONT, _SIZE
    # Word looks for Vietnamese letters in any of the four.
    for kind in ("eastAsia", "cs"):
        normal.element.rPr.rFonts.set(qn(f"w:{kind}"), letterhead.FONT)
    _add(normal.element.rPr, "lang", val="vi-VN")
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(1)


def _name(paper: Document, annex: Annex) -> None:
    """What programs show of the file before it is opened, in place of what python-docx says of itself."""
    said = paper.core_properties
    said.title, said.language, said.author, said.comments = annex.title, "vi-VN", "", ""
    said.created = said.modified = MOMENT
    package = paper.part.package
    for key in [key for key, part in package.rels.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(key)


def _timeless(paper: Document) -> bytes:
    """The file with one moment at all its parts, where python-docx has the present one."""
    made, out = io.BytesIO(), io.BytesIO()
    paper.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            info = zipfile.ZipInfo(part.filename, MOMENT.timetuple()[:6])
            packed.writestr(info, parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _add(parent: etree._Element, name: str, *later: str, **attributes: str) -> etree._Element:
    """A new child `w:name` of an element: the last one, or before those that the standard wants after it."""
    child = OxmlElement(f"w:{name}", {qn(f"w:{key}"): said for key, said in attributes.items()})
    after = next((found for tag in later if (found := parent.find(qn(tag))) is not None), None)
    if after is None:
        parent.append(child)
    else:
        after.addprevious(child)
    return child


def _fill(
    line: Paragraph,
    words: str,
    *,
    align: str = "center",
    bold: bool = False,
    italic: bool = False,
    size: Length | None = None,
) -> None:
    """Words into an empty paragraph; a line feed among them stays one."""
    line.alignment = _ALIGNED[align]
    run = line.add_run(words)
    # None is what the style says: only what differs from it is written.
    run.bold, run.italic, run.font.size = bold or None, italic or None, size


def _head(paper: Document) -> None:
    left, right = _blocks(paper, 40)
    _stack(left, [(words, True, False) for words in letterhead.AGENCY])
    _stack(right, [*((words, True, False) for words in letterhead.STATE), (letterhead.PLACE_AND_DATE, False, True)])
    paper.add_paragraph()


def _signatures(paper: Document) -> None:
    for cell, (who, how) in zip(_blocks(paper, 50), letterhead.SIGNED, strict=True):
        _stack(cell, [(who, True, False), (how, False, True), *[("", False, False)] * 3])


def _stack(cell: _Cell, lines: Iterable[tuple[str, bool, bool]]) -> None:
    """Lines below each other in a cell: the words, whether bold, whether slanted."""
    for number, (words, bold, italic) in enumerate(lines):
        _fill(cell.add_paragraph() if number else cell.paragraphs[0], words, bold=bold, italic=italic)


def _blocks(paper: Document, percent: int) -> tuple[_Cell, _Cell]:
    """Two blocks beside each other without rules; percent of the width are the left one's."""
    one = Length(WIDTH * percent // 100)
    table = _grid(paper, [one, Length(WIDTH - one)])
    row = _row(table)
    # A signature is not torn from the name below it.
    return row.cells[0], row.cells[1]


def _grid(paper: Document, widths: Sequence[Length], style: str | None = None) -> Table:
    """A table without rows whose columns keep their widths."""
    table = paper.add_table(0, len(widths), style)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _row(table: Table) -> _Row:
    """A new row, whole on one page."""
    row = table.add_row()
    _add(row._tr.get_or_add_trPr(), "cantSplit")
    return row


def _table(paper: Document, form: Form) -> None:
    table = _grid(paper, _widths(form.columns), "Table Grid")
    margins = _add(table._tbl.tblPr, "tblCellMar", "w:tblLook")
    for side in ("left", "right"):
        _add(margins, side, w="60", type="dxa")
    _line(table, [column.title for column in form.columns], form.columns, is_head=True, bold=True)
    _line(table, numbering(form.columns), form.columns, is_head=True, italic=True)
    for row in form.rows:
        _line(table, row, form.columns)
    if form.total:
        _line(table, form.total, form.columns, bold=True)
    if not form.rows:
        _line(table, ["", "Không có.", *[""] * (len(form.columns) - 2)], form.columns)


def _widths(columns: Sequence[Column]) -> list[Length]:
    whole = sum(column.width for column in columns)
    return [Twips(int(WIDTH.twips * column.width / whole)) for column in columns]


def _line(
    table: Table,
    words: Sequence[Cell],
    columns: Sequence[Column],
    *,
    is_head: bool = False,
    bold: bool = False,
    italic: bool = False,
) -> None:
    row = _row(table)
    if is_head:
        _add(row._tr.get_or_add_trPr(), "tblHeader")
    for cell, word, column in zip(row.cells, words, columns, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if is_head and bold:
            _add(cell._tc.get_or_add_tcPr(), "shd", "w:vAlign", val="clear", color="auto", fill=_SHADE)
        align = "center" if is_head else column.align
        _fill(cell.paragraphs[0], _shown(word), align=align, bold=bold, italic=italic, size=_SMALL)


def _shown(word: Cell) -> str:
    return f"{word:,}".replace(",", ".") if isinstance(word, int) else word
