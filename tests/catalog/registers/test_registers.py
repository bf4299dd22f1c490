"""Every register is a readable file that says where it comes from, and the page on registers knows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "catalog" / "registers"
FILES = sorted(p for p in FOLDER.rglob("*") if p.suffix in (".tsv", ".toml", ".csv"))
PAGE = (ROOT / "docs" / "registers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda p: str(p.relative_to(FOLDER)))
def test_the_page_on_registers_names_it_and_its_first_line_explains_it(file: Path) -> None:
    said = "markets/*.toml" if file.parent.name == "markets" else file.name
    assert f"`{said}`" in PAGE, f"docs/registers.md does not say where {file.name} comes from and how to renew it"
    assert file.read_text(encoding="utf-8").startswith("#")
