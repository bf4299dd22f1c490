"""Identity: 20,000 rows of a delivery against 100,000 known products, and how the time grows.

    python -m benchmarks.identifying [known]

`measure(known, new)` gives seconds of naming, comparing and resolving, without reading the sheet or storing it. Those
of processors (of this process and its children) bear less of what else the machine does than those of the clock.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from catalog.values import text
from catalog.workbench.identities import identity, merges
from catalog.workbench.identities.joins import Pair, Said
from catalog.workbench.identities.twins import Book
from catalog.workbench.store import Workbench

GOODS = "mật ong|trà|gạo|bánh|mứt|nước mắm|cà phê|rượu|tinh dầu|bún khô|miến|măng|nấm|chả cá|kẹo|muối|tương|giò".split(
    "|"
)
KINDS = "hoa nhãn|sen|nếp|dừa|gừng|cá cơm|chè dây|ngô|quế|rau ngót|dong|nứa|hương|thát lát|lạc|tôm|ớt|bê".split("|")
FORMS = "túi lọc|sấy dẻo|loại 1|loại 2|thượng hạng|truyền thống|rang mộc|ăn liền|khô|tươi|mini|vàng|tím|đỏ".split("|")
PER_PRODUCER = 12


class Measured(NamedTuple):
    """Seconds of the comparison by the clock and of processors; candidates compared; pairs found sure and asked."""

    clock: float
    processors: float
    candidates: int
    sure: int
    asked: int


def rows(count: int, seed: int) -> list[identity.Marks]:
    """Invented rows, some twelve a producer; seed 1 as known, any other the same goods under partly other names."""
    places, made = random.Random(1), random.Random(seed)
    found = []
    for number in range(count):
        maker = number // PER_PRODUCER
        kind = "HTX" if seed == 1 else ("HTX", "HTXNN", "Hợp tác xã")[maker % 3]
        name = f"{places.choice(GOODS)} {places.choice(KINDS)} {places.choice(FORMS)} nhạn {number % PER_PRODUCER}"
        if seed != 1:
            name = made.choice(
                (name, f"ocop {name}", name.replace("nhạn", "nhan"), name.replace("trà", "chè"), f"{name} mới")
            )
        found.append(identity.Marks(f"producer:{text.key(kind)} suối nhạn {maker}|{maker % 34:02}", name))
    return found


def fill(bench: Workbench, known: list[identity.Marks]) -> None:
    """Stores rows as one delivery would have."""
    book = Book(bench)
    own = book.take(known)
    facts = [_facts(m) for m in known]
    with bench.writing():
        names = "id source name kind sha256 place_hint date_hint received_at status tables cells class".split()
        values = ["s", "sheet", "s", "csv", "0", "", "", "2026-11-22T00:00:00Z", "accepted", "[]", "{}", "list"]
        bench.insert("submissions", names, [values])
        bench.insert("identities", ("key", "id", "submission_id"), ((k, i, "s") for k, i in book.added()))
        columns = "id cells offer_key name facts fingerprint".split()
        bench.insert(
            "statements",
            (*columns, "product_id", "producer_id", "named_product_id", "named_producer_id"),
            ((n, "{}", "", "", facts[n], "", p, m, p, m) for n, (m, p) in enumerate(own)),
        )
        bench.insert(
            "delivered_rows", ("id", "submission_id", "row", "statement_id"), ((n, "s", n, n) for n in range(len(own)))
        )
        merges.settle(bench)


def _facts(marks: identity.Marks) -> str:
    name, _, where = (marks.producer or "").removeprefix("producer:").rpartition("|")
    return json.dumps({"producer": name, "province_code": where}, ensure_ascii=False)


def measure(known: int, new: int) -> Measured:
    """Seconds to identify `new` rows where `known` products are known."""
    with tempfile.TemporaryDirectory() as folder, Workbench(Path(folder) / "workbench.db") as bench:
        fill(bench, rows(known, 1))
        coming = rows(new, 2)
        clock, processors = time.perf_counter(), _processors()
        book = _Counting(bench)
        book.take(coming)
        book.resolve()
        clock, processors = time.perf_counter() - clock, _processors() - processors
        sure = sum(v.answer == "same" for v in book.found.values())
        return Measured(clock, processors, book.candidates, sure, len(book.found) - sure)


class _Counting(Book):
    """A book that counts the pairs that it compares."""

    candidates = 0

    def _answer(self, pairs: Iterable[Pair], said: dict[Pair, Said]) -> None:
        pairs = list(dict.fromkeys(pairs))
        self.candidates += len(pairs)
        super()._answer(pairs, said)


def _processors() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def growth(known: int) -> list[str]:
    """Lines about a fifth as many rows against so many products, and about halves and quarters of both."""
    lines = ["Rows identified against known products (issue 5 wants 20,000 against 100,000 in 60 s):"]
    for part in (4, 2, 1):
        there, new = known // part, known // part // 5
        found = measure(there, new)
        lines.append(
            f"* {new:,} against {there:,}: {found.processors:.1f} s of processors ({found.clock:.1f} by the clock),"
            f" {found.candidates:,} candidates, {found.sure:,} sure, {found.asked:,} asked"
        )
    return lines


def main(known: int = 100_000) -> None:
    """Prints the whole measure, and halves and quarters of it."""
    print("\n".join(growth(known)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
