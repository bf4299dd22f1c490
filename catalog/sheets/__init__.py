"""A file → raw tables: what kind it is, where its tables stand, what its columns mean, every cell accounted for.

    read(data, name) -> SheetFile        raises Unreadable or Refused with one Vietnamese sentence
    archive_members(source, name)        what a zip of files holds, None for any other file
    frame(table) -> pandas.DataFrame     one row per item, columns of COLUMNS and of columns.CONTEXT

Files are opened in a child process (`confined`, `child`), because readers of workbooks can be made to abort or to
eat all memory. The child imports this package for every file, so nothing heavy is imported here: the public
functions are looked up when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog.sheets.frames import frame
    from catalog.sheets.reading import archive_members, read

__all__ = ["archive_members", "frame", "read"]

_HOMES = {
    "archive_members": "catalog.sheets.reading",
    "frame": "catalog.sheets.frames",
    "read": "catalog.sheets.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
