"""Words of an address that are slips by themselves, whatever name was meant."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from catalog.registers.places import Unit
from catalog.values.places.place_index import Index
from catalog.values.places.place_ranks import GLUED_RANKS, RANK_FORMS
from catalog.values.places.place_words import Words

# A district's name of so many letters may be garbled in two of them, a shorter one in one.
_LONG_NAME = 5
# So many words may stand between a commune and its province to be its garbled district.
_MOST_WORDS = 10


def is_odd(words: Words, index: Index, i: int) -> bool:
    """Whether word i can be no syllable at all, or is in no name of the register as it is accented."""
    if words.is_garbled(i):
        return True
    key = words.keys[i]
    if key.isdecimal():
        return False
    # A word without accents may be typed so, and be another name's.
    return key not in index.syllables or not (words.accents[i].isascii() or words.accents[i] in index.accents)


def is_broken_rank(words: Words, index: Index, i: int) -> bool:
    """Whether word i is a misspelt rank: “Hyện”, “ỉnh”; no word that is in a name is one (“Xuyên”)."""
    key = words.keys[i]
    if key in index.syllables or len(key) < len(_LONG_RANKS[0]) - 1:
        return False
    return any(OSA.distance(key, rank, score_cutoff=1) <= 1 for rank in _LONG_RANKS)


_LONG_RANKS = ("tinh", "huyen", "phuong", "thanhpho", "thixa", "thitran")


def fits_district(words: Words, index: Index, start: int, end: int, district: Unit) -> bool:
    """Whether the words from start to end are the district's name, garbled: “H. Bến Lứ” for huyện Bến Lức.

    Odd words and ranks, broken ones too, may stand before and behind the name.
    """
    if end - start > _MOST_WORDS:
        return False
    name = index.key(district.name)
    prefixes = ("", *(form for form, rank in _FORMS if rank == district.rank))
    bound = 2 if len(name) >= _LONG_NAME else 1
    aside = [_is_aside(words, index, i) for i in range(start, end)]
    return any(
        OSA.distance(words.glued(first, last), prefix + name, score_cutoff=bound) <= bound
        for first in range(start, end)
        if all(aside[: first - start])
        for last in range(first + 1, end + 1)
        if all(aside[last - start :])
        for prefix in prefixes
    )


def _is_aside(words: Words, index: Index, i: int) -> bool:
    """Whether word i may be no part of a name: a rank, or no word at all."""
    return words.accents[i] in RANK_FORMS or len(words.keys[i]) == 1 or is_odd(words, index, i)


_FORMS = tuple(pair for pairs in GLUED_RANKS.values() for pair in pairs)
