"""Checks of the private store: the database, what its rows refer to in the inbox and among the pictures."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import images
from catalog.errors import Conflict, OcopError
from catalog.publish.findings import RESTORE, Findings, damage, hash_of, leftover
from catalog.workbench.home import Home
from catalog.workbench.privacy import takedowns
from catalog.workbench.progress import Progress
from catalog.workbench.rows import statements
from catalog.workbench.store import Workbench

# Rows, or a hundredth of all where that is more, that a failing disk is thought to have changed.
MOST_TURNED = 10
_HASH = re.compile(r"[0-9a-f]{64}")
# What nothing refers to may be of an import that has not ended; none takes an hour.
_YOUNG_SECONDS = 3600

_INBOX = """
SELECT sha256, min(name) AS name FROM (SELECT sha256, name FROM submissions UNION ALL SELECT sha256, name FROM scans)
 GROUP BY sha256
"""
_PICTURES = """
SELECT sha256, min(name) AS name FROM
  (SELECT sha256, name FROM received_pictures UNION ALL SELECT sha256, name FROM draft_pictures)
 GROUP BY sha256
"""
# Rows that derive from each other, whatever foreign keys say: (code, what is wrong, the query that finds it).
_ROWS = (
    ("draft-without-record", "has no raw record",
     "SELECT id FROM delivered_rows WHERE statement_id NOT IN (SELECT id FROM statements)"),
    ("draft-without-decision", "was never decided",
     "SELECT id FROM delivered_rows WHERE id NOT IN (SELECT draft_id FROM decisions)"),
    ("draft-of-nobody", "stands in no submission, though its words are kept",
     "SELECT id FROM statements WHERE id NOT IN (SELECT statement_id FROM delivered_rows)"),
)  # fmt: skip


def check(home: Home, progress: Progress) -> Findings:
    """Everything that is wrong with `workbench.db` and with the files that it speaks of."""
    if not home.workbench.exists():
        # The lock is made after the database: a first import that died may have left an inbox alone.
        if home.workbench_lock.exists() or home.releases.exists():
            yield damage("workbench-missing", f"{home.workbench} is missing.", RESTORE, home.workbench)
        return
    try:
        with Workbench(home.workbench, is_reading=True) as bench:
            yield from _database(bench)
            inbox, pictures = (dict(map(tuple, bench.rows(sql))) for sql in (_INBOX, _PICTURES))
            gone = {row[0] for row in bench.rows("SELECT hash FROM tombstones WHERE kind = 'inbox'")}
            yield from _words(bench)
            yield from _unfinished(bench)
    except Conflict as newer:
        yield damage("home-newer", newer.sentence, "Install the newer version.", home.workbench)
        return
    except (OcopError, sqlite3.DatabaseError) as error:
        sentence = f"{home.workbench} cannot be read: {str(error).rstrip('.')}."
        yield damage("workbench-unreadable", sentence, RESTORE, home.workbench)
        return
    # Of what was taken down, the rows that are left name a file that is gone on purpose.
    yield from _missing("inbox-missing", {sha: n for sha, n in inbox.items() if sha not in gone}, home.inbox_file)
    yield from _files("inbox", home.inbox, inbox, progress)
    yield from _missing("picture-missing", pictures, lambda sha256: images.original_of(sha256, home.pictures))
    yield from _files("picture", home.pictures / "originals", pictures, progress)


def _database(bench: Workbench) -> Findings:
    said = [row[0] for row in bench.rows("PRAGMA integrity_check")]
    if said != ["ok"]:
        yield damage("workbench-damaged", f"{bench.path} is damaged: {said[0]}.", RESTORE, bench.path)
    for table, number in bench.rows('SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY 1'):
        sentence = f"{number} rows of {table} in {bench.path} refer to rows that are not there."
        yield damage("workbench-reference", sentence, RESTORE, bench.path)
    for code, wrong, sql in _ROWS:
        for (draft,) in bench.rows(sql):
            yield damage(code, f"Draft {draft} {wrong}.", "Restore a backup, or undo its submission and import again.")


def _words(bench: Workbench) -> Findings:
    """Rows whose facts are not those that were stored: a byte that turned within a text is no fault of the file.

    A disk turns few. Rows that an early program stored have digests of another kind, of which none fits.
    """
    count, damaged = 0, []
    for number, *stored in bench.db.execute("SELECT id, facts, offer_key, name, fingerprint FROM statements"):
        count += 1
        if not statements.is_whole(*stored):
            damaged.append(number)
    for number in sorted(damaged) if len(damaged) < count and len(damaged) <= max(MOST_TURNED, count // 100) else ():
        sentence = f"The facts of row {number} in {bench.path} are not those that were stored."
        yield damage("statement-damaged", sentence, RESTORE, bench.path)


def _unfinished(bench: Workbench) -> Findings:
    for order in takedowns.orders(bench, unfinished=True):
        again = "retention --yes" if order.kind == takedowns.RETENTION else "takedown --complete"
        sentence = f"The takedown {order.id} of {order.decided_at} has not ended: something of it is still there."
        yield leftover("takedown-unfinished", sentence, f"Run `ocop {again}`.")


def _missing(code: str, wanted: dict[str, str], place: Callable[[str], Path]) -> Findings:
    for sha256, name in sorted(wanted.items()):
        path = place(sha256)
        if not path.exists():
            yield damage(code, f"“{name}” is missing: {path}.", RESTORE, path)


def _files(kind: str, folder: Path, wanted: dict[str, str], progress: Progress) -> Findings:
    """Files named by a hash that is not theirs, and those that no row speaks of."""
    paths = sorted(p for p in folder.glob("*/*") if not p.name.startswith("."))
    for done, path in enumerate(paths):
        progress(kind, done, len(paths))
        if not _HASH.fullmatch(path.name) or path.parent.name != path.name[:2] or not path.is_file():
            yield leftover(f"{kind}-foreign", f"{path} is none of ours.", "Move it elsewhere.", path)
        elif hash_of(path) != path.name:
            yield damage(f"{kind}-damaged", f"{path} does not hold the bytes it is named by.", RESTORE, path)
        elif path.name not in wanted and time.time() - path.stat().st_mtime > _YOUNG_SECONDS:
            sentence = f"{path} was received, but nothing refers to it: the import died, or was stopped."
            yield leftover(f"{kind}-unused", sentence, "Import it again, or remove it.", path)
