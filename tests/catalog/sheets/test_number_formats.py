"""Number formats that hide a factor, digits or words (H61), and those that change nothing."""

from __future__ import annotations

import pytest

from catalog.sheets.numberformats import telling


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("#,##0,", 45000, "45"),
        ("0.0,,", 1_500_000, "1.5"),
        ("#,##0,", 45500, "45.5"),
        ('0".000đ"', 40, "40.000đ"),
        ('#,##0".000"', 1250, "1.250.000"),
        ("0%", 0.15, "15%"),
        ("000000", 123, "000123"),
        ("0000\\ 000\\ 000", 900000011, "0900 000 011"),
        ('"SP"000', 7, "SP007"),
        ('0" kg"', 5, "5 kg"),
        ('0" kg"', float("inf"), "inf kg"),
        ('#,##0 "đ/kg"', 45000, "45000 đ/kg"),
        ('0.0%;[Red]-0.0%', -0.05, "-5%"),
    ],
)  # fmt: skip
def test_a_format_that_tells(code: str, value: float, shown: str) -> None:
    found = telling(164, code)
    assert found
    assert found.shown(value) == shown


@pytest.mark.parametrize(
    "code",
    ["General", "0", "0.00", "#,##0", '#,##0 "đ"', "#,##0\\ [$₫-42A]", '_-* #,##0\\ "₫"_-', "dd/mm/yyyy", "# ?/?", "@",
     "0.00E+00", '[>999]#,##0,"k";0', "[h]:mm", "", ";;;"],
)  # fmt: skip
def test_a_format_that_changes_nothing(code: str) -> None:
    assert telling(164, code) is None


def test_built_in_percentages() -> None:
    assert [bool(telling(number, None)) for number in (0, 3, 9, 10, 14)] == [False, False, True, True, False]
