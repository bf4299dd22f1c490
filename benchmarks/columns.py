"""Seeded columns of values as product sheets hold them, invented throughout; one function per kind.

Real columns repeat themselves: prices are round, packs come in a few sizes, one cooperative fills many rows. How many
different values a column holds is told in the table, since the work is done per distinct value.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.sheet import GOODS, KINDS, PLACES, WORDS

Chance = random.Random


def _price(chance: Chance) -> str:
    """Round prices in the forms of real cells; one in fifty has none."""
    thousands = chance.choice(
        [chance.randrange(5, 100), chance.randrange(100, 500, 5), chance.randrange(500, 2000, 50)]
    )
    if chance.random() < 0.02:
        return chance.choice(["liên hệ", "theo thời giá", "", "-"])
    if thousands >= 1000 and chance.random() < 0.2:
        return f"{thousands // 1000}tr{thousands % 1000:03d}"
    form = chance.choice(["{0}.000đ", "{0}.000", "{0}000", "{0}k", "{0} nghìn", "{0}.000 đ/kg", "{0}.000 VNĐ"])
    return form.format(
        f"{thousands // 1000}.{thousands % 1000:03d}" if thousands >= 1000 and "." in form else thousands
    )


def _pack(chance: Chance) -> str:
    size, unit = chance.choice([100, 150, 200, 250, 300, 350, 400, 500, 750]), chance.choice(["g", "gr", "ml"])
    box, count = chance.choice(["hộp", "túi", "chai", "hũ", "gói"]), chance.choice([2, 3, 5, 6, 10, 12, 20, 24, 30])
    forms = ("{1}{2}", "{3} {1}{2}", "{1}{2}/{3}", "Hộp {0} gói x {1}{2}", "{0} {3} {1}{2}", "thùng {0} {3} {1}{2}",
             "1 kg", "1kg2", "2 lạng", "0,5 lít", "{0} {3}")  # fmt: skip
    return chance.choice(forms).format(count, size, unit, box)


def _name(chance: Chance) -> str:
    good, unit = chance.choice(GOODS)
    name = f"{good} {chance.choice(WORDS)} {chance.choice(KINDS)} {chance.randrange(1, 60)}"
    return f"{name} {chance.choice([100, 200, 250, 500])}{unit}" if chance.random() < 0.79 else name


def _place(chance: Chance) -> str:
    """An address with a hamlet or a house number, which makes most of them different."""
    start = chance.choice(["thôn {}", "xóm {}", "số {}", "tổ {}", "Đội {}", "khu {}"]).format(chance.randrange(1, 120))
    return f"{start}, {chance.choice(PLACES)}"


def _date(chance: Chance) -> str:
    day = date(2019, 1, 1) + timedelta(days=chance.randrange(0, 2600))
    form = chance.choice(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y", "%m/%Y", "%Y"])
    return day.strftime(form)


def _decision(chance: Chance) -> str:
    number, year = chance.randrange(1, 5000), chance.randrange(2019, 2027)
    return chance.choice(["{0}/QĐ-UBND", "QĐ số {0}/QĐ-UBND ngày 26/04/{1}", "Số {0}/QĐ-UBND"]).format(number, year)


def _phone(chance: Chance) -> str:
    """Numbers of a block that belongs to nobody."""
    return chance.choice(["0900 000 0{0:02d}", "090000{0:04d}", "+84 900 000 0{0:02d}", "0900.00{0:04d}"]).format(
        chance.randrange(0, 100)
    )


def _producer(chance: Chance) -> str:
    return f"{chance.choice(KINDS)} {chance.choice(WORDS)} {chance.randrange(1, 600)}"


def _prose(chance: Chance) -> str:
    good, _ = chance.choice(GOODS)
    place = chance.choice(WORDS)
    lot = chance.randrange(1, 30_000)
    return f"{good} được làm tại {place}, mẻ nhỏ, phơi đủ nắng, đóng gói trong ngày. Lô {lot}."


MAKERS: dict[str, Callable[[Chance], str]] = {
    "price": _price, "pack": _pack, "name": _name, "place": _place, "date": _date, "decision": _decision,
    "phone": _phone, "producer": _producer, "set": _name, "prose": _prose,
}  # fmt: skip


def column(kind: str, count: int, seed: int = 2026) -> list[str]:
    """`count` values of a kind, the same ones for the same seed."""
    chance = random.Random(f"{kind} {seed}")
    return [MAKERS[kind](chance) for _ in range(count)]


# The same few words again and again, up to the length of the longest cell that Excel holds.
LONGEST_CELL = 32_767
_ENDLESS = {
    "price": "150.000đ - 180k, ", "pack": "hộp 10 gói x 5g, ", "name": "Mật ong đồi Vải 500ml ",
    "place": "xã Yên Hòa, huyện Yên Mô, ", "date": "26/04/2024, ", "decision": "816/QĐ-UBND ngày 26/4/2024, ",
    "phone": "0900 000 012, ", "producer": "HTX đồi Vải, xã Viễn Sơn - ", "set": "Mật ong đồi Vải và trà quế, ",
    "prose": "Mật ong được làm tại đồi Vải, gọi 0900 000 012 để đặt. ",
}  # fmt: skip


def long_cell(kind: str, length: int) -> str:
    """One cell of exactly that many characters, full of words that the reader of the kind has to look at."""
    words = _ENDLESS[kind]
    return (words * (length // len(words) + 1))[:length]
