"""What a check of a home can find: one sentence for the operator, and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    kind   damage: something is lost or wrong; leftover: a run that died left it, everything is as it was before that
    path   the file or folder; None where it is a row of a database
    is_temporary   a leftover that may be removed; nothing else is ever touched
    """

    code: str
    kind: str
    sentence: str
    fix: str
    path: Path | None = None
    is_temporary: bool = False

    def json(self) -> dict[str, Any]:
        """As the command line prints it."""
        return {"code": self.code, "kind": self.kind, "path": str(self.path) if self.path else None,
                "sentence": self.sentence, "fix": self.fix}  # fmt: skip


Findings = Iterator[Finding]

RESTORE = "Restore it from a backup: `ocop --home ELSEWHERE restore FILE`, then copy this file over."


def damage(code: str, sentence: str, fix: str, path: Path | None = None) -> Finding:
    return Finding(code, "damage", sentence, fix, path)


def leftover(code: str, sentence: str, fix: str, path: Path | None = None, *, is_temporary: bool = False) -> Finding:
    return Finding(code, "leftover", sentence, fix, path, is_temporary)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
