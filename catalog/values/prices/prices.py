"""A price as one cell states it: the value that `money` reads."""

from __future__ import annotations

from typing import Literal, NamedTuple

WhyNone = Literal["contact", "missing", "ambiguous"]


class Price(NamedTuple):
    """Low and high in whole đồng; high is None where only a lower end is stated ("từ 2.500.000đ").

    per      what it is for, as the register names it: kg, hũ, 3 chai, hộp 200g; None where the words do not say
    none     why there is no number
    old      the price before a reduction
    choices  (pack words, low, high) for each size, where one cell prices several; then none is "ambiguous"
    words    the cleaned cell

    A named tuple, because a column makes hundreds of thousands and a frozen dataclass takes three times as long.
    """

    low: int | None = None
    high: int | None = None
    per: str | None = None
    none: WhyNone | None = None
    old: int | None = None
    choices: tuple[tuple[str, int, int | None], ...] = ()
    words: str = ""

    def json(self) -> dict[str, object]:
        """The dict that `ocop parse price` prints."""
        if self.none:
            offers = [{"pack": pack, "low": low, "high": high} for pack, low, high in self.choices]
            return {"none": self.none, **({"choices": offers} if offers else {})}
        found: dict[str, object] = {"low": self.low, "high": self.high, "per": self.per}
        return found if self.old is None else {**found, "old": self.old}
