"""How we behave towards a site: where we go, how long we pause, and when we leave.

Border     refuses addresses that are not public or not of this source, on every request and redirect
Patience   waits as long as a site asks (429 or 503 with Retry-After), and goes home when that is too long
Throttle   AutoThrottle that never goes below the site's Crawl-delay
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.addresses import is_loopback, why_not
from crawler.sources import bare_host

# A site that wants a longer pause than this is left alone until the next run.
LONGEST_WAIT_SECONDS = 120.0
# Without a Retry-After: this many of the usual pauses.
PAUSES_AFTER_429 = 5


class Refused(IgnoreRequest):
    """The address may not be asked by this crawl; the sentence says why."""


class Border:
    """Pages and sitemaps come from the source's own host; pictures may come from any public one."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.allow_loopback = crawler.settings.getbool("ALLOW_LOOPBACK")

    @classmethod
    def from_crawler(cls, crawler: Any) -> Border:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        start = self.crawler.spider.card.start
        problem = why_not(request.url, self.allow_loopback)
        if not problem and is_loopback(request.url) and urlsplit(request.url).netloc != urlsplit(start).netloc:
            # Loopback is opened for the one shop, not for whatever else runs on this machine.
            problem = "is another service of this machine"
        if problem:
            raise Refused(f"{request.url} {problem}")
        if request.callback is NO_CALLBACK or request.meta.get("kind") == "picture":
            return
        if bare_host(request.url) != bare_host(start):
            raise Refused(f"{request.url} is another site")


class Patience:
    """Sits before the retry middleware: first the pause, then the new attempt."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Patience:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status in (429, 503):
            wait = wait_seconds(response.headers.get(b"Retry-After"), datetime.now(UTC))
            if wait is None:
                wait = self._usual_pause(request) * PAUSES_AFTER_429
            if wait > LONGEST_WAIT_SECONDS:
                self.crawler.spider.leave(f"the site asks us to come back in {wait:.0f} seconds")
                raise IgnoreRequest("told to come back later")
            await asyncio.sleep(wait)
        return response

    def _usual_pause(self, request: Request) -> float:
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        return slot.delay if slot else 0.0


def wait_seconds(header: bytes | None, now: datetime) -> float | None:
    """The pause a Retry-After header asks for (seconds or an HTTP date); None where it says nothing readable."""
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    with contextlib.suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
    return None


class Throttle(AutoThrottle):
    """Crawl-delay is a floor, whatever AutoThrottle thinks of the site's speed."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self.agent: str = crawler.settings["USER_AGENT"]
        crawler.signals.connect(self._robots_read, signal=signals.robots_parsed)

    def _robots_read(self, robotparser: Any, request: Request) -> None:
        asked = robotparser.crawl_delay(self.agent)
        if asked and asked > self.mindelay:
            self.mindelay = asked
            self.maxdelay = max(self.maxdelay, asked)
            journal: Any = self.crawler.spider.journal  # type: ignore[union-attr]
            journal.pause = max(journal.pause, asked)
            downloader = self.crawler.engine.downloader
            downloader._delay = max(downloader._delay, asked)
            for slot in downloader.slots.values():
                slot.delay = max(slot.delay, asked)
