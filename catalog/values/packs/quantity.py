"""Net content of a pack as sold, out of pack texts, product names and descriptions; stock; price per kg or litre.

What is written is found in `packs`, what it comes to is decided in `pack_reading`. Forms and where they stand:
tests/specimens/quantity.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from catalog.registers import units
from catalog.values import numbers
from catalog.values import text as words_of
from catalog.values.packs import pack_reading
from catalog.values.packs.contents import NOTHING, Content
from catalog.values.packs.pack_prose import from_prose, of_named, of_packs
from catalog.values.tokens import LONGEST

__all__ = [
    "Content",
    "Stock",
    "content",
    "from_listing",
    "from_name",
    "from_prose",
    "stock",
    "unit_price",
    "without_pack",
]


def content(text: str) -> Content:
    """What a pack cell ("Quy cách", "Khối lượng tịnh") or any other text states; does not raise.

    A cell that is nothing but a unit of sale counts too: "kg" is 1000 g, "chục" is 10 pieces. "Cái" and
    "1,6-1,8kg/con" state no content, but their container is told.
    """
    cleaned = _cleaned(text)
    found = _unit_of_sale(cleaned) or _read_goods(cleaned, in_name=False)
    return replace(found, container=pack_reading.sold_by(cleaned)) if found == NOTHING else found


def from_name(name: str) -> Content:
    """What a product's name states; years, models, alcohol, stars, hours, lengths and capacities are no quantity."""
    return _read_goods(_cleaned(name), in_name=True)


def _cleaned(text: str) -> str:
    return words_of.clean(text).replace("\xad", " ")


def _read_goods(cleaned: str, in_name: bool) -> Content:
    """The reading; of a vessel ("Ca đong inox 2L", "Ly giấy 450ml 50 cái") only the pieces: litres are its capacity."""
    found = pack_reading.read(cleaned)
    if found.total is None:
        return found
    label = _OCOP.match(cleaned)
    goods = cleaned[label.end() if label else 0 :].lower()
    if not goods.startswith(units.vessels(in_name)):
        return found
    return replace(found, total=None, unit=None, count=None) if found.pieces else NOTHING


# "OCOP Bình Định - " and "OCOP_" before a name.
_OCOP = re.compile(r"s?ocop(?:[^-–_]{0,20}[-–_])?\s*", re.IGNORECASE)


# Longer cells are no unit of sale.
_UNIT_LENGTH = 12
_YEN = re.compile(r"([0-9]{1,3}) ?yến")


def _unit_of_sale(cleaned: str) -> Content | None:
    word = cleaned.lower().strip(" ./")
    if not 1 < len(word) <= _UNIT_LENGTH:
        return None
    measure = units.measures(word.isascii()).get(word)
    if measure and measure.size >= 100:
        return Content(measure.size, measure.unit, 1, end=len(cleaned))
    counts = units.counts(word.isascii())
    if word in counts:
        return Content(pieces=counts[word], container=word, end=len(cleaned))
    # A yến of 10 kg: in any longer text it may be the bird's nest.
    yen = _YEN.fullmatch(word)
    return Content(int(yen[1]) * 10_000.0, "g", 1, end=len(cleaned)) if yen and int(yen[1]) else None


# ── listings ──


def from_listing(name: str, prose: str) -> Content:
    """What a name states, completed by the description: its content where the name has none or counts the same packs.

    A name that states an amount is not overruled: one description often serves several sizes.
    """
    named = from_name(name)
    if named.total is not None or named.choices or named.unsure:
        return named
    told = from_prose(prose)
    if named.none:
        return told if told.total is not None or told.choices else of_named(name, prose)
    if told.total is None or told.count != named.pieces:
        told = of_packs(named.pieces, prose)
    return told if told.total is not None else named


# ── names without their pack ──

# What the pack words leave behind: "( )", "(Loại )", " )"; and "- -".
_BRACKET = re.compile(r"[)\]]")
_IN_BRACKETS = re.compile(r"[(\[][\s\-–,/]*(?:loại|giá|đóng|nguyên)?[\s\-–,/]*[)\]]", re.IGNORECASE)
_BEFORE_BRACKET = re.compile(r"\s*[-–,/]?\s*([)\]])")
_DASH = re.compile(r"[-–|]")
_DASHES = re.compile(r"([-–|])(?:\s+[-–|])+")


def without_pack(name: str) -> str:
    """The cleaned name without its pack words, for telling products apart; the name itself where nothing is left."""
    cleaned = _cleaned(name)
    if len(cleaned) > LONGEST:
        return cleaned
    rest, after = "", 0
    for start, end in pack_reading.finds(cleaned).ranges():
        rest, after = f"{rest}{cleaned[after:start]} ", end
    rest += cleaned[after:]
    if _BRACKET.search(rest):
        rest = _BEFORE_BRACKET.sub(r"\1", _IN_BRACKETS.sub(" ", rest))
    if _DASH.search(rest):
        rest = _DASHES.sub(r"\1", rest)
    rest = " ".join(rest.split()).strip(" -–—_,;:/|.")
    return rest if rest[:1].isalpha() or any(map(str.isalpha, rest)) else cleaned


# ── price per kilogram or litre ──


def unit_price(price: int, content: Content) -> tuple[int, str] | None:
    """Đồng per "kg" or "lít", rounded to whole đồng; None where the pack states no weight or volume."""
    if content.total is None or content.total <= 0:
        return None
    return round(price * 1000 / content.total), "kg" if content.unit == "g" else "lít"


# ── stock ──

_SOLD_OUT = frozenset(
    "het|tam het|da het|het mua|chua co hang|chua co|khong con|ko con|khong co hang|ngung ban".split("|")
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
# As programs export a whole number.
_FLOAT = re.compile(r"([0-9]+)\.0{1,2}")


@dataclass(frozen=True, slots=True)
class Stock:
    """Packs in stock; none where the cell does not say how many whole packs there are."""

    count: int | None = None
    none: bool = False

    def json(self) -> dict[str, object]:
        """The count, or that there is none."""
        return {"none": True} if self.none else {"count": self.count}


def stock(text: str) -> Stock:
    """Whole packs in stock; "hết hàng" is 0. A broken number ("13,22"), a range or no number at all gives none."""
    cleaned = _cleaned(text)
    found = _NUMBER.findall(cleaned)
    if not found:
        folded = words_of.fold(cleaned)
        return Stock(0) if folded in _SOLD_OUT or "het hang" in folded else Stock(none=True)
    negative = cleaned.startswith(("-", "−", "("))
    as_float = _FLOAT.fullmatch(found[0])
    count = numbers.whole(as_float[1] if as_float else found[0]) if len(found) == 1 and not negative else None
    return Stock(none=True) if count is None else Stock(count)
