"""Bananas: dried whole, as chips, ripe."""

from __future__ import annotations

import math
from random import Random

from scripts.make_demo import containers, goods, heaps, produce, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("chuoi say deo.jpg")
def chewy_bananas(rng: Random) -> None:
    furnish(Table("oak", "#c5b48f"))
    s.put(
        containers.pouch(label("chuoi-say-deo", "sun", "sun", True, "Túi 250 g"), 1.25, 1.75, 0.24, "#f6cf6b"),
        (-0.85, 0.5, 0),
        (0, 0, 8),
    )
    bowl = props.bowl(0.75, 0.42, m.mottled("#35524a", "#46685d", 5, 0.3, 0.08, 0.6))
    s.put(bowl, (0.8, 0, 0))
    for k in range(16):
        a = 2.4 * k
        r = 0.44 * (1 - k / 22)
        s.put(
            produce.dried_banana(rng),
            (0.8 + r * math.cos(a), r * math.sin(a), 0.32 + 0.025 * k),
            (rng.uniform(-15, 15), rng.uniform(-12, 12), math.degrees(a) + 80),
        )
    for x, y, turn in ((-0.15, -0.85, 15), (0.35, -1.05, -20)):
        s.put(produce.dried_banana(rng), (x, y, 0.08), (0, 0, turn))
    goods.greens([(-1.75, -0.4, 200), (1.85, 0.5, 30)], rng, length=1.0)
    shoot((0.05, -6.3, 2.7), (0, 0, 0.64), 58, 8)


@scene("chuoi gion.jpg", "place")
def banana_chips(rng: Random) -> None:
    furnish(Table("white", "#e0c98a"))
    chip = m.mottled("#d9a441", "#f0cf7e", 10, 0.5, 0.3, 0.1, 0.1)
    kinds = []
    for _ in range(5):
        bend = rng.uniform(0.1, 0.5)
        slice_ = s.sheet(0.56, 0.3, chip, lambda x, y, bend=bend: bend * x * x + 0.01 * math.sin(30 * x), 20, 0.022)
        for vertex in slice_.data.vertices:
            edge = 1 - (vertex.co.x / 0.285) ** 2
            vertex.co.y *= math.sqrt(max(0.02, edge))
        kinds.append(slice_)
    floor = s.turned([(0, 0.1), (0.3, 0.1), (0.6, 0.28), (0.78, 0.5), (0.8, 0.52)], m.plain("#ffffff"), 4)
    heaps.pour(kinds, 45, 0.35, rng, [floor], 0.6, (0, 0))
    floor.hide_render = True
    s.put(props.bowl(0.82, 0.5, m.grained("#6b4022", "#94602f", "x", 1, 0.45)), (0, 0, 0))
    s.put(produce.banana_hand(rng, 4), (-1.35, 0.85, 0.1), (0, 0, 30), 0.8)
    shoot((0.2, -4.9, 3.1), (0.05, -0.05, 0.35), 58, 8)


@scene("chuoi chin cay.jpg", "turned")
def ripe_bananas(rng: Random) -> None:
    furnish(Table("linen", "#8fa58a"))
    s.put(props.leaf(4.2, 1.9, "#2f6020", "#4f8a34", 0.05), (0.1, 0.2, 0.02), (0, 0, 12))
    s.put(produce.banana_hand(rng, 8), (-0.6, 0.35, 0.1), (0, 0, -14), 1.05)
    s.put(produce.banana_hand(rng, 5), (-0.7, -0.7, 0.06), (0, 0, 4), 0.9)
    shoot((0.1, -5.0, 3.2), (0.05, 0, 0.3), 58, 8)
