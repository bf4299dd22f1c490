"""The lists behind the template's drop-downs: provinces and communes in force, sets, kinds, units."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from catalog.forms.template_columns import YES_NO
from catalog.registers import places
from catalog.registers.files import register
from catalog.registers.places import Unit
from catalog.values.sets import set_names
from catalog.values.text import sort_key

KINDS = {
    "cooperative": "HTX",
    "cooperative_group": "Tổ hợp tác",
    "company": "Công ty",
    "private_enterprise": "Doanh nghiệp tư nhân",
    "household": "Hộ kinh doanh",
    "establishment": "Cơ sở sản xuất",
}
STARS = ("3", "4", "5")
YES, NO = "có", "không"


class Commune(NamedTuple):
    """A commune in force as the lists show it: "Xã Mậu A" of "Lào Cai"."""

    province: str
    name: str
    code: str


@cache
def provinces() -> tuple[str, ...]:
    """The names of the provinces in force, in the order of the Vietnamese alphabet."""
    return tuple(sorted(_provinces().values(), key=sort_key))


@cache
def communes() -> tuple[Commune, ...]:
    """The communes in force: those of one province together, wards before communes, each by the alphabet."""
    homes = _provinces()
    found = [
        Commune(homes[unit.parent], _full(unit), unit.code) for unit in places.load().communes if not unit.valid_to
    ]
    return tuple(sorted(found, key=lambda c: (sort_key(c.province), sort_key(c.name))))


def _provinces() -> dict[str, str]:
    return {unit.code: unit.name for unit in places.load().provinces if not unit.valid_to}


def _full(unit: Unit) -> str:
    return unit.full[:1].upper() + unit.full[1:]


@cache
def set_titles() -> dict[str, str]:
    """Key of each set → how the list shows it: "I.2.b – Mật ong …"."""
    return {known.key: f"{known.key} – {known.title}" for known in set_names.sets()}


@cache
def units() -> tuple[str, ...]:
    """Units of sale: measures of whole goods, then containers and pieces that goods are sold in."""
    said = register("units")
    return ("kg", "lít", *(name for name, entry in said["containers"].items() if entry["rank"] in (1, 2)))


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Name of each list → what it offers; `xa_tinh` and `xa` are the two columns of the communes."""
    return {
        "tinh": provinces(),
        "xa_tinh": tuple(commune.province for commune in communes()),
        "xa": tuple(commune.name for commune in communes()),
        "nhom": tuple(set_titles().values()),
        "loai_hinh": tuple(KINDS.values()),
        "sao": STARS,
        "don_vi": units(),
        YES_NO: (YES, NO),
    }
