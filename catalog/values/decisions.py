"""Decisions of recognition as texts name them: number, issuer, day (facts/ocop.md, section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.registers import files
from catalog.values import dates
from catalog.values import text as words_of

# The last part of a number: a known one in any case, another in capitals.
_SUFFIX = r"(?:(?i:ubnd|ttg|bnnptnt|bnnmt|bnn|byt|bct|bkhcn|vpđp|vpdp|hđnd|hdnd|ub)(?!\w)|[A-ZĐ][A-ZĐ&]{1,11}(?!\w))"
_SUFFIXES = rf"{_SUFFIX}(?:\s?[-–.]\s?{_SUFFIX}){{0,2}}"
_QD = r"(?i:q\s?[đd])"
_NUMBER = re.compile(
    rf"(?<![\d/.])(?<!\d[A-Za-z])(\d{{1,6}}(?:/(?:19|20)\d\d)?)\s?[/\-–. ]\s?{_QD}\s?[-–/. ]\s?({_SUFFIXES})"
    rf"|(?<![\d/.])(?<!\d[A-Za-z])(\d{{1,6}})\s?/\s?{_QD}((?i:UBND|TTg|BNN))(?!\w)"
    rf"|(?<!\w){_QD}\s?[-–]\s?({_SUFFIXES})\s?(?:(?i:số)\s?:?)\s?(\d{{1,6}})(?![\d/])"
)
# “Quyết định số 816 ngày … của UBND tỉnh …”: a number whose second half the issuer completes.
_BARE_NUMBER = re.compile(
    r"(?<!\w)(?i:quyết định|qđ)(?:\s?(?i:số))?\s?[:.]?\s?(\d{1,6})(?:\s?/\s?(?i:qđ))?(?![\d/.-]|\s?[-–/]\s?\w)"
)
_DAY = r"\d{1,2}\s?(?:[/.-]|tháng|thang)\s?\d{1,2}\s?(?:[/.-]|,?\s?n[ăa]m)\s?(?:\d{4}|\d{2})(?!\d)"
_DATE = re.compile(rf"(?:(?:ký|ban hành)\s)?(?:ng[àa]y\s?:?\s?)?({_DAY})", re.IGNORECASE)
_YEAR = re.compile(r"^[\s,(]{0,3}năm\s(20\d\d)(?!\d)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!tp)(?<!\d)[.]\s(?!ngày)", re.IGNORECASE)
_NOT_SIGNED = re.compile(r"(?<!\w)(?:hết hạn|đến ngày|đến|hạn|hiệu lực)\s?:?\s?(?:ngày\s)?$", re.IGNORECASE)
# "Ngày 12/3/2024, UBND tỉnh … ban hành Quyết định số …": how far back the day may stand (characters).
_REACH, _NEAR, _BESIDE = 160, 50, 20
_ISSUES = re.compile(r"(?<!\w)(?:ban hành|ký|ra(?= quyết))(?!\w)", re.IGNORECASE)
_RANK = r"tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường|thị trấn"
_ISSUER = re.compile(
    rf"(?<!\w)(?i:(?:chủ tịch\s)?(?:ubnd|[uủ][yỷ] ban nhân dân))(?:\s(?i:({_RANK}))(?!\w)((?:[\s-]{{1,3}}\w+){{0,6}}))?"
    r"|(?<!\w)(?i:thủ tướng chính phủ|thủ tướng)(?!\w)|(?<!\w)(?:Bộ|BỘ)(?:\s(?i:trưởng)\sBộ)?(?:,?\s\w+){1,8}"
)
_MINISTRIES = (
    "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường",
    "Y tế",
    "Công Thương",
    "Khoa học và Công nghệ",
)
_NAME_ENDS = frozenset("về công phê ban v/v ngày cấp năm số vừa đã ký theo cho và quyết".split())


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as a text names it. The number alone is not unique: issuer and day belong to it.

    number  normalised, "816/QĐ-UBND"; None where none, or where several differ (then they stand in `others`)
    date    ISO: a day, or the year alone where the text says no more
    unread  True where a decision is spoken of, with digits, but its number or its day could not be made out
    """

    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    others: tuple[str, ...] = ()
    unread: bool = False

    def json(self) -> dict[str, object]:
        return {"number": self.number, "issuer": self.issuer, "date": self.date}


def decision(text: str) -> Decision:
    """Number, issuer and day of the decision that a text names.

    Notices, declarations and certificates (“462/TB-…”, “92/2017/ATTP-CNĐK”) are no decisions. A text that names
    two different decisions gives no number; those of the programme (148/QĐ-TTg) do not count beside another.
    Forms and where they were found: tests/specimens/decision.tsv.
    """
    text = words_of.clean(text)[:6000]
    found = list(_NUMBER.finditer(text))
    of_programme = set(files.register("criteria")["programme"])
    recognitions = [match for match in found if _number(match) not in of_programme]
    found = recognitions or found
    numbers = tuple(dict.fromkeys(_number(match) for match in found))
    if len(numbers) > 1:
        return Decision(others=numbers, unread=True)
    if found:
        issuer = _issuer(_NUMBER.sub(" ", text)) or _issuer_of(numbers[0])
        signed, is_day = _signed(text, found[0].start(), found[0].end())
        return Decision(numbers[0], issuer, signed, unread=not is_day)
    return _bare_decision(text)


def _number(match: re.Match[str]) -> str:
    a, suffixes, b, glued, turned, c = match.groups()
    parts = re.split(r"\s?[-–.]\s?", suffixes or glued or turned)
    return f"{a or b or c}/QĐ-" + "-".join(map(_suffix, parts))


def _suffix(part: str) -> str:
    part = part.upper()
    return {"TTG": "TTg", "VPDP": "VPĐP", "HDND": "HĐND", "UB": "UBND"}.get(part, part)


def _signed(text: str, start: int, end: int) -> tuple[str | None, bool]:
    """The day that stands behind a number, else the one right before it; False where it is no day of a calendar."""
    behind = _SENTENCE_END.search(text, end, end + 160)
    for match in _DATE.finditer(text, end, behind.start() if behind else end + 160):
        if not _NOT_SIGNED.search(text[max(end, match.start() - 20) : match.start()]):
            return _day(match.group(1))
    year = _YEAR.match(text[end : end + 20])
    if year:
        return year.group(1), True
    before = [m for m in _DATE.finditer(text, max(0, start - _REACH), start) if _leads_to(text[m.end() : start])]
    return _day(before[-1].group(1)) if before else (None, True)


def _leads_to(words: str) -> bool:
    """Whether a day belongs to the number behind these words: near it in its sentence, or it was issued on that day."""
    if _SENTENCE_END.search(words):
        return len(words) < _BESIDE
    return len(words) < _NEAR or bool(_ISSUES.search(words))


def _day(words: str) -> tuple[str | None, bool]:
    read = dates.date(f"ngày {words}")
    return (read.date, True) if read.precision == "day" else (None, False)


def _bare_decision(text: str) -> Decision:
    bare = _BARE_NUMBER.search(text)
    issuer = _issuer(text)
    if bare and issuer and issuer.startswith("UBND"):
        signed, is_day = _signed(text, bare.start(), bare.end())
        return Decision(f"{bare.group(1)}/QĐ-UBND", issuer, signed, unread=not is_day)
    spoken_of = re.search(rf"(?i:quyết định)|(?<!\w){_QD}(?!\w)", text)
    return Decision(unread=bool(bare or (spoken_of and re.search(r"\d{2}", text))))


def _issuer(text: str) -> str | None:
    """The first body that signs decisions: “UBND tỉnh Nam Định”, “Thủ tướng Chính phủ”, “Bộ Y tế”."""
    for match in _ISSUER.finditer(text):
        words = match.group().casefold()
        if words.startswith("thủ tướng"):
            return "Thủ tướng Chính phủ"
        if not words.startswith("bộ"):
            rank = re.sub(r"^tp\.?$", "thành phố", (match.group(1) or "").lower())
            return " ".join(filter(None, ["UBND", rank, _proper(match.group(2) or "")]))
        ministry = next((name for name in _MINISTRIES if name.casefold() in words), None)
        if ministry:
            return f"Bộ {ministry}"
    return None


def _proper(words: str) -> str:
    """The capitalised words a name consists of; a word such as “về” ends it."""
    name: list[str] = []
    for word in words.replace("-", " - ").split():
        if (word == "-" and name) or (word[0].isupper() and word.casefold() not in _NAME_ENDS and len(name) < 6):
            name.append(word)
        else:
            break
    proper = " ".join(name).strip(" -")
    return proper.title() if proper.isupper() else proper


def _issuer_of(number: str) -> str | None:
    """Who signs decisions of such a number, where its last part says so."""
    suffix = number.partition("/QĐ-")[2]
    return files.register("criteria")["issuers"].get(suffix)
