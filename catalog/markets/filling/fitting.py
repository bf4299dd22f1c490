"""A value of ours made to fit a column of a template, or the reason why it does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from catalog.markets.filling import demands
from catalog.markets.filling.fields import FIELDS, PICTURE, Item, Value, picture
from catalog.markets.filling.opening import Table, Target
from catalog.markets.listing import offers, texts
from catalog.markets.market import Unmet
from catalog.publish.tables.reading import Product
from catalog.values.sets import sets
from catalog.values.text import fold

_LINK = re.compile(r"\b(?:url|link|duong dan|lien ket)\b")
# Fields whose words are composed within the limits of the template.
COMPOSED = frozenset({"name", "text", "description"})
PARCEL = frozenset({"parcel_length", "parcel_width", "parcel_height"})  # markets take all three or none
# Where somebody said words for all products, what a product itself says of these comes before: 0 is sold out.
STATED = frozenset({"stock", "weight"}) | PARCEL
NUMBERS = STATED | {"price"}


@dataclass(frozen=True, slots=True)
class Fit:
    """What stands in a cell; why the product cannot be listed; what was left blank or cut."""

    value: Value = None
    unmet: Unmet | None = None
    note: Unmet | None = None


@cache
def _reasons() -> dict[str, str]:
    source = resources.files("catalog.registers") / "templates" / "demands.toml"
    found: dict[str, str] = tomllib.loads(source.read_text(encoding="utf-8"))["reasons"]
    return found


def unmet(code: str, **values: object) -> Unmet:
    """A reason of registers/templates/demands.toml with its sentence."""
    return Unmet(code, _reasons()[code].format(**values))


def fit(target: Target, item: Item, table: Table, said: Mapping[str, str], *, is_keyed: bool) -> Fit:
    """What one column gets for one row.

    said: folded `HEADER: VALUE` → what the template calls that value.
    """
    is_of_it = target.words is None or (target.field in STATED and target.has_unit)
    value = _value(target, item, table, is_keyed=is_keyed) if is_of_it else None
    if value is None and target.words is not None:
        return _of_all(target)
    told = said.get(fold(f"{target.label}: {value}"))
    if is_keyed and target.field == "category" and target.choices is None and target.words is None:
        value = told  # an id of the market's own tree, which our words are not
    if value is None:
        return _missing(target, is_keyed=is_keyed)
    if target.choices and target.choices.is_read:
        is_wide = told is None and not is_keyed and target.field in ("ocop_set", "category")
        said_of_it = [told or value, *(_wider(item.product) if is_wide else ())]
        return _chosen(target, said_of_it, is_only=bool(item.job.template and item.job.template.only))
    if told is not None:
        return Fit(told)
    if isinstance(value, str):
        return _measured(target, value, item)
    return _weighed(target, value)


def _value(target: Target, item: Item, table: Table, *, is_keyed: bool) -> Value:
    if target.field is None:
        return None
    if target.field == PICTURE:
        number = int(target.argument) if target.argument else None
        return picture(item, number, is_link=is_keyed or bool(_LINK.search(fold(target.label))))
    if target.field == "name":
        has_pack = any(table.target(field) for field in ("pack", "option", "net_content"))
        offer = None if has_pack or not item.is_variant else item.offer
        return texts.title(item.product, offer, target.demand.longest, target.demand.shortest or 0)
    if target.field in COMPOSED:
        return texts.description(item.product, target.demand.longest)
    return FIELDS[target.field](item)


def _wider(product: Product) -> tuple[str, ...]:
    """What the set of a product is part of, nearest first: lists of exchanges stop at “Thực phẩm”."""
    known = next((s for s in sets.sets() if s.key == product.facts["ocop_set"]), None)
    return (known.subgroup_title, known.group_title) if known else ()


def _of_all(target: Target) -> Fit:
    """What somebody said for every product, in the template's own unit or as “500 g”; its limits hold for that, too."""
    words = target.words or ""
    if target.choices and target.choices.is_read:
        return _chosen(target, [words], is_only=False)
    if target.field not in NUMBERS:
        return _within(target, words) or Fit(words)
    number = _as_number(words)
    if isinstance(number, float):
        return _bounded(target, number)
    grams = offers.grams(words) if target.field == "weight" else None
    return _weighed(target, grams) if grams else Fit(words)


def _missing(target: Target, *, is_keyed: bool) -> Fit:
    """A blank cell, or the reason why it must not be blank."""
    if not target.demand.is_required:
        return Fit()
    if target.field is None:  # also where its list has one entry: "Cam kết" is for the seller to say
        return Fit(unmet=unmet("template-column", label=target.label))
    if target.field == PICTURE and is_keyed:
        return Fit(unmet=unmet("template-link", label=target.label))
    return Fit(unmet=unmet("template-missing", label=target.label))


def _chosen(target: Target, values: Sequence[Value], *, is_only: bool) -> Fit:
    """The entry of the list that the first of these values is which the list has.

    is_only: somebody chose the products for this very template.
    """
    assert target.choices is not None
    entry = next(filter(None, map(target.choices.find, values)), None)
    if entry is None and is_only and target.field == "category" and len(target.choices.entries) == 1:
        entry = target.choices.entries[0]
    if entry is not None:
        return Fit(entry)
    return _refused(target, unmet("template-list", label=target.label, value=values[0]))


def _refused(target: Target, why: Unmet) -> Fit:
    return Fit(unmet=why) if target.demand.is_required else Fit(note=why)


def _measured(target: Target, value: str, item: Item) -> Fit:
    """Words within the lengths of the template; those that we composed were cut to fit, which is told."""
    if refusal := _within(target, value):
        return refusal
    if target.field in COMPOSED and target.demand.longest is not None:
        whole = item.product.facts["name"] if target.field == "name" else texts.description(item.product)
        if len(whole) > target.demand.longest:
            return Fit(value, note=unmet("template-cut", label=target.label, length=len(value)))
    return Fit(value)


def _within(target: Target, value: str) -> Fit | None:
    """The refusal of words that are too short or too long for the template; None for others."""
    demand, length = target.demand, len(value)
    if demand.shortest is not None and length < demand.shortest:
        return _refused(target, unmet("template-short", label=target.label, length=length, limit=demand.shortest))
    if demand.longest is not None and length > demand.longest:
        return _refused(target, unmet("template-long", label=target.label, length=length, limit=demand.longest))
    return None


def _weighed(target: Target, value: float | int) -> Fit:
    """A number in the unit of the template and within its bounds."""
    if target.field == "weight":
        if not target.has_unit:
            return _refused(target, unmet("template-unit", label=target.label))
        value = value / 1000 if target.unit == "kg" else value
    elif target.field in PARCEL:
        value = value * 10 if target.unit == "mm" else value
    elif target.field == "price":
        value = value / target.scale if target.scale > 1 else value
    return _bounded(target, value)


def _bounded(target: Target, value: float | int) -> Fit:
    """A number as the template writes it, within its bounds."""
    low, high = target.demand.low, target.demand.high
    if (low is not None and value < low) or (high is not None and value > high):
        limit = f"{_plain(low)}–{_plain(high)}"
        return _refused(target, unmet("template-range", label=target.label, value=_plain(value), limit=limit))
    return Fit(value)


def whole_parcel(table: Table, fits: Mapping[int, Fit]) -> Mapping[int, Fit]:
    """What each column gets; of a parcel of which one side is not taken the others stay blank, too."""
    sides = [t.column for t in table.targets if t.field in PARCEL]
    if all(fits[column].value is not None for column in sides):
        return fits
    return {**fits, **{column: replace(fits[column], value=None) for column in sides}}


def _as_number(words: str) -> Value:
    return float(words) if re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", words) else words


def _plain(number: float | None) -> str:
    if number is None:
        return "…"
    return f"{int(number):,}".replace(",", ".") if number == int(number) else f"{number:g}".replace(".", ",")


def on_word(target: Target) -> str:
    """How a template writes that a channel of delivery is on."""
    if target.choices:
        found = next((e for e in target.choices.entries if fold(e) in demands.words("on")), None)
        if found:
            return found
    return "On"
