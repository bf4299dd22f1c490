"""A draft beside what is published, column by column: before, after, and the words of its source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog import columns
from catalog.columns import Column
from catalog.web import phrases
from catalog.web.language import N_, Language
from catalog.workbench.reviewing import previews, source_cells, typed
from catalog.workbench.reviewing.accepted import Merged
from catalog.workbench.reviewing.previews import Affected
from catalog.workbench.reviewing.source_cells import Cell
from catalog.workbench.store import Workbench

Facts = Mapping[str, Any]
# Fields that stand behind another one of their column, or repeat the source's words, which are shown beside.
_BEHIND = frozenset(
    {"set_confidence", "stars_potential", "province_code", "commune_code", "price_words", "stock_words"}
)
_ANSWERS = {True: N_("có"), False: N_("không")}


@dataclass(frozen=True, slots=True)
class Line:
    """One column: before is what is published, after what would be; blank for nothing.

    can_edit: an officer may say what it is. value: what the field of the form offers to be written over.
    """

    column: str
    label: str
    before: str
    after: str
    cells: tuple[Cell, ...]
    can_edit: bool
    value: str
    is_long: bool
    is_required: bool

    @property
    def is_changed(self) -> bool:
        """Whether accepting the draft changes it; consents and the like are no fact of a product."""
        return self.before != self.after and self.can_edit


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole draft; kind: added, changed, same, or none where it names no product.

    lines: what changes, then what the row says else; kept: what it does not speak of; rest: cells read as no column.
    """

    kind: str
    lines: list[Line]
    kept: list[Line]
    rest: list[Cell]


def missing(language: Language, found: Comparison) -> list[tuple[str, str]]:
    """Columns of which nothing is said, that an officer may say: name and heading."""
    there = {line.column for line in (*found.lines, *found.kept)} | typed.ELSEWHERE.keys()
    return [(name, _label(language, name)) for name in columns.BY_NAME if name not in there]


def compare(bench: Workbench, language: Language, draft: Mapping[str, Any]) -> Comparison:
    """A draft as review.show gives it, beside what is accepted without it."""
    cells = source_cells.by_column(bench, draft["id"])
    before, after = previews.sides(bench, draft["id"], draft["product_id"]) if draft["product_id"] else (None, None)
    old, new = _facts(before, draft["offer_key"]), _facts(after, draft["offer_key"]) or draft["facts"]
    lines = [
        line for column in columns.COLUMNS
        if (line := _line(language, column, old, new, draft["facts"], cells.get(column.name, [])))
    ]  # fmt: skip
    kind = "none" if after is None else "added" if before is None else "same"
    if kind == "same" and any(line.is_changed for line in lines):
        kind = "changed"
    known = {line.column for line in lines}
    rest = [cell for column, found in cells.items() if column not in known for cell in found]
    kept = [line for line in lines if kind in ("changed", "same") and not (line.is_changed or line.cells)]
    spoken = sorted((line for line in lines if line not in kept), key=lambda line: not line.is_changed)
    return Comparison(kind, spoken, kept, rest)


def changes(language: Language, affected: Affected) -> list[tuple[str, str, str, str]]:
    """What changes of a product in words: heading, pack (blank for the product itself), before, after."""
    found: dict[tuple[str | None, str], tuple[dict[str, Any], dict[str, Any]]] = {}
    for change in affected.changes:
        if column := _COLUMN.get(change.field):
            before, after = found.setdefault((change.pack, column), ({}, {}))
            before[change.field], after[change.field] = change.before, change.after
    lines = []
    for (pack, name), (before, after) in found.items():
        old, new = (shown(language, columns.BY_NAME[name], side) for side in (before, after))
        if old != new:
            lines.append((_label(language, name), pack or "", old, new))
    return lines


_COLUMN = {field.name: column.name for field, column in columns.fields()}


def _label(language: Language, name: str) -> str:
    """The heading of a column; the English of some goes on with an explanation."""
    return phrases.column(language, name).partition(":")[0]


def _facts(product: Merged | None, offer_key: str) -> dict[str, Any]:
    """What is said of a product and of one pack of it."""
    return {**product.facts, **product.offers.get(offer_key, {})} if product else {}


def _line(
    language: Language, column: Column, old: Facts, new: Facts, own: Facts, cells: list[Cell]
) -> Line | None:  # fmt: skip
    before, after = shown(language, column, old), shown(language, column, new)
    # What no release holds (a private note, a consent) is only what the row says.
    after = after or shown(language, column, own)
    if not (before or after or cells):
        return None
    can_edit = column.name not in typed.ELSEWHERE
    value = cells[0].words if len(cells) == 1 else after
    return Line(
        column.name, _label(language, column.name), before, after, tuple(cells), can_edit,
        value, column.kind == "prose", column.required,
    )  # fmt: skip


def shown(language: Language, column: Column, facts: Facts) -> str:
    """The typed fields of a column in words; blank where there is none."""
    said = {f.name: facts[f.name] for f in column.typed if facts.get(f.name) is not None}
    special = _SPECIAL.get(column.name)
    if not said:
        return ""
    return special(language, said) if special else _plain(language, said)


def _plain(language: Language, said: Facts) -> str:
    return " · ".join(_value(language, name, value) for name, value in said.items() if name not in _BEHIND)


def _value(language: Language, name: str, value: Any) -> str:
    if name.startswith("consent_"):
        return language.gettext(_ANSWERS[bool(value)])
    if isinstance(value, int | float):
        return language.number(value)
    words = str(value)
    if name.endswith(("_on", "_date")):
        return language.day(words)
    if words.startswith("["):
        return ", ".join(map(str, json.loads(words)))
    return words


def _price(language: Language, said: Facts) -> str:
    whole = dict.fromkeys(("price_low", "price_high", "price_per", "price_none")) | dict(said)
    per = phrases.price_for(whole)
    return phrases.price(language, whole) + (f"/{per}" if per else "")


def _money(language: Language, said: Facts) -> str:
    (value,) = said.values()
    return language.money(int(value)) if str(value).isdecimal() else str(value)


def _pack(language: Language, said: Facts) -> str:
    total = f"{language.number(said['net_total'])} {said.get('net_unit', '')}" if said.get("net_total") else ""
    count = f"× {language.number(said['pack_count'])}" if said.get("pack_count", 1) != 1 else ""
    words = said.get("pack_words", "")
    measured = " ".join(filter(None, (total, count, said.get("container", ""))))
    return f"{words} ({measured})" if words and measured and measured != words else words or measured


def _place(language: Language, said: Facts) -> str:
    found = [said[name] for name in ("commune", "province") if said.get(name)]
    if "commune" not in said and said.get("candidates"):
        several = [f"{c['commune']} ({c['province']})" for c in json.loads(said["candidates"])]
        return language.gettext("chưa rõ xã nào: %(places)s", places=", ".join(several))
    return ", ".join(found) or str(said.get("address", ""))


def _set(language: Language, said: Facts) -> str:
    key = str(said.get("ocop_set", ""))
    return " · ".join(filter(None, (key, phrases.set_of(language, key))))


def _stars(language: Language, said: Facts) -> str:
    return phrases.stars(language, said["stars"]) if "stars" in said else ""


def _kind(language: Language, said: Facts) -> str:
    title = phrases.PRODUCER_KINDS.get(said["producer_kind"])
    return language.gettext(title) if title else ""


_SPECIAL = {
    "price": _price, "price_old": _money, "wholesale_price": _money, "pack": _pack, "address": _place, "ocop_set": _set,
    "stars": _stars, "producer_kind": _kind,
}  # fmt: skip
