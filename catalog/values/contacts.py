"""Telephone numbers, e-mail and web addresses: alone in a cell, or hidden in prose.

Prose is public and contact data is not (facts/ocop.md, section 10): what `contacts` finds is masked before a
description is published, and told to the sender. Telephone numbers are read by PhoneNumberMatcher only;
`phonenumbers.parse` turns letters into digits. Positions are those of the text in NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberMatcher, format_number

from catalog.values import disguised, personal
from catalog.values import text as words_of

ContactKind = Literal["phone", "email", "link", "account", "birth"]

# What stands in the place of a masked contact.
MASKS: dict[str, str] = {
    "phone": "[số điện thoại]",
    "email": "[email]",
    "link": "[liên kết]",
    "account": "[số tài khoản hoặc giấy tờ]",
    "birth": "[ngày sinh]",
}

_RUN = re.compile(r"[+(]?\d[\d .()/+\u00a0\u2013-]*\d")
_LONE_NUMBER = re.compile(r"(?<!\d)\d{9,11}(?!\d)")
_LONGEST_RUN = 80  # characters; no cell writes more than a few numbers without a letter between
# "9.00000012E8"; with fewer decimals digits are lost: "8.49E+10", "9.12346E+08".
_SPREADSHEET = re.compile(r"^\d\.(?:\d{7,8}[eE]\+?0?8|\d{8,9}[eE]\+?0?9|\d{9,10}[eE]\+?10)$")
_LOST = re.compile(r"^\d(?:\.\d{1,10})?[eE]\+?\d{1,2}$")
_LETTER_O = re.compile(r"(?<![^\W\d_])[0-9oO](?:[ .-]?[0-9oOlI]){8,11}(?![^\W\d_])")
_LETTERS_AS_DIGITS = str.maketrans("oOlI", "0011")
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SHORT_TAIL = re.compile(r"(?<=\d{5})\s?[/-]\s?\d{1,3}(?!\d|[ .]\d)")
# Words right before a number that make it something else than a telephone.
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:mst|mã số thuế|msdn|mã số dn|mã số doanh nghiệp|đkkd|gpkd|gcn|giấy phép|stk|tk|tài khoản|account"
    r"|cccd|cmnd|cmt|căn cước(?: công dân)?|mã vạch|barcode|gtin|ean|mã hàng|mã sp|sku|số lô|lô|(?<!/)(?<!/ )fax)"
    r"[\s:.()#sốo-]{0,12}$",
    re.IGNORECASE,
)
_CALL_WORD = re.compile(
    r"(?<!\w)(?:đt|sđt|sdt|dt|đtdđ|điện thoại|dien thoai|tel|phone|mobile|di động|zalo|viber|hotline|tổng đài|gọi"
    r"|gọi ngay|call|liên hệ|lien he|liên lạc|lh|alo|inbox|đặt hàng|tư vấn)(?!\w)[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}(?!\w)", re.ASCII
)
_ENDINGS = "vn|com|net|org|info|shop|store|asia|biz|online|site|edu|gov|me|io|co|page|link|top|xyz|farm|life|club"
_LINK = re.compile(
    r"(?<![\w@./])(?:https?://[^\s<>\"“”]{3,2000}|www\.[^\s<>\"“”]{3,2000}"
    rf"|(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:{_ENDINGS})(?![\w.-]*@)(?!\w)(?:/[^\s<>\"“”]{{0,2000}})?)",
    re.IGNORECASE | re.ASCII,
)
# Every link holds one of these: a full stop before its ending, or what begins it, "://" or "www.".
_INSIDE_LINK = re.compile(r"[.:](?:[A-Za-z/]|(?<=[Ww]\.))")
# The shortest run that holds an account or a telephone: seven characters of _RUN.
_LONG_RUN = re.compile(r"\d[\d\n .()/+\u00a0\u2013-]{5,}\d")
# As many digits as the shortest telephone has, in one run; and words without which no shorter number is a contact.
_DIALLED_RUN = re.compile(r"\d(?=[\d .()/+\u00a0\u2013-]{6})(?:[ .()/+\u00a0\u2013-]*\d){6}")
_ACCOUNT_WORD = re.compile(r"stk|tài khoản|tai khoan|tk ngân hàng|cccd|cmnd|cmt|căn cước|chứng minh", re.IGNORECASE)
# Of each of these words the part that is written the same in every case: looked for much faster than the words are.
_OF_ACCOUNT_WORDS = ("tk", "khoản", "khoan", "cccd", "cmnd", "cmt", "cước", "chứng m")
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 6  # of an account; telephones have more
_ACCOUNT = re.compile(
    r"(?<!\w)(?:stk|số tài khoản|so tai khoan|tài khoản(?: ngân hàng| số)?|tk ngân hàng)(?!\w)"
    r"\D{0,20}?(\d(?:[\d .\u00a0-]|\n(?=\d{3})){5,24}\d)",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?)(?!\w)"
    r"\D{0,20}?(\d(?:[\d .\u00a0]|\n(?=\d{3})){7,15}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phones:
    """Telephone numbers of a cell.

    The mobile prefixes of eleven digits that ended in 2018 (0169…, 0123…) are asked, not turned into today's (039…,
    083…): our table of them is unverified (facts/ocop.md, section 14), a number is somebody's, and one that was not
    kept since then belongs to somebody else by now.

    e164      numbers one can dial from anywhere, in the order of the cell, each once
    hotlines  1800 and 1900 numbers, which have no international form
    unread    True where digits are left that look like a number but are none: too few, too many, an old prefix
    """

    e164: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    unread: bool = False

    @property
    def dialled(self) -> tuple[str, ...]:
        """What a buyer in Vietnam can dial: the numbers of e164, then the hotlines in their national form."""
        return self.e164 + self.hotlines

    def json(self) -> dict[str, object]:
        return {"e164": list(self.e164), "hotlines": list(self.hotlines)}


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact data inside prose; start and end are positions in the text in NFC.

    kind  account is the number of a bank account, an identity card, a citizen, a taxpayer or a vehicle
    """

    kind: ContactKind
    words: str
    start: int
    end: int


def phones(text: str) -> Phones:
    """The telephone numbers of a cell, several allowed; numbers inside tax codes, accounts and barcodes are none.

    Understands a zero lost in a spreadsheet, 84 and 0084, the letter O typed for zero, names and (Zalo) beside
    the number. Does not raise on any text. Forms found: tests/specimens/phone.tsv.
    """
    if number := _plain_mobile(text):
        return Phones((number,))
    found = list(_numbers(_as_typed(text)))
    e164 = tuple(dict.fromkeys(number for number, _, _ in found if not _is_hotline(number)))
    hotlines = tuple(dict.fromkeys(number[3:] for number, _, _ in found if _is_hotline(number)))
    return Phones(e164, hotlines, unread=not found and _looks_like_number(text))


def _looks_like_number(text: str) -> bool:
    return sum(map(str.isdigit, text[:2000])) >= 7 or bool(_LOST.match(text.strip()[:20]))


def email(text: str) -> str | None:
    """The first e-mail address of a cell, in lower case."""
    found = _EMAIL.search(words_of.clean(text))
    return found.group().lower().rstrip(".-") if found else None


def website(text: str) -> str | None:
    """The first web address of a cell, with https:// where no scheme is written; other schemes are none."""
    text = words_of.clean(text)
    for found in _LINK.finditer(text):
        link = found.group().rstrip(".,;:!?)]}’'…")
        return link if re.match("https?://", link, re.IGNORECASE) else "https://" + link
    return None


def contacts(text: str) -> tuple[Contact, ...]:
    """Telephone numbers, addresses, bank accounts and ID numbers inside prose, in the order of the text."""
    text = unicodedata.normalize("NFC", text)
    return tuple(sorted(_found(text), key=lambda contact: contact.start))


def _found(text: str) -> list[Contact]:
    """The contacts of a text in NFC; where two lie over each other, one that reaches to the end of both."""
    taken: list[Contact] = []
    for contact in _candidates(text):
        last = taken[-1] if taken else None
        if last is None or contact.start >= last.end:
            taken.append(contact)
        elif contact.end > last.end:
            taken[-1] = replace(last, words=text[last.start : contact.end], end=contact.end)
    return taken


def without_contacts(text: str) -> str:
    """The text in NFC with every contact replaced by words that say what stood there."""
    text = unicodedata.normalize("NFC", text)
    found = _found(text)
    if not found:
        return text
    parts, at = [], 0
    for contact in sorted(found, key=lambda contact: contact.start):
        parts += [text[at : contact.start], MASKS[contact.kind]]
        at = contact.end
    return "".join([*parts, text[at:]])


def may_hold_contacts(text: str) -> bool:
    """Whether a text could hold a contact; where not, `contacts` finds none in it nor in any of its lines."""
    if "@" in text or _INSIDE_LINK.search(text) or disguised.may_hold(text) or personal.may_hold(text):
        return True
    if not _LONG_RUN.search(text):
        return False
    says_account = _may_say_account(text.casefold()) and _ACCOUNT_WORD.search(text)
    return bool(says_account or _DIALLED_RUN.search(text))


def _may_say_account(folded: str) -> bool:
    """Whether a text in small letters could hold one of the words; where not, the pattern need not be tried."""
    return any(part in folded for part in _OF_ACCOUNT_WORDS)


def _candidates(text: str) -> list[Contact]:
    # Most prose holds no contact; what cannot be there is not looked for.
    has_number = bool(_LONG_RUN.search(text)) and len(_DIGIT.findall(text)) >= _FEWEST_DIGITS
    found: list[Contact] = []
    if has_number:
        found += [Contact("account", m.group(1), *m.span(1)) for p in (_IDENTITY, _ACCOUNT) for m in p.finditer(text)]
    if "@" in text:
        found += [Contact("email", m.group(), m.start(), m.end()) for m in _EMAIL.finditer(text)]
    if _INSIDE_LINK.search(text):
        for match in _LINK.finditer(text):
            link = match.group().rstrip(".,;:!?)]}’'…")
            found.append(Contact("link", link, match.start(), match.start() + len(link)))
    if has_number:
        found += [Contact("phone", text[a:b], a, b) for _, a, b in _numbers(text) if _is_said_to_call(text, a, b)]
    found += [
        Contact(number.kind, text[number.start : number.end], number.start, number.end)
        for number in disguised.numbers(text)
        if number.kind == "account" or not _OTHER_NUMBER.search(text[max(0, number.start - 40) : number.start])
    ]
    if has_number or personal.may_hold(text):
        found += [Contact(kind, text[a:b], a, b) for kind, a, b in personal.personal(text)]
    # A number that two rules see belongs to the stricter one, which was asked first: the order of equals stays.
    return sorted(found, key=lambda contact: contact.start)


def _as_typed(text: str) -> str:
    """The cell with what fingers and spreadsheets do to numbers undone."""
    text = unicodedata.normalize("NFKC", text[:4000]).replace("_", " ").strip()
    if _SPREADSHEET.match(text):
        return str(int(float(text)))
    if _LOST.match(text):
        return ""
    text = _LETTER_O.sub(_zeros, text)
    text = _LETTER_MEETS_DIGIT.sub(" ", text)
    return _SHORT_TAIL.sub("", text)


def _zeros(match: re.Match[str]) -> str:
    """A number typed with O for zero or l for one; one that is whole without keeps what stands beside it."""
    words = match.group()
    return words if sum(map(str.isdigit, words)) >= 10 else words.translate(_LETTERS_AS_DIGITS)


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Valid numbers as (E.164, start, end); runs of digits that are too long to be any are passed over."""
    for start, end in _windows(text):
        for number, first, after in _matches(text[start:end]):
            a, b = start + first, start + after
            if not _touches_letter(text, a, b) and not _OTHER_NUMBER.search(text[max(0, a - 40) : a]):
                yield number, a, b


def _matches(window: str) -> list[tuple[str, int, int]]:
    """The numbers of a run of digits and signs; the matcher is not asked of a run that holds none of Vietnam's."""
    if number := _plain_mobile(window):
        return [(number, 0, len(window))]
    digits = _NO_DIGIT.sub("", window)
    if "+" not in window and not _FOREIGN.search(digits) and not _vietnamese().search(digits):
        return []
    found = PhoneNumberMatcher(window, "VN")
    return [(format_number(m.number, PhoneNumberFormat.E164), m.start, m.end) for m in found]


def _plain_mobile(words: str) -> str | None:
    """The E.164 form of words that are one mobile number, as most cells have it: no rule of `phones` changes that."""
    if not _PLAIN.fullmatch(words):
        return None
    digits = _NO_DIGIT.sub("", words)[1:]
    return f"+84{digits}" if _mobile().fullmatch(digits) else None


_NO_DIGIT = re.compile(r"\D")
# A number that is dialled abroad.
_FOREIGN = re.compile(r"00\d{6}")
# 0900000012, 0900 000 012, 090.000.0012
_PLAIN = re.compile(r"0[0-9]{2,3}([ .-]?)[0-9]{3}\1[0-9]{3,4}")


@cache
def _mobile() -> re.Pattern[str]:
    """Mobile numbers without their zero, as the metadata of phonenumbers knows them."""
    known = PhoneMetadata.metadata_for_region("VN")
    if known is None or known.mobile is None or known.mobile.national_number_pattern is None:
        raise LookupError("phonenumbers has no metadata for mobile numbers of Vietnam")
    return re.compile(known.mobile.national_number_pattern)


@cache
def _vietnamese() -> re.Pattern[str]:
    """Every number that the metadata of phonenumbers calls valid in Vietnam, without its zero."""
    known = PhoneMetadata.metadata_for_region("VN")
    kinds = [getattr(known, kind) for kind in _KINDS]
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_KINDS = "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail".split()


def _windows(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        lone = [m.span() for m in _LONE_NUMBER.finditer(run.group())]
        if len(lone) < 2:
            lone = _side_by_side(run.group())
        if len(lone) > 1:
            yield from ((run.start() + first, run.start() + after) for first, after in lone)
        elif 7 <= len(run.group()) <= _LONGEST_RUN:
            yield run.span()


def _side_by_side(run: str) -> list[tuple[int, int]]:
    """The places of numbers side by side, "0900 000 012 0900 000 013"; empty where a run does not cut so."""
    if len(run) > _LONGEST_RUN or sum(map(str.isdigit, run)) < 2 * min(_DIALLED):
        return []
    spans, first, groups = [], 0, list(re.finditer(r"[^\s/–-]+", run))
    for group, behind in zip(groups, [*groups[1:], None], strict=True):
        if sum(map(str.isdigit, run[first : group.end()])) in _DIALLED and (
            behind is None or behind[0].startswith("0")
        ):
            spans.append((first, group.end()))
            first = behind.start() if behind else len(run)
    return spans if first == len(run) else []


# Digits of a number with its zero: 10 of a mobile, 10 or 11 of a landline.
_DIALLED = (10, 11)


def _touches_letter(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def _is_hotline(number: str) -> bool:
    return number.startswith(("+841800", "+841900"))


def _is_said_to_call(text: str, start: int, end: int) -> bool:
    """In prose a bare number is a telephone where it begins as one is dialled, or where the words say so."""
    digits = _NO_DIGIT.sub("", text[start:end])
    return digits.startswith(("0", "84")) or bool(_CALL_WORD.search(text[max(0, start - 40) : start]))
