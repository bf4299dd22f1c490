"""A received file becomes a submission whose drafts have no ids yet: read, normalised, accounted for."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from catalog import sheets
from catalog.registers import headers
from catalog.sheets.model import SheetFile, SheetIssue, Table
from catalog.sheets.rows import extent
from catalog.workbench.rows import ahead, drafts, readings
from catalog.workbench.rows.delivery import Received
from catalog.workbench.rows.drafts import Draft, make_issue
from catalog.workbench.rows.shelf import Shelf
from catalog.workbench.rows.submissions import Sender, Submission, submission_id
from catalog.workbench.store import Workbench

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_sheet(received: Received, sender: Sender, bench: Workbench) -> Submission:
    """The submission that one file makes, with drafts that have no ids yet. Raises what `sheets.read` raises.

    bench: where rows of the same words may have been read before.
    """
    sha = hashlib.sha256(received.data).hexdigest()
    confirmed = {header: column for header, column in sender.confirmed.items() if column}
    with headers.confirmed(confirmed), ahead.made_ready(received.data, bench) as foreseen:
        file = sheets.read(received.data, received.name)
    submission = Submission(submission_id(sha, sender, _remembered(file)), "sheet", received.name, file.kind, sha)
    submission.foreseen = foreseen
    submission.tables = [describe(t) for t in file.tables]
    shelf = Shelf(drafts.RECORD)
    for table in file.tables:
        made = _drafts(table, sender, shelf, bench)
        submission.pasted += [(d, table.pictures[d.row]) for d in made if d.row in table.pictures]
        submission.drafts += made
    _place_issues(submission, file)
    submission.cells = _account(file, submission.drafts)
    return submission


def _remembered(file: SheetFile) -> list[str]:
    """The headers of a file that were read as its sender confirmed: read otherwise, it is another submission."""
    columns = (m for table in file.tables for m in table.columns.values() if m.how == "remembered")
    return sorted(f"{m.header}={m.column}" for m in columns)


def _drafts(table: Table, sender: Sender, shelf: Shelf, bench: Workbench) -> list[Draft]:
    raw = with_hints(sheets.frame(table), sender)
    letters = {m.column: m.letter for m in reversed(table.columns.values()) if m.column}
    at = (drafts.At(table.sheet, r.row, r.cells, r.filled) for r in table.rows)
    return drafts.build(readings.read(raw, bench), at, letters, shelf)


def with_hints(raw: pd.DataFrame, sender: Sender) -> pd.DataFrame:
    """The frame with what the sender said of place and day, where the sheet itself says nothing."""
    raw = raw.copy()
    for column, said in (("place_hint", sender.place), ("date_hint", sender.day)):
        if said:
            own = raw[column] if column in raw.columns else pd.Series("", index=raw.index, dtype=str)
            raw[column] = own.where(own != "", said)
    return raw


def describe(table: Table) -> dict[str, Any]:
    """A table as the contract's JSON shows it."""
    first, last = extent(table)
    return {
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "first_row": first,
        "last_row": last,
        "rows": len(table.rows),
        "group_rows": list(table.group_rows),
        "skipped_rows": sorted(table.skipped),
        "columns": {
            letter: {"header": m.header, "column": m.column, "how": m.how} for letter, m in table.columns.items()
        },
    }


def _place_issues(submission: Submission, file: SheetFile) -> None:
    """Gives what the sheet reader doubts to the row that it is about, so that an error there holds the product."""
    asked = {(found.sheet, _row(found)) for found in file.issues}
    rows: dict[tuple[str | None, str], list[Draft]] = {}
    for draft in submission.drafts if asked else ():
        if (place := (draft.sheet, str(draft.row))) in asked:
            rows.setdefault(place, []).append(draft)
    for found in file.issues:
        issue = make_issue(found.code, found.sheet, found.cell, found.column, found.value, **found.values)
        there = rows.get((found.sheet, _row(found)), [])
        for draft in there:
            draft.issues += (issue,)
        if not there:
            submission.issues.append(issue)


def _row(issue: SheetIssue) -> str:
    return (issue.cell or "").lstrip(LETTERS)


def _account(file: SheetFile, found: list[Draft]) -> dict[str, int]:
    """used + ignored + rejected = read; a cell that an error names, and that holds words of its own, is rejected."""
    bad: set[tuple[str | None, str]] = set()
    for draft in found:
        wrong = [i for i in draft.issues if i.severity == "error" and i.cell]
        own = draft.letters_of_its_own() if wrong else set()
        bad |= {(i.sheet, i.cell) for i in wrong if i.cell and _letter(i.cell) in own}
    ignored = file.cells_read - file.cells_used
    rejected = min(len(bad), file.cells_used)
    return {
        "read": file.cells_read,
        "used": file.cells_used - rejected,
        "ignored": ignored,
        "rejected": rejected,
    }


def _letter(cell: str) -> str:
    return cell.rstrip("0123456789")
