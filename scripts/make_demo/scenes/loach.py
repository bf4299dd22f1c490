"""Loach in every way that Yên Mô sells it."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from scripts.make_demo import containers, dishes, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


def fin(length: float, height: float, material: Any, fan: bool) -> Any:
    """A thin fin along x: a fan that opens to its end, or a sail that falls to both ends."""
    thing = s.sheet(length, height, material, lambda x, y: 0.0, 12, 0.006)
    for vertex in thing.data.vertices:
        t = max(0.0, vertex.co.x / length + 0.5)
        vertex.co.y *= 0.35 + 0.65 * t**0.7 if fan else math.sin(math.pi * (0.08 + 0.84 * t)) ** 0.8
        vertex.co.x += (0.18 * length * (1 - (2 * vertex.co.y / height) ** 2) * t) if fan else 0.0
    return thing


def fish(
    length: float, rng: Random, colour: str = "#8a7148", second: str = "#c3a972", rough: float = 0.3, coat: float = 0.6
) -> Any:
    """A loach along x: slim, blunt-headed, with fins and an eye."""
    skin = m.mottled(colour, second, 4, rough, 0.15, coat)
    fat, bend = length * 0.062, rng.uniform(-0.16, 0.16) * length
    path = [(x, y + 0.03 * length * math.sin(7 * x / length), z) for x, y, z in s.bow(length, bend, 24)]
    body = s.swept(
        path, lambda t: fat * min(1.0, 0.45 + 4.5 * t) * (1 - 0.6 * max(0.0, t - 0.4) / 0.6) + 0.002, skin, 14, 0.95
    )
    x, y, _ = path[-1]
    parts = [body, s.put(fin(0.15 * length, 0.13 * length, skin, True), (x + 0.05 * length, y, 0), (80, 0, 0))]
    x, y, _ = path[13]
    parts.append(s.put(fin(0.2 * length, 0.1 * length, skin, False), (x, y, fat * 0.75), (80, 0, 0)))
    x, y, _ = path[2]
    for side in (-1, 1):
        eye = s.lump((0.012 * length,) * 3, m.plain("#0e0c0a", 0.1), rng, 0)
        parts.append(s.put(eye, (x, y + side * fat * 0.62, fat * 0.42)))
    return s.one(*parts)


@scene("ca chach kho nieu.jpg")
def loach_pot(rng: Random) -> None:
    furnish(Table("walnut", "#4f4740"))
    s.put(dishes.clay_pot(), (0, 0, 0), (0, 0, 12), 1.25)
    for k in range(7):
        glazed = fish(1.15, rng, "#7a3d14", "#bd7426", 0.15, 1.0)
        s.put(
            glazed,
            (rng.uniform(-0.08, 0.08), 0.5 - 0.165 * k, 0.75),
            (rng.uniform(-12, 12), 0, 180 * (k % 2) + rng.uniform(-9, 9)),
            1 - 0.05 * abs(3 - k),
        )
    pork = m.mottled("#7a3516", "#c98a55", 3, 0.2, 0.05, 0.9)
    heaps.scatter(
        [s.box((0.24, 0.2, 0.13), pork, 0.03)],
        4,
        lambda r: ((r.uniform(-0.5, 0.5), r.uniform(-0.5, 0.5), 0.74), (r.uniform(-20, 20), 0, r.uniform(0, 360))),
        rng,
    )
    produce.slivers(14, 0.26, 0.83, "#d8b060", rng)
    produce.slivers(7, 0.24, 0.85, "#c3180f", rng)
    s.put(props.bowl(0.5, 0.4, m.crackled(*GLAZE, 3)), (1.5, 0.75, 0))
    s.put(heaps.dome(0.44, 0.26, m.plain("#f1ece0", 0.6, soft=0.3)), (1.5, 0.75, 0.28))
    heaps.grains(heaps.grain(0.09, 0.022, m.plain("#f6f2e8", 0.4, soft=0.3)), 700, 0.44, 0.26, rng, 0.29, (1.5, 0.75))
    for x, y, turn in ((-1.35, -0.85, 25), (-1.1, -1.05, -10)):
        s.put(goods.chilli(rng, 0.6), (x, y, 0.06), (0, 0, turn))
    chopsticks = [
        s.swept([(-1.1, 0, 0), (1.1, 0, 0)], lambda t: 0.03 - 0.012 * t, m.grained("#5a2f18", "#7d4526"), 8)
        for _ in range(2)
    ]
    for stick, y in zip(chopsticks, (-0.95, -1.06), strict=True):
        s.put(stick, (1.25, y, 0.03), (0, 0, 184))
    shoot((0.05, -4.3, 4.2), (0.1, -0.05, 0.4), 56, 8)


@scene("ca chach kho nieu 2.jpg", "turned")
def loach_pot_closed(rng: Random) -> None:
    furnish(Table("oak", "#7f9092"))
    s.put(dishes.clay_pot(), (-0.1, 0.1, 0.03), (0, 0, 8), 1.15)
    s.put(dishes.pot_lid(), (-0.1, 0.1, 0.79), (0, 0, 0), 1.15)
    s.put(s.wrap(0.905, 0.24, 0.72, 86, m.printed(label("chach-kho-nieu", "sea", "fish"))), (-0.1, 0.1, 0.03))
    s.put(props.cloth(3.0, 2.0, "#486066", rng), (0, 0.1, 0), (0, 0, 12))
    for x, y, turn in ((1.2, -0.6, 30), (1.4, -0.3, 60), (1.05, -0.85, -10)):
        s.put(goods.chilli(rng, 0.55), (x, y, 0.1), (0, 0, turn))
    root = s.lump((0.36, 0.16, 0.14), m.mottled("#c9a06a", "#e2c497", 6, 0.7, 0.4), rng, 0.3, 2.4)
    s.put(root, (-1.35, -0.5, 0.12), (0, 0, 30))
    shoot((0.1, -5.2, 2.2), (0, 0, 0.5), 60, 8)


@scene("chach cap dong.jpg")
def frozen_loach(rng: Random) -> None:
    furnish(Table("slate", "#5d6d75"))
    s.put(
        containers.pouch(label("chach-cap-dong", "sea", "fish", True), 1.3, 1.75, 0.2, "#dfeaec"),
        (-1.05, 0.6, 0),
        (0, 0, 10),
    )
    s.put(props.plate(1.05, m.plain("#e9edee", 0.2, 0.5)), (0.75, -0.1, 0))
    for k in range(6):
        s.put(
            fish(1.45, rng, "#7d6c48", "#a08d60", 0.25, 0.8),
            (0.75 + rng.uniform(-0.05, 0.05), 0.42 - 0.2 * k, 0.17),
            (rng.uniform(-10, 10), 0, rng.uniform(-8, 8)),
        )
    ice = s.box((0.22, 0.22, 0.2), m.glass("#eaf6fb", 0.08), 0.05)
    heaps.scatter(
        [ice],
        22,
        lambda r: (
            (0.75 + 1.0 * math.cos(a := r.uniform(0, 6.28)), -0.1 + 1.0 * math.sin(a), 0.1 + r.random() * 0.1),
            (r.uniform(-40, 40), r.uniform(-40, 40), r.uniform(0, 90)),
        ),
        rng,
    )
    shoot((0.05, -6.2, 3.0), (0, 0, 0.6), 57, 8)


@scene("chach say.jpg", "place")
def dried_loach(rng: Random) -> None:
    furnish(Table("honey", "#b4a68d"))
    s.put(
        containers.carton(label("chach-say", "clay", "fish"), 1.6, 0.45, 0.95, "#b4552f"), (-0.65, 0.65, 0), (0, 0, 8)
    )
    s.put(props.tray(0.95, rng), (0.65, -0.3, 0))
    dry = [fish(1.1, rng, "#7a4a22", "#a06a34", 0.5, 0.2) for _ in range(4)]
    heaps.scatter(
        dry,
        22,
        lambda r: (
            (0.65 + r.gauss(0, 0.25), -0.3 + r.gauss(0, 0.28), 0.12 + r.random() * 0.22),
            (r.uniform(-25, 25), r.uniform(-6, 6), r.uniform(-60, 60) + 180 * r.randint(0, 1)),
        ),
        rng,
        0.1,
    )
    for x, y, turn in ((-0.9, -0.75, 20), (-1.15, -0.5, 50)):
        s.put(goods.chilli(rng, 0.5), (x, y, 0.06), (0, 0, turn))
    grass = m.grained("#a8b36a", "#dfe0b0", "x", 1)
    for y, turn in ((-0.95, 6), (-1.05, -2)):
        s.put(s.swept(s.bow(1.2, 0.05), lambda t: 0.05 - 0.03 * t, grass, 8), (-0.75, y, 0.05), (0, 0, turn))
    shoot((0.05, -5.1, 3.0), (0.05, -0.05, 0.3), 58, 8)


@scene("chach mot nang.jpg", "upside-down")
def sun_dried_loach(rng: Random) -> None:
    furnish(Table("grey", "#9db09a"))
    cane = m.grained("#a9823f", "#dcbd7c", "x", 1.0, 0.5, 0.1)
    for k in range(22):
        s.put(s.swept([(-1.7, 0, 0), (1.7, 0, 0)], lambda t: 0.045, cane, 8), (0, -1.0 + 0.095 * k, 0.3))
    for x in (-1.4, 0.0, 1.4):
        s.put(
            s.swept([(0, -1.15, 0), (0, 1.15, 0)], lambda t: 0.07, m.grained("#8a6530", "#b8924f", "y"), 8), (x, 0, 0.2)
        )
    for row in range(2):
        for k in range(6):
            flat = fish(1.15, rng, "#8a6a3c", "#caa566", 0.35, 0.4)
            s.put(
                flat,
                (-0.68 + 1.36 * row, 0.78 - 0.3 * k, 0.4),
                (rng.uniform(-15, 15), 0, rng.uniform(-6, 6) + 180 * (k % 2)),
            )
    s.put(props.bowl(0.28, 0.2, m.plain("#e9e3d6", 0.25)), (1.3, -1.35, 0))
    s.put(s.turned([(0, 0.15), (0.24, 0.15)], m.plain("#5a2408", 0.08, 1), 0), (1.3, -1.35, 0))
    shoot((-0.4, -4.9, 3.6), (0, -0.05, 0.3), 56, 8)
