"""`ocop status`: one screen of what waits, what is published and what lapses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from catalog.workbench import listings, looking
from catalog.workbench.home import Home
from catalog.workbench.store import Workbench


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
            "recognitions": count("SELECT count(*) FROM recognitions"),
            "last_crawl": f"{last['source']}: {last['reason']}, {last['started_at']}" if last else None,
            "release": _current(home.catalog),
            "listed": listings.listed(bench),
        }


def _current(link: Path) -> str | None:
    try:
        return Path(os.readlink(link)).parent.name
    except OSError:
        return None
