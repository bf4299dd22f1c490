"""The registers of administrative units, read once: what was in force when, and which land went where.

A line of `communes_old.tsv` or `districts.tsv` is a unit that is no longer there; `communes.tsv` and `provinces.tsv`
hold those in force (blank `valid_to`). The next reform closes lines, adds lines and adds to `successions.tsv`;
no code changes. `scripts/make_registers.py` writes these files, `docs/registers.md` says from what.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Unit(NamedTuple):
    """One line of a register.

    parent    of a commune its district (or province where there were no districts), of a district its province,
              of a province the province in force that its land belongs to; each as a code
    valid_to  last day; blank while it is in force
    aliases   (rank or "", glued folded name) of units that had become part of it earlier
    """

    code: str
    name: str
    rank: str
    parent: str
    valid_from: str
    valid_to: str
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def full(self) -> str:
        """Rank and name, as an address has them: “xã Mậu A”."""
        return f"{self.rank} {self.name}"


class Successor(NamedTuple):
    """A commune that took land of an older unit on the day `since`.

    partly  others took the rest of it
    main    it took all, or what the source holds for the larger part
    """

    code: str
    since: str
    partly: bool
    main: bool


class Alias(NamedTuple):
    """Another name of a unit, kept by hand: `of` is a province's name or the code of a former unit."""

    kind: str
    of: str
    alias: str


class Registers(NamedTuple):
    """All lines, in the order of the files; `successors` by (old code, its last day)."""

    provinces: tuple[Unit, ...]
    districts: tuple[Unit, ...]
    communes: tuple[Unit, ...]
    successors: dict[tuple[str, str], tuple[Successor, ...]]
    aliases: tuple[Alias, ...]


@cache
def load() -> Registers:
    """The registers as packaged."""
    return Registers(
        provinces=provinces(),
        districts=tuple(_former(line) for line in _lines("districts")),
        communes=(
            *(_former(line) for line in _lines("communes_old")),
            *(Unit(c, n, r, up, since, until) for c, n, r, up, since, until in _lines("communes")),
        ),
        successors=_successors(),
        aliases=tuple(Alias(kind, of, alias) for kind, of, alias, _ in _lines("aliases")),
    )


def _lines(name: str) -> list[list[str]]:
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return lines[1:]


@cache
def provinces() -> tuple[Unit, ...]:
    """The provinces of `load` alone, which costs next to nothing."""
    ranks = {code: rank for code, rank, _, _ in _lines("province_ranks")}
    units = [Unit(code, name, rank, into, since, until) for code, name, rank, since, until, into in _lines("provinces")]
    return tuple(
        unit._replace(parent=_in_force(unit, units))
        if unit.valid_to
        else unit._replace(rank=ranks.get(unit.code, unit.rank))
        for unit in units
    )


def _in_force(unit: Unit, units: list[Unit]) -> str:
    """The province that a former one's land belongs to, through as many reforms as there were since."""
    while unit.valid_to:
        into, last = unit.parent, unit.valid_to
        unit = next(u for u in units if u.code == into and (not u.valid_to or u.valid_to > last))
    return unit.code


def _former(line: list[str]) -> Unit:
    code, name, rank, parent, since, until, aliases = line
    return Unit(code, name, rank, parent, since, until, _aliases(aliases) if aliases else ())


def _aliases(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((rank, key) for rank, _, key in (alias.partition(":") for alias in text.split("; ")))


def _successors() -> dict[tuple[str, str], tuple[Successor, ...]]:
    found: dict[tuple[str, str], list[Successor]] = defaultdict(list)
    eves: dict[str, str] = {}
    for old, new, partly, main, on in _lines("successions"):
        if on not in eves:
            eves[on] = str(date.fromisoformat(on) - timedelta(days=1))
        found[old, eves[on]].append(Successor(new, on, partly == "1", main == "1"))
    return {key: tuple(sorted(value, key=lambda s: (not s.main, s.code))) for key, value in found.items()}


@cache
def edition() -> str:
    """The day since which the units in force are: what is read today names the units of that day."""
    # Communes begin anew with their province, too. Few lines, so that who asks for the day alone waits for nothing.
    return max(since for _, _, _, _, since, until in _lines("communes") if not until)


@cache
def postcodes() -> dict[tuple[int, str], str]:
    """(number of digits, first two digits) of a postcode → code of the province of before July 2025."""
    return {(int(digits), prefix): code for digits, prefix, code, _ in _lines("postcodes")}
