"""A value as an officer types it, read like a cell of a sheet; what does not read is refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

import pandas as pd

from catalog import columns
from catalog.errors import Refused, Unknown
from catalog.normalise import Doubt, Normaliser
from catalog.registers import issues
from catalog.values import people, text
from catalog.values.places import places
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing.precedence import QUIET, Facts

# Columns that are no fact of a product, and what says them instead.
ELSEWHERE = {
    "row_number": "it says where a row stood",
    "timestamp": "it says when a form was sent",
    "images": "use `ocop review assign`",
    **dict.fromkeys(consents.COLUMNS, "a consent is recorded, not edited"),
}
_PLACE = tuple(f.name for f in columns.PLACE)
# Fields that a column changes beside its own.
BESIDE = {
    "commune": _PLACE,
    "district": _PLACE,
    "province": _PLACE,
    "decision_date": ("expires_on",),
}
# Without this field a place was not understood.
_NEEDED = {
    "commune": "commune_code",
    "district": "province_code",
    "province": "province_code",
    "address": "province_code",
}
KINDS = get_args(people.Kind)
# Ends of the codes that say: this was not understood.
_NOT_READ = ("-unclear", "-wrong", "-damaged", "-ambiguous", "-misspelt", "-unknown", "-choices", "-missing")
# Kinds that normalise takes as they are written, and what they must look like when a person types them.
_LOOKS = {
    "email": re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}"),
    "website": re.compile(r"(?:https?://)?[^\s/@]{1,200}\.[^\s/@.]{2,24}(?:[/?#]\S{0,500})?"),
}


def affected(column: str) -> tuple[str, ...]:
    """The typed fields that a value of this column decides."""
    return tuple(f.name for f in columns.BY_NAME[column].typed) + BESIDE.get(column, ())


def check(column: str) -> None:
    """Raises Unknown for a column that is none of ours, Refused for one that nobody edits."""
    if column not in columns.BY_NAME:
        raise Unknown("column", column, set(columns.BY_NAME) - set(ELSEWHERE))
    if column in ELSEWHERE:
        raise Refused(f"{column} cannot be edited: {ELSEWHERE[column]}.")


def read(words: Mapping[str, str], province: str = "") -> dict[str, Facts]:
    """Column → typed field → value, None where it is to be empty; the columns are read together, as cells of one row.

    A blank empties a column that is not required. province is where a commune without its province is looked for; a
    commune may be given by its code, where its name leaves several.
    Raises Unknown or Refused, with the sentence that a sender would get.
    """
    for column, value in words.items():
        check(column)
        if not value.strip() and columns.BY_NAME[column].required:
            raise Refused(f"{column} is required and cannot be empty.", column=column, value=value)
    coded = _commune_by_code(words.get("commune", ""))
    spelt = {column: value for column, value in words.items() if column != "commune" or not coded}
    row = Normaliser().rows(pd.DataFrame([{"place_hint": province, **spelt}], dtype=str))[0]
    found = {column: _read(column, value, row.fields, row.doubts) for column, value in spelt.items()}
    return found | ({"commune": coded} if coded else {})


def _commune_by_code(words: str) -> Facts:
    """The fields of the commune in force that bears a code; empty where the words are no such code."""
    found = places.resolve_code(words.strip())
    if found.commune_code is None:
        return {}
    said = {name: getattr(found, name) for name in ("province", "province_code", "commune", "commune_code")}
    return dict.fromkeys(affected("commune")) | {"commune_words": words.strip()} | said


def _read(column: str, value: str, fields: Mapping[str, Any], doubts: list[Doubt]) -> Facts:
    if not value.strip():
        return dict.fromkeys(affected(column))
    wrong = next((d for d in doubts if d.column == column and _is_refused(d.code)), None)
    if wrong:
        label = columns.BY_NAME[column].label
        message = issues.kinds()[wrong.code].sentence(cell=label, value=value, column=column, **dict(wrong.said))
        raise Refused(f"{column}: {message}", code=wrong.code, column=column, value=value)
    found = {name: fields.get(name) for name in affected(column)}
    if column == "producer_kind":
        found = {column: _kind(value, found[column])}
    looks = _LOOKS.get(columns.BY_NAME[column].kind)
    is_read = any(v is not None and (n not in QUIET or v == 1) for n, v in found.items())
    is_lacking = column in _NEEDED and found[_NEEDED[column]] is None
    if not is_read or is_lacking or (looks and not looks.fullmatch(text.clean(value))):
        raise Refused(f"{column}: “{value}” is not understood.", column=column, value=value)
    return found


def _kind(words: str, read: str | None) -> str | None:
    """The kind of a producer: its name in the contract, else what the words say; None where they say none."""
    named = words.strip().lower()
    return named if named in KINDS else None if read == "unknown" else read


def _is_refused(code: str) -> bool:
    return code.endswith(_NOT_READ) or issues.kinds()[code].severity == "error"
