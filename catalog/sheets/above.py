"""What stands above rows and holds for them where they say nothing: who makes them, what class of stars they are in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from catalog.values import people
from catalog.values.text import fold

# The number of a group: "I. ", "2) ", "A - ".
_MARK = re.compile(r"\s*(?:[IVX]{1,5}|[A-HĐ]|\d{1,3}(?:\.\d{1,2})*)\s*[.):/–-]\s*")
# Words that say what kind a producer is and what it does, and name none: "Hợp tác xã nông nghiệp, tổ hợp tác".
_KIND_WORDS = frozenset(
    "htx hop tac xa cong ty cty co so ho kinh doanh san xuat hkd tht to doanh nghiep dntn tu nhan cac khoi nhom loai"
    " hinh nong nghiep dich vu thuong mai tong hop va nho vua ca the phan cp tnhh mtv mot thanh vien gia dinh lien"
    " nganh hang chu san pham cssx sxkd phi chinh phu thuc the".split()
)
_KINDS = ("unknown", "other")

_STARS = re.compile(r"(?<![\d-])(?<!den )(?<!va )(?<!tu )\b([345]) sao\b")
_HOPED = re.compile(
    r"\b(?:tiem nang|de nghi|du kien|dang ky|phan dau|tro len|huong toi|[345] (?:va|den|hoac) [345] sao)\b"
)


@lru_cache(maxsize=4096)
def owner(group: str) -> str:
    """The words of a group that name a producer, "HTX Nấm Khe Lũng - xã Vân Nham"; blank where none does.

    group is as in RawRow: the titles above a row, outer first. The innermost that names one counts.
    """
    for title in reversed(group.split(" / ")):
        words = _MARK.sub("", title, count=1).strip(" :")
        found = people.producer(words)
        if found.kind not in _KINDS and _begins_with_kind(words) and _has_own_name(found.name):
            return words
    return ""


def _begins_with_kind(words: str) -> bool:
    head = " ".join(words.split()[:4])
    return fold(words).split()[0] in _KIND_WORDS and people.producer(head).kind not in _KINDS


def _has_own_name(name: str) -> bool:
    """Whether words are left that are no kind's; where not all is in capitals one of them has to begin with one."""
    own = [word for word in name.split() if fold(word) and not set(fold(word).split()) <= _KIND_WORDS]
    return bool(own) and any(word[0].isupper() or word[0].isdigit() for word in own)


def stars(lines: Iterable[str]) -> str:
    """The one class of stars that titles put all products into: "4 sao"; blank where they name none or several."""
    folded = [fold(line) for line in lines]
    said = {found for line in folded for found in _STARS.findall(line)}
    if len(said) != 1 or any(_HOPED.search(line) for line in folded):
        return ""
    return f"{said.pop()} sao"
