"""From a chain of names to the units in force: which reading holds, which are left open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from catalog.registers.places import Unit
from catalog.values.places.place_chain import Chain
from catalog.values.places.place_index import Area, CommuneEntry, Entry, Index
from catalog.values.places.place_mentions import Mention
from catalog.values.places.place_ranks import LEVELS, PROVINCE
from catalog.values.places.place_slips import fits_district, is_broken_rank, is_odd
from catalog.values.places.place_words import BREAK, NEAR, Words

Targets = tuple[tuple[Unit, bool], ...]


class Reading(NamedTuple):
    """What the words mean: the province in force, and the commune or communes.

    targets        communes in force, True where only a part of the former unit went there
    decided        there is one target and nothing speaks against it
    named_commune      the words name a commune that the register knows
    speaks_of_commune  they name none, but say that one is meant
    """

    province: str | None = None
    targets: Targets = ()
    decided: bool = False
    named_commune: bool = False
    speaks_of_commune: bool = False
    old: str = ""
    evidence: tuple[str, ...] = ()


def decide(words: Words, index: Index, chain: Chain | None, on: str) -> Reading:
    """The reading of a chain; where two remain, both stand in `targets` and none is decided."""
    reading = Reading()
    if chain is not None and _certain(words, chain):
        if chain.commune:
            reading = _commune(words, index, chain, chain.commune, on)
        elif chain.district:
            reading = _district(words, index, chain, chain.district)
        else:
            reading = _province(words, chain)
    if not reading.named_commune and words.speaks_of_commune():
        return reading._replace(speaks_of_commune=True)
    return reading


def _certain(words: Words, chain: Chain) -> bool:
    """A bare name counts when it is a part of its own; two levels or a rank word count anywhere."""
    if chain.commune or chain.district:
        return True
    only = chain.province
    assert only is not None
    if only.rank is not None:
        return PROVINCE in LEVELS[only.rank]
    if not (words.begins(only.start) and words.ends(only.end)):
        return False
    if only.end - only.start == len(words):
        return True
    # In a longer text “hòa bình” is peace.
    spelt = not words.has_accents or any(e.accent == only.accent for e in chain.provinces)
    return spelt and not words.shown[only.start].islower()


def _province(words: Words, chain: Chain) -> Reading:
    assert chain.province is not None
    homes = chain.province.named.homes
    if len(homes) != 1:
        return Reading()
    unit = _shown(chain)
    old = unit.full if unit and unit.valid_to else ""
    return Reading(province=min(homes), old=old, evidence=_evidence(words, (chain.province, unit)))


def _shown(chain: Chain) -> Unit | None:
    """The province of the chain as evidence shows it: the one in force where there is one of that name."""
    units = sorted((e.unit for e in chain.provinces), key=lambda unit: unit.valid_to)
    return units[0] if units else None


def _district(words: Words, index: Index, chain: Chain, mention: Mention) -> Reading:
    units = _unique(e.unit for e in prefer(words, mention, chain.districts))
    homes = {index.home(unit) for unit in units}
    if len(homes) != 1 or chain.misfit:
        return Reading()
    unit = units[0]
    heirs = index.heirs[unit.code] if len(units) == 1 else set()
    targets: Targets = tuple((index.communes[code], False) for code in heirs) if len(heirs) == 1 else ()
    return Reading(
        province=homes.pop(),
        targets=targets,
        decided=bool(targets),
        old=_former_district(index, unit) if len(units) == 1 else "",
        evidence=_evidence(words, (mention, unit), (chain.province, _shown(chain))),
    )


def _commune(words: Words, index: Index, chain: Chain, mention: Mention, on: str) -> Reading:
    if chain.districts:
        areas = _areas(prefer(words, mention, _also_as_province(chain, mention)))
        sure = not chain.misfit and not _runs_on(words, index, chain, mention)
    else:
        areas = _two_levels(words, chain, mention, on)
        sure = not _is_loose(words, index, chain, mention) or _is_confirmed(words, index, chain, mention, areas)
    targets = _targets(areas)
    homes = {area.home for area in areas}
    return Reading(
        province=homes.pop() if len(homes) == 1 and not chain.misfit and (sure or chain.province) else None,
        targets=targets,
        decided=sure and not mention.doubt and len(targets) == 1,
        named_commune=True,
        old=_former_commune(areas[0]) if len(areas) == 1 and areas[0].former else "",
        evidence=_evidence(
            words,
            (mention, areas[0].unit if len(areas) == 1 else None),
            (chain.district, chain.districts[0].unit if chain.districts else None),
            (chain.province, _shown(chain)),
        ),
    )


def _also_as_province(chain: Chain, mention: Mention) -> list[CommuneEntry]:
    """The communes of the chain; where its district may be a province (“thành phố Huế”), that one's communes too."""
    district = chain.district
    found = list(chain.communes)
    if chain.province or not district:
        return found
    homes = {e.unit.parent for e in district.named.provinces if district.rank in (None, e.rank)}
    return found + [e for e in mention.named.communes if e.area.home in homes]


def _runs_on(words: Words, index: Index, chain: Chain, mention: Mention) -> bool:
    """Whether an unknown word follows a commune's name without a break: “Mỹ Thạnh A” may be Mỹ Thạnh An."""
    district, end = chain.district, mention.end
    if not district or end >= district.outset or words.gaps[end] != NEAR:
        return False
    if words.is_small(end) or is_broken_rank(words, index, end):
        return False
    return not is_odd(words, index, end) or _may_be_longer(words, index, chain, mention)


def _may_be_longer(words: Words, index: Index, chain: Chain, mention: Mention) -> bool:
    """Whether a commune of the district has a longer name that begins so; else an odd word behind belongs to none."""
    name = words.glued(mention.start, mention.end)
    keys = (key for e in chain.districts for key in index.communes_in[e.unit.code])
    return any(key.startswith(name) and key != name for key in keys)


def _is_loose(words: Words, index: Index, chain: Chain, mention: Mention) -> bool:
    """Whether something unknown stands between commune and province; hamlets, streets and numbers do no harm."""
    if not chain.province:
        return False
    between = range(mention.end, chain.province.outset)
    if all(is_broken_rank(words, index, i) for i in between):
        return False
    parts = [i for i in between if i == mention.end or words.gaps[i] == BREAK]
    return any(not words.is_small(i) or words.gaps[i] != BREAK for i in parts)


def _is_confirmed(words: Words, index: Index, chain: Chain, mention: Mention, areas: list[Area]) -> bool:
    """Whether the unknown words between a commune and its province are its own district, garbled."""
    districts = {area.district for area in areas}
    own = districts.pop() if len(districts) == 1 else None
    if own is None or chain.province is None or mention.rank is None:
        return False
    return fits_district(words, index, mention.end, chain.province.outset, own)


EntryT = TypeVar("EntryT", Entry, CommuneEntry)


def prefer(words: Words, mention: Mention, entries: Sequence[EntryT]) -> list[EntryT]:
    """The entries that fit best: of the rank written, with the accents written, by their own name."""
    kept = list(entries)
    if len(kept) > 1:
        if mention.rank and mention.sure:
            kept = [e for e in kept if e.rank == mention.rank] or kept
        if words.has_accents:
            kept = [e for e in kept if e.accent == mention.accent] or kept
        kept = [e for e in kept if e.accent] or kept
    return kept


def _two_levels(words: Words, chain: Chain, mention: Mention, on: str) -> list[Area]:
    """The communes that “xã X, tỉnh Y” may mean.

    The new commune of that name; the old one of the old province so named; an old one that came to the new province
    from elsewhere. Only the sheet's day tells them apart where their land is not the same.
    """
    entries = _of_day(chain.communes, on)
    if not chain.province:
        # Nothing but the name: its rank alone does not tell which of several communes is meant.
        return _areas(prefer(words, mention._replace(rank=None), entries))
    named = chain.province.named
    areas = _areas(prefer(words, mention, entries))
    now = [area for area in areas if not area.former]
    here = [area for area in areas if area.former and area.province.code in named.old]
    elsewhere = [area for area in areas if area.former and area.province.code not in named.old]
    if not named.new:
        # An old province's name alone: its own communes, else the new ones on its land.
        return here or now or elsewhere
    late = bool(on) and all(area.unit.valid_to < on for area in here)
    return areas if now or late else here or elsewhere


def _of_day(entries: Sequence[CommuneEntry], on: str) -> Sequence[CommuneEntry]:
    """The communes that were there on the sheet's day; all of them where it has none, or none was there."""
    if not on:
        return entries
    return [e for e in entries if e.unit.valid_from <= on and (not e.unit.valid_to or on <= e.unit.valid_to)] or entries


def _areas(entries: Sequence[CommuneEntry]) -> list[Area]:
    if len(entries) == 1:
        return [entries[0].area]
    return list({(e.unit.code, e.unit.valid_to): e.area for e in entries}.values())


def _targets(areas: Sequence[Area]) -> Targets:
    if len(areas) == 1:
        return areas[0].targets
    found: dict[str, tuple[Unit, bool]] = {}
    for area in areas:
        for unit, partly in area.targets:
            found.setdefault(unit.code, (unit, partly))
    return tuple(found.values())


def _unique(units: Iterable[Unit]) -> list[Unit]:
    return list({(unit.code, unit.valid_to): unit for unit in units}.values())


def _former_district(index: Index, unit: Unit) -> str:
    return f"{unit.full}, {index.province_of(unit).full}"


def _former_commune(area: Area) -> str:
    units = (area.unit, area.district, area.province)
    return ", ".join(unit.full for unit in units if unit)


def _evidence(words: Words, *found: tuple[Mention | None, Unit | None]) -> tuple[str, ...]:
    return tuple(
        f"“{words.said(mention.outset, mention.end)}”" + (f" → {unit.full}" if unit else "")
        for mention, unit in found
        if mention
    )
