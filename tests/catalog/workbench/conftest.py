"""A folder that somebody sends: a sheet, and what lies beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "gui"
    made.mkdir()
    return made


@pytest.fixture
def write(write_sheet: Write, folder: Path) -> Write:
    """Writes a sheet into the folder that is sent."""
    return lambda *a, **o: write_sheet(*a, **o).rename(folder / "hang.xlsx")
