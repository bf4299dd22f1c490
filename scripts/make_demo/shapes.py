"""Shapes: turned, swept, rolled and folded meshes.

Lengths in tens of centimetres. Everything random takes its numbers from the generator that is passed in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import bpy
from mathutils import Vector, noise

Point = tuple[float, float, float]
Flat = tuple[float, float]


def mesh(
    name: str, points: Sequence[Sequence[float]], faces: Sequence[Sequence[int]], material: Any, smooth: bool = True
) -> Any:
    """A new object in the scene."""
    data = bpy.data.meshes.new(name)
    data.from_pydata([tuple(p) for p in points], [], [tuple(f) for f in faces])
    data.polygons.foreach_set("use_smooth", [smooth] * len(data.polygons))
    data.materials.append(material)
    data.update()
    thing = bpy.data.objects.new(name, data)
    bpy.context.collection.objects.link(thing)
    return thing


def put(thing: Any, where: Point, turn: Point = (0, 0, 0), size: float = 1.0) -> Any:
    """Moves, turns (degrees) and scales."""
    thing.location = where
    thing.rotation_euler = tuple(math.radians(t) for t in turn)
    thing.scale = (size, size, size)
    return thing


def again(thing: Any, where: Point, turn: Point = (0, 0, 0), size: float = 1.0) -> Any:
    """A second object with the same mesh."""
    other = thing.copy()
    bpy.context.collection.objects.link(other)
    return put(other, where, turn, size)


def rounded(points: Sequence[Flat], steps: int = 6) -> list[Flat]:
    """A smooth line through the points (Catmull-Rom); a point given twice stays a corner."""
    ends = [points[0], *points, points[-1]]
    line: list[Flat] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(tuple(  # type: ignore[arg-type]
                0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                for p, q, r, s in zip(a, b, c, d, strict=True)
            ))  # fmt: skip
    return [*line, points[-1]]


def turned(profile: Sequence[Flat], material: Any, smooth: int = 6, around: int = 64, wobble: float = 0.0) -> Any:
    """A body of revolution from (radius, height) points; `wobble` makes it look thrown by hand."""
    line = rounded(profile, smooth) if smooth else list(profile)
    points = [
        ((r + wobble * math.sin(3 * a + 4 * z)) * math.cos(a), (r + wobble * math.sin(3 * a + 4 * z)) * math.sin(a), z)
        for r, z in line
        for a in (2 * math.pi * k / around for k in range(around))
    ]
    faces = [
        (i * around + k, i * around + (k + 1) % around, (i + 1) * around + (k + 1) % around, (i + 1) * around + k)
        for i in range(len(line) - 1)
        for k in range(around)
    ]
    return mesh("turned", points, faces, material)


def swept(
    path: Sequence[Point], radius: Callable[[float], float], material: Any, around: int = 12, flat: float = 1.0
) -> Any:
    """A tube along a path; radius is a function of 0 (start) to 1 (end); `flat` squeezes it in height."""
    line = [Vector(p) for p in path]
    points: list[Vector] = []
    side = Vector((0, 0, 1))
    for i, here in enumerate(line):
        ahead = (line[min(i + 1, len(line) - 1)] - line[max(i - 1, 0)]).normalized()
        right = ahead.cross(side)
        right = right.normalized() if right.length > 1e-4 else Vector((1, 0, 0))
        up = right.cross(ahead)
        r = radius(i / (len(line) - 1))
        for k in range(around):
            a = 2 * math.pi * k / around
            points.append(here + right * (r * math.cos(a)) + up * (r * flat * math.sin(a)))
    faces: list[list[int]] = [
        [i * around + k, i * around + (k + 1) % around, (i + 1) * around + (k + 1) % around, (i + 1) * around + k]
        for i in range(len(line) - 1)
        for k in range(around)
    ]
    faces += [list(range(around))[::-1], list(range((len(line) - 1) * around, len(line) * around))]
    return mesh("swept", points, faces, material)


def bow(length: float, bend: float, steps: int = 16, lift: float = 0.0) -> list[Point]:
    """A path along x that bows sideways by `bend` and upwards by `lift`."""
    return [
        ((t - 0.5) * length, bend * math.sin(math.pi * t), lift * math.sin(math.pi * t))
        for t in (i / steps for i in range(steps + 1))
    ]


def scroll(
    length: float, radius: float, turns: float, thick: float, material: Any, rng: Random, double: bool = True
) -> Any:
    """A quill of bark along x: a sheet that has rolled up while drying, from both edges where `double`."""
    count, rings = 40, 14
    section: list[Flat] = []
    for k in range(count):
        t = k / (count - 1)
        if double:
            s = abs(2 * t - 1)
            a = math.pi * (0.5 + turns * 2 * s) * (1 if t < 0.5 else -1)
            r = radius * (1 - 0.55 * s)
            x0 = radius * 0.72 * (-1 if t < 0.5 else 1) * min(1.0, s * 2.2)
            section.append((x0 + r * math.sin(a) * 0.72, -r * math.cos(a) * 0.8))
        else:
            a = 2 * math.pi * turns * t
            r = radius * (1 - 0.45 * t)
            section.append((r * math.cos(a), r * math.sin(a)))
    drift = [rng.uniform(-0.05, 0.05) * radius for _ in range(rings)]
    points = []
    for i in range(rings):
        x = (i / (rings - 1) - 0.5) * length
        grow = 1 + rng.uniform(-0.05, 0.05)
        points += [(x, u * grow + drift[i], v * grow + drift[-i - 1]) for u, v in section]
    faces = [
        (i * count + k, i * count + k + 1, (i + 1) * count + k + 1, (i + 1) * count + k)
        for i in range(rings - 1)
        for k in range(count - 1)
    ]
    thing = mesh("scroll", points, faces, material)
    thing.modifiers.new("thick", "SOLIDIFY").thickness = thick
    return thing


def box(size: Point, material: Any, round_by: float = 0.03) -> Any:
    """A box that stands on z = 0, with rounded edges."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    corners = [(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0), (-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)]
    faces = [(0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    thing = mesh("box", corners, faces, material, smooth=False)
    if round_by:
        bevel = thing.modifiers.new("round", "BEVEL")
        bevel.width, bevel.segments = round_by, 3
    return thing


def sheet(
    width: float,
    depth: float,
    material: Any,
    height: Callable[[float, float], float],
    steps: int = 60,
    thick: float = 0.0,
) -> Any:
    """A cloth, leaf or slab: a grid over x and y whose height is given by a function of both; it bears UVs."""
    points, faces, uvs = [], [], []
    for j in range(steps + 1):
        for i in range(steps + 1):
            u, v = i / steps, j / steps
            x, y = (u - 0.5) * width, (v - 0.5) * depth
            points.append((x, y, height(x, y)))
            uvs.append((u, v))
    row = steps + 1
    for j in range(steps):
        faces += [(j * row + i, j * row + i + 1, (j + 1) * row + i + 1, (j + 1) * row + i) for i in range(steps)]
    thing = mesh("sheet", points, faces, material)
    layer = thing.data.uv_layers.new()
    for loop in thing.data.loops:
        layer.data[loop.index].uv = uvs[loop.vertex_index]
    if thick:
        thing.modifiers.new("thick", "SOLIDIFY").thickness = thick
    return thing


def wrap(
    radius: float, low: float, high: float, degrees: float, material: Any, lean: float = 0.0, steps: int = 40
) -> Any:
    """A label around a round body, its middle towards the camera (−y); `lean` widens the top."""
    points, faces, half = [], [], math.radians(degrees) / 2
    for i in range(steps + 1):
        a = -math.pi / 2 - half + 2 * half * i / steps
        points += [(r * math.cos(a), r * math.sin(a), z) for r, z in ((radius, low), (radius + lean, high))]
    faces = [(2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1) for i in range(steps)]
    thing = mesh("label", points, faces, material)
    layer = thing.data.uv_layers.new()
    for loop in thing.data.loops:
        layer.data[loop.index].uv = (loop.vertex_index // 2 / steps, loop.vertex_index % 2)
    return thing


def lump(radius: Point, material: Any, rng: Random, rough: float = 0.08, detail: float = 1.6) -> Any:
    """A rounded body of three half-axes with an uneven skin: tubers, dumplings, stones."""
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=4, radius=1)
    thing = bpy.context.object
    shift = Vector((rng.uniform(0, 50), rng.uniform(0, 50), rng.uniform(0, 50)))
    for vertex in thing.data.vertices:
        vertex.co *= 1 + rough * noise.noise(vertex.co * detail + shift)
        vertex.co = Vector(c * r for c, r in zip(vertex.co, radius, strict=True))
    thing.data.polygons.foreach_set("use_smooth", [True] * len(thing.data.polygons))
    thing.data.materials.append(material)
    return thing


def together(*parts: Any) -> Any:
    """An empty that carries `parts`."""
    holder = bpy.data.objects.new("holder", None)
    bpy.context.collection.objects.link(holder)
    for part in parts:
        part.parent = holder
    return holder


def one(*parts: Any) -> Any:
    """Several meshes made one, so that they fall together."""
    bpy.ops.object.select_all(action="DESELECT")
    for part in parts:
        part.select_set(True)
    bpy.context.view_layer.objects.active = parts[0]
    bpy.ops.object.join()
    return parts[0]
