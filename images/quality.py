"""What is wrong with a photo to a buyer's eye, told from its pixels: codes of warnings, never a refusal.

Every threshold stands here once, with what it was measured on; docs/pictures.md has the table. To measure again:
`python -m tests.images.degraded FOLDER`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageStat

from images import lettering

CODES = (
    "picture-blurred",
    "picture-dark",
    "picture-bright",
    "picture-document",
    "picture-collage",
    "picture-lettered",
)
Grey = npt.NDArray[np.float32]

# The scale at which buyers look at a photo; a larger one is judged as it is shown. Long side in pixels.
SHOWN_PX = 1200
# Spread of second differences, in levels of 255, within the sharpest tenth of the tiles: a product may lie sharp
# before a soft ground. The softest good photo has 14, the sharpest copy that was blurred by 2 px has 6.
LEAST_SHARPNESS = 8.0
TILES = 8  # along each side
# Levels of 255. Of good photos the darkest has 169 in its lightest twentieth and 82 on average.
LEAST_LIGHT = 110
LEAST_AVERAGE = 50
# Where not even the darkest fiftieth of a photo is dark, it is washed out; goods before white have shadows and letters.
MOST_OF_DARKEST = 150
# A seam between two photos: neighbours differ along the whole line, in each of its parts, and much more often than
# along the lines beside it (the edge of a table does so here and there, leaves do so everywhere).
SEAM_PX = 800  # long side at which seams are looked for
SEAM_STEP = 10  # levels of 255
SEAM_PARTS = 8
SEAM_LEAST_PART = 0.6
SEAM_LEAST_RISE = 0.4
SEAM_MARGIN = 0.12  # of a side: a frame around one photo is no collage


def judge(image: Image.Image) -> list[str]:
    """The codes of what is wrong with an upright RGB picture whose long side is at most SHOWN_PX."""
    grey = image.convert("L")
    levels = np.asarray(grey, np.float32)
    if lettering.is_mostly_text(grey):
        return ["picture-document"]  # what is no photo is not judged as one
    is_dim, is_pale = is_dark(grey), is_washed_out(grey)
    said = {
        # Where there is little contrast nothing looks sharp: first the light.
        "picture-blurred": not is_dim and not is_pale and sharpness(levels) < LEAST_SHARPNESS,
        "picture-dark": is_dim,
        "picture-bright": is_pale,
        "picture-collage": has_seam(grey),
        "picture-lettered": lettering.has_burnt_in(image),
    }
    return [code for code, is_so in said.items() if is_so]


def sharpness(levels: Grey) -> float:
    """The spread of second differences in the sharpest tenth of the tiles, in levels of 255."""
    bent = 4 * levels[1:-1, 1:-1] - levels[:-2, 1:-1] - levels[2:, 1:-1] - levels[1:-1, :-2] - levels[1:-1, 2:]
    height, width = (side // TILES * TILES for side in bent.shape)
    tiles = bent[:height, :width].reshape(TILES, height // TILES, TILES, width // TILES)
    return float(np.percentile(tiles.std(axis=(1, 3)), 90))


def is_dark(grey: Image.Image) -> bool:
    """Whether even the lightest parts are dim, or a few lights stand in the dark."""
    return level_at(grey, 0.95) < LEAST_LIGHT or ImageStat.Stat(grey).mean[0] < LEAST_AVERAGE


def is_washed_out(grey: Image.Image) -> bool:
    """Whether nothing in the picture is dark."""
    return level_at(grey, 0.02) > MOST_OF_DARKEST


def level_at(grey: Image.Image, share: float) -> int:
    """The level that this share of the pixels does not exceed."""
    below = np.cumsum(grey.histogram())
    return int(np.searchsorted(below, share * below[-1]))


def has_seam(grey: Image.Image) -> bool:
    """Whether a straight seam runs through the whole picture, from edge to edge."""
    small = grey.copy()
    small.thumbnail((SEAM_PX, SEAM_PX), Image.Resampling.LANCZOS)
    levels = np.asarray(small, np.int16)
    return _seam_between_columns(levels) or _seam_between_columns(levels.T)


def _seam_between_columns(levels: npt.NDArray[np.int16]) -> bool:
    differs = np.abs(levels[:, 2:] - levels[:, :-2]) > SEAM_STEP
    height, width = differs.shape
    height -= height % SEAM_PARTS
    margin = int(width * SEAM_MARGIN)
    if height == 0 or width - 2 * margin < 32:
        return False
    parts = differs[:height].reshape(SEAM_PARTS, -1, width).mean(axis=1)
    share = differs.mean(axis=0)
    beside = np.median([np.roll(share, shift) for shift in (-9, -7, -5, 5, 7, 9)], axis=0)
    found = (parts.min(axis=0) >= SEAM_LEAST_PART) & (share - beside >= SEAM_LEAST_RISE)
    return bool(found[margin : width - margin].any())
