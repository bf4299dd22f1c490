"""Hens and eggs of Tiên Yên."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from scripts.make_demo import goods, heaps, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.scenes import scene
from scripts.make_demo.shapes import Point
from scripts.make_demo.studio import Table, furnish, shoot


def grown_together(parts: Sequence[Any], material: Any, fine: float = 0.03) -> Any:
    """Bodies that overlap, as one skin without seams."""
    body = s.one(*parts)
    remesh = body.modifiers.new("skin", "REMESH")
    remesh.mode, remesh.voxel_size, remesh.use_smooth_shade = "VOXEL", fine, True
    smooth = body.modifiers.new("smooth", "SMOOTH")
    smooth.factor, smooth.iterations = 0.5, 14
    body.data.materials.clear()
    body.data.materials.append(material)
    return body


def hen(rng: Random, skin: tuple[str, str] = ("#d99a2e", "#eebd55"), gloss: float = 0.5) -> Any:
    """A whole cooked hen, breast up, her legs towards +x."""
    raw = m.plain(skin[0])
    material = m.mottled(*skin, 3.5, 0.34, 0.15, gloss, 0.15)

    def oval(where: Point, size: Point, turn: Point = (0, 0, 0)) -> Any:
        return s.put(s.lump(size, raw, rng, 0.03), where, turn)

    parts = [
        oval((0, 0, 0.5), (0.86, 0.6, 0.46)),
        oval((-0.25, 0, 0.68), (0.56, 0.5, 0.36)),
        oval((0.9, 0, 0.4), (0.2, 0.15, 0.13)),
    ]
    parts.append(oval((-0.82, 0, 0.5), (0.22, 0.26, 0.2)))
    bones = []
    for side in (-1, 1):
        parts.append(oval((0.42, side * 0.45, 0.45), (0.42, 0.24, 0.3), (0, -14, side * -12)))
        leg = [(0.5 + 0.62 * t, side * (0.47 - 0.25 * t), 0.46 + 0.26 * t) for t in (i / 10 for i in range(11))]
        parts.append(s.swept(leg, lambda t: 0.2 - 0.115 * t, raw, 14))
        parts.append(oval((-0.3, side * 0.57, 0.46), (0.34, 0.13, 0.2), (0, 18, side * -8)))
        parts.append(oval((0.02, side * 0.66, 0.33), (0.28, 0.09, 0.11), (0, -12, side * 6)))
        bones.append(
            s.put(s.lump((0.11, 0.085, 0.085), m.plain("#e9dcc0", 0.5, soft=0.2), rng, 0.12), (1.14, side * 0.21, 0.73))
        )
    return s.together(grown_together(parts, material), *bones)


def egg(rng: Random, size: float = 0.2) -> Any:
    """An egg along z, resting where it is put."""
    shade = rng.choice([("#e3c3a0", "#ecd2b4"), ("#d9b48c", "#e2c29e"), ("#efdfc8", "#f3e7d5")])
    line = [
        (size * math.sin(a) * (1 - 0.12 * math.cos(a)), size * 1.3 * (1 - math.cos(a)))
        for a in (math.pi * k / 24 for k in range(25))
    ]
    return s.turned(line, m.mottled(*shade, 30, 0.45, 0.03, 0.1, 0.15), 0, 32)


@scene("ga tien yen.jpg", "place")
def boiled_hen(rng: Random) -> None:
    furnish(Table("walnut", "#6f7a5f"))
    s.put(props.plate(1.6, m.crackled(*GLAZE, 2.4)), (0, 0.1, 0))
    for k in range(16):
        a = 0.393 * k
        s.put(
            goods.lime_leaf(rng),
            (1.15 * math.cos(a), 0.1 + 1.0 * math.sin(a), 0.1),
            (0, 0, math.degrees(a) + rng.uniform(-25, 25)),
        )
    s.put(hen(rng), (-0.15, 0.1, 0.02), (0, 0, -14))
    s.put(props.bowl(0.3, 0.2, m.crackled(*GLAZE, 4)), (1.45, -0.95, 0))
    s.put(s.turned([(0, 0.15), (0.25, 0.15)], m.plain("#e9e6da", 0.7), 0), (1.45, -0.95, 0))
    s.put(goods.chilli(rng, 0.3), (1.45, -0.95, 0.19), (0, 0, 30))
    shoot((0.2, -5.6, 3.1), (0.0, 0, 0.45), 56, 9)


@scene("ga luoc.jpg", "turned")
def hen_from_above(rng: Random) -> None:
    furnish(Table("linen", "#a8a394"))
    s.put(props.tray(1.75, rng, 0.1), (0, 0, 0))
    s.put(props.leaf(3.1, 2.1, "#2f6020", "#4f8a34", 0.02), (0, 0, 0.05), (0, 0, -10))
    s.put(hen(rng, ("#dca63a", "#f0c669"), 0.35), (-0.1, 0, 0.05), (0, 0, 28))
    for x, y, turn in ((1.15, -0.6, 20), (1.3, -0.35, 60), (-1.2, 0.7, 130)):
        s.put(goods.lime_leaf(rng), (x, y, 0.12), (0, 0, turn))
    s.put(goods.chilli(rng, 0.5), (0.95, -0.85, 0.14), (0, 0, 40))
    shoot((0.05, -4.1, 5.0), (0.05, 0, 0.35), 54, 9)


@scene("ga u muoi.jpg")
def salted_hen(rng: Random) -> None:
    furnish(Table("slate", "#4c4f4b"))
    s.put(props.board(3.6, 2.2, "#6b4326", "#8c5c36"), (0, 0.1, 0))
    salt = heaps.mound(1.5, 0.16, m.mottled("#e9e5dc", "#faf8f3", 30, 0.9, 0.6), rng, 0.2)
    s.put(salt, (0, 0.1, 0.11))
    salt.scale.y = 0.62
    s.put(hen(rng, ("#b5701c", "#dca245"), 0.7), (-0.1, 0.1, 0.1), (0, 0, 192))
    for k in range(9):
        a = 0.7 * k
        s.put(goods.lime_leaf(rng), (1.2 * math.cos(a), 0.1 + 0.8 * math.sin(a), 0.22), (0, 0, math.degrees(a) + 40))
    lime = s.turned(
        [(0, 0), (0.16, 0.05), (0.19, 0.17), (0, 0.2)], m.mottled("#7fa33a", "#c3d67a", 6, 0.4, 0.1, 0.3), 4
    )
    s.put(lime, (1.25, -0.85, 0.14), (20, 0, 0))
    s.put(goods.chilli(rng, 0.5), (0.85, -0.95, 0.18), (0, 0, 10))
    shoot((-0.2, -5.4, 3.2), (0, 0, 0.42), 56, 9)


@scene("trung ga.jpg", "upside-down")
def eggs(rng: Random) -> None:
    furnish(Table("oak", "#a9a48f"))
    basket = props.basket(0.85, 0.4, rng, "#9a7440", "#c9a267", 1.15)
    assert basket
    straw = s.swept(s.bow(0.9, 0.2), lambda t: 0.012, m.plain("#d8b96e", 0.8), 5)
    heaps.scatter(
        [straw],
        130,
        lambda r: (
            (r.gauss(0, 0.3), r.gauss(0, 0.3), 0.22 + 0.12 * r.random()),
            (r.uniform(-20, 20), r.uniform(-20, 20), r.uniform(0, 360)),
        ),
        rng,
    )
    for x, y, z in (
        (-0.45, 0.2, 0.28),
        (-0.02, 0.36, 0.28),
        (0.42, 0.2, 0.28),
        (-0.25, -0.15, 0.3),
        (0.2, -0.13, 0.3),
        (-0.02, 0.1, 0.52),
        (0.5, -0.25, 0.26),
        (-0.56, -0.22, 0.26),
        (0.0, -0.5, 0.27),
    ):
        s.put(egg(rng), (x, y, z), (rng.uniform(40, 80), 0, rng.uniform(0, 360)))
    for x, y, turn in ((1.3, -0.55, 30), (1.6, -0.25, 100)):
        s.put(egg(rng), (x, y, 0.19), (82, 0, turn))
    shoot((0.2, -4.8, 2.9), (0.15, 0, 0.32), 58, 8)
