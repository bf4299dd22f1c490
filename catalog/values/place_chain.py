"""From the names in an address to the best chain of units: province, district, commune, each inside the other.

A chain is scored by its levels, by the ranks that are written, and by how near its names stand to each other. An
address runs from small to large; the other way round counts less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalog.values.place_index import CommuneEntry, Entry, Index
from catalog.values.place_mentions import Mention
from catalog.values.place_ranks import COMMUNE, DISTRICT, LEVELS, PROVINCE, RANK_FORMS
from catalog.values.place_words import Words

# Names farther from each other than this many words do not belong together.
REACH = 14
# Of a long text the first and last mentions of provinces and districts are looked at.
MOST_ANCHORS = 12

# Scores; what matters is their order. A commune inside its district inside its province is the surest reading.
_LEVEL = {PROVINCE: 2.0, DISTRICT: 2.6, COMMUNE: 2.6}
_RANK, _OTHER_RANK, _SAME_RANK = 0.8, -1.5, 0.5
_GAP, _MOST_GAP = -0.3, -2.4
_BACKWARDS = -1.2
_WORD = 0.15
_ACCENT = 0.3
_TYPO = -0.5
# What a reading loses that has no district, no province, or neither.
_TWO_LEVELS, _NO_PROVINCE, _ALONE = -0.3, -1.0, -1.2
_ELSEWHERE = 0.5
_ABOVE_COMMUNES = frozenset({"tỉnh", "thành phố", "huyện", "quận", "thị xã"})


class Chain(NamedTuple):
    """One reading: mentions of a province, a district, a commune (any may be missing) and the units they may be.

    misfit  a province that does not have the district stands right behind it
    """

    score: float
    province: Mention | None
    district: Mention | None
    commune: Mention | None
    provinces: Sequence[Entry] = ()
    districts: Sequence[Entry] = ()
    communes: Sequence[CommuneEntry] = ()
    misfit: bool = False


def best_chain(words: Words, index: Index, mentions: Iterable[Mention]) -> Chain | None:
    """The best reading of the mentions; None where they name no unit for sure."""
    provinces, districts, communes = _by_level(mentions)
    best: Chain | None = None
    for province in provinces:
        for chain in _chains_of(words, index, province, districts, communes):
            if best is None or chain.score > best.score:
                best = chain
    if best and best.district and best.commune:
        return best
    for chain in _chains_without(words, index, provinces, districts, communes):
        if best is None or chain.score > best.score:
            best = chain
    return best


def _by_level(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention], list[Mention]]:
    provinces, districts, communes = [], [], []
    for mention in mentions:
        named = mention.named
        if named.provinces and mention.may_be(PROVINCE):
            provinces.append(mention)
        if named.districts and mention.may_be(DISTRICT):
            districts.append(mention)
        if named.communes and mention.may_be(COMMUNE):
            communes.append(mention)
    return _outermost(_ends(_unless_hamlets(provinces))), districts, communes


def _unless_hamlets(provinces: list[Mention]) -> list[Mention]:
    """The mentions without those behind a hamlet or street word that a plain one follows: “thôn Hà Nam, Hà Tĩnh”."""
    last = max((m.start for m in provinces if not m.street), default=-1)
    return [m for m in provinces if not m.street or m.start > last]


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """The mentions that are no part of a longer one: “Vũng Tàu” in “Bà Rịa - Vũng Tàu” is."""
    return [
        m
        for m in mentions
        if not any(o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in mentions)
    ]


def _ends(mentions: list[Mention]) -> list[Mention]:
    if len(mentions) <= 2 * MOST_ANCHORS:
        return mentions
    return mentions[:MOST_ANCHORS] + mentions[-MOST_ANCHORS:]


def _near(one: Mention, other: Mention) -> bool:
    """Whether two mentions stand apart and within reach of each other."""
    if one.end <= other.outset:
        return other.outset - one.end <= REACH
    return one.outset >= other.end and one.outset - other.end <= REACH


# ── with a province ──


def _chains_of(
    words: Words, index: Index, province: Mention, districts: list[Mention], communes: list[Mention]
) -> Iterator[Chain]:
    named = province.named
    base = _LEVEL[PROVINCE] + _rank_score(province, named.provinces, PROVINCE)
    base += _WORD * (province.end - province.start) + _TYPO * province.typos
    yield Chain(base, province, None, None, named.provinces)
    near = [m for m in communes if _near(m, province)]
    for district in districts:
        inside = districts_inside(index, district, province)
        if inside and _near(district, province):
            score = base + _step(district, province, inside, DISTRICT)
            chain = Chain(score, province, district, None, named.provinces, inside)
            yield chain
            yield from _with_commune(words, index, chain, district, near)
    for commune in near:
        found = [e for e in commune.named.communes if e.area.home in named.homes]
        if found and _stands(words, index, commune, province):
            score = base + _step(commune, province, found, COMMUNE) + _TWO_LEVELS
            yield Chain(score, province, None, commune, named.provinces, (), found)


def districts_inside(index: Index, mention: Mention, province: Mention) -> list[Entry]:
    """The districts of that name in the province: of the old one so named, else of the land of the new one."""
    entries, named = mention.named.districts, province.named
    strict = [e for e in entries if e.unit.parent in named.old]
    return strict or [e for e in entries if index.home(e.unit) in named.new]


def _stands(words: Words, index: Index, commune: Mention, province: Mention) -> bool:
    """Whether a commune may be read straight before a province: with its rank, or as a part of its own beside it."""
    if commune.rank:
        return True
    if words.has_accents and all(e.accent != commune.accent for e in commune.named.communes):
        return False
    if commune.end <= province.outset:
        known = words.begins(commune.start) or words.whole[commune.start - 1] in index.syllables
        return known and province.outset == commune.end
    return commune.start == province.end and words.ends(commune.end)


def _with_commune(words: Words, index: Index, chain: Chain, district: Mention, near: list[Mention]) -> Iterator[Chain]:
    """The chain with each commune of its district that stands within reach."""
    codes = {e.unit.code for e in chain.districts}
    for commune in near:
        if not _near(commune, district) or _is_tail(words, commune):
            continue
        found = communes_inside(index, commune, codes)
        if found:
            kept = _kept(index, chain.districts, found) if len(codes) > 1 else chain.districts
            score = chain.score + _step(commune, district, found, COMMUNE)
            score += _SAME_RANK * any(e.rank == district.rank for e in kept)
            yield chain._replace(score=score, commune=commune, communes=found, districts=kept)
        elif chain.province and commune.rank and commune.sure and commune.end == district.outset:
            yield from _elsewhere(chain, commune)


def _is_tail(words: Words, commune: Mention) -> bool:
    """Whether a bare name of one syllable stands behind another word: the Thắng of “Tàn Thắng” is no name."""
    if commune.rank or commune.end - commune.start > 1 or words.begins(commune.start):
        return False
    return not words.keys[commune.start - 1].isdecimal()


def communes_inside(index: Index, mention: Mention, codes: set[str]) -> list[CommuneEntry]:
    """The communes of the districts; where there is none, the communes in force on land of the districts."""
    entries = mention.named.communes
    found = [e for e in entries if e.district in codes]
    return found or [e for e in entries if not e.district and any(e.unit.code in index.heirs[code] for code in codes)]


def _kept(index: Index, districts: Sequence[Entry], communes: list[CommuneEntry]) -> list[Entry]:
    """Of several districts of one name, those that have one of the communes."""
    own = {e.district for e in communes}
    codes = {e.unit.code for e in communes}
    return [e for e in districts if e.unit.code in own or ("" in own and codes & index.heirs[e.unit.code])]


def _elsewhere(chain: Chain, commune: Mention) -> Iterator[Chain]:
    """A commune that the district does not have, but its province does: a question, not an answer."""
    provinces = {e.unit.parent for e in chain.districts}
    found = [e for e in commune.named.communes if e.district and e.area.province.code in provinces]
    if found:
        asked = commune._replace(doubt=True)
        yield chain._replace(score=chain.score + _ELSEWHERE, commune=asked, communes=found)


# ── without ──


def _chains_without(
    words: Words, index: Index, provinces: list[Mention], districts: list[Mention], communes: list[Mention]
) -> Iterator[Chain]:
    """Chains of a text that names no province, or one that does not fit."""
    behind = {m.outset: m for m in provinces}
    whole = [m for m in communes if not m.cut]
    for district in _ends(districts):
        # A garbled word may belong to a short name (“huyện Vĩnh Thbnh”), hardly to a long one with its rank.
        if district.cut and not (district.rank and district.end - district.start > 1):
            continue
        entries = district.named.districts
        score = _LEVEL[DISTRICT] + _rank_score(district, entries, DISTRICT) + _NO_PROVINCE
        score += _WORD * (district.end - district.start)
        other = behind.get(district.end)
        misfit = other is not None and not districts_inside(index, district, other)
        chain = Chain(score, None, district, None, (), entries, misfit=misfit)
        if district.rank or _is_all(words, index, district):
            yield chain
        near = [m for m in whole if _is_plain(words, m, district)]
        yield from _with_commune(words, index, chain, district, near)
    if not any(RANK_FORMS.get(word) in _ABOVE_COMMUNES for word in words.accents):
        yield from _lone_communes([m for m in whole if m.rank and m.sure and words.ends(m.end)])


def _is_all(words: Words, index: Index, district: Mention) -> bool:
    """Whether a bare name is all that the cell says, and every unit of that name lies in one province: “Phú Quốc”."""
    if district.end - district.start < max(len(words), 2) or district.typos:
        return False
    named = district.named
    if words.has_accents and all(e.accent != district.accent for e in named.districts):
        return False
    homes = {index.home(e.unit) for e in named.districts} | {e.area.home for e in named.communes}
    return len(homes) == 1


def _is_plain(words: Words, commune: Mention, district: Mention) -> bool:
    """Whether commune and district can be read without a province: by a rank, or as parts of their own.

    Bare names in prose are often other words (“là gì” is not La Gi), so they must have the accents of the register.
    """
    if district.rank:
        return commune.rank is not None or commune.end == district.outset
    if words.has_accents and all(e.accent != district.accent for e in district.named.districts):
        return False
    apart = words.begins(district.start) and words.ends(district.end)
    return apart and commune.end == district.start and (commune.rank is not None or words.begins(commune.start))


def _lone_communes(communes: list[Mention]) -> Iterator[Chain]:
    """“xã Mậu A” alone, in a text that speaks of no district and no province."""
    for commune in _ends(communes):
        entries = commune.named.communes
        if commune.rank == "/commune" or any(e.rank == commune.rank for e in entries):
            score = _LEVEL[COMMUNE] + _rank_score(commune, entries, COMMUNE) + _ALONE
            yield Chain(score, None, None, commune, (), (), entries)


# ── scores ──


def _rank_score(mention: Mention, entries: Sequence[Entry | CommuneEntry], level: str) -> float:
    if mention.rank is None:
        return 0.0
    if level not in LEVELS[mention.rank]:
        return _OTHER_RANK
    return _RANK + (_SAME_RANK if any(e.rank == mention.rank for e in entries) else 0.0)


def _step(inner: Mention, outer: Mention, entries: Sequence[Entry | CommuneEntry], level: str) -> float:
    """What it adds to read `inner` as a unit inside the unit of `outer`."""
    score = _LEVEL[level] + _rank_score(inner, entries, level)
    score += _WORD * (inner.end - inner.start) + _TYPO * inner.typos
    if inner.end <= outer.outset:
        gap = outer.outset - inner.end
    else:
        gap = inner.outset - outer.end
        score += _BACKWARDS
    if any(e.accent == inner.accent for e in entries):
        score += _ACCENT
    return score + max(_GAP * gap, _MOST_GAP)
