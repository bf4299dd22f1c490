"""What a card is drawn of: lines of words, a row of a pack and its price, a star, a code, the lines to cut along."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from catalog.web.cards.lettering import BOLD, LEADING, PLAIN, fitted, printable, width

INK, MUTED, ACCENT, LINE = HexColor("#2a211b"), HexColor("#65584b"), HexColor("#8f3a1c"), HexColor("#b9aa96")
GOLD, BLACK = HexColor("#c98a00"), HexColor("#000000")
MM = 72 / 25.4  # points


def block(
    canvas: Canvas, words: str, font: str, colour: HexColor, left: float, top: float, room: float,
    sizes: tuple[float, ...], most: int,
) -> float:  # fmt: skip
    """Writes the words below `top` and gives where they end."""
    size, lines = fitted(words, font, room, sizes, most)
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - size * 0.86 - number * size * LEADING, line)
    return top - len(lines) * size * LEADING


def row(canvas: Canvas, pack: str, price: str, left: float, top: float, room: float, size: float) -> float:
    """One pack of several with its price at the right."""
    price = printable(price)
    size = next((s for s in (size, size * 0.85, size * 0.7) if width(price, BOLD, s) <= room * 0.62), size * 0.55)
    taken = width(price, BOLD, size)
    small, lines = fitted(pack or "–", PLAIN, room - taken - 3 * MM, (size * 0.8, size * 0.65, size * 0.55), 1)
    line = top - size
    canvas.setFillColor(INK)
    canvas.setFont(PLAIN, small)
    canvas.drawString(left, line, lines[0])
    canvas.setFillColor(ACCENT)
    canvas.setFont(BOLD, size)
    canvas.drawRightString(left + room, line, price)
    return line - size * 0.35


def star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """One star around a point."""
    path = canvas.beginPath()
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.42
        angle = pi / 2 + corner * pi / 5
        point = (x + length * cos(angle), y + length * sin(angle))
        (path.lineTo if corner else path.moveTo)(*point)
    path.close()
    canvas.setFillColor(GOLD)
    canvas.drawPath(path, stroke=0, fill=1)


def code(canvas: Canvas, rows: Sequence[str], left: float, bottom: float, edge: float) -> None:
    """The modules, dark ones that stand side by side as one bar: no hair lines between them in print."""
    module = edge / len(rows)
    canvas.setFillColor(BLACK)
    for number, row in enumerate(rows):
        y = bottom + edge - (number + 1) * module
        start = 0
        while (start := row.find("1", start)) >= 0:
            end = start
            while end < len(row) and row[end] == "1":
                end += 1
            canvas.rect(left + start * module, y, (end - start) * module, module, stroke=0, fill=1)
            start = end


def cutting(canvas: Canvas, left: float, bottom: float, wide: float, high: float) -> None:
    """Dashes around a card."""
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 3)
    canvas.rect(left, bottom, wide, high, stroke=1, fill=0)
    canvas.restoreState()
