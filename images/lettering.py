"""Letters in pictures, by how they look and not by what they say: no reader of Vietnamese letters is small enough.

Told apart are pages, screens and chats (letters and blank ground nearly everywhere) and a line of letters that was
written over a photo (a price, a telephone number). Large print on a label looks like the latter: hence a question.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Levels = npt.NDArray[Any]  # of 255; rows and columns first
Places = tuple[npt.NDArray[np.intp], ...]
Flags = npt.NDArray[np.bool_]

# Blocks of a page that has this long side in pixels; a line of small print is one block high.
PAGE_PX, PAGE_BLOCK = 800, 16
# A block of letters: some contrast, most pixels either ink or paper, more paper than ink, strokes to cross.
PAGE_CONTRAST = 70  # levels of 255
PAGE_TWO_TONES, PAGE_GROUND = 0.55, 0.35  # shares of the block
PAGE_STROKES = 1.2  # edges that a row of the block crosses
BLANK_CONTRAST = 12
# Shares of all blocks: so many letters, with so many letters and blanks together, are no photo. Photos of goods have at
# most 0.07 letters, and with those at most 0.49 of both; before a plain ground up to 0.68 of both, and 0.01 letters.
TEXT = ((0.12, 0.0), (0.09, 0.40), (0.06, 0.70))

# Long sides in pixels at which lines of letters are looked for: small, middling and large ones.
LINE_PX, LINE_BLOCK = (1000, 500, 300), 12
LINE_CONTRAST, LINE_STROKES = 110, 0.7
# Paint has one colour: so much may it differ within a block, and from a block to the next, in levels of 255.
SAME_IN_BLOCK, SAME_IN_LINE = 14, 16
LINE_SHARES = (0.12, 0.85)  # of a block that has that colour
# Who writes over a photo does so above or below the goods; labels stand in the middle. Share of the height, each.
LINE_MARGIN = 0.27
# Steps from a block to the next. The labels of 20 goods stay below, and so does one in seven lines written over photos.
LONGEST_OF_LABELS = 8


def is_mostly_text(grey: Image.Image) -> bool:
    """Whether the picture is a page, a screen or a chat rather than a photo of goods."""
    blocks = _blocks(np.asarray(_sized(grey, PAGE_PX, enlarge=False), np.int16), PAGE_BLOCK)
    low, high = blocks.min(axis=(2, 3)), blocks.max(axis=(2, 3))
    contrast = high - low
    tone = (blocks - low[..., None, None]) / np.maximum(contrast, 1)[..., None, None]
    dark, light = (tone < 0.2).mean(axis=(2, 3)), (tone > 0.8).mean(axis=(2, 3))
    letters = (
        (contrast > PAGE_CONTRAST)
        & (dark + light > PAGE_TWO_TONES)
        & (np.maximum(dark, light) > PAGE_GROUND)
        & (_strokes(tone > 0.5) > PAGE_STROKES)
    )
    share, both = letters.mean(), (letters | (contrast < BLANK_CONTRAST)).mean()
    return any(share > letters and both > blank for letters, blank in TEXT)


def has_burnt_in(image: Image.Image) -> bool:
    """Whether a long level line of letters of one colour stands near the upper or lower edge of an RGB picture."""
    for px in LINE_PX:
        sized = _sized(image, px, enlarge=True)
        margin = max(1, round(sized.height * LINE_MARGIN))
        for top in (0, sized.height - margin):
            if longest_line(sized.crop((0, top, sized.width, top + margin))) >= LONGEST_OF_LABELS:
                return True
    return False


def longest_line(image: Image.Image) -> int:
    """Steps from block to block of the longest level line of letters of one colour."""
    blocks = _blocks(np.asarray(image.convert("L")), LINE_BLOCK)
    # Most blocks of a photo have too little contrast for letters, and are not looked at any further.
    places = np.nonzero(blocks.max(axis=(2, 3)) - blocks.min(axis=(2, 3)) > LINE_CONTRAST)
    grey = blocks[places].astype(np.int16)
    # Not the very ends: those are rings that the JPEG coder draws around edges.
    fifth, last = 4, LINE_BLOCK * LINE_BLOCK - 5
    ordered = np.partition(grey.reshape(len(grey), LINE_BLOCK * LINE_BLOCK), (fifth, last), axis=1)
    low, high = ordered[:, fifth, None, None], ordered[:, last, None, None]
    lettered = ((high - low)[:, 0, 0] > LINE_CONTRAST) & (_strokes(grey > (low + high) // 2) > LINE_STROKES)
    if not lettered.any():
        return 0
    grey, low, high = grey[lettered], low[lettered], high[lettered]
    places = (places[0][lettered], places[1][lettered])
    colour = _blocks(np.asarray(image), LINE_BLOCK)[places].astype(np.int32)
    paints = (grey >= high - SAME_IN_BLOCK, grey <= low + SAME_IN_BLOCK)
    return max(_longest_run(places, paint, colour, blocks.shape[:2]) for paint in paints)


def _longest_run(places: Places, paint: Flags, colour: Levels, size: tuple[int, int]) -> int:
    """The longest run of lettered blocks, left to right, whose paint has one colour. places: of these blocks."""
    share = paint.mean(axis=(1, 2))
    fits = np.zeros(size, np.bool_)
    fits[places] = (share > LINE_SHARES[0]) & (share < LINE_SHARES[1])
    mean = np.zeros((*size, 3))
    mean[places] = (colour * paint[..., None]).sum(axis=(1, 2)) / np.maximum(paint.sum(axis=(1, 2)), 1)[:, None]
    same = fits[:, 1:] & fits[:, :-1] & (np.abs(mean[:, 1:] - mean[:, :-1]).max(axis=2) < SAME_IN_LINE)
    run, longest = np.zeros(len(same), np.int64), 0
    for column in same.T:
        run = np.where(column, run + 1, 0)
        longest = max(longest, int(run.max(initial=0)))
    return longest


def _sized(image: Image.Image, px: int, *, enlarge: bool) -> Image.Image:
    ratio = px / max(image.size)
    if ratio >= 1 and not enlarge:
        return image
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    return image.resize(size, Image.Resampling.BOX if ratio < 1 else Image.Resampling.BICUBIC)


def _blocks(levels: Levels, side: int) -> Levels:
    """Rows and columns of square blocks: [block row, block column, row, column, …]; what is left over is cut off."""
    rows, columns = (max(1, n // side) for n in levels.shape[:2])
    levels = np.pad(levels, [(0, max(0, side - n)) for n in levels.shape[:2]] + [(0, 0)] * (levels.ndim - 2), "edge")
    whole = levels[: rows * side, : columns * side]
    return whole.reshape(rows, side, columns, side, *levels.shape[2:]).swapaxes(1, 2)


def _strokes(is_light: Flags) -> npt.NDArray[np.float64]:
    """How many edges a row of each block crosses, on average."""
    found: npt.NDArray[np.float64] = (is_light[..., 1:] != is_light[..., :-1]).sum(axis=-1).mean(axis=-1)
    return found
