"""Nem, rice, spirits and lotus tea of Yên Mô."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE, WOOD
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("IMG_2047.jpg")
def leaf_sausages(rng: Random) -> None:
    furnish(Table("honey", "#6d7a60"))
    s.put(props.plate(1.3, m.crackled(*GLAZE, 3)), (0, 0.05, 0))
    green = m.grained("#3b5a24", "#6d9440", "x", 1.2, 0.5, 0.25)
    spots = [
        (-0.55, 0.45, 0.2),
        (-0.05, 0.5, 0.2),
        (0.45, 0.45, 0.2),
        (-0.35, 0.48, 0.48),
        (0.2, 0.5, 0.48),
        (-0.75, -0.1, 0.2),
        (-0.25, 0.0, 0.2),
    ]
    for x, y, z in spots:
        roll = s.swept([(-0.42, 0, 0), (0.42, 0, 0)], lambda t: 0.17 * min(1.0, 0.75 + 4 * min(t, 1 - t)), green, 6)
        ties = [
            props.string(
                [(d, 0.178 * math.cos(a), 0.178 * math.sin(a)) for a in (0.3 * k for k in range(22))], "#d8c48c", 0.014
            )
            for d in (-0.18, 0.18)
        ]
        s.put(s.together(roll, *ties), (x, y, z), (rng.uniform(0, 60), 0, 84 + rng.uniform(-6, 6)))
    meat = m.mottled("#b5402f", "#e2a08a", 10, 0.3, 0.25, 0.5, 0.2)
    s.put(props.leaf(1.5, 0.9, "#3b6a26", "#5f9038", 0.05), (0.62, -0.45, 0.1), (0, 0, 14))
    for k in range(4):
        s.put(
            s.turned([(0, 0), (0.17, 0), (0.18, 0.05), (0.17, 0.13), (0, 0.135)], meat, 4),
            (0.35 + 0.2 * k, -0.45 + 0.03 * k, 0.27),
            (64, 0, -28),
        )
    for x, y, turn in ((-1.5, -0.75, 30), (-1.25, -0.95, 0)):
        s.put(goods.chilli(rng, 0.5), (x, y, 0.06), (0, 0, turn))
    clove = s.lump((0.1, 0.07, 0.06), m.plain("#ece2d0", 0.5, soft=0.2), rng, 0.15)
    heaps.scatter(
        [clove], 5, lambda r: ((r.uniform(1.25, 1.7), r.uniform(-1.0, -0.7), 0.06), (0, 0, r.uniform(0, 360))), rng
    )
    shoot((0.1, -4.9, 3.1), (0.02, -0.05, 0.25), 58, 8)


@scene("gao dong chiem 5kg.webp")
def white_rice(rng: Random) -> None:
    furnish(Table("linen", "#8ba17c"))
    s.put(
        containers.pouch(label("gao-dong-chiem", "leaf", "rice", True), 1.45, 1.95, 0.34, "#e6edd8"),
        (0.8, 0.55, 0),
        (0, 0, -8),
    )
    s.put(props.bowl(0.68, 0.4, m.grained("#6b4022", "#94602f", "x", 1, 0.45)), (-0.75, 0, 0))
    s.put(heaps.dome(0.6, 0.22, m.plain("#e9e0cc", 0.8)), (-0.75, 0, 0.32))
    white = m.plain("#f4eee0", 0.4, soft=0.2)
    heaps.grains(heaps.grain(0.1, 0.015, white), 2000, 0.58, 0.22, rng, 0.34, (-0.75, 0))
    heaps.grains(heaps.grain(0.1, 0.015, white), 160, 0.45, 0.0, rng, 0.01, (0.1, -0.85))
    produce.ear(rng, (-0.2, -0.75, 0.05), 10)
    produce.ear(rng, (0.5, -0.95, 0.05), -14)
    shoot((0.05, -6.8, 2.6), (0, 0, 0.76), 60, 8)


@scene("gao lut do.jpg", "turned")
def red_rice(rng: Random) -> None:
    furnish(Table("grey", "#b9aa97"))
    s.put(
        containers.pouch(label("gao-lut", "red", "rice", True), 1.2, 1.65, 0.28, "#a3261d"), (-0.9, 0.5, 0), (0, 0, 8)
    )
    red = m.mottled("#7a2a1a", "#a8482c", 30, 0.4, 0.05, 0.2)
    s.put(props.bowl(0.62, 0.38, m.mottled("#e2dccf", "#eee9de", 4, 0.3, 0.05, 0.5)), (0.75, 0, 0))
    s.put(heaps.dome(0.54, 0.22, m.plain("#7a2a1a", 0.8)), (0.75, 0, 0.3))
    heaps.grains(heaps.grain(0.09, 0.018, red), 1900, 0.52, 0.22, rng, 0.32, (0.75, 0))
    heaps.grains(heaps.grain(0.09, 0.018, red), 180, 0.4, 0.0, rng, 0.01, (0.1, -0.85))
    s.put(props.spoon(0.85, m.grained(*WOOD)), (0.7, -0.95, 0.02), (0, 0, 8))
    shoot((0.05, -6.2, 2.5), (0, 0, 0.62), 60, 8)


@scene("ruou nep.jpg", portrait=True)
def rice_spirit(rng: Random) -> None:
    furnish(Table("walnut", "#5f564d"))
    brown = m.mottled("#5b3320", "#84502f", 4, 0.25, 0.08, 0.7)
    jug = [
        (0, 0.02),
        (0.42, 0),
        (0.46, 0.06),
        (0.56, 0.7),
        (0.5, 1.25),
        (0.22, 1.6),
        (0.15, 1.75),
        (0.15, 1.95),
        (0.21, 2.02),
        (0.15, 2.04),
    ]
    s.put(s.turned(jug, brown, 6, 72), (-0.1, 0.2, 0))
    s.put(s.turned([(0, 2.0), (0.14, 2.0), (0.16, 2.2), (0, 2.22)], m.plain("#a8251b", 0.9), 3), (-0.1, 0.2, 0))
    s.put(
        s.wrap(0.57, 0.42, 1.02, 105, m.printed(label("ruou-nep", "cream", "rice", pack="500 ml · 29% vol")), -0.01),
        (-0.1, 0.2, 0),
    )
    for x, y in ((0.75, -0.35), (0.95, 0.1), (-0.85, -0.4)):
        s.put(props.cup(0.17, 0.2, m.crackled(*GLAZE, 4), m.plain("#e9e6dc", 0.03, 1)), (x, y, 0))
    produce.ear(rng, (0.15, -0.85, 0.04), 12)
    produce.ear(rng, (-0.35, -0.95, 0.04), -6)
    shoot((0.15, -6.6, 2.2), (0.02, 0, 0.98), 60, 8)


@scene("ruou mo.jpg")
def plum_spirit(rng: Random) -> None:
    furnish(Table("oak", "#8d8166"))
    s.put(
        containers.bottle(
            "wine",
            m.glass(),
            m.glass("#e0a030"),
            label("ruou-mo", "sun", "leaf", pack="500 ml · 18% vol"),
            containers.CORK,
            0.9,
        ),
        (-0.5, 0.3, 0),
    )
    skin = m.mottled("#d9952a", "#eec060", 2, 0.55, 0.05, 0, 0.2)
    fruit = [s.lump((0.17, 0.17, 0.16), skin, rng, 0.06) for _ in range(3)]
    spots = [(0.5, -0.2), (0.85, 0.05), (1.15, -0.25), (0.75, -0.55), (1.35, 0.15), (0.2, -0.7), (-0.95, -0.6)]
    for n, (x, y) in enumerate(spots):
        s.again(fruit[n % 3], (x, y, 0.155), (rng.uniform(0, 90), 0, rng.uniform(0, 360)))
    for n, (x, y) in enumerate(((0.83, -0.2), (1.05, -0.02))):
        s.again(fruit[n], (x, y, 0.4), (40, 0, 90))
    for thing in fruit:
        thing.hide_render = True
    small = [(0, 0.02), (0.14, 0.02), (0.16, 0.06), (0.2, 0.4), (0.2, 0.4), (0.185, 0.4)]
    s.put(s.turned(small, m.glass()), (0.15, -0.1, 0))
    s.put(s.turned([(0, 0.06), (0.145, 0.06), (0.175, 0.3), (0, 0.3)], m.glass("#e6ad45"), 0), (0.15, -0.1, 0))
    goods.greens([(1.5, -0.55, 10), (0.55, 0.3, 60), (-1.35, -0.5, 190)], rng, length=0.6)
    shoot((0.2, -7.8, 2.5), (0.15, 0, 1.08), 58, 8)


@scene("tra sen.jpg", "place")
def lotus_tea(rng: Random) -> None:
    furnish(Table("grey", "#7f9184"))
    s.put(
        s.turned(
            [(0, 0), (0.48, 0), (0.48, 0), (0.48, 1.05), (0.48, 1.05), (0, 1.05)], m.plain("#2f4a3a", 0.35, 0.3), 0
        ),
        (-0.85, 0.4, 0),
    )
    s.put(
        s.turned(
            [(0.49, 0.85), (0.495, 1.1), (0.495, 1.1), (0.46, 1.14), (0, 1.14)], m.plain("#c9a24a", 0.3, metal=1.0), 0
        ),
        (-0.85, 0.4, 0),
    )
    s.put(s.wrap(0.486, 0.16, 0.78, 120, m.printed(label("tra-sen", "rose", "lotus"))), (-0.85, 0.4, 0))
    s.put(produce.lotus(rng, 0.95), (0.75, 0.15, 0.1))
    s.put(props.cup(0.3, 0.32, m.crackled(*GLAZE, 3), m.plain("#b9b04e", 0.05, 1)), (0.05, -0.6, 0))
    tea = s.swept(
        s.bow(0.14, 0.03, 6),
        lambda t: 0.016 * math.sin(math.pi * (0.1 + 0.8 * t)),
        m.mottled("#2b3524", "#4d573a", 9, 0.7),
        6,
    )
    heaps.scatter(
        [tea],
        120,
        lambda r: (
            (r.gauss(-0.75, 0.2), r.gauss(-0.75, 0.09), 0.015 + 0.05 * r.random()),
            (r.uniform(-30, 30), r.uniform(-30, 30), r.uniform(0, 360)),
        ),
        rng,
    )
    shoot((0.05, -5.3, 2.5), (0.02, 0, 0.48), 58, 8)
