"""Label data inside descriptions: what Decree 37/2026/NĐ-CP asks of a product page, where a heading says it.

Kept as said and never judged: nothing here computes "compliant" (facts/ocop.md, section 8). Headings, and what ends
them: registers/label_words.tsv. Without a heading nothing is taken for label data. Declarations and certificates are
read by `papers`. Positions are those of the text in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.values import people
from catalog.values.label_words import LOWER, UPPER, Entry, LabelWords, label_words, small, spelt
from catalog.values.papers import Paper, papers

__all__ = ["Item", "Label", "Organisation", "Paper", "label"]

# Longer first sentences are prose, whatever heading stands before them (characters); further sentences end there.
_LONGEST = {
    "ingredients": 700, "net_quantity": 90, "usage": 900, "storage": 400, "shelf_life": 320, "warning": 500,
    "origin": 120, "responsible": 240, "address": 200,
}  # fmt: skip
_REACH = max(_LONGEST.values()) + 300
_SIGN = "•·●▪■◆►▶➢➤✓✔✅☑✤✦✪❀☘★⭐"
_BULLET = rf"(?:[{_SIGN}]\ufe0f?|\?{{4}}|[*+]\)?(?!\s?\d)|[-–—](?=[\s\w(])(?!\s?\d))"
_NUMBERED = r"\(?\d{1,2}[.)/]{1,2}"
_COLON = re.compile(r"\s{0,3}(?:\([^()\n]{0,40}\))?\s{0,3}(?:/\s?[A-Za-z][A-Za-z ]{1,30})?\s{0,3}[:：]+")
# A heading with a line of its own; a dash behind it, then a capital or a figure: the line end was lost.
_AS_COLON = re.compile(rf"[ \t]{{0,3}}(?:\n|[-–—]\s(?=[{UPPER}0-9]))")
# What stands right before a heading that opens a line, a sentence, a bullet or a number.
_STRONG = re.compile(
    rf"(?:^|[\n.;!?…:|=~]|[^\w\s,\"“”'(&/%*+–—-]|(?P<number>(?<![\w,]){_NUMBERED})|(?<!\w)[-–—+*]\)?)[ \t\u00a0]*$"
)
_STRONG_REACH = 12
_LEAD = re.compile(rf"(?:\s|{_BULLET}|[-–—_+*]|{_NUMBERED}(?=\s))*")
_TRAIL = re.compile(rf"(?:[\s,:;(|“\"=_+*/–—-]|[{_SIGN}]\ufe0f?|\?{{4}}|(?<=\s){_NUMBERED}|(?<!\.)\.{{1,2}}(?!\.))+$")
_VIETNAMESE = rf"(?:[{UPPER}][a-z]{{1,4}}|[{UPPER}](?=[a-z]{{0,6}}[^\W0-9_a-z])[{LOWER}]{{1,6}})"
# Where one piece of a text ends and another begins: a line end, a sentence end, a bullet or number, a hashtag; two
# forms of a line end that was lost ("sản xuất Công ty …"; "Tây Ninh" is none); a heading that the register lacks.
_STOP = r"(?<!tp)(?<!TP)(?<!Tp)(?<!\s[PQHXpqhx])[.!?…]+"
_BREAK = re.compile(
    rf"\n\s*(?:{_BULLET}\s*)?|(?:{_STOP}[\"”)]?|;)\s+(?:{_BULLET}\s*)?(?=[^\s{LOWER}])|\s+{_BULLET}\s*(?=\S)"
    rf"|\s+(?:{_NUMBERED}\s+(?=[{UPPER}])|(?=#\s?\w)|:(?=[>(o-]))|\s*[-=_~]{{3,}}\s*"
    rf"|(?<=[{LOWER})”\"])(?P<lost>\s+)(?={_VIETNAMESE}\s+[{LOWER}])"
    rf"|(?<=[{LOWER})])\s+(?=(?:[{UPPER}]{{2,}}\s+){{2,}}[{UPPER}]{{2,}})"
    rf"|(?<=[{LOWER}0-9)%])\s+(?=[{UPPER}]\w{{0,8}}(?: [{LOWER}]\w{{0,7}}){{0,5}}\s?:)"
)
_UNKNOWN_HEADING = re.compile(r"\w{1,9}(?:\s\w{1,9}){0,5}\s?:")
# Parts of an address or of a name are joined with dashes: "Long An - Việt Nam".
_PROPER = re.compile(rf"(?:[{UPPER}]\w*|[Tt]ỉnh|[Xx]ã|[Hh]uyện|[Tt]hành phố|\s|[.,])+")


@dataclass(frozen=True, slots=True)
class Item:
    """One statement under a heading: words are text[start:end] of the text in NFC, the heading left out."""

    kind: str
    heading: str
    words: str
    start: int
    end: int

    def json(self) -> dict[str, object]:
        return {"kind": self.kind, "heading": self.heading, "words": self.words}


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who answers for the goods, as said; the address from beside the name or from the heading behind it."""

    name: str | None
    address: str | None
    start: int
    end: int

    def json(self) -> dict[str, object]:
        return {"name": self.name, "address": self.address}


@dataclass(frozen=True, slots=True)
class Label:
    """What a text states as a label does, in its order. An address stands in `responsible`, not among the items."""

    items: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()
    responsible: tuple[Organisation, ...] = ()

    def said(self, kind: str) -> tuple[str, ...]:
        """The different statements of one kind, on one line each; one that another holds whole is left out."""
        words = dict.fromkeys(" ".join(item.words.split()) for item in self.items if item.kind == kind)
        return tuple(w for w in words if not any(w != v and w.lower() in v.lower() for v in words))

    def json(self) -> dict[str, object]:
        return {
            "items": [item.json() for item in self.items],
            "papers": [paper.json() for paper in self.papers],
            "responsible": [who.json() for who in self.responsible],
        }


@dataclass(frozen=True, slots=True)
class _Heading:
    entry: Entry
    words: str
    start: int
    end: int


def label(text: str) -> Label:
    """The label data of a description: items under headings, papers with their numbers, who answers for the goods.

    Does not raise on any text. Forms and where they were found: tests/specimens/label.tsv.
    """
    text = unicodedata.normalize("NFC", text)
    known = label_words(text.isascii())
    named = papers(text)
    headings = list(_headings(text, known))
    cuts = sorted([h.start for h in headings] + [p.start for p in named] + [len(text)])
    items, at = [], 0
    for heading in headings:
        while cuts[at] < heading.end:
            at += 1
        end = min(cuts[at], heading.end + _REACH)
        for kind in heading.entry.kinds:
            item = _item(text, heading, kind, end, known)
            if item:
                items.append(item)
    return Label(tuple(i for i in items if i.kind not in _WHO), named, tuple(_organisations(items)))


_WHO = ("responsible", "address")


# ── headings ──


def _headings(text: str, known: LabelWords) -> Iterator[_Heading]:
    reached = 0
    for match in known.headings.finditer(small(text)):
        before = text[max(0, match.start() - _STRONG_REACH) : match.start()]
        strong = _STRONG.search(before or "\n")
        if match.start() < reached or not (strong or text[match.start()].isupper()):
            continue
        colon = _COLON.match(text, match.end()) or (_AS_COLON.match(text, match.end()) if strong else None)
        end = colon.end() if colon else match.end()
        entry = _entry(known.entries[spelt(match[0])], text, end, is_bare=colon is None, is_strong=strong is not None)
        if entry:
            reached = end
            number = strong["number"] if strong else None
            start = match.start() - (len(before) - before.rindex(number) if number else 0)
            yield _Heading(entry, text[match.start() : match.end()], start, end)


def _entry(entries: tuple[Entry, ...], text: str, end: int, *, is_bare: bool, is_strong: bool) -> Entry | None:
    """The first meaning of a heading that what follows allows; with a colon it at least ends what was before."""
    begin = _LEAD.match(text, end, end + 20)
    at = begin.end() if begin else end
    for entry in entries:
        if is_bare and (entry.bare is None or not is_strong or not entry.bare.match(text, at)):
            continue
        if entry.only is None or entry.only.match(text, at):
            return entry
    return None if is_bare else _ENDS


_ENDS = Entry((), None, None)


# ── what stands under them ──


def _item(text: str, heading: _Heading, kind: str, end: int, known: LabelWords) -> Item | None:
    """What stands under a heading up to the next one; None where that is nothing, or prose."""
    start = _behind_lead(text, heading.end, end)
    opened = text[heading.end : start].strip()[:1]
    stop = start
    for a, b in _pieces(text, start, end):
        begin = _behind_lead(text, a, b)
        if stop > start and not _goes_on(text, kind, opened, stop, begin, b, known):
            break
        if b - start > _LONGEST[kind]:
            stop = stop if stop > start else start
            break
        stop = b
    if kind == "usage" and _is_torn(text, start, stop, end):
        return None
    return _made(text, heading, kind, start, stop, known)


def _is_torn(text: str, start: int, stop: int, end: int) -> bool:
    """Whether one or two words are all that a lost line end left of a sentence: “Ngâm mật” of “Ngâm mật Ong: Cho …”."""
    is_cut = bool(re.match(r"[^\S\n]+[^\W\d_]", text[stop:end]))
    return is_cut and len(text[start:stop].split()) < 3


def _behind_lead(text: str, start: int, end: int) -> int:
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _BREAK.finditer(text, start, end):
        if found["lost"] and _follows_name(text, at, found.start()):
            continue
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end


def _follows_name(text: str, start: int, end: int) -> bool:
    """Whether the word before a supposed line end has a capital: “Bún Cao Tuyền nước lạnh” is one line."""
    before = text[max(start, end - 12) : end].split()
    return bool(before) and before[-1][0].isupper()


def _goes_on(text: str, kind: str, opened: str, stop: int, begin: int, end: int, known: LabelWords) -> bool:
    """Whether a piece belongs to the statement before it: it begins so, or is the next bullet or part of a list."""
    further = known.further.get(kind)
    if further and further.match(text, begin, end):
        return True
    words, between = text[begin:end], text[stop:begin]
    if _UNKNOWN_HEADING.match(words) or words.startswith("#") or not words or _RULE.search(between):
        return False
    if "\n" in between and words[0].islower() and _LINE_GOES_ON.search(text, max(0, stop - 3), stop):
        return True
    if opened and not opened.isalnum() and opened in between:
        return True
    is_spaced = not between.strip() and "\n" not in between
    if kind == "responsible" and is_spaced:
        return text[stop - 1] != ")" and len(words.split()) <= _NAME_WORDS and not _IS_PROSE.search(words)
    if kind in _PLACES:
        return between.strip() in ("-", "–", "—") and bool(_PROPER.fullmatch(words))
    # "Thịt Heo nạc (70%), mỡ" goes on behind Thịt; "muối Tương Nhạn là đặc sản" does not.
    if kind != "ingredients" or not is_spaced or known.further["usage"].match(words):
        return False
    return bool(re.search(r"[,%]", words)) and not _IS_PROSE.search(words)


_PLACES = ("origin", "responsible", "address")
_NAME_WORDS = 8
_RULE = re.compile(r"[-=_~]{3}")
_LINE_GOES_ON = re.compile(r"[^\W\d_,]\s*$|,\s*$")
_IS_PROSE = re.compile(r"(?<!\w)(?:là|được|giúp|mang|với|có|của|chúng tôi|la|duoc|giup|voi|co|cua)(?!\w)")


# "Xuất xứ: Việt Nam Tác dụng …": the country has two words, what stands behind them was another line.
_COUNTRY = re.compile(r"^(việt nam)\s+\w.*", re.IGNORECASE | re.DOTALL)


def _made(text: str, heading: _Heading, kind: str, start: int, end: int, known: LabelWords) -> Item | None:
    words = _TRAIL.sub("", text[start:end])
    if kind == "origin":
        words = _COUNTRY.sub(r"\1", words)
    never = known.never.get(kind)
    # A short cut of a sentence is judged by the whole sentence: “Trong sữa tắm” of “Trong sữa tắm Bé Nhạn hoàn toàn …”.
    judged = words if re.search(r"[,%]", words) else re.split(r"[.;\n]", text[start : end + 90], maxsplit=1)[0]
    if not re.search(r"[^\W_]", words) or (never and never.search(judged if kind == "ingredients" else words)):
        return None
    return Item(kind, heading.words, words, start, start + len(words))


def _organisations(items: list[Item]) -> Iterator[Organisation]:
    """Each organisation with the address said beside it; “Sản xuất tại: Tây Ninh” names a place and is left out."""
    said = [item for item in items if item.kind in _WHO]
    for item, behind in zip(said, [*said[1:], None], strict=False):
        who = people.producer(item.words)
        if item.kind == "address" or not who.name or _is_place(item, who.kind):
            continue
        if behind is not None and behind.kind == "address" and behind.start - item.end < _BESIDE:
            yield Organisation(who.name, behind.words, item.start, behind.end)
        else:
            yield Organisation(who.name, who.address or None, item.start, item.end)


_BESIDE = 60  # characters between an organisation and the address under its own heading
_PLACE_FIRST = re.compile(r"(?:thôn|ấp|xóm|bản|số|xã|phường|thị trấn|đường|tổ|khu|tỉnh|kcn)(?!\w)", re.IGNORECASE)


def _is_place(item: Item, kind: str) -> bool:
    return kind == "unknown" and (
        spelt(item.heading).endswith((" tại", " tai")) or bool(_PLACE_FIRST.match(item.words))
    )
