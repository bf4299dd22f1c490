"""What a crawl leaves in its folder, and how it is read back.

folder/
  records.jsonl    a raw record per product: url, fetched_at, source, page_sha256, fields, rules, sure, offers,
                   properties
  pages.jsonl      a line per page kept: url, sha256, fetched_at, encoding, etag, last_modified
  pages/ab/ab….html.gz
  pictures.jsonl   a line per picture kept: url, sha256, bytes, type, fetched_at, path
  pictures/ab/ab…  the bytes as received
  run.json         reason, detail, counts, times
  crawl.log        Scrapy's log
  job/             the journal of a crawl that has not ended yet; gone afterwards
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Reason(StrEnum):
    """Why a run ended; every run has exactly one."""

    COMPLETE = "complete"
    LIMIT = "stopped by limit"
    BLOCKED = "blocked"
    CHANGED = "site changed"
    UNREACHABLE = "unreachable"
    EMPTY = "empty"


# Runs that may replace the records of the run before; the others leave them as they were.
GOOD = (Reason.COMPLETE, Reason.LIMIT)


@dataclass(frozen=True)
class Run:
    """How one crawl ended. records_at: when the run ended whose records stand in the folder, an earlier one where this
    one was bad. kept_back: a run within its limits that brought too little to replace what is there. replayed: read
    from kept pages, nothing was asked. shape: as crawler.shape has it."""

    reason: Reason
    detail: str
    folder: Path
    source: str = ""
    start: str = ""
    products: int = 0
    pages: int = 0
    pictures: int = 0
    started_at: str = ""
    finished_at: str = ""
    records_at: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    fill: dict[str, float] = field(default_factory=dict)
    shape: dict[str, Any] = field(default_factory=dict)
    replayed: bool = False
    kept_back: bool = False

    @property
    def good(self) -> bool:
        """Whether the records in the folder are of this run."""
        return self.reason in GOOD and not self.kept_back

    @property
    def records_path(self) -> Path:
        return self.folder / "records.jsonl"

    @property
    def records(self) -> Iterator[dict[str, Any]]:
        """The raw records that stand in the folder, by address; none when there never was a good run."""
        return read_lines(self.records_path)

    @property
    def pictures_kept(self) -> Iterator[dict[str, Any]]:
        """A line per picture in the folder; `path` is relative to it."""
        return read_lines(self.folder / "pictures.jsonl")

    def save(self) -> None:
        """Writes run.json in one step."""
        data = {k: v for k, v in vars(self).items() if k != "folder"}
        replace(self.folder / "run.json", (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def load(folder: Path) -> Run | None:
    """The last run of a folder, or None where none has ended there."""
    try:
        data = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Run(**{**data, "reason": Reason(data["reason"]), "folder": folder})


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl file; none where there is no file."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Replaces a .jsonl file in one step."""
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    replace(path, text.encode())


def replace(path: Path, data: bytes) -> None:
    """Writes a file so that a reader, or a death at any byte, finds the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
