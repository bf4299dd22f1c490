"""What a row says stands once, however often it is sent; every delivery keeps its own rows and decisions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from catalog.publish.checking import checking
from catalog.publish.removing import takedown
from catalog.workbench.home import Home
from catalog.workbench.privacy import removals
from catalog.workbench.receiving import intake, reading
from catalog.workbench.reviewing import review
from catalog.workbench.rows.delivery import Received
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, ROWS, receive

Write = Callable[..., Path]
DEARER = [*QUE[:6], "230k", ""]
TOLD = [*HEADER, "Tự ghi"]  # a column that nobody reads


def count(home: Home, table: str) -> int:
    with closing(sqlite3.connect(home.workbench)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a table of ours


def words(home: Home) -> list[tuple[str, ...]]:
    """The words and facts of every row as people find them."""
    with closing(sqlite3.connect(home.workbench)) as db:
        return db.execute(
            "SELECT r.submission_id, r.row, r.cells, d.facts FROM raw_records r JOIN drafts d USING (id) ORDER BY id"
        ).fetchall()


def take_back(home: Home, submission: str) -> None:
    with Workbench(home.workbench) as bench:
        review.take_back(bench, submission, "nhầm", "chị Nhạn")


def test_only_what_changed_is_stored_again(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    (again,) = receive(home, write_sheet([HONEY, DEARER, CHILLI], "lan 2.xlsx"))
    assert [d.change for d in again.drafts] == ["unchanged", "changed", "unchanged"]
    assert (count(home, "statements"), count(home, "drafts")) == (4, 6)
    assert checking.check(home).is_clean


def test_words_of_columns_that_nobody_reads_are_kept_as_they_stood(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([[*row, "cũ"] for row in ROWS], "lan 1.xlsx", header=TOLD))
    receive(home, write_sheet([[*row, "mới"] for row in ROWS], "lan 2.xlsx", header=TOLD))
    assert ["mới" in cells for _, _, cells, _ in words(home)] == [False] * 3 + [True] * 3
    assert count(home, "statements") == 6


def test_rows_that_moved_are_known_when_they_come_a_third_time(home: Home, write_sheet: Write) -> None:
    moved = [[str(number), *row[1:]] for number, row in enumerate(ROWS, 7)]
    for name, rows in (("lan 1.xlsx", ROWS), ("lan 2.xlsx", moved), ("lan 3.xlsx", [*moved, HONEY])):
        receive(home, write_sheet(rows, name))
    assert (count(home, "statements"), count(home, "drafts")) == (7, 10)


def test_a_delivery_speaks_alone_when_the_one_before_is_taken_back(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    (again,) = receive(home, write_sheet([HONEY, DEARER, CHILLI], "lan 2.xlsx"))
    take_back(home, first.id)
    with Workbench(home.workbench) as bench:
        stands = bench.rows("SELECT s.submission_id, d.name FROM states s JOIN drafts d ON d.id = s.draft_id")
    assert [tuple(row) for row in stands] == [(again.id, name) for name in (HONEY[1], QUE[1], CHILLI[1])]
    # What the second delivery says is a source again, for it stands.
    (third,) = receive(home, write_sheet([HONEY, DEARER], "lan 3.xlsx"))
    assert all(d.stored_as for d in third.drafts)


def test_rows_that_are_removed_leave_their_words_to_those_that_say_the_same(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet([*ROWS, DEARER], "lan 1.xlsx"))
    receive(home, write_sheet(ROWS, "lan 2.xlsx"))
    before = words(home)
    with Workbench(home.workbench) as bench, bench.writing():
        removals.drop_drafts(bench, [r["id"] for r in bench.rows("SELECT id FROM drafts ORDER BY id LIMIT 4")])
    assert words(home) == before[4:]
    assert (count(home, "statements"), count(home, "readings")) == (3, 3)
    (again,) = receive(home, write_sheet([*ROWS, ["5", *DEARER[1:]]], "lan 3.xlsx"))
    assert [bool(d.stored_as) for d in again.drafts] == [True, True, True, False]
    assert not {r[1] for r in words(home) if r[0] == first.id}


def test_a_takedown_removes_what_several_deliveries_said(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    receive(home, write_sheet([DEARER, HONEY, CHILLI], "lan 2.xlsx"))
    takedown.take_down(home, first.drafts[0].product_id or "", "xin gỡ", "chị Nhạn")
    with closing(sqlite3.connect(home.workbench)) as db:
        dump = "\n".join(db.iterdump())
    assert HONEY[1] not in dump
    assert QUE[1] in dump
    assert checking.check(home).is_clean


def test_a_statement_that_went_while_its_row_was_read_is_stored_anew(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet(ROWS, "lan 1.xlsx"))
    data, sender = write_sheet([HONEY, QUE], "lan 2.xlsx").read_bytes(), Sender()
    with Workbench(home.workbench, is_reading=True) as bench:
        again = reading.read_sheet(Received("lan 2.xlsx", data), sender, bench)
    assert all(d.stored_as for d in again.drafts)
    take_back(home, first.id)
    with Workbench(home.workbench) as bench, bench.writing():
        removals.drop_drafts(bench, [r["id"] for r in bench.rows("SELECT id FROM drafts")])
    intake.take(home, again, sender, data)
    assert [HONEY[1] in facts or QUE[1] in facts for *_, facts in words(home)] == [True, True]
    assert checking.check(home).is_clean
