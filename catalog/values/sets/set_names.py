"""The 26 OCOP sets and their names, and cells that name one in the words of either list.

Two lists of 26 sets exist (148/QĐ-TTg, and 1048/QĐ-TTg before it) and sheets mix them: registers/sets.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import msgspec

from catalog.registers import files
from catalog.values import text as words_of

_KEY = re.compile(r"^(VI|IV|V|III|II|I)(?:[./\-\s]*(\d))?(?:[./\-\s]*([a-dA-D]))?(?=$|[\s.:)\-–])")
_SPEAKS_OF_SETS = re.compile(r" (?:nhom|phan nhom|nganh|bo san pham|thuoc) ")
_KEY_WORDS = re.compile(r"^(?:thuoc )?(?:(?:phan nhom|nhom|bo|nganh|nganh hang)(?: san pham)?(?: ocop)? )+")


@dataclass(frozen=True, slots=True)
class OcopSet:
    """One set of 148/QĐ-TTg: its group (I to VI), its subgroup (I.1), and its place in the official order, 1 to 26."""

    key: str
    title: str
    title_en: str
    group_title: str
    group_title_en: str
    subgroup_title: str
    position: int


# A struct, not a dataclass: every name makes some, and this is made ten times as fast.
class SetReading(msgspec.Struct, frozen=True):
    """Which set a cell names or a product seems to belong to.

    set           key of the set, None where the words do not decide
    confidence    0 to 1; 1 where the source names the set
    alternatives  further keys that the words allow, likeliest first
    because       the words that decided, and how
    lost          what an old set's name said and today's key does not
    """

    set: str | None = None
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    because: str = ""
    lost: str = ""

    def json(self) -> dict[str, object]:
        return {
            "set": self.set,
            "confidence": round(self.confidence, 2),
            "alternatives": list(self.alternatives),
            "because": self.because,
            "lost": self.lost or None,
        }


@cache
def sets() -> tuple[OcopSet, ...]:
    """The 26 sets of 148/QĐ-TTg in their official order."""
    register = files.register("sets")
    return tuple(
        OcopSet(key, entry["title"], entry["title_en"], **_group(register, key), position=position)
        for position, (key, entry) in enumerate(register["sets"].items(), 1)
    )


# A list names few groups of goods, on every row again.
@lru_cache(4_096)
def named(text: str) -> SetReading:
    """The set that a cell names: a key (“I.3.b”), words of either list, or a number; else none.

    A number counts only where both lists have the same goods at that place.
    """
    text = words_of.clean(text)[:500]
    by_key = _KEY.match(text)
    if by_key and (by_key.group(2) or len(text) == by_key.end()):
        return _of_keys(_keys_under(by_key), text[: by_key.end()])
    if re.fullmatch(r"\d{1,2}(?:\.0)?", text):
        return _numbered(int(float(text)))
    path = [_titled(step) for step in re.split(r"\s*[>|;]\s*", text)]
    steps = [_titled(step) for step in re.split(r"\s*[>|;/]\s*|\s[-–]\s", text)]
    said = [_titled(text), *reversed(path)]
    if all(
        reading.because for reading in steps
    ):  # “Kẹo dừa - Cà phê” is a product, “Đồ uống có cồn - Rượu trắng” a set
        said += reversed(steps)
    said = [reading for reading in said if reading.because]
    return next((reading for reading in said if reading.set), said[0] if said else _holding(text))


def _of_keys(keys: tuple[str, ...], words: str, lost: str = "") -> SetReading:
    because = f"“{words}”"
    if len(keys) == 1:
        return SetReading(keys[0], 1.0, (), because, lost)
    return SetReading(None, 0.0, keys, because, lost)


def _keys_under(match: re.Match[str]) -> tuple[str, ...]:
    wanted = ".".join(filter(None, [match.group(1), match.group(2), (match.group(3) or "").lower()]))
    keys = [known.key for known in sets()]
    return tuple(key for key in keys if key == wanted) or tuple(key for key in keys if key.startswith(wanted + "."))


def _numbered(number: int) -> SetReading:
    if not 1 <= number <= 26:
        return SetReading()
    new, old = sets()[number - 1].key, tuple(files.register("sets")["old"][number - 1]["sets"])
    return _of_keys((new,) if old == (new,) else tuple(dict.fromkeys((new, *old))), str(number))


def _titled(words: str) -> SetReading:
    folded = _KEY_WORDS.sub("", words_of.fold(words)) or words_of.fold(words)
    folded = re.sub(r"^(?:[ivx]+|\d+|[a-d]) (?=\w{2})", "", folded)
    titles = _titles()
    if folded in titles:
        keys, lost = titles[folded]
        return _of_keys(keys, words, lost)
    begun = {known for title, known in titles.items() if len(folded) >= 15 and title.startswith(folded)}
    if len({keys for keys, _ in begun}) != 1:
        return SetReading()
    keys, lost = min(begun, key=lambda known: len(known[1]))
    return _of_keys(keys, words, lost)


def _holding(text: str) -> SetReading:
    """What a cell says that names a group and holds a title among other words: “I. NHÓM ĐỒ ĂN NHANH (bổ sung)”.

    A group and a set of it are the set; two different sets are alternatives.
    """
    folded = f" {words_of.fold(text)} "
    if not _SPEAKS_OF_SETS.search(folded):
        return SetReading()
    titles = _titles()
    held = [title for title in titles if title.count(" ") >= 2 and f" {title} " in folded]
    held = [title for title in held if not any(title != other and title in other for other in held)]
    said = [titles[title][0] for title in sorted(held, key=folded.index)]
    if not any(said):
        return SetReading()
    common = [key for key in said[0] if all(key in keys for keys in said)]
    lost = titles[held[0]][1] if len(held) == 1 else ""
    return _of_keys(tuple(common) or tuple(dict.fromkeys(key for keys in said for key in keys)), text, lost)


def _group(register: dict[str, Any], key: str) -> dict[str, str]:
    parts = key.split(".")
    group, subgroup = register["groups"][parts[0]], register["subgroups"][".".join(parts[:2])]
    return {
        "group_title": group["title"],
        "group_title_en": group["title_en"],
        "subgroup_title": subgroup["title"],
    }


@cache
def _titles() -> dict[str, tuple[tuple[str, ...], str]]:
    """Folded title → (keys, what is lost); today's titles win over other words, and those over old titles."""
    register = files.register("sets")
    titles: dict[str, tuple[tuple[str, ...], str]] = {}
    for old in register["old"]:
        for title in (old["title"], *old.get("words", ())):
            titles[words_of.fold(title)] = (tuple(old["sets"]), old.get("lost", ""))
    for known in sets():
        keys, _ = titles.get(words_of.fold(known.subgroup_title), ((), ""))
        titles[words_of.fold(known.subgroup_title)] = (tuple(dict.fromkeys((*keys, known.key))), "")
    titles |= {words_of.fold(words): (tuple(keys), "") for words, keys in register["aliases"].items()}
    titles |= {words_of.fold(entry["title"]): ((key,), "") for key, entry in register["sets"].items()}
    return titles
