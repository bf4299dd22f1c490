"""Chillies, sauces and mangrove honey of Tiên Yên."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, dishes, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("Ớt chào mào.JPG", "place")
def fresh_chillies(rng: Random) -> None:
    furnish(Table("walnut", "#67745a"))
    props.basket(0.8, 0.4, rng)
    kinds = [
        goods.chilli(rng, rng.uniform(0.36, 0.5), *pair)
        for pair in (("#c3180f", "#e03a1c"), ("#b3140f", "#d42c18"), ("#c8261a", "#e8601f"), ("#bb1a10", "#dd3a1a"))
    ]
    green = goods.chilli(rng, 0.42, "#4f7a26", "#7a9c33")
    floor = s.turned([(0, 0.12), (0.78, 0.12), (0.94, 0.44), (1.02, 0.6)], m.plain("#7a5a30"), 0)
    heaps.pour([*kinds, green], 90, 0.5, rng, [floor], 0.4)
    floor.hide_render = True
    for x, y, turn in ((1.25, -0.6, 30), (1.5, -0.35, 100), (-1.25, -0.7, 160), (0.9, -0.95, 0)):
        s.put(goods.chilli(rng, 0.45), (x, y, 0.05), (0, 0, turn))
    goods.greens([(-1.5, 0.35, 170), (1.55, 0.45, 20)], rng)
    shoot((0.15, -4.7, 3.0), (0.05, -0.02, 0.32), 58, 8)


@scene("ot chao mao muoi.jpg")
def chilli_jar(rng: Random) -> None:
    furnish(Table("oak", "#9fb09a"))
    pickled = m.mottled("#a8180e", "#e04a22", 5, 0.25, 0.9, 0.6)
    s.put(
        containers.jar(0.52, 1.15, pickled, label("ot-chao-mao-muoi", "white", "bird"), containers.GOLD),
        (-0.6, 0.25, 0),
    )
    s.put(props.bowl(0.5, 0.3, m.crackled(*GLAZE, 3)), (0.85, -0.05, 0))
    for k in range(22):
        a, r = 2.4 * k, 0.3 * math.sqrt(rng.random())
        s.put(
            goods.chilli(rng, 0.36),
            (0.85 + r * math.cos(a), -0.05 + r * math.sin(a), 0.24 + 0.008 * k),
            (rng.uniform(-20, 20), rng.uniform(-15, 15), rng.uniform(0, 360)),
        )
    clove = s.lump((0.12, 0.08, 0.07), m.plain("#ece2d0", 0.5, soft=0.2), rng, 0.15)
    heaps.scatter(
        [clove], 6, lambda r: ((r.uniform(-0.2, 0.4), r.uniform(-1.0, -0.7), 0.07), (0, 0, r.uniform(0, 360))), rng
    )
    for x, y, turn in ((1.35, -0.75, 20), (-1.35, -0.55, 150)):
        s.put(goods.chilli(rng, 0.45), (x, y, 0.05), (0, 0, turn))
    shoot((0.1, -5.2, 2.3), (0.1, 0, 0.48), 60, 8)


@scene("ot kho.jpg", "turned")
def dried_chillies(rng: Random) -> None:
    furnish(Table("linen", "#b59e84"))
    s.put(props.bowl(0.85, 0.5, m.mottled("#33302d", "#4a4541", 6, 0.5, 0.1)), (0.1, 0.1, 0))
    kinds = [goods.chilli(rng, rng.uniform(0.4, 0.52), "#5a0f0c", "#8f1d14", dry=True) for _ in range(4)]
    floor = s.turned([(0, 0.12), (0.4, 0.14), (0.66, 0.26), (0.84, 0.5), (0.9, 0.6)], m.plain("#333333"), 4)
    s.put(floor, (0.1, 0.1, 0))
    heaps.pour(kinds, 60, 0.4, rng, [floor], 0.5, (0.1, 0.1))
    floor.hide_render = True
    for x, y, turn in ((-1.05, -0.65, 30), (-0.7, -0.95, -20), (1.15, -0.8, 200), (1.4, -0.4, 70)):
        s.put(goods.chilli(rng, 0.45, "#5a0f0c", "#8f1d14", dry=True), (x, y, 0.04), (0, 0, turn))
    s.put(props.cloth(2.6, 1.8, "#6f7f78", rng), (0.1, 0.15, 0), (0, 0, 14))
    shoot((0.1, -4.6, 3.0), (0.05, 0, 0.32), 60, 8)


@scene("mang ot.jpg", "place")
def bamboo_jar(rng: Random) -> None:
    furnish(Table("grey", "#b7b99a"))
    pickled = m.mottled("#d8b85a", "#efe0a4", 3, 0.25, 0.6, 0.6, 0.1)
    s.put(containers.jar(0.6, 1.3, pickled, label("mang-ot", "leaf", "bird"), containers.STEEL), (-0.5, 0.25, 0))
    strip = s.box((0.5, 0.12, 0.05), m.grained("#d9bd62", "#f0e2ac", "x", 2, 0.35, 0.1), 0.015)
    s.put(props.plate(0.7, m.crackled(*GLAZE, 3)), (0.95, -0.1, 0))
    heaps.scatter(
        [strip],
        30,
        lambda r: (
            (0.95 + r.gauss(0, 0.15), -0.1 + r.gauss(0, 0.15), 0.08 + 0.2 * r.random()),
            (r.uniform(-30, 30), r.uniform(-20, 20), r.uniform(0, 360)),
        ),
        rng,
    )
    for x, y, z, turn in ((0.85, -0.3, 0.26, 20), (1.1, 0.0, 0.28, 100), (0.2, -0.9, 0.05, 10), (1.5, -0.8, 0.05, 40)):
        s.put(goods.chilli(rng, 0.38), (x, y, z), (0, 0, turn))
    shoot((0.1, -5.2, 2.3), (0.1, 0, 0.5), 60, 8)


@scene("tuong ot.jpg")
def chilli_sauce(rng: Random) -> None:
    furnish(Table("slate", "#7c3b2c"))
    red = m.mottled("#a8140c", "#c8281a", 12, 0.3, 0.1)
    s.put(
        containers.bottle(
            "sauce", m.glass(), red, label("tuong-ot", "cream", "chilli", pack="Chai 200 ml"), containers.BLACK, 0.95
        ),
        (-0.45, 0.2, 0),
    )
    s.put(props.bowl(0.4, 0.24, m.plain("#efe9dc", 0.25, 0.3)), (0.7, -0.2, 0))
    s.put(heaps.mound(0.34, 0.05, m.mottled("#b0180e", "#d0341c", 9, 0.15, 0.2, 0.8), rng, 0.3), (0.7, -0.2, 0.18))
    tomato = s.lump((0.27, 0.27, 0.22), m.plain("#c8281a", 0.15, 0.6, 0.1), rng, 0.04)
    s.put(tomato, (1.25, 0.4, 0.21))
    for x, y, turn in ((-1.2, -0.5, 30), (-0.95, -0.75, 5), (0.2, -0.9, -12), (1.35, -0.5, 60)):
        s.put(goods.chilli(rng, 0.48), (x, y, 0.05), (0, 0, turn))
    shoot((0.1, -6.1, 2.1), (0.1, 0, 0.74), 60, 8)


@scene("nuoc mam.jpg", "turned")
def fish_sauce(rng: Random) -> None:
    furnish(Table("walnut", "#54707a"))
    s.put(
        containers.bottle(
            "fish",
            m.glass(),
            m.glass("#b85a12"),
            label("nuoc-mam-sa-sung", "white", "wave", pack="Chai 500 ml"),
            containers.BLACK,
            0.92,
        ),
        (-0.45, 0.25, 0),
    )
    s.put(props.bowl(0.42, 0.24, m.crackled(*GLAZE, 3)), (0.75, -0.2, 0))
    s.put(s.turned([(0, 0.18), (0.36, 0.18)], m.plain("#8a3d0a", 0.03, 1), 0), (0.75, -0.2, 0))
    produce.slivers(10, 0.1, 0.18, "#c3180f", rng, (0.75, -0.2))
    clove = s.lump((0.12, 0.08, 0.07), m.plain("#ece2d0", 0.5, soft=0.2), rng, 0.15)
    heaps.scatter(
        [clove], 4, lambda r: ((r.uniform(1.15, 1.5), r.uniform(-0.75, -0.45), 0.07), (0, 0, r.uniform(0, 360))), rng
    )
    s.put(goods.chilli(rng, 0.5), (0.1, -0.8, 0.05), (0, 0, 14))
    s.put(props.cloth(2.3, 1.5, "#3f5a63", rng), (0.1, 0.05, 0), (0, 0, -10))
    shoot((0.1, -7.4, 2.4), (0.1, 0, 1.02), 60, 8)


@scene("mat ong su vet.jpg")
def mangrove_honey(rng: Random) -> None:
    furnish(Table("honey", "#8aa08f"))
    s.put(
        containers.bottle(
            "honey", m.glass(), m.glass("#e9a52a"), label("mat-ong-su-vet", "white", "bee"), containers.GOLD
        ),
        (-0.55, 0.3, 0),
    )
    glass = [(0, 0.02), (0.3, 0.02), (0.36, 0.1), (0.42, 0.3), (0.4, 0.42), (0.38, 0.42)]
    s.put(s.turned(glass, m.glass()), (0.65, -0.15, 0))
    s.put(
        s.turned([(0, 0.05), (0.28, 0.05), (0.34, 0.12), (0.385, 0.3), (0, 0.3)], m.glass("#e9a52a"), 3),
        (0.65, -0.15, 0),
    )
    s.put(dishes.dipper(), (0.7, -0.1, 0.5), (0, 38, 30))
    s.put(dishes.honeycomb(0.6, 0.4), (1.45, 0.35, 0.05), (8, 0, -20))
    goods.greens([(-1.4, -0.35, 190), (-1.2, -0.6, 165), (1.35, -0.6, 15)], rng, length=0.7)
    shoot((0.1, -6.3, 2.2), (0.1, 0, 0.74), 60, 8)
