"""The few exceptions of the catalogue; problems in *data* are issues, not exceptions.

OcopError        one sentence for the person at the keyboard, and the evidence as attributes
├─ Unreadable    a file, page or picture is not what it says it is
├─ Refused       readable, but against a limit or a rule
├─ Unknown       a name that does not exist; lists the names that do
├─ Conflict      somebody was faster, or a newer version owns the home
└─ Blocked       a check stopped a release or an export: exit status 1

The command line prints `str(error)` as one line and exits with `error.exit_status`.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable


class OcopError(Exception):
    """Base of all; raised as itself never."""

    exit_status = 2

    def __init__(self, sentence: str, *, code: str | None = None, **evidence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.evidence = evidence


class Unreadable(OcopError):
    """Raised where bytes are not the sheet, page, picture or database they were taken for."""


class Refused(OcopError):
    """Raised where something can be read but breaks a limit or a rule."""


class Unknown(OcopError):
    """Raised for a name that does not exist; the sentence lists the names that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        known = sorted(known)
        there = f" There are: {', '.join(known)}." if known else ""
        super().__init__(f"There is no {kind} called “{name}”.{there}", name=name, known=known)


class Conflict(OcopError):
    """Raised where another process, or a newer version of this program, owns the thing."""


class Blocked(OcopError):
    """Raised where a check stops a release or an export; a person may look and decide."""

    exit_status = 1


_OF_FILES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "this account has no right to it",
    errno.EIO: "the disk failed",
}
# SQLite's primary codes; a full disk reaches us as SQLITE_IOERR where it strikes at a lock or a journal.
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it can only be read",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or written",
    sqlite3.SQLITE_IOERR: "the disk failed or is full",
}


def of_disk(error: BaseException, where: object = None) -> Refused | None:
    """The sentence for a disk that is full, read-only or failing; None for an error of another kind."""
    why = None
    if isinstance(error, sqlite3.Error):
        why = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(error, OSError):
        why, where = _OF_FILES.get(error.errno or 0), error.filename or where
    if why is None:
        return None
    return Refused(f"Stopped at {where or 'a file'}: {why}. Run it again when that is mended.", code="disk")
