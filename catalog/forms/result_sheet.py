"""The sheet “Kết quả”: what was taken, held and refused and why, each line leading to its cell; prints on one page."""

from __future__ import annotations

from lxml import etree

from catalog.forms.book import Book, Sheet
from catalog.forms.remarks import STATES, WORDS, Findings, Line, Severity, spoken
from catalog.forms.styles import Look
from catalog.forms.words import lines_in, reference
from catalog.forms.worksheet import Worksheet
from catalog.sheets.ours import REMARKS, RESULT_TITLE
from catalog.values.text import fold

NAME = "Kết quả"
# Grounds of the three severities; the returned sheet's cells wear the same.
FILLS: dict[Severity, str] = {"error": "FFF9CBC6", "warning": "FFFFE7A8", "info": "FFD6E8F7"}
_INK: dict[Severity, str] = {"error": "FF8E1B10", "warning": "FF6B4A00", "info": "FF1D4E79"}
_HEADERS = ("Mức", "Ô", "Sản phẩm", "Điều cần xem", "Cách sửa")
_WIDTHS = (11, 11, 26, 50, 36)
_WIDE = 26  # characters of the second column where it names sheets too
_LINE = 13.5  # points
_LAST = len(_WIDTHS)
_ADVICE = (
    "Sửa ngay trong tệp này: các ô có màu và cột “{column}” chỉ rõ chỗ và cách sửa. Sửa xong, lưu lại và gửi lại đúng"
    " tệp này: sản phẩm cũ được nhận ra, không bị nhân đôi. Không cần xóa trang này hay cột “{column}”."
)
_BLANK = (
    '<worksheet xmlns="{}" xmlns:r="{}"><sheetViews><sheetView workbookViewId="0" showGridLines="0"/></sheetViews>'
    "</worksheet>"
)

_TITLE = Look(size=18, is_bold=True, colour="FF1F4E3D", is_wrapped=False)
_PLAIN = Look(size=11)
_SMALL = Look(size=10, colour="FF555555")
_HEAD = Look(size=11, is_bold=True, fill="FF1F4E3D", colour="FFFFFFFF", is_framed=True)
_CELL = Look(size=10, is_framed=True)
_LINK = Look(size=10, is_framed=True, colour="FF0B57A4")
_COUNT = Look(size=16, is_bold=True, is_framed=True, is_centred=True)


def find_result(book: Book) -> Sheet | None:
    """The sheet of results that an earlier return put into the book."""
    named = (sheet for sheet in book.sheets if sheet.name.startswith(NAME))
    return next((sheet for sheet in named if fold(book.text(sheet, 1, 1)) == fold(RESULT_TITLE)), None)


def write_result(book: Book, found: Findings) -> None:
    """Writes the sheet of results before all others, in the place of an earlier one."""
    xml = _BLANK.format(book.namespace, book.relationships).encode()
    earlier = find_result(book)
    if earlier is None:
        book.add_first(NAME, xml)
    else:
        book.replace(earlier, xml)
    _Result(book, book.worksheet(earlier or book.sheets[0])).write(found)


class _Result:
    """The sheet while it is being written, row by row."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0

    def write(self, found: Findings) -> None:
        for column, width in enumerate(_WIDTHS, 1):
            self.sheet.set_width(column, width)
        self._line(RESULT_TITLE, _TITLE)
        self._line(f"Tệp: {found.file}", _PLAIN)
        if found.id:
            self._line(f"Mã tra cứu: {found.id}", _SMALL)
        if found.rows:
            self._counts(found)
        for sentence in spoken(found):
            self._line(sentence, _PLAIN)
        lines, left = found.lines()
        if lines:
            if found.tables:
                self._line(_ADVICE.format(column=REMARKS), _PLAIN)
            self._lines(lines)
        if left:
            self._line(f"Còn {left} điểm nữa: xem cột “{REMARKS}” bên cạnh bảng.", _PLAIN)
        if not lines and found.tables:
            self._line("Không có chỗ nào phải sửa. Xin cảm ơn!", _PLAIN)
        self._set_up_page()

    def _put(self, column: int, words: str, look: Look) -> None:
        self.sheet.set_text(self.row, column, words)
        self.sheet.set_style(self.row, column, self.book.styles.look(look))

    def _line(self, words: str, look: Look) -> None:
        """A sentence across all columns; merged cells do not grow, so their height is stated."""
        self.row += 1
        self._put(1, words, look)
        self.sheet.merge((self.row, 1, self.row, _LAST))
        self.sheet.set_height(self.row, look.size * 1.45 * lines_in(words, sum(_WIDTHS) * 10 / look.size))

    def _counts(self, found: Findings) -> None:
        """Three boxes: how many rows are taken, held, refused."""
        self.row += 1
        boxes = ((1, 2, "FFD7EBDD"), (3, 3, FILLS["warning"]), (4, 4, FILLS["error"]))
        for (state, number), (first, last, ground) in zip(found.counts().items(), boxes, strict=True):
            for column in range(first, last + 1):
                self._put(column, f"{STATES[state]}: {number}" if column == first else "", _COUNT._replace(fill=ground))
            if last > first:
                self.sheet.merge((self.row, first, self.row, last))
        self.sheet.set_height(self.row, 28)

    def _lines(self, lines: list[Line]) -> None:
        self.row += 1
        for column, words in enumerate(_HEADERS, 1):
            self._put(column, words, _HEAD)
        several = len({line.sheet for line in lines if line.sheet}) > 1
        if several:
            self.sheet.set_width(2, _WIDE)
        for line in lines:
            self.row += 1
            self._put(1, WORDS[line.severity], _CELL._replace(fill=FILLS[line.severity], colour=_INK[line.severity]))
            where = f"{line.sheet}!{line.where}" if several and line.sheet and line.where else line.where
            self._put(2, where, _LINK if line.cell else _CELL)
            said = (line.product, line.message, line.fix)
            for column, words in enumerate(said, 3):
                self._put(column, words, _CELL)
            high = max(lines_in(words, width) for words, width in zip(said, _WIDTHS[2:], strict=True))
            self.sheet.set_height(self.row, _LINE * high + 2)
            if line.cell and line.sheet is not None:
                self._link(line.sheet, line.cell)

    def _link(self, sheet: str, cell: str) -> None:
        links = self.sheet.place("hyperlinks")
        quoted = sheet.replace("'", "''")
        link = etree.SubElement(links, self.sheet.tag("hyperlink"), ref=reference(self.row, 2))
        link.set("location", f"'{quoted}'!{cell}")
        link.set("display", cell)

    def _set_up_page(self) -> None:
        """A4 upright, one page."""
        fit = etree.SubElement(self.sheet.place("sheetPr"), self.sheet.tag("pageSetUpPr"))
        fit.set("fitToPage", "1")
        margins = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.5", "header": "0.3", "footer": "0.3"}
        self.sheet.place("pageMargins").attrib.update(margins)
        page = {"paperSize": "9", "orientation": "portrait", "fitToWidth": "1", "fitToHeight": "1"}
        self.sheet.place("pageSetup").attrib.update(page)
