"""What goods lie in and stand beside: bowls, plates, baskets, cups, spoons, leaves, cloth, twine.

Each stands on z = 0 around the origin and comes back as an empty that carries its parts: move that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

from mathutils import Vector, noise

from scripts.make_demo import materials as m
from scripts.make_demo import shapes as s
from scripts.make_demo.shapes import Point
from scripts.make_demo.studio import linen


def bowl(radius: float, height: float, material: Any, foot: float = 0.45) -> Any:
    """An open bowl with a foot."""
    r, h = radius, height
    outline = [
        (0, 0.03),
        (r * foot, 0),
        (r * foot, h * 0.1),
        (r * 0.8, h * 0.45),
        (r, h),
        (r * 0.97, h),
        (r * 0.76, h * 0.5),
        (r * 0.4, h * 0.18),
        (0, h * 0.15),
    ]
    return s.turned(outline, material, 5)


def plate(radius: float, material: Any) -> Any:
    """A flat plate; things lie on z = 0.06."""
    r = radius
    outline = [(0, 0.02), (r * 0.6, 0), (r * 0.66, 0.03), (r, 0.13), (r * 0.99, 0.15), (r * 0.68, 0.07), (0, 0.06)]
    return s.turned(outline, material, 5)


def board(width: float, depth: float, colour: str = "#8b5a33", second: str = "#b27a4a", thick: float = 0.12) -> Any:
    """A cutting board."""
    return s.box((width, depth, thick), m.grained(colour, second, "x", 1.0), 0.05)


def basket(
    radius: float, height: float, rng: Random, colour: str = "#b48a52", second: str = "#d8b57c", flare: float = 1.2
) -> Any:
    """A basket woven of bamboo: rings that go in and out between the stakes."""
    straw = m.grained(colour, second, "x", 2.0, 0.6, 0.1)
    stakes, rings, parts = 22, max(5, int(height / 0.055)), []
    for ring in range(rings):
        t = ring / (rings - 1)
        r = radius * (1 + (flare - 1) * t)
        path = []
        for k in range(stakes * 6 + 1):
            a = 2 * math.pi * k / (stakes * 6)
            out = r + 0.022 * math.cos(a * stakes / 2 + math.pi * ring) + rng.uniform(-0.003, 0.003)
            path.append((out * math.cos(a), out * math.sin(a), 0.03 + height * t))
        parts.append(s.swept(path, lambda t: 0.03, straw, 6))
    floor = s.turned([(0, 0.02), (radius, 0.02), (radius, 0.04), (0, 0.05)], straw, 0)
    wall = s.turned([(radius * 0.985, 0), (radius * flare * 0.985, height)], m.plain("#7a5a30", 0.9), 0)
    return s.together(floor, wall, *parts)


def tray(radius: float, rng: Random, rim: float = 0.12) -> Any:
    """A flat winnowing tray of woven bamboo; things lie on z = 0.05."""
    floor = s.turned([(0, 0.04), (radius, 0.04)], woven("#c19a62", "#e0c593"), 0, 96)
    return s.together(floor, basket(radius, rim, rng, "#9a7440", "#c49c62", 1.04))


def woven(colour: str, second: str, scale: float = 9) -> Any:
    """Plaited bamboo as a surface."""
    nodes = m.Nodes("woven")
    checks = nodes.add("ShaderNodeTexBrick", Scale=scale, offset=0.5)
    checks.inputs["Color1"].default_value = m.linear(colour)
    checks.inputs["Color2"].default_value = m.linear(second)
    checks.inputs["Mortar"].default_value = m.linear("#6b4c26")
    checks.inputs["Mortar Size"].default_value = 0.03
    checks.inputs["Brick Width"].default_value = 0.9
    checks.inputs["Row Height"].default_value = 0.3
    nodes.join(nodes.place, checks.inputs["Vector"])
    nodes.colour(checks.outputs["Color"])
    nodes.bump(checks.outputs["Fac"], -0.4, 0.02)
    nodes.set(Roughness=0.65)
    return nodes.material


def cloth(width: float, depth: float, colour: str, rng: Random) -> Any:
    """A napkin laid down without care."""
    shift = rng.uniform(0, 99)
    return s.sheet(
        width, depth, linen(colour), lambda x, y: 0.015 + 0.07 * abs(noise.noise(Vector((x * 0.8, y * 1.3, shift)))), 80
    )


def leaf(length: float, width: float, colour: str, second: str, curl: float = 0.1) -> Any:
    """A pointed leaf along x, bent upwards at its tip."""
    material = m.grained(colour, second, "y", 1.6, 0.4, 0.2)

    def rise(x: float, y: float) -> float:
        return curl * (x / length + 0.5) ** 2 + 0.25 * abs(y) - 0.02 * math.cos(14 * x)

    thing = s.sheet(length, width, material, rise, 24)
    for vertex in thing.data.vertices:
        t = vertex.co.x / length + 0.5
        vertex.co.y *= max(0.02, math.sin(math.pi * max(0.0, t) ** 0.8)) ** 0.8
    return thing


def cup(radius: float, height: float, material: Any, tea: Any = None) -> Any:
    """A cup without a handle, filled where `tea` is given."""
    r, h = radius, height
    outline = [
        (0, 0.03),
        (r * 0.5, 0),
        (r * 0.55, h * 0.08),
        (r * 0.86, h * 0.45),
        (r, h),
        (r * 0.95, h),
        (r * 0.8, h * 0.45),
        (0, h * 0.14),
    ]
    parts = [s.turned(outline, material, 5)]
    if tea:
        parts.append(s.turned([(0, h * 0.8), (r * 0.93, h * 0.8)], tea, 0))
    return s.together(*parts)


def spoon(length: float, material: Any) -> Any:
    """A wooden spoon along x."""
    handle = s.swept(s.bow(length, 0, 16, 0.06), lambda t: 0.045 if t < 0.8 else 0.05, material, 10, 0.6)
    head = s.turned([(0, 0), (0.1, 0.02), (0.17, 0.08), (0.155, 0.085), (0.09, 0.04), (0, 0.03)], material, 5)
    s.put(head, (length / 2 + 0.1, 0, -0.02))
    head.scale = (1.35, 0.9, 0.8)
    return s.together(handle, head)


def string(path: Sequence[Point], colour: str = "#b08a58", thick: float = 0.018) -> Any:
    """Twine along a path."""
    return s.swept(path, lambda t: thick, m.plain(colour, 0.9), 6)


def ring(radius: float, height: float, thick: float, colour: str = "#b08a58", axis: str = "z") -> Any:
    """A loop of twine around a bundle; axis is the direction of the bundle."""
    circle = [(radius * math.cos(a), radius * math.sin(a), height) for a in (2 * math.pi * k / 40 for k in range(41))]
    if axis == "x":
        circle = [(z, x, y + radius) for x, y, z in circle]
    return string(circle, colour, thick)
