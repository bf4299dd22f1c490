"""A short list of coloured lines as a picture that a phone shows in a chat: 1,080 px wide, large letters.

The picture is drawn, not decoded, so it needs no confined child. Letters come from the machine's fonts: the first of
FONTS that is installed (Debian: fonts-noto-core or fonts-dejavu-core; Windows and macOS bring theirs), for a font
with all Vietnamese letters is larger than the rest of this package. Equal lines on one machine give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from images.picture import PictureError

Tone = Literal["plain", "good", "warning", "error", "info"]
Font = ImageFont.FreeTypeFont

# Pairs of regular and bold, the clearest on a phone first; all have every Vietnamese letter.
FONTS = (
    ("BeVietnamPro-Regular.ttf", "BeVietnamPro-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
)
WIDTH_PX = 1080
MOST_LINES = 40
MOST_HEIGHT_PX = 6000
LONGEST = 400  # characters of a line
_MARGIN, _PAD, _BAR, _GAP = 56, 26, 14, 18
_TITLE_PX, _TEXT_PX = 58, 38
_LEADING = 1.35
_PALETTE = 48  # colours
_INK, _PAPER = "#1A1A1A", "#FFFFFF"
_TITLE_INK = "#1F4E3D"
# Ground and bar of each tone; the words say it too, for those who do not see the colour.
_COLOURS: dict[Tone, tuple[str, str]] = {
    "plain": ("#FFFFFF", "#FFFFFF"),
    "good": ("#DDEFE3", "#2E7D4F"),
    "warning": ("#FFF0C7", "#C98A00"),
    "error": ("#FBDAD6", "#B3261E"),
    "info": ("#E1EEF9", "#2A6DA8"),
}


def picture(title: str, lines: Iterable[tuple[Tone, str]]) -> bytes:
    """A PNG of a title and lines, each on the ground of its tone; what finds no room is cut with “…”.

    Raises PictureError where the machine has no font with Vietnamese letters.
    """
    regular, bold = _fonts(_TEXT_PX)[0], _fonts(_TITLE_PX)[1]
    heads = list(_wrapped(title, bold, WIDTH_PX - 2 * _MARGIN))
    blocks = [
        (tone, list(_wrapped(_short(words), regular, WIDTH_PX - 2 * _MARGIN - 2 * _PAD - _BAR)))
        for tone, words in list(lines)[:MOST_LINES]
    ]
    height = 2 * _MARGIN + _high(heads, _TITLE_PX) + sum(_GAP + _block_height(said) for _, said in blocks)
    image = Image.new("RGB", (WIDTH_PX, min(height, MOST_HEIGHT_PX)), _PAPER)
    draw = ImageDraw.Draw(image)
    top = _write(draw, heads, _MARGIN, _MARGIN, bold, _TITLE_INK)
    for tone, said in blocks:
        top = _block(draw, tone, said, top + _GAP, regular)
    out = io.BytesIO()
    # Few colours and their edges: a palette makes the file a quarter as large for slow lines.
    image.quantize(_PALETTE).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _fonts(size_px: int) -> tuple[Font, Font]:
    for regular, bold in FONTS:
        try:
            return ImageFont.truetype(regular, size_px), ImageFont.truetype(bold, size_px)
        except OSError:
            continue
    raise PictureError("picture-unusable", "máy chưa có phông chữ tiếng Việt", f"none of {FONTS} is installed")


def _short(words: str) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _wrapped(words: str, font: Font, width: int) -> Iterator[str]:
    """The words in lines that fit; a word that fits in none is broken."""
    line = ""
    for word in words.split():
        while font.getlength(word) > width:
            cut = next(n for n in range(len(word), 0, -1) if n == 1 or font.getlength(word[:n]) <= width)
            if line:
                yield line
                line = ""
            yield word[:cut]
            word = word[cut:]
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _high(lines: Sequence[str], size_px: int) -> int:
    return round(len(lines) * size_px * _LEADING)


def _block_height(lines: Sequence[str]) -> int:
    return _high(lines, _TEXT_PX) + _PAD


def _block(draw: ImageDraw.ImageDraw, tone: Tone, lines: Sequence[str], top: int, font: Font) -> int:
    """Draws one line of the list; gives where the next begins."""
    ground, bar = _COLOURS[tone]
    bottom = top + _block_height(lines)
    draw.rectangle((_MARGIN, top, WIDTH_PX - _MARGIN, bottom), fill=ground)
    draw.rectangle((_MARGIN, top, _MARGIN + _BAR, bottom), fill=bar)
    left = _MARGIN + _BAR + _PAD if tone != "plain" else _MARGIN
    _write(draw, lines, left, top + _PAD // 2, font, _INK)
    return bottom


def _write(draw: ImageDraw.ImageDraw, lines: Sequence[str], left: int, top: int, font: Font, ink: str) -> int:
    for line in lines:
        draw.text((left, top), line, font=font, fill=ink)
        top += round(font.size * _LEADING)
    return top
