"""Cinnamon as it is sold: sticks, quills, slabs, powder, spice packs."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, goods, heaps, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import POWDER, WOOD
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("que thanh van yen.jpg")
def bark_sticks(rng: Random) -> None:
    furnish(Table("walnut", "#5a5048"))
    s.put(goods.bundle(14, 1.9, 0.15, rng), (-0.15, 0.25, 0), (0, 0, 14))
    s.put(goods.bundle(7, 1.5, 0.13, rng), (1.35, -0.55, 0), (0, 0, -38))
    for x, y, turn in ((-1.5, -0.75, 30), (-1.1, -1.0, -12), (0.4, -1.1, 8)):
        s.put(goods.quills(1, 1.0, 0.12, rng)[0], (x, y, 0.1), (rng.uniform(0, 90), 0, turn))
    goods.greens([(1.9, 0.7, 30), (2.1, 0.4, -10), (-1.9, 0.5, 160)], rng)
    shoot((0.1, -5.6, 3.0), (0.05, -0.1, 0.3), 58, 8)


@scene("que thanh (2).jpg", "turned")
def bark_bag(rng: Random) -> None:
    furnish(Table("oak", "#8d9a86"))
    s.put(containers.pouch(label("que-thanh", "bark", "quill", True)), (-0.55, 0.35, 0), (0, 0, 6))
    s.put(props.bowl(0.62, 0.42, m.mottled("#3f3a35", "#57504a", 6, 0.5, 0.15)), (1.0, -0.1, 0))
    for k in range(9):
        stick = goods.quills(1, 1.0, 0.09, rng)[0]
        s.put(
            stick,
            (1.0 + rng.uniform(-0.15, 0.15), -0.1 + rng.uniform(-0.15, 0.15), 0.42 + 0.03 * k),
            (rng.uniform(0, 90), rng.uniform(-24, 24), 40 * k),
        )
    s.put(goods.star_anise(rng, 0.17), (0.2, -0.95, 0))
    s.put(goods.star_anise(rng, 0.15), (0.5, -1.05, 0), (0, 0, 20))
    shoot((0.15, -6.2, 2.1), (0.15, 0, 0.72), 62, 8)


@scene("que ong sao.jpg")
def flutes(rng: Random) -> None:
    furnish(Table("grey", "#cfc4b4"))
    s.put(props.board(3.4, 1.5, "#6b4326", "#8c5c36"), (0, 0.1, 0), (0, 0, -6))
    for k in range(6):
        roll = s.scroll(2.7, 0.17, 0.58, 0.022, goods.bark(), rng)
        s.put(
            roll, (rng.uniform(-0.12, 0.12), 0.62 - 0.23 * k, 0.27), (rng.uniform(-15, 15), 0, -6 + rng.uniform(-2, 2))
        )
    for x in (-0.7, 0.75):
        loop = [
            (x + 0.12 * math.cos(a), 0.05 + 0.76 * math.cos(a), 0.3 + 0.2 * math.sin(a))
            for a in (2 * math.pi * k / 40 for k in range(41))
        ]
        props.string(loop, "#c8ad72", 0.022)
    goods.greens([(1.7, -0.9, 20), (1.9, -0.65, -15), (1.35, -1.0, 200)], rng)
    shoot((-0.4, -5.2, 3.3), (0, 0, 0.2), 56, 8)


@scene("que bot hu.jpg", "place")
def powder(rng: Random) -> None:
    furnish(Table("white", "#c9b8a2"))
    s.put(
        containers.jar(
            0.52, 1.05, m.mottled(*POWDER, 30, 0.95, 0.4), label("que-bot", "bark", "quill"), containers.CORK
        ),
        (-0.75, 0.35, 0),
    )
    s.put(props.bowl(0.55, 0.36, m.crackled("#ece5d6", "#9a8a74", 4)), (0.75, 0.1, 0))
    s.put(heaps.mound(0.46, 0.22, m.mottled(*POWDER, 26, 0.95, 0.5), rng), (0.75, 0.1, 0.22))
    s.put(props.spoon(0.9, m.grained(*WOOD)), (0.35, -0.85, 0.01), (0, 0, 12))
    s.put(heaps.mound(0.17, 0.08, m.mottled(*POWDER, 26, 0.95, 0.5), rng), (0.98, -0.72, 0.04))
    for x, y, turn in ((-1.6, -0.5, 40), (-1.35, -0.75, 25), (1.75, -0.25, -50)):
        s.put(goods.quills(1, 1.0, 0.1, rng)[0], (x, y, 0.08), (0, 0, turn))
    shoot((0.1, -5.8, 2.2), (0.05, 0, 0.48), 64, 8)


@scene("gia vi pho.jpg", "turned")
def spices(rng: Random) -> None:
    furnish(Table("slate", "#3a3d40"))
    s.put(containers.carton(label("gia-vi-pho", "kraft", "pot"), 1.5, 0.5, 1.0, "#c9a77c"), (-0.7, 0.5, 0), (0, 0, 8))
    for x, y, size in (
        (0.55, -0.2, 0.24),
        (0.95, 0.15, 0.2),
        (0.2, -0.75, 0.21),
        (1.3, -0.45, 0.22),
        (-0.6, -0.85, 0.2),
    ):
        s.put(goods.star_anise(rng, size), (x, y, 0), (0, 0, rng.uniform(0, 60)))
    for x, y, turn in ((1.25, 0.35, 20), (1.35, 0.12, 8), (-1.4, -0.5, -35)):
        s.put(goods.quills(1, 0.9, 0.09, rng)[0], (x, y, 0.07), (0, 0, turn))
    pods = [s.lump((0.14, 0.09, 0.09), m.grained("#5b3a22", "#8a5f38", "x", 3, 0.7, 0.5), rng, 0.12) for _ in range(2)]
    heaps.scatter(
        pods, 9, lambda r: ((r.uniform(-0.4, 1.0), r.uniform(-1.25, -0.9), 0.08), (0, 0, r.uniform(0, 360))), rng
    )
    seed = s.lump((0.03, 0.03, 0.03), m.plain("#b08a4e", 0.6), rng, 0.05)
    heaps.scatter([seed], 90, lambda r: ((r.gauss(0.75, 0.25), r.gauss(-0.72, 0.16), 0.03), (0, 0, 0)), rng)
    shoot((0.1, -5.2, 3.0), (0.1, -0.15, 0.35), 60, 8)


@scene("que vo kho.jpg")
def slabs(rng: Random) -> None:
    furnish(Table("honey", "#b9ad98"))
    for k in range(7):
        arch = rng.uniform(0.5, 0.8)
        slab = s.sheet(2.6, 0.9, goods.bark(), lambda x, y, arch=arch: 0.3 * arch * (1 - (y / 0.45) ** 2), 40, 0.035)
        s.put(
            slab,
            (rng.uniform(-0.08, 0.08), 0.15 + rng.uniform(-0.06, 0.06), 0.03 + 0.085 * k),
            (0, 0, 10 + rng.uniform(-4, 4)),
        )
    s.put(goods.bundle(5, 1.4, 0.12, rng), (1.35, -1.05, 0), (0, 0, -12))
    goods.greens([(-1.6, -0.85, 200), (-1.35, -1.05, 170)], rng)
    shoot((-0.3, -5.4, 2.7), (0.05, -0.15, 0.35), 58, 8)
