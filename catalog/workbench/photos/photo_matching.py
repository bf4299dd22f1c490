"""Which product a photo shows, by the name of its file and of the folders it lies in; never one of two good guesses.

Ways of matching, surest first: a code, the name with its accents, the name without, the name beside words that say
nothing or name the producer; then, told to the sender, a part of the name and a slip of the keyboard. The first way
that finds anything decides; where it finds two products, what the folders say of the producer may tell them apart,
else the photo is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from rapidfuzz.distance import OSA

from catalog.workbench.photos.photo_names import FILLER, Said, agree, readings, said, without
from catalog.workbench.photos.photo_products import Product
from catalog.workbench.rows.delivery import Photo

CODE, ACCENTS, FOLDED, BESIDE, PART, SLIP = range(6)
# From here on the sender is told, because a name was completed or corrected.
GUESSED = PART
# A code of fewer letters and digits must be the whole name: "1" or "A2" stand in many names.
CODE_LETTERS = 4
# A code of digits alone among other words may be a camera's number, unless it is as long as a barcode.
CODE_DIGITS = 8
# Letters of a word of which one may be a slip; shorter ones are too near to each other.
SLIP_LETTERS = 3
_LETTERS_OR_DIGITS = re.compile(r"\d+|[a-z]+")
# A plain Vietnamese syllable; a slip of the keyboard seldom makes one, another product's name always does.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|a[iouy]|e[ou]|i[aeu]|o[aeio]|oa[iouy]|oe[ou]|u[aeioyu]|ua[iy]|uo[iu]|uy[aeu]|ye|ieu|yeu|uye)"
    r"(?:ch|ng|nh|[cmnpt])?"
)


class Found(NamedTuple):
    """The products of the first way that found any; more than one is an open question."""

    way: int
    products: list[Product]


NOTHING = Found(SLIP + 1, [])


class Matcher:
    """Finds the one product that a photo's names mean; built once for a delivery."""

    def __init__(self, known: list[Product]) -> None:
        self._spelt: dict[tuple[str, ...], list[Product]] = defaultdict(list)
        self._codes: dict[tuple[str, ...], list[Product]] = defaultdict(list)
        self._names: dict[tuple[str, ...], list[Product]] = defaultdict(list)
        self._plain: dict[str, list[tuple[Said, Product]]] = defaultdict(list)
        self._first: dict[str, list[tuple[Said, Product]]] = defaultdict(list)
        self._placed: dict[tuple[int, int, str], list[tuple[Said, Product]]] = defaultdict(list)
        self._producers = {p.producer for p in known} - {()}
        for product in known:
            for code in product.codes:
                self._spelt[code].append(product)
                self._codes[_code(code)].append(product)
            for name in product.names:
                self._index(name, product)

    def _index(self, name: Said, product: Product) -> None:
        self._names[name.words].append(product)
        self._plain[name.joined].append((name, product))
        self._first[name.plain[0]].append((name, product))
        for place, word in enumerate(name.plain):
            self._placed[len(name.plain), place, word].append((name, product))

    def find(self, photo: Photo) -> tuple[Product, int] | None:
        """The product of a photo and the way it was found; None where nothing or more than one thing fits."""
        by_name = self._told_apart(self._read(PurePosixPath(photo.name).stem), photo)
        by_folder = NOTHING
        for folder in reversed(photo.folders):
            by_folder = by_folder if by_folder.products else self._told_apart(self._read(folder), photo)
        found = _weigh(by_name, by_folder)
        return found if found and not self._is_of_another(found[0], photo) else None

    def _is_of_another(self, product: Product, photo: Photo) -> bool:
        """Whether a folder is called like a producer of this delivery, and the product is not of that one."""
        named = self._producers.intersection(said(f).plain for f in photo.folders)
        return bool(named) and product.producer not in named

    def _read(self, name: str) -> Found:
        understood = list(readings(name))
        ways = (self._by_code, self._by_accents, self._by_folded, self._beside, self._by_part, self._by_slip)
        for way, look in enumerate(ways):
            for words in understood:
                if hits := list(dict.fromkeys(look(words))):
                    return Found(way, hits)
        return NOTHING

    def _told_apart(self, found: Found, photo: Photo) -> Found:
        """Of several products those whose producer a folder names."""
        if len(found.products) < 2:
            return found
        folders = [set(said(f).plain) for f in photo.folders]
        named = [p for p in found.products if p.producer and any(f.issuperset(p.producer) for f in folders)]
        return Found(found.way, named) if named else found

    def _by_code(self, name: Said) -> list[Product]:
        """A code as it is spelt; else as its letters and digits run, alone or among other words."""
        if hits := self._spelt.get(name.plain):
            return hits
        whole = self._codes.get(_code(name.plain), [])
        return whole + [p for run in _runs(name.plain) if _is_telling(run) for p in self._codes.get(run, ())]

    def _by_accents(self, name: Said) -> list[Product]:
        return self._names.get(name.words, [])

    def _by_folded(self, name: Said) -> list[Product]:
        return [p for known, p in self._plain.get(name.joined, ()) if agree(known, name)]

    def _beside(self, name: Said) -> list[Product]:
        return [p for known, p in self._opened(name) if _covers(name, known, p) == len(known.plain) > 1]

    def _by_part(self, name: Said) -> list[Product]:
        return [p for known, p in self._opened(name) if _covers(name, known, p)]

    def _opened(self, name: Said) -> Iterator[tuple[Said, Product]]:
        """The names that begin with one of these words, unless all of them are such as say nothing."""
        if not FILLER.issuperset(name.plain):
            for word in dict.fromkeys(name.plain):
                yield from self._first.get(word, ())

    def _by_slip(self, name: Said) -> list[Product]:
        count, hits = len(name.plain), []
        for place, word in enumerate(name.plain):
            if len(word) >= SLIP_LETTERS and not _SYLLABLE.fullmatch(word) and not word.isdecimal():
                beside = (place + 1) % count
                there = self._placed.get((count, beside, name.plain[beside]), ()) if count > 1 else ()
                hits += [p for known, p in there if _is_slip(name, known, place)]
        return hits


def _code(words: tuple[str, ...]) -> tuple[str, ...]:
    """Letters and digits apart: "SP01", "SP-01" and "sp 01" are one code, "SP01_2" and "SP012" are two."""
    return tuple(part for word in words for part in _LETTERS_OR_DIGITS.findall(word))


def _runs(words: tuple[str, ...], longest: int = 4) -> Iterator[tuple[str, ...]]:
    """Words and their neighbours as codes; codes are written with and without their hyphens."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield _code(words[start:end])


def _is_telling(code: tuple[str, ...]) -> bool:
    """Whether a code among other words is more than a word, a number or a counter."""
    length = sum(map(len, code))
    digits = sum(len(part) for part in code if part.isdigit())
    return length >= (CODE_DIGITS if digits == length else CODE_LETTERS) and digits > 0


def _covers(name: Said, known: Said, product: Product) -> int:
    """How many words of a product's name a photo's name gives, in order from its first; 0 where it says other things.

    Words beside them must say nothing or belong to the product's producer, place or pack; a single word of a name
    needs to stand alone.
    """
    at, beside, kept = 0, 0, []
    for word, plain in zip(name.words, name.plain, strict=True):
        place = next((n for n in range(at, len(known.plain)) if known.plain[n] == plain), None)
        if place is not None and (at or place == 0):
            kept.append((word, known.words[place]))
            at = place + 1
        elif plain in FILLER or plain in product.context or plain.isdecimal():
            beside += not plain.isdecimal()
        else:
            return 0
    fits = all(a == b or a.isascii() or b.isascii() for a, b in kept)
    return len(kept) if fits and (len(kept) > 1 or not beside) else 0


def _is_slip(name: Said, known: Said, place: int) -> bool:
    """Whether two names of equally many words are one but for a slip of the keyboard in the word at a place."""
    is_one = OSA.distance(name.plain[place], known.plain[place], score_cutoff=1) == 1
    return is_one and agree(without(name, place), without(known, place))


def _weigh(by_name: Found, by_folder: Found) -> tuple[Product, int] | None:
    """What name and folder say together: the surer one, the one that is clear, or nothing where they contradict."""
    one, other = sorted((by_name, by_folder), key=lambda found: found.way)
    if not one.products:
        return None
    if len(one.products) == 1:
        counts = other.way < GUESSED or one.way >= GUESSED
        contradicts = counts and other.products and one.products[0] not in other.products
        return None if contradicts else (one.products[0], one.way)
    both = [p for p in one.products if p in other.products]
    return (both[0], one.way) if len(both) == 1 else None
