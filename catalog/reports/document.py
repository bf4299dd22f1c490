"""The annex as .docx: WordprocessingML that Word and LibreOffice open, written part by part.

No library for writing .docx is among the project's; what an annex needs is paragraphs and ruled tables.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from catalog.reports import letterhead
from catalog.reports.annex import Annex, Cell, Column, Form, numbering, roman

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R = f'xmlns:r="{_OFFICE}"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TWIPS = 1440 / 25.4  # a millimetre, in twentieths of a point
# A4 on its side, in millimetres; and what is left of its width between the margins.
WIDE, HIGH = 297, 210
WIDTH = round((WIDE - letterhead.MARGINS[0] - letterhead.MARGINS[1]) * TWIPS)
# A fixed moment: the same figures give the same bytes.
MOMENT = (2025, 7, 1, 0, 0, 0)
_SIZE = 26  # half points: 13
_SMALL = 22


def write(annex: Annex) -> bytes:
    """The bytes of the document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in _parts(annex):
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, f"{_XML}\n{words}")
    return out.getvalue()


def _parts(annex: Annex) -> Iterable[tuple[str, str]]:
    yield "[Content_Types].xml", _TYPES
    yield "_rels/.rels", _relations(("officeDocument", "word/document.xml"))
    yield "word/_rels/document.xml.rels", _relations(("styles", "styles.xml"), ("header", "header1.xml"))
    yield "word/styles.xml", _STYLES
    yield "word/header1.xml", _HEADER
    yield "word/document.xml", f"<w:document {_W} {_R}><w:body>{_body(annex)}{_SECTION}</w:body></w:document>"


def _body(annex: Annex) -> str:
    parts = [_head()]
    for number, form in enumerate(annex.forms, 1):
        title = [f"PHỤ LỤC {roman(number)}", form.title.upper()]
        parts += [_line(words, bold=True, breaks=number > 1 and not at) for at, words in enumerate(title)]
        parts += [_line(words, italic=True) for words in letterhead.above(annex)]
        parts += [_line(""), _table(form)]
    parts += [_line(""), *(_line(words, align="left") for words in letterhead.below(annex)), _line(""), _signatures()]
    return "".join(parts)


def _line(words: str, *, align: str = "center", bold: bool = False, italic: bool = False, breaks: bool = False) -> str:
    """A paragraph; breaks: on a new page."""
    return _paragraph(words, align, _marks(bold=bold, italic=italic, size=_SIZE), breaks=breaks)


def _paragraph(words: str, align: str, marks: str, *, breaks: bool = False) -> str:
    page = "<w:pageBreakBefore/>" if breaks else ""
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in words.split("\n")
    )
    return f'<w:p><w:pPr>{page}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _marks(*, bold: bool = False, italic: bool = False, size: int = _SIZE) -> str:
    return f'{"<w:b/>" if bold else ""}{"<w:i/>" if italic else ""}<w:sz w:val="{size}"/>'


def _head() -> str:
    left = "".join(_line(words, bold=True) for words in letterhead.AGENCY)
    right = "".join(_line(words, bold=True) for words in letterhead.STATE)
    right += _line(letterhead.PLACE_AND_DATE, italic=True)
    return _blocks(left, right, 40) + _line("")


def _signatures() -> str:
    left, right = [_line(who, bold=True) + _line(how, italic=True) + _line("") * 3 for who, how in letterhead.SIGNED]
    return _blocks(left, right, 50) + _line("")


def _blocks(left: str, right: str, percent: int) -> str:
    """Two blocks beside each other without rules; percent of the width are the left one's."""
    one = WIDTH * percent // 100
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{words}</w:tc>'
        for w, words in ((one, left), (WIDTH - one, right))
    )
    grid = f'<w:tblGrid><w:gridCol w:w="{one}"/><w:gridCol w:w="{WIDTH - one}"/></w:tblGrid>'
    properties = f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    # A signature is not torn from the name below it.
    return f"<w:tbl>{properties}{grid}<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"


def _table(form: Form) -> str:
    widths = _widths(form.columns)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    heads = [c.title for c in form.columns]
    rows = [
        _row(widths, heads, form.columns, is_head=True, bold=True),
        _row(widths, numbering(form.columns), form.columns, is_head=True, italic=True),
        *(_row(widths, row, form.columns) for row in form.rows),
    ]
    if form.total:
        rows.append(_row(widths, form.total, form.columns, bold=True))
    if not form.rows:
        rows.append(_row(widths, ["", "Không có.", *[""] * (len(widths) - 2)], form.columns))
    return f"<w:tbl>{_RULED}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _widths(columns: Sequence[Column]) -> list[int]:
    whole = sum(column.width for column in columns)
    return [WIDTH * column.width // whole for column in columns]


def _row(
    widths: Sequence[int],
    cells: Sequence[Cell],
    columns: Sequence[Column],
    *,
    is_head: bool = False,
    bold: bool = False,
    italic: bool = False,
) -> str:
    shade = '<w:shd w:val="clear" w:fill="EDEDED"/>' if is_head and bold else ""
    marks = _marks(bold=bold, italic=italic, size=_SMALL)
    made = []
    for width, cell, column in zip(widths, cells, columns, strict=True):
        align = "center" if is_head else column.align
        words = f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/>'
        made.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(words, align, marks)}</w:tc>")
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _relations(*targets: tuple[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = (
    f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)
_LEFT, _RIGHT, _TOP, _BOTTOM = (round(edge * TWIPS) for edge in letterhead.MARGINS)
# The first page shows no number: the header is for the others.
_SECTION = (
    f'<w:sectPr><w:headerReference w:type="default" r:id="r2"/><w:pgSz w:w="{round(WIDE * TWIPS)}"'
    f' w:h="{round(HIGH * TWIPS)}" w:orient="landscape"/><w:pgMar w:top="{_TOP}" w:right="{_RIGHT}"'
    f' w:bottom="{_BOTTOM}" w:left="{_LEFT}" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
)
_HEADER = (
    f'<w:hdr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    "</w:p></w:hdr>"
)
_FONTS = " ".join(f'w:{kind}="{letterhead.FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
_STYLES = (
    f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {_FONTS}/><w:sz w:val="{_SIZE}"/>'
    '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>'
    '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style></w:styles>'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/></Types>'
)
