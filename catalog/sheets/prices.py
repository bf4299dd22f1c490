"""Prices of a table that stand in several columns: one for each market day, size or market."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.registers import headers
from catalog.values.text import fold

_PRICE = re.compile(r"(?:don )?gia(?: ban| mua| le| ban le| thi truong)*\b ?")
_WHEN = r"(?:ngay|phien|cho phien|sang|tuan|thang|t|quy|q|ky|dot|lan|nam|thu|le)"
_DAY = re.compile(rf"(?:{_WHEN} ?)*\d{{1,4}}(?: (?:{_WHEN} ?)?\d{{1,4}}){{0,2}}(?: 00 00(?: 00)?)?")
_SIZE = re.compile(
    r"(?:\w+ ){0,2}(?:\d[\d ]* ?(?:kg|g|gr|gam|ml|l|lit|qua|trai|hop|tui|goi|chai|cai)\b.*|loai \w{1,9}.*|size \w+)"
)
# A size or grade that heads a column by itself: "250g", "Hộp quà 500g", "1/2 kg", "Loại 1".
_BARE_SIZE = re.compile(
    r"(?:(?:tui|hop|goi|chai|lo|hu|can|bao|thung|bich|set|binh|loai)(?: qua| giay| thiec)? )?"
    r"\d{1,4}(?: \d{1,3})? ?(?:kg|g|gr|gram|gam|ml|l|lit)(?: \w{1,8})?|(?:loai|size) \d"
)
_AMOUNT = re.compile(r"\d[\d.,\s]{3,}|\d\s*(?:k|đ|tr|ng)|[1-9]\d{3}", re.I)
_MARKET = re.compile(r"(?:(?:tai|o) )?(?:vuon|ruong|ao|be|cho|sieu thi|cua hang|trang trai|co so|kho)\b")
_LOWEST = frozenset({"thap nhat", "tu", "min", "toi thieu", "thap", "nho nhat"})
_HIGHEST = frozenset({"cao nhat", "den", "max", "toi da", "cao", "lon nhat"})


@dataclass(frozen=True, slots=True)
class Series:
    """kept: which members are used, and for what; labelled: whether their labels tell them apart in a row."""

    kept: dict[int, str] = field(default_factory=dict)
    labelled: bool = False


def is_size(header: str) -> bool:
    """Whether a header is a size and nothing else: what stands below several such headers are prices."""
    return len(header) < 30 and any(map(str.isdigit, header)) and bool(_BARE_SIZE.fullmatch(fold(header)))


def are_amounts(texts: Sequence[str], is_scaled: bool) -> bool:
    """Whether most texts can be prices; where the unit of money is said above them any number can."""
    said = [bool(_AMOUNT.search(text)) or (is_scaled and any(map(str.isdigit, text))) for text in texts]
    return bool(said) and 10 * sum(said) >= 7 * len(said)


def price_label(path: Sequence[str], match: headers.Match | None) -> str:
    """What a price column is for by its header, "250g" or "Ngày 05/3"; blank where it has a meaning of its own."""
    child = path[-1]
    if is_size(child) and (match is None or (match.how == "fuzzy" and match.column in ("pack", "net_content"))):
        return child
    if len(path) > 1:
        if match and match.column == "price" and _MARKET.match(fold(child)):
            return child
        by_parent = match and match.column == "price" and match.how == "fuzzy"
        return child if by_parent and not headers.lookup(child) and not headers.lookup(f"giá {child}") else ""
    found = _PRICE.match(fold(child))
    if found is None or (match and (match.column != "price" or match.how == "synonym")):
        return ""
    rest = fold(child)[found.end() :]
    return rest if _DAY.fullmatch(rest) or _SIZE.fullmatch(rest) else ""


def read_series(labels: Sequence[str]) -> Series:
    """Of days the newest is the price and the one before it the old price; sizes and markets are all prices."""
    folded = [fold(label) for label in labels]
    if all(map(_DAY.fullmatch, folded)):
        return _of_days(labels, folded)
    return Series(dict.fromkeys(range(len(labels)), "price"), labelled=True)


def _of_days(labels: Sequence[str], folded: Sequence[str]) -> Series:
    days = [_day(label, words) for label, words in zip(labels, folded, strict=True)]
    wrapped = len(days[0]) == len(days[-1]) == 2 and days[0][0] - days[-1][0] > 6  # December before January
    order = list(range(len(days)))
    if days[-1] < days[0] and not wrapped:
        order.reverse()
    return Series({order[-1]: "price", order[-2]: "price_old"})


def _day(label: str, folded: str) -> tuple[int, ...]:
    """The numbers of a day with the year first: "05/3" is (3, 5), "Tháng 12/2025" is (2025, 12)."""
    numbers = tuple(map(int, re.findall(r"\d+", folded)[:3]))
    return numbers if numbers[0] > 999 else numbers[::-1]


def together(label_of: Sequence[tuple[str, int]], texts: Sequence[str]) -> str:
    """The prices of one row in words: "100g: 95 nghìn; 250g: 180 nghìn", or "20000 - 25000" for a lowest and a highest.

    label_of gives label and scale of each column; a bare number takes the unit of its header, all else stands as it is.
    """
    said = [(label, _with_unit(text, scale)) for (label, scale), text in zip(label_of, texts, strict=True) if text]
    kinds = [fold(label) for label, _ in said]
    if len(said) == 2 and kinds[0] in _LOWEST and kinds[1] in _HIGHEST:
        return f"{said[0][1]} - {said[1][1]}"
    return "; ".join(f"{label}: {text}" for label, text in said)


def _with_unit(text: str, scale: int) -> str:
    if not re.fullmatch(r"\s*[\d.,\s]+", text):
        return text
    return text.strip() + {1: "đ", 1000: " nghìn", 1_000_000: " triệu"}.get(scale, "")
