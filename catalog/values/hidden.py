"""Finds and takes out the names of people that may not be shown, however they are written: case, accents, joints.

Positions are those of the text in NFC; every letter has one plain letter, so a place in the plain text is one in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from catalog.values import houses, markup, people, text
from catalog.values.houses import PLACE

MASK = "[tên riêng]"

# Words in front of a person's name in the name of a household or workshop.
_LEGAL_FORM = re.compile(
    r"^(?:(?:nông\s+)?hộ(?:\s+(?:kinh doanh|sxkd|kd|gia đình|sản xuất|cá thể|nông dân))?|hkd|cơ sở(?:\s+sản xuất)?|cssx"
    r"|ông|bà|anh|chị|cô|chú)\s+",
    re.I,
)
# Words by which people call each other; behind one of them the last syllable of a name is the person.
_CALLED = r"(?:ông|bà|anh|chị|em|cô|chú|bác|cậu|mợ|thím|dì|dượng|cụ|o|má|mẹ|thầy|nghệ nhân|chủ hộ|chủ cơ sở|giám đốc)"
# Words that begin the part of an address that is below the commune, without accents.
_BELOW_COMMUNE = re.compile(
    r"(?:so nha|nha so|so|thon|ap|ban|xom|buon|lang|phum|soc|khom|khu|kp|to|doi|ngo|ngach|hem|kiet|duong|pho|ql|tl) \w"
)
# Between the words of a name; also “trinh-thi-khue” and “trinhthikhue”, as addresses and pages are called.
_JOINT = r"[\s._\-]{0,3}"
# A name of fewer words is compared with its accents: “hoa mai” is not “Hòa Mãi”.
_SURE_WORDS = 3


def bare_name(name: str) -> str:
    """A household's name without the words for its legal form: “Hộ bà Trịnh Thị Khuê” → “Trịnh Thị Khuê”."""
    found = text.clean(name)
    while (shorter := _LEGAL_FORM.sub("", found).strip()) and shorter != found:
        found = shorter
    return found


@dataclass(frozen=True)
class Hidden:
    """The names of one producer and its people that may not be shown, in every spelling that was sent.

    places: parts of its address that are below the commune, which for a household is its home. shows_people: it has
    consented to names; else every person whom prose names is held back.
    """

    names: frozenset[str]
    places: frozenset[str] = frozenset()
    shows_people: bool = False

    @cached_property
    def _spelt(self) -> list[tuple[str, str]]:
        """Each name, the longest first, with its last word in plain letters: most texts do not even hold that."""
        return [(name, _last_word(name)) for name in sorted(self.names, key=lambda n: (-len(n), n))]

    @cached_property
    def _homes(self) -> list[tuple[str, str]]:
        return [(place, _last_word(place)) for place in sorted(self.places, key=lambda n: (-len(n), n))]

    @cached_property
    def _given(self) -> list[str]:
        """The last syllables of the names that are a person's: “chị Khuê” is Trịnh Thị Khuê."""
        found = {n.split()[-1] for n in self.names if " " in n and _is_person(n)}
        return sorted(found | {name.upper() for name in found})

    def mask(self, words: str, *, also_called: bool = True) -> str:
        """The text without these names. also_called: in prose, where “chị Khuê” is the person, too, and homes stand.

        On a label “Mắm cô Khuê” is a mark of trade; there only whole names are taken out.
        """
        words = unicodedata.normalize("NFC", words)
        spans = [(*span, MASK) for span in self._whole(words)] if self.names else []
        if also_called:
            spans += [(*span, MASK) for span in self._people(words)]
            spans += [(*span, PLACE) for span in self._at_home(words)]
        return _without(words, spans)

    def holds(self, words: str) -> bool:
        """Whether a whole name stands in the text, as written or as somebody reads it who sees no code."""
        if not self.names:
            return False
        return any(next(self._whole(unicodedata.normalize("NFC", seen)), None) for seen in markup.seen(words))

    def may_be_in(self, words: str) -> bool:
        """Whether a name or a home could stand in a text in NFC."""
        if not (self.names or self.places):
            return False
        plain = _plain(words)
        ends = (last for _, last in (*self._spelt, *self._homes))
        return any(last in plain for last in ends) or any(name in words for name in self._given)

    def _whole(self, words: str) -> Iterator[tuple[int, int]]:
        plain = _plain(words)
        for name, last in self._spelt:
            if last in plain:
                for match in _pattern(name).finditer(plain):
                    found = words[match.start() : match.end()]
                    if found.isascii() or name.count(" ") + 1 >= _SURE_WORDS or text.key(found) == text.key(name):
                        yield match.span()

    def _people(self, words: str) -> Iterator[tuple[int, int]]:
        if given := [name for name in self._given if name in words]:
            called = re.compile(rf"(?<!\w)(?i:{_CALLED})\s+({'|'.join(map(re.escape, given))})(?!\w)")
            yield from (match.span(1) for match in called.finditer(words))
        if not self.shows_people:
            yield from _people(words)

    def _at_home(self, words: str) -> Iterator[tuple[int, int]]:
        plain = _plain(words) if self.places else ""
        for place, last in self._homes:
            if last in plain:
                yield from (match.span() for match in _pattern(place).finditer(plain))


def hidden(names: Iterable[str], addresses: Iterable[str] = (), *, shows_people: bool = False) -> Hidden:
    """The names as they are looked for, without legal forms; a single short syllable is no name that can be found."""
    found = set()
    for name in map(text.clean, names):
        found |= {n for n in (name, bare_name(name)) if len(n) > 3 and (" " in n or len(n) > 5)}
    places = frozenset(part for address in addresses for part in below_commune(address))
    return Hidden(frozenset(found), places, shows_people)


@lru_cache(1_024)
def _is_person(name: str) -> bool:
    return people.is_person("unknown", name)


def _last_word(name: str) -> str:
    return re.split(r"[\s._\-]+", _plain(unicodedata.normalize("NFC", name)).strip(" ._-"))[-1]


@lru_cache(1_024)
def _pattern(name: str) -> re.Pattern[str]:
    plain = _plain(unicodedata.normalize("NFC", name))
    words = [w for w in re.split(r"[\s._\-]+", plain) if w]
    joint = _JOINT if len("".join(words)) >= 8 else r"\s{1,3}"
    return re.compile(rf"(?<![^\W_]){joint.join(map(re.escape, words))}(?![^\W_])")


def _people(words: str) -> Iterator[tuple[int, int]]:
    """Where prose names a person: behind a word by which people are called, or with Văn or Thị in the name.

    Names of streets, schools, markets and firms that are called after somebody stay.
    """
    for match in _CALLED_NAME.finditer(words):
        if _is_person(match[1]):
            yield match.span(1)
    for match in (match for pattern in _middle_names(words) for match in pattern.finditer(words)):
        before = text.fold(words[max(0, match.start() - 20) : match.start()]).rpartition(" ")[2]
        if before not in _CALLED_AFTER and _is_person(match[0]):
            yield match.span()


_CAPITAL = rf"{text.CAPITAL}\w{{0,6}}"
_CALLED_NAME = re.compile(rf"(?<!\w)(?i:{_CALLED})\s+({_CAPITAL}(?:\s+{_CAPITAL}){{1,3}})(?!\w)")
_NAME = re.compile(rf"(?<!\w){_CAPITAL}\s+(?:Văn|Thị|VĂN|THỊ)\s+{_CAPITAL}(?:\s+{_CAPITAL})?(?!\w)")
# As owners of accounts are written; “HỘI THI” and “BAN THI ĐUA” have accents elsewhere.
_BARE_NAME = re.compile(
    r"(?<!\w)[A-Z][A-Za-z]{0,6}\s+(?:Van|Thi|VAN|THI)\s+[A-Z][A-Za-z]{0,6}(?:\s+[A-Z][A-Za-z]{0,6})?(?!\w)"
)


def _middle_names(words: str) -> Iterator[re.Pattern[str]]:
    """The patterns of names that a text could hold: both are slow, and their middle word is looked for at once."""
    if any(name in words for name in ("Văn", "Thị", "VĂN", "THỊ")):
        yield _NAME
    if any(name in words for name in ("Van", "Thi", "VAN", "THI")):
        yield _BARE_NAME


# All of these hold two such words side by side, which is looked for ten times as fast.
_TWO_CAPITALS = re.compile(rf"{_CAPITAL}\s+{_CAPITAL}")
_CALLED_AFTER = frozenset(
    "duong pho truong cho cau den chua xa phuong thon huyen quan tnhh mtv dntn htx ty co so hieu".split()
)


def may_hold(words: str) -> bool:
    """Whether a text in NFC could hold what `mask` or `houses.without_houses` take out, but for what `Hidden` names.

    Where not, none of its lines does.
    """
    if houses.may_hold(words):
        return True
    return bool(_TWO_CAPITALS.search(words) and any(p.search(words) for p in (_CALLED_NAME, *_middle_names(words))))


def below_commune(address: str) -> set[str]:
    """The parts of an address that tell a home: “số 5 thôn Hà Dong, xã A” → {"số 5 thôn Hà Dong", "thôn Hà Dong"}."""
    parts = [text.clean(part) for part in re.split(r"[,;\n]|\s[-–—]\s", address)]
    parts += [part[match.start() :] for part in parts for match in _HAMLET.finditer(part) if match.start()]
    return {part for part in parts if _BELOW_COMMUNE.match(text.fold(part)) and len(part) > 5}


# Where a hamlet or a street begins in the middle of a part; “xã Bản Phiệt” and “thị trấn Phố Ràng” are communes.
_HAMLET = re.compile(
    r"(?<!\w)(?<!xã )(?<!trấn )(?<!phường )(?<!huyện )(?<!phố )"
    r"(?:thôn|ấp|xóm|bản|buôn|làng|phum|sóc|khóm|đường|phố)\s+\w",
    re.I,
)


def _without(words: str, spans: list[tuple[int, int, str]]) -> str:
    """The text with a mask in the place of each span; of spans that overlap the first counts."""
    parts, at = [], 0
    for start, end, mask in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start >= at:
            parts += [words[at:start], mask]
            at = end
    return "".join([*parts, words[at:]])


def _plain(words: str) -> str:
    """The text in plain small letters, one for one, so that positions stay."""
    return " ".join(map(_plain_words().__getitem__, words.split(" ")))


@cache
def _plain_words() -> text.Words:
    """Each word worked out once: a letter at a time costs five times as much."""
    letters = _letters()
    return text.Words(lambda word: word.translate(letters))


def _letters() -> dict[int, str]:
    """Every letter with a mark → the lower-case letter without: one for one, so that positions stay."""
    found = {ord("Đ"): "d", ord("đ"): "d", ord("\u00a0"): " "}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if code not in found and len(base) == 1 and base.isascii():
            found[code] = base
    return found
