"""A square around the goods: photos before a plain ground are cut to the goods, all others stand whole on white.

Nothing that differs from the ground is ever cut away: to find what matters in a photo of a market stall one would have
to guess, and a guess that is wrong cuts off half of a jar.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

WHITE = (255, 255, 255)
# Levels of 255. A ground may differ from its middle colour by so much, in all but a fiftieth of the edge: JPEG's noise
# stays below, the shadow at the foot of a jar is above and counts as goods.
SAME_GROUND = 14
MOST_UNLIKE = 0.02
# Room around the goods, as a share of their longer side; and the least share of the photo's longer side that is kept,
# so that a small thing is not blown up.
ROOM = 0.06
LEAST_KEPT = 0.5


def square(image: Image.Image) -> tuple[Image.Image, Colour]:
    """An RGB picture as a square of its own pixels, and the colour of the ground that fills what it lacks."""
    ground = _plain_ground(np.asarray(image))
    goods = _goods(image, ground) if ground else None
    if ground is None or goods is None:
        return _window(image, (0, 0, *image.size), max(image.size), WHITE), WHITE
    side = max(goods[2] - goods[0], goods[3] - goods[1])
    kept = max(round(side * (1 + 2 * ROOM)), round(max(image.size) * LEAST_KEPT))
    return _window(image, goods, kept, ground), ground


def _plain_ground(levels: npt.NDArray[np.uint8]) -> Colour | None:
    """The colour of the edge, where the whole edge has one."""
    strips = (levels[:2], levels[-2:], levels[:, :2], levels[:, -2:])
    edge = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.int16)
    middle = np.median(edge, axis=0)
    unlike = (np.abs(edge - middle).max(axis=1) > SAME_GROUND).mean()
    red, green, blue = (int(level) for level in middle)
    return (red, green, blue) if unlike <= MOST_UNLIKE else None


def _goods(image: Image.Image, ground: Colour) -> Box | None:
    """The box around everything that is not ground; None where all of it is."""
    red, green, blue = ImageChops.difference(image, Image.new("RGB", image.size, ground)).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    # The middle of nine: single pixels are noise.
    return most.filter(ImageFilter.MedianFilter(3)).point(lambda level: 255 if level > SAME_GROUND else 0).getbbox()


def _window(image: Image.Image, box: Box, side: int, ground: Colour) -> Image.Image:
    """A square of that side with the box in its middle; it keeps within the picture as far as it can."""
    places = []
    for low, high, whole in ((box[0], box[2], image.width), (box[1], box[3], image.height)):
        wished = (low + high - side) // 2
        # A side that is longer than the picture shows all of it, in the middle.
        places.append(min(max(wished, 0), whole - side) if side <= whole else (whole - side) // 2)
    left, top = places
    made = Image.new("RGB", (side, side), ground)
    made.paste(image, (-left, -top))
    return made
