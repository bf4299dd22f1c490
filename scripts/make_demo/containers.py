"""What goods are packed in: jars, bottles, bags, boxes, with the product's label.

Each stands on z = 0 around the origin and comes back as an empty that carries its parts: move that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.shapes import Flat

# Lids: colour and roughness.
CORK, STEEL, GOLD, BLACK = ("#b58a5c", 0.9), ("#c9c9c6", 0.25), ("#c9a24a", 0.3), ("#1d1b1a", 0.4)


def _lid(radius: float, low: float, high: float, look: tuple[str, float]) -> Any:
    metal = 1.0 if look in (STEEL, GOLD) else 0.0
    edge = 0.03
    outline = [
        (0, low),
        (radius, low),
        (radius, low),
        (radius, high - edge),
        (radius - edge, high),
        (radius - edge, high),
        (0, high),
    ]
    return s.turned(outline, m.plain(look[0], look[1], metal=metal), 4)


def jar(
    radius: float,
    height: float,
    inside: Any,
    label: Path | None = None,
    lid: tuple[str, float] | None = GOLD,
    full: float = 0.85,
) -> Any:
    """A straight preserving jar; `inside` is the material of what fills it, None leaves it empty."""
    r, h = radius, height
    shell = [
        (0, 0.02),
        (r * 0.9, 0.02),
        (r, 0.1),
        (r, 0.1),
        (r, h * 0.8),
        (r, h * 0.8),
        (r * 0.82, h * 0.93),
        (r * 0.82, h),
    ]
    parts = [s.turned(shell, m.glass())]
    if inside:
        top, k = h * full, 0.955
        fill = [
            (0, 0.05),
            (r * 0.86, 0.05),
            (r * k, 0.13),
            (r * k, 0.13),
            (r * k, min(top, h * 0.78)),
            (r * k, min(top, h * 0.78)),
            (r * k * 0.9, top),
            (0, top),
        ]
        parts.append(s.turned(fill, inside))
    if lid:
        parts.append(_lid(r * 0.88, h * 0.93, h * 1.09, lid))
    if label:
        parts.append(s.wrap(r * 1.012, h * 0.16, h * 0.7, 118, m.printed(label)))
    return s.together(*parts)


BOTTLES: dict[str, Sequence[Flat]] = {
    "honey": [
        (0, 0),
        (0.36, 0),
        (0.4, 0.04),
        (0.4, 0.04),
        (0.4, 1.1),
        (0.4, 1.1),
        (0.34, 1.34),
        (0.17, 1.52),
        (0.16, 1.66),
        (0.16, 1.78),
    ],
    "sauce": [
        (0, 0),
        (0.27, 0),
        (0.3, 0.04),
        (0.3, 0.04),
        (0.3, 1.0),
        (0.3, 1.0),
        (0.25, 1.2),
        (0.13, 1.42),
        (0.12, 1.6),
        (0.12, 1.72),
    ],
    "wine": [
        (0, 0),
        (0.34, 0),
        (0.37, 0.04),
        (0.37, 0.04),
        (0.37, 1.5),
        (0.37, 1.5),
        (0.33, 1.7),
        (0.15, 1.95),
        (0.14, 2.2),
        (0.14, 2.45),
    ],
    "fish": [
        (0, 0),
        (0.31, 0),
        (0.34, 0.04),
        (0.34, 0.04),
        (0.34, 1.45),
        (0.34, 1.45),
        (0.28, 1.7),
        (0.15, 1.92),
        (0.14, 2.05),
        (0.14, 2.2),
    ],
    "oil": [
        (0, 0),
        (0.2, 0),
        (0.23, 0.03),
        (0.23, 0.03),
        (0.23, 0.52),
        (0.23, 0.52),
        (0.19, 0.62),
        (0.1, 0.68),
        (0.1, 0.72),
        (0.1, 0.8),
    ],
}


def bottle(
    kind: str,
    shell: Any,
    inside: Any,
    label: Path | None,
    cap: tuple[str, float],
    size: float = 1.0,
    full: float = 0.86,
) -> Any:
    """A bottle; `inside` fills it to `full` of its height."""
    outline = BOTTLES[kind]
    r, h = outline[2][0], outline[-1][1]
    neck = outline[-1][0]
    parts = [s.turned(outline, shell)]
    if inside:
        body = [(x * 0.95, z + 0.03) for x, z in s.rounded(outline) if z < h * full]
        parts.append(s.turned([(0, 0.03), *body[1:], (0, body[-1][1])], inside, 0))
    parts.append(_lid(neck * 1.25, h * 0.9, h * 1.05, cap))
    if label:
        shoulder = outline[4][1]
        parts.append(s.wrap(r * 1.012, shoulder * 0.16, shoulder * 0.86, 130, m.printed(label)))
    thing = s.together(*parts)
    thing.scale = (size, size, size)
    return thing


def dropper(label: Path, size: float = 1.0, rubber: str = "#1b1a19") -> Any:
    """A small brown bottle with a pipette."""
    brown = m.glass("#8a4a1c")
    thing = bottle("oil", brown, m.glass("#c98a3a"), label, (rubber, 0.5), 1.0, 0.7)
    bulb = [(0, 0.8), (0.075, 0.82), (0.085, 1.0), (0.05, 1.12), (0, 1.14)]
    s.turned(bulb, m.plain(rubber, 0.6)).parent = thing
    thing.scale = (size, size, size)
    return thing


def pouch(label: Path, width: float = 1.25, height: float = 1.75, fat: float = 0.22, back: str = "#c9a77c") -> Any:
    """A bag that stands by itself, its whole front printed."""
    material = m.printed(label, 0.45)

    def belly(x: float, y: float) -> float:
        u, v = 2 * x / width, y / height + 0.5
        fold = 0.012 * math.sin(9 * u + 5 * v) * (1 - v)
        return fat * (1 - u * u) ** 0.7 * (1 - v**2.2) ** 0.8 * 1.0 + fold if abs(u) < 1 else 0.0

    front = s.sheet(width, height, material, belly, 50)
    rear = s.sheet(width, height, m.plain(back, 0.6), lambda x, y: -belly(x, y), 30)
    for part in (front, rear):
        s.put(part, (0, 0, height / 2), (90, 0, 0))
    return s.together(front, rear)


def carton(label: Path, width: float, depth: float, height: float, colour: str) -> Any:
    """A folding box with a printed front."""
    body = s.box((width, depth, height), m.plain(colour, 0.6), 0.02)
    face = s.sheet(width * 0.97, height * 0.97, m.printed(label), lambda x, y: 0.0, 1)
    s.put(face, (0, -depth / 2 - 0.004, height / 2), (90, 0, 0))
    return s.together(body, face)
