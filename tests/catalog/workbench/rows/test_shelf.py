"""What is set aside on disk comes back as it was, in whatever order it is asked for."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from catalog.workbench.rows import shelf
from catalog.workbench.rows.shelf import Shelf

# Some records are longer than what is read at once, some parts are empty.
LENGTHS = (0, 3, 700, shelf.AHEAD // 2, shelf.AHEAD + 7, 5)
RECORDS = [[bytes([65 + n % 26]) * length for length in (LENGTHS[n % 6], n, LENGTHS[n % 5])] for n in range(60)]


def shuffled(numbers: list[int]) -> list[int]:
    return random.Random(7).sample(numbers, len(numbers))


@pytest.mark.parametrize("order", [list, lambda n: n[::-1], shuffled], ids=["as written", "backwards", "anyhow"])
def test_records_are_read_in_any_order(order: Callable[[list[int]], list[int]]) -> None:
    kept = Shelf(3)
    assert [kept.put(*parts) for parts in RECORDS] == list(range(60))
    for number in order(list(range(60))):
        assert [kept.get(number, part) for part in (2, 0, 1)] == [RECORDS[number][part] for part in (2, 0, 1)]


def test_what_was_just_written_is_read_and_more_is_written_behind_it() -> None:
    kept = Shelf(3)
    for number, parts in enumerate(RECORDS):
        kept.put(*parts)
        assert kept.get(number, 1) == parts[1]
    assert [kept.get(number, 2) for number in range(60)] == [parts[2] for parts in RECORDS]
