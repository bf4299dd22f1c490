"""Days as they are counted in Vietnam."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.workbench import days


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-22T16:59:59Z", date(2026, 11, 22)),
        ("2026-11-22T17:00:00Z", date(2026, 11, 23)),
        ("2026-12-31T17:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_a_stored_moment_falls_on_vietnam_s_day(moment: str, day: date) -> None:
    assert days.day_of(moment) == day
    assert days.day_shown(moment) == f"{day:%d/%m/%Y}"
