"""The OCOP set of a product: what a cell names, else a guess from the product's name that says why.

The guess is rules over a lexicon that anybody can read, registers/set_words.tsv; unsure, it abstains.
"""

from __future__ import annotations

from functools import lru_cache

from catalog.values.sets import set_names
from catalog.values.sets.set_guess import SURE_ENOUGH, guess
from catalog.values.sets.set_names import OcopSet, SetReading, named, sets

__all__ = ["SURE_ENOUGH", "OcopSet", "SetReading", "classify", "named", "sets"]


def classify(name: str, text: str = "", category: str = "", group: str = "", named: str = "") -> SetReading:
    """The set a product seems to belong to, from its name first; the text only where the name does not decide.

    named is the cell that should name the set and is believed. category and group are words of the source for a kind of
    goods: they narrow the choice, and where they contradict the name nothing is chosen. `lost` is theirs.
    """
    if named and (stated := set_names.named(named)).set:
        return stated
    told = _told(tuple(filter(None, (named, group, category))))
    guessed = guess(name, text)
    return _agreed(guessed, told) if told.because else guessed


# A list names few groups of goods, on every row again.
@lru_cache(4_096)
def _told(cells: tuple[str, ...]) -> SetReading:
    """What the cells of a source say together, surest first: the sets they share, else those of the first."""
    said = [reading for reading in map(set_names.named, cells) if reading.because]
    if not said:
        return SetReading()
    keys = _keys(said[0])
    for other in said[1:]:
        keys = tuple(key for key in keys if key in _keys(other)) or keys
    because = "; ".join(reading.because for reading in said)
    return SetReading(None, 0.0, keys, because, "; ".join(dict.fromkeys(r.lost for r in said if r.lost)))


def _keys(reading: SetReading) -> tuple[str, ...]:
    return (reading.set, *reading.alternatives) if reading.set else reading.alternatives


def _agreed(guessed: SetReading, told: SetReading) -> SetReading:
    """The guess within the sets that the source names; outside of them the two disagree, and a person is asked."""
    within = tuple(key for key in _keys(guessed) if key in told.alternatives)
    because = f"{guessed.because}; {told.because}".strip("; ")
    if guessed.set and guessed.set in within:
        return SetReading(guessed.set, min(1.0, guessed.confidence + 0.1), within[1:], because, told.lost)
    if len(told.alternatives) == 1 and (within or not guessed.set):
        return SetReading(told.alternatives[0], 0.9, (), because, told.lost)
    if len(within) == 1:
        return SetReading(within[0], 0.7, (), because, told.lost)
    others = within or tuple(dict.fromkeys((*told.alternatives, *filter(None, [guessed.set]))))
    return SetReading(None, 0.0, others, because, told.lost)
