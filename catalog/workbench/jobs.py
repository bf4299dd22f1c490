"""Long work that the server's pages ask for: a queue in the workbench that outlives page, server and machine.

A worker takes the jobs one by one (desk/work.py). One that dies is begun again by the next worker, a few times.
"""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row
from typing import Literal

from catalog.workbench.store import Workbench, now

Kind = Literal["preview", "send", "kit", "publish", "readiness", "package"]
# A job whose worker died so often is not tried again: what kills a worker would kill the next one too.
MOST_TRIES = 3
GIVEN_UP = "Máy chưa làm xong được việc này. Dữ liệu còn nguyên; mời thử lại, hoặc gửi từng phần nhỏ hơn."


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; is_over where it ended, failed is then the sentence for who asked, None where it was done.

    ticket: None for work of officers; asked_by is then who asked, words what they said with it, result what came of it.
    """

    id: int
    kind: Kind
    ticket: str | None
    tries: int
    stage: str
    done: int
    total: int
    is_over: bool
    failed: str | None
    asked_by: str
    words: str
    result: str
    asked_at: str


_COLUMNS = """id, kind, ticket_id, tries, stage, done, total, ended_at IS NOT NULL, failed, asked_by, words, result,
              asked_at"""


# Work of which several may wait at once, where they were asked for in other words.
BY_WORDS = frozenset({"package"})


def ask(bench: Workbench, kind: Kind, ticket: str | None, *, asked_by: str = "", words: str = "") -> None:
    """Puts work into the queue; what waits for the same ticket, or of that kind for none, is not asked for twice."""
    with bench.writing():
        sql = "SELECT 1 FROM jobs WHERE ticket_id IS ? AND kind = ? AND ended_at IS NULL AND tries = 0"
        same = " AND words = ?" if kind in BY_WORDS else ""
        waiting = bench.one(sql + same, [ticket, kind, *([words] if same else [])])
        if not waiting:
            names = ("kind", "ticket_id", "asked_at", "asked_by", "words")
            bench.insert("jobs", names, [(kind, ticket, now(), asked_by, words)])


def take(bench: Workbench) -> Job | None:
    """The oldest job that is not over, counted as tried once more; None where nothing waits. Senders go first.

    Only one worker takes jobs at a time, so one that was begun is one whose worker died.
    """
    while True:
        with bench.writing():
            row = bench.one(_NEXT)
            if row is None:
                return None
            bench.db.execute("UPDATE jobs SET tries = tries + 1 WHERE id = ?", [row["id"]])
            if row["tries"] < MOST_TRIES:
                return _job(row)
            _end(bench, row["id"], GIVEN_UP)


_NEXT = f"SELECT {_COLUMNS} FROM jobs WHERE ended_at IS NULL ORDER BY ticket_id IS NULL, id LIMIT 1"  # noqa: S608


def tell(bench: Workbench, job: int, stage: str, done: int, total: int) -> None:
    """Records how far a job is."""
    with bench.writing():
        bench.db.execute("UPDATE jobs SET stage = ?, done = ?, total = ? WHERE id = ?", [stage, done, total, job])


def end(bench: Workbench, job: int, failed: str | None = None, result: str = "") -> None:
    """Records that a job is over; failed: the sentence for who asked where it could not be done."""
    with bench.writing():
        _end(bench, job, failed, result)


def _end(bench: Workbench, job: int, failed: str | None, result: str = "") -> None:
    # What it was at names files of people; nobody asks for it any more.
    sql = "UPDATE jobs SET ended_at = ?, failed = ?, result = ?, stage = '' WHERE id = ?"
    bench.db.execute(sql, [now(), failed, result, job])


def last(bench: Workbench, ticket: str) -> Job | None:
    """The newest job of a ticket."""
    sql = f"SELECT {_COLUMNS} FROM jobs WHERE ticket_id = ? ORDER BY id DESC LIMIT 1"  # noqa: S608
    row = bench.one(sql, [ticket])
    return _job(row) if row else None


def last_of(bench: Workbench, kind: Kind) -> Job | None:
    """The newest job of a kind."""
    return next(iter(newest(bench, kind, 1)), None)


def newest(bench: Workbench, kind: Kind, most: int = 100) -> list[Job]:
    """The newest jobs of a kind, the last one first."""
    sql = f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? ORDER BY id DESC LIMIT ?"  # noqa: S608
    return [_job(row) for row in bench.rows(sql, [kind, most])]


def ahead(bench: Workbench, job: int) -> int:
    """How many jobs wait before one."""
    return int(bench.rows("SELECT count(*) FROM jobs WHERE ended_at IS NULL AND id < ?", [job])[0][0])


def waiting(bench: Workbench) -> int:
    """How many jobs are not over."""
    return int(bench.rows("SELECT count(*) FROM jobs WHERE ended_at IS NULL")[0][0])


def _job(row: Row) -> Job:
    return Job(**(dict(zip(Job.__slots__, row, strict=True)) | {"is_over": bool(row[7])}))
