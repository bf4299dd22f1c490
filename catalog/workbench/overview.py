"""`ocop status`: one screen of what waits, what is published and what lapses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import crawler
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.listings import holdings, listings
from catalog.workbench.photos import looking
from catalog.workbench.receiving import crawl_folders
from catalog.workbench.store import Workbench

# The latest first.
SOURCES = "SELECT source, max(id) AS last FROM crawl_runs GROUP BY source ORDER BY last DESC"


def overview(home: Home) -> dict[str, Any]:
    """Counts of the workbench and the id of the current release; zeros and None in an empty home."""
    with Workbench(home.workbench, is_reading=True) as bench:

        def count(sql: str) -> int:
            return int(bench.rows(sql)[0][0])

        last = bench.one("SELECT source, reason, started_at FROM crawl_runs ORDER BY id DESC LIMIT 1")
        return {
            "home": str(home.root),
            "submissions": count("SELECT count(*) FROM submissions"),
            "taken_back": count("SELECT count(*) FROM taken_back"),
            "accepted": count("SELECT count(*) FROM states WHERE state = 'accepted'"),
            "held": count("SELECT count(*) FROM states WHERE state = 'held'"),
            "rejected": count("SELECT count(*) FROM states WHERE state = 'rejected'"),
            "pictures_waiting": len(looking.pending(bench)),
            "recognitions": count(_RECOGNITIONS),
            "last_crawl": f"{last['source']}: {last['reason']}, {last['started_at']}" if last else None,
            "sources": _sources(home, [row["source"] for row in bench.rows(SOURCES)]),
            "release": _current(home.catalog),
            "listed": listings.listed(bench),
            "unconfirmed": holdings.waiting(bench),
        }


_RECOGNITIONS = """
SELECT count(DISTINCT id) FROM recognitions WHERE submission_id NOT IN (SELECT submission_id FROM taken_back)
"""


def _sources(home: Home, names: list[str]) -> list[str]:
    """For each crawled source how its last run ended, and how old what is kept of it is."""
    found = []
    for name in names:
        run = crawler.last_run(crawl_folders.of(home, name))
        if run:
            found.append(f"{name}: {run.reason}, {_age(run.records_at)}")
    return found


def _age(moment: str | None) -> str:
    if not moment:
        return "nothing kept"
    number = (days.today() - days.day_of(moment)).days
    when = {0: "today", 1: "yesterday"}.get(number, f"{number} days ago")
    return f"kept {when} ({days.day_of(moment)})"


def _current(link: Path) -> str | None:
    try:
        return Path(os.readlink(link)).parent.name
    except OSError:
        return None
