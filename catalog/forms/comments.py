"""Comments on the cells of a sheet, in the old form that Excel 2010, LibreOffice and WPS all show.

A comment takes two parts: comments.xml holds its words, vmlDrawing.vml its box. What people have written stays; where
a cell has a comment already, ours stands below it. Ours are known again by their author and their first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from catalog.forms.book import Book, Sheet
from catalog.forms.package import Element
from catalog.forms.words import as_xml, place_of, reference

AUTHOR = "Kết quả đọc bảng"
HEADING = "— Kết quả đọc bảng —"
MOST = 3_000  # on one sheet: with more boxes programs become slow, and the remarks stand in words beside the table
LONGEST = 1_500  # characters; a box shows no more
_CONTENT = "application/vnd.openxmlformats-officedocument"
_SHAPE = re.compile(rb"<v:shape\b(?!type).*?</v:shape\s*>", re.S)
_ROW, _COLUMN = (re.compile(rb"<x:%s>\s*(\d+)\s*</x:%s>" % (n, n)) for n in (b"Row", b"Column"))
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{}"/>'
    "</o:shapelayout></xml>"
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:260pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#fffbe6" o:insetmode="auto">'
    '<v:fill color2="#fffbe6"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 4, {right}, 30, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def write_comments(book: Book, sheet: Sheet, remarks: Mapping[tuple[int, int], str]) -> None:
    """Makes the sheet's comments of ours exactly those given, by (row, column); other people's stay.

    Cells whose comment is a thread (a conversation of newer programs) are left alone: their words live elsewhere.
    """
    part = book.package.related(sheet.part, "comments")
    if part is None and not remarks:
        return
    threads = _threads(book, sheet)
    if part is None:
        part = _added(book, sheet, "comments", "xl/comments", ".xml")
        book.package.declare(part, f"{_CONTENT}.spreadsheetml.comments+xml")
        root = etree.Element(book.tag("comments"), nsmap={None: book.namespace})
    else:
        root = book.package.tree(part)
    notes = _Notes(root, book.namespace)
    before = notes.cells()
    notes.remove_ours(threads)
    for (row, column), words in list(remarks.items())[:MOST]:
        if reference(row, column) not in threads:
            notes.add(reference(row, column), words)
    book.package.put(part, root)
    _write_boxes(book, sheet, before, notes.cells())


def _threads(book: Book, sheet: Sheet) -> set[str]:
    part = book.package.related(sheet.part, "threadedComment")
    return {t.get("ref", "") for t in book.package.tree(part)} if part else set()


def _added(book: Book, sheet: Sheet, kind: str, stem: str, ending: str) -> str:
    part = book.package.free_name(stem, ending)
    book.package.put(part, b"")
    book.package.relate(sheet.part, f"{book.relationships}/{kind}", part)
    return part


class _Notes:
    """The comments part as a tree."""

    def __init__(self, root: Element, namespace: str) -> None:
        self.root = root
        self._space = f"{{{namespace}}}"
        self._authors = self._child("authors", 0)
        self._list = self._child("commentList", 1)
        self._of: dict[str, Element] = {note.get("ref", ""): note for note in self._list}

    def _child(self, name: str, at: int) -> Element:
        if (found := self.root.find(f"{self._space}{name}")) is not None:
            return found
        made = self.root.makeelement(f"{self._space}{name}")
        self.root.insert(at, made)
        return made

    def cells(self) -> set[str]:
        return set(self._of)

    def _author(self) -> str:
        names = [author.text for author in self._authors]
        if AUTHOR not in names:
            etree.SubElement(self._authors, f"{self._space}author").text = AUTHOR
            names.append(AUTHOR)
        return str(names.index(AUTHOR))

    def remove_ours(self, threads: set[str]) -> None:
        """Takes away our comments, and our words below other people's."""
        for note in list(self._list):
            runs = note.find(f"{self._space}text")
            words = "" if runs is None else "".join(map(str, runs.itertext()))
            if note.get("ref") in threads or HEADING not in words or runs is None:
                continue
            if words.lstrip().startswith(HEADING):
                self._list.remove(note)
                del self._of[note.get("ref", "")]
            else:
                self._cut(runs)

    def _cut(self, runs: Element) -> None:
        """Drops what stands from our heading on."""
        ours = False
        for text in list(runs.iter(f"{self._space}t")):
            kept, heading, _ = (text.text or "").partition(HEADING)
            if ours:
                text.text = ""
            elif heading:
                text.text, ours = kept.rstrip("\n"), True

    def add(self, cell: str, words: str) -> None:
        note = self._of.get(cell)
        if note is None:
            note = self._of[cell] = etree.SubElement(
                self._list, f"{self._space}comment", ref=cell, authorId=self._author()
            )
            runs = etree.SubElement(note, f"{self._space}text")
            start = ""
        else:
            found = note.find(f"{self._space}text")
            runs = etree.SubElement(note, f"{self._space}text") if found is None else found
            start = "\n\n"
        run = etree.SubElement(runs, f"{self._space}r")
        look = etree.SubElement(run, f"{self._space}rPr")
        etree.SubElement(look, f"{self._space}sz", val="10")
        etree.SubElement(look, f"{self._space}rFont", val="Arial")
        text = etree.SubElement(run, f"{self._space}t")
        text.text = as_xml(f"{start}{HEADING}\n{words}"[:LONGEST])
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# ── boxes ──


def _write_boxes(book: Book, sheet: Sheet, before: set[str], after: set[str]) -> None:
    """Gives every comment its box, and takes away boxes whose comment is gone."""
    part = book.package.related(sheet.part, "vmlDrawing")
    worksheet = book.worksheet(sheet)
    legacy = worksheet.root.find(worksheet.tag("legacyDrawing"))
    if legacy is None:
        part = _added(book, sheet, "vmlDrawing", "xl/drawings/vmlDrawingOcop", ".vml")
        book.package.declare_ending("vml", f"{_CONTENT}.vmlDrawing")
        number = sum(name.lower().endswith(".vml") for name in book.package)
        book.package.put(part, _HEAD.format(_blocks(number, len(after))).encode())
        relation = next(i for i, (_, to) in book.package.relations(sheet.part).items() if to == part)
        worksheet.place("legacyDrawing").set(f"{{{book.relationships}}}id", relation)
    else:
        said = legacy.get(f"{{{book.relationships}}}id", "")
        part = book.package.relations(sheet.part).get(said, ("", part))[1]
    if part is None or part not in book.package:
        return
    book.package.put(part, _with_boxes(book.package.read(part), before - after, after))


def _blocks(number: int, boxes: int) -> str:
    """The blocks of 1,024 shape numbers that a drawing may use: the first is its own."""
    first = 32 * number
    return ",".join(str(first + i) for i in range(boxes // 1024 + 1))


def _with_boxes(vml: bytes, gone: set[str], wanted: set[str]) -> bytes:
    """The drawing as bytes, for programs write VML that is no XML."""
    places = {place_of(cell) for cell in gone}
    has: set[tuple[int, int]] = set()

    def keep(found: re.Match[bytes]) -> bytes:
        place = _place(found[0])
        if place in places:
            return b""
        if place:
            has.add(place)
        return found[0]

    vml = _SHAPE.sub(keep, vml)
    missing = sorted(p for cell in wanted if (p := place_of(cell)) and p not in has)
    first = max((int(n) for n in _SHAPE_ID.findall(vml)), default=_first_number(vml) - 1) + 1
    boxes = "".join(_boxes(missing, first))
    if boxes and b"_x0000_t202" not in vml:
        boxes = _TYPE + boxes
    end = vml.rfind(b"</xml>")
    return vml[:end] + boxes.encode() + vml[end:] if end >= 0 else vml


def _first_number(vml: bytes) -> int:
    said = re.search(rb'<o:idmap\b[^>]*data="(\d+)', vml)
    return 1024 * int(said[1]) + 1 if said else 1025


def _place(shape: bytes) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column and b'"Note"' in shape else None


def _boxes(places: list[tuple[int, int]], first: int) -> Iterator[str]:
    for order, (row, column) in enumerate(places):
        yield _BOX.format(
            id=first + order, order=order + 1, row=row - 1, column=column - 1, height=110,
            left=column, right=column + 4, top=max(row - 2, 0), bottom=row + 6,
        )  # fmt: skip
