"""Addresses of listings are looked at again, with the crawler's manners; one that is gone is not shown to buyers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import crawler
from catalog.errors import Refused
from catalog.markets.market import Market
from catalog.workbench.home import Home
from catalog.workbench.identities.identity import digest
from catalog.workbench.listings import listed
from catalog.workbench.store import Workbench, now

DAYS = 30  # after which an address is looked at again

Outcome = Literal["there", "gone", "unknown"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address answered: there, gone (404 or 410), or unknown: robots.txt forbids it, or nobody answered."""

    url: str
    outcome: Outcome
    detail: str


def visit(
    home: Home,
    market: Market,
    *,
    days: int = DAYS,
    allow_loopback: bool = False,
    progress: Progress = lambda *_: None,
) -> list[Visit]:
    """Looks at every listing of a market whose address was not looked at for so many days, and keeps what it answered.

    Each visit is kept at once: stopped half-way, the rest is for the next time. Raises Refused where nobody can be
    told who asks.
    """
    since = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Workbench(home.workbench) as bench:
        due = listed.unvisited(bench, market.name, since)
        done = []
        for number, url in enumerate(due, 1):
            progress(market.name, number, len(due))
            one = _look(home, url, allow_loopback)
            with bench.writing():
                names = ("url", "outcome", "detail", "visited_at")
                bench.insert("listing_visits", names, [(one.url, one.outcome, one.detail, now())])
            done.append(one)
    return done


def _look(home: Home, url: str, allow_loopback: bool) -> Visit:
    contact = home.config().get("crawl", {}).get("contact")
    try:
        run = crawler.look(url, home.crawls / digest("listing", url), contact=contact, allow_loopback=allow_loopback)
    except crawler.NoContact as error:
        raise Refused(str(error), code="crawl-refused") from error
    except crawler.CrawlError as error:
        return Visit(url, "unknown", str(error))
    if run.pages:
        return Visit(url, "there", run.detail)
    return Visit(url, "gone" if run.reason is crawler.Reason.CHANGED else "unknown", run.detail)
