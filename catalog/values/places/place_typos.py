"""Misspelt names: where a chain lacks a level, the words at its place are compared with the names of that place.

Strict on purpose. The words must be no Vietnamese syllables (“Quỳn1 Lâm”, “Cam Rah”), or stand behind their rank with
one name alone near them; otherwise (“Minh Tâm” for “Minh Tân”) it may be another place, and makes a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.values.places.place_chain import Chain, best_chain
from catalog.values.places.place_index import Index
from catalog.values.places.place_mentions import Mention, levels_of
from catalog.values.places.place_ranks import COMMUNE, DISTRICT, LEVELS, PROVINCE, RANK_FORMS
from catalog.values.places.place_slips import is_broken_rank, is_odd
from catalog.values.places.place_words import BREAK, NEAR, Words

# Letters that may differ: none in names of up to four letters, one in short names, two in long ones.
_SHORTEST, _LONG = 5, 9
_MOST_WORDS = 5
# Prefixes that may be misspelt together with the name: “hyệnea Kar”.
_PREFIXES = {PROVINCE: ("tinh", "thanhpho"), DISTRICT: ("huyen", "thixa", "quan"), COMMUNE: ("xa", "phuong", "thitran")}


def mend(words: Words, index: Index, mentions: list[Mention], chain: Chain | None) -> Chain | None:
    """The chain with levels that it lacked, found under misspelt names; the same where there are none."""
    ends = frozenset(m.end for m in mentions if DISTRICT in m.levels)
    for search in (partial(_province, ends=ends), _district, _commune):
        found = search(words, index, chain)
        if found:
            better = best_chain(words, index, [*mentions, found])
            if not _is_guess(found, better):
                mentions, chain = [*mentions, found], better
    longer = _longer_commune(words, index, chain)
    if longer:
        others = (m for m in mentions if not (longer.start <= m.start and m.end <= longer.end))
        chain = best_chain(words, index, [*others, longer])
    return chain


def _is_guess(found: Mention, chain: Chain | None) -> bool:
    """Whether a doubtful province or district stands without a name below it that confirms it."""
    if not found.doubt or not chain or chain.commune == found:
        return False
    if found not in (chain.province, chain.district):
        return True
    return not (chain.district and (chain.commune or chain.district != found))


def _longer_commune(words: Words, index: Index, chain: Chain | None) -> Mention | None:
    """The misspelt longer name whose beginning is another commune's: “Khánh Yên Tyung” is not Khánh Yên."""
    if not chain or not chain.commune or not chain.districts:
        return None
    commune = chain.commune
    if not chain.district or commune.end >= chain.district.outset or words.gaps[commune.end] != NEAR:
        return None
    keys = set().union(*(index.communes_in[e.unit.code] for e in chain.districts))
    found = _nearest(words, index, chain.district.outset, keys, COMMUNE)
    return found if found and found.start <= commune.start and found.end > commune.end else None


def _province(words: Words, index: Index, chain: Chain | None, ends: frozenset[int]) -> Mention | None:
    """The province at the end of the text; `ends` are the places behind a district's name, where it may begin."""
    if chain and chain.province and not _another_behind(words, chain.province):
        return None
    return _nearest(words, index, len(words), index.province_keys, PROVINCE, ends)


def _another_behind(words: Words, province: Mention) -> bool:
    """Whether a further “tỉnh” stands behind a bare province, which is a district's name then."""
    behind = range(province.end, len(words))
    return province.rank is None and any(words.accents[i] in ("tỉnh", "tinh") for i in behind)


def _district(words: Words, index: Index, chain: Chain | None) -> Mention | None:
    if not chain or not chain.province or chain.district:
        return None
    province, commune = chain.province, chain.commune
    if commune and (commune.end == province.outset or commune.start > province.start):
        return None
    keys = set().union(*(index.districts_in[home] for home in province.named.homes))
    return _nearest(words, index, province.outset, keys, DISTRICT)


def _commune(words: Words, index: Index, chain: Chain | None) -> Mention | None:
    if not chain or chain.commune:
        return None
    if chain.district:
        keys = set().union(*(index.communes_in[e.unit.code] for e in chain.districts))
        return _nearest(words, index, chain.district.outset, keys, COMMUNE)
    if not chain.province:
        return None
    keys = set().union(*(index.communes_in[home] for home in chain.province.named.homes))
    found = _nearest(words, index, chain.province.outset, keys, COMMUNE, ranked=True)
    if not found:
        return None
    between = range(found.end, chain.province.outset)
    return found if all(is_broken_rank(words, index, i) for i in between) else None


def _nearest(
    words: Words,
    index: Index,
    end: int,
    keys: Iterable[str],
    level: str,
    starts: frozenset[int] = frozenset(),
    *,
    ranked: bool = False,
) -> Mention | None:
    """The name that the words before `end` miss by the fewest letters, if only one does; with its rank if `ranked`."""
    choices = {key: key for key in keys if len(key) >= _SHORTEST - 1}
    best: tuple[float, Mention] | None = None
    for first, last in _windows(words, index, end):
        found = _match(words, index, first, last, choices, level, starts)
        if found and (best is None or found[0] < best[0]) and (found[1].rank or not ranked):
            best = found
    return best[1] if best else None


def _windows(words: Words, index: Index, end: int) -> Iterator[tuple[int, int]]:
    ends = (end, end - 1) if end and (words.is_garbled(end - 1) or is_broken_rank(words, index, end - 1)) else (end,)
    for last in ends:
        for first in range(last - 1, max(-1, last - 1 - _MOST_WORDS), -1):
            yield first, last
            if words.gaps[first] == BREAK:
                break


def _match(
    words: Words, index: Index, first: int, last: int, choices: dict[str, str], level: str, starts: frozenset[int]
) -> tuple[float, Mention] | None:
    query = words.glued(first, last)
    prefixes = _PREFIXES[level] if words.is_garbled(first) else ()
    found = _closest(query, choices, prefixes, level)
    if found is None:
        return None
    name, distance, alone, prefix = found
    rank, outset = words.rank_before(first)
    if rank and not prefix and level not in LEVELS[rank] and outset < first and len(words.keys[outset]) > 1:
        return None  # “xã Đông Hưn” is not huyện Đông Hưng; a single letter may be noise
    if prefix or (rank and level not in LEVELS[rank]):
        rank, outset = RANK_FORMS.get(prefix), first
    if rank is None and words.in_street(first):
        return None
    doubt = not _is_slip(words, index, range(first, last), name, level) and not (rank and alone)
    if doubt and not (rank or words.begins(first) or first in starts):
        return None
    accent = words.glued_accents(first, last)
    named = index.names[name]
    levels = levels_of(named, rank, sure=True, street=False)
    mention = Mention(first, last, outset, rank, named, accent, levels, typos=distance, doubt=doubt)
    return distance / len(query) + doubt, mention


def _closest(
    query: str, choices: dict[str, str], prefixes: tuple[str, ...], level: str
) -> tuple[str, int, bool, str] | None:
    """The only closest name, in how many letters it differs, whether no other comes near, and the prefix before it."""
    # There are few provinces: the words may miss more of their names.
    less = level == PROVINCE
    bound = 2 if len(query) >= _LONG - less else 1
    if len(query) < _SHORTEST - less:
        return None
    used = ""
    found = _extract(query, choices, 2)
    for prefix in prefixes:
        if not found and len(query) >= _LONG - 1:
            found, used = _extract(query, {prefix + key: key for key in choices}, 1), prefix
    if not found or not 0 < found[0][1] <= bound or (len(found) > 1 and found[1][1] == found[0][1]):
        return None
    return found[0][0], found[0][1], len(found) == 1, used


def _extract(query: str, choices: dict[str, str], cutoff: int) -> list[tuple[str, int]]:
    found = process.extract(query, choices.keys(), scorer=OSA.distance, score_cutoff=cutoff, limit=3)
    return [(choices[key], int(far)) for key, far, _ in found]


def _is_slip(words: Words, index: Index, span: range, name: str, level: str) -> bool:
    """Whether every word that differs from the name can be in no other name; in prose only garbled words count."""
    odd = [words.is_garbled(i) if level == PROVINCE else is_odd(words, index, i) for i in span]
    return any(odd) and all(words.keys[i] in name for i, is_one in zip(span, odd, strict=True) if not is_one)
