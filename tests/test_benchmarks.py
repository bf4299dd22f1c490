"""The benchmarks still run against the program as it is; what they measure is no matter of tests."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import benchmarks
from benchmarks import identifying


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(benchmarks.__path__)])
def test_each_is_found_whole(name: str) -> None:
    assert importlib.import_module(f"benchmarks.{name}").__doc__


def test_rows_are_identified_against_known_products() -> None:
    found = identifying.measure(400, 200)
    assert found.candidates >= found.sure + found.asked > 0
