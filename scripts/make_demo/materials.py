"""Surfaces for the pictures: wood, glass, glaze, bark, paper … as node materials of Blender.

Every function returns a material; equal arguments return the same one. Colours are sRGB as #rrggbb.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import bpy


def linear(colour: str) -> tuple[float, float, float, float]:
    """A colour as light: Blender's sockets want linear values."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue, 1.0


class Nodes:
    """The node tree of a new material, with a short way to add and join nodes."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.surface = self.tree.nodes["Principled BSDF"]
        self.place = self.add("ShaderNodeTexCoord").outputs["Object"]

    def add(self, kind: str, **values: Any) -> Any:
        node = self.tree.nodes.new(kind)
        for name, value in values.items():
            if name in node.inputs:
                node.inputs[name].default_value = value
            else:
                setattr(node, name, value)
        return node

    def join(self, output: Any, target: Any) -> None:
        self.tree.links.new(output, target)

    def set(self, **values: Any) -> None:
        for name, value in values.items():
            self.surface.inputs[name.replace("_", " ")].default_value = value

    def stretched(self, x: float, y: float, z: float) -> Any:
        mapping = self.add("ShaderNodeMapping")
        mapping.inputs["Scale"].default_value = (x, y, z)
        self.join(self.place, mapping.inputs["Vector"])
        return mapping.outputs["Vector"]

    def noise(self, scale: float, detail: float = 2, where: Any = None, roughness: float = 0.55) -> Any:
        node = self.add("ShaderNodeTexNoise", Scale=scale, Detail=detail, Roughness=roughness)
        self.join(where or self.place, node.inputs["Vector"])
        return node.outputs["Fac"]

    def ramp(self, factor: Any, *stops: tuple[float, str]) -> Any:
        node = self.add("ShaderNodeValToRGB")
        elements = node.color_ramp.elements
        while len(elements) < len(stops):
            elements.new(0.5)
        for element, (position, colour) in zip(elements, stops, strict=True):
            element.position, element.color = position, linear(colour)
        self.join(factor, node.inputs["Fac"])
        return node.outputs["Color"]

    def colour(self, output: Any) -> None:
        self.join(output, self.surface.inputs["Base Color"])

    def bump(self, height: Any, strength: float, distance: float = 0.02) -> None:
        node = self.add("ShaderNodeBump", Strength=strength, Distance=distance)
        self.join(height, node.inputs["Height"])
        self.join(node.outputs["Normal"], self.surface.inputs["Normal"])


def _varied(nodes: Nodes, colour: str, second: str, scale: float, bump: float) -> None:
    grain = nodes.noise(scale)
    nodes.colour(nodes.ramp(grain, (0.3, colour), (0.7, second)))
    if bump:
        nodes.bump(grain, bump)


@cache
def plain(colour: str, rough: float = 0.5, coat: float = 0.0, soft: float = 0.0, metal: float = 0.0) -> Any:
    """An even surface; `coat` is a varnish, `soft` lets light in as in wax, fat and fruit."""
    nodes = Nodes("plain")
    nodes.set(Base_Color=linear(colour), Roughness=rough, Coat_Weight=coat, Metallic=metal)
    nodes.set(Subsurface_Weight=soft, Subsurface_Radius=(0.1, 0.05, 0.03), Subsurface_Scale=0.6)
    return nodes.material


@cache
def mottled(
    colour: str,
    second: str,
    scale: float = 8,
    rough: float = 0.6,
    bump: float = 0.2,
    coat: float = 0.0,
    soft: float = 0.0,
) -> Any:
    """A surface that goes between two colours: bark, clay, meat, skin, powder."""
    nodes = Nodes("mottled")
    nodes.set(Roughness=rough, Coat_Weight=coat, Coat_Roughness=0.12)
    nodes.set(Subsurface_Weight=soft, Subsurface_Radius=(0.1, 0.05, 0.03), Subsurface_Scale=0.5)
    _varied(nodes, colour, second, scale, bump)
    return nodes.material


@cache
def grained(
    colour: str, second: str, along: str = "x", fine: float = 1.0, rough: float = 0.55, bump: float = 0.15
) -> Any:
    """Fibres that run along one axis: wood, bark, bamboo, leaves."""
    nodes = Nodes("grained")
    stretch = {"x": (0.5, 7, 7), "y": (7, 0.5, 7), "z": (7, 7, 0.5)}[along]
    where = nodes.stretched(*(s * fine for s in stretch))
    lines = nodes.noise(1.6, 3, where, 0.7)
    nodes.colour(nodes.ramp(lines, (0.28, colour), (0.72, second)))
    nodes.bump(lines, bump)
    nodes.set(Roughness=rough)
    return nodes.material


@cache
def planks(colour: str, second: str, gap: str, width: float = 0.9) -> Any:
    """A table of boards that run from left to right."""
    nodes = Nodes("planks")
    boards = nodes.add("ShaderNodeTexBrick", Scale=1.0, offset=0.37)
    boards.inputs["Color1"].default_value = (0.35, 0.35, 0.35, 1)
    boards.inputs["Color2"].default_value = (0.65, 0.65, 0.65, 1)
    boards.inputs["Mortar"].default_value = (0, 0, 0, 1)
    boards.inputs["Mortar Size"].default_value = 0.008
    boards.inputs["Brick Width"].default_value = 9.0
    boards.inputs["Row Height"].default_value = width
    nodes.join(nodes.place, boards.inputs["Vector"])
    lines = nodes.noise(1.3, 4, nodes.stretched(0.45, 6, 6), 0.68)
    mixed = nodes.add("ShaderNodeMath", operation="MULTIPLY_ADD")
    nodes.join(lines, mixed.inputs[0])
    mixed.inputs[1].default_value = 0.75
    tone = nodes.add("ShaderNodeMath", operation="MULTIPLY")
    nodes.join(boards.outputs["Color"], tone.inputs[0])
    tone.inputs[1].default_value = 0.3
    nodes.join(tone.outputs[0], mixed.inputs[2])
    nodes.colour(nodes.ramp(mixed.outputs[0], (0.18, gap), (0.36, colour), (0.78, second)))
    nodes.bump(mixed.outputs[0], 0.25, 0.03)
    nodes.set(Roughness=0.5)
    return nodes.material


@cache
def glass(colour: str = "#ffffff", rough: float = 0.0) -> Any:
    """Glass that throws a light shadow, so that what is inside stays bright."""
    nodes = Nodes("glass")
    nodes.set(Base_Color=linear(colour), Transmission_Weight=1.0, Roughness=rough, IOR=1.45)
    clear = nodes.add("ShaderNodeBsdfTransparent", Color=linear(colour))
    mix, path = nodes.add("ShaderNodeMixShader"), nodes.add("ShaderNodeLightPath")
    nodes.join(path.outputs["Is Shadow Ray"], mix.inputs[0])
    nodes.join(nodes.surface.outputs[0], mix.inputs[1])
    nodes.join(clear.outputs[0], mix.inputs[2])
    nodes.join(mix.outputs[0], nodes.tree.nodes["Material Output"].inputs["Surface"])
    return nodes.material


@cache
def crackled(colour: str, line: str, scale: float = 5.0) -> Any:
    """A pale glaze with the fine net of cracks that ash glazes get."""
    nodes = Nodes("crackled")
    cells = nodes.add("ShaderNodeTexVoronoi", Scale=scale, feature="DISTANCE_TO_EDGE")
    bent = nodes.add("ShaderNodeMixRGB", Fac=0.12)
    wander = nodes.add("ShaderNodeTexNoise", Scale=2.5)
    nodes.join(nodes.place, wander.inputs["Vector"])
    nodes.join(nodes.place, bent.inputs[1])
    nodes.join(wander.outputs["Color"], bent.inputs[2])
    nodes.join(bent.outputs[0], cells.inputs["Vector"])
    nodes.colour(nodes.ramp(cells.outputs["Distance"], (0.0, line), (0.012, colour)))
    nodes.set(Roughness=0.28, Coat_Weight=0.6, Subsurface_Weight=0.1, Subsurface_Scale=0.3)
    return nodes.material


@cache
def printed(picture: Path, rough: float = 0.55) -> Any:
    """Paper that bears a picture: labels, boxes, bags."""
    nodes = Nodes("printed")
    image = nodes.add("ShaderNodeTexImage", image=bpy.data.images.load(str(picture)), extension="EXTEND")
    nodes.colour(image.outputs["Color"])
    nodes.set(Roughness=rough)
    return nodes.material


def forget() -> None:
    """Drops every material of the last scene."""
    for made in (plain, mottled, grained, planks, glass, crackled, printed):
        made.cache_clear()
