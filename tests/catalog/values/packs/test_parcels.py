"""A parcel's sides are read where all three are stated once, and are not guessed."""

from __future__ import annotations

import pytest

from catalog.values.packs.parcels import sides

BOX = (20.0, 12.0, 8.0)
READ = [
    ("20 x 12 x 8 cm", BOX),
    ("20x12x8", BOX),
    ("20X12X8 CM", BOX),
    ("D20 x R12 x C8cm", BOX),
    ("20cm × 12cm × 8cm (thùng)", BOX),
    ("Dài 20 cm, rộng 12 cm, cao 8 cm", BOX),
    ("dài 20 rộng 12 cao 8", BOX),
    ("200x120x80mm", BOX),
    ("0,2 x 0,12 x 0,08 m", BOX),
    ("12,5 * 8 * 4.25 cm", (12.5, 8.0, 4.25)),
]
ASKED = [
    "", "20 x 12", "phi 8 cao 12", "20-25 x 12 x 8", "20 x 12 x 8 x 3", "30x20x10 cm hoặc 40x20x10 cm",
    "1.200 x 300 x 20 mm", "20 x 12 x 8 inch", "0 x 12 x 8", "rộng 12 x dài 20 x cao 8",
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), READ)
def test_sides_in_centimetres(words: str, expected: tuple[float, float, float]) -> None:
    assert sides(words) == expected


@pytest.mark.parametrize("words", ASKED)
def test_what_does_not_state_three_sides_once_is_none(words: str) -> None:
    assert sides(words) is None


def test_no_text_is_slow() -> None:
    """Patterns stay linear: a cell of 32,767 characters is read at once (H68)."""
    assert sides("1 x " * 8_000) is None
    assert sides("9" * 32_000) is None
