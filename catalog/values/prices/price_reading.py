"""Which of the amounts in one cell is the price: ranges, reductions, open ends, several sizes, header units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from catalog.registers import units
from catalog.values import text as words_of
from catalog.values.prices.amounts import Amount, amounts
from catalog.values.prices.price_words import (
    ANOTHERS,
    ARROWS,
    ASIDE,
    ASIDE_BEHIND,
    BELOW,
    BETWEEN_ENDS,
    DOWNWARDS,
    FOREIGN,
    FROM,
    INTRODUCED,
    LEAST_BARE,
    LEAST_DONG,
    LEAST_GROUPED,
    LIST_JOINTS,
    MOST_BARE,
    MOST_MILLIONS,
    MOST_THOUSANDS,
    NOT_EMPTY,
    NOW,
    OLD,
    OLD_ALONE,
    OTHER_MONEY,
    PACK_SIGNS,
    PERCENT,
    PRICED,
    RANGE_JOINTS,
    RANGE_SPAN,
    REACH,
    REDUCING,
    REMARK,
    ROUNDED,
    SEVERAL,
    UNREDUCED,
    UPWARDS,
)
from catalog.values.prices.prices import Price, WhyNone
from catalog.values.tokens import Tokens, is_number

# What stands before or behind an amount that is a limit, an old price, a price of several, or no price at all.
_NO_PRICE = (BELOW, OLD_ALONE, SEVERAL, OTHER_MONEY)
_NO_PRICE_BEHIND = (DOWNWARDS, UNREDUCED)

Span = tuple[Amount, ...]
Ends = tuple[int, int | None]


class PriceReading:
    """One cell: its amounts, and the rules that pick the price among them."""

    def __init__(self, cleaned: str, scale: int) -> None:
        self.cleaned, self.lower, self.scale = cleaned, cleaned.lower(), scale
        self.tokens = Tokens(cleaned)
        self.found = list(amounts(self.tokens))

    def price(self) -> Price:
        """The price of the cell, or why there is none."""
        reduced = self._by_percent()
        if reduced is not None:
            return reduced
        priced = [a for a in self.found if not a.bare]
        if not priced:
            return self._bare_price()
        if any(a.value is None for a in priced):
            return self._none("ambiguous")
        if all(a.value == 0 for a in priced):
            return self._none("missing")
        spans = self._spans()
        if any(self._is_listed(*pair) for pair in pairwise(spans)):
            return self._none("ambiguous")
        return self._pick([s for s in spans if not (s[0].bare and s[-1].bare)])

    def _none(self, why: WhyNone) -> Price:
        return Price(none=why, words=self.cleaned)

    # ── where amounts stand ──

    def _spans(self) -> list[Span]:
        """Single amounts, and ranges as two amounts, in order."""
        spans: list[Span] = []
        at = 0
        while at < len(self.found):
            pair = self.found[at : at + 2]
            size = 2 if len(pair) == 2 and self._is_range(*pair) else 1
            spans.append(tuple(pair[:size]))
            at += size
        return spans

    def _joint(self, first: Amount, second: Amount) -> list[str]:
        return self.tokens.words[first.after : second.first]

    def _is_range(self, first: Amount, second: Amount) -> bool:
        if first.per and second.per and first.per != second.per:
            return False
        # "giá gốc 390k - 312k" is a reduction, "giá thị trường 40-120 triệu" a range.
        if OLD.search(self._before(first)) and not self._rises(first, second):
            return False
        joint = [w for w in self._joint(first, second) if w not in BETWEEN_ENDS]
        return len(joint) == 1 and joint[0] in RANGE_JOINTS

    def _is_listed(self, first: Span, second: Span) -> bool:
        """Whether a bare number shares the next amount's unit and is no range's: "50, 60 ngàn", "8.000 → 9.000đ"."""
        one, other = first[-1], second[0]
        if not one.bare or other.bare:
            return False
        joint = self._joint(one, other)
        if not joint and not self.tokens.word(one.first - 1)[:1].isalpha():
            return True  # "8 5k" was 85k or a count
        return joint in LIST_JOINTS or (not ARROWS.isdisjoint(joint) and self._rises(one, other))

    def _rises(self, first: Amount, second: Amount) -> bool:
        unit = second.scale if first.bare and not first.grouped else 1
        return first.value is not None and second.value is not None and first.value * unit < second.value

    def _before(self, amount: Amount) -> str:
        """The words before an amount, in lower case."""
        end = self.tokens.starts[amount.first]
        return self.lower[max(0, end - REACH) : end]

    def _behind(self, amount: Amount) -> str:
        start = self.tokens.ends[amount.after - 1]
        return self.lower[start : start + REACH].lstrip()

    # ── amounts with a unit ──

    def _pick(self, spans: list[Span]) -> Price:
        reduced = self._reduced(spans)
        if reduced is not None:
            return reduced
        kept = [s for s in spans if not self._is_aside(s)]
        if not kept and PRICED.search(self._before(spans[0][0])):
            kept = spans
        own = [s for s in kept if not ANOTHERS.search(self._before(s[0]))]
        if not own and any(a.bare and INTRODUCED.search(self._before(a)) for a in self.found):
            return self._none("ambiguous")  # "giá lẻ 60, giá sỉ 50 (nghìn đồng)"
        kept = own or kept
        ends = [e for e in map(self._ends, kept) if e is not None]
        if len(ends) < len(kept) or not kept:
            return self._none("ambiguous")
        if len(set(ends)) > 1:
            return self._choices(kept, ends)
        per = next((a.per for s in kept for a in reversed(s) if a.per), None)
        return Price(*ends[0], per, words=self.cleaned)

    def _is_aside(self, span: Span) -> bool:
        return bool(ASIDE.search(self._before(span[0])) or ASIDE_BEHIND.match(self._behind(span[-1])))

    def _ends(self, span: Span) -> Ends | None:
        """Low and high of a single amount or a range; None where they make no sense."""
        if len(span) == 2:
            return self._range_ends(*span)
        before, behind, value = self._before(span[0]), self._behind(span[0]), self._whole(span[0])
        if value is None or any(p.search(before) for p in _NO_PRICE) or any(p.match(behind) for p in _NO_PRICE_BEHIND):
            return None
        is_open = FROM.search(before) or UPWARDS.match(behind)
        return value, None if is_open else value

    def _range_ends(self, first: Amount, second: Amount) -> Ends | None:
        high = self._whole(second)
        if high is None:
            return None
        if first.bare and not second.bare:
            return self._shared_unit(first, second.scale, high)
        low = self._whole(first)
        return (low, high) if low is not None and low <= high else None

    def _shared_unit(self, first: Amount, scale: int, high: int) -> Ends | None:
        """The lower end takes the unit of the upper one ("150-180k"), or thousands ("80-90.000đ", "900-1tr2")."""
        if first.value is None:
            return None
        for unit in (scale, 1_000):
            low = first.value * unit
            if low <= high <= low * RANGE_SPAN and low == int(low):
                return int(low), high
        return None

    def _whole(self, amount: Amount) -> int | None:
        """Whole đồng of one amount; None below what anything costs, and for fractions of a đồng."""
        if amount.value is None:
            return None
        if amount.bare:
            return self._bare_value(amount.value, amount.grouped)
        value = round(amount.value)
        return value if value >= LEAST_DONG and abs(amount.value - value) < 1e-3 else None

    def _reduced(self, spans: list[Span]) -> Price | None:
        """ "13k → 10k", "giảm từ 390k còn 312k", "giá gốc 50k, giá khuyến mãi 45k", "45k (giá cũ 50k)"."""
        if len(spans) != 2:
            return None
        first, second = spans[0], spans[1]
        was_first, was_second = (bool(OLD.search(self._before(s[0]))) for s in spans)
        if was_second and not was_first:
            return self._old_and_new(second[0], first)
        joint = self._joint(first[-1], second[0])
        now = not NOW.isdisjoint(joint) and REDUCING.issuperset(joint)
        if "mua" in joint:
            return None
        if was_first or now or not ARROWS.isdisjoint(joint):
            return self._old_and_new(first[0], second)
        return None

    def _by_percent(self) -> Price | None:
        """ "220.000 - 15% = 187.000", "95.000đ 85.500đ -10%": where the arithmetic is right, one is the old price."""
        percents = set(PERCENT.findall(self.lower))
        ends = [self._whole(a) for a in self.found]
        if len(percents) != 1 or len(ends) != 2 or not all(ends):
            return None
        if any(map(self.tokens.is_unit, self._joint(*self.found))) or len({a.per for a in self.found}) > 1:
            return None  # two packs, each with its price
        new, old = sorted(filter(None, ends))
        share = 1 - float(percents.pop().replace(",", ".")) / 100
        per = next((a.per for a in self.found if a.per), None)
        return Price(new, new, per, old=old, words=self.cleaned) if abs(old * share - new) <= ROUNDED * new else None

    def _old_and_new(self, old: Amount, new: Span) -> Price | None:
        """A reduced price; None where the new one is not lower or is for another pack, so that both are offers."""
        before, after = self._whole(old), self._ends(new)
        if before is None and self._is_aside((old,)):
            return None  # "giảm 200 đồng/lít, còn 23.450 đồng"
        if after is None or before is None:
            return self._none("ambiguous")
        if after[0] >= before or (old.per and new[-1].per and old.per != new[-1].per):
            return None
        return Price(*after, new[-1].per or old.per, old=before, words=self.cleaned)

    def _choices(self, spans: Sequence[Span], ends: Sequence[Ends]) -> Price:
        """Several prices in one cell: each with the pack words beside it."""
        starts = [s[0].first for s in spans] + [len(self.tokens)]
        # "70k (loại 1), 50k (loại 2)": the words follow their price.
        follow = starts[0] == 0 and spans[0][-1].per is None
        choices: list[tuple[str, int, int | None]] = []
        after = 0
        for i, (span, (low, high)) in enumerate(zip(spans, ends, strict=True)):
            around = (span[-1].after, starts[i + 1]) if follow else (after, starts[i])
            choices.append((_pack_words(span[-1].per or self.tokens.between(*around)), low, high))
            after = span[-1].after
        return Price(none="ambiguous", choices=tuple(choices), words=self.cleaned)

    # ── bare numbers ──

    def _bare_price(self) -> Price:
        """No amount names a unit: a number that is all of the cell, or that "giá" or "/kg" explains."""
        if FOREIGN.search(self.lower):
            return self._none("ambiguous")
        spans = self._spans()
        stated = [s for s in spans if self._is_stated(s)]
        if not stated:
            return self._none(self._why())
        if any(OLD.search(self._before(s[0])) for s in stated) and (reduced := self._reduced(spans)):
            return reduced  # "giá gốc 250.000 còn 199.000"
        ends = {e for e in map(self._ends, stated) if e is not None}
        if len(ends) != 1 or any(self._ends(s) is None for s in stated):
            return self._reduced(stated) or self._none("ambiguous")
        return Price(*ends.pop(), stated[0][-1].per, words=self.cleaned)

    def _is_stated(self, span: Span) -> bool:
        start, end = self.tokens.starts[span[0].first], self.tokens.ends[span[-1].after - 1]
        beside = self.lower[:start] + REMARK.sub(" ", self.lower[end:])
        if not any(c.isalnum() for c in beside):
            return True
        is_explained = span[-1].per is not None or bool(INTRODUCED.search(self._before(span[0])))
        return is_explained or self._is_beside_a_pack(span)

    def _is_beside_a_pack(self, span: Span) -> bool:
        """Whether a lone number that can be no count stands with nothing but the words of one pack."""
        if len(self.found) > len(span) or not (span[0].grouped or self.scale > 1):
            return False
        tokens, rest = self.tokens, [*range(span[0].first), *range(span[-1].after, len(self.tokens))]
        words = [tokens.word(at) for at in rest]
        return all(is_number(w) or tokens.is_unit(w) or w in PACK_SIGNS for w in words) and _is_one_pack(words)

    def _bare_value(self, number: float, grouped: bool) -> int | None:
        """Đồng of a bare number under the header's scale; None where it can be read in two ways."""
        if self.scale == 1:
            least = LEAST_GROUPED if grouped else LEAST_BARE
            return round(number) if least <= number <= MOST_BARE else None
        most = MOST_THOUSANDS if self.scale <= 1_000 else MOST_MILLIONS
        is_decimal = grouped and self.scale > 1_000
        return round(number * self.scale) if 0 < number < most and not is_decimal else None

    def _why(self) -> WhyNone:
        """Why a cell without any amount has none."""
        if _asks(self.lower):
            return "contact"
        return "ambiguous" if self.found or NOT_EMPTY.search(self.lower) else "missing"


def _is_one_pack(words: Sequence[str]) -> bool:
    """Whether words count at most once and measure at most once: "1kg", "hũ 200g"; not "160 gói 5g x 20"."""
    return 1 <= sum(map(is_number, words)) <= 2


def _asks(lower: str) -> bool:
    """Whether the words send the buyer to the seller."""
    known = words_of.key(lower)
    for word in units.contact_words(known.isascii()):
        at = known.find(word)
        if at >= 0 and not known[max(0, at - 1) : at].isalpha() and not known[at + len(word) :][:1].isalpha():
            return True
    return False


_GIA = re.compile(r"(?<!\w)giá(?: bán)?(?!\w)", re.IGNORECASE)


def _pack_words(words: str) -> str:
    """The words of a size without "giá" and signs: "hộp 200g"."""
    return _GIA.sub(" ", words).strip(" .,;:-–()/|")
