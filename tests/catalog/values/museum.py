"""Reads a table of specimens: text, expected JSON, where such words are found."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SPECIMENS = Path(__file__).resolve().parents[2] / "specimens"


def rows(kind: str) -> list[Any]:
    """One pytest parameter (text, expected) per line of tests/specimens/<kind>.tsv."""
    lines = (SPECIMENS / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    found = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert len(found) > 20
    return [
        pytest.param(json.loads(f'"{words}"'), json.loads(want), id=words[:60] or "blank") for words, want, _ in found
    ]


def seconds(read: Callable[[str], object], words: str) -> float:
    """Processor time of a reader for the longest cell a workbook can hold, filled with the same words over and over.

    Linear patterns need hundredths of a second; a quadratic one needs minutes, so tests allow two whole seconds.
    """
    cell = (words * 32_767)[:32_767]
    start = time.process_time()
    read(cell)
    return time.process_time() - start
