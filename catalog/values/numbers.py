"""Numbers as Vietnamese sheets write them: 1.250.000, 1,250,000, 0,5, 1.5. Shared by money and quantity."""

from __future__ import annotations

# Longer ones are no price, content or stock of this world; int() on thousands of digits is slow as well.
MAX_DIGITS = 15
GROUP = 3


def grouped(words: str) -> bool:
    """Whether the digits stand in groups of three behind one kind of mark: 1.250.000, 12,500."""
    for mark in ".,":
        head, *groups = words.split(mark)
        if groups and 1 <= len(head) <= 3 and head != "0" and head[0] != "0":
            return all(len(g) == 3 and g.isdigit() for g in groups)
    return False


def value(words: str, thousands: bool = True) -> float | None:
    """The number, or None where the marks make no sense or it has too many digits.

    words: ASCII digits with "." and ",". With one mark and three digits behind it, `thousands` decides: true for
    money, grams and millilitres (1.250 is 1250), false for kilograms and litres (1.250 kg is 1.25 kg).
    """
    if len(words) > MAX_DIGITS + 5:
        return None
    dots, commas = words.count("."), words.count(",")
    if not dots and not commas:
        return float(words) if len(words) <= MAX_DIGITS else None
    if dots and commas:
        return _mixed(words)
    mark = "." if dots else ","
    if dots + commas > 1:
        return float(words.replace(mark, "")) if grouped(words) else None
    head, _, rest = words.partition(mark)
    if thousands and len(rest) == GROUP and head.strip("0"):
        # "1000.000đ" is neither a group nor a fraction.
        return float(head + rest) if grouped(words) else None
    return float(f"{head}.{rest}")


def _mixed(words: str) -> float | None:
    """1.250.000,50 and 1,250,000.50: the last mark is the decimal one and stands once."""
    mark = "." if words.rfind(".") > words.rfind(",") else ","
    whole, _, rest = words.rpartition(mark)
    if mark in whole or not grouped(whole):
        return None
    return float(whole.replace("." if mark == "," else ",", "") + "." + rest)


def whole(words: str) -> int | None:
    """A count: 24, 1.000, 06; None where it is no whole number."""
    found = value(words)
    return int(found) if found is not None and found == int(found) else None
