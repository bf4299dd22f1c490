"""The number formats of an .ods as codes of a workbook, so that all formats are judged by one rule (`numberformats`).

Elements are those of OpenDocument 1.3, part 3, 16.29 (data styles). A style may send positive numbers to another one
by a condition; other conditions are left alone, as they are in the codes of a workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from catalog.sheets.opening.numberformats import Format, telling

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
STYLE = f"{_STYLE}style"
SHAPES = tuple(f"{_NUMBER}{kind}-style" for kind in ("number", "percentage", "currency", "text"))
_POSITIVE, _NEGATIVE = ("value()>0", "value()>=0"), ("value()<0", "value()=0")
_CUSTOM = 164  # the first number of formats that have a code of their own
_DEPTH = 20  # styles that one style may stand on


@dataclass(slots=True)
class Styles:
    """The cell styles of a document as they are met: style → its number style and its parent; number style → code."""

    shapes: dict[str, tuple[str, str]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    positive: dict[str, str] = field(default_factory=dict)
    known: dict[str, Format | None] = field(default_factory=dict)

    def take(self, element: etree._Element) -> None:
        """Takes in a style of cells or of numbers."""
        name = element.get(f"{_STYLE}name", "")
        if element.tag == STYLE:
            if element.get(f"{_STYLE}family") == "table-cell":
                shape, parent = (element.get(f"{_STYLE}{what}-style-name", "") for what in ("data", "parent"))
                self.shapes[name] = (shape, parent)
            return
        self.codes[name] = _code(element)
        for condition in element.iterchildren(f"{_STYLE}map"):
            said = condition.get(f"{_STYLE}condition", "").replace(" ", "")
            if said in _POSITIVE:
                self.positive[name] = condition.get(f"{_STYLE}apply-style-name", "")
            elif said not in _NEGATIVE:
                self.codes[name] = ""

    def take_all(self, elements: Iterable[etree._Element]) -> None:
        for element in elements:
            self.take(element)

    def telling(self, style: str) -> Format | None:
        """The format of a cell style where it changes what is read."""
        if style not in self.known:
            self.known[style] = telling(_CUSTOM, self._of(style))
        return self.known[style]

    def any(self) -> bool:
        """Whether any cell style has a format that tells; where none has, no cell need be looked at."""
        return any(map(self.telling, self.shapes))

    def _of(self, style: str) -> str:
        for _ in range(_DEPTH):
            shape, style = self.shapes.get(style, ("", ""))
            if shape:
                return self.codes.get(self.positive.get(shape, shape), "")
        return ""


def _code(style: etree._Element) -> str:
    """A style as the section of a code that positive numbers have; "" for fractions, powers and texts."""
    percent = style.tag == f"{_NUMBER}percentage-style"
    code = ""
    for part in style.iterchildren(f"{_NUMBER}*"):
        if part.tag == f"{_NUMBER}number":
            code += _digits(part)
        elif part.tag in (f"{_NUMBER}text", f"{_NUMBER}currency-symbol"):
            code += "".join(sign if percent and sign == "%" else f"\\{sign}" for sign in part.text or "")
        elif part.tag != f"{_NUMBER}fill-character":
            return ""
    return code


def _digits(number: etree._Element) -> str:
    """The digits of a code: "0000\\ 000" with texts between them, "0.00", "0,," where millions are hidden."""
    texts = {_count(text, "position"): text.text or "" for text in number.iterchildren(f"{_NUMBER}embedded-text")}
    zeros = _count(number, "min-integer-digits")
    signs = []
    for place in range(max([zeros, 1, *(place + 1 for place in texts)])):
        signs += [f"\\{sign}" for sign in reversed(texts.get(place, ""))] if place else []
        signs.append("0" if place < zeros else "#")
    decimals = _count(number, "decimal-places")
    factor = number.get(f"{_NUMBER}display-factor", "1")
    hidden = (len(factor) - 1) // 3 if factor in ("1000", "1000000", "1000000000") else 0
    return "".join(reversed(signs)) + ("." + "0" * decimals if decimals else "") + "," * hidden


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{_NUMBER}{name}", "0")
    return int(value) if value.isdigit() and len(value) < 3 else 0
