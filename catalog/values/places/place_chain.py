"""From the names in an address to the best chain of units: province, district, commune, each inside the other.

A chain is scored by its levels, by the ranks that are written, and by how near its names stand to each other. An
address runs from small to large; the other way round counts less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalog.values.places.place_index import CommuneEntry, Entry, Index
from catalog.values.places.place_mentions import Mention
from catalog.values.places.place_ranks import COMMUNE, DISTRICT, LEVELS, PROVINCE, RANK_FORMS
from catalog.values.places.place_scores import (
    ALONE,
    ELSEWHERE,
    LEVEL,
    MOST_STEP,
    NO_PROVINCE,
    SAME_RANK,
    TWO_LEVELS,
    TYPO,
    WORD,
    has_rank,
    rank_score,
    step,
)
from catalog.values.places.place_words import Words

# Names farther from each other than this many words do not belong together.
REACH = 14
# Of a long text the first and last mentions of provinces and districts are looked at.
MOST_ANCHORS = 12

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


class Best:
    """The best chain so far; of two that score alike the first stays."""

    __slots__ = ("chain", "score")

    def __init__(self) -> None:
        self.score = float("-inf")
        self.chain: Chain | None = None

    def offer(self, chain: Chain) -> None:
        """Takes the chain if it is better. Where it is dear to make, compare its score with `score` before."""
        if chain.score > self.score:
            self.score, self.chain = chain.score, chain


def best_chain(words: Words, index: Index, mentions: Iterable[Mention]) -> Chain | None:
    """The best reading of the mentions; None where they name no unit for sure."""
    provinces, districts, communes = _by_level(mentions)
    best = Best()
    for province in provinces:
        _with_province(best, words, index, province, districts, communes)
    if best.chain and best.chain.district and best.chain.commune:
        return best.chain
    _without_province(best, words, index, provinces, districts, communes)
    found = best.chain
    if found and found.province and not found.district and not found.commune and _has_rival(found.province, provinces):
        return None
    return found


def _has_rival(province: Mention, provinces: list[Mention]) -> bool:
    """Whether another province is named as plainly: “Hà Nội, Đà Nẵng”, or a hamlet called as a province before it."""
    homes = province.named.homes
    return any(homes.isdisjoint(m.named.homes) and (m.rank or not province.rank) for m in provinces)


def _by_level(mentions: Iterable[Mention]) -> tuple[list[Mention], list[Mention], list[Mention]]:
    provinces, districts, communes = [], [], []
    for mention in mentions:
        levels = mention.levels
        if PROVINCE in levels:
            provinces.append(mention)
        if DISTRICT in levels:
            districts.append(mention)
        if COMMUNE in levels:
            communes.append(mention)
    if len(provinces) > 1:
        provinces = _outermost(_ends(_unless_hamlets(provinces)))
    return provinces, districts, communes


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


def _with_province(
    best: Best, words: Words, index: Index, province: Mention, districts: list[Mention], communes: list[Mention]
) -> None:
    """Offers the province alone, with its districts and their communes, and with its communes."""
    named = province.named
    base = LEVEL[PROVINCE] + rank_score(province, named.provinces, PROVINCE)
    base += WORD * (province.end - province.start) + TYPO * province.typos
    best.offer(Chain(base, province, None, None, named.provinces))
    near = [m for m in communes if _near(m, province)]
    for district in districts:
        if _near(district, province):
            inside = districts_inside(index, district, province)
            if inside:
                score = base + step(district, province, inside, DISTRICT)
                chain = Chain(score, province, district, None, named.provinces, inside)
                best.offer(chain)
                _with_commune(best, words, index, chain, near)
    for commune in near:
        most = base + MOST_STEP + WORD * (commune.end - commune.start) + TWO_LEVELS
        if most > best.score and _stands(words, index, commune, province):
            found = [e for e in commune.named.communes if e.area.home in named.homes]
            if found:
                score = base + step(commune, province, found, COMMUNE) + TWO_LEVELS
                best.offer(Chain(score, province, None, commune, named.provinces, (), found))


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


def _with_commune(best: Best, words: Words, index: Index, chain: Chain, near: list[Mention]) -> None:
    """Offers the chain of a district with each commune of it that stands within reach."""
    codes = {e.unit.code for e in chain.districts}
    district = chain.district
    assert district is not None
    for commune in near:
        if not _near(commune, district) or _is_tail(words, commune):
            continue
        found = communes_inside(index, commune, codes)
        if found:
            kept = _kept(index, chain.districts, found) if len(codes) > 1 else chain.districts
            score = chain.score + step(commune, district, found, COMMUNE)
            score += SAME_RANK * has_rank(kept, district.rank)
            if score > best.score:
                best.offer(Chain(score, chain.province, district, commune, chain.provinces, kept, found, chain.misfit))
        elif chain.province and commune.rank and commune.sure and commune.end == district.outset:
            for other in _elsewhere(chain, commune):
                best.offer(other)


def _is_tail(words: Words, commune: Mention) -> bool:
    """Whether a bare name of one syllable stands behind another word: the Thắng of “Tàn Thắng” is no name."""
    if commune.rank or commune.end - commune.start > 1 or words.begins(commune.start):
        return False
    return not words.keys[commune.start - 1].isdecimal()


def communes_inside(index: Index, mention: Mention, codes: set[str]) -> list[CommuneEntry]:
    """The communes of the districts; where there is none, the communes in force on land of the districts."""
    named = mention.named
    found = named.communes_of(*codes) if len(codes) == 1 else [e for e in named.communes if e.district in codes]
    return found or [e for e in named.communes_of("") if any(e.unit.code in index.heirs[code] for code in codes)]


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
        yield chain._replace(score=chain.score + ELSEWHERE, commune=asked, communes=found)


# ── without ──


def _without_province(
    best: Best, words: Words, index: Index, provinces: list[Mention], districts: list[Mention], communes: list[Mention]
) -> None:
    """Offers the chains of a text that names no province, or one that does not fit."""
    behind = {m.outset: m for m in provinces}
    whole = [m for m in communes if not m.cut]
    for district in _ends(districts):
        # A garbled word may belong to a short name (“huyện Vĩnh Thbnh”), hardly to a long one with its rank.
        if district.cut and not (district.rank and district.end - district.start > 1):
            continue
        entries = district.named.districts
        score = LEVEL[DISTRICT] + rank_score(district, entries, DISTRICT) + NO_PROVINCE
        score += WORD * (district.end - district.start)
        other = behind.get(district.end)
        misfit = other is not None and not districts_inside(index, district, other)
        chain = Chain(score, None, district, None, (), entries, misfit=misfit)
        if DISTRICT in LEVELS.get(district.rank or "", ()) or _is_all(words, index, district):
            best.offer(chain)
        near = [m for m in whole if _is_plain(words, m, district)]
        _with_commune(best, words, index, chain, near)
    if not any(RANK_FORMS.get(word) in _ABOVE_COMMUNES for word in words.accents):
        for chain in _lone_communes([m for m in whole if m.rank and m.sure and words.ends(m.end)]):
            best.offer(chain)


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
            score = LEVEL[COMMUNE] + rank_score(commune, entries, COMMUNE) + ALONE
            yield Chain(score, None, None, commune, (), (), entries)
