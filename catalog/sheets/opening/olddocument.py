"""Opens Word documents of 1997 to 2003 (.doc): their tables, with the lines that stand before each.

The sheets are those that `document` makes of a .docx. Columns come from the edges of the cells, because such a file
knows no columns: each row has widths of its own. Runs in the child process only.
"""

from __future__ import annotations

from catalog.sheets.opening.cells import Cells
from catalog.sheets.opening.document import LINES, Merges
from catalog.sheets.opening.edges import Edges
from catalog.sheets.opening.wordbinary import CELL_MARK, Paragraph, paragraphs

SLACK = 60  # twips, 1 mm: rows drawn by hand do not meet exactly

_Row = tuple[list[str], list[tuple[int, int, str]]]


def open_sheets(data: bytes) -> list[Cells]:
    """Every table of the document, tables within cells as text of the cell. Raises NotOpened."""
    sheets: list[Cells] = []
    lines: list[str] = []
    rows: list[_Row] = []
    cells: list[str] = []
    cell: list[str] = []
    for paragraph in paragraphs(data):
        if paragraph.depth == 0:
            if rows:
                sheets.append(_sheet(lines, rows))
                lines, rows = [], []
            lines.append(paragraph.text)
        elif paragraph.row is not None:
            rows.append((cells, paragraph.row))
            cells = []
        else:
            cell.append(paragraph.text)
            if _ends_cell(paragraph):
                cells.append("\n".join(filter(None, cell)))
                cell = []
    return [*sheets, _sheet(lines, rows)] if rows else sheets


def _ends_cell(paragraph: Paragraph) -> bool:
    return paragraph.mark == CELL_MARK and paragraph.depth == 1


def _sheet(lines: list[str], rows: list[_Row]) -> Cells:
    sheet = Cells()
    lines = [line for line in lines if line][-LINES:]
    for number, line in enumerate(lines, 1):
        sheet.add(number, [line])
    edges = Edges((edge for _, row in rows for cell in row for edge in cell[:2]), SLACK)
    merges = Merges(sheet.marks)
    for number, (texts, row) in enumerate(rows, len(lines) + 1):
        out = [""] * max(len(edges.lines) - 1, len(texts))
        for place, text in enumerate(texts):
            left, right, down = row[place] if place < len(row) else (place, place, "")
            column, across = edges.span(left, right) if place < len(row) else (place, 1)
            if merges.start(number, column + 1, across, down) == number and column < len(out):
                out[column] = text
        sheet.add(number, out)
    return sheet
