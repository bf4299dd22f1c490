"""Promises that nobody remembers: what is documented exists, what exists is documented, generated files are fresh."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from catalog import columns, markets
from catalog.registers import issues
from tests.conftest import ROOT

CODE = [p for room in ("catalog", "crawler", "images") for p in (ROOT / room).rglob("*.py")]
TESTS = list((ROOT / "tests").rglob("*.py")) + list((ROOT / "tests").rglob("*.json"))
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


def strings(path: Path) -> set[str]:
    """Every literal text of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_issue_code_is_raised_somewhere() -> None:
    used = set().union(*map(strings, CODE))
    used |= set(re.findall(r"claim-[a-z]+", (ROOT / "catalog/registers/claims.toml").read_text(encoding="utf-8")))
    assert set(issues.kinds()) - used == set()


def test_every_issue_code_is_shown_by_a_test_or_specimen() -> None:
    shown = "\n".join(p.read_text(encoding="utf-8", errors="replace") for p in TESTS)
    assert {c for c in issues.kinds() if c not in shown} == set()


@pytest.mark.parametrize("kind", issues.kinds().values(), ids=lambda k: k.code)
def test_issue_sentences_are_short_and_vietnamese(kind: issues.IssueKind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", kind.code)
    assert kind.severity in ("error", "warning", "info")
    assert len(kind.message) <= 160
    assert kind.message[0].isupper() or kind.message.startswith("{")
    assert kind.message.endswith((".", "?"))
    if kind.severity == "error":
        assert kind.fix, "an error tells the sender what to do"


def test_every_column_and_market_is_documented() -> None:
    assert all(f"`{c.name}`" in (ROOT / "docs/columns.md").read_text(encoding="utf-8") for c in columns.COLUMNS)
    assert all(f"`{m}`" in (ROOT / "docs/markets.md").read_text(encoding="utf-8") for m in markets.known())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_generated_files_are_fresh() -> None:
    done = subprocess.run([sys.executable, "scripts/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_nothing_names_a_machine_s_path_or_a_package_index() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    if tracked == [""]:
        pytest.skip("not a git checkout")
    paths = [
        ROOT / p for p in tracked if p.endswith((".py", ".md", ".toml", ".txt", ".tsv", ".html", "Makefile", "run"))
    ]
    bad = re.compile("|".join(("/wo" + "rk/", "python" + "hosted", "--index" + "-url", "registry\\.npm" + "js")))
    assert [p for p in paths if p.exists() and bad.search(p.read_text("utf-8", "replace"))] == []


def test_the_lock_covers_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[ ]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==", locked, re.M), name
    assert "--hash=sha256:" in locked
