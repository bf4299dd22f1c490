"""Tableware that several scenes use, and the looks they share."""

from __future__ import annotations

import math
from typing import Any

from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s

POWDER = ("#7d4720", "#a3632f")
WOOD = ("#7b4a25", "#a86f3e")
CLAY = ("#5c3324", "#7c4a33")
GLAZE = ("#efeadd", "#a89a83")


def teapot(material: Any, size: float) -> Any:
    """A small pot with a spout, a handle at its back and a lid."""
    body = s.turned(
        [(0, 0.02), (0.36, 0), (0.42, 0.03), (0.62, 0.35), (0.5, 0.68), (0.3, 0.76), (0.27, 0.76), (0, 0.76)],
        material,
        6,
    )
    lid = s.turned(
        [(0.29, 0.76), (0.3, 0.79), (0.16, 0.86), (0.06, 0.88), (0.085, 0.95), (0.05, 1.0), (0, 1.0)], material, 5
    )
    spout = s.swept(
        [(0.5, 0, 0.28), (0.72, 0, 0.4), (0.84, 0, 0.6), (0.96, 0, 0.72)], lambda t: 0.13 - 0.075 * t, material, 14
    )
    loop = [(-0.5 - 0.34 * math.sin(a), 0, 0.4 + 0.25 * math.cos(a)) for a in (math.pi * k / 18 for k in range(19))]
    pot = s.together(body, lid, spout, s.swept(loop, lambda t: 0.045, material, 10))
    pot.scale = (size, size, size)
    return pot


def clay_pot(sauce: bool = True) -> Any:
    """An earthen cooking pot with two ears, open."""
    clay = m.mottled(*CLAY, 7, 0.7, 0.25)
    outline = [
        (0, 0.06),
        (0.5, 0.05),
        (0.72, 0.22),
        (0.78, 0.42),
        (0.68, 0.62),
        (0.7, 0.68),
        (0.66, 0.7),
        (0.6, 0.62),
        (0.68, 0.42),
        (0.6, 0.2),
        (0, 0.14),
    ]
    ears = []
    for side in (-1, 1):
        loop = [
            (side * (0.72 + 0.17 * math.sin(a)), 0.16 * math.cos(a), 0.5) for a in (math.pi * k / 14 for k in range(15))
        ]
        ears.append(s.swept(loop, lambda t: 0.055, clay, 10))
    parts = [s.turned(outline, clay, 5, 72, 0.006), *ears]
    if sauce:
        parts.append(s.turned([(0, 0.52), (0.64, 0.52)], m.plain("#4a1f0c", 0.08, 1), 0))
    return s.together(*parts)


def pot_lid() -> Any:
    """The lid of the clay pot, its rim on z = 0."""
    outline = [(0, 0), (0.7, 0), (0.68, 0.04), (0.4, 0.13), (0.08, 0.18), (0.12, 0.24), (0.1, 0.32), (0, 0.32)]
    return s.turned(outline, m.mottled(*CLAY, 7, 0.7, 0.25), 4)


def vase() -> Any:
    outline = [
        (0, 0.05),
        (0.52, 0),
        (0.56, 0.06),
        (0.9, 0.85),
        (1.0, 1.5),
        (0.72, 2.15),
        (0.34, 2.55),
        (0.32, 2.85),
        (0.44, 3.0),
        (0.4, 3.0),
        (0.28, 2.85),
        (0.28, 2.5),
    ]
    return s.turned(outline, m.crackled(*GLAZE, 3.2), 7, 96, 0.006)


def honeycomb(width: float, depth: float) -> Any:
    """A cut piece of comb with honey in its cells."""
    wax, honey, parts, r = m.plain("#d79a2e", 0.45, soft=0.3), m.glass("#e08a12"), [], 0.052
    for row in range(int(depth / (r * 1.55))):
        for column in range(int(width / (r * 1.8))):
            x, y = (column - width / r / 3.6 + row % 2 / 2) * r * 1.8, (row - depth / r / 3.1) * r * 1.55
            cell = s.turned([(r * 0.98, 0), (r * 0.98, 0.2), (r * 0.82, 0.2), (r * 0.8, 0.1)], wax, 0, 6)
            cell.data.polygons.foreach_set("use_smooth", [False] * len(cell.data.polygons))
            parts.append(s.put(cell, (x, y, 0), (0, 0, 30)))
    slab = s.box((width * 0.98, depth * 0.98, 0.16), honey, 0.03)
    return s.together(*parts, slab)


def dipper() -> Any:
    """A wooden honey dipper along x."""
    wood = m.grained(*WOOD)
    head: list[tuple[float, float]] = []
    for k in range(6):
        z = 0.9 + 0.075 * k
        wide = 0.13 * math.sin(math.pi * (k + 1) / 7) + 0.035
        head += [(0.05, z), (wide, z + 0.02), (wide, z + 0.05)]
    stick = s.turned([(0, 0), (0.035, 0.02), (0.03, 0.85), *head, (0, 1.4)], wood, 2, 32)
    return s.together(s.put(stick, (-0.7, 0, 0), (0, 90, 0)))
