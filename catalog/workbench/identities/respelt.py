"""Other ways in which a producer's name may have been written, as keys: by their digests alone the gone are known.

A takedown keeps the digests of the keys that rows had (tombstones.py), and nothing of a name that could be compared. So
it is the row that comes which is written in every usual way, and not the person who is remembered in more of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

from catalog.registers import files
from catalog.values import people, text
from catalog.values.places.place_index import index
from catalog.workbench.identities.candidates import NOWHERE, name_and_where

# Spellings of one name beyond so many are not tried: each syllable that writers mix up doubles them.
MOST = 32
_PROVINCE_CODE, _COMMUNE_CODE = 2, 5
_OF_PERSONS = frozenset({"household", "establishment", "unknown"})
# Writers mix up hỏi and ngã, and i and y where it is the only vowel.
_TONES = str.maketrans("ảẩẳẻểỉỏổởủửỷãẫẵẽễĩõỗỡũữỹ", "ãẫẵẽễĩõỗỡũữỹảẩẳẻểỉỏổởủửỷ")
_I_AND_Y = str.maketrans("iìíỉĩịyỳýỷỹỵ", "yỳýỷỹỵiìíỉĩị")
_ONE_VOWEL = re.compile(r"(?:qu|[bcdđghklmnprstvx]*)[iìíỉĩịyỳýỷỹỵ]")


def keys(key: str, commune: str = "") -> Iterator[str]:
    """A producer's key (identity.Marks.producer) with the name written otherwise, and the place less or more exact.

    commune: the code of the one that the row names, blank where it names none.
    """
    name, where = name_and_where(key)
    # Also of a name that is none we know: “bà Lí Thị Nhạn”.
    may_be_person = len(where) == _COMMUNE_CODE or people.producer_kind(name) in _OF_PERSONS
    names = set(_names(name, _forms("person" if may_be_person else "organisation")))
    places = [*_places(where), *(_communes(where, commune) if may_be_person else ())]
    return (f"producer:{n}|{p}" for p in places for n in names)


def _names(name: str, forms: tuple[str, ...]) -> Iterator[str]:
    """The name behind each form, as it is, spelt otherwise and without accents."""
    bare = _without(name, forms)
    for spelt in (*_spellings(bare), text.fold(bare)):
        # Without accents the whole name is.
        said = map(text.fold, forms) if spelt.isascii() and not bare.isascii() else forms
        yield from (f"{form} {spelt}".strip() for form in ("", *said))
    yield text.fold(name)


def _without(name: str, forms: Iterable[str]) -> str:
    """The name without the words for its form in front; the name where nothing else is left."""
    found = name
    while form := next((f for f in forms if found.startswith(f"{f} ")), ""):
        found = found[len(form) + 1 :]
    return found


def _spellings(name: str) -> Iterator[str]:
    choices = (dict.fromkeys((word, *_otherwise(word))) for word in name.split())
    return itertools.islice(map(" ".join, itertools.product(*choices)), MOST)


def _otherwise(word: str) -> Iterator[str]:
    yield word.translate(_TONES)
    if _ONE_VOWEL.fullmatch(word):
        yield word.translate(_I_AND_Y)


def _places(where: str) -> list[str]:
    """The place, and what a row that says less of it has in its stead."""
    unit = index().communes.get(where) if len(where) == _COMMUNE_CODE else None
    return [where, NOWHERE, *([unit.parent] if unit else ())]


def _communes(where: str, commune: str) -> tuple[str, ...]:
    """The communes of which a person may be whose row names this place."""
    if commune:
        return (commune,)
    return _communes_of(where) if len(where) == _PROVINCE_CODE else ()


@cache
def _communes_of(province: str) -> tuple[str, ...]:
    return tuple(code for code, unit in index().communes.items() if unit.parent == province)


@cache
def _forms(kind: str) -> tuple[str, ...]:
    """The longest first, so that “hộ kinh doanh” is not taken for “hộ”."""
    return tuple(sorted(map(text.key, files.register("alike")["forms"][kind]), key=len, reverse=True))
