"""The register of issues: what every doubt is called, how severe it is, and how it is said."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Severity = Literal["error", "warning", "info"]


class _Blank(dict[str, str]):
    """Values of a sentence; a name that nobody gave reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class IssueKind:
    """One entry of issues.toml."""

    code: str
    severity: Severity
    message: str
    fix: str | None

    def sentence(self, **values: object) -> str:
        """The Vietnamese sentence with its cell and value filled in; a long value is cut with “…”."""
        said = {k: _short(str(v)) for k, v in values.items() if v is not None}
        return self.message.format_map(_Blank(said))


def _short(value: str, limit: int = 120) -> str:
    value = " ".join(value.split())
    return value if len(value) <= limit else value[: limit - 1] + "…"


@cache
def kinds() -> dict[str, IssueKind]:
    """Every code with its entry, in the order of the file."""
    found = tomllib.loads((resources.files("catalog.registers") / "issues.toml").read_text(encoding="utf-8"))
    return {
        code: IssueKind(code, entry["severity"], entry["message"], entry.get("fix") or None)
        for code, entry in found.items()
    }
