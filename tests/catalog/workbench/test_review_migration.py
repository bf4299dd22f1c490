"""A workbench of before precedence, edits and undo opens as one of today."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from catalog.workbench import migrating as ours
from catalog.workbench.store import Workbench

_SUBMISSION = "INSERT INTO submissions VALUES (?,?,?,'n','xlsx','','','','2026-01-01T00:00:00Z','accepted','[]','{}')"


def test_earlier_deliveries_are_told_apart_and_keep_their_decisions(tmp_path: Path) -> None:
    path = tmp_path / "workbench.db"
    db = sqlite3.connect(path, isolation_level=None)
    ours.migrations.apply(Database(db), stop_before="m005_review")
    for number, (name, source) in enumerate([("a", "sheet"), ("b", "sheet"), ("c", "crawl"), ("d", "register")], 1):
        db.execute(_SUBMISSION, [number, name, source])
    for number, (submission, producer) in enumerate([("a", "h1"), ("a", "h1"), ("b", "h1"), ("b", "h2")], 1):
        db.execute("INSERT INTO raw_records VALUES (?,?,NULL,1,'{}')", [number, submission])
        draft = [number, submission, f"p{number}", "", producer, "n", "{}", "f"]
        db.execute("INSERT INTO drafts VALUES (?,?,?,?,?,?,?,?)", draft)
        db.execute("INSERT INTO decisions VALUES (?,?,'accepted','','policy','2026-01-01')", [number, number])
    db.close()
    with Workbench(path) as bench:
        assert [r["class"] for r in bench.rows("SELECT class FROM submissions ORDER BY number")] == [
            "own", "list", "crawl", "register",
        ]  # fmt: skip
        states = bench.rows("SELECT draft_id, state, decision_id FROM states ORDER BY draft_id")
        assert [tuple(r) for r in states] == [(n, "accepted", n) for n in (1, 2, 3, 4)]
