"""“Bảng giá có mã QR”: the card that stands beside a product on a stall, as PDF.

Name, packs with prices, the star with its last day only while it is in force, and a code that leads to the page; where
the producer consented and an officer verified the account's owner, a VietQR beside it, always with the owner's name.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from catalog.web.cards import card_drawing
from catalog.web.cards.card_drawing import ACCENT, INK, MM, MUTED
from catalog.web.cards.lettering import BOLD, LEADING, PLAIN, fitted, printable

# Of a card in points, by the name in the address; so many stand on an A4 sheet, left to right and down.
FORMATS: dict[str, tuple[float, float, int, int]] = {
    "a6": (105 * MM, 148.5 * MM, 2, 2),
    "a5": (210 * MM, 148.5 * MM, 1, 2),
}
MARGIN = 8 * MM
MOST_PACKS = 4


@dataclass(frozen=True)
class Payment:
    """A bank's code on a card: its modules, and what has to stand below it in words."""

    code: tuple[str, ...]
    title: str
    bank: str
    owner: str
    warning: str


@dataclass(frozen=True)
class Card:
    """What stands on one card, already in words. packs: what, how much; stars: 0 where none is in force.

    more  that there are more packs than MOST_PACKS; blank where there are not
    code  the modules of the QR code (`qr.code`); empty where there is no page to lead to
    payment  only beside a code, whose page says whose card it is
    """

    name: str
    producer: str
    packs: tuple[tuple[str, str], ...]
    more: str
    stars: int
    stars_words: str
    until: str
    price_day: str
    invitation: str
    address: str
    code: tuple[str, ...]
    payment: Payment | None = None


def sheets(cards: Sequence[Card], size: str, title: str) -> bytes:
    """The cards on A4 sheets with lines to cut along. The same cards give the same bytes."""
    wide, high, across, down = FORMATS[size]
    out = io.BytesIO()
    canvas = _canvas(out, A4, title)
    for number, card in enumerate(cards):
        place = number % (across * down)
        if number and not place:
            canvas.showPage()
        left, bottom = wide * (place % across), A4[1] - high * (1 + place // across)
        _at(canvas, card, left, bottom, wide, high)
        card_drawing.cutting(canvas, left, bottom, wide, high)
    canvas.save()
    return out.getvalue()


def single(card: Card, size: str) -> bytes:
    """One card on a page of its own size."""
    wide, high, _, _ = FORMATS[size]
    out = io.BytesIO()
    canvas = _canvas(out, (wide, high), card.name)
    _at(canvas, card, 0, 0, wide, high)
    canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO, size: tuple[float, float], title: str) -> Canvas:
    canvas = Canvas(out, pagesize=size, invariant=1, lang="vi")
    canvas.setTitle(printable(title))
    canvas.setCreator("ocop-catalog")
    return canvas


def _at(canvas: Canvas, card: Card, left: float, bottom: float, wide: float, high: float) -> None:
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, high - 3 * MM, wide, 3 * MM, stroke=0, fill=1)
    if wide > high:
        _lying(canvas, card, wide, high)
    else:
        _standing(canvas, card, wide, high)
    canvas.restoreState()


def _standing(canvas: Canvas, card: Card, wide: float, high: float) -> None:
    """Words above, the code below."""
    room, edge = wide - 2 * MARGIN, min(46 * MM, wide - 2 * MARGIN)
    if not card.code:
        _words(canvas, card, Space(MARGIN, high - 3 * MM - 2 * MARGIN, room, MARGIN, 1.3))
        return
    if card.payment:
        _two_codes(canvas, card, card.payment, Space(MARGIN, MARGIN + PAID, room, MARGIN, 1.0))
        _words(canvas, card, Space(MARGIN, high - 3 * MM - MARGIN, room, MARGIN + PAID + 3 * MM, 1.0))
        return
    base = MARGIN + 13 * MM
    card_drawing.code(canvas, card.code, (wide - edge) / 2, base, edge)
    _foot(canvas, card, MARGIN, base - 2 * MM, room, centre=wide / 2)
    _words(canvas, card, Space(MARGIN, high - 3 * MM - MARGIN, room, base + edge + 3 * MM, 1.0))


def _lying(canvas: Canvas, card: Card, wide: float, high: float) -> None:
    """Words on the left, the code on the right."""
    if not card.code:
        _words(canvas, card, Space(MARGIN, high - 3 * MM - 2 * MARGIN, wide - 2 * MARGIN, MARGIN, 2.0))
        return
    if card.payment:
        left = wide / 2
        _two_codes(canvas, card, card.payment, Space(left, (high + PAID) / 2, wide - left - MARGIN, 0, 1.15))
        _words(canvas, card, Space(MARGIN, high - 3 * MM - 1.5 * MARGIN, left - 2 * MARGIN, MARGIN, 1.4))
        return
    edge = 68 * MM
    left = wide - MARGIN - edge
    base = (high - edge) / 2 + 3 * MM
    card_drawing.code(canvas, card.code, left, base, edge)
    _foot(canvas, card, left, base - 3 * MM, edge, centre=left + edge / 2)
    _words(canvas, card, Space(MARGIN, high - 3 * MM - 1.5 * MARGIN, left - 2 * MARGIN, MARGIN, 1.7))


@dataclass(frozen=True)
class Space:
    """Where the words may stand, in points: from `top` down to `bottom`; by: how much larger than on an A6 card."""

    left: float
    top: float
    room: float
    bottom: float
    by: float


# How high two codes are with the words below them, and how wide each code is: 0.9 mm a module of a VietQR.
PAID, EDGE = 62 * MM, 37 * MM


def _two_codes(canvas: Canvas, card: Card, payment: Payment, space: Space) -> None:
    """The code of the page on the left, the bank's on the right, each with what it is for below it."""
    half, edge = space.room / 2, EDGE * space.by
    for number, rows in enumerate((card.code, payment.code)):
        card_drawing.code(canvas, rows, space.left + number * half + (half - edge) / 2, space.top - edge, edge)
    top, room = space.top - edge - 2 * MM, half - 3 * MM
    _foot(canvas, card, space.left, top, room, centre=space.left + half / 2)
    _lines(canvas, _of_payment(payment), top, room, space.left + half * 1.5)


def _of_payment(payment: Payment) -> tuple[Line, ...]:
    return (
        (payment.title, BOLD, INK, (11.0, 10.0, 9.0), 1),
        (payment.bank, PLAIN, INK, (9.5, 8.5, 7.5, 6.5), 2),
        (payment.owner, BOLD, INK, (9.5, 8.5, 7.5, 6.5, 5.5), 3),
        (payment.warning, PLAIN, INK, (8.5, 7.5, 6.5), 2),
    )


# Of the name and the price on an A6 card, in points; the first that fits is taken.
SIZES = (27, 24, 21, 18, 15, 13, 11)


def _words(canvas: Canvas, card: Card, space: Space) -> None:
    """Name, prices, star, producer, as large as the space allows with all of them in it."""
    for start in range(len(SIZES)):
        sizes = tuple(size * space.by for size in SIZES[start:])
        tried = _canvas(io.BytesIO(), A4, "")
        if _written(tried, card, space, sizes) >= space.bottom:
            break
    _written(canvas, card, space, sizes)


def _written(canvas: Canvas, card: Card, space: Space, sizes: tuple[float, ...]) -> float:
    """Writes from the top down and gives where the words end; the price is the largest where there is one pack."""
    left, room, by = space.left, space.room, space.by

    def small(*points: float) -> tuple[float, ...]:
        return tuple(size * by for size in points)

    y = card_drawing.block(canvas, card.name, BOLD, INK, left, space.top, room, sizes, 3)
    y = (
        card_drawing.block(canvas, card.producer, PLAIN, MUTED, left, y - MM * by, room, small(12, 11, 10), 2)
        - 3 * MM * by
    )
    if len(card.packs) == 1:
        pack, price = card.packs[0]
        y = card_drawing.block(canvas, price, BOLD, ACCENT, left, y, room, tuple(s * 1.15 for s in sizes), 1)
        y = card_drawing.block(canvas, pack, PLAIN, INK, left, y, room, small(16, 14, 12, 10), 2) if pack else y
    else:
        for pack, price in card.packs[:MOST_PACKS]:
            y = card_drawing.row(canvas, pack, price, left, y, room, min(sizes[0], 19 * by))
        if card.more:
            y = card_drawing.block(canvas, card.more, PLAIN, MUTED, left, y, room, small(11, 10, 9), 1)
    if card.stars:
        y = _stars(canvas, card, left, y - 3 * MM * by, room, by)
    return card_drawing.block(canvas, card.price_day, PLAIN, MUTED, left, y - 2 * MM * by, room, small(9.5, 8.5), 1)


def _stars(canvas: Canvas, card: Card, left: float, top: float, room: float, by: float) -> float:
    """So many stars, the rating in words, and until when it counts: a card on a stall outlives a star."""
    edge = 4.6 * MM * by
    for number in range(card.stars):
        card_drawing.star(canvas, left + edge * (0.5 + number * 1.1), top - edge / 2, edge / 2)
    start = left + edge * 1.1 * card.stars + 1.5 * MM * by
    canvas.setFillColor(INK)
    size, lines = fitted(
        f"{card.stars_words} {card.until}",
        BOLD,
        room - (start - left),
        tuple(size * by for size in (12, 11, 10, 9, 8)),
        1,
    )
    canvas.setFont(BOLD, size)
    canvas.drawString(start, top - edge / 2 - size * 0.34, lines[0])
    return top - edge


def _foot(canvas: Canvas, card: Card, left: float, top: float, room: float, centre: float) -> None:
    """What the code is for, and the address for those who cannot scan."""
    lines: tuple[Line, ...] = (
        (card.invitation, BOLD, INK, (11.0, 10.0, 9.0), 2),
        (card.address, PLAIN, MUTED, (8.5, 7.5, 6.5, 5.5), 2),
    )
    _lines(canvas, lines, top, room, centre)


# Words, font, colour, the sizes that are tried, and how many lines it may take.
Line = tuple[str, str, HexColor, tuple[float, ...], int]


def _lines(canvas: Canvas, lines: Sequence[Line], top: float, room: float, centre: float) -> None:
    """Centred words, one below the other."""
    y = top
    for words, font, colour, sizes, most in lines:
        size, written = fitted(words, font, room, sizes, most)
        canvas.setFillColor(colour)
        canvas.setFont(font, size)
        for line in written:
            y -= size * LEADING
            canvas.drawCentredString(centre, y + size * 0.3, line)
