"""Reads the registers that are kept as they are: a TOML file as the dict it is, a table as its text."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def register(name: str) -> dict[str, Any]:
    """What `registers/<name>.toml` holds; read once, so nobody changes it."""
    return tomllib.loads(table(f"{name}.toml"))


def table(file: str) -> str:
    """The text of a file of this folder."""
    return (resources.files("catalog.registers") / file).read_text(encoding="utf-8")
