"""Starts a crawl in a process of its own and waits for it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

from crawler import run, sources
from crawler.addresses import is_loopback, why_not
from crawler.errors import Busy, CrawlFailed, NoContact, NoQueue, Refused
from crawler.run import Run
from crawler.sources import Card

BUSY, NO_QUEUE, LOST_QUEUE = 4, 5, 6


@dataclass(frozen=True)
class Progress:
    """How far a crawl is. waiting: addresses still to be asked for; grows while pages are being found."""

    pages: int
    products: int
    pictures: int
    waiting: int


def crawl(
    source: str,
    folder: Path,
    *,
    start: str | None = None,
    contact: str | None = None,
    allow_loopback: bool = False,
    accept: str = "",
    queue: str = "",
    on_progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Crawls a source into the folder and says how that ended; goes on where an earlier call was killed.

    source: the name of a card, or an http(s) address. start: the address, for a card without one. contact: a mail or
    web address for site owners, also taken from OCOP_CONTACT; only the loopback shop is crawled without one.
    allow_loopback opens 127.0.0.0/8 and ::1 and no other private address. accept: the site really changed, in words;
    this run's records are taken although they are unlike the last good ones. queue: redis://…, where several machines
    crawl the source together; each ends with the same records.
    Records of an earlier good run stay where this one ends badly (Run.good, Run.records_at).
    Raises UnknownSource, BadCard, NotPermitted, Refused, NoContact, NoQueue before anything is asked; Busy,
    CrawlFailed.
    """
    job = {"accept": accept, "queue": queue}
    return _crawl(sources.find(source, start), folder, contact, allow_loopback, on_progress, job)


def look(address: str, folder: Path, *, contact: str | None = None, allow_loopback: bool = False) -> Run:
    """Asks for one address, and nothing else of its site but robots.txt; says how that ended, as `crawl` does.

    Run.pages is 1 where a page answered; Reason.CHANGED means that it is gone (404, 410). Raises as `crawl` does.
    """
    card = sources.find(address)
    one = replace(card.pace, pages=1, depth=0, pictures_each=0)
    return _crawl(replace(card, start=address, pace=one), folder, contact, allow_loopback, None, {})


def _crawl(
    card: Card,
    folder: Path,
    contact: str | None,
    allow_loopback: bool,
    on_progress: Callable[[Progress], None] | None,
    how: dict[str, str],
) -> Run:
    problem = why_not(card.start, allow_loopback)
    if problem:
        raise Refused(f"Nothing was requested: {card.start} {problem}.", url=card.start)
    job = how | {
        "card": card.json(),
        "contact": _contact(card.start, contact),
        "allow_loopback": allow_loopback,
        "now": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    _run_child(job, folder, on_progress)
    ended = run.load(folder)
    if ended is None:
        raise CrawlFailed("The crawl ended without a word.", log=folder / "crawl.log")
    return ended


def without_password(queue: str) -> str:
    """The address of a queue as it may be shown."""
    parts = urlsplit(queue)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _contact(start: str, contact: str | None) -> str:
    contact = contact or os.environ.get("OCOP_CONTACT")
    if contact:
        return " ".join(contact.split())
    if is_loopback(start):
        return "this machine"
    raise NoContact(
        "Nothing was requested: site owners must be able to reach whoever crawls. "
        "Set OCOP_CONTACT to a mail or web address."
    )


def _run_child(job: dict[str, Any], folder: Path, on_progress: Callable[[Progress], None] | None) -> None:
    log = folder / "crawl.log"
    with log.open("ab") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "crawler", str(folder.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with child:
            try:
                _talk(child, job, on_progress)
            except BaseException:
                # The caller stops (Ctrl-C, an error while showing progress): the crawl stops too and can go on later.
                child.terminate()
                raise
    if child.returncode == BUSY:
        raise Busy(f"Another crawl is at work in {folder}.", folder=folder)
    if child.returncode == NO_QUEUE:
        raise NoQueue(f"Nothing was requested: no shared queue answers at {without_password(job['queue'])}.")
    if child.returncode == LOST_QUEUE:
        raise NoQueue(
            f"The crawl of “{job['card']['name']}” stopped: the shared queue at {without_password(job['queue'])} "
            f"was lost. Started again it goes on. Its log: {log}",
            log=log,
        )
    if child.returncode != 0:
        raise CrawlFailed(
            f"The crawl of “{job['card']['name']}” was interrupted (status {child.returncode}). "
            f"Started again it goes on. Its log: {log}",
            log=log,
            status=child.returncode,
        )


def _talk(child: subprocess.Popen[str], job: dict[str, Any], on_progress: Callable[[Progress], None] | None) -> None:
    stdin: IO[str] | None = child.stdin
    stdout: IO[str] | None = child.stdout
    assert stdin
    assert stdout
    # A child that died at once has its say through its exit status and the log.
    with contextlib.suppress(BrokenPipeError):
        stdin.write(json.dumps(job) + "\n")
        stdin.close()
    for line in stdout:
        if on_progress:
            on_progress(Progress(**json.loads(line)))
