"""Guesses the OCOP set of a product from its name, and from its description where the name leaves it open.

Rules over the lexicon of registers/set_words.tsv. A Vietnamese name begins with what the thing is; what it is made of,
how, its kind and its maker follow. So the first word that tells something decides, and the words behind it refine that.
"""

from __future__ import annotations

import re
from collections import Counter

from catalog.values import text as words_of
from catalog.values.sets.set_names import SetReading
from catalog.values.sets.set_words import Entry, Hit, Role, hits

# Below this confidence no set is given, only alternatives. Confidences are steps, by which words decided: 0.9 and 0.85
# a head, or stuff with how it is made; 0.8 and 0.75 stuff alone, or a head of goods found in several sets; 0.6 to 0.7
# what a text, a material or a neighbour adds; 0.5 and less a guess. On 1,266 names that the lexicon had not seen
# (November 2026), before the lexicon learnt from them, asking below 0.76 instead would have cost 12 right answers of
# 100 to save 1.4 wrong ones, and below 0.81 26 to save 3.3; so words are taught and the limit stays.
SURE_ENOUGH = 0.6
_LITRES = re.compile(r"\d\s?(?:ml|lít|lit)(?!\w)", re.IGNORECASE)
_LITRES_IN_TEXT = re.compile(r"(?:thể|dung) tích(?: thực)?\W{0,4}\d", re.IGNORECASE)
_FRESH = ("I.1.a", "I.1.b")
# "khô" but not "nơi khô ráo", where goods are to be kept.
_PRESERVED = re.compile(r"(?<!nơi )\bkhô\b(?! ráo| thoáng)|sấy|phơi|tẩm|ướp")
_TOLD_FRESH = re.compile(r"\btươi\b")
_OPENING = 1500  # characters of a description that are read; further down it tells of other things


def guess(name: str, text: str) -> SetReading:
    """The set that a name tells, or leaves open and the text tells; `because` is blank where neither says anything."""
    by_name = _by_name(name, text)
    return by_name if by_name.set or not text else _with_text(by_name, _by_text(text))


def _by_name(name: str, text: str) -> SetReading:
    found = hits(name)
    first, always = _first(found, "head", "first", "stuff"), _first(found, "always")
    if always and (first is None or not first.begins or always.part <= first.part):
        first = always
    if first is None or (not first.begins and not first.entry("always", "head", "first")):
        made = _first(found, "craft")
        if made:
            return _of_craft(made)
    if first is None:
        return SetReading()
    reading = _unless_denied(_by_first(first, found, name, text), found)
    return _or(reading, always) if always else reading


def _or(reading: SetReading, always: Hit) -> SetReading:
    """Nothing chosen where a later part of the name contradicts: "Gạo tím - … farmstay" may be either."""
    entry = always.entry("always")
    assert entry is not None
    if reading.set in (None, entry.set):
        return reading
    both = (reading.set, entry.set, *reading.alternatives)
    return SetReading(None, 0.5, tuple(filter(None, both)), f"{reading.because} – “{always.words}”")


def _first(found: list[Hit], *roles: Role) -> Hit | None:
    return next((hit for hit in found if hit.entry(*roles)), None)


def _of_craft(made: Hit) -> SetReading:
    entry = made.entry("craft")
    assert entry is not None
    return _reading(entry.set, 0.7, entry.also, f"làm bằng “{made.words}”")


def _by_first(first: Hit, found: list[Hit], name: str, text: str) -> SetReading:
    """What the first word that tells something says, with the words behind it."""
    # A make word that begins the name counts as well: "Rang muối hạt điều".
    behind = [hit for hit in found if hit.at > first.at or (hit.begins and hit.part == first.part and hit is not first)]
    head = first.entry("always", "head", "first")
    if head is None:
        return _of_stuff(first, behind, _is_liquid(name, text), text)
    if head.set:
        # Behind an unknown word it may be how that thing is made: "… muối", "… chao", "… mật ong".
        sure = 0.5 if first.entry("make") and not first.begins else 0.75 if head.also else 0.9
        return _reading(head.set, sure, head.also, f"“{first.words}”")
    return _of_open_head(first, head, behind, text)


def _unless_denied(reading: SetReading, found: list[Hit]) -> SetReading:
    for hit in found:
        for entry in hit.entries:
            if entry.role == "deny" and entry.set == reading.set:
                return _reading(entry.then, 0.65, (entry.set,), f"{reading.because}, nhưng “{hit.words}”")
    return reading


def _is_liquid(name: str, text: str) -> bool:
    """Whether the pack is measured in millilitres or litres: fruit by the litre is no fresh fruit."""
    return bool(_LITRES.search(name) or _LITRES_IN_TEXT.search(text[:_OPENING]))


def _of_stuff(stuff: Hit, behind: list[Hit], liquid: bool, text: str) -> SetReading:
    """Stuff as grown or caught, or processed where the name, the pack or the text says so."""
    entry = stuff.entry("stuff")
    assert entry is not None
    process = _first(behind, "make")
    if process:
        return _reading(entry.then, 0.85, entry.also, f"“{stuff.words}” + “{process.words}”")
    beside = _beside(stuff, entry, behind)
    if beside:
        return _reading(entry.then, 0.7, (entry.set, *entry.also), f"“{stuff.words}” + “{beside.words}”")
    if liquid and entry.set == "I.1.a":
        return _reading(entry.then, 0.65, (*entry.also, "II.2.b"), f"“{stuff.words}” theo lít")
    # Behind an unknown word it may be what another thing is made of or made for: "Ống hút rau củ".
    if not stuff.begins:
        return _reading(entry.set or entry.then, 0.5, (*entry.also, entry.then), f"“{stuff.words}”")
    fresh = _first(behind, "fresh")
    if fresh:
        return _reading(entry.set or entry.also[0], 0.85, entry.also, f"“{stuff.words}” + “{fresh.words}”")
    return _fresh_or_not(entry, stuff.words, words_of.key(text[:_OPENING]))


def _beside(stuff: Hit, entry: Entry, behind: list[Hit]) -> Hit | None:
    """Other food right behind, which makes a dish: squid with butter, peanuts with coconut milk.

    Not behind fruit and vegetables, whose kinds bear such names: "Bưởi cốm", "Nhãn tiêu".
    """
    if entry.set not in ("I.1.b", "I.2.a"):
        return None
    ends = stuff.at + len(stuff.words.split())
    for hit in behind:
        other = hit.entry("head", "stuff")
        if other and hit.at == ends and other.set.startswith("I.") and other.set != entry.set:
            return hit
    return None


def _fresh_or_not(entry: Entry, words: str, opening: str) -> SetReading:
    """Stuff with nothing said of it in the name: the text may say that it is sold dried or seasoned."""
    if entry.set and entry.set not in _FRESH:
        return _reading(entry.set, 0.8, entry.also, f"“{words}”")
    preserved, fresh = len(_PRESERVED.findall(opening)), bool(_TOLD_FRESH.search(opening))
    if entry.set:
        sure = 0.5 if preserved > 1 and not fresh else 0.8
        return _reading(entry.set, sure, (*entry.also, entry.then) if sure < SURE_ENOUGH else entry.also, f"“{words}”")
    raw = entry.also[0]
    if bool(preserved) == fresh:
        return SetReading(None, 0.4, (entry.then, raw), f"“{words}”")
    return _reading(raw if fresh else entry.then, 0.65, entry.also, f"“{words}” và phần mô tả")


def _of_open_head(first: Hit, head: Entry, behind: list[Hit], text: str) -> SetReading:
    """A head such as trà, bột or rượu, which what stands behind it or the description has to decide."""
    if not head.then and not head.also:
        return SetReading(because=f"“{first.words}”")
    for hit in behind:
        entry = hit.entry("head", "stuff")
        if entry and entry.set in head.also:
            return _reading(entry.set, 0.8, head.also, f"“{first.words}” + “{hit.words}”")
        if head.then and entry and entry.set and hit.part == first.part and _is_told_by(first, hit):
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
    """A set that most of the first words of a description speak for, and the first of them too.

    Not the words of a list of ingredients, nor all of one that begins with it: they are what goods are made of.
    """
    votes: Counter[str] = Counter()
    for hit in hits(words_of.key(text[:_OPENING]).partition("thành phần")[0], 60):
        entry = hit.entry("head", "first")
        if entry and entry.set:
            votes[entry.set] += 1
    if not votes:
        return SetReading()
    (chosen, most), *_ = votes.most_common()
    sure = most >= 2 and most >= 0.7 * votes.total() and chosen == next(iter(votes))
    return _reading(chosen, 0.62 if sure else 0.4, tuple(votes), "phần mô tả")


def _with_text(guess: SetReading, told: SetReading) -> SetReading:
    """What the text says where the name says nothing, or leaves open what the text decides."""
    if not guess.because:
        return told
    if told.set not in guess.alternatives:
        return guess
    return SetReading(
        told.set, told.confidence, _without(guess.alternatives, told.set), f"{guess.because} và {told.because}"
    )


def _without(keys: tuple[str, ...], key: str | None) -> tuple[str, ...]:
    return tuple(other for other in dict.fromkeys(keys) if other != key)


def _reading(key: str, confidence: float, also: tuple[str, ...], because: str) -> SetReading:
    others = _without(also, key)
    if confidence < SURE_ENOUGH:
        return SetReading(None, confidence, (key, *others), because)
    return SetReading(key, confidence, others, because)
