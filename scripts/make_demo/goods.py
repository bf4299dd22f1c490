"""Goods and garnish that many scenes use: bark, star anise, chillies, sausages, leaves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

import bpy

from scripts.make_demo import materials as m
from scripts.make_demo import props
from scripts.make_demo import shapes as s


def bark() -> Any:
    return m.grained("#5f3219", "#a9653a", "x", 1.5, 0.7, 0.5)


def quills(count: int, length: float, radius: float, rng: Random) -> list[Any]:
    """Sticks of cinnamon along x, no two alike."""
    return [
        s.scroll(
            length * rng.uniform(0.9, 1.05), radius * rng.uniform(0.8, 1.15), rng.uniform(0.45, 0.62), 0.02, bark(), rng
        )
        for _ in range(count)
    ]


def bundle(count: int, length: float, radius: float, rng: Random, twine: str = "#c9a877") -> Any:
    """Sticks laid parallel in a hexagonal stack along x and tied."""
    sticks, row, placed = quills(count, length, radius, rng), max(2, round(math.sqrt(count * 1.2))), 0
    level = 0
    while placed < count:
        width = min(row - level % 2, count - placed)
        for k in range(width):
            y = (k - (width - 1) / 2) * radius * 1.85
            s.put(
                sticks[placed],
                (rng.uniform(-0.05, 0.05), y, radius * (0.8 + 1.5 * level)),
                (rng.uniform(0, 360), 0, rng.uniform(-2, 2)),
            )
            placed += 1
        level += 1
    high, wide = radius * (1.6 + 1.5 * (level - 1)), row * radius * 1.9
    for x in (-0.05, 0.0, 0.05):
        loop = [
            (x, wide / 2 * math.cos(a), high / 2 + (high / 2 + 0.02) * math.sin(a))
            for a in (2 * math.pi * k / 48 for k in range(49))
        ]
        sticks.append(props.string(loop, twine, 0.02))
    return s.together(*sticks)


def strewn(thing: Any, spots: Sequence[tuple[float, float, float]], z: float = 0.0) -> None:
    """Copies of one thing at (x, y, turn)."""
    for x, y, turn in spots:
        s.again(thing, (x, y, z), (0, 0, turn))
    bpy.data.objects.remove(thing)


def star_anise(rng: Random, size: float = 0.2) -> Any:
    """A star of eight boats."""
    brown, seed = m.mottled("#5a2f16", "#84502a", 12, 0.55, 0.3), m.plain("#8a4a1e", 0.15, 0.6)
    parts = []
    for k in range(8):
        a = 45 * k + rng.uniform(-5, 5)
        boat = s.swept(
            [(size * t, 0, size * 0.35 * t * t) for t in (i / 8 for i in range(9))],
            lambda t: size * 0.24 * math.sin(math.pi * min(0.98, t * 0.9 + 0.1)) + 0.004,
            brown,
            8,
            0.7,
        )
        s.put(boat, (0, 0, 0.05), (0, 0, a))
        pip = s.lump((size * 0.16, size * 0.1, size * 0.08), seed, rng, 0.02)
        s.put(
            pip,
            (size * 0.6 * math.cos(math.radians(a)), size * 0.6 * math.sin(math.radians(a)), 0.05 + size * 0.26),
            (0, -20, a),
        )
        parts += [boat, pip]
    return s.together(*parts)


def chilli(
    rng: Random, length: float = 0.42, colour: str = "#c3180f", second: str = "#e03a1c", dry: bool = False
) -> Any:
    """One chilli with its stalk, along x, as a single mesh."""
    bend, rough = rng.uniform(-0.2, 0.2) * length, 0.35 if dry else 0.22
    skin = m.mottled(colour, second, 6, rough, 0.6 if dry else 0.02, 0.3 if dry else 0.7, 0.05)
    fat = length * (0.11 if dry else 0.12)
    body = s.swept(
        s.bow(length, bend),
        lambda t: fat * (math.sin(math.pi * (0.12 + 0.86 * t)) ** 0.7 * (1 - 0.45 * t)) + 0.003,
        skin,
        10,
        0.55 if dry else 0.95,
    )
    stalk = s.swept(
        [(-length / 2 + 0.02, 0, 0), (-length * 0.6, 0, 0.015), (-length * 0.78, bend * 0.2, 0.05)],
        lambda t: 0.022 - 0.008 * t,
        m.plain("#4d6b2a" if not dry else "#8a7a44", 0.6),
        6,
    )
    return s.one(body, stalk)


def sausage(length: float, fat: float, rng: Random, colour: str = "#6e1f16", second: str = "#a2462e") -> Any:
    """A dried sausage along x with its twisted ends."""
    skin = m.mottled(colour, second, 16, 0.35, 0.35, 0.45)

    def radius(t: float) -> float:
        end = min(t, 1 - t)
        return fat * min(1.0, 0.12 + (end * 12) ** 0.6) * (1 + 0.04 * math.sin(31 * t))

    body = s.swept(s.bow(length, rng.uniform(-0.12, 0.12) * length, 30), radius, skin, 14)
    return body


def lime_leaf(rng: Random) -> Any:
    return props.leaf(0.5, 0.24, "#2f5d22", "#4f8436", 0.06)


def greens(spots: Sequence[tuple[float, float, float]], rng: Random, z: float = 0.02, length: float = 0.55) -> None:
    """A few fresh leaves at (x, y, turn)."""
    for x, y, turn in spots:
        s.put(
            props.leaf(length * rng.uniform(0.85, 1.15), length * 0.42, "#35651f", "#5f9638", 0.1),
            (x, y, z),
            (rng.uniform(-8, 8), 0, turn),
        )
