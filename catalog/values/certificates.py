"""Stars and scores as sheets state them, and the rules they are judged by; decisions stand in `decisions`.

What a sheet or a text says about stars is a claim; a certificate in force makes it a star (facts/ocop.md,
sections 1 and 3). Rules depend on the day a decision was signed: registers/criteria.toml.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from catalog.registers import files
from catalog.values import text as words_of
from catalog.values.decisions import Decision, decision

__all__ = [
    "Certifier",
    "Decision",
    "Level",
    "Stars",
    "certifier",
    "claimed_stars",
    "decision",
    "expires_on",
    "score",
    "signed_by",
    "stars",
    "stars_of_score",
]

_STAR_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_STAR_COUNT = re.compile(
    r"(?<![\d.,/])0?(\d)(?:[.,]0)?\s?\)?\s?(?:[*★⭐☆]|(?:sao|stars?)(?!\w))|(?<!\w)(một|hai|ba|bốn|năm)\s?\)?\s?sao(?!\w)"
)
# What every count of stars has beside its number, before any cleaning; letters from full-width keyboards count.
_STAR_WORD = re.compile(r"[*★⭐☆\uff0a]|[s\uff33\uff53][\W_]*[a\uff21\uff41t\uff34\uff54]", re.IGNORECASE)
_CLASS = re.compile(
    r"(?:(?<!\w)(?:hạng|ocop|mức|đạt|loại|sao)(?:\s(?:hạng|sao))?\s?[:–-]?|[★⭐])\s?0?(\d)(?![\d./,]|\s?(?:sp|sản))"
)
_BARE = re.compile(r"0?(\d)(?:[.,]0+)?")
_SIGNS = re.compile(r"(?:\*\s?){1,5}|(?:[★⭐]\ufe0f?\s?){1,5}(?:☆\s?){0,5}")
# "tiềm năng 5 sao", "5 sao (tiềm năng)", "sao tiềm năng"; behind "4 sao (tiềm năng 5 sao)" the four stars stay.
_COUNT = r"(?:0?[1-5]|năm|bốn)"
_HOW_MANY = rf"\s?:?\s?(?:(?:đạt|hạng|ocop)\s){{0,3}}{_COUNT}\s?(?:sao(?!\w)|\*)"
_POTENTIAL = re.compile(
    rf"tiềm năng{_HOW_MANY}"
    rf"|(?:{_COUNT}\s?)?(?:sao|\*)\s?\(?\s?(?:quốc gia\s?)?tiềm năng(?!{_HOW_MANY})"
    r"|tiềm năng(?:\s?sao(?!\w))?"
)
# "3 SP 4 sao" counts products.
_OTHER_COUNT = re.compile(r"\d\s?(?:sp|sản phẩm)(?!\w)")
_OF_FIVE = re.compile(r"([1-5])\s?/\s?5\s?sao")
_NO_CLASS = re.compile(
    r"(?:chưa|không)(?: (?:đạt|có|được|xếp|phân|công nhận|tham gia|đánh giá|hạng|sao|chứng nhận|ocop|cấp|nào|\d))*"
    r"|0+(?:[.,]0+)?(?: ?sao)?|[-–—./]*|n/?a"
)
_HOPED = re.compile(
    r"(?<!\w)(?:chưa|không đạt|dưới|đăng ký|đề nghị|đề xuất|phấn đấu|dự kiến|mục tiêu|hướng tới|hướng đến|kế hoạch"
    r"|chuẩn bị|không phải|sẽ)(?!\w)"
)
_RANGE = re.compile(r"(?<!\d)\d\s?(?:[-–,/&]|đến|hoặc|và|tới)\s?$|\btừ\s?$")
_RAISED = re.compile(
    r"(?:(?:lên|nâng hạng)\s(?:hạng\s)?|->\s?|=>\s?|→\s?)0?([1-5])\s?sao"
    r"|([1-5])\s?sao[^\d]{0,12}nâng (?:hạng |lên )?từ\s"
)

_OCOP = re.compile(r"o+-?c+o+p|mỗi xã một sản phẩm|mỗi xã, phường một sản phẩm")
_RANKED = re.compile(
    r"(?:xếp hạng|phân hạng|đạt hạng|hạng|công nhận(?: là)?|chứng nhận(?: đạt)?|đạt chuẩn|đạt tiêu chuẩn|tiêu chuẩn"
    r"|chứng chỉ|đánh giá|danh hiệu)[^.;!?\n]{0,40}$"
)
_NOT_OCOP = re.compile(
    r"(?:khách sạn|resort|nhà hàng|homestay|villa|du thuyền|hotel|dịch vụ|đầu bếp|review|bình luận|phản hồi|vote"
    r"|lượt đánh giá|đánh giá của khách|tốt nghiệp)[^.;!?\n]{0,30}$"
    r"|(?:khách(?: hàng)?|người (?:dùng|mua|tiêu dùng))(?: \w+){0,2} (?:đánh giá|bình chọn|chấm)\W*$"
    # The products of a house: "có 5 sản phẩm OCOP 3 sao"; not "một trong 5 sản phẩm …".
    r"|(?<!trong )(?<!trong số )(?<!\d)(?:[2-9]|[1-9]\d|hai|ba|bốn|nhiều) sản phẩm[^.;!?\n,]{0,25}$"
)
_LEVEL_BEHIND = re.compile(
    r"^[^.;!?\n]{0,12}(?:cấp (?:tỉnh|huyện|quốc gia|trung ương|thành phố|thị xã|trung ương)|do ubnd)"
)


@dataclass(frozen=True, slots=True)
class Stars:
    """Stars that a source states. “Tiềm năng 5 sao” is a state of its own, never five stars."""

    stars: int | None = None
    potential: bool = False
    unclear: bool = False

    def json(self) -> dict[str, object]:
        return {"stars": self.stars, "potential": self.potential, "unclear": self.unclear}


# local: a people's committee whose rank the words do not say.
Level = Literal["commune", "district", "province", "ministry", "government", "local"]


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who may recognise so many stars on a day; ask: the rules of that day leave it open, a person looks."""

    level: Literal["district", "province", "ministry"]
    title: str
    ask: bool = False


def stars(text: str) -> Stars:
    """The stars of a cell of its own column: `3`, `3.0`, `***`, `4*`, `4 sao`, `Hạng 3 sao`, `OCOP 4 sao`.

    0 and “chưa đạt” mean no class. “Đạt”, a range and what is only hoped for are unclear.
    """
    said = words_of.key(text)[:500].strip(" .;,")
    if _NO_CLASS.fullmatch(said):
        return Stars()
    signs = _SIGNS.fullmatch(said.removesuffix("sao").strip())
    if signs:
        return Stars(sum(said.count(c) for c in "*★⭐"))
    of_five = _OF_FIVE.fullmatch(said)
    if of_five:
        return Stars(int(of_five.group(1)))
    rest = _POTENTIAL.sub(" ", said)
    potential = any(_is_of_the_fifth(match.group()) for match in _POTENTIAL.finditer(said))
    counts = _star_counts(rest) or {int(m.group(1)) for m in _CLASS.finditer(rest)}
    if any(_RANGE.search(rest[: m.start()]) for m in _STAR_COUNT.finditer(rest[:200])) and not _RAISED.search(rest):
        return Stars(None, potential, unclear=True)
    if _OTHER_COUNT.search(rest):
        return Stars(None, potential, unclear=True)
    bare = _BARE.fullmatch(rest.strip())
    if bare and not counts:
        counts = {int(bare.group(1))}
    raised = _RAISED.search(rest)
    if raised and len(counts) > 1:
        counts = {int(raised.group(1) or raised.group(2))}
    if len(counts) == 1 and not _HOPED.search(rest) and 1 <= min(counts) <= 5:
        return Stars(min(counts), potential)
    return Stars(None, potential, unclear=not potential)


def _is_of_the_fifth(words: str) -> bool:
    """Whether “tiềm năng …” speaks of the fifth star, the only one that a province cannot give itself."""
    return "5" in words or not re.search(r"[1-4]|bốn", words)


# Further down descriptions tell of the producer's other products and of other years. Of 12 real listings without a
# column of stars that claim some only behind these characters, three told of other goods or in other words than one
# may rely on, and readers of two noted none: the rest is asked, not believed.
_OPENING = 600
_SIGNS_BEHIND = re.compile(r"(ocop\s?:?\s?)((?:[★⭐]\ufe0f?\s?){3,5})(?![★⭐])")


def claimed_stars(text: str) -> Stars:
    """OCOP stars that a name or a description claims; other stars (“khách sạn 5 sao”) and wishes are none.

    Different claims are unclear, and so is a single one that stands behind the first 600 characters.
    """
    if not _STAR_WORD.search(text):
        return Stars()
    said = _SIGNS_BEHIND.sub(lambda m: f"{m[1]}{sum(map(m[2].count, '★⭐'))} sao ", words_of.key(text))
    if not _STAR_COUNT.search(said):
        return Stars()
    about_ocop = bool(_OCOP.search(said))
    claimed: dict[int, int] = {}
    potential = False
    for match in _STAR_COUNT.finditer(said):
        before, after = said[max(0, match.start() - 90) : match.start()], said[match.end() : match.end() + 60]
        sentence = re.split(r"[.;!?](?=\s)", before)[-1]
        if _RANGE.search(before) or not _is_claim(about_ocop, sentence, before, after):
            continue
        if "tiềm năng" in sentence[-25:] or "tiềm năng" in after[:12]:
            potential = True
        else:
            claimed.setdefault(min(_star_counts(match.group())), match.start())
    sure = [count for count, at in claimed.items() if at < _OPENING and 1 <= count <= 5]
    if len(claimed) == 1 and sure:
        return Stars(sure[0], potential)
    return Stars(None, potential, unclear=bool(claimed))


def score(text: str) -> float | None:
    """A score of 0 to 100 points: “62,5”, “78.67 điểm”, “87/100”; None where the cell states none."""
    said = words_of.key(text)[:100]
    found = re.fullmatch(
        r"(?:tổng )?(?:điểm|số điểm)?\s?:?\s?(\d{1,3})(?:[.,](\d{1,4}))?\s?(?:/\s?100)?\s?(?:điểm|đ|%)?", said
    )
    if not found:
        return None
    points = float(f"{found.group(1)}.{found.group(2) or 0}")
    return points if points <= 100 else None


def stars_of_score(score: float, on: date) -> int | None:
    """The stars that so many points are worth under the criteria of the day; None before the first criteria.

    Bands are half-open, for boards average decimals. From 90 points on the ministry decides: a province's 90
    points are “tiềm năng 5 sao”, which the caller has to say.
    """
    rules = [version for version in files.register("criteria")["version"] if version["from"] <= on]
    if not rules or not 0 <= score <= 100:
        return None
    return next(count for lowest, count in rules[-1]["bands"] if score >= lowest)


def expires_on(decision_day: date) -> date:
    """The last day on which a certificate is valid: the same day 36 months later.

    A month without that day ends it on its own last day: 29 February 2024 → 28 February 2027.
    """
    return months_later(decision_day, files.register("criteria")["validity_months"])


def months_later(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def certifier(stars: int, on: date) -> Certifier | None:
    """Who could recognise so many stars on the day a decision was signed; None where nobody could."""
    rules = [rule for rule in files.register("criteria")["certifier"] if rule["from"] <= on and stars in rule["stars"]]
    if not rules:
        return None
    rule = max(rules, key=lambda rule: rule["from"])
    return Certifier(rule["level"], rule["title"], rule.get("ask", False))


def signed_by(number: str, issuer: str | None, on: date) -> Level | None:
    """The level of whoever signed a decision, by its number and its issuer as said; None where they do not tell."""
    if issuer and issuer.startswith("UBND "):
        return _committee_level(issuer.removeprefix("UBND "), on)
    suffix = number.rpartition("QĐ-")[2]
    if suffix.startswith(("UBND", "UB")):
        return "local"
    if suffix == "TTg":
        return "government"
    return "ministry" if suffix.startswith("B") else None


def _committee_level(committee: str, on: date) -> Level:
    """The level of “tỉnh Lào Cai”, “huyện Văn Yên”, “thành phố Huế”, which was a district's city until 2025."""
    if committee.startswith("thành phố "):
        since = files.register("criteria")["central_cities"].get(committee.removeprefix("thành phố "))
        is_province = on >= _DISTRICTS_ENDED or (since is not None and since <= on)
        return "province" if is_province else "district"
    return next((level for rank, level in _RANKS.items() if committee.startswith(f"{rank} ")), "local")


_RANKS: dict[str, Level] = {
    "tỉnh": "province", "huyện": "district", "thị xã": "district", "quận": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune",
}  # fmt: skip
# Resolution 203/2025/QH15: no districts from this day on.
_DISTRICTS_ENDED = date(2025, 7, 1)


def _star_counts(said: str) -> set[int]:
    return {int(m.group(1)) if m.group(1) else _STAR_WORDS[m.group(2)] for m in _STAR_COUNT.finditer(said)}


def _is_claim(about_ocop: bool, sentence: str, before: str, after: str) -> bool:
    if _NOT_OCOP.search(sentence) or _HOPED.search(sentence[-40:]):
        return False
    clause = re.split(r"[.;!?\n](?=\s)", after)[0]
    if _OCOP.search(before) or _OCOP.search(clause):
        return True
    return bool(_RANKED.search(sentence) or _LEVEL_BEHIND.search(after)) and about_ocop
