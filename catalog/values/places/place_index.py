"""The registers of places turned into dictionaries: from a glued name to every unit that bears or bore it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import NamedTuple

from catalog.registers import places
from catalog.registers.places import Unit
from catalog.values.places.place_keys import columns, folded
from catalog.values.places.place_ranks import COMMUNE, DISTRICT, PROVINCE
from catalog.values.places.place_units import Area, Units

_NOT_LETTERS = re.compile(r"[\s'’-]+")
# In a name without spaces: y behind a consonant, or in quy, is the syllable that is also written with i.
_Y_BEHIND = re.compile("(?<=[hklmstv])y|(?<=qu)y")


class Entry(NamedTuple):
    """A province or district under one of its names.

    accent is blank for an earlier name, of which only the folded form is known.
    """

    unit: Unit
    rank: str
    accent: str


class CommuneEntry(NamedTuple):
    """A commune under one of its names; `district` is the code of its district, blank where it has none."""

    unit: Unit
    rank: str
    accent: str
    area: Area
    district: str


# The few sets of levels there are, each once.
_LEVEL_SETS = {
    levels: frozenset(levels) for count in range(4) for levels in combinations((PROVINCE, DISTRICT, COMMUNE), count)
}


# From so many communes of one name on they are kept by district.
_MANY = 8


class Named:
    """Everything that bears one name, by level.

    homes      codes of the provinces in force that the provinces of that name are, or belong to now
    old, new   codes of the provinces of that name that are former, and in force
    levels     the levels on which a unit bears it; known when the index is complete
    """

    __slots__ = ("_by_district", "communes", "districts", "homes", "levels", "new", "old", "provinces")

    def __init__(self) -> None:
        self.provinces: list[Entry] = []
        self.districts: list[Entry] = []
        self.communes: list[CommuneEntry] = []
        self.homes: set[str] = set()
        self.old: set[str] = set()
        self.new: set[str] = set()
        self.levels: frozenset[str] = frozenset()
        self._by_district: defaultdict[str, list[CommuneEntry]] | None = None

    def communes_of(self, district: str) -> list[CommuneEntry]:
        """The communes of that name that lay in a district, by its code; with a blank one those in no district."""
        if len(self.communes) < _MANY:
            return [entry for entry in self.communes if entry.district == district]
        if self._by_district is None:
            self._by_district = defaultdict(list)
            for entry in self.communes:
                self._by_district[entry.district].append(entry)
        return self._by_district.get(district, [])

    def complete(self) -> None:
        """To be called when everything that bears the name is there."""
        found = ((PROVINCE, self.provinces), (DISTRICT, self.districts), (COMMUNE, self.communes))
        self.levels = _LEVEL_SETS[tuple(level for level, entries in found if entries)]

    def add_province(self, entry: Entry) -> None:
        """Adds a province that bears the name."""
        self.provinces.append(entry)
        unit = entry.unit
        self.homes.add(unit.parent)
        (self.old if unit.valid_to else self.new).add(unit.code)


class Index(Units):
    """Look-ups over all registers by name as well; built once per process by `index()`."""

    def __init__(self, registers: places.Registers) -> None:
        super().__init__(registers)
        self.names: dict[str, Named] = defaultdict(Named)
        # The syllables of all names, folded, and as they are accented.
        self.syllables: set[str] = set()
        self.accents: set[str] = set()
        # Keys of names for the search of misspelt ones: by district, by province in force, and of each province.
        self.communes_in: dict[str, set[str]] = defaultdict(set)
        self.districts_in: dict[str, set[str]] = defaultdict(set)
        # District → codes of the communes in force that hold some of its land.
        self.heirs: dict[str, set[str]] = {}
        self._add_provinces()
        self._add_districts()
        self._add_communes()
        self._add_aliases()
        self.province_keys = [key for key, named in self.names.items() if named.provinces]
        self.names.default_factory = None
        for named in self.names.values():
            named.complete()
        # Beginnings of names: the search of a longer one stops where there is none.
        self.beginnings = {key[:i] for key in self.names for i in range(1, len(key) + 1)}

    def key(self, name: str) -> str:
        """The glued key of a name of the register."""
        return self._key(name)[0]

    def _key(self, name: str) -> tuple[str, str]:
        """The glued key of a name, and the same with accents."""
        found = [column for word in _NOT_LETTERS.split(name) for column in columns(word)]
        self.syllables.update([key for key, *_ in found])
        self.accents.update([accents for _, accents, *_ in found])
        return "".join([key for key, *_ in found]), "".join([accents for _, accents, *_ in found])

    def _keys(self, name: str) -> tuple[set[str], str]:
        """All glued keys of a name: y as i, and y as it is; and the name with accents."""
        key, accent = self._key(name)
        return {key, "".join([folded(word) for word in _NOT_LETTERS.split(name)])}, accent

    def _add_provinces(self) -> None:
        for unit in self._registers.provinces:
            key, accent = self._key(unit.name)
            self.names[key].add_province(Entry(unit, unit.rank, accent))

    def _add_districts(self) -> None:
        for unit in self._registers.districts:
            # Five islands were districts without a commune.
            self.heirs[unit.code] = {target.code for target, _ in self.targets(unit.code, unit.valid_to)}
            keys, accent = self._keys(unit.name)
            self._add_district(keys, Entry(unit, unit.rank, accent))
            for rank, alias in unit.aliases:
                self._add_district({alias, _Y_BEHIND.sub("i", alias)}, Entry(unit, rank, ""))

    def _add_district(self, keys: Iterable[str], entry: Entry) -> None:
        for key in keys:
            self.names[key].districts.append(entry)
            self.districts_in[self.home(entry.unit)].add(key)

    def _add_communes(self) -> None:
        for area in self.areas:
            unit = area.unit
            keys, accent = self._keys(unit.name)
            self._add_commune(keys, area, unit.rank, accent)
            for rank, alias in unit.aliases:
                self._add_commune({alias, _Y_BEHIND.sub("i", alias)}, area, rank)
            first, dash, _ = unit.name.partition(" - ")
            if dash:
                self._add_commune({self._key(first)[0]}, area, unit.rank)

    def _add_commune(self, keys: Iterable[str], area: Area, rank: str, accent: str = "") -> None:
        district = area.district.code if area.district else ""
        entry = CommuneEntry(area.unit, rank, accent, area, district)
        for key in keys:
            self.names[key].communes.append(entry)
            self.communes_in[area.home].add(key)
            if district:
                self.communes_in[district].add(key)
            if key.startswith("nongtruong") and key != "nongtruong":
                self.names["nt" + key.removeprefix("nongtruong")].communes.append(entry)
        if district:
            self.heirs[district].update(target.code for target, _ in area.targets)

    def _add_aliases(self) -> None:
        provinces = defaultdict(list)
        for unit in self._registers.provinces:
            provinces[unit.name].append(unit)
        for alias in self._registers.aliases:
            key = self._key(alias.alias)[0]
            if alias.kind == "province":
                for unit in provinces[alias.of]:
                    self.names[key].add_province(Entry(unit, "", ""))
            elif alias.kind == "district":
                self._add_district({key}, Entry(self.districts[alias.of], "", ""))
            else:
                area = next(a for a in self.areas if a.former and a.unit.code == alias.of)
                self._add_commune({key}, area, "")


@cache
def index() -> Index:
    """The index over the packaged registers."""
    return Index(places.load())
