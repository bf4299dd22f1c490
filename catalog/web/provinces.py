"""The provinces of today with the names that people still call them by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from catalog.registers import places as register
from catalog.values import text
from catalog.values.places import place_heirs


@dataclass(frozen=True)
class Province:
    """A province in force: code of the statistics office, name, rank (tỉnh, thành phố), former ones within it."""

    code: str
    name: str
    rank: str
    former: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The last part of its page's address."""
        return text.slug(self.name)


@cache
def all_provinces() -> dict[str, Province]:
    """The provinces in force by code."""
    units = register.load().provinces
    former: dict[str, list[str]] = {}
    for unit in units:
        if unit.valid_to:
            former.setdefault(unit.parent, []).append(unit.name)
    return {
        u.code: Province(u.code, u.name, u.rank, tuple(n for n in former.get(u.code, []) if n != u.name))
        for u in units
        if not u.valid_to
    }


@cache
def _codes() -> dict[str, str]:
    """Folded name or slug of every province, also former ones → the code in force; today's names win."""
    units = sorted(register.load().provinces, key=lambda u: not u.valid_to)
    return {key(u.name): u.parent if u.valid_to else u.code for u in units for key in (text.fold, text.slug)}


def code_now(said: str) -> str:
    """The code in force that a code, a name or a slug stands for, also a former one; what was said where unknown."""
    return _codes().get(text.fold(said)) or _codes().get(text.slug(said)) or place_heirs.province_now(said)


def by_slug(slug: str) -> Province | None:
    """The province in force that a slug or former slug stands for; None where none does."""
    code = _codes().get(slug)
    return all_provinces().get(code) if code else None


def path(code: str) -> str:
    """The path of a province's page; of the map where the code is unknown."""
    known = all_provinces().get(place_heirs.province_now(code or ""))
    return f"/tinh/{known.slug}" if known else "/ban-do"


def commune_path(name: str, code: str) -> str:
    """The path of a commune's page; the code alone decides, the name is for people."""
    return f"/xa/{text.slug(name) or 'xa'}-{code}"
