"""What a command loads before it does anything: who reads no list waits for no library that reads lists."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.workbench.home import Home
from catalog.workbench.store import Workbench
from tests.catalog.markets.conftest import shop

__all__ = ["shop"]  # a fixture of the markets' tests
RUN = """
import json, sys
from catalog.cli import cli
cli.main(sys.argv[1:], standalone_mode=False)
print(json.dumps([m for m in ("pandas", "sqlite_utils", "extruct", "scrapy", "datasette", "rich") if m in sys.modules]))
"""


def loaded(home: Home, *arguments: str) -> list[str]:
    """The heavy libraries that a command has loaded when it ends, in a process of its own."""
    command = [sys.executable, "-c", RUN, "--home", str(home.root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def there(home: Home, shop: tuple[Path, Path]) -> Home:
    """A home with a workbench of today and a published catalogue."""
    with Workbench(home.workbench):
        shutil.copyfile(shop[0], home.catalog)
    return home


@pytest.mark.parametrize(
    "command", [("status",), ("review", "list"), ("markets",), ("export", "haravan"), ("export", "sapo")], ids=" ".join
)
def test_a_command_that_reads_no_list_loads_nothing_that_does(there: Home, command: tuple[str, ...]) -> None:
    assert loaded(there, *command) == []


@pytest.mark.parametrize("module", ["catalog.publish.release", "catalog.publish.preparing.ready"])
def test_publishing_loads_nothing_that_reads_lists(module: str) -> None:
    heavy = ("pandas", "ftfy", "python_calamine", "catalog.normalise", "catalog.sheets.reading", "sqlite_utils")
    code = f"import sys, json, {module}; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_only_a_market_with_a_workbook_loads_what_writes_one(there: Home) -> None:
    code = RUN.replace('("pandas",', '("xlsxwriter", "pandas",')
    for market, needs in (("haravan", []), ("sapo", ["xlsxwriter"])):
        command = [sys.executable, "-c", code, "--home", str(there.root), "export", market]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert json.loads(done.stdout.splitlines()[-1]) == needs


def test_a_workbench_that_is_made_loads_what_makes_it_and_holds_the_same_rules(home: Home) -> None:
    assert "sqlite_utils" in loaded(home, "review", "list")
    with Workbench(home.workbench) as made:
        first = made.rows("PRAGMA recursive_triggers")[0][0]
    with Workbench(home.workbench) as opened:
        assert opened.rows("PRAGMA recursive_triggers")[0][0] == first == 1
        opened.db.execute("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)")
        opened.db.execute(
            "CREATE TEMP TRIGGER kept_stays BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'stays'); END"
        )
        opened.db.execute("INSERT INTO kept VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError, match="stays"):
            opened.db.execute("INSERT OR REPLACE INTO kept VALUES (1)")
