"""The register of tables that shop programs and marketplaces take and give: registers/feeds.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from catalog.registers.files import register


@dataclass(frozen=True, slots=True)
class Feed:
    """One such table; headers are compared in lower case. units: column of COLUMNS → unit of its bare numbers."""

    name: str
    known_by: frozenset[str]
    columns: Mapping[str, str]
    handle: str = ""
    continues: bool = False
    has_pack_in_name: bool = False
    units: Mapping[str, str] = field(default_factory=dict)

    def column(self, header: str) -> str | None:
        """The column of COLUMNS that a header is; None for what is there for the program alone."""
        return self.columns.get(header.casefold())


@cache
def feeds() -> tuple[Feed, ...]:
    """All of them, in the order in which they are tried."""
    return tuple(_feed(name, said) for name, said in register("feeds").items())


def _feed(name: str, said: dict) -> Feed:
    columns = {header.casefold(): column for header, column in said["columns"].items()}
    return Feed(
        name,
        frozenset(header.casefold() for header in said["known_by"]),
        columns,
        said.get("handle", "").casefold(),
        said.get("continues", False),
        said.get("pack_in_name", False),
        {columns[header.casefold()]: unit for header, unit in said.get("units", {}).items()},
    )


def known(headers: Iterable[str]) -> Feed | None:
    """The feed whose header some texts are; None for a table of people."""
    there = {header.casefold() for header in headers}
    return next((feed for feed in feeds() if feed.known_by <= there), None)
