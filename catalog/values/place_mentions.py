"""Where the words of an address name a unit of the register, exactly as it is spelt there or folded."""

from __future__ import annotations

from typing import NamedTuple

from catalog.values.place_index import Index, Named
from catalog.values.place_ranks import GLUED_RANKS, LEVELS, PROVINCE
from catalog.values.place_words import DOT, NEAR, Words, syllable

# Ranks that a number may stand behind as a name: “Phường 13”, or a cell that holds no more than “13”.
_NUMBERED = frozenset({"phường", "quận", "thị trấn", "/commune", "/district"})


class Mention(NamedTuple):
    """A name of the index at words start to end; from `outset` on with its rank.

    accent  the name as written, with accents, glued
    sure    the rank is a whole word, not a single letter that may be noise
    street  it follows a hamlet word, a street word or a house number
    cut     a garbled word follows that may belong to the name
    typos   letters in which it differs from the register's name
    doubt   the words may as well be another name
    """

    start: int
    end: int
    outset: int
    rank: str | None
    named: Named
    accent: str
    sure: bool = True
    street: bool = False
    cut: bool = False
    typos: int = 0
    doubt: bool = False

    def may_be(self, level: str) -> bool:
        """Whether its rank allows the level."""
        if self.rank is None:
            return not self.street or level == PROVINCE
        return level in LEVELS[self.rank] or not self.sure


def find_mentions(words: Words, index: Index) -> list[Mention]:
    """Every name of the register in the text, also inside one another."""
    found: list[Mention] = []
    for start, key in enumerate(words.keys):
        if key in index.beginnings:
            found += _mentions_at(words, index, start, start + 1, key, None)
        if key not in index.syllables or key == "t" or (len(key) == 2 and words.shown[start].isupper()):
            found += _glued_mentions(words, index, start)
        if key[0] == "t" and words.has_accents and words.begins(start):
            found += _provinces_behind_t(words, index, start)
    return found + _freed(found)


def _mentions_at(words: Words, index: Index, start: int, end: int, glued: str, glued_rank: str | None) -> list[Mention]:
    """Mentions that begin at a word; `glued` is the key of the words from start to end, without a rank cut off."""
    keys, gaps, names, beginnings = words.keys, words.gaps, index.names, index.beginnings
    found: list[Mention] = []
    rank, outset, sure, street = glued_rank, start, True, False
    while True:
        named = names.get(glued)
        if named is not None:
            if not found and glued_rank is None:
                rank, outset = words.rank_before(start)
                # A single letter with nothing but a space behind it may be noise.
                sure = outset == start or len(keys[outset]) > 1 or gaps[start] != NEAR
                street = rank is None and words.in_street(start)
            if not glued.isdecimal() or (end == start + 1 and rank in _NUMBERED):
                cut = end < len(keys) and gaps[end] == NEAR and _is_foreign(words, index, end)
                accent = words.glued_accents(start, end)
                found.append(Mention(start, end, outset, rank, named, accent, sure, street, cut))
        if end >= len(keys) or gaps[end] >= DOT:
            return found
        glued += keys[end]
        if glued not in beginnings:
            return found
        end += 1


def _is_foreign(words: Words, index: Index, i: int) -> bool:
    return words.keys[i] not in index.syllables and words.is_garbled(i)


def _glued_mentions(words: Words, index: Index, start: int) -> list[Mention]:
    """Mentions behind a rank that is glued to them: “hvanyen”, “TPhà Nội” (which falls into T and Phà)."""
    word, end = words.keys[start], start + 1
    if word == "t":
        if end >= len(words) or words.whole[end] != words.whole[start]:
            return []
        word, end = word + words.keys[end], end + 1
    elif start and words.keys[start - 1] == "t" and words.whole[start - 1] == words.whole[start]:
        return []
    return [
        mention._replace(sure=len(prefix) > 1)
        for prefix, rank in GLUED_RANKS.get(word[0], ())
        if word.startswith(prefix) and len(word) > len(prefix) and (end == start + 1 or len(prefix) == 2)
        for mention in _mentions_at(words, index, start, end, syllable(word[len(prefix) :]), rank)
        if mention.end > end or len(word) > len(prefix) + 2
    ]


def _provinces_behind_t(words: Words, index: Index, start: int) -> list[Mention]:
    """“Thà Tĩnh” is T. Hà Tĩnh: its accents say so, which “Tân Giang” (not T. An Giang) does not."""
    rest = syllable(words.keys[start][1:])
    if rest not in index.beginnings:
        return []
    found = _mentions_at(words, index, start, start + 1, rest, "tỉnh")
    return [m for m in found if any(e.accent == m.accent[1:] for e in m.named.provinces)]


def _freed(mentions: list[Mention]) -> list[Mention]:
    """Mentions whose rank or street word may end the name before: “Tứ Xã Lâm Thao” is Tứ Xã in Lâm Thao."""
    bound = [m for m in mentions if m.outset < m.start or m.street]
    if not bound:
        return []
    reach: dict[int, int] = {}
    for m in mentions:
        reach[m.end] = min(m.start, reach.get(m.end, m.start))
    return [
        m._replace(rank=None, outset=m.start, street=False)
        for m in bound
        if reach.get(m.start, m.start) < min(m.outset, m.start - 1)
    ]
