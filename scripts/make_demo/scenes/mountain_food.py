"""Food of Văn Yên: sausages, rice, taro, black rice cakes, honey."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, dishes, goods, heaps, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import WOOD
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("IMG_2041.jpg", "turned")
def dried_sausages(rng: Random) -> None:
    furnish(Table("walnut", "#4a4038"))
    s.put(props.board(2.9, 1.7), (0, 0.1, 0), (0, 0, -5))
    for k in range(5):
        s.put(
            goods.sausage(1.75, 0.12, rng, "#5d1a12", "#8f3a26"),
            (-0.15 + rng.uniform(-0.1, 0.1), 0.65 - 0.27 * k, 0.24),
            (rng.uniform(0, 60), 0, -5 + rng.uniform(-5, 5)),
        )
    cut = m.mottled("#8f2f22", "#e2b9a2", 9, 0.35, 0.1, 0.3)
    for k in range(6):
        piece = s.turned([(0, 0), (0.125, 0), (0.13, 0.03), (0.125, 0.06), (0, 0.062)], cut, 4, 32)
        s.put(piece, (0.92 + 0.06 * math.sin(k), 0.3 - 0.16 * k, 0.16), (rng.uniform(18, 32), 0, rng.uniform(-20, 20)))
    for x, y, turn in ((-1.55, -0.75, 30), (-1.3, -0.95, 10)):
        s.put(goods.quills(1, 0.9, 0.09, rng)[0], (x, y, 0.08), (0, 0, turn))
    goods.greens([(1.6, 0.9, 30), (1.75, 0.65, 0)], rng)
    s.put(props.bowl(0.3, 0.2, m.plain("#e9e3d6", 0.25)), (1.7, -0.55, 0))
    s.put(s.turned([(0, 0.14), (0.25, 0.14)], m.plain("#8f1d10", 0.1, 1), 0), (1.7, -0.55, 0))
    shoot((0.1, -4.9, 3.2), (0.05, -0.05, 0.2), 58, 8)


@scene("gao chiem huong.jpg")
def rice(rng: Random) -> None:
    furnish(Table("oak", "#93a084"))
    s.put(
        containers.pouch(label("gao-chiem-huong", "cream", "rice", True, "Túi 5 kg"), 1.5, 2.0, 0.34),
        (-0.75, 0.55, 0),
        (0, 0, 8),
    )
    s.put(props.basket(0.55, 0.32, rng), (0.95, -0.1, 0))
    s.put(heaps.dome(0.6, 0.24, m.plain("#efe7d3", 0.8)), (0.95, -0.1, 0.26))
    heaps.grains(
        heaps.grain(0.075, 0.016, m.plain("#f3ecdc", 0.45, soft=0.2)), 2600, 0.6, 0.24, rng, 0.28, (0.95, -0.1)
    )
    heaps.grains(heaps.grain(0.075, 0.016, m.plain("#f3ecdc", 0.45, soft=0.2)), 240, 0.5, 0.0, rng, 0.01, (0.15, -0.9))
    s.put(props.spoon(0.9, m.grained(*WOOD)), (0.05, -0.85, 0.02), (0, 0, -12))
    shoot((0.1, -6.9, 2.6), (0.1, 0, 0.78), 60, 8)


@scene("khoai so.jpg", "place")
def taro(rng: Random) -> None:
    furnish(Table("grey", "#6f7a62"))
    basket = props.basket(0.9, 0.45, rng, "#8f6c3c", "#b8925a")
    hairy = m.grained("#5b4330", "#8d6c4e", "z", 1.6, 0.95, 0.9)
    tubers = [s.lump((0.2, 0.2, 0.24), hairy, rng, 0.12) for _ in range(4)]
    floor = s.turned([(0, 0.05), (0.9, 0.05), (1.1, 0.5), (1.14, 0.6), (1.0, 0.6)], m.plain("#7a5a30"), 0)
    heaps.pour(tubers, 40, 0.55, rng, [floor], 0.4)
    floor.hide_render = True
    assert basket
    goods.greens([(-1.6, -0.6, 200), (1.5, -0.75, -20), (1.7, -0.5, 10)], rng, length=0.9)
    shoot((0.1, -5.2, 3.0), (0, -0.05, 0.3), 56, 8)


@scene("banh chung den.jpg")
def leaf_cakes(rng: Random) -> None:
    furnish(Table("honey", "#5d6b54"))
    green = m.grained("#38501f", "#5f7a34", "x", 0.9, 0.45, 0.25)
    for x, y, z, turn in ((-0.5, 0.35, 0, 8), (0.75, 0.5, 0, -12), (0.1, 0.4, 0.56, 4)):
        parts = [s.box((1.15, 1.0, 0.56), green, 0.16)]
        for d in (-0.24, 0.24):
            parts += [s.put(s.box((0.035, 1.015, 0.575), m.plain("#d6c088", 0.7), 0.02), (d, 0, -0.005))]
            parts += [s.put(s.box((1.165, 0.035, 0.575), m.plain("#d6c088", 0.7), 0.02), (0, d, -0.005))]
        s.put(s.together(*parts), (x, y, z), (0, 0, turn))
    goods.greens([(-1.4, -0.8, 200), (1.5, -0.7, -15)], rng, length=1.3)
    heaps.grains(heaps.grain(0.075, 0.018, m.plain("#221d1c", 0.4)), 160, 0.35, 0.0, rng, 0.01, (0.4, -0.85))
    shoot((-0.1, -5.4, 2.5), (0.1, 0.1, 0.42), 58, 8)


@scene("banh chung den cat.jpg", "upside-down")
def leaf_cake_cut(rng: Random) -> None:
    furnish(Table("oak", "#8a7f6c"))
    s.put(props.leaf(3.2, 1.9, "#2f5520", "#4d7c32", 0.02), (0, 0.1, 0.01), (0, 0, 4))
    black = m.mottled("#17120f", "#3b312b", 16, 0.35, 0.9, 0.4)
    for k, x in enumerate((-0.8, -0.45, -0.1, 0.25)):
        parts = [s.turned([(0, 0), (0.5, 0), (0.55, 0.05), (0.55, 0.2), (0.5, 0.25), (0, 0.25)], black, 4)]
        parts += [
            s.put(
                s.turned(
                    [(0, 0.252), (0.3, 0.252), (0.27, 0.262), (0, 0.264)],
                    m.mottled("#c99a3a", "#e6c56f", 18, 0.8, 0.5),
                    0,
                ),
                (0, 0, 0),
            )
        ]
        parts += [
            s.put(
                s.turned([(0, 0.262), (0.1, 0.262), (0, 0.272)], m.mottled("#b98a72", "#e3c9b4", 9, 0.5, 0.2), 0),
                (0.03, 0, 0.004),
            )
        ]
        s.put(s.together(*parts), (x, 0.1 - 0.05 * k, 0.45), (66, 0, -38))
    roll = s.swept(
        [(0.6, -0.05, 0.5), (1.6, -0.2, 0.5)],
        lambda t: 0.53 * min(1.0, 0.7 + 3 * min(t, 1 - t)),
        m.grained("#38501f", "#5f7a34", "x", 0.9, 0.45, 0.25),
        32,
    )
    assert roll
    goods.greens([(-1.7, -0.8, 200), (1.2, -1.05, -5)], rng)
    shoot((-0.9, -5.0, 2.5), (0.1, 0, 0.4), 58, 8)


@scene("IMG_2043.jpg")
def forest_honey(rng: Random) -> None:
    furnish(Table("walnut", "#4c5a45"))
    s.put(
        containers.bottle(
            "honey",
            m.glass(),
            m.glass("#b5610f"),
            label("mat-ong-na-hau", "forest", "bee", pack="Chai 500 ml"),
            containers.GOLD,
        ),
        (-0.55, 0.25, 0),
    )
    s.put(props.bowl(0.52, 0.3, m.mottled("#e7ddc8", "#f2ebdb", 5, 0.35, 0.05)), (0.8, -0.05, 0))
    s.put(dishes.honeycomb(0.8, 0.55), (0.78, 0.0, 0.24), (14, 0, 20))
    s.put(dishes.dipper(), (0.05, -0.85, 0.12), (0, -4, 20))
    goods.greens([(1.55, 0.55, 30), (1.7, 0.3, 0), (-1.45, -0.35, 190)], rng, length=0.8)
    shoot((0.1, -6.3, 2.2), (0.1, 0, 0.72), 60, 8)


@scene("IMG_2044.jpg", "turned")
def honey_with_bark(rng: Random) -> None:
    furnish(Table("white", "#c8b79c"))
    s.put(
        containers.jar(0.45, 0.95, m.glass("#d98414"), label("mat-ong-ngam-que", "sun", "bee"), containers.GOLD),
        (-0.25, 0.2, 0),
    )
    s.put(goods.bundle(5, 1.1, 0.1, rng), (0.95, -0.15, 0), (0, 0, 30))
    s.put(dishes.dipper(), (-1.05, -0.75, 0.12), (0, -4, -8))
    s.put(props.cloth(1.9, 1.3, "#9a6b4a", rng), (-0.2, 0.1, 0), (0, 0, -12))
    shoot((0.1, -5.0, 2.2), (0.1, 0, 0.42), 64, 8)
