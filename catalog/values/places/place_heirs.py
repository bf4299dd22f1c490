"""What became of the units that a stored value names: a value keeps the codes of its day, and reforms go on.

A code is given again, so it says nothing without the day on which it was read (`registers.places.edition`).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from catalog.registers.places import edition, load
from catalog.values.places.place_units import units
from catalog.values.places.places import Candidate, candidate


@lru_cache(8_192)
def heirs(commune_code: str, on: str) -> tuple[Candidate, ...]:
    """The communes in force that hold the land of a commune as it was on a day, the main one first.

    One where it is still there, was renamed or merged; several where it was split; none where no such unit is known.
    """
    unit = units().on_day(commune_code, on)
    if unit is None:
        return ()
    targets = units().targets(unit.code, unit.valid_to) if unit.valid_to else ((unit, False),)
    return tuple(candidate(units(), *target) for target in targets)


def province_heir(code: str, on: str) -> str | None:
    """The code of the province in force that holds the land of a province as it was on a day; None where unknown."""
    there = (
        p for p in load().provinces if p.code == code and p.valid_from <= on and (not p.valid_to or on <= p.valid_to)
    )
    return next((p.parent for p in there), None)


def province_now(code: str) -> str:
    """The province in force that any code, also a former one, stands for; the code itself where it is unknown."""
    bearers = [p for p in load().provinces if p.code == code]
    if not bearers or any(not p.valid_to for p in bearers):
        return code
    return max(bearers, key=lambda p: p.valid_to).parent


def commune_now(code: str) -> str:
    """The commune in force that any code, also a former one, stands for.

    The code itself where it is unknown, or where the land went to several.
    """
    bearers = [unit for unit in load().communes if unit.code == code]
    if not bearers or any(not unit.valid_to for unit in bearers):
        return code
    found = heirs(code, max(unit.valid_to for unit in bearers))
    return found[0].commune_code if len(found) == 1 else code


def leading_to(communes: Collection[str], on: str) -> list[str]:
    """The codes that stood on a day for communes whose land some communes in force hold now, these included."""
    if on == edition():
        return sorted(communes)
    wanted = set(communes)
    codes = {unit.code for unit in load().communes if units().on_day(unit.code, on) is not None}
    return sorted(code for code in codes if any(heir.commune_code in wanted for heir in heirs(code, on)))
