"""robots.txt, always: there is no setting, no flag on a request and no kind of request that goes round it.

Scrapy's own middleware reads the body of any answer, so that a broken server allows everything. Here RFC 9309 holds:
4xx means that there are no rules, 5xx, 429 and silence mean that nothing may be asked (2.3.1.3 and 2.3.1.4).
"""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

logger = logging.getLogger(__name__)

# RFC 9309, 2.5: crawlers should read at least 500 kibibytes; what follows is not read.
MOST_BYTES = 500 * 1024


class Forbidden(IgnoreRequest):
    """robots.txt does not allow the address, or could not be read."""


class NoRobots:
    """Stands for a robots.txt that could not be read: nothing is allowed."""

    def __init__(self, why: str) -> None:
        self.why = why

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class Robots(RobotsTxtMiddleware):
    """Refuses with Forbidden; `spider.robots_problem` says when the file itself was the reason."""

    async def process_request(self, request: Request, spider: Any = None) -> None:
        # Only the middleware's own request for robots.txt, and its redirects, have no callback on purpose.
        if request.callback is NO_CALLBACK:
            return
        rules = await self.robot_parser(request)
        if rules is None or not rules.allowed(request.url, self._default_useragent):
            raise Forbidden(getattr(rules, "why", "robots.txt does not allow it"))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status == 429 or response.status >= 500 or 300 <= response.status < 400:
            self._close(netloc, f"the robots.txt of {netloc} answered {response.status}")
            return
        body = b"" if response.status >= 400 else response.body[:MOST_BYTES]
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._close(netloc, f"the robots.txt of {netloc} could not be read ({type(exc).__name__})")

    def _close(self, netloc: str, why: str) -> None:
        logger.warning("%s: nothing is asked there", why)
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = NoRobots(why)  # type: ignore[assignment]
        waiting.callback(self._parsers[netloc])
