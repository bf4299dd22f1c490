"""Where the words of an address name a unit of the register, exactly as it is spelt there or folded."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from catalog.values.places.place_index import Index, Named
from catalog.values.places.place_keys import folded, syllable
from catalog.values.places.place_ranks import COMMUNE, GLUED_RANKS, LEVELS, PROVINCE
from catalog.values.places.place_words import DOT, NEAR, Part, Words

# Ranks that a number may stand behind as a name: “Phường 13”, or a cell that holds no more than “13”.
_NUMBERED = frozenset({"phường", "quận", "thị trấn", "/commune", "/district"})


class Mention(NamedTuple):
    """A name of the index at words start to end; from `outset` on with its rank.

    accent  the name as written, with accents, glued
    levels  of which levels a unit of that name may be meant, by its rank
    sure    the rank is a whole word, not a single letter that may be noise
    street  it follows a hamlet word, a street word or a house number
    cut     a garbled word follows that may belong to the name
    typos   letters in which it differs from the register's name
    doubt   the words may as well be another name, or of another level
    """

    start: int
    end: int
    outset: int
    rank: str | None
    named: Named
    accent: str
    levels: frozenset[str]
    sure: bool = True
    street: bool = False
    cut: bool = False
    typos: int = 0
    doubt: bool = False

    def behind(self, first: int) -> Mention:
        """The same in a text in which its part begins at word `first`."""
        moved = (self.start + first, self.end + first, self.outset + first)
        return Mention._make(moved + self[3:])


def levels_of(named: Named, rank: str | None, sure: bool, street: bool) -> frozenset[str]:
    """Of which levels a unit of that name may be meant: by the register, and by its rank."""
    if rank is None:
        return named.levels & _PROVINCE_ONLY if street else named.levels
    return named.levels & LEVELS[rank] if sure else named.levels


_PROVINCE_ONLY, _COMMUNE_ONLY = frozenset({PROVINCE}), frozenset({COMMUNE})


def find_mentions(words: Words, index: Index) -> list[Mention]:
    """Every name of the register in the text, also inside one another; a name has no break inside."""
    found: list[Mention] = []
    for first, part in words.parts:
        inside = _mentions_in(part, index, words.forced.get(first), words.has_accents)
        found += [mention.behind(first) for mention in inside] if first and inside else inside
    return found


# Parts and their mentions are remembered alike: in a column the same provinces and districts come again.
@lru_cache(maxsize=10_000)
def _mentions_in(part: Part, index: Index, forced: str | None, accents: bool) -> tuple[Mention, ...]:
    """The mentions in one part of a text; `accents` says whether there are any in the whole text."""
    if forced:
        part = part.under(forced)
    found: list[Mention] = []
    for start, key in enumerate(part.keys):
        if key in index.beginnings:
            found += _mentions_at(part, index, start, start + 1, key, None)
        if key not in index.syllables or key == "t" or (len(key) == 2 and part.shown[start].isupper()):
            found += _glued_mentions(part, index, start)
        if key[0] == "t" and accents and part.begins(start):
            found += _provinces_behind_t(part, index, start)
    return tuple([m for m in found + _freed(found) if m.levels])


def _mentions_at(words: Part, index: Index, start: int, end: int, glued: str, glued_rank: str | None) -> list[Mention]:
    """Mentions that begin at a word; `glued` is the key of the words from start to end, without a rank cut off."""
    keys, gaps, names, beginnings = words.keys, words.gaps, index.names, index.beginnings
    found: list[Mention] = []
    rank, outset, sure, street, doubt = glued_rank, start, True, False, False
    while True:
        named = names.get(glued)
        if named is not None:
            if not found and glued_rank is None:
                rank, outset = words.rank_before(start)
                # A single letter with nothing but a space behind it may be noise.
                sure = outset == start or len(keys[outset]) > 1 or gaps[start] != NEAR
                doubt = outset < start and _is_part_of_rank(words, index, outset)
                street = rank is None and words.in_street(start)
            if not glued.isdecimal() or (end == start + 1 and rank in _NUMBERED):
                cut = end < len(keys) and gaps[end] == NEAR and _is_foreign(words, index, end)
                accent = words.glued_accents(start, end)
                levels = levels_of(named, rank, sure and not doubt, street)
                if (rank is None or end > start + 1) and _is_another_word(named, accent):
                    levels &= _COMMUNE_ONLY
                found.append(Mention(start, end, outset, rank, named, accent, levels, sure, street, cut, doubt=doubt))
        if end >= len(keys) or gaps[end] >= DOT:
            return found
        glued += keys[end]
        if glued not in beginnings:
            return found
        end += 1


def _is_part_of_rank(words: Part, index: Index, outset: int) -> bool:
    """Whether the xã at word `outset` ends a misspelt “thị xã”: “Th xã Quế Võ”, “hTị xã Quế Võ”."""
    if outset == 0 or words.keys[outset] != "xa" or words.gaps[outset] != NEAR:
        return False
    before = words.whole[outset - 1]
    return (len(before) < 3 or before not in index.syllables) and OSA.distance(before, "thi", score_cutoff=1) <= 1


def _is_another_word(named: Named, accent: str) -> bool:
    """Whether words have other accents than the one-syllable province of that name: the Huệ of “12 Nguyễn Huệ”."""
    if not named.provinces or accent.isascii() or " " in named.provinces[0].unit.name:
        return False
    return all(e.accent not in ("", accent) for e in named.provinces)


def _is_foreign(words: Part, index: Index, i: int) -> bool:
    return words.keys[i] not in index.syllables and words.is_garbled(i)


def _glued_mentions(words: Part, index: Index, start: int) -> list[Mention]:
    """Mentions behind a rank that is glued to them: “hvanyen”, “TPhà Nội” (which falls into T and Phà)."""
    word, end = folded(words.shown[start]), start + 1
    if word == "t":
        if end >= len(words) or words.whole[end] != words.whole[start]:
            return []
        word, end = word + words.keys[end], end + 1
    elif start and words.keys[start - 1] == "t" and words.whole[start - 1] == words.whole[start]:
        return []
    return [
        mention if len(prefix) > 1 else mention._replace(sure=False, levels=mention.named.levels)
        for prefix, rank in GLUED_RANKS.get(word[0], ())
        if word.startswith(prefix) and len(word) > len(prefix) and (end == start + 1 or len(prefix) == 2)
        for mention in _mentions_at(words, index, start, end, syllable(word[len(prefix) :]), rank)
        if mention.end > end or len(word) > len(prefix) + 2
    ]


def _provinces_behind_t(words: Part, index: Index, start: int) -> list[Mention]:
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
        m._replace(rank=None, outset=m.start, street=False, levels=m.named.levels)
        for m in bound
        if reach.get(m.start, m.start) < min(m.outset, m.start - 1)
    ]
