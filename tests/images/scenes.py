"""Invented photos: goods on a table, sharp, lit, each unlike the others; they pass every check of `images.quality`."""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter


def scene(seed: int, size: tuple[int, int] = (1000, 750)) -> Image.Image:
    """Round and oval goods with grain and shadows before a soft ground; equal seeds give equal pictures."""
    dice = random.Random(seed)
    ground = _soft(dice, size)
    draw = ImageDraw.Draw(ground)
    for _ in range(9):
        _thing(draw, dice, size)
    grain = _grain(dice, size)
    return ImageChops.overlay(ground.filter(ImageFilter.GaussianBlur(0.6)), grain)


def _soft(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    small = Image.new("RGB", (4, 3))
    small.putdata([tuple(dice.randrange(90, 220) for _ in range(3)) for _ in range(12)])
    return small.resize(size, Image.Resampling.BICUBIC)


def _thing(draw: ImageDraw.ImageDraw, dice: random.Random, size: tuple[int, int]) -> None:
    """One of the goods: a shadow, a body, a lighter side."""
    wide, high = dice.randrange(90, 240), dice.randrange(90, 240)
    left, top = dice.randrange(0, size[0] - wide), dice.randrange(0, size[1] - high)
    colour = tuple(dice.randrange(30, 220) for _ in range(3))
    draw.ellipse((left + 12, top + 14, left + wide + 12, top + high + 14), fill=(25, 22, 20))
    draw.ellipse((left, top, left + wide, top + high), fill=colour)
    light = tuple(min(255, level + 45) for level in colour)
    draw.ellipse((left + wide // 5, top + high // 6, left + wide // 2, top + high // 2), fill=light)


def _grain(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    coarse = Image.frombytes("L", (size[0] // 2, size[1] // 2), dice.randbytes((size[0] // 2) * (size[1] // 2)))
    return coarse.resize(size).point(lambda level: 96 + level // 4).convert("RGB")
