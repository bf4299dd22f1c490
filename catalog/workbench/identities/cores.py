"""Names as they are compared: of products their core, of producers their bare name, of persons the full name.

Pure. Words: registers/alike.toml, whose head says how to add one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from catalog.registers import files, places
from catalog.values import text
from catalog.values.sets import set_words

_WORD = re.compile(r"[^\W_]+")
_ONE_Y = re.compile(r"([^aeiouy]*|qu)y([\u0300-\u036f]*)")


@lru_cache(8_192)
def _syllable(word: str) -> str:
    """The word with i for a y that is its only vowel, and hỏi for ngã, which writers mix up."""
    if word.isascii() and "y" not in word:
        return word
    parts = unicodedata.normalize("NFD", word).replace("\u0303", "\u0309")
    only = _ONE_Y.fullmatch(parts)
    return unicodedata.normalize("NFC", f"{only[1]}i{only[2]}" if only else parts)


def spelt(name: str) -> str:
    """The words of a name in one spelling, without signs."""
    return " ".join(map(_syllable, _WORD.findall(text.key(name))))


# A producer is compared with several others, one after the other.
@lru_cache(32_768)
def bare(producer: str) -> str:
    """A producer's name without words of its legal form and trade; the name where nothing else is left."""
    words = spelt(producer)
    return " ".join(_legal().sub(" ", words).split()) or words


@lru_cache(8_192)
def personal(name: str) -> str:
    """A person's name without the words before it; hỏi and ngã stay, they make other names."""
    words = " ".join(_WORD.findall(text.key(name)))
    kept = " ".join(_legal().sub(" ", words).split()) or words
    return " ".join(unicodedata.normalize("NFC", _i_for_y(w)) for w in kept.split())


def _i_for_y(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    only = _ONE_Y.fullmatch(parts)
    return f"{only[1]}i{only[2]}" if only else parts


@lru_cache(4_096)
def core(name: str, producer: str = "") -> str:
    """A product's name as compared: one spelling, one word for one thing, without what says nothing."""
    words = _same().sub(lambda m: _same_words()[m[0]], spelt(name))
    short = " ".join(_nothing().sub(" ", _region().sub(" ", words)).split()) or words
    own = bare(producer) if producer else ""
    at = short.find(f" {own}") if " " in own else -1
    if at > 0 and short[at + 1 + len(own) :][:1] in ("", " "):
        short = f"{short[:at]}{short[at + 1 + len(own) :]}"
    return short


@lru_cache(4_096)
def form(core: str) -> str:
    """A core with the words that may stand anywhere at its end."""
    moved = _moves().findall(core)
    return " ".join([*_moves().sub(" ", core).split(), "|", *sorted(moved)]) if moved else core


@lru_cache(4_096)
def plain(word: str) -> str:
    """A word without accents."""
    return text.fold(word)


def _words(table: str) -> list[str]:
    return [spelt(w) for w in files.register("alike")[table]["words"]]


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p)))


@cache
def _legal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(_words('legal'))})(?!\S)")


def is_called(owner: str, producer: str, *, is_person: bool) -> bool:
    """Whether a bank's name of an owner, mostly capitals without accents, is that of a producer.

    Of organisations the bare names are compared, of people the whole name.
    """
    if is_person:
        return text.fold(personal(owner)) == text.fold(personal(producer))
    return _folded_bare(owner) == _folded_bare(producer)


def _folded_bare(name: str) -> str:
    words = " ".join(_WORD.findall(text.fold(name)))
    return " ".join(_folded_legal().sub(" ", words).split()) or words


@cache
def _folded_legal() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(map(text.fold, _words('legal')))})(?!\S)")


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(_words('says_nothing'))})(?!\S)")


@cache
def _moves() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(_words('moves'))})(?!\S)")


@cache
def _region() -> re.Pattern[str]:
    """A province behind the words that praise it: "OCOP Bình Định …", "… đặc sản Bạc Liêu"."""
    provinces = _any(spelt(unit.name) for unit in places.provinces())
    praise = "|".join(map(spelt, ("ocop", "socop", "đặc sản", "giao hàng nội tỉnh", "giao nội tỉnh", "nội tỉnh")))
    return re.compile(rf"(?<!\S)(?:{praise})(?: \d sao)? (?:tỉnh )?(?:{provinces})(?!\S)")


@cache
def _same_words() -> dict[str, str]:
    return {spelt(a): spelt(b) for a, b in files.register("alike")["same"].items()}


@cache
def _same() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any(_same_words())})(?!\S)")


@cache
def telling() -> frozenset[str]:
    """Syllables that tell goods apart: those of the register and of the lexicon of sets, in one spelling."""
    lexicon = {s for words, entry in set_words.lines() if entry.role != "skip" for s in spelt(words).split()}
    return listed() | lexicon


@cache
def listed() -> frozenset[str]:
    return frozenset(syllable for words in _words("tells_apart") for syllable in words.split())
