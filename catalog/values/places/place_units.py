"""The registers of places by code and day: which units there are and were, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from catalog.registers import places
from catalog.registers.places import Unit


class Area(NamedTuple):
    """A commune of any day, with all that an answer needs.

    district  None where there were no districts
    province  the province of its own day
    home      code of the province in force
    targets   the communes in force that hold its land, the main one first; True where only a part of it
    """

    unit: Unit
    district: Unit | None
    province: Unit
    home: str
    targets: tuple[tuple[Unit, bool], ...]

    @property
    def former(self) -> bool:
        """Whether the unit is no longer there."""
        return self.unit.valid_to != ""


class Units:
    """Look-ups over all registers by code; built once per process by `units()`."""

    def __init__(self, registers: places.Registers) -> None:
        self.provinces = {unit.code: unit for unit in registers.provinces if not unit.valid_to}
        self._former_provinces = {(unit.code, unit.valid_to): unit for unit in registers.provinces if unit.valid_to}
        self.districts = {unit.code: unit for unit in registers.districts}
        self.communes = {unit.code: unit for unit in registers.communes if not unit.valid_to}
        self._of_code: dict[str, list[Unit]] = defaultdict(list)
        for unit in registers.communes:
            self._of_code[unit.code].append(unit)
        self._begun = {(unit.code, unit.valid_from): unit for unit in registers.communes if unit.valid_from}
        self._registers = registers
        self.areas = [self._area(unit) for unit in registers.communes]

    def province_of(self, unit: Unit) -> Unit:
        """The province of its own day of a former district, or of a former commune that had none."""
        found = self._former_provinces.get((unit.parent, unit.valid_to))
        return found or self._province_outliving(unit)

    def _province_outliving(self, unit: Unit) -> Unit:
        """The province of a commune that ended while its province went on, to this day or to an end of its own."""
        ended = sorted(day for code, day in self._former_provinces if code == unit.parent and day > unit.valid_to)
        return self._former_provinces[unit.parent, ended[0]] if ended else self.provinces[unit.parent]

    def on_day(self, code: str, day: str) -> Unit | None:
        """The commune that bore a code on a day; None where none did."""
        there = (
            u for u in self._of_code.get(code, ()) if u.valid_from <= day and (not u.valid_to or day <= u.valid_to)
        )
        return next(there, None)

    def home(self, district: Unit) -> str:
        """The province in force that a former district's land belongs to."""
        return self.province_of(district).parent

    def _area(self, unit: Unit) -> Area:
        if not unit.valid_to:
            province = self.provinces[unit.parent]
            return Area(unit, None, province, province.code, ((unit, False),))
        district = self.districts.get(unit.parent)
        province = self.province_of(district or unit)
        return Area(unit, district, province, province.parent, self.targets(unit.code, unit.valid_to))

    def targets(self, code: str, last_day: str) -> tuple[tuple[Unit, bool], ...]:
        """The communes in force that hold the land of a former unit, through as many reforms as there were."""
        found: dict[str, bool] = {}
        for successor in self._registers.successors.get((code, last_day), ()):
            unit = self._begun[successor.code, successor.since]
            further = self.targets(unit.code, unit.valid_to) if unit.valid_to else ((unit, False),)
            for target, partly in further:
                found.setdefault(target.code, successor.partly or partly)
        return tuple((self.communes[code], partly) for code, partly in found.items())


@cache
def units() -> Units:
    """The units of the packaged registers; `place_index.index()`, which knows their names, takes four times as long."""
    return Units(places.load())
