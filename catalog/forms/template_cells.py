"""What is known of a producer and its products, as the template's cells show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from catalog.forms.template_lists import KINDS, NO, YES, communes, set_titles

Cell = str | int | None

# Columns whose words say more than the typed field of their own name: the first that is known is shown.
_WORDS = {"pack": ("pack", "pack_words"), "stock": ("stock", "stock_words")}


def shown(column: str, facts: Mapping[str, Any]) -> Cell:
    """The cell of a column for facts named as in a product of `ocop import --json`; None where nothing is known."""
    if column in _SPECIAL:
        return _SPECIAL[column](facts)
    value = next((facts[name] for name in _WORDS.get(column, (column,)) if facts.get(name) not in (None, "")), None)
    if column.startswith("consent_"):
        return None if value is None else _yes_or_no(value)
    return value if value is None or isinstance(value, int) else _joined(value)


def _joined(value: Any) -> str:
    """Words as they are; a list, also one written as JSON, with semicolons between."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _yes_or_no(value: Any) -> str:
    return value if isinstance(value, str) else YES if value else NO


def _price(facts: Mapping[str, Any]) -> Cell:
    low, high = facts.get("price_low"), facts.get("price_high")
    if low is None:
        said = "liên hệ" if facts.get("price_none") == "contact" else None
        return said or facts.get("price") or facts.get("price_words")
    return int(low) if high in (None, low) else f"{low}-{high}"


def _kind(facts: Mapping[str, Any]) -> Cell:
    kind = facts.get("producer_kind")
    return KINDS.get(str(kind), None if kind in ("unknown", "other") else kind)


def _phone(facts: Mapping[str, Any]) -> Cell:
    """Numbers as people dial them: a leading zero instead of +84."""
    value = facts.get("phone")
    numbers = _joined(value).split("; ") if value else []
    return "; ".join("0" + n[3:] if n.startswith("+84") else n for n in numbers) or None


def _tax_code(facts: Mapping[str, Any]) -> Cell:
    """A citizen's number is kept nowhere as a whole, so it cannot be filled in."""
    code = facts.get("tax_code")
    return None if code is None or str(code).startswith("…") else str(code)


def _commune(facts: Mapping[str, Any]) -> Cell:
    """As the list has it, with its rank; by its code, for names are given more than once."""
    return _by_code().get(str(facts.get("commune_code"))) or facts.get("commune")


@cache
def _by_code() -> dict[str, str]:
    return {commune.code: commune.name for commune in communes()}


def _address(facts: Mapping[str, Any]) -> Cell:
    """The address without the words of the columns for commune, district and province, which end it in a draft."""
    units = " ".join(str(w) for name in ("commune_words", "district", "province_words") if (w := facts.get(name)))
    return str(facts.get("address") or "").removesuffix(units).strip(" ,") or None


def _set(facts: Mapping[str, Any]) -> Cell:
    """The set that a source has stated; a guess is not put into somebody's mouth."""
    known = facts.get("ocop_set") if facts.get("set_confidence") in (None, 1) else None
    return set_titles().get(str(known), known)


def _day(facts: Mapping[str, Any]) -> Cell:
    said = facts.get("decision_date")
    try:
        return date.fromisoformat(str(said)).strftime("%d/%m/%Y")
    except ValueError:
        return said


_SPECIAL = {
    "price": _price,
    "producer_kind": _kind,
    "phone": _phone,
    "tax_code": _tax_code,
    "commune": _commune,
    "address": _address,
    "ocop_set": _set,
    "decision_date": _day,
}
