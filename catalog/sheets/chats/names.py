"""The name of goods inside what people say: without what stands before and behind it; and whether it is in doubt."""

from __future__ import annotations

import re

from catalog.sheets.chats.chatwords import EMOJI, MONEY, PACK
from catalog.sheets.chats.speech import speech

# More words than the longest names of labels; what is longer is a sentence.
_MOST_WORDS = 13


# Where a first clause ends, how one ends that only speaks to somebody, and what a pack is made of.
_CLAUSE = re.compile(r"(?<=\w)\s*[,!.]\s+")
_POLITE = re.compile(r"\b(?:ạ|ơi|nhé|nha|cả nhà|đây)$", re.I)
_VESSEL = re.compile(
    rf",\s*{PACK}(?:$|\s+(?:thủy tinh|thuỷ tinh|nhựa|giấy|sứ|gốm|thiếc|gỗ|zip|kraft|hút chân không|nylon|bạc)$)", re.I
)


def without_offer(words: str) -> str:
    """Words without the greeting, the call and the offer before the goods: "alo mn ơi nhà em mới có khoai" is khoai."""
    said = speech(words)
    words, before = _without_address(words), ""
    while before != words:
        before = words
        for pattern in (said.greeting, said.offer):
            if (found := pattern.match(words)) and words[found.end() :].strip():
                words = words[found.end() :].lstrip(" ,;:!.-–")
    return words


def goods_of(name: str) -> str:
    """A name without what is said before and behind it, and without the clause that only addresses somebody."""
    name = _VESSEL.sub("", without_offer(_beside_emoji(name)))
    closing = speech(name).closing
    while found := closing.search(name):
        name = name[: found.start()]
    return name.strip(" ,;:-–—=!|")


def _beside_emoji(name: str) -> str:
    """What follows a cry between emoji ("SALE SỐC 🔥 Trà gừng"), or the name before a last one."""
    *before, last = EMOJI.split(name)
    if not before:
        return name
    if not last.strip():
        return _beside_emoji(" ".join(before)) if len(before) == 1 else name.strip()
    cry = " ".join(before).strip()
    return last.strip() if not cry or cry.isupper() or speech(cry).talk.search(cry.lower()) else name


def _without_address(words: str) -> str:
    """Words without a first clause that calls somebody or tells who speaks: "Em Hạnh ở Mộc Châu ạ, sữa chua"."""
    found = _CLAUSE.search(words)
    clause, rest = (words[: found.start()], words[found.end() :]) if found else ("", words)
    opening = speech(words).address.match(clause)
    if not opening or not rest.strip() or is_question(clause):
        return words  # "Ai mua xoài không ạ, 5kg 100k": the clause may name the goods
    return rest if opening.end() == len(clause) or _POLITE.search(clause) else words


def is_heading(words: str) -> bool:
    """Whether words before a colon only open a list: "Hàng về", "Hôm nay nhà em có"."""
    return bool(speech(words).heading.match(without_offer(words).lower()))


def is_size(name: str) -> bool:
    """Whether a name is a size or grade of goods named before: "Loại 100 lá", "Hũ to"."""
    said = speech(name)
    return bool(said.size.match(said.goods.sub("x", name.lower())))


def may_be_size(name: str) -> bool:
    """Whether a name may be a size, or goods called so: "Ché nhỏ"."""
    return bool(_SIZED.match(name))


def is_question(words: str) -> bool:
    """Whether a line asks: it ends in a question mark, or asks for goods, prices or stock without one."""
    if words.endswith("?"):
        return True
    said, words = speech(words), words.lower().rstrip(" .!")
    return bool(said.wanted.search(words)) or (not MONEY.search(words) and bool(said.question.search(words)))


_SIGNS = re.compile(r"[?…+=]|[!:](?:\s|$)|[.]\s|^(?:cây |con |củ )?(?:cao|dài|rộng|nặng)\s+\d", re.I)
# A count that belongs to the pack or the stock: "3 con bò", "tương ớt 2 hũ", "giò 2".
_COUNT_LEFT = re.compile(rf"(?:^|\s)\d[\d.,]*\s*(?:{PACK}|thiên|gốc|tấn|tạ)(?:\s|$)|(?<!số)(?<!loại)\s\d{{1,2}}$", re.I)
_PLAIN_COUNT = re.compile(r"\s\d+\s*(?:trai|qua|cai|hu|goi|tui|hop|bich|bo|cay|lo|khay|thung)$")
# "Ché nhỏ", "Loại to": a size of goods named elsewhere, or goods that are called so.
_SIZED = re.compile(r"\w+\s+(?:nhỏ|to|lớn|bé|mini|vừa|đại)$", re.I)


def is_doubtful(name: str) -> bool:
    """Whether a name may be more, or less, than what the goods are called; it is asked then."""
    said = speech(name)
    bare = said.goods.sub("x", name.lower())
    if len(bare.split()) > _MOST_WORDS or EMOJI.search(name) or _SIGNS.search(name) or _COUNT_LEFT.search(name):
        return True
    if _SIZED.match(name) or (name.isascii() and _PLAIN_COUNT.search(name.lower())):
        return True
    if said.heading.match(name.lower()):
        return True
    return bool(said.talk.search(bare) or said.size.match(bare) or said.unfinished.search(bare))
