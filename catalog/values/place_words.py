"""The words of an address: cut apart, folded, and with the rank or hamlet word that stands before each."""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.values import text as texts
from catalog.values.place_ranks import HAMLETS, HAMLETS_FIRST, RANK_FORMS

# What stands between two words, by how strongly it parts them.
NEAR, DASH, DOT, BREAK = 0, 1, 2, 3

# A cell may hold 32,767 characters; of a longer text the beginning and the end are read.
MAX_LETTERS = 6_000

# How a Vietnamese syllable is built, without accents; what is built otherwise is a slip or a name of the highlands.
_SYLLABLE = re.compile(
    "(?:[bcdghklmnprstvx]|[cgknpt]h|ngh?|nh|tr|gi|qu)?"
    "(?:(?:[aeiou]|[iy]e|o[aeo]|u[aeoy]|uye)(?:[cmnpt]|ch|n[gh])"
    "|[aeiouy]|a[iouy]|e[ou]|i[aeu]|o[aei]|u[aeiouy]|y[e]|[iy]eu|oa[ioy]|oeo|u[ao]y|uo[iu]|uy[aeu])"
)
# A house number (“25”, “8f”, “b12”); roads (QL5, TL12, ĐT3) and quarters (KP4, KV3) have names behind them.
_HOUSE = re.compile(r"(?!ql|tl|đt|dt|hl|kp|kv)\w{0,2}\d+\w{0,2}")
_WORD = re.compile(r"[^\W_]+")
# A number glued to its rank: “P12”, “Quận6”.
_NUMBERED = re.compile(r"([^\W\d]+)(\d{1,2})")
# Whole syllables that are written with i or y alike; a listed set, for tai is not tay.
_Y_AS_I = {s: s.replace("y", "i") for s in ("quy", "my", "ly", "ky", "sy", "ty", "hy", "vy")}
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


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


class Words:
    """The words of a text, in parallel lists.

    keys     folded; glued together they are the keys of the index
    accents  with accents, in small letters
    whole    the key of the word as spaces part it: “TỉnhYên” is two words of one whole
    gaps     what stands before each
    shown    as written
    forced   position → the level that the sheet's column gives to a name that begins there
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.accents: list[str] = []
        self.whole: list[str] = []
        self.gaps: list[int] = []
        self.shown: list[str] = []
        self.forced: dict[int, str] = {}
        self.has_accents = False

    def __len__(self) -> int:
        return len(self.keys)

    def drop_country(self, first: int) -> None:
        """Takes “Việt Nam” off the end of the part that begins at word `first`."""
        if not self.keys or self.keys[-1] not in ("nam", "vietnam", "vn"):
            return
        for country in (["viet", "nam"], ["vietnam"], ["vn"]):
            if self.keys[first:][-len(country) :] == country:
                self._drop_last(len(country))

    def drop_english_rank(self, first: int) -> None:
        """Takes the “province” or “city” off the end of “Quang Nam province”."""
        if len(self) > first + 1 and self.keys[-1] in ("province", "city") and self.gaps[-1] == NEAR:
            self._drop_last(1)

    def _drop_last(self, count: int) -> None:
        for column in (self.keys, self.accents, self.whole, self.gaps, self.shown):
            del column[-count:]

    def speaks_of_commune(self) -> bool:
        """Whether a whole rank word of a commune, or a cell of its own, says that one is meant."""
        ranks = (RANK_FORMS.get(self.accents[i]) for i in range(len(self)) if len(self.keys[i]) > 1)
        return "/commune" in self.forced.values() or any(rank in ("xã", "phường") for rank in ranks)

    def said(self, start: int, end: int) -> str:
        """The words as they were written, for the evidence."""
        return " ".join(self.shown[start:end])

    def glued(self, start: int, end: int) -> str:
        """The key of a run of words."""
        return "".join(self.keys[start:end])

    def glued_accents(self, start: int, end: int) -> str:
        """The same with accents."""
        return "".join(self.accents[start:end])

    def is_small(self, i: int) -> bool:
        """Whether word i begins a part that names a hamlet, a street or a number."""
        word = self.accents[i]
        return word in HAMLETS or word in HAMLETS_FIRST or word[0].isdecimal()

    def begins(self, i: int) -> bool:
        """Whether word i begins a part of the text."""
        return i == 0 or self.gaps[i] != NEAR

    def ends(self, end: int) -> bool:
        """Whether a part of the text ends before word `end`."""
        return end >= len(self.keys) or self.gaps[end] != NEAR

    def continues(self, i: int) -> bool:
        """Whether word i is cut from the same written word as the one before: the F of “HộF”."""
        return i > 0 and self.whole[i] == self.whole[i - 1] and self.gaps[i] == NEAR and self.whole[i] != self.keys[i]

    def is_garbled(self, i: int) -> bool:
        """Whether word i can be no syllable and no rank."""
        key = self.keys[i]
        if len(key) == 1 and self.continues(i):
            return True
        return not (_SYLLABLE.fullmatch(key) or key.isdecimal() or self.accents[i] in RANK_FORMS)

    def rank_before(self, i: int) -> tuple[str | None, int]:
        """The rank written before word i, and where it begins (i where there is none)."""
        if i >= 2 and self.gaps[i] != BREAK and self.gaps[i - 1] == NEAR:
            rank = RANK_FORMS.get(f"{self.accents[i - 2]}_{self.accents[i - 1]}")
            if rank:
                return rank, i - 2
        if i >= 1 and self.gaps[i] != BREAK:
            rank = RANK_FORMS.get(self.accents[i - 1])
            if rank and not self._is_part(i - 1):
                return rank, i - 1
        return (self.forced[i], i) if i in self.forced else (None, i)

    def _is_part(self, i: int) -> bool:
        """Whether a rank word is none: the xã of “hợp tác xã”, the F of “HộF”."""
        if len(self.keys[i]) == 1:
            return self.continues(i)
        return i > 0 and self.keys[i] == "xa" and self.keys[i - 1] == "tac"

    def in_street(self, i: int) -> bool:
        """Whether word i follows a hamlet word, a street word or a house number."""
        if i == 0 or self.gaps[i] == BREAK:
            return False
        before = self.accents[i - 1]
        if before in ("phố", "pho") and i > 1 and self.is_garbled(i - 2):
            return False  # a misspelt “thành phố”
        if before in HAMLETS or (before in HAMLETS_FIRST and self.begins(i - 1)):
            return True
        begins = i == 1 or self.gaps[i - 1] == BREAK
        return begins and self.gaps[i] == NEAR and _HOUSE.fullmatch(before) is not None


def add_words(words: Words, text: str, level: str | None = None) -> None:
    """Adds the words of a further part; `level` is what a column says that its first name is."""
    if len(text) > MAX_LETTERS:
        text = text[: MAX_LETTERS // 2] + " ; " + text[-MAX_LETTERS // 2 :]
    text = texts.clean(text.replace("\n", " ; "))
    words.has_accents |= not text.isascii()
    first, end = len(words), 0
    for match in _WORD.finditer(text):
        gap = _gap(text[end : match.start()]) if end else BREAK
        for key, accents, whole, shown in columns(match[0]):
            words.keys.append(key)
            words.accents.append(accents)
            words.whole.append(whole)
            words.shown.append(shown)
            words.gaps.append(gap)
            gap = NEAR
        end = match.end()
    words.drop_country(first)
    words.drop_english_rank(first)
    if level and len(words) > first:
        words.forced[first] = "/" + level


@lru_cache(maxsize=1_000)
def _gap(between: str) -> int:
    if between == " " or between == "":
        return NEAR
    if any(c in ',;/|()[]\\•+&"“”' for c in between):
        return BREAK
    if any(c in ".:" for c in between):
        return DOT
    return DASH if " " in between else NEAR


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
def columns(word: str) -> tuple[tuple[str, str, str, str], ...]:
    """(key, accents, whole, shown) of each piece of one written word; pieces without a letter or digit fall out."""
    whole = syllable(word)
    return tuple((key, accented(piece), whole, piece) for piece in pieces(word) if (key := syllable(piece)))
