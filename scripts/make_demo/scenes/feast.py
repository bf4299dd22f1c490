"""Dishes of Tiên Yên: khau nhục, sausages, rice rolls, ginger cake."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from scripts.make_demo import containers, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import GLAZE
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


def pork_slice(rng: Random, meat: bool) -> Any:
    """One curved slice of the dome: belly with its dark rind, or taro."""
    if not meat:
        look = m.mottled("#9c7350", "#cfae86", 7, 0.4, 0.15, 0.5)
        return [(0.0, 1.0, look)]
    return [
        (0.0, 0.09, m.mottled("#4a1a0c", "#7a3214", 9, 0.15, 0.5, 1.0)),
        (0.09, 0.27, m.mottled("#d39a5e", "#e8bf8c", 5, 0.2, 0.1, 0.8, 0.3)),
        (0.27, 0.42, m.mottled("#7c3419", "#a2562f", 8, 0.3, 0.3, 0.6)),
        (0.42, 0.56, m.mottled("#d39a5e", "#e8bf8c", 5, 0.2, 0.1, 0.8, 0.3)),
        (0.56, 1.0, m.mottled("#7c3419", "#a2562f", 8, 0.3, 0.3, 0.6)),
    ]


@scene("Khau nhục.jpg")
def khau_nhuc(rng: Random) -> None:
    furnish(Table("walnut", "#5d4a3d"))
    s.put(props.plate(1.25, m.crackled(*GLAZE, 2.4)), (0, 0.05, 0))
    s.put(s.turned([(0, 0.11), (0.98, 0.11), (0.9, 0.125), (0, 0.13)], m.plain("#54230b", 0.05, 1), 3), (0, 0.05, 0))
    count, depth = 9, 0.155
    for k in range(count):
        y = (k - (count - 1) / 2) * depth
        radius = 0.86 * math.sqrt(max(0.1, 1 - (y / 0.88) ** 2)) * (1 if k % 2 else 0.97)
        for low, high, look in pork_slice(rng, k % 2 == 0):
            outer, inner = radius * (1 - 0.98 * low), radius * (1 - 0.98 * high)
            arc = [math.pi * j / 28 for j in range(29)]
            section = [(outer * math.cos(a), outer * 0.78 * math.sin(a)) for a in arc] + [
                (inner * math.cos(a), inner * 0.78 * math.sin(a)) for a in reversed(arc)
            ]
            n, half = len(section), depth * 0.47
            points = [(x, d, z) for d in (-half, half) for x, z in section]
            faces = [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
            faces += [(i, i + 1, n - 2 - i, n - 1 - i) for i in range(28)]
            faces += [(n + n - 1 - i, n + n - 2 - i, n + i + 1, n + i) for i in range(28)]
            piece = s.mesh("slice", points, faces, look, smooth=False)
            bevel = piece.modifiers.new("round", "BEVEL")
            bevel.width, bevel.segments = 0.012, 2
            s.put(
                piece, (rng.uniform(-0.012, 0.012), 0.05 + y, 0.12), (rng.uniform(-3, 3), rng.uniform(-2, 2), 90 - 90)
            )
    produce.slivers(20, 0.22, 0.76, "#5f8f38", rng, (0, -0.1))
    goods.greens([(-1.05, -0.45, 215), (1.1, -0.4, -30), (1.0, 0.65, 35)], rng, 0.17, 0.6)
    s.put(props.bowl(0.48, 0.36, m.crackled(*GLAZE, 3)), (1.65, 0.95, 0))
    s.put(heaps.dome(0.42, 0.24, m.plain("#f1ece0", 0.6, soft=0.3)), (1.65, 0.95, 0.26))
    heaps.grains(heaps.grain(0.09, 0.024, m.plain("#f6f2e8", 0.4, soft=0.3)), 600, 0.42, 0.24, rng, 0.27, (1.65, 0.95))
    shoot((0.75, -4.7, 3.0), (0.05, 0, 0.32), 58, 8)


@scene("khau nhuc hu.jpg", "turned")
def khau_nhuc_jar(rng: Random) -> None:
    furnish(Table("honey", "#8a7d6c"))
    brown = m.mottled("#5d2610", "#b06a34", 4, 0.25, 0.2, 0.6)
    s.put(containers.jar(0.62, 1.05, brown, label("khau-nhuc-khoai", "red", "pot"), containers.STEEL), (-0.5, 0.2, 0))
    s.put(props.board(1.5, 1.0), (0.95, -0.15, 0), (0, 0, -10))
    inside = m.mottled("#c4aab0", "#e4d6d2", 12, 0.6, 0.1)
    rough = m.grained("#5b4330", "#7d5f44", "x", 2, 0.9, 0.6)
    s.put(s.lump((0.42, 0.26, 0.26), rough, rng, 0.1), (0.75, 0.0, 0.38), (0, 0, 10))
    for k in range(3):
        s.put(
            s.turned([(0, 0), (0.25, 0), (0.25, 0), (0.25, 0.05), (0.25, 0.05), (0, 0.05)], inside, 2),
            (0.95 + 0.16 * k, -0.35, 0.13 + 0.04 * k),
            (10, 12, 0),
        )
    s.put(goods.star_anise(rng, 0.2), (0.1, -0.85, 0))
    goods.greens([(-1.4, -0.55, 200), (-1.2, -0.8, 170)], rng)
    shoot((0.1, -5.1, 2.3), (0.1, 0, 0.48), 60, 8)


@scene("Lạp xường.jpg")
def fresh_sausages(rng: Random) -> None:
    furnish(Table("oak", "#b8a58c"))
    s.put(props.plate(1.35, m.mottled("#4d5d63", "#5f7077", 4, 0.3, 0.06, 0.5)), (-0.1, 0.1, 0))
    for k in range(6):
        link = goods.sausage(1.25, 0.115, rng, "#8f2a1c", "#c05a3e")
        s.put(
            link,
            (-0.25 + rng.uniform(-0.04, 0.04), 0.6 - 0.2 * k, 0.19 + 0.1 * (k % 2)),
            (rng.uniform(0, 60), 0, 18 + rng.uniform(-5, 5)),
        )
    props.string([(-0.85, 0.45, 0.2), (-1.15, 0.5, 0.3), (-1.4, 0.35, 0.12), (-1.7, 0.45, 0.02)], "#d8c48c", 0.018)
    s.put(
        containers.carton(label("lap-xuong-pho-dong", "red", "hill", True), 0.75, 0.35, 1.05, "#a3261d"),
        (1.4, 0.75, 0),
        (0, 0, -14),
    )
    produce.slivers(16, 0.1, 0.1, "#f0e6d0", rng, (0.75, -0.55))
    goods.greens([(0.85, -0.35, 20), (0.65, -0.75, -20)], rng, 0.1, 0.5)
    shoot((0.1, -4.9, 3.1), (0.05, -0.02, 0.28), 58, 8)


@scene("IMG_2050.jpg", "turned")
def rice_rolls(rng: Random) -> None:
    furnish(Table("grey", "#8e9b84"))
    s.put(props.tray(1.35, rng, 0.08), (-0.25, 0.1, 0))
    s.put(props.leaf(2.6, 1.8, "#2f6020", "#4f8a34", 0.02), (-0.25, 0.1, 0.05), (0, 0, -6))
    white = m.plain("#f4f0e6", 0.25, 0.5, 0.5)
    spots = (
        [(-0.55 + 0.3 * k, 0.1, 0.2) for k in range(5)]
        + [(-0.4 + 0.3 * k, 0.1, 0.43) for k in range(4)]
        + [(-0.25 + 0.3 * k, 0.1, 0.65) for k in range(2)]
    )
    for x, y, z in spots:
        roll = s.scroll(1.25, 0.15, 1.6, 0.012, white, rng, double=False)
        s.put(roll, (x - 0.05, y + rng.uniform(-0.05, 0.05), z), (rng.uniform(0, 360), 0, 84 + rng.uniform(-4, 4)))
    s.put(props.bowl(0.42, 0.28, m.crackled(*GLAZE, 3)), (1.15, -0.55, 0))
    s.put(s.turned([(0, 0.2), (0.36, 0.2)], m.plain("#8a4a12", 0.03, 1), 0), (1.15, -0.55, 0))
    ring = s.turned([(0.05, 0), (0.065, 0.005), (0.065, 0.02), (0.05, 0.025)], m.plain("#6f9a3c", 0.4), 2, 20)
    heaps.scatter(
        [ring],
        22,
        lambda r: ((1.15 + r.gauss(0, 0.13), -0.55 + r.gauss(0, 0.13), 0.2), (r.uniform(-20, 20), 0, 0)),
        rng,
        0.3,
    )
    s.put(goods.chilli(rng, 0.5), (0.55, -1.0, 0.06), (0, 0, 20))
    shoot((0.3, -4.8, 3.0), (0.1, -0.02, 0.3), 58, 8)


@scene("IMG_2051.jpg")
def ginger_cake(rng: Random) -> None:
    furnish(Table("honey", "#99876d"))
    s.put(props.plate(1.3, m.mottled("#3e5a52", "#4d6d63", 4, 0.3, 0.06, 0.5)), (0, 0.1, 0))
    s.put(props.leaf(2.4, 2.2, "#2f6020", "#4f8a34", 0.01), (0, 0.1, 0.08), (0, 0, 20))
    brown = m.mottled("#6b3512", "#8f501f", 2, 0.18, 0.05, 0.6, 0.25)
    cake = [(0, 0.12), (0.82, 0.12), (0.9, 0.18), (0.9, 0.42), (0.84, 0.48), (0, 0.49)]
    points = s.turned(cake, brown, 4, 96)
    s.put(points, (0, 0.1, 0))
    seed = s.lump((0.024, 0.016, 0.009), m.plain("#efe2c2", 0.6), rng, 0)
    heaps.scatter(
        [seed],
        420,
        lambda r: (
            (q := math.sqrt(r.random()) * 0.82) * math.cos(a := r.uniform(0, 6.283))
            and (q * math.cos(a), 0.1 + q * math.sin(a), 0.495),
            (0, 0, r.uniform(0, 360)),
        ),
        rng,
    )
    nut = s.lump((0.06, 0.04, 0.035), m.mottled("#c99a62", "#e3bd8a", 12, 0.5, 0.1), rng, 0.08)
    heaps.scatter(
        [nut], 26, lambda r: ((r.gauss(0, 0.35), 0.1 + r.gauss(0, 0.35), 0.5), (0, 0, r.uniform(0, 360))), rng
    )
    root = s.lump((0.36, 0.16, 0.14), m.mottled("#c9a06a", "#e2c497", 6, 0.7, 0.4), rng, 0.3, 2.4)
    s.put(root, (1.45, -0.7, 0.12), (0, 0, 30))
    s.put(s.box((0.5, 0.3, 0.16), m.mottled("#7a3f14", "#9c5a22", 8, 0.6, 0.3), 0.03), (-1.45, -0.65, 0), (0, 0, -20))
    shoot((0.05, -4.8, 2.9), (0, 0, 0.3), 58, 8)
