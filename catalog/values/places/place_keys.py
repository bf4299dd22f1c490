"""One word of an address: its keys, with and without accents, and the pieces into which a glued word falls."""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.values import text as texts
from catalog.values.places.place_ranks import RANK_FORMS

# A number glued to its rank: “P12”, “Quận6”.
_NUMBERED = re.compile(r"([^\W\d]+)(\d{1,2})")
# Whole syllables that are written with i or y alike; a listed set, for tai is not tay.
_Y_AS_I = {s: s.replace("y", "i") for s in ("quy", "my", "ly", "ky", "sy", "ty", "hy", "vy")}
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
# Key, accents, whole and as shown, of one word; see Part.
Word = tuple[str, str, str, str]


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """One word folded, y and i as they are."""
    return texts.fold(word).replace(" ", "")


@lru_cache(maxsize=20_000)
def syllable(word: str) -> str:
    """The key of one word: folded, y as i where both are usual, numbers without leading zeros."""
    key = folded(word)
    if key.isdecimal():
        return key.lstrip("0") or "0"
    return _Y_AS_I.get(key, key)


@lru_cache(maxsize=20_000)
def accented(word: str) -> str:
    """The key of one word when accents count."""
    key = texts.key(word)
    return key.translate(_Y_TO_I) if texts.fold(word) in _Y_AS_I else key


def pieces(word: str) -> list[str]:
    """“TỉnhYên” and “TPBảo” fall into two, “P12” too; words of one case stay whole."""
    numbered = _NUMBERED.fullmatch(word)
    if numbered and RANK_FORMS.get(numbered[1].lower()) in ("phường", "quận"):
        return [numbered[1], numbered[2]]
    if word[1:].islower() or word.isupper() or word.islower() or len(word) < 3:
        return [word]
    cuts = [i for i in range(1, len(word)) if _is_cut(word, i)]
    return [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True)]


def _is_cut(word: str, i: int) -> bool:
    """Whether a new name begins inside a word: Tỉnh|Yên, TP|Bảo."""
    if not word[i].isupper():
        return False
    return word[i - 1].islower() or (i + 1 < len(word) and word[i + 1].islower())


@lru_cache(maxsize=20_000)
def columns(word: str) -> tuple[Word, ...]:
    """(key, accents, whole, shown) of each piece of one written word; pieces without a letter or digit fall out."""
    whole = syllable(word)
    return tuple((key, accented(piece), whole, piece) for piece in pieces(word) if (key := syllable(piece)))
