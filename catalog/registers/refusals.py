"""The register of refusals: why nothing of a file was taken, said in one Vietnamese sentence."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def sentences() -> dict[str, str]:
    """Every code with its sentence, in the order of the file."""
    return tomllib.loads((resources.files("catalog.registers") / "refusals.toml").read_text(encoding="utf-8"))


def sentence(code: str, **values: object) -> str:
    """The sentence of a code with its evidence filled in. Raises KeyError for a code that is not listed."""
    return sentences()[code].format_map({key: str(value) for key, value in values.items()})
