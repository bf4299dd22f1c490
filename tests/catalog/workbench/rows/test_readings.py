"""A sheet that comes again is read where it changed, and the workbench is what it is after reading all of it."""

from __future__ import annotations

import ast
import sqlite3
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from catalog.normalise import READERS
from catalog.publish.removing import takedown
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.rows import program, statements
from catalog.workbench.rows.submissions import Submission
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HONEY, QUE, ROWS, receive

Write = Callable[..., Path]
ROOT = Path(program.__file__).parents[2]
UNSURE = ["4", "Trà quế túi lọc", *QUE[2:6], "12-15", ""]
DEARER = [*QUE[:6], "230k", ""]


def said(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """All that a workbench says, without the moments; not where it keeps what rows say."""
    apart = {"readings", "statements", "delivered_rows"}
    with sqlite3.connect(home.workbench) as db:
        tables = {r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")} - apart
        names = {t: [c[1] for c in db.execute(f"PRAGMA table_info({t})")] for t in sorted(tables)}
        kept = {t: ",".join(f'"{c}"' for c in cs if not c.endswith("_at")) for t, cs in names.items()}
        # Names of our own tables and columns.
        return {t: db.execute(f"SELECT {own} FROM {t} ORDER BY 1, 2").fetchall() for t, own in kept.items()}  # noqa: S608


def forget(home: Home) -> None:
    with sqlite3.connect(home.workbench) as db:
        db.execute("DELETE FROM readings")


def read_now(submission: Submission) -> list[str | None]:
    return [d.name for d in submission.drafts if d.read_as is None]


@pytest.fixture
def twice(home: Home, tmp_path: Path) -> Callable[..., tuple[Submission, Submission]]:
    """Receives sheets in two homes, of which one forgets between them; gives both last submissions."""

    def receive_twice(*paths: Path) -> tuple[Submission, Submission]:
        cold = Home(tmp_path / "cold")
        for path in paths:
            (warm,) = receive(home, path)
            if path != paths[0]:
                forget(cold)
            (fresh,) = receive(cold, path)
        assert said(home) == said(cold)
        return warm, fresh

    return receive_twice


def test_only_what_changed_is_read_and_all_else_is_the_same(write_sheet: Write, twice: Callable[..., object]) -> None:
    first = write_sheet([*ROWS, UNSURE], "lan 1.xlsx")
    again = write_sheet([HONEY, DEARER, CHILLI, UNSURE], "lan 2.xlsx")
    warm, fresh = twice(first, again)  # type: ignore[misc]
    assert read_now(warm) == [QUE[1]]
    assert len(read_now(fresh)) == 4
    assert [d.issues for d in warm.drafts] == [d.issues for d in fresh.drafts]
    assert any(d.issues for d in warm.drafts)


def test_rows_below_a_new_one_are_moved_and_not_read(write_sheet: Write, twice: Callable[..., object]) -> None:
    first = write_sheet([*ROWS, UNSURE], "lan 1.xlsx")
    above = ["1", "Bột quế", *QUE[2:]]
    moved = [[str(number), *row[1:]] for number, row in enumerate([above, *ROWS, UNSURE], 1)]
    warm, _ = twice(first, write_sheet(moved, "lan 2.xlsx"))  # type: ignore[misc]
    assert read_now(warm) == ["Bột quế"]
    assert [d.facts["row_number"] for d in warm.drafts] == ["1", "2", "3", "4", "5"]


def test_a_third_sheet_finds_what_the_first_was_read_as(write_sheet: Write, twice: Callable[..., object]) -> None:
    warm, _ = twice(  # type: ignore[misc]
        write_sheet(ROWS, "lan 1.xlsx"),
        write_sheet([*ROWS[:2], DEARER], "lan 2.xlsx"),
        write_sheet([UNSURE, *ROWS], "lan 3.xlsx"),
    )
    assert read_now(warm) == [UNSURE[1]]


def test_another_program_reads_anew(home: Home, write_sheet: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    monkeypatch.setattr(program, "EDITION", b"of another day")
    (again,) = receive(home, write_sheet([*ROWS, UNSURE], "lan 2.xlsx"))
    assert len(read_now(again)) == 4


def test_words_under_another_meaning_or_hint_are_read_anew(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    (again,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"), confirmed={"Giá bán": "wholesale_price"})
    assert len(read_now(again)) == 3


def test_words_of_two_cells_do_not_run_together() -> None:
    import pandas as pd

    rows = pd.DataFrame({"name": ["a\x1fb", "a"], "producer": ["", "b"], "row_number": ["1", "2"]}, dtype=str)
    one, other = statements.keys(rows)
    assert one != other


def test_what_was_taken_back_is_no_source(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    with Workbench(home.workbench) as bench:
        review.take_back(bench, first.id, "nhầm", "chị Nhạn")
    (again,) = receive(home, write_sheet([*ROWS, UNSURE], "lan 2.xlsx"))
    assert len(read_now(again)) == 4


def test_a_takedown_leaves_nothing_of_its_rows(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    takedown.take_down(home, first.drafts[0].product_id or "", "xin gỡ", "chị Nhạn")
    with sqlite3.connect(home.workbench) as db:
        left = db.execute("SELECT marks || doubts FROM readings").fetchall()
    assert len(left) == 2
    assert not any("mật ong" in words for (words,) in left)


def test_the_number_is_read_by_itself() -> None:
    assert [r.inputs for r in READERS if statements.NUMBER in r.inputs] == [(statements.NUMBER,)]


# What the parts call besides, without any bearing on what words are read as.
OTHERS = {
    "catalog.errors",
    "catalog.workbench",
    "catalog.workbench.identities",
    "catalog.workbench.rows",
    "catalog.workbench.rows.program",
    "catalog.workbench.workers",
}


def imported() -> set[str]:
    """The modules that the parts of the program's edition import."""
    found: set[str] = set()
    for part in program.PARTS:
        home = ROOT / part
        for path in [home] if home.is_file() else home.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= {a.name for a in node.names} if isinstance(node, ast.Import) else set()
                found |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
    return found


def test_the_edition_names_all_libraries_that_read_words() -> None:
    packages = metadata.packages_distributions()
    named = {name.partition(".")[0] for name in imported()}
    foreign = {packages[name][0].lower() for name in named - sys.stdlib_module_names - {"catalog"}}
    assert foreign == set(program.LIBRARIES)


def test_the_edition_names_all_of_ours_that_reads_words() -> None:
    parts = ["catalog." + part.removesuffix(".py").replace("/", ".") for part in program.PARTS]
    ours = {name for name in imported() if name.startswith("catalog.")} - OTHERS
    assert [name for name in ours if not name.startswith(tuple(parts))] == []
