"""Kept pages read again by today's readers: new records without the network, with the provenance of the old pages."""

from __future__ import annotations

import fcntl
import gzip
import shutil
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawler import sources
from crawler.errors import Busy, NothingKept
from crawler.finish import Ending, finish
from crawler.gather import Line, gather_listing, gather_page
from crawler.journal import Journal
from crawler.kept import read_page
from crawler.launch import Progress
from crawler.reading.page import Page
from crawler.run import Run, read_lines
from crawler.sources import Card

# What cannot be read any more is counted, and the rest is read.
LOST = (OSError, EOFError, zlib.error, gzip.BadGzipFile)
# Once in so many pages the progress is told and the journal written.
STEP = 50


def replay(
    source: str,
    folder: Path,
    *,
    start: str | None = None,
    accept: str = "",
    on_progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Reads every page kept in the folder again, and ends the run as a crawl's is ended: compared, judged, replaced
    only where it is good. Killed, it is begun anew; an interrupted crawl in the folder is left alone.

    Raises NothingKept where no good crawl has left pages, Busy where a crawl is at work there; UnknownSource, BadCard,
    NotPermitted: what we may no longer crawl we do not read again either.
    """
    card = sources.find(source, start)
    if not (folder / "pages.jsonl").exists():
        raise NothingKept(f"There is nothing to read again: no crawl of “{card.name}” has kept pages.", folder=folder)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"A crawl is at work in {folder}.", folder=folder) from None
        shutil.rmtree(folder / "replay", ignore_errors=True)
        journal = Journal(folder / "replay" / "journal.sqlite")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        journal.note({"source": card.name, "start": card.start, "started_at": now})
        _read_all(journal, folder, card, on_progress)
        return finish(card, folder, journal, Ending(replayed=True, accept=accept))


def _read_all(journal: Journal, folder: Path, card: Card, on_progress: Callable[[Progress], None] | None) -> None:
    for picture in read_lines(folder / "pictures.jsonl"):
        journal.keep("picture", picture["url"], picture)
    # Data of platforms first, as in a crawl: they are believed before pages.
    lines = sorted(read_lines(folder / "pages.jsonl"), key=lambda line: line.get("kind") != "listing")
    for number, line in enumerate(lines, 1):
        _read(journal, folder, line, card.name)
        if on_progress and (number % STEP == 0 or number == len(lines)):
            journal.commit()
            found = journal.number_of("record")
            on_progress(Progress(number, found, journal.number_of("picture"), len(lines) - number))


def _read(journal: Journal, folder: Path, line: Line, source: str) -> None:
    try:
        body = read_page(folder, line["sha256"])
    except LOST:
        journal.count("kept pages lost")
        return
    journal.keep("page", line["url"], line)
    kind = line.get("kind", "page")
    if kind == "listing":
        journal.count("listings")
        gather_listing(journal, body, line, source)
    elif kind in ("page", "witness"):
        journal.count("pages")
        page = Page.of(body, line["url"], line.get("type", ""))
        if page and kind == "page":
            gather_page(journal, page, line, source)
