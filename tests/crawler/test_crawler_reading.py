"""Single pages, each with one trap: tests/pages/trang_le/<case>.html and what it must (and must not) yield."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import crawler
from crawler.reading.model import VALUES

FOLDER = Path(__file__).parents[1] / "pages" / "trang_le"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
ADDRESS = {"ma_trong_dia_chi": "https://mode.example/long-dress-p03697272.html"}


def read(case: str) -> dict[str, Any]:
    page = (FOLDER / f"{case}.html").read_bytes()
    return crawler.extract(page, ADDRESS.get(case, f"https://cho.example/{case}")).json()


@pytest.mark.parametrize(("case", "field"), [(case, field) for case, want in EXPECTED.items() for field in want])
def test_a_page_yields(case: str, field: str) -> None:
    assert read(case)[field] == EXPECTED[case][field]


@pytest.mark.parametrize("case", EXPECTED)
def test_every_value_has_its_rule_and_how_sure_it_is(case: str) -> None:
    found = read(case)
    said = {name for name in VALUES if found[name]}
    assert found["rules"].keys() == found["sure"].keys() == said
    assert all(0.5 <= sure <= 1 for sure in found["sure"].values())


def test_every_page_of_the_folder_is_expected() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == EXPECTED.keys()
