"""Declarations and certificates as texts name them: kind, number, day, authority; kept as said.

A paper counts where its number stands beside its name; "đạt chuẩn VietGAP" alone is a claim, not a paper. Nothing here
says whether a product complies: the regimes change (facts/ocop.md, section 8), the words of the source stay.
Names: registers/label_words.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from catalog.values import dates
from catalog.values.label_words import label_words, small, spelt

# Kinds that say a product was declared; `cong_bo` where the words do not say by which of the regimes.
DECLARATIONS = frozenset(
    ["tu_cong_bo", "dang_ky_cong_bo", "cong_bo_tieu_chuan_ap_dung", "cong_bo_hop_quy", "cong_bo"]
)  # fmt: skip
FOOD_SAFETY = frozenset(["attp", "cam_ket_attp"])

_DAY = r"\d{1,2}\s?(?:[/.-]|tháng)\s?\d{1,2}\s?(?:[/.-]|năm)\s?\d{4}(?!\d)"
_PART = r"[^\W_.&](?:[^\W_]|[.&]){0,39}"
# "37/2020/CCQLCL - YBi": behind a spaced dash only capitals go on.
_MORE = rf"[/:\-–]{_PART}|\s?/\s?{_PART}|\s[-–]\s[A-ZĐ]{{2,6}}[a-z]?(?![^\W_])"
_NUMBER = rf"(?P<number>(?=[^\s]{{0,24}}\d){_PART}(?:{_MORE}){{0,8}})"
_SIGN = (
    r"(?P<sign>[\s:–-]{0,4}(?:(?:theo\s+)?(?:(?:mã\s+)?số|so|no\.?|GGN)(?:\s+(?:cấp|hiệu|GCN|GGN))?\s?[:.]?\s?|:\s?))"
)
_GIVEN = rf"(?:\s*[:,(]?\s*(?:(?:được\s+)?cấp\s+)?ngày(?:\s+cấp)?\s*:?\s*(?P<before>{_DAY})\)?,?)?"
_BEHIND = 140  # characters behind a number in which its day and its authority may stand
_SENTENCE_END = re.compile(r"[.;]\s|\n")
_DATED = re.compile(rf"(?:ngày|cấp|ký|ban hành)\s*:?\s*({_DAY})|\(\s*({_DAY})\s*\)", re.IGNORECASE)
_YEAR = re.compile(r"^[\s,(]{0,3}năm\s(20\d\d)(?!\d)", re.IGNORECASE)
_ENDS = re.compile(r"(?:hết hạn|đến|giá trị|hiệu lực)[^,;.]{0,20}$", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"(?:(?<!\w)(?:do|của|bởi|nơi cấp|cơ quan cấp|đơn vị cấp)\s*:?\s+)"
    r"((?:chi cục|cục|sở|ubnd|[uủ][yỷ] ban|bộ|trung tâm|phòng|viện|ban|công ty|tổ chức|chi nhánh|văn phòng)"
    r"(?:\s[^\s.,;()]{1,24}){1,14}?)(?=\s+(?:cấp|ban hành|chứng nhận|tiếp nhận|xác nhận|ngày)(?!\w)|\s*[.,;()]|\s*$)",
    re.IGNORECASE,
)
# What the number itself says of the kind, where the words beside it do not (forms of Decree 15/2018).
_OF_NUMBER = ((re.compile("ĐKSP|DKSP"), "dang_ky_cong_bo"), (re.compile("TCB"), "tu_cong_bo"))


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper a text names. words are text[start:end] of the text in NFC, day and authority included.

    kind   tu_cong_bo, dang_ky_cong_bo, cong_bo_tieu_chuan_ap_dung, cong_bo_hop_quy, cong_bo (which one is not said),
           attp, cam_ket_attp, vietgap, globalgap, haccp, iso, huu_co
    date   ISO, as precise as written; None where none is
    """

    kind: str
    number: str
    date: str | None
    authority: str | None
    words: str
    start: int
    end: int

    def json(self) -> dict[str, object]:
        """The dict without the place in the text."""
        return {name: getattr(self, name) for name in ("kind", "number", "date", "authority", "words")}


def papers(text: str) -> tuple[Paper, ...]:
    """The papers with a number that a text in NFC names, in its order. Does not raise on any text."""
    plain = text.isascii()
    if not _may_name_papers(text, plain):
        return ()
    found = (_paper(text, match, plain) for match in _pattern(plain).finditer(text))
    return tuple(paper for paper in found if paper)


def _may_name_papers(text: str, plain: bool) -> bool:
    """Whether a name of a paper stands in a text at all, by a search twice as fast as that for whole papers."""
    return bool(_names(plain).search(small(text)) or _OTHER_CASE.search(text))


# Patterns that ignore case take these for i and s, and `small` does not.
_OTHER_CASE = re.compile("[İıſ]")


@cache
def _names(plain: bool) -> re.Pattern[str]:
    return re.compile(label_words(plain).papers)


@cache
def _pattern(plain: bool) -> re.Pattern[str]:
    names = label_words(plain).papers
    return re.compile(rf"(?P<name>{names}){_GIVEN}(?:{_SIGN}|\s){_NUMBER}", re.IGNORECASE)


def _paper(text: str, match: re.Match[str], plain: bool) -> Paper | None:
    number = match["number"].rstrip(".-–:/&")
    if not _is_number(number, signed=match["sign"] is not None):
        return None
    kind = label_words(plain).paper_kinds[spelt(match["name"])]
    if kind == "cong_bo":
        kind = next((other for pattern, other in _OF_NUMBER if pattern.search(number)), kind)
    end = match.start("number") + len(number)
    behind = _SENTENCE_END.split(text[end : end + _BEHIND], maxsplit=1)[0]
    day, day_end = _date(behind)
    authority = _AUTHORITY.search(behind)
    end += max(day_end, authority.end(1) if authority else 0)
    said = dates.date(match["before"]).date if match["before"] else day
    start = match.start()
    return Paper(
        kind,
        " ".join(number.split()),
        said,
        " ".join(authority[1].split()) if authority else None,
        text[start:end],
        start,
        end,
    )


def _is_number(number: str, *, signed: bool) -> bool:
    """A number of a paper has digits and parts, or many digits; without “số” before it, a slash or a colon."""
    if not any(map(str.isdigit, number)):
        return False
    if not signed:
        return bool(re.search(r"\d[/:]|[/:]\d", number))
    return bool(re.search(r"[/:\-–]", number)) or sum(map(str.isdigit, number)) >= 5


def _date(behind: str) -> tuple[str | None, int]:
    """The day or year behind a number and where it ends; a day on which the paper lapses is none."""
    for match in _DATED.finditer(behind):
        if not _ENDS.search(behind[: match.start()]):
            found = dates.date(f"ngày {match[1] or match[2]}")
            return found.date, match.end() if found.date else 0
    year = _YEAR.match(behind)
    return (year[1], year.end()) if year else (None, 0)
