"""The worker: takes the jobs of the server's pages one by one, in a process of its own.

    python -m catalog.desk HOME        does what waits, then ends

The server starts one when something waits (web/submitting/worker.py). Only one works at a time, whoever started it.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from catalog.desk import own_kit, packaging, preview, publishing, sending
from catalog.errors import OcopError
from catalog.reports import preflights
from catalog.workbench import days, jobs
from catalog.workbench.home import Home
from catalog.workbench.jobs import Job
from catalog.workbench.progress import Progress
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import File, Ticket
from catalog.workbench.store import Workbench

log = logging.getLogger("ocop.work")
# Progress is written so often, in seconds: each time costs a transaction.
TOLD_EVERY = 0.5


def work(home: Home) -> int:
    """Does every job that waits and gives how many; 0 where another worker is at it."""
    done = 0
    with _alone(home) as is_alone:
        while is_alone:
            with Workbench(home.workbench) as bench:
                job = jobs.take(bench)
            if job is None:
                break
            failed, result = (_do_for_officer if job.kind in OF_OFFICERS else _do)(home, job)
            with Workbench(home.workbench) as bench:
                jobs.end(bench, job.id, failed, result)
            done += 1
    return done


@contextmanager
def _alone(home: Home) -> Iterator[bool]:
    """True where no other worker works; the lock goes with the process, however it ends."""
    home.worker_lock.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(home.worker_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(lock)


def _do_for_officer(home: Home, job: Job) -> tuple[str | None, str]:
    """Does one job that an officer asked for: the sentence where it cannot be done, and what came of it."""
    try:
        return None, OF_OFFICERS[job.kind](home, job, _telling(home, job))
    except OcopError as error:
        log.warning("job %s: %s", job.id, error)
        return error.sentence, ""


def _look_over(home: Home, _: Job, progress: Progress) -> str:
    preflights.work_out(home, days.today(), progress)
    return ""


# Kind of work that officers ask for → what does it, and gives what came of it in words or JSON.
OF_OFFICERS: dict[str, Callable[[Home, Job, Progress], str]] = {
    "publish": publishing.publish,
    "readiness": _look_over,
    "package": packaging.make,
}


# The same of tickets.
OF_SENDERS: dict[str, Callable[[Home, Ticket, list[File], Progress], object]] = {
    "preview": preview.make,
    "send": sending.send,
    "kit": own_kit.make,
}


def _do(home: Home, job: Job) -> tuple[str | None, str]:
    """Does one job of a ticket; the sentence for the sender where it cannot be done."""
    try:
        with Workbench(home.workbench, is_reading=True) as bench:
            ticket = tickets.find(bench, job.ticket or "")
            files = tickets.files(bench, ticket.id)
        # A ticket that is sent already: the worker before died between the last step and saying so.
        if not ticket.sent_at or job.kind == "kit":
            OF_SENDERS[job.kind](home, ticket, files, _telling(home, job))
    except OcopError as error:
        log.warning("job %s: %s", job.id, error)
        return preview.sentence_of(error), ""
    except FileNotFoundError:
        log.exception("job %s", job.id)
        return "Tệp đã gửi không còn trên máy chủ; mời gửi lại.", ""
    return None, ""


def _telling(home: Home, job: Job) -> Progress:
    told = 0.0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            with Workbench(home.workbench) as bench:
                jobs.tell(bench, job.id, stage, done, total)

    return tell
