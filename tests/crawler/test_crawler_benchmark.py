"""The readers on real product pages with truth (half of a public benchmark), where they are beside the project."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

import crawler

pytestmark = pytest.mark.shared

# Aims of the project; the figures reached are in the test's own message when it fails.
LEAST_F1 = {"price": 0.85, "sku": 0.80, "brand": 0.80, "availability": 0.90}


def fold(words: object) -> str:
    flat = unicodedata.normalize("NFKD", str(words or "").lower())
    return re.sub(r"[\W_]+", "", "".join(c for c in flat if not unicodedata.combining(c)))


def number(words: object) -> float | None:
    """An amount in any of the world's notations: one or two digits after the last mark are cents."""
    text = re.sub(r"[^\d.,]", "", str(words or "")).strip(".,")
    whole, _, cents = max(text.rpartition("."), text.rpartition(","), key=lambda parts: len(parts[0]))
    has_cents = bool(whole) and len(cents) in (1, 2)
    digits = re.sub(r"[.,]", "", text)
    return float(digits) / 10 ** (len(cents) * has_cents) if digits else None


def same(field: str, want: list[str], got: str) -> bool:
    if field == "price":
        amounts = [amount for amount in map(number, want) if amount is not None]
        found = number(got)
        return found is not None and any(abs(amount - found) <= 0.01 * max(amount, 1) for amount in amounts)
    return fold(got) in {fold(each) for each in want}


@pytest.fixture(scope="module")
def results(shared: Path) -> list[tuple[dict, dict]]:
    root = shared / "pages" / "benchmark"
    truth = json.loads((root / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        (want, crawler.extract((root / "html" / f"{name}.html").read_bytes(), want["url"]).json())
        for name, want in truth.items()
    ]


@pytest.mark.parametrize("field", LEAST_F1)
def test_f1_of_a_field(results: list[tuple[dict, dict]], field: str) -> None:
    support = sum(bool(want.get(field)) for want, _ in results)
    said = sum(bool(got[field]) for _, got in results)
    hits = sum(bool(got[field]) and same(field, want.get(field) or [], got[field]) for want, got in results)
    f1 = 2 * hits / (support + said)
    assert f1 >= LEAST_F1[field], f"{field}: F1 {f1:.3f} (support {support}, said {said}, right {hits})"


def test_every_sold_out_page_is_seen(results: list[tuple[dict, dict]]) -> None:
    missed = [
        w["url"] for w, got in results if "OutOfStock" in w["availability"] and got["availability"] != "OutOfStock"
    ]
    assert missed == []


def test_every_gtin_has_a_right_check_digit_and_no_stated_one_is_missed(results: list[tuple[dict, dict]]) -> None:
    assert all(same("gtin", want["gtin"], got["gtin"] or "") for want, got in results if want.get("gtin"))
