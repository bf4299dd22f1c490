"""Publication: asked for here, done by the worker in a process of its own, its progress in the job table."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from datasette import Response

from catalog.publish import release
from catalog.web.officers.visit import Visit, go_to, render
from catalog.workbench import jobs


async def page(visit: Visit) -> Response:
    """What is published, what was decided since, and how the last publication stands."""
    found = await asyncio.to_thread(_found, visit)
    return render(visit, "office_publish.html", here="publish", **found)


def _found(visit: Visit) -> dict[str, Any]:
    with visit.reading() as bench:
        job = jobs.last_of(bench, "publish")
        last = bench.one("SELECT * FROM releases ORDER BY number DESC LIMIT 1")
        since = last["published_at"] if last else ""
        decided = bench.rows("SELECT count(*) FROM decisions WHERE decided_at > ?", [since])[0][0]
        edited = bench.rows("SELECT count(*) FROM edits WHERE edited_at > ?", [since])[0][0]
        ahead = jobs.ahead(bench, job.id) if job and not job.is_over else 0
    result = json.loads(job.result) if job and job.result else {}
    return {
        "job": job, "ahead": ahead, "last": last, "decided": decided, "edited": edited, "result": result,
        "current": release.current(visit.home),
    }  # fmt: skip


async def ask(visit: Visit) -> Response:
    """Asks for a publication; with `du-vay`, the reason of an administrator, also of what looks odd."""

    def work() -> None:
        force = visit.said("du-vay") if visit.me.is_administrator else ""
        with visit.writing() as bench:
            jobs.ask(bench, "publish", None, asked_by=visit.me.signature, words=force)

    await asyncio.to_thread(work)
    visit.ring()
    return go_to(visit, "/duyet/dang")
