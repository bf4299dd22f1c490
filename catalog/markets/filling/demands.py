"""What a template demands of a column, out of its own words and rules: required, lengths, ranges, units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Literal

from catalog.forms.validations import Validation
from catalog.values.text import fold

Need = Literal["required", "conditional", "optional"]

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
_LETTERS = r"\s*(?:ký tự|kí tự|ky tu|ki tu|chữ cái|characters?|chars?|chữ số|digits?)"
_TO = r"\s*(?:-|–|—|~|đến|tới|to)\s*"
_MOST = r"(?:tối đa|nhiều nhất|không quá|không vượt quá|dưới|≤|<=|max(?:imum)?\.?|up to|at most)\s*:?\s*"
_LEAST = r"(?:tối thiểu|ít nhất|≥|>=|min(?:imum)?\.?|at least)\s*:?\s*"
_LENGTHS = re.compile(_NUMBER + _TO + _NUMBER + _LETTERS, re.I)
_LONGEST = re.compile(_MOST + _NUMBER + _LETTERS, re.I)
_SHORTEST = re.compile(_LEAST + _NUMBER + _LETTERS, re.I)
_HIGHEST = re.compile(_MOST + _NUMBER, re.I)
_LOWEST = re.compile(_LEAST + _NUMBER, re.I)
_BETWEEN = re.compile(r"(?<![\d.,])" + _NUMBER + _TO + _NUMBER + r"(?![\d.,]*\d)", re.I)
_STARRED = re.compile(r"^\s*\*|\*\s*(?:\)|$|\n)|\(\s*\*\s*\)")
_REQUIRED = re.compile(r"\b(?:bat buoc|mandatory|required)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_SIDE = re.compile(r"(?:(?:chieu|do|kich thuoc|package|parcel) )*(\w+)(?: (?:cm|mm))?(?: (?!x )(.+?))?(?: (?:cm|mm))?")
_NOT_REQUIRED = re.compile(r"\b(?:khong bat buoc|tuy chon|optional|neu co|not required|co dieu kien|conditional\w*)\b")


@dataclass(frozen=True, slots=True)
class Demand:
    """What one column demands. Lengths are characters; low and high are numbers as they would stand in the cell."""

    need: Need | None = None
    shortest: int | None = None
    longest: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_required(self) -> bool:
        return self.need == "required"


@cache
def words(group: str) -> frozenset[str]:
    """The folded words of one group of registers/templates/demands.toml."""
    source = resources.files("catalog.registers") / "templates" / "demands.toml"
    return frozenset(map(fold, tomllib.loads(source.read_text(encoding="utf-8"))[group]))


def is_of_parcel(label: str) -> bool:
    """Whether a label asks for what is packed to be sent: “Kích thước đóng gói (cm)”."""
    said = f" {fold(label)} "
    return any(f" {word} " in said for word in words("parcel"))


def need_of(cell: str) -> Need | None:
    """What a cell of the row of demands says; None for a cell that says something else."""
    folded = fold(cell)
    for need in ("conditional", "required", "optional"):
        if folded in words(need):
            return need  # type: ignore[return-value]
    return None


def need_in(label: str) -> Need | None:
    """What a label says beside its name: a star, "(bắt buộc)", "(không bắt buộc)"."""
    folded = fold(label)
    if _NOT_REQUIRED.search(folded):
        return "optional"
    return "required" if _STARRED.search(label) or _REQUIRED.search(folded) else None


def from_words(said: str, *, is_help: bool) -> Demand:
    """Lengths and bounds that words state. is_help: they are help, so that a bare "1.000 - 500.000" is a range."""
    found = Demand()
    if lengths := _LENGTHS.search(said):
        found = replace(found, shortest=int(_value(lengths[1])), longest=int(_value(lengths[2])))
    else:
        most, least = _LONGEST.search(said), _SHORTEST.search(said)
        found = replace(
            found,
            longest=int(_value(most[1])) if most else None,
            shortest=int(_value(least[1])) if least else None,
        )
    if found.longest is not None or found.shortest is not None:
        return found
    if is_help and (ends := _BETWEEN.search(said)) and _value(ends[1]) < _value(ends[2]):
        return replace(found, low=_value(ends[1]), high=_value(ends[2]))
    high, low = _HIGHEST.search(said), _LOWEST.search(said)
    return replace(found, high=_value(high[1]) if high else None, low=_value(low[1]) if low else None)


def from_rules(rules: Iterable[Validation]) -> Demand:
    """Lengths and bounds that the workbook itself checks."""
    found = Demand()
    for rule in rules:
        least, most = _bounds(rule)
        if rule.kind == "textLength":
            found = replace(found, shortest=_whole(least), longest=_whole(most))
        elif rule.kind in ("whole", "decimal"):
            found = replace(found, low=least, high=most)
    return found


def together(*said: Demand) -> Demand:
    """All demands at once: of two bounds the narrower; the first that says whether it is needed counts."""
    return Demand(
        next((d.need for d in said if d.need), None),
        max((d.shortest for d in said if d.shortest is not None), default=None),
        min((d.longest for d in said if d.longest is not None), default=None),
        max((d.low for d in said if d.low is not None), default=None),
        min((d.high for d in said if d.high is not None), default=None),
    )


def unit_of(field: str, said: str) -> str | None:
    """The unit of a column of numbers by the words of its label and help; None for fields without, or undecided."""
    if field == "weight":
        return weight_unit(said)
    return side_unit(said) if field in _sides() else None


def weight_unit(said: str) -> str | None:
    """g or kg where words name exactly one of them, "lb" where they name pounds alone; "lb / g" is g."""
    found = set(re.findall(r"[^\W\d_]+", fold(said).replace("/", " ")))
    is_gram, is_kilo = bool(found & words("grams")), bool(found & words("kilograms"))
    if not is_gram and not is_kilo and found & words("pounds"):
        return "lb"
    return ("g" if is_gram else "kg") if is_gram != is_kilo else None


def side_of(label: str) -> str | None:
    """The field of the side that a label asks for, “Chiều dài kiện hàng (cm)”, “Kích thước gói / Rộng”; else None."""
    for part in _BRACKETS.sub(" ", label).split(" / "):
        found = _SIDE.fullmatch(fold(part))
        if found and (not found[2] or is_of_parcel(found[2])):
            return next((side for side, names in _sides().items() if found[1] in names), None)
    return None


def side_unit(said: str) -> str:
    """The unit of a column of sides: mm where its words say so, else cm."""
    named = set(fold(said).split())
    return "mm" if "mm" in named and "cm" not in named else "cm"


@cache
def _sides() -> dict[str, frozenset[str]]:
    source = resources.files("catalog.registers") / "templates" / "demands.toml"
    said: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))["sides"]
    return {side: frozenset(map(fold, names)) for side, names in said.items()}


def _value(number: str) -> float:
    """1.000 and 120,000,000 are whole numbers with signs between thousands; 0.01 and 0,5 are not."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number) and not number.startswith("0"):
        return float(re.sub("[.,]", "", number))
    return float(number.replace(",", "."))


def _bounds(rule: Validation) -> tuple[float | None, float | None]:
    """Least and most that a rule lets in; None where it sets no such bound, or calculates it."""
    first, second = _plain(rule.first), _plain(rule.second)
    match rule.operator:
        case "between":
            return first, second
        case "lessThanOrEqual" | "lessThan":
            return None, _below(first, rule)
        case "greaterThanOrEqual":
            return first, None
        case "greaterThan":
            return None if first is None else first + (rule.kind != "decimal"), None
        case "equal":
            return first, first
    return None, None


def _below(bound: float | None, rule: Validation) -> float | None:
    is_next = rule.operator == "lessThan" and rule.kind != "decimal"
    return None if bound is None else bound - is_next


def _plain(formula: str) -> float | None:
    return float(formula) if re.fullmatch(r"-?\d+(?:\.\d+)?", formula) else None


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
