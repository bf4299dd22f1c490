"""What is worked out once: by many at the same time, by day, and again after a failure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from catalog.web.kept import Kept

DAY = date(2026, 3, 1)


def test_those_who_ask_at_once_wait_for_one_working_out() -> None:
    kept, together, worked = Kept(), Barrier(8), []

    def ask(_: int) -> object:
        together.wait()
        return kept.get("shelf", DAY, lambda: worked.append(1) or object())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert len(worked) == 1
    assert len(set(map(id, found))) == 1


def test_two_days_stand_side_by_side_and_older_ones_go() -> None:
    kept, worked = Kept(), []

    def value(ahead: int) -> date:
        day = DAY + timedelta(ahead)
        return kept.get("shelf", day, lambda: worked.append(day) or day)

    assert [value(n) for n in (0, 1, 0, 1, 2, 1, 2)] == [DAY + timedelta(n) for n in (0, 1, 0, 1, 2, 1, 2)]
    assert len(worked) == 3
    value(0)
    assert len(worked) == 4


def test_one_thing_is_worked_out_while_another_is_being() -> None:
    kept = Kept()
    assert kept.get("home", DAY, lambda: kept.get("shelf", DAY, lambda: 1) + 1) == 2


def test_what_failed_is_tried_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("words", None, lambda: 1 // 0)
    assert kept.get("words", None, lambda: 1) == 1
