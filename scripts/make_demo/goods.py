"""The goods themselves: bark, spices, chillies, fish, sausages, fruit, rice, hens … as shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

import bpy

from scripts.make_demo import materials as m
from scripts.make_demo import props as p
from scripts.make_demo import shapes as s
from scripts.make_demo.shapes import Point


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
        sticks.append(p.string(loop, twine, 0.02))
    return p.together(*sticks)


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
    return p.together(*parts)


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
    return one(body, stalk)


def one(*parts: Any) -> Any:
    """Several meshes made one, so that they fall together."""
    bpy.ops.object.select_all(action="DESELECT")
    for part in parts:
        part.select_set(True)
    bpy.context.view_layer.objects.active = parts[0]
    bpy.ops.object.join()
    return parts[0]


def pour(
    kinds: Sequence[Any],
    count: int,
    radius: float,
    rng: Random,
    into: Sequence[Any] = (),
    low: float = 0.5,
    at: tuple[float, float] = (0, 0),
) -> None:
    """Lets `count` copies of the kinds fall into a heap, or into the bowls `into`."""
    falling = []
    for n in range(count):
        a, r = rng.uniform(0, 2 * math.pi), radius * math.sqrt(rng.random())
        where = (at[0] + r * math.cos(a), at[1] + r * math.sin(a), low + 0.05 * n)
        turn = (rng.uniform(0, 360), rng.uniform(-40, 40), rng.uniform(0, 360))
        falling.append(s.again(kinds[n % len(kinds)], where, turn, rng.uniform(0.88, 1.1)))
    for kind in kinds:
        bpy.data.objects.remove(kind)
    s.drop(falling, into, 60 + count)


def grains(
    shape: Any,
    count: int,
    radius: float,
    height: float,
    rng: Random,
    base: float = 0.0,
    at: tuple[float, float] = (0, 0),
) -> None:
    """Grains that cover a dome; `shape` is one grain along x and is used up."""

    def where(rng: Random) -> tuple[Point, Point]:
        a, r = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random())
        z = base + height * (1 - r * r) + rng.uniform(-0.004, 0.008)
        return (
            (at[0] + radius * r * math.cos(a), at[1] + radius * r * math.sin(a), z),
            (rng.uniform(-25, 25), rng.uniform(-25, 25), rng.uniform(0, 360)),
        )

    s.scatter([shape], count, where, rng)


def grain(length: float, thick: float, material: Any) -> Any:
    return s.swept(
        [(length * (t - 0.5), 0, 0) for t in (i / 6 for i in range(7))],
        lambda t: thick * math.sin(math.pi * (0.1 + 0.8 * t)),
        material,
        7,
    )


def dome(radius: float, height: float, material: Any, at: Point = (0, 0, 0)) -> Any:
    """What lies under a cover of grains."""
    line = [(radius * math.cos(a), height * math.sin(a) ** 1.6) for a in (math.pi / 2 * k / 10 for k in range(11))]
    return s.put(s.turned(line, material, 0), at)


def fish(
    length: float, rng: Random, colour: str = "#8a7148", second: str = "#c3a972", rough: float = 0.3, coat: float = 0.6
) -> Any:
    """A loach along x: slim, blunt-headed, with fins and an eye."""
    skin = m.mottled(colour, second, 4, rough, 0.15, coat)
    fat, bend = length * 0.058, rng.uniform(-0.16, 0.16) * length
    path = [(x, y + 0.03 * length * math.sin(7 * x / length), z) for x, y, z in s.bow(length, bend, 24)]
    body = s.swept(
        path, lambda t: fat * min(1.0, 0.45 + 4.5 * t) * (1 - 0.72 * max(0.0, t - 0.35) / 0.65) + 0.002, skin, 14, 0.95
    )
    x, y, _ = path[-1]
    tail = s.put(
        s.sheet(0.16 * length, 0.13 * length, skin, lambda u, v: 0.02 * length * math.cos(20 * v), 8, 0.008),
        (x + 0.05 * length, y, 0),
        (80, 0, 0),
    )
    x, y, _ = path[13]
    fin = s.put(s.sheet(0.16 * length, 0.09 * length, skin, lambda u, v: 0.0, 4, 0.008), (x, y, fat * 0.85), (80, 0, 0))
    x, y, _ = path[2]
    eyes = [
        s.put(s.lump((0.012 * length,) * 3, m.plain("#0e0c0a", 0.1), rng, 0), (x, y + side * fat * 0.62, fat * 0.42))
        for side in (-1, 1)
    ]
    return one(body, tail, fin, *eyes)


def sausage(length: float, fat: float, rng: Random, colour: str = "#6e1f16", second: str = "#a2462e") -> Any:
    """A dried sausage along x with its twisted ends."""
    skin = m.mottled(colour, second, 16, 0.35, 0.35, 0.45)

    def radius(t: float) -> float:
        end = min(t, 1 - t)
        return fat * min(1.0, 0.12 + (end * 12) ** 0.6) * (1 + 0.04 * math.sin(31 * t))

    body = s.swept(s.bow(length, rng.uniform(-0.12, 0.12) * length, 30), radius, skin, 14)
    return body


def egg(rng: Random, size: float = 0.2) -> Any:
    """An egg along z, resting where it is put."""
    shade = rng.choice([("#e3c3a0", "#ecd2b4"), ("#d9b48c", "#e2c29e"), ("#efdfc8", "#f3e7d5")])
    line = [
        (size * math.sin(a) * (1 - 0.12 * math.cos(a)), size * 1.3 * (1 - math.cos(a)))
        for a in (math.pi * k / 24 for k in range(25))
    ]
    return s.turned(line, m.mottled(*shade, 30, 0.45, 0.03, 0.1, 0.15), 0, 32)


def hen(rng: Random, skin: tuple[str, str] = ("#d99a2e", "#eebd55"), gloss: float = 0.5) -> Any:
    """A whole boiled hen on her back's belly, as she is served: body, legs tucked in, wings, neck."""
    material = m.mottled(*skin, 5, 0.32, 0.12, gloss, 0.15)
    blobs = bpy.data.metaballs.new("hen")
    blobs.resolution, blobs.render_resolution, blobs.threshold = 0.05, 0.035, 0.5

    def blob(where: Point, size: Point, radius: float = 1.0) -> None:
        element = blobs.elements.new(type="ELLIPSOID")
        element.co, element.radius = where, radius
        element.size_x, element.size_y, element.size_z = size

    blob((0, 0, 0.5), (1.0, 0.72, 0.62))
    blob((0.35, 0, 0.62), (0.62, 0.6, 0.5))
    blob((-0.75, 0, 0.42), (0.42, 0.5, 0.34))
    for side in (-1, 1):
        blob((-0.35, side * 0.5, 0.42), (0.52, 0.28, 0.36))
        blob((-0.75, side * 0.46, 0.5), (0.36, 0.16, 0.18))
        blob((-1.05, side * 0.36, 0.6), (0.26, 0.1, 0.11))
        blob((0.4, side * 0.6, 0.5), (0.36, 0.16, 0.2))
        blob((0.12, side * 0.72, 0.36), (0.34, 0.12, 0.15))
    for k in range(6):
        t = k / 5
        blob((0.95 + 0.35 * t, 0.06 * math.sin(3 * t), 0.55 + 0.42 * t), (0.2 - 0.05 * t, 0.19 - 0.05 * t, 0.2))
    blob((1.42, 0.04, 1.04), (0.2, 0.16, 0.17))
    blob((1.6, 0.04, 1.0), (0.12, 0.07, 0.06))
    thing = bpy.data.objects.new("hen", blobs)
    bpy.context.collection.objects.link(thing)
    blobs.materials.append(material)
    comb = [
        s.put(s.lump((0.05, 0.02, 0.06), m.plain("#b3241a", 0.4, soft=0.2), rng, 0.1), (1.34 + 0.06 * k, 0.04, 1.2))
        for k in range(3)
    ]
    feet = [
        s.swept(
            [(-1.15, side * 0.32, 0.62), (-1.38, side * 0.24, 0.74), (-1.5, side * 0.2, 0.72)],
            lambda t: 0.055 - 0.02 * t,
            m.plain("#e0b04a", 0.4),
            10,
        )
        for side in (-1, 1)
    ]
    return p.together(thing, *comb, *feet)


def lime_leaf(rng: Random) -> Any:
    return p.leaf(0.5, 0.24, "#2f5d22", "#4f8436", 0.06)


def greens(spots: Sequence[tuple[float, float, float]], rng: Random, z: float = 0.02, length: float = 0.55) -> None:
    """A few fresh leaves at (x, y, turn)."""
    for x, y, turn in spots:
        s.put(
            p.leaf(length * rng.uniform(0.85, 1.15), length * 0.42, "#35651f", "#5f9638", 0.1),
            (x, y, z),
            (rng.uniform(-8, 8), 0, turn),
        )
