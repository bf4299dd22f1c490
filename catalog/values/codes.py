"""Codes that must survive a spreadsheet: sellers' codes, barcodes, OCOP product codes, growing areas, postcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stdnum import ean
from stdnum.exceptions import ValidationError

from catalog.registers import places
from catalog.values import text as words_of

# What Excel shows of a long number: 8.93E+12, 8,93614E+12. "12E4" may be a seller's own code.
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]{1,20}))?[eE]\+?([0-9]{1,2})")
_FLOAT = re.compile(r"([0-9]{1,40})\.0+")
_HASHES = re.compile(r"#{3,}|#(?:N/A|REF!|VALUE!|NAME\?|NUM!|DIV/0!|NULL!)")
_GTIN_LENGTHS = (8, 12, 13, 14)
# "Mã vạch: 8936136161235", "8936136161235 (hũ 500g)": one whole number among words.
_BARCODES = re.compile(r"(?<![\w.-])[0-9]{12,14}(?![\w-]|\.[0-9])")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as text; damaged where a spreadsheet has lost digits of it."""

    value: str | None
    damaged: bool = False

    def json(self) -> dict[str, object]:
        return {"value": self.value, "damaged": self.damaged}


@dataclass(frozen=True, slots=True)
class Gtin:
    """A barcode number: valid where its check digit fits; damaged where a spreadsheet has lost digits of it."""

    value: str | None
    valid: bool = False
    damaged: bool = False

    def json(self) -> dict[str, object]:
        return {"value": self.value, "valid": self.valid, "damaged": self.damaged}


@dataclass(frozen=True, slots=True)
class ProductCode:
    """The code of the scoring system, `PP-DDD-CCCCC-n-YYYY`: place codes of before July 2025, as written.

    official is false for systems that print un-padded numbers of their own ("2-38-585-1-2022"): do not decode those.
    """

    value: str | None = None
    province: str | None = None
    district: str | None = None
    commune: str | None = None
    number: int | None = None
    year: int | None = None
    official: bool = False

    def json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Postcode:
    """A national postcode ("11517"), one of six digits of before 2018, or the five digits of a Vpostcode.

    province_code is that of the province in force since July 2025 which the first two digits stand for; None where no
    province has them. position is the second half of a Vpostcode; its alphabet is not published, so it is kept and
    never decoded. unusual is True where it has a letter or digit that cells of the same kind elsewhere (Open Location
    Code) do not use.
    """

    value: str | None = None
    kind: Literal["national", "before-2018", "vpostcode"] | None = None
    position: str | None = None
    unusual: bool = False
    province_code: str | None = None

    def json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GrowingArea:
    """A code of a growing area (OR) or packing house (PH), in its hyphenated form: VN-TGOR-0095."""

    value: str | None = None
    kind: Literal["growing area", "packing house"] | None = None

    def json(self) -> dict[str, object]:
        return {"value": self.value, "kind": self.kind}


def code(text: str) -> Code:
    """A seller's code as text, without the ".0" of programs; blank cells give value None.

    A number in scientific form is restored only where all its digits are there.
    """
    cleaned = words_of.clean(text).lstrip("'’").strip()
    if words_of.is_blank(cleaned):
        return Code(None)
    if _HASHES.fullmatch(cleaned):
        return Code(None, damaged=True)
    as_float = _FLOAT.fullmatch(cleaned)
    if as_float:
        return Code(as_float[1])
    scientific = _SCIENTIFIC.fullmatch(cleaned)
    if scientific and (scientific[2] or "+" in cleaned):
        whole = _restored(scientific)
        return Code(whole) if whole else Code(cleaned, damaged=True)
    return Code(cleaned)


def _restored(match: re.Match[str]) -> str | None:
    """All digits of 8.936136161235E12; None where some are lost (8.93E+12)."""
    first, rest, exponent = match[1], match[2] or "", int(match[3])
    return first + rest if len(rest) == exponent else None


def gtin(text: str) -> Gtin:
    """A GTIN of 8, 12, 13 or 14 digits with its check digit judged; 893 is no proof of origin."""
    found = code(text)
    if found.value is None or found.damaged:
        return Gtin(found.value, damaged=found.damaged)
    named = _BARCODES.findall(found.value)
    digits = re.sub(r"[\s.\-]", "", named[0] if len(named) == 1 else found.value)
    if not re.fullmatch(r"[0-9]{8,14}", digits) or len(digits) not in _GTIN_LENGTHS:
        return Gtin(found.value)
    if not digits.strip("0"):
        return Gtin(digits)  # zeros pass the check and stand for nothing
    try:
        ean.validate(digits)
    except ValidationError:
        # Digits of a number that Excel had shortened end in zeros: 8936136161240 for 8936136161235.
        return Gtin(digits, damaged="E" in text.upper())
    return Gtin(digits, valid=True)


_PRODUCT_CODE = re.compile(r"(?<!\d)(\d{1,2})\s?-\s?(\d{1,4})\s?-\s?(\d{1,5})\s?-\s?(\d{1,4})\s?-\s?(20\d\d)(?!\d)")
# Districts had three digits and communes five in the list of the statistics office.
_OFFICIAL_LENGTHS = (2, 3, 5)


def product_code(text: str) -> ProductCode:
    """The OCOP product code that a text states, in its compact form; value None where there is none."""
    match = _PRODUCT_CODE.search(words_of.clean(text).replace("–", "-"))
    if match is None:
        return ProductCode()
    province, district, commune, number, year = match.groups()
    return ProductCode(
        value="-".join(match.groups()),
        province=province,
        district=district,
        commune=commune,
        number=int(number),
        year=int(year),
        official=tuple(map(len, (province, district, commune))) == _OFFICIAL_LENGTHS,
    )


_GROWING_AREA = re.compile(
    r"(?<![^\W_])VN\s?-?\s?([A-Z]{2})\s?-?\s?(OR|PH)\s?-?\s?([0-9]{3,5})(?![^\W_])", re.IGNORECASE
)


def growing_area(text: str) -> GrowingArea:
    """The code of a growing area or packing house that a text states; value None where there is none."""
    match = _GROWING_AREA.search(words_of.clean(text).replace("–", "-"))
    if match is None:
        return GrowingArea()
    letters, kind = match[1].upper(), match[2].upper()
    return GrowingArea(f"VN-{letters}{kind}-{match[3]}", "growing area" if kind == "OR" else "packing house")


# No table of the national postcode is kept: that of 2475/QĐ-BTTTT (2017) was replaced by 2334/QĐ-BKHCN (24/08/2025),
# whose table was not found (facts/ocop.md, section 6). So a code is not held against the province; add the new table to
# registers/ when there is one.
_VPOSTCODE = re.compile(r"([0-9]{5})[ -]?([0-9A-Z]{7})")
_VPOSTCODE_WORDS = re.compile(
    r"(?<![^\W_])(?:VPOSTCODE|MÃ VPOSTCODE|MÃ ĐỊA CHỈ(?: SỐ)?)\W{0,4}([0-9]{5})[ -]?([0-9A-Z]{7})(?![^\W_])"
)
_POSITION = frozenset("23456789CFGHJMPQRVWX")
# Only the end of an address is looked at, in characters.
_TAIL = 60
_TRAILING = re.compile(r"(^|[^\W\d_]+,? )([0-9]{5,6})[ .,]{0,3}(?:VIỆT NAM|VIET NAM|VIETNAM)?[ .]{0,3}$")
_POSTCODE_WORDS = re.compile(
    r"(?<![^\W_])(?:mã bưu chính|mã bưu điện|ma buu chinh|postcode|zip(?: code)?|postal code)\W{0,4}([0-9]{5,6})"
    r"(?![^\W_])",
    re.IGNORECASE,
)


def postcode(text: str) -> Postcode:
    """The postcode of a cell or at the end of an address ("Hà Nội 11517"); leading zeros are kept.

    Six digits are of the list before 2018 and do not convert; a Vpostcode is kept in its two halves.
    """
    cleaned = words_of.clean(text).upper()
    cell = _VPOSTCODE.fullmatch(cleaned) or _VPOSTCODE_WORDS.search(cleaned)
    if cell and not cell[2].isdigit():  # twelve digits are likelier a citizen's ID
        unusual = not _POSITION.issuperset(cell[2])
        return Postcode(cell[1], "vpostcode", cell[2], unusual, _province_of(cell[1]))
    named = _POSTCODE_WORDS.search(cleaned)
    digits = named[1] if named else _trailing_postcode(cleaned)
    if digits is None:
        return Postcode()
    kind: Literal["national", "before-2018"] = "national" if len(digits) == 5 else "before-2018"
    return Postcode(digits, kind, province_code=_province_of(digits))


def _province_of(digits: str) -> str | None:
    """The province in force of a postcode's first two digits (registers/places/postcodes.tsv)."""
    former = places.postcodes().get((len(digits), digits[:2]))
    return next((p.parent for p in places.provinces() if p.code == former), None)


def _trailing_postcode(cleaned: str) -> str | None:
    """Five or six digits that end a text, after a name and a space, or that are all of it."""
    match = _TRAILING.search(cleaned[-_TAIL:])
    if match is None or match[1].rstrip(" ,").rsplit(" ", 1)[-1] in _NUMBERING:
        return None
    return match[2]


# Words before a house number, a telephone, a decision.
_NUMBERING = frozenset(["SỐ", "SO", "NHÀ", "TỔ", "KM", "ĐT", "SĐT", "QĐ", "QL", "TL", "ẤP", "THÔN", "KHU"])
