"""The table of docs/hazards.md: every hazard of its three doors has tests, and every test it names exists."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs/hazards.md").read_text(encoding="utf-8")
ROWS = {int(h): cells for h, cells in re.findall(r"^\| (\d+) \|(.+)$", PAGE, re.MULTILINE)}
NUMBERS = {19, 20, 21, 22, 23, 24, 25, 72, 73, 74} | {9, 10, 18, 45, 66, 67, 68, 88} | {26, 27, 28, 69, 70, 71}


def test_every_hazard_of_crawler_text_and_pictures_is_there() -> None:
    assert ROWS.keys() == NUMBERS


@pytest.mark.parametrize("number", sorted(ROWS))
def test_the_tests_of_a_hazard_exist(number: int) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", ROWS[number])
    assert named
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}, path
