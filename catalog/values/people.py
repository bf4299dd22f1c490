"""Producers: the name without what else stands in the cell, its kind, its codes, and whether it is a person's.

A household's name usually is a person's name, which nobody publishes without consent (facts/ocop.md, section 10).
Words that tell a kind stand in registers/producers.toml; telephone, e-mail and web addresses in `contacts`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from catalog.registers import files
from catalog.values import representatives
from catalog.values import text as words_of
from catalog.values.contacts import Phones, email, phones, website

__all__ = [
    "Phones",
    "Producer",
    "TaxCode",
    "email",
    "is_person",
    "phones",
    "producer",
    "producer_kind",
    "tax_code",
    "website",
]

Kind = Literal[
    "cooperative",
    "cooperative_group",
    "company",
    "private_enterprise",
    "household",
    "establishment",
    "other",
    "unknown",
]
TaxKind = Literal["organisation", "branch", "person"]

# Words that begin an address, and abbreviations of them; both only behind a separator.
_UNITS = (
    r"(?:số nhà|thôn|ấp|bản|xóm|buôn|làng|phum|sóc|khu phố|khu dân cư|khu vực|khóm|tổ dân phố|tdp|kp|đội|xã|phường"
    r"|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đường|quốc lộ|tỉnh lộ|ngõ|hẻm|kcn|ccn|khu công nghiệp"
    r"|cụm công nghiệp|tp|tt|tx|địa chỉ|đ/c|đc|dia chi|(?:số|tổ|khu|lô|km|ql|tl|đt|tk|tiểu khu) ?[a-z]?\d+[a-z]?)(?!\w)"
    r"|(?:[xphq]|ql)\. ?(?=\w)"
)
# "…, 12 Lê Nhạn": the number of a house, before a street's capital.
_HOUSE = r"\d{1,4}[a-zA-Z]?(?:/\d{1,4}){0,3},? (?-i:[A-ZĐÀ-Ỵ])"
_ADDRESS = re.compile(
    rf"\s*(?:[,;\n(\[|]|\s[-–—]\s|\stại\s)\s*(?:(?:tại|ở)\s+)?(?:{_UNITS})|\s(?:địa chỉ|đ/c|đc)\s?:|,\s?{_HOUSE}",
    re.IGNORECASE,
)
_ADDRESS_WORD = re.compile(r"^[\s,;(\[|–—-]*(?:(?:tại|ở)\s+)?(?:(?:địa chỉ|đ/c|đc|dia chi)\s*:?\s*)?", re.IGNORECASE)
# A tax code, an e-mail or a web address beside a name; a shop may be called by its web address alone.
_BESIDE_NAME = re.compile(
    r"(?<!\w)(?:(?:mst|mã số thuế|msdn|mã số doanh nghiệp)[\s:.-]{0,4}\d[\d -]{8,14}\d"
    r"|(?:e-?mail|mail|website|web|fb|facebook)\s?:\s?[^\s,;]{3,200}|[\w.+-]{1,64}@[\w.-]{3,200}|(?<=\s)(?:https?://|www\.)[^\s,;]{3,200}"
    r"|(?<=\s)(?:e-?mail|website)\s(?=[\w.]{1,64}[@.]\w)[^\s,;]{3,200})",
    re.IGNORECASE,
)
# Most cells hold a name alone: without one of the first signs there is no address, without one of the second or the
# ten digits of a tax code nothing of _BESIDE_NAME. A pattern that is one class of characters is searched fastest.
_SIGN_OF_ADDRESS = re.compile(r"[,;:\n(\[|–—ạẠ-]")  # ạ stands for "tại"
_SIGN_OF_CODE = re.compile(r"[@:.]")
_PHONE_WORDS = re.compile(
    r"(?<!\w)(?:đt|sđt|sdt|đtdđ|điện thoại|tel|zalo|hotline|di động|liên hệ|lh|phone|mobile|số đt)(?!\w)[\s:.\-–/()]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]?\d[\d .()/-]{6,40}\d")
_BLANK_LINES = re.compile(r"\s*\n\s*")
_EDGES = " \t\r\n,;:.-–—|/"


@dataclass(frozen=True, slots=True)
class Producer:
    """One cell that names a producer, taken apart; address, phones and who speaks for it stood beside the name."""

    name: str
    kind: Kind
    address: str = ""
    phones: Phones = field(default_factory=Phones)
    representative: str = ""

    def json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "kind": self.kind,
            "address": self.address or None,
            "e164": list(self.phones.e164),
            "representative": self.representative or None,
        }


_NO_PHONES = Phones()


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code; that of a person is a citizen's ID and is shown nowhere: not in JSON, not in a repr.

    valid  10 and 13 digits: the check digit is right; 12 digits have none, so that any of them pass
    """

    value: str | None = field(default=None, repr=False)
    kind: TaxKind | None = None
    valid: bool = False

    def json(self) -> dict[str, object]:
        if self.kind == "person":
            return {"kind": "person", "last": (self.value or "")[-3:], "valid": self.valid}
        return {"value": self.value, "kind": self.kind, "valid": self.valid}


def producer(text: str) -> Producer:
    """Name, kind, address, telephone, who speaks for it: “HTX Đồi Vải, GĐ: Lê Thị Nhạn, xã Viễn Nhạn - 0900 000 012”.

    A name that has the word xã in it keeps it: only a separator before a word for a unit begins an address.
    """
    digits = sum(map(str.isdigit, text[:4000]))
    numbers = phones(text) if digits >= 8 else _NO_PHONES
    lines = "\n".join(filter(None, map(words_of.clean, text[:4000].splitlines())))
    if numbers.e164 or numbers.hotlines:
        lines = _DIGITS.sub("\n", _PHONE_WORDS.sub("\n", lines))
    if digits >= 10 or _SIGN_OF_CODE.search(lines):
        lines = _BESIDE_NAME.sub("\n", lines)
    if "\n" in lines:
        lines = _BLANK_LINES.sub("\n", lines)
    lines = _without_labels(lines)
    lines, person = representatives.split(lines, _tells, _is_name_alone)
    found = _ADDRESS.search(lines, 2) if _SIGN_OF_ADDRESS.search(lines) else None
    name, address = (lines[: found.start()], lines[found.start() :]) if found else (lines, "")
    name = _tidy(name)
    where = _tidy(_ADDRESS_WORD.sub("", address)) if address else ""
    return Producer(name, producer_kind(name), where, numbers, _tidy(person))


def _without_labels(lines: str) -> str:
    """The cell without a number in front, the label before the name, and an office that nobody is named with."""
    lines = _NUMBERED.sub("", lines)
    label = _LABEL.match(lines)
    if label and producer_kind(lines[label.end() :]) != "unknown":
        lines = lines[label.end() :]
    return _OFFICE_ALONE.sub("", lines) if ":" in lines else lines


_NUMBERED = re.compile(r"^\d{1,3}[.)]\s+(?=\D)")
_LABEL = re.compile(
    r"(?:tên )?(?:chủ thể|cơ sở|đơn vị|doanh nghiệp)(?: sản xuất)?(?: kinh doanh)?\s?:\s?", re.IGNORECASE
)
_OFFICE_ALONE = re.compile(r"[;,\n]\s?chức (?:vụ|danh)\s?:[^;,\n]*", re.IGNORECASE)


def _tells(name: str) -> bool:
    """Whether words say more of a producer than its kind and its trade: not “HTX nông nghiệp”."""
    return producer_kind(name) != "unknown" and bool(_any_trade().sub(" ", words_of.fold(name)).strip())


@cache
def _any_trade() -> re.Pattern[str]:
    trades = map(words_of.fold, files.register("alike")["legal"]["words"])
    return re.compile(f"{_any_kind().pattern}|{_pattern([*trades]).pattern}")


def _is_name_alone(words: str) -> bool:
    return producer_kind(words) == "unknown" and _is_personal_name(words)


def producer_kind(text: str) -> Kind:
    """The kind that the words of a name say, also abbreviated, glued or without accents; a bare brand is unknown.

    Of several words the first decides. Words: registers/producers.toml.
    """
    folded = words_of.fold(text[:2000])
    # Accents only tell a household ("hộ") from other words.
    accented = words_of.key(text[:2000]).replace("_", " ") if "ho" in folded else ""
    if _HOUSEHOLD.match(accented):
        return "household"
    is_bare = accented.isascii()
    first = _any_kind().search(folded)
    while first:
        at = first.start()
        ranks = [
            (-len(found.group()), kind)
            for kind, pattern in _kind_patterns()
            if (found := pattern.match(folded, at))
            and (kind != "household" or is_bare or _is_household(accented, found.group()))
        ]
        if ranks:
            return min(ranks)[1]
        first = _any_kind().search(folded, at + 1)
    return "unknown"


def is_person(kind: str, name: str) -> bool:
    """Whether a name is private until consent: every household's, and any other that is a person's own name.

    A company, private enterprise or cooperative is published under its legal name, whoever it is called after; not
    where somebody is named beside a name that says too little without: “HTX nông nghiệp (GĐ: Lê Văn Nhạn)”.
    """
    if kind == "household":
        return True
    if kind in ("company", "private_enterprise", "cooperative"):
        return representatives.names_somebody(name, _is_name_alone)
    return _is_personal_name(name)


def tax_code(text: str) -> TaxCode:
    """The tax code of a cell: 10 digits, 13 for a branch, 12 for a person (Circular 86/2024/TT-BTC).

    A zero that a spreadsheet dropped is put back where the check digit then fits.
    """
    text = words_of.clean(text)[:200]
    text = re.sub(r"\.0$", "", text)
    groups = [re.sub(r"\D", "", g) for g in re.findall(r"(?<![\d.])\d(?:[\d .-]{7,20}\d)(?!\d)", text)]
    # A telephone may stand beside the code: the number whose check digit fits goes first.
    digits = next((g for g in groups if len(g) in (10, 13) and _is_valid(g)), groups[0] if groups else "")
    if len(digits) == 12:
        return TaxCode(digits, "person", True)
    if len(digits) == 9 and _is_valid("0" + digits):
        digits = "0" + digits
    if len(digits) == 13:
        return TaxCode(f"{digits[:10]}-{digits[10:]}", "branch", _is_valid(digits))
    if len(digits) == 10:
        return TaxCode(digits, "organisation", _is_valid(digits))
    return TaxCode()


def _is_valid(digits: str) -> bool:
    try:
        mst.validate(digits)
    except ValidationError:
        return False
    return True


def _tidy(text: str) -> str:
    """One line without separators at its ends; brackets that have lost their partner, or hold it all, go."""
    text = " ".join(text.split()).strip(_EDGES)
    for opened, closed in ("()", "[]"):
        if text.count(opened) != text.count(closed) or (text[:1] == opened and text.find(closed) == len(text) - 1):
            text = text.strip(opened + closed + _EDGES)
    return text


# "Hộ Lý A Nhạn": where accents are written the word alone says it; "Hồ tiêu" has another.
_HOUSEHOLD = re.compile(r"hộ(?!\w)")


def _is_household(accented: str, folded_words: str) -> bool:
    """“Hồ Nguyên” folds to the words of a household; where accents are written they decide."""
    if not folded_words.startswith("ho ") or folded_words.startswith(("ho kinh doanh", "ho kd", "ho sx")):
        return True
    return bool(re.search(r"(?<!\w)(?:nông )?hộ(?!\w)", accented))


# Of one name it is asked several times in turn: when it is shown, hidden, and linked to.
@lru_cache(1_024)
def _is_personal_name(name: str) -> bool:
    """A full name, alone behind the words for the kind, or anywhere where Văn or Thị stands in it."""
    is_bare = name.isascii()
    spelt, words = words_of.fold if is_bare else words_of.key, _person_words(is_bare)
    shown = _without_kind(name).replace(".", " ").split()
    lower = list(map(spelt, shown))
    families = words["families"]
    if any(a in families and b in words["middle"] for a, b in itertools.pairwise(lower[:-1])):
        return True
    if not 2 <= len(shown) <= 5 or not all(w.isalpha() and w[0].isupper() == shown[0][0].isupper() for w in shown):
        return False
    said = f" {' '.join(lower)} "
    if any(f" {word} " in said for word in words["not_persons"]):
        return False
    return lower[0] in words["sure"] or (lower[0] in families and len(shown) >= 3)


def _without_kind(name: str) -> str:
    """The name behind the words that say its kind: “Cơ sở Lê Nhạn” → “Lê Nhạn”."""
    name = words_of.clean(name)
    words = name.split(" ")
    folded = list(map(words_of.fold, words[:4]))
    for length in range(len(folded), 0, -1):
        if _any_kind().fullmatch(" ".join(filter(None, folded[:length]))):
            return " ".join(words[length:])
    return name


@cache
def _kind_patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, _pattern(words)) for kind, words in files.register("producers")["kinds"].items())  # type: ignore[misc]


@cache
def _any_kind() -> re.Pattern[str]:
    """Where any of the kinds begins; one search instead of one for each kind."""
    return _pattern([word for words in files.register("producers")["kinds"].values() for word in words])


def _pattern(words: list[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(_spelt(word) for word in ordered) + ")")


def _spelt(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"[a-z0-9]*" if word.endswith("*") else r"\b")


@cache
def _person_words(bare: bool) -> dict[str, frozenset[str]]:
    """The register's words for persons, and `families` of either kind; bare: as a name without accents has them."""
    spelt = words_of.fold if bare else words_of.key
    words = {group: frozenset(map(spelt, members)) for group, members in files.register("producers")["persons"].items()}
    return words | {"families": words["sure"] | words["also_words"]}
