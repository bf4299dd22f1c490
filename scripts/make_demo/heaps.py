"""Heaps: things that fall as they would, grains that cover a dome, powder."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import bpy
from mathutils import Vector, noise

from scripts.make_demo import shapes as s
from scripts.make_demo.shapes import Point


def scatter(
    things: Sequence[Any], count: int, where: Callable[[Random], tuple[Point, Point]], rng: Random, vary: float = 0.15
) -> None:
    """Many copies; `where` gives place and turn (degrees) of each. The originals are used up."""
    for n in range(count):
        place, turn = where(rng)
        s.again(things[n % len(things)], place, turn, 1 + rng.uniform(-vary, vary))
    for thing in things:
        bpy.data.objects.remove(thing)


def mound(radius: float, height: float, material: Any, rng: Random, rough: float = 0.05) -> Any:
    """A soft hill of powder or grains."""
    shift, rings, around = rng.uniform(0, 90), 28, 72
    points = []
    for ring in range(rings + 1):
        t = ring / rings
        for k in range(around):
            x, y = t * math.cos(2 * math.pi * k / around), t * math.sin(2 * math.pi * k / around)
            bumps = noise.noise(Vector((x * 3, y * 3, shift)))
            points.append(
                (x * radius, y * radius, height * ((1 - t * t) * (1 + 3 * rough * bumps) + 0.3 * rough * bumps))
            )
    faces = [
        (i * around + k, i * around + (k + 1) % around, (i + 1) * around + (k + 1) % around, (i + 1) * around + k)
        for i in range(rings)
        for k in range(around)
    ]
    return s.mesh("mound", points, faces, material)


def drop(falling: Sequence[Any], standing: Sequence[Any], frames: int = 70, friction: float = 0.8) -> None:
    """Lets things fall and come to rest on those that stand and on the table, as they would."""
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_plane_add(size=40, location=(0, 0, 0))
    ground = bpy.context.object
    ground.hide_render = True
    bpy.ops.rigidbody.world_add()
    scene.rigidbody_world.point_cache.frame_end = frames
    scene.rigidbody_world.substeps_per_frame = 8
    for things, kind, shape in ((falling, "ACTIVE", "CONVEX_HULL"), ([*standing, ground], "PASSIVE", "MESH")):
        for thing in things:
            bpy.context.view_layer.objects.active = thing
            bpy.ops.rigidbody.object_add(type=kind)
            body = thing.rigid_body
            body.collision_shape, body.friction, body.restitution = shape, friction, 0.05
            body.use_margin, body.collision_margin = True, 0.002
            body.linear_damping, body.angular_damping = 0.2, 0.4
    for frame in range(1, frames + 1):
        scene.frame_set(frame)
    depsgraph = bpy.context.evaluated_depsgraph_get()
    rest = [(thing, thing.evaluated_get(depsgraph).matrix_world.copy()) for thing in falling]
    bpy.ops.rigidbody.world_remove()
    for thing, matrix in rest:
        thing.matrix_world = matrix
    bpy.data.objects.remove(ground)


def pour(
    kinds: Sequence[Any],
    count: int,
    radius: float,
    rng: Random,
    into: Sequence[Any] = (),
    low: float = 0.5,
    at: tuple[float, float] = (0, 0),
) -> None:
    """Lets `count` copies of the kinds fall into a heap, or into the bowls `into`."""
    falling = []
    for n in range(count):
        a, r = rng.uniform(0, 2 * math.pi), radius * math.sqrt(rng.random())
        where = (at[0] + r * math.cos(a), at[1] + r * math.sin(a), low + 0.03 * n)
        turn = (rng.uniform(0, 360), rng.uniform(-40, 40), rng.uniform(0, 360))
        falling.append(s.again(kinds[n % len(kinds)], where, turn, rng.uniform(0.88, 1.1)))
    for kind in kinds:
        bpy.data.objects.remove(kind)
    drop(falling, into, 90)


def grains(
    shape: Any,
    count: int,
    radius: float,
    height: float,
    rng: Random,
    base: float = 0.0,
    at: tuple[float, float] = (0, 0),
) -> None:
    """Grains that cover a dome; `shape` is one grain along x and is used up."""

    def where(rng: Random) -> tuple[Point, Point]:
        a, r = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random())
        z = base + height * (1 - r * r) + rng.uniform(-0.004, 0.008)
        return (
            (at[0] + radius * r * math.cos(a), at[1] + radius * r * math.sin(a), z),
            (rng.uniform(-25, 25), rng.uniform(-25, 25), rng.uniform(0, 360)),
        )

    scatter([shape], count, where, rng)


def grain(length: float, thick: float, material: Any) -> Any:
    return s.swept(
        [(length * (t - 0.5), 0, 0) for t in (i / 6 for i in range(7))],
        lambda t: thick * math.sin(math.pi * (0.1 + 0.8 * t)),
        material,
        7,
    )


def dome(radius: float, height: float, material: Any, at: Point = (0, 0, 0)) -> Any:
    """What lies under a cover of grains."""
    line = [(radius * math.cos(a), height * math.sin(a) ** 1.6) for a in (math.pi / 2 * k / 10 for k in range(11))]
    return s.put(s.turned(line, material, 0), at)
