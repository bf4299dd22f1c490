"""One page of a PDF as letters and ruled lines, in points from its upper left corner as it is shown.

PDFium does the reading, the same library that opens PDFs in Chrome. Invisible letters are left out: they are what a
scanner guessed below its picture, or are hidden on purpose (H45).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import pypdfium2.raw as pdfium

THIN = 3.0  # points: a longer box of at most this thickness is a line
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
MOST = 72.0  # points: no letter of a list is taller
DRAWN = 100_000  # things drawn on a page that are looked at; tables have a few thousand
_DEPTH = 5  # groups within groups of drawings

Handle = Any  # a pointer that PDFium gives out
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that is no space: its sides, the line it stands on, its size, its font, whether a space is before."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    spaced: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.base - self.size / 3


@dataclass(slots=True)
class Page:
    """across: lines as (y, left, right); down: lines as (x, top, bottom); pictures: how many."""

    letters: list[Letter] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: int = 0


def read_page(document: Handle, number: int) -> Page:
    """The page of that number, counted from 0; empty where it cannot be loaded."""
    raw = pdfium.FPDF_LoadPage(document, number)
    page = Page()
    if raw:
        place = _placing(raw)
        page.letters = list(_letters(raw, place))
        for matrix, drawn in islice(_objects(raw), DRAWN):
            _take(page, drawn, matrix, place)
        pdfium.FPDF_ClosePage(raw)
    return page


def _placing(raw: Handle) -> Place:
    """Turns a place of the page's own system, y upwards and perhaps lying on its side, into one as shown."""
    width, height = pdfium.FPDF_GetPageWidthF(raw), pdfium.FPDF_GetPageHeightF(raw)
    turns = {
        0: lambda x, y: (x, height - y),
        1: lambda x, y: (y, x),
        2: lambda x, y: (width - x, y),
        3: lambda x, y: (width - y, height - x),
    }
    return turns[pdfium.FPDFPage_GetRotation(raw)]


def _letters(raw: Handle, place: Place) -> Iterator[Letter]:
    text = pdfium.FPDFText_LoadPage(raw)
    box, fonts, right, up = pdfium.FS_RECTF(), _Fonts(), ctypes.c_double(), ctypes.c_double()
    spaced = False
    for number in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        if pdfium.FPDFText_IsGenerated(text, number) == 1 or code in (0xFFFE, 0xFFFF):
            continue
        if code <= 32 or code == 0xA0:
            spaced = True
            continue
        font = fonts.of(pdfium.FPDFText_GetTextObject(text, number))
        if font is None or not pdfium.FPDFText_GetLooseCharBox(text, number, box):
            continue
        (x, y), (x2, y2) = place(box.left, box.top), place(box.right, box.bottom)
        pdfium.FPDFText_GetCharOrigin(text, number, right, up)
        base = place(right.value, up.value)[1]
        yield Letter(chr(code), min(x, x2), max(x, x2), base, min(abs(y - y2), MOST) or 1.0, font, spaced)
        spaced = False
    pdfium.FPDFText_ClosePage(text)


class _Fonts:
    """The font of each text object by its name; None for invisible text."""

    def __init__(self) -> None:
        self._known: dict[int | None, str | None] = {}

    def of(self, drawn: Handle) -> str | None:
        at = ctypes.cast(drawn, ctypes.c_void_p).value
        if at not in self._known:
            hidden = pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE
            self._known[at] = None if hidden else _font_name(pdfium.FPDFTextObj_GetFont(drawn))
        return self._known[at]


def _font_name(font: Handle) -> str:
    """The name without the six letters that mark a font of which only a part is in the file: "ABCDEF+.VnTime"."""
    name = ctypes.create_string_buffer(128)
    size = pdfium.FPDFFont_GetBaseFontName(font, name, 128) if font else 0
    return name.value.decode("utf-8", "replace").rpartition("+")[2] if 0 < size <= 128 else ""


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


def _objects(raw: Handle) -> Iterator[tuple[_Matrix, Handle]]:
    """Everything drawn that is no text, with the matrix of the groups it stands in."""
    for number in range(pdfium.FPDFPage_CountObjects(raw)):
        yield from _inside(pdfium.FPDFPage_GetObject(raw, number), _SAME, 0)


def _inside(drawn: Handle, matrix: _Matrix, depth: int) -> Iterator[tuple[_Matrix, Handle]]:
    if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_FORM:
        yield matrix, drawn
    elif depth < _DEPTH:
        inner = _times(_matrix(drawn), matrix)
        for number in range(pdfium.FPDFFormObj_CountObjects(drawn)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(drawn, number), inner, depth + 1)


def _matrix(drawn: Handle) -> _Matrix:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(drawn, m) else _SAME


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _take(page: Page, drawn: Handle, matrix: _Matrix, place: Place) -> None:
    """Notes the lines of a path: what is thin is a line, of a drawn box the four sides."""
    kind = pdfium.FPDFPageObj_GetType(drawn)
    page.pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    m = _times(_matrix(drawn), matrix)
    for points in _parts(drawn):
        shown = [place(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x, y in points]
        _rule(page, shown, bool(stroke.value))


def _parts(path: Handle) -> Iterator[list[tuple[float, float]]]:
    """The corners of each line or box of a path; what is curved is left out."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _rule(page: Page, points: list[tuple[float, float]], stroked: bool) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= THIN < right - left:
        page.across.append(((top + bottom) / 2, left, right))
    elif right - left <= THIN < bottom - top:
        page.down.append(((left + right) / 2, top, bottom))
    elif stroked:
        for (x, y), (x2, y2) in pairwise(points):
            if abs(y - y2) <= 1 < abs(x - x2):
                page.across.append(((y + y2) / 2, min(x, x2), max(x, x2)))
            elif abs(x - x2) <= 1 < abs(y - y2):
                page.down.append(((x + x2) / 2, min(y, y2), max(y, y2)))
