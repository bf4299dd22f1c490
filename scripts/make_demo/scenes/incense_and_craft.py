"""Incense and things made of bark: nothing to eat."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from scripts.make_demo import containers, dishes, goods, heaps, props
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.dishes import POWDER
from scripts.make_demo.labels import make as label
from scripts.make_demo.scenes import scene
from scripts.make_demo.studio import Table, furnish, shoot


@scene("Huong que Tan Lam.jpg", "upside-down")
def incense(rng: Random) -> None:
    furnish(Table("walnut", "#7a4a3a"))
    stick, red = m.mottled("#7a5230", "#96683f", 20, 0.95, 0.3), m.plain("#a8231a", 0.7)
    for _ in range(110):
        r, a = 0.24 * math.sqrt(rng.random()), rng.uniform(0, 6.283)
        y, z, spread = r * math.cos(a), 0.27 + r * math.sin(a), 2.6
        tip = (1.5, y * spread, 0.27 + (z - 0.27) * (1.1 if z < 0.27 else spread))
        foot = (-0.55, y * 0.9, z)
        s.swept([(-1.15, y * 1.3, z), foot], lambda t: 0.012, red, 5)
        s.swept([foot, tip], lambda t: 0.019, stick, 6)
    s.put(
        s.swept([(-0.62, 0, 0.27), (-0.2, 0, 0.27)], lambda t: 0.262, m.printed(label("huong-que", "red", "hill")), 40),
        (0, 0, 0),
    )
    dish = props.bowl(0.42, 0.3, m.mottled("#8a3a22", "#a8512f", 5, 0.5, 0.1))
    s.put(dish, (-1.2, 1.0, 0))
    goods.greens([(-1.4, -0.7, 190), (-1.1, -0.9, 165)], rng)
    s.put(goods.bundle(4, 1.1, 0.1, rng), (1.0, -1.05, 0), (0, 0, -14))
    shoot((-0.2, -5.2, 2.6), (0.15, -0.05, 0.3), 56, 8)


@scene("huong vong.jpg")
def coils(rng: Random) -> None:
    furnish(Table("slate", "#34393b"))
    s.put(props.plate(1.0, m.plain("#b08d3e", 0.3, metal=1.0)), (-0.35, 0.1, 0))
    coil = m.mottled("#6a4526", "#855a34", 25, 0.95, 0.3)
    for level in range(3):
        path = [
            ((0.08 + 0.7 * t) * math.cos(26 * t), (0.08 + 0.7 * t) * math.sin(26 * t), 0)
            for t in (i / 160 for i in range(161))
        ]
        s.put(
            s.swept(path, lambda t: 0.04, coil, 8), (-0.35 + 0.03 * level, 0.1, 0.11 + 0.08 * level), (0, 0, 40 * level)
        )
    s.put(
        containers.carton(label("huong-vong", "bark", "sun"), 1.15, 0.5, 0.75, "#f3e6d2"), (1.15, 0.65, 0), (0, 0, -16)
    )
    s.put(goods.star_anise(rng, 0.16), (0.95, -0.7, 0))
    s.put(goods.quills(1, 0.9, 0.1, rng)[0], (1.25, -0.45, 0.08), (0, 0, 25))
    shoot((0.1, -4.9, 3.2), (0.15, 0.05, 0.2), 58, 8)


@scene("lot giay que.jpg", "turned")
def insoles(rng: Random) -> None:
    furnish(Table("oak", "#c7b9a5"))
    for x, turn, mirror in ((-0.62, 8, 1), (0.28, -4, -1)):
        s.put(sole(mirror), (x, 0.05, 0.02), (0, 0, turn))
    s.put(
        containers.carton(label("lot-giay-que", "kraft", "quill", True), 0.7, 0.03, 0.98, "#c9a77c"),
        (1.3, 0.15, 0.02),
        (-88, 0, -14),
    )
    s.put(heaps.mound(0.3, 0.14, m.mottled(*POWDER, 26, 0.95, 0.5), rng), (-1.5, -0.75, 0.01))
    s.put(goods.quills(1, 0.9, 0.1, rng)[0], (1.15, -1.0, 0.08), (0, 0, 10))
    s.put(goods.quills(1, 0.9, 0.1, rng)[0], (1.3, -0.8, 0.08), (0, 0, -14))
    shoot((0.1, -3.6, 4.9), (0.1, -0.05, 0), 60, 9)


def sole(mirror: int) -> Any:
    """A flat insole along y, 23 centimetres long; mirror is 1 or −1."""
    rings, around, points = 40, 96, []
    for ring in range(rings + 1):
        for k in range(around):
            a, t = 2 * math.pi * k / around, ring / rings
            y = 1.17 * t * math.copysign(abs(math.sin(a)) ** 0.85, math.sin(a))
            wide = 0.4 + 0.06 * y - 0.07 * math.exp(-(((y + 0.1) / 0.4) ** 2))
            x = t * wide * math.copysign(abs(math.cos(a)) ** 0.75, math.cos(a)) + 0.05 * y
            points.append((mirror * x, y, 0.06 - 0.03 * t**8 + 0.008 * math.sin(9 * x) * math.sin(9 * y)))
    faces = [
        (i * around + k, i * around + (k + 1) % around, (i + 1) * around + (k + 1) % around, (i + 1) * around + k)
        for i in range(rings)
        for k in range(around)
    ]
    thing = s.mesh("sole", points, faces, quilted())
    thing.modifiers.new("thick", "SOLIDIFY").thickness = 0.05
    return thing


def quilted() -> Any:
    """Cotton stitched in diamonds."""
    nodes = m.Nodes("quilted")
    lines = []
    for axis in ("X", "Y"):
        mapping = nodes.add("ShaderNodeMapping")
        mapping.inputs["Rotation"].default_value = (0, 0, math.pi / 4)
        nodes.join(nodes.place, mapping.inputs["Vector"])
        wave = nodes.add("ShaderNodeTexWave", Scale=1.9, bands_direction=axis)
        nodes.join(mapping.outputs[0], wave.inputs["Vector"])
        lines.append(wave.outputs["Fac"])
    both = nodes.add("ShaderNodeMath", operation="MINIMUM")
    for line, target in zip(lines, both.inputs, strict=False):
        nodes.join(line, target)
    nodes.colour(nodes.ramp(both.outputs[0], (0.02, "#8c6a45"), (0.12, "#d8c09a")))
    nodes.bump(both.outputs[0], 0.2, 0.03)
    nodes.set(Roughness=0.95, Sheen_Weight=0.3)
    return nodes.material


@scene("hop tam vo que.png")
def toothpicks(rng: Random) -> None:
    furnish(Table("honey", "#9aa392"))
    rough = m.grained("#55301a", "#8d5530", "z", 1.2, 0.75, 0.6)
    ring = m.plain("#caa06a", 0.5)
    for x, y, closed in ((-0.55, 0.1, False), (0.6, 0.3, True)):
        s.put(
            s.turned(
                [(0, 0.02), (0.33, 0), (0.33, 0), (0.335, 0.8), (0.335, 0.8), (0.28, 0.8), (0.28, 0.3), (0, 0.3)],
                rough,
                4,
                64,
                0.006,
            ),
            (x, y, 0),
        )
        s.put(s.turned([(0.338, 0.7), (0.343, 0.71), (0.343, 0.74), (0.338, 0.75)], ring, 0), (x, y, 0))
        if closed:
            s.put(
                s.turned([(0.345, 0.8), (0.35, 0.95), (0.3, 1.0), (0.08, 1.01), (0.09, 1.1), (0, 1.13)], rough, 4),
                (x, y, 0),
            )
        else:
            for _ in range(46):
                r, a = 0.24 * math.sqrt(rng.random()), rng.uniform(0, 6.283)
                top = (1.25 * r * math.cos(a), 1.25 * r * math.sin(a), rng.uniform(0.98, 1.06))
                pick = s.swept(
                    [(r * math.cos(a), r * math.sin(a), 0.4), top],
                    lambda t: 0.012 if t < 0.9 else 0.004,
                    m.plain("#dcbf8c", 0.7),
                    5,
                )
                s.put(pick, (x, y, 0))
    s.put(
        s.turned([(0.345, 0.0), (0.35, 0.15), (0.3, 0.2), (0.08, 0.21), (0.09, 0.3), (0, 0.33)], rough, 4),
        (-0.15, -0.75, 0),
    )
    goods.greens([(1.35, -0.4, 20), (1.2, -0.65, -10)], rng)
    shoot((0.05, -5.0, 2.0), (0.05, 0, 0.48), 66, 8)


@scene("khay tra.jpg", "place")
def tea_tray(rng: Random) -> None:
    furnish(Table("linen", "#7f8a78"))
    rough = m.grained("#5d351c", "#96603a", "x", 1.0, 0.65, 0.5)
    s.put(s.box((2.7, 1.75, 0.07), m.grained("#8a5a35", "#b98256", "x", 1, 0.45, 0.1), 0.03), (0, 0, 0.04))
    for x, y, size in (
        (0, 0.86, (2.8, 0.08, 0.26)),
        (0, -0.86, (2.8, 0.08, 0.26)),
        (1.36, 0, (0.08, 1.8, 0.26)),
        (-1.36, 0, (0.08, 1.8, 0.26)),
    ):
        s.put(s.box(size, rough, 0.02), (x, y, 0))
    clay = m.mottled("#6b3a26", "#80492f", 6, 0.4, 0.08, 0.3)
    s.put(dishes.teapot(clay, 0.85), (-0.55, 0.15, 0.11), (0, 0, 25))
    for x, y in ((0.55, 0.35), (0.95, -0.1), (0.4, -0.35)):
        s.put(s.turned([(0, 0), (0.27, 0), (0.27, 0.04), (0, 0.045)], rough, 0), (x, y, 0.11))
        s.put(props.cup(0.22, 0.26, clay, m.plain("#a4621c", 0.05, 1)), (x, y, 0.155))
    goods.greens([(1.75, -1.0, 20), (-1.7, 1.1, 150)], rng)
    shoot((0.3, -5.0, 3.2), (0, -0.02, 0.25), 58, 8)
