"""Columns as a Data Package describes them (https://datapackage.org/standard/table-schema/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.columns import Field

TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}


def fields(columns: Iterable[Field]) -> list[dict[str, Any]]:
    """Name, type and meaning of each column."""
    return [{"name": c.name, "type": TYPES[c.type], "description": c.says} for c in columns]
