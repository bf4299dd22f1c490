"""Where something is from: the units in force that an address means, or the candidates where it does not decide.

Old addresses (three levels, 63 provinces) and new ones (two levels, 34) are read alike. Nothing is picked where the
register leaves two readings: a split commune, or a name that was given again, is asked unless a district, an old
province or the day of the sheet decides. A hamlet never does. Forms and where they were found:
tests/specimens/place.tsv; the registers: docs/registers.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.registers.places import Unit
from catalog.values.places.place_chain import best_chain
from catalog.values.places.place_index import index
from catalog.values.places.place_mentions import find_mentions
from catalog.values.places.place_ranks import LEVEL_ORDER
from catalog.values.places.place_readings import Reading, Targets, decide
from catalog.values.places.place_typos import mend
from catalog.values.places.place_units import Units, units
from catalog.values.places.place_words import Words, add_words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune in force that the words may mean; partly where it took only a part of the former unit named."""

    commune: str
    commune_code: str
    province: str
    province_code: str
    partly: bool = False

    def json(self) -> dict[str, Any]:
        """The contract's form of a candidate."""
        return {n: getattr(self, n) for n in ("commune", "commune_code", "province", "province_code", "partly")}


@dataclass(frozen=True, slots=True)
class Place:
    """The units in force since July 2025, by name without rank and by code of the statistics office.

    candidates  the communes that the words may mean, where they do not decide; commune and code are None then
    old         the former unit that the words name: “xã Yên Hòa, huyện Yên Mô, tỉnh Ninh Bình”
    evidence    which words gave which unit
    """

    province: str | None = None
    province_code: str | None = None
    commune: str | None = None
    commune_code: str | None = None
    candidates: tuple[Candidate, ...] = ()
    old: str = ""
    evidence: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The contract's form of a place."""
        return {
            "province": self.province,
            "province_code": self.province_code,
            "commune": self.commune,
            "commune_code": self.commune_code,
            "candidates": [c.json() for c in self.candidates],
        }


def place(
    text: str, *, commune: str = "", district: str = "", province: str = "", hint: str = "", on: str = ""
) -> Place:
    """The place that an address names; blank where it names none. Does not raise on any text.

    text      the free address
    commune, district, province  cells of the same row that have columns of their own
    hint      what the sheet's title or the sender says; used where the row itself leaves something open
    on        ISO day of the sheet; decides the era of a name that was given again
    """
    address = ((text, None),)
    cells = tuple((cell, level) for cell, level in zip((commune, district, province), LEVEL_ORDER, strict=True) if cell)
    said = _read((*address, *cells), on)
    if text and cells:
        said = _agreed(said, _read(address, on), _read(cells, on))
    if hint and not said.decided:
        said = _with_hint(said, _read((*address, *cells, (hint, None)), on))
    return _place(said)


def _read(parts: Iterable[tuple[str, str | None]], on: str) -> Reading:
    words, register = Words(), index()
    for text, level in parts:
        add_words(words, text, level)
    if not len(words):
        return Reading()
    mentions = find_mentions(words, register)
    chain = mend(words, register, mentions, best_chain(words, register, mentions))
    return decide(words, register, chain, on)


def _agreed(row: Reading, address: Reading, cells: Reading) -> Reading:
    """What the whole row says; a question where its address and its other cells name different places."""
    if address.province and cells.province and address.province != cells.province:
        return Reading(targets=_joined(address, cells), named_commune=True, evidence=address.evidence + cells.evidence)
    if address.targets and cells.targets and not _codes(address) & _codes(cells):
        return row._replace(targets=_joined(address, cells), decided=False)
    return row


def _codes(reading: Reading) -> set[str]:
    return {unit.code for unit, _ in reading.targets}


def _joined(one: Reading, other: Reading) -> Targets:
    return tuple({unit.code: (unit, partly) for unit, partly in one.targets + other.targets}.values())


def _with_hint(said: Reading, both: Reading) -> Reading:
    """What the row says, completed by the hint where the two agree."""
    if said.province and said.province != both.province:
        return said
    if said.named_commune and not both.named_commune:
        return said
    if said.speaks_of_commune and not said.named_commune:
        # The row means a commune that the register does not know: the hint's own commune is not it.
        return both._replace(targets=(), decided=False)
    return both


def _place(reading: Reading) -> Place:
    register = index()
    province = register.provinces[reading.province] if reading.province else None
    decided = reading.targets[0][0] if reading.decided else None
    return Place(
        province=province.name if province else None,
        province_code=province.code if province else None,
        commune=decided.name if decided else None,
        commune_code=decided.code if decided else None,
        candidates=() if decided else tuple(candidate(register, *target) for target in reading.targets),
        old=reading.old,
        evidence=reading.evidence,
    )


def candidate(register: Units, unit: Unit, partly: bool) -> Candidate:
    """A commune in force with its province."""
    province = register.provinces[unit.parent]
    return Candidate(unit.name, unit.code, province.name, province.code, partly)


# ── the register itself ──


def province_names() -> tuple[tuple[str, str, str], ...]:
    """(code, name, rank) of every province in force, by code."""
    return tuple((code, unit.name, unit.rank) for code, unit in sorted(index().provinces.items()))


def communes_of(province_code: str) -> tuple[tuple[str, str, str], ...]:
    """(code, name, rank) of every commune in force of a province, by code; none for an unknown code."""
    found = (unit for unit in index().communes.values() if unit.parent == province_code)
    return tuple((unit.code, unit.name, unit.rank) for unit in sorted(found))


def resolve_code(code: str) -> Place:
    """The place of a province's or commune's code in force; blank where there is no such code."""
    register = index()
    if code in register.communes:
        unit = register.communes[code]
        return _place(Reading(province=unit.parent, targets=((unit, False),), decided=True))
    return _place(Reading(province=code if code in register.provinces else None))


def former_names(commune_code: str) -> str:
    """Communes, then districts, then provinces whose land a commune took, as words to search by; blank if unknown."""
    return _former_names().get(commune_code, "")


@cache
def _former_names() -> dict[str, str]:
    found: dict[str, set[tuple[int, str]]] = {}
    for area in units().areas:
        borne = (area.unit, area.district, area.province) if area.former else ()
        for target, _ in area.targets:
            names = found.setdefault(target.code, set())
            names.update((level, unit.name) for level, unit in enumerate(borne) if unit)
    return {code: ", ".join(name for _, name in sorted(names)) for code, names in found.items()}
