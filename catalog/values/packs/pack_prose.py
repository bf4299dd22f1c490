"""Net content out of descriptions: what a label such as "Khối lượng tịnh" introduces, and nothing else."""

from __future__ import annotations

import re

from catalog.values import text as words_of
from catalog.values.packs import pack_reading
from catalog.values.packs.contents import NOTHING, Content

_LABEL = re.compile(
    r"(?<!\w)(?:(?:khối|trọng) lượng(?: tịnh| thực)?|dung tích(?: thực)?|thể tích(?: thực)?|định lượng"
    r"|dung lượng|quy cách(?: đóng gói)?|phân loại|kl tịnh|kltt?|net weight|net wt)(?!\w)",
    re.IGNORECASE,
)
_PACK = r"(?:túi|gói|hộp|chai|lọ|hũ|hủ|viên|ống|bịch|lon)"
# "25g/túi. 10 túi/hộp." goes on behind the stop, and "5 hộp, mỗi hộp 100g" behind its comma.
_SENTENCE_END = re.compile(
    rf"[.;](?!\s\d{{1,3}} {_PACK}(?: lọc)?\s?/)(?:\s|$)|\n"
    rf"|(?<!\w)(?:hsd|nsx|hạn sử dụng|hạn dùng|thành phần|bảo quản|xuất xứ|mỗi(?! {_PACK}(?!\w)))(?!\w)",
    re.IGNORECASE,
)
# Amounts of a recipe ("1g pha với 500ml nước") and weights that vary ("khoảng 350g/trái").
_IN_USE = re.compile(r"(?<!\w)(?:pha|hòa (?:tan|với|vào)|uống|khoảng|trung bình|dao động)(?!\w)", re.IGNORECASE)
# So far a label reaches, and so long the first words of a description may repeat the name with its pack (characters).
_OPENING = 90


def from_prose(text: str) -> Content:
    """The net content that a description labels ("Khối lượng tịnh: Hộp 100 gam"), else one in its first words.

    Amounts without such a label (recipes, doses) are not looked at. Different labelled contents are choices. The
    place of the words is not told.
    """
    lines = "\n".join(words_of.clean(line).replace("\xad", " ") for line in text.splitlines()).strip()
    stated = [c for c in map(pack_reading.read, _labelled(lines)) if c.total is not None or c.choices]
    if not stated:
        words = _sentence(lines[:_OPENING])
        opening = NOTHING if _IN_USE.search(words) else pack_reading.read(words)
        return opening if opening.total is not None and opening.container else NOTHING
    if len({(c.total, c.unit) for c in stated}) == 1 and not stated[0].choices:
        return max(stated, key=lambda c: c.count or 0)
    sizes = [size for c in stated for size in (c.choices or (c,))]
    return Content(choices=tuple(dict.fromkeys(sizes)), none=True)


def _labelled(lines: str) -> list[str]:
    """What stands behind each label, up to the end of its sentence or the next label; recipes left out."""
    labels = list(_LABEL.finditer(lines))
    ends = [m.start() for m in labels[1:]] + [len(lines)]
    found = [_sentence(lines[m.end() : min(end, m.end() + _OPENING)]) for m, end in zip(labels, ends, strict=False)]
    return [words for words in found if not _IN_USE.search(words)]


def _sentence(words: str) -> str:
    return _SENTENCE_END.split(words, maxsplit=1)[0]


def of_packs(n: int | None, text: str) -> Content:
    """The content of n packs that a description counts as well: "gồm 1 thùng 6 chai (300ml/chai)"; all must agree."""
    cleaned = words_of.clean(text)
    counted = rf"(?<![\w.,/])0?{n} {_PACK}(?!\w)"
    places = (m.start() for m in re.finditer(counted, cleaned, re.IGNORECASE))
    found = [pack_reading.read(_sentence(cleaned[at : at + _OPENING])) for at in places]
    told = [c for c in found if c.total is not None or c.choices or c.unsure]
    agree = len({(c.total, c.unit) for c in told}) == 1 and told[0].count == n
    return told[0] if agree else NOTHING


def of_named(name: str, text: str) -> Content:
    """The amount that stands behind the product's whole name in a description: "Mắm tép Bãi Nhạn 300g là …"."""
    goods = words_of.fold(name).removeprefix("ocop ")
    if len(goods) < _NAME_LENGTH:
        return NOTHING
    behind = f" {words_of.fold(text)}".split(f" {goods} ")[1:]
    found = {amount[0] for amount in map(_AMOUNT.match, behind) if amount}
    told = [c for c in map(pack_reading.read, found) if c.total is not None]
    return told[0] if len(told) == 1 else NOTHING


# Shorter names may stand in a recipe: "gạo nếp 500g" (letters).
_NAME_LENGTH = 15
# Of a folded text, in which "1,5 lít" is "1 5 lit" and no amount.
_AMOUNT = re.compile(r"[0-9]+ ?[a-z]+(?!\w)")
