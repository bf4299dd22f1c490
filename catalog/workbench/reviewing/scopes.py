"""For which places somebody acts: everything, or provinces and communes by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalog.errors import Refused, Unknown
from catalog.values import text
from catalog.values.places.place_index import index

if TYPE_CHECKING:
    # Checks passwords, too, which most commands never do.
    from catalog.workbench.officers.accounts import Officer

# Digits of a province's code; a commune's has five.
PROVINCE = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """Areas are codes in force, of provinces (two digits) and communes (five); no areas are nothing at all.

    is_everything says so by name, so that a list that came out empty never opens everything.
    """

    areas: tuple[str, ...] = ()
    is_everything: bool = False

    @property
    def key(self) -> str:
        """A name for files and tables: blank for everything, else the codes."""
        return "" if self.is_everything else "+".join(self.areas) or "-"

    @property
    def title(self) -> str:
        """“xã Mậu A, Lào Cai”; the first two areas where there are several; blank for everything."""
        titles = [title(code) for code in self.areas[:2]]
        return "; ".join([*titles, "…"] if len(self.areas) > 2 else titles)

    @property
    def has_province(self) -> bool:
        """Whether a whole province lies within, with what is in no commune yet."""
        return self.is_everything or any(len(code) == PROVINCE for code in self.areas)

    def holds(self, province_code: str | None, commune_code: str | None) -> bool:
        """Whether a place lies within; a place that nobody knows lies within everything only."""
        return self.is_everything or province_code in self.areas or commune_code in self.areas

    def narrowed(self, code: str) -> Scope:
        """The part of it that a province or commune is. Raises Unknown for a code that does not lie within."""
        there = index()
        if code in there.provinces and self.holds(code, None):
            return Scope((code,))
        if code in there.communes and self.holds(province_of(code), code):
            return Scope((code,))
        raise Unknown("area", code)

    def lies_within(self, other: Scope) -> bool:
        """Whether another scope holds all of this one."""
        if self.is_everything or other.is_everything:
            return other.is_everything
        return all(other.holds(province_of(code), code) for code in self.areas)


EVERYTHING = Scope(is_everything=True)


def of_officer(one: Officer) -> Scope:
    """What an account is for."""
    return Scope((one.province,)) if one.has_province else Scope(tuple(sorted(one.communes)))


def of(codes: Iterable[str]) -> Scope:
    """The scope of some areas, each once, in order. Raises Unknown for a code that is not in force."""
    areas = tuple(sorted(set(codes)))
    there = index()
    for code in areas:
        if code not in there.provinces and code not in there.communes:
            raise Unknown("area", code)
    return Scope(areas)


def named(said: Iterable[str]) -> Scope:
    """The scope of areas by code or name, everything where none is named.

    Raises Unknown for a name that no area in force bears, Refused for one that several communes bear.
    """
    codes = [_code(one) for one in said]
    return of(codes) if codes else EVERYTHING


def _code(said: str) -> str:
    there = index()
    if said in there.provinces or said in there.communes:
        return said
    asked = text.fold(said)
    for code, unit in there.provinces.items():
        if asked in (text.fold(unit.name), text.fold(unit.full)):
            return code
    found = communes(said)
    if len(found) > 1:
        raise Refused(f"Several communes are called {said}: {', '.join(f'{title(c)} ({c})' for c in found)}.")
    return found[0]


def communes(said: str) -> list[str]:
    """The codes of the communes in force that a code or a name means. Raises Unknown."""
    there = index().communes
    if said in there:
        return [said]
    asked = text.fold(said)
    found = [code for code, unit in there.items() if asked and asked in (text.fold(unit.name), text.fold(unit.full))]
    exact = [code for code in found if text.key(said) in (text.key(there[code].name), text.key(there[code].full))]
    if not found:
        raise Unknown("commune", said)
    return exact or found


def read(key: str) -> Scope:
    """The scope of a key; what `Scope.key` gave."""
    return EVERYTHING if not key else Scope() if key == "-" else Scope(tuple(key.split("+")))


def province_of(code: str) -> str:
    """The province in force of a code: itself for one of a province, blank where it is not known."""
    there = index()
    if code in there.provinces:
        return code
    unit = there.communes.get(code)
    return there.province_of(unit).code if unit else ""


def title(code: str) -> str:
    """A province or commune as people write it: “Lào Cai”, “xã Mậu A, Lào Cai”; the code where it is not known."""
    there = index()
    if province := there.provinces.get(code):
        return province.name
    unit = there.communes.get(code)
    return f"{unit.full}, {there.provinces[province_of(code)].name}" if unit else code


def condition(table: str) -> str:
    """SQL that is true for rows within a scope, of a table's province_code and commune_code; see `values`."""
    return f"(:everything OR {table}.province_code IN ({_AREAS}) OR {table}.commune_code IN ({_AREAS}))"


_AREAS = "SELECT value FROM json_each(:areas)"


def values(scope: Scope) -> dict[str, Any]:
    """What the condition is asked with."""
    listed = ",".join(f'"{code}"' for code in scope.areas)
    return {"everything": scope.is_everything, "areas": f"[{listed}]"}
