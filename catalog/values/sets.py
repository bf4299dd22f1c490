"""The OCOP set of a product: what a cell names, else a guess from the product's name that says why.

The classifier is rules over a lexicon that anybody can read, registers/set_words.tsv; unsure, it abstains.
"""

from __future__ import annotations

import re
from collections import Counter

from catalog.values.set_names import OcopSet, SetReading, named, sets
from catalog.values.set_words import Entry, Hit, hits

__all__ = ["SURE_ENOUGH", "OcopSet", "SetReading", "classify", "named", "sets"]

# Below this confidence no set is given, only alternatives. Measured on real listings in test_sets.py.
SURE_ENOUGH = 0.6
_LITRES = re.compile(r"\d\s?(?:ml|lít|lit)(?!\w)", re.IGNORECASE)
_LITRES_IN_TEXT = re.compile(r"(?:thể|dung) tích(?: thực)?\W{0,4}\d", re.IGNORECASE)
_OPENING = 1500  # characters of a description that are read; further down it tells of other things


def classify(name: str, text: str = "", category: str = "") -> SetReading:
    """The set a product seems to belong to, from its name first; the text only where the name does not decide.

    A category that names a set is believed; one that names a group of sets narrows the choice.
    """
    said = named(category) if category else SetReading()
    if said.set:
        return said
    reading = _by_name(name, text)
    if not reading.because:
        reading = _by_text(text)
    return _narrowed(reading, said) if said.alternatives else reading


def _by_name(name: str, text: str) -> SetReading:
    found = hits(name)
    first = next((hit for hit in found if hit.entry("head", "first", "stuff")), None)
    if first is None:
        return SetReading()
    head = first.entry("head", "first")
    # A make word that begins the name counts as well: "Rang muối hạt điều".
    behind = [hit for hit in found if hit.at > first.at or (hit.begins and hit.part == first.part and hit is not first)]
    if head is None:
        reading = _of_stuff(first, behind, _is_liquid(name, text))
    elif head.set:
        reading = _reading(head.set, 0.75 if head.also else 0.9, head.also, f"“{first.words}”")
    else:
        reading = _of_open_head(first, head, behind, text)
    return _unless_denied(reading, found)


def _unless_denied(reading: SetReading, found: list[Hit]) -> SetReading:
    for hit in found:
        for entry in hit.entries:
            if entry.role == "deny" and entry.set == reading.set:
                return _reading(entry.then, 0.65, (entry.set,), f"{reading.because}, nhưng “{hit.words}”")
    return reading


def _is_liquid(name: str, text: str) -> bool:
    """Whether the pack is measured in millilitres or litres: fruit by the litre is no fresh fruit."""
    return bool(_LITRES.search(name) or _LITRES_IN_TEXT.search(text[:_OPENING]))


def _of_stuff(stuff: Hit, behind: list[Hit], liquid: bool) -> SetReading:
    """Stuff as grown or caught, or processed where the name or the pack says so, or what was made of it."""
    entry = stuff.entry("stuff")
    assert entry is not None
    process = next((hit for hit in behind if hit.entry("make") or (hit.entry("head") and hit.part == stuff.part)), None)
    if process:
        return _reading(entry.then, 0.85, entry.also, f"“{stuff.words}” + “{process.words}”")
    if liquid and entry.set == "I.1.a":
        return _reading(entry.then, 0.65, (*entry.also, "II.2.b"), f"“{stuff.words}” theo lít")
    # One word behind an unknown one may be another thing: "nhụy hoa nghệ tây" is no nghệ.
    told = stuff.begins or " " in stuff.words
    return _reading(entry.set, 0.8 if told else 0.5, entry.also, f"“{stuff.words}”")


def _of_open_head(first: Hit, head: Entry, behind: list[Hit], text: str) -> SetReading:
    """A head such as trà, bột or rượu, which what stands behind it or the description has to decide."""
    if not head.then and not head.also:
        return SetReading(because=f"“{first.words}”")
    for hit in behind:
        entry = hit.entry("head", "stuff")
        if entry and entry.set in head.also:
            return _reading(entry.set, 0.8, head.also, f"“{first.words}” + “{hit.words}”")
        if entry and entry.set and hit.part == first.part and _is_told_by(first, hit):
            chosen = (entry.then or entry.set) if head.then == "=" else head.then
            return _reading(chosen, 0.8, head.also, f"“{first.words}” + “{hit.words}”")
    votes = Counter(
        entry.set for hit in hits(text[:_OPENING], 300) if (entry := hit.entry("hint")) and entry.set in head.also
    )
    if not votes:
        return SetReading(None, 0.3 if head.also else 0.0, head.also, f"“{first.words}”")
    (chosen, most), *rest = votes.most_common()
    share = most / (most + sum(count for _, count in rest))
    return _reading(chosen, 0.5 + 0.2 * share if share > 0.65 else 0.5, head.also, f"“{first.words}” và phần mô tả")


def _is_told_by(head: Hit, stuff: Hit) -> bool:
    """Whether stuff belongs to a head: two words anywhere behind it, one only close by ("Trà … Lê Văn A")."""
    return " " in stuff.words or stuff.at - head.at <= len(head.words.split()) + 1


def _by_text(text: str) -> SetReading:
    """A set that most of the first words of a description speak for."""
    votes: Counter[str] = Counter()
    for hit in hits(text[:_OPENING], 60):
        entry = hit.entry("head", "first")
        if entry and entry.set:
            votes[entry.set] += 1
    if not votes:
        return SetReading()
    (chosen, most), *_ = votes.most_common()
    share = most / votes.total()
    return _reading(chosen, 0.62 if most >= 2 and share >= 0.7 else 0.4, tuple(votes), "phần mô tả")


def _reading(key: str, confidence: float, also: tuple[str, ...], because: str) -> SetReading:
    others = tuple(other for other in also if other != key)
    if confidence < SURE_ENOUGH:
        return SetReading(None, confidence, (key, *others), because)
    return SetReading(key, confidence, others, because)


def _narrowed(reading: SetReading, said: SetReading) -> SetReading:
    """The reading within the group that the source names; outside of it the two disagree, and a person is asked."""
    within = [key for key in (reading.set, *reading.alternatives) if key in said.alternatives]
    because = f"{reading.because}; {said.because}".strip("; ")
    if reading.set and reading.set in within:
        return SetReading(reading.set, min(1.0, reading.confidence + 0.1), tuple(within[1:]), because)
    if len(within) == 1:
        return SetReading(within[0], 0.7, (), because)
    return SetReading(None, 0.0, tuple(within) or said.alternatives, because)
