"""What is known of each market as data: `registers/markets/<market>.toml` with its rules, limits and categories."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def register(name: str) -> dict[str, Any]:
    """What the market's file holds; empty where there is none."""
    file = resources.files("catalog.registers") / "markets" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def limit(name: str, what: str) -> int | None:
    """A number of `[limits]`: title, description, pictures, rows or bytes; None where there is no limit."""
    found: int | None = register(name).get("limits", {}).get(what)
    return found
