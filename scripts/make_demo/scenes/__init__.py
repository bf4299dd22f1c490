"""The list of pictures: which file shows which product, how it was "taken", and who composes it.

A scene is a function that gets its own random numbers and sets things on the table; `@scene` names its file. The
scenes stand in the modules of this folder; a new file here is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

Trait = Literal["", "turned", "upside-down", "place"]
Compose = Callable[[Random], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """file     name in photos/ (or shop/anh/), as its sender wrote it
    trait    turned or upside-down: stored that way, with an EXIF note that says so; place: carries coordinates
    size     pixels of the picture
    """

    file: str
    compose: Compose
    trait: Trait = ""
    size: tuple[int, int] = (1600, 1200)
    shop: bool = False


SCENES: dict[str, Scene] = {}


def scene(file: str, trait: Trait = "", portrait: bool = False, shop: bool = False) -> Callable[[Compose], Compose]:
    """Registers the function below it as the scene of `file`."""

    def register(compose: Compose) -> Compose:
        size = (800, 600) if shop else (1200, 1600) if portrait else (1600, 1200)
        SCENES[file] = Scene(file, compose, trait, size, shop)
        return compose

    return register


def load() -> dict[str, Scene]:
    """Every scene by the name of its file."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return SCENES
