"""Tables of a document that go on with a list whose header stands only above its first table."""

from __future__ import annotations

from catalog.sheets.opening.cells import Cells
from catalog.sheets.words import is_count

COLUMNS = 3  # a narrower table is a frame for signatures


def join_continued(sheets: list[Cells]) -> list[Cells]:
    """The sheets of a document, each table without a header joined to the one before; the lines between stand between.

    A table goes on where it has as many columns as the one before, and begins with a number as that one does not.
    """
    found: list[Cells] = []
    for sheet in sheets:
        if found and _goes_on(found[-1], sheet):
            _append(found[-1], sheet)
        else:
            found.append(sheet)
    return found


def _goes_on(before: Cells, sheet: Cells) -> bool:
    if sheet.name or len(sheet.texts) != len(before.texts) or len(sheet.texts) < COLUMNS:
        return False
    return _begins_with_number(sheet) and not _begins_with_number(before)


def _begins_with_number(sheet: Cells) -> bool:
    """Whether the first row that fills half of the columns begins with the number of an item."""
    for at in range(len(sheet.numbers)):
        row = _row(sheet, at)
        if 2 * sum(map(bool, row)) >= len(row):
            return is_count(row[0])
    return False


def _row(sheet: Cells, at: int) -> list[str]:
    return [texts[codes[at]] for texts, codes in zip(sheet.texts, sheet.codes, strict=True)]


def _append(before: Cells, sheet: Cells) -> None:
    start = before.numbers[-1]
    known = [{text: code for code, text in enumerate(texts)} for texts in before.texts]
    for at, number in enumerate(sheet.numbers):
        before.numbers.append(start + number)
        for text, codes, texts, codes_of in zip(_row(sheet, at), before.codes, before.texts, known, strict=True):
            if text not in codes_of:
                codes_of[text] = len(texts)
                texts.append(text)
            codes.append(codes_of[text])
    marks = before.marks
    marks.merges += [(a + start, b, c + start, d) for a, b, c, d in sheet.marks.merges]
    marks.pictures += [(row + start, column, part) for row, column, part in sheet.marks.pictures]
