"""How much each sign counts for reading names as units inside one another: levels, ranks, nearness, accents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.values.places.place_index import CommuneEntry, Entry
from catalog.values.places.place_mentions import Mention
from catalog.values.places.place_ranks import COMMUNE, DISTRICT, LEVELS, PROVINCE

# Scores; what matters is their order. A commune inside its district inside its province is the surest reading.
LEVEL = {PROVINCE: 2.0, DISTRICT: 2.6, COMMUNE: 2.6}
RANK, OTHER_RANK, SAME_RANK = 0.8, -1.5, 0.5
GAP, MOST_GAP = -0.3, -2.4
BACKWARDS = -1.2
WORD = 0.15
ACCENT = 0.3
TYPO = -0.5
# What a reading loses that has no district, no province, or neither.
TWO_LEVELS, NO_PROVINCE, ALONE = -0.3, -1.0, -1.2
ELSEWHERE = 0.5
# What a step to a commune can add at most, besides its words; a little more, for sums of floats.
MOST_STEP = LEVEL[COMMUNE] + RANK + SAME_RANK + ACCENT + 0.01


def rank_score(mention: Mention, entries: Sequence[Entry | CommuneEntry], level: str) -> float:
    """What the rank that is written adds: most where a unit of that rank bears the name."""
    rank = mention.rank
    if rank is None:
        return 0.0
    if level not in LEVELS[rank]:
        return OTHER_RANK
    return RANK + (SAME_RANK if has_rank(entries, rank) else 0.0)


def has_rank(entries: Iterable[Entry | CommuneEntry], rank: str | None) -> bool:
    """Whether one of the units has the rank."""
    return rank in [entry.rank for entry in entries]


def _has_accent(entries: Iterable[Entry | CommuneEntry], accent: str) -> bool:
    return accent in [entry.accent for entry in entries]


def step(inner: Mention, outer: Mention, entries: Sequence[Entry | CommuneEntry], level: str) -> float:
    """What it adds to read `inner` as a unit inside the unit of `outer`."""
    start, end = inner.start, inner.end
    score = LEVEL[level] + rank_score(inner, entries, level)
    score += WORD * (end - start) + TYPO * inner.typos
    if end <= outer.outset:
        gap = outer.outset - end
    else:
        gap = inner.outset - outer.end
        score += BACKWARDS
    if _has_accent(entries, inner.accent):
        score += ACCENT
    return score + max(GAP * gap, MOST_GAP) if gap else score
