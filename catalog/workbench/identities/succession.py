"""Facts keep the units of the day on which they were read; here they are said in the units in force.

Nothing stored is rewritten when communes merge: a merged commune's products are its successor's by now; in which part
of a split one they lie nobody knows until somebody says so. docs/decisions/0014-time.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalog.registers.places import edition
from catalog.values.places import place_heirs
from catalog.values.places.place_units import units
from catalog.values.places.places import Candidate

Facts = dict[str, Any]
_NAMED = ("commune_code", "province_code", "candidates")


def in_force(facts: Facts, places_on: str) -> Facts:
    """The facts of a row with the units in force in the place of those of the day on which it was read.

    The very same object where there was no reform since, as nearly always.
    """
    if places_on == edition() or not any(facts.get(name) for name in _NAMED):
        return facts
    return {n: v for n, v in (facts | _today(facts, places_on)).items() if v is not None}


def edited_in_force(facts: Facts, places_on: str) -> Facts:
    """Likewise of an officer's edit, which says only some fields, and None where one is to be empty."""
    if places_on == edition() or not any(facts.get(name) for name in _NAMED):
        return facts
    return facts | {n: v for n, v in _today(facts, places_on).items() if n in facts}


def communes_of(facts: Mapping[str, Any], places_on: str) -> tuple[Candidate, ...]:
    """The communes in force that see a row: its own, all parts of a split one, all that its words may mean."""
    said = json.loads(facts.get("candidates") or "[]")
    codes = [c["commune_code"] for c in said] if said else [facts.get("commune_code")]
    found = {heir.commune_code: heir for code in codes if code for heir in place_heirs.heirs(code, places_on)}
    return tuple(found.values())


def _today(facts: Mapping[str, Any], on: str) -> Facts:
    """Every field of a place; None where nothing can be said of it."""
    heirs = communes_of(facts, on)
    provinces = {heir.province_code for heir in heirs}
    code = provinces.pop() if len(provinces) == 1 else None
    if not heirs:
        code = place_heirs.province_heir(facts.get("province_code") or "", on)
    # One candidate is a question already: its name was misspelt.
    is_asked = len(heirs) != 1 or len(json.loads(facts.get("candidates") or "[]")) == 1
    return {
        "commune": None if is_asked else heirs[0].commune,
        "commune_code": None if is_asked else heirs[0].commune_code,
        "province": units().provinces[code].name if code else None,
        "province_code": code,
        "candidates": json.dumps([h.json() for h in heirs], ensure_ascii=False) if heirs and is_asked else None,
    }
