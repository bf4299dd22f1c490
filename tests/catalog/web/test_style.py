"""Colours of the stylesheet have the contrast of WCAG 2.2 AA, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.web import language

CSS = (Path(language.__file__).parent / "static" / "site.css").read_text("utf-8")
LIGHT, DARK = re.findall(r":root \{([^}]*)\}", CSS)[:2]

# Ink, ground, and the least contrast: 4.5 for words, 3 for lines that carry meaning.
PAIRS = [
    ("on-accent", "leaf", 4.5),
    *((ink, ground, 4.5) for ink in ("ink", "muted", "accent") for ground in ("paper", "card", "tint")),
    ("on-accent", "accent", 4.5),
    ("ink", "accent-tint", 4.5),
    ("muted", "accent-tint", 4.5),
    ("star-ink", "star-tint", 4.5),
    ("star-ink", "card", 4.5),
    *((ink, "leaf-tint", 4.5) for ink in ("ink", "muted", "leaf")),
    ("leaf", "card", 3.0),
    *(("focus", ground, 3.0) for ground in ("paper", "card", "tint")),
]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(block: str, ink: str, ground: str, least: float) -> None:
    known = colours(block)
    one, two = sorted((luminance(known[ink]), luminance(known[ground])), reverse=True)
    assert (one + 0.05) / (two + 0.05) >= least


def test_both_modes_name_the_same_colours() -> None:
    assert set(colours(LIGHT)) == set(colours(DARK))


def test_every_colour_is_used_and_nothing_is_fetched_from_elsewhere() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) >= set(colours(LIGHT))
    assert all(not address.startswith(("http", "//")) for address in re.findall(r'url\("([^"]*)"\)', CSS))
