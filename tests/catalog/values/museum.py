"""Reads a table of specimens: text, expected JSON, where such words are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import guards

SPECIMENS = Path(__file__).resolve().parents[2] / "specimens"


def rows(kind: str) -> list[Any]:
    """One pytest parameter (text, expected) per line of tests/specimens/<kind>.tsv."""
    lines = (SPECIMENS / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    found = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert len(found) > 20
    return [
        pytest.param(json.loads(f'"{words}"'), json.loads(want), id=words[:60] or "blank") for words, want, _ in found
    ]


def read_long_cell(read: Callable[[str], object], words: str) -> None:
    """Reads the longest cell a workbook can hold, filled with the same words over and over; raises where it never ends.

    Linear patterns need hundredths of a second, which `make bench` shows by doubling the length.
    """
    with guards.no_endless_work():
        read((words * 32_767)[:32_767])
