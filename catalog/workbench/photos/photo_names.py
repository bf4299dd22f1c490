"""What the name of a photo says: its words, without the number, the copy mark and the words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from catalog.values import text
from catalog.values.packs import quantity

_SEPARATORS = re.compile(r"[\s_\-–—.,+~&]+")
_WORD = re.compile(r"[^\W_]+")
# "mat-ong-1", "mat ong (2)", "matong3"; and what computers append to a second copy.
_NUMBER = re.compile(r"(?: ?\(\d{1,3}\)| \d{1,3}|(?<=[^\W\d_])\d{1,2})$")
_COPY = re.compile(r" ?\(?(?:copy|bản sao|ban sao)\)?$", re.I)
_SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.I)
_ORDINAL = re.compile(r"^\d{1,3} (?=\D)")
_OPENING = re.compile(r"^(?:(?:hình|ảnh|hinh|anh|photo|pic|sản phẩm|san pham|sp) )+(?=\S)", re.I)
# Numbers and copy marks that may stand behind each other: "mat-ong-1 (2) - Copy".
_ENDINGS = 3
LONGEST = 200  # characters of a name that are looked at; file systems allow 255 bytes

# Words beside a product's name that do not say which product it is.
FILLER = frozenset(
    """anh hinh photo pic image san pham sp ocop sao dac mat truoc sau trai phai ben trong ngoai tren duoi can canh
    chinh phu dien bia nhan mac bao bi goi hop tui chai lo hu lon to nho moi cu full size zoom goc chup logo""".split()
)


class Said(NamedTuple):
    """Words of a name in the order read: lower case with accents, and the same plain."""

    words: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The plain words as one."""
        return "".join(self.plain)


@lru_cache(20_000)
def said(name: str) -> Said:
    """The words of a text; those of other scripts than ours say nothing here."""
    pairs = [(w, plain) for w in _WORD.findall(text.key(name)) if (plain := text.fold(w).replace(" ", ""))]
    return Said(tuple(w for w, _ in pairs), tuple(plain for _, plain in pairs))


def agree(some: Said, other: Said) -> bool:
    """Whether two texts may be one, word by word: an accent that only one of them writes is no difference.

    "matong" has lost the borders of its words: it is compared as one word.
    """
    if some.plain != other.plain and 1 in (len(some.plain), len(other.plain)):
        some, other = (Said(("".join(s.words),), (s.joined,)) for s in (some, other))
    pairs = zip(some.words, other.words, strict=False)
    return some.plain == other.plain and all(a == b or a.isascii() or b.isascii() for a, b in pairs)


def without(name: Said, place: int) -> Said:
    """The words but for the one at a place."""
    return Said(name.words[:place] + name.words[place + 1 :], name.plain[:place] + name.plain[place + 1 :])


def readings(stem: str) -> Iterator[Said]:
    """What a name may say, the whole first: then without numbers at its end, without what opens it, without a pack."""
    words = _SEPARATORS.sub(" ", text.clean(unquote(stem))[:LONGEST]).strip()
    seen = dict.fromkeys([words])
    for _ in range(_ENDINGS):
        words = _COPY.sub("", _NUMBER.sub("", words)).strip()
        seen[words] = None
    opened = _OPENING.sub("", _ORDINAL.sub("", words))
    seen[opened] = seen[quantity.without_pack(opened)] = None
    seen.setdefault(_ORDINAL.sub("", next(iter(seen))))
    yield from (found for found in map(said, seen) if found.plain)


def base(stem: str) -> str:
    """The plain words of a name without the number at its end; what numbered photos of one product share."""
    words = _SEPARATORS.sub(" ", text.clean(stem)[:LONGEST]).strip()
    return text.fold(_NUMBER.sub("", _COPY.sub("", words)))


def in_order(label: str) -> list[tuple[int, int, str]]:
    """A key by which "ong.jpg" stands before "ong 2.jpg", and that before "ong 10.jpg", as people count."""
    words = text.fold(_SUFFIX.sub("", label))
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.findall(r"\d{1,18}|[^\d]+", words)]
