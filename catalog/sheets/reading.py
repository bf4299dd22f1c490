"""`read`: one file → its raw tables, with every cell accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from catalog.sheets.chats.messages import read_messages
from catalog.sheets.continued import join_continued
from catalog.sheets.doubts import sheet_doubts
from catalog.sheets.grid import Grid
from catalog.sheets.model import SheetFile, SheetIssue
from catalog.sheets.opening import archive, delimited
from catalog.sheets.opening.cells import Cells
from catalog.sheets.opening.confined import open_confined, refusal
from catalog.sheets.opening.kinds import NotOpened, recognise, zip_kind
from catalog.sheets.ours import is_ours
from catalog.sheets.tables import Found, find_tables


def read(data: bytes, name: str) -> SheetFile:
    """The product tables of a file, recognised by its content; `name` serves for sentences only.

    Raises Unreadable or Refused with one Vietnamese sentence and a code of registers/refusals.toml. A file without
    any product table is no exception: it has no tables and the issue table-none.
    """
    try:
        kind = recognise(data)
    except NotOpened as refused:
        raise refusal(refused.code, name, **refused.values) from None
    if kind == "zip":
        raise refusal("file-other-kind", name, kind="tệp nén ZIP")
    sheets = open_confined(kind, data, name)
    try:
        found = understand_sheets(kind, sheets)
    except NotOpened as refused:
        raise refusal(refused.code, name, **refused.values) from None
    return _with_encoding(found, data) if kind == "text" else found


def archive_members(source: bytes | Path, name: str) -> list[archive.Member] | None:
    """The files in a zip that somebody sent; None where the bytes, or the file, are no zip or are a workbook.

    What cannot be opened at all is for `read` to refuse; a zip that turns out to be a bomb is refused here. The
    members are read one by one, when they are asked for.
    """
    try:
        kind = recognise(source) if isinstance(source, bytes) else zip_kind(source)
    except NotOpened:
        return None
    try:
        return list(archive.members(source)) if kind == "zip" else None
    except NotOpened as refused:
        raise refusal(refused.code, name, **refused.values) from None


def _with_encoding(file: SheetFile, data: bytes) -> SheetFile:
    """The file, and an issue where its letters stood in an old code; windows-1252 is judged column by column."""
    code = delimited.encoding_of(data)
    if code.startswith("utf") or code == "cp1252":
        return file
    return replace(file, issues=(SheetIssue("file-encoding", value=code), *file.issues))


def understand_sheets(kind: str, sheets: list[Cells]) -> SheetFile:
    """The tables of sheets that have been opened."""
    parts = [_understand(Grid(cells), kind) for cells in join_continued(sheets)]
    tables = tuple(table for part in parts for table in part.tables)
    issues = [issue for part in parts for issue in part.issues]
    if not tables:
        blank = next((part for part in parts if part.empty), None)
        if blank:
            issues.append(SheetIssue("table-empty", sheet=blank.sheet, cell=f"A{blank.empty}"))
        else:
            issues.append(SheetIssue("table-none"))
    else:
        empty = [part for part in parts if part.sheet and not part.tables and part.ignored["no table"]]
        issues += [SheetIssue("sheet-no-table", sheet=part.sheet, value=part.sheet) for part in empty]
    used = sum(part.used for part in parts)
    ignored = sum((part.ignored for part in parts), Counter[str]())
    return SheetFile(kind, tables, used + ignored.total(), used, ignored, tuple(issues))


def _understand(grid: Grid, kind: str) -> Found:
    if is_ours(grid):
        return Found(grid.name, ignored=Counter({"our own sheet": grid.count()}))
    if grid.marks.state != "visible":
        hidden = SheetIssue("sheet-hidden", sheet=grid.name, value=grid.name)
        return Found(grid.name, ignored=Counter({"hidden sheet": grid.count()}), issues=[hidden])
    if kind == "text" and len(grid.texts) == 1 and (message := read_messages(grid)):
        return Found(None, message.tables, message.used, message.ignored, [*sheet_doubts(grid), *message.issues])
    found = find_tables(grid)
    found.issues = [*sheet_doubts(grid), *found.issues]
    return found
