"""The likeness of a picture, from its pixels; `likeness` compares them, where no decoder is loaded."""

from __future__ import annotations

import numpy as np
from PIL import Image

_SIDE, _KEPT = 32, 8  # samples along a side, and waves that are kept of them
# Spread in levels of 255 below which a picture shows nothing to be known by: a blank wall is like every other.
LEAST_SPREAD = 6.0
_STEP = np.arange(_SIDE)
_COSINES = np.cos(np.pi * np.outer(np.arange(_KEPT), 2 * _STEP + 1) / (2 * _SIDE))


def likeness(image: Image.Image) -> int | None:
    """The 64 bits of an upright picture; None where it shows next to nothing."""
    levels = np.asarray(image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float64)
    if levels.std() < LEAST_SPREAD:
        return None
    waves = (_COSINES @ levels @ _COSINES.T).ravel()
    # The first is the average brightness, which says nothing of what is shown.
    bits = waves > np.median(waves[1:])
    bits[0] = False
    return int("".join("1" if bit else "0" for bit in bits), 2)
