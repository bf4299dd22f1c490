"""Long work that the server's pages ask for: a queue in the workbench that outlives page, server and machine.

A worker takes the jobs one by one (desk/work.py). One that dies is begun again by the next worker, a few times.
"""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row
from typing import Literal

from catalog.workbench.store import Workbench, now

Kind = Literal["preview", "send", "kit"]
# A job whose worker died so often is not tried again: what kills a worker would kill the next one too.
MOST_TRIES = 3
GIVEN_UP = "Máy chưa làm xong được việc này. Dữ liệu còn nguyên; mời thử lại, hoặc gửi từng phần nhỏ hơn."


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; is_over where it ended, failed is then the sentence for the sender, None where it was done."""

    id: int
    kind: Kind
    ticket: str
    tries: int
    stage: str
    done: int
    total: int
    is_over: bool
    failed: str | None


_COLUMNS = "id, kind, ticket_id, tries, stage, done, total, ended_at IS NOT NULL, failed"


def ask(bench: Workbench, kind: Kind, ticket: str) -> None:
    """Puts work into the queue; what waits for the same ticket already is not asked for twice."""
    with bench.writing():
        waiting = bench.one(
            "SELECT 1 FROM jobs WHERE ticket_id = ? AND kind = ? AND ended_at IS NULL AND tries = 0", [ticket, kind]
        )
        if not waiting:
            bench.insert("jobs", ("kind", "ticket_id", "asked_at"), [(kind, ticket, now())])


def take(bench: Workbench) -> Job | None:
    """The oldest job that is not over, counted as tried once more; None where nothing waits.

    Only one worker takes jobs at a time, so one that was begun is one whose worker died.
    """
    while True:
        with bench.writing():
            row = bench.one(f"SELECT {_COLUMNS} FROM jobs WHERE ended_at IS NULL ORDER BY id LIMIT 1")  # noqa: S608
            if row is None:
                return None
            bench.db.execute("UPDATE jobs SET tries = tries + 1 WHERE id = ?", [row["id"]])
            if row["tries"] < MOST_TRIES:
                return _job(row)
            _end(bench, row["id"], GIVEN_UP)


def tell(bench: Workbench, job: int, stage: str, done: int, total: int) -> None:
    """Records how far a job is."""
    with bench.writing():
        bench.db.execute("UPDATE jobs SET stage = ?, done = ?, total = ? WHERE id = ?", [stage, done, total, job])


def end(bench: Workbench, job: int, failed: str | None = None) -> None:
    """Records that a job is over; failed: the sentence for the sender where it could not be done."""
    with bench.writing():
        _end(bench, job, failed)


def _end(bench: Workbench, job: int, failed: str | None) -> None:
    # What it was at names files of people; nobody asks for it any more.
    bench.db.execute("UPDATE jobs SET ended_at = ?, failed = ?, stage = '' WHERE id = ?", [now(), failed, job])


def last(bench: Workbench, ticket: str) -> Job | None:
    """The newest job of a ticket."""
    sql = f"SELECT {_COLUMNS} FROM jobs WHERE ticket_id = ? ORDER BY id DESC LIMIT 1"  # noqa: S608
    row = bench.one(sql, [ticket])
    return _job(row) if row else None


def ahead(bench: Workbench, job: int) -> int:
    """How many jobs wait before one."""
    return int(bench.rows("SELECT count(*) FROM jobs WHERE ended_at IS NULL AND id < ?", [job])[0][0])


def waiting(bench: Workbench) -> int:
    """How many jobs are not over."""
    return int(bench.rows("SELECT count(*) FROM jobs WHERE ended_at IS NULL")[0][0])


def _job(row: Row) -> Job:
    return Job(row[0], row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7]), row[8])
