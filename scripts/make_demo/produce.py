"""Bananas, blossom, ears of rice, lotus and thin strips of spice."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from scripts.make_demo import heaps
from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s


def dried_banana(rng: Random) -> Any:
    """A small banana dried whole, honey-brown and wrinkled."""
    skin = m.mottled("#6f3a12", "#b87429", 7, 0.3, 0.7, 0.5, 0.15)
    fat = rng.uniform(0.1, 0.125)
    return s.swept(
        s.bow(0.72, rng.uniform(0.1, 0.18), 18),
        lambda t: fat * (math.sin(math.pi * (0.08 + 0.84 * t)) ** 0.6) * (1 + 0.06 * math.sin(23 * t)),
        skin,
        12,
        0.72,
    )


def banana_hand(rng: Random, count: int = 7) -> Any:
    """Short, plump bananas that share a stalk."""
    skin = m.mottled("#d9ac26", "#ecca4f", 2.5, 0.42, 0.04, 0.15, 0.1)
    parts = []
    for k in range(count):
        t = k / (count - 1) - 0.5
        body = s.swept(
            [(0.1 + 1.15 * u, 0, 0.5 * math.sin(1.5 * u) * 0.7) for u in (i / 18 for i in range(19))],
            lambda u: 0.05 + 0.15 * math.sin(math.pi * min(1, max(0, (u - 0.12) / 0.85))) ** 0.5 - 0.02 * u,
            skin,
            7,
        )
        tip = s.swept([(1.24, 0, 0.345), (1.32, 0, 0.35)], lambda u: 0.035, m.plain("#3a2b18", 0.8), 7)
        parts.append(
            s.put(
                s.together(body, tip),
                (0, 0.24 * t * count / 3, 0.16),
                (rng.uniform(-6, 6), rng.uniform(-3, 3), 62 * t),
            )
        )
    stalk = s.swept(
        [(0.18, 0, 0.18), (-0.05, 0, 0.24), (-0.28, 0, 0.32)],
        lambda u: 0.2 - 0.07 * u,
        m.mottled("#9a9a3a", "#c2a83a", 5),
        10,
    )
    return s.together(*parts, stalk)


def branch(length: float, rng: Random) -> Any:
    """A bare twig with small white blossoms."""
    path = [(0.0, 0.0, 0.0)]
    x = y = 0.0
    for k in range(14):
        x, y = x + rng.uniform(-0.07, 0.1), y + rng.uniform(-0.06, 0.06)
        path.append((x, y, length * (k + 1) / 14))
    parts = [s.swept(path, lambda t: 0.035 - 0.026 * t, m.mottled("#4a3426", "#6b4e39", 12, 0.8, 0.5), 8)]
    petal, heart = m.plain("#f6efe6", 0.6, soft=0.4), m.plain("#d9b04a", 0.6)
    for px, py, pz in path[5:]:
        for _ in range(2):
            where = (px + rng.uniform(-0.09, 0.09), py + rng.uniform(-0.09, 0.09), pz + rng.uniform(-0.06, 0.06))
            petals = [
                s.put(
                    s.lump((0.06, 0.045, 0.012), petal, rng, 0.1),
                    (0.055 * math.cos(a), 0.055 * math.sin(a), 0),
                    (0, -20, math.degrees(a)),
                )
                for a in (1.257 * i for i in range(5))
            ]
            centre = s.lump((0.022, 0.022, 0.015), heart, rng, 0)
            parts.append(
                s.put(
                    s.together(*petals, centre),
                    where,
                    (rng.uniform(20, 100), rng.uniform(-40, 40), rng.uniform(0, 360)),
                )
            )
    return s.together(*parts)


def ear(rng: Random, where: s.Point, turn: float) -> None:
    """A ripe ear of rice lying along x."""
    straw, husk = m.plain("#c8a54a", 0.7), m.mottled("#c9973a", "#e3c06c", 20, 0.6, 0.2)
    parts = [s.swept(s.bow(1.5, 0.12, 16), lambda t: 0.014, straw, 6)]
    for k in range(34):
        t = 0.35 + 0.63 * k / 34
        seed = heaps.grain(0.12, 0.028, husk)
        parts.append(
            s.put(
                seed,
                (
                    (t - 0.5) * 1.5 + 0.04,
                    0.12 * math.sin(math.pi * t) + rng.choice((-1, 1)) * rng.uniform(0.02, 0.09),
                    0.02 + rng.random() * 0.05,
                ),
                (0, -10, rng.uniform(-32, 32)),
            )
        )
    s.put(s.together(*parts), where, (0, 0, turn))


def lotus(rng: Random, size: float = 1.0) -> Any:
    """An open lotus flower."""
    pink, parts = m.mottled("#e9b8c4", "#f8e4e6", 1.2, 0.5, 0.05, 0, 0.4), []
    for ring, (count, tilt, long) in enumerate(((8, 78, 0.62), (8, 55, 0.66), (7, 32, 0.62), (5, 14, 0.5))):
        for k in range(count):
            petal = s.sheet(long, long * 0.52, pink, lambda x, y: 0.55 * y * y + 0.35 * x * x, 16, 0.008)
            for vertex in petal.data.vertices:
                t = min(1.0, max(0.0, vertex.co.x / long + 0.5))
                vertex.co.y *= math.sin(math.pi * (0.06 + 0.9 * t) ** 0.8) ** 0.7
                vertex.co.x += long / 2
            turn = 360 * k / count + 22 * ring + rng.uniform(-4, 4)
            parts.append(s.put(petal, (0, 0, 0.04 * ring), (0, -90 + tilt, turn)))
    parts.append(
        s.put(
            s.turned([(0, 0), (0.08, 0), (0.15, 0.16), (0, 0.17)], m.mottled("#c9b23a", "#e3d060", 8), 3), (0, 0, 0.05)
        )
    )
    flower = s.together(*parts)
    flower.scale = (size, size, size)
    return flower


def slivers(count: int, spread: float, z: float, colour: str, rng: Random, at: tuple[float, float] = (0, 0)) -> None:
    """Thin strips of galangal, ginger or chilli strewn over a dish."""
    strip = s.swept(s.bow(0.26, 0.04, 6), lambda t: 0.014, m.plain(colour, 0.4, 0.4), 6)

    def where(r: Random) -> tuple[s.Point, s.Point]:
        return (r.gauss(at[0], spread), r.gauss(at[1], spread), z + r.random() * 0.03), (
            0,
            r.uniform(-12, 12),
            r.uniform(0, 360),
        )

    heaps.scatter([strip], count, where, rng)
