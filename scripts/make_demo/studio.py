"""The studio: an empty Blender scene with a table, a wall, window light and a camera; and the rendering.

Needs the module `bpy` (Blender as a Python package, 4.5), which is no dependency of the project: install it in an
environment of its own, together with Pillow, and run `python -m scripts.make_demo photos` there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy
from mathutils import Vector

from scripts.make_demo import materials

# A unit of the scene is ten centimetres.
SAMPLES = 8


@dataclass(frozen=True, slots=True)
class Table:
    """What the goods stand on and what is behind them."""

    kind: str = "oak"
    wall: str = "#d9cfc0"
    light: str = "#fff6ea"
    side: int = -1


SURFACES: dict[str, tuple[str, str, str]] = {
    "oak": ("#7b5a40", "#a8876a", "#33231a"),
    "walnut": ("#4a2f20", "#6f4a33", "#1d120b"),
    "white": ("#b9aa98", "#ddd2c2", "#6f6355"),
    "grey": ("#6d665e", "#948b80", "#35302b"),
    "honey": ("#94683f", "#bf9468", "#4a301b"),
}


def surface(kind: str) -> Any:
    if kind in SURFACES:
        return materials.planks(*SURFACES[kind])
    if kind == "slate":
        return materials.mottled("#2d3134", "#43484b", 3, 0.6, 0.25)
    if kind == "linen":
        return linen("#e8dfd0")
    return materials.mottled("#d8d3ca", "#ebe7e0", 1.4, 0.35, 0.03)


def linen(colour: str) -> Any:
    """Cloth with a visible weave."""
    nodes = materials.Nodes("linen")
    waves = []
    for axis in ("X", "Y"):
        wave = nodes.add("ShaderNodeTexWave", Scale=16, Distortion=0.6, bands_direction=axis)
        nodes.join(nodes.place, wave.inputs["Vector"])
        waves.append(wave.outputs["Fac"])
    both = nodes.add("ShaderNodeMath", operation="MULTIPLY")
    for wave, target in zip(waves, both.inputs, strict=False):
        nodes.join(wave, target)
    nodes.bump(both.outputs[0], 0.25, 0.02)
    nodes.set(Base_Color=materials.linear(colour), Roughness=0.9, Sheen_Weight=0.3)
    return nodes.material


def clear() -> None:
    """An empty scene, nothing left of the last one."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    materials.forget()


def _plane(size: float, where: tuple[float, float, float], turn: tuple[float, float, float], material: Any) -> None:
    bpy.ops.mesh.primitive_plane_add(size=size, location=where, rotation=turn)
    bpy.context.object.data.materials.append(material)


def _light(
    where: tuple[float, float, float], at: tuple[float, float, float], size: float, power: float, colour: str
) -> None:
    lamp = bpy.data.lights.new("light", "AREA")
    lamp.energy, lamp.size, lamp.color = power, size, materials.linear(colour)[:3]
    thing = bpy.data.objects.new("light", lamp)
    thing.location = where
    thing.rotation_euler = (Vector(at) - Vector(where)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(thing)


def furnish(table: Table) -> None:
    """Table, wall, window light from one side, a weak light from the other."""
    _plane(60, (0, 0, 0), (0, 0, 0), surface(table.kind))
    _plane(120, (0, 16, 0), (math.pi / 2, 0, 0), materials.mottled(table.wall, table.wall, 0.4, 0.9, 0))
    _light((7 * table.side, 3.5, 7), (0, 0.3, 0.6), 4, 1000, table.light)
    _light((-6 * table.side, -5, 5), (0, 0, 0.5), 7, 260, "#e6ecff")
    _light((2, 12, 9), (0, 16, 2), 6, 500, table.light)
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[0].default_value = materials.linear("#cfd6dc")
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.35
    bpy.context.scene.world = world


def shoot(eye: tuple[float, float, float], at: tuple[float, float, float], lens: float = 60, stop: float = 8) -> None:
    """Sets up the camera; the point `at` is sharp, a smaller `stop` blurs more."""
    camera = bpy.data.cameras.new("camera")
    camera.lens = lens * 1.06
    camera.dof.use_dof = True
    camera.dof.focus_distance = (Vector(at) - Vector(eye)).length
    # The scene is ten times too large for a lens in millimetres, so is the blur.
    camera.dof.aperture_fstop = stop / 10
    thing = bpy.data.objects.new("camera", camera)
    thing.location = eye
    thing.rotation_euler = (Vector(at) - Vector(eye)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def render(path: Path, width: int, height: int, samples: int = SAMPLES) -> None:
    """Renders what stands in the studio to a PNG."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.seed = 1
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.03
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.max_bounces, scene.cycles.diffuse_bounces, scene.cycles.transmission_bounces = 7, 3, 7
    scene.cycles.transparent_max_bounces = 8
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.75
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = width, height, 100
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
