"""Imports run against the data, one way only: DESIGN's arrow as a table."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A room may import itself, and the rooms that stand below it in this list.
ARROW = [
    "catalog.cli",
    "catalog.demo",
    "catalog.web",
    "catalog.desk",
    "catalog.reports",
    "catalog.markets",
    "catalog.publish",
    "catalog.workbench",
    "catalog.forms",
    "catalog.parsing",
    "catalog.sheets",
    "catalog.normalise",
    "catalog.columns",
    "catalog.values",
    "catalog.registers",
    "catalog.errors",
]
# `sheets` stands beside `normalise`: neither imports the other.
STRANGERS = {("catalog.sheets", "catalog.normalise"), ("catalog.parsing", "catalog.normalise")}
# The registers are data; only what reads them for a value stands with the values.
BESIDE = {("catalog.registers", "catalog.values"), ("catalog.registers", "catalog.columns")}

ONLY = {
    "scrapy": ("crawler",),
    "twisted": ("crawler",),
    "extruct": ("crawler",),
    "PIL": ("images",),
    "pi_heif": ("images",),
    "datasette": ("catalog.web",),
    "sqlite_utils": ("catalog.workbench", "catalog.publish"),
}


def modules() -> list[Path]:
    found = [p for room in ("catalog", "crawler", "images") for p in (ROOT / room).rglob("*.py")]
    assert len(found) > 50
    return sorted(found)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, also those inside functions."""
    found = set()
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{a.name}" for a in node.names} | {base}
    return found


def room(module: str) -> str | None:
    return next((r for r in ARROW if module == r or module.startswith(r + ".")), None)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    mine = name_of(path)
    here = room(mine)
    for other in imports(path):
        top = other.split(".")[0]
        if mine.split(".")[0] in ("crawler", "images"):
            assert top not in {"catalog", "crawler", "images"} - {mine.split(".")[0]}, f"{mine} knows {other}"
        for library, homes in ONLY.items():
            if top == library:
                assert mine.startswith(homes), f"{mine} imports {library}"
        there = room(other)
        if here and there and here != there and (here, there) not in BESIDE:
            assert ARROW.index(here) < ARROW.index(there), f"{mine} imports {other} against the arrow"
            assert (here, there) not in STRANGERS, f"{mine} imports {other}"


@pytest.mark.parametrize("path", [p for p in modules() if not name_of(p).startswith("catalog.cli")], ids=name_of)
def test_only_the_command_line_imports_inside_functions(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert not inside, f"{name_of(path)} imports inside a function, line {inside[0].lineno}"


def test_values_load_without_the_heavy_libraries() -> None:
    code = (
        "import catalog.values.text, catalog.values.prices.money, catalog.values.packs.quantity, catalog.values.dates,"
        " catalog.values.places.places, catalog.values.people, catalog.values.certificates, catalog.values.sets.sets,"
        " catalog.values.claims, sys;"
        "print([m for m in ('pandas', 'scrapy', 'datasette', 'PIL', 'sqlite_utils') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


PACKAGES = sorted(
    {name_of(folder).rpartition(".")[0] for folder in (ROOT / "catalog").rglob("*/__init__.py")} - {"", "catalog"}
)


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_inside_a_room_know_each_other_one_way(package: str) -> None:
    """Of the folders of one package, none needs one that needs it, by whatever detour."""
    needs: dict[str, set[str]] = defaultdict(set)
    depth = package.count(".") + 1
    for path in modules():
        mine = name_of(path).split(".")
        if ".".join(mine[:depth]) == package and len(mine) > depth + 1:
            for other in (found.split(".") for found in imports(path)):
                if ".".join(other[:depth]) == package and len(other) > depth + 1 and other[depth] != mine[depth]:
                    needs[mine[depth]].add(other[depth])
    TopologicalSorter(needs).prepare()
