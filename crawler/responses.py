"""What Scrapy's answers and failures say, in our words."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError
from scrapy.http import Response

from crawler.manners import Refused
from crawler.reading.page import Page
from crawler.robots import Forbidden


def robots_header(response: Response) -> list[str]:
    """The words of X-Robots-Tag; "none" means both."""
    words = b",".join(response.headers.getlist(b"X-Robots-Tag")).decode("latin-1").lower().replace(" ", "").split(",")
    return ["noindex", "nofollow"] if "none" in words else words


def content_type(response: Response) -> str:
    """The header as it came, empty where there was none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def page_line(response: Response, page: Page, sha: str, now: str) -> dict[str, Any]:
    """A line of pages.jsonl; with what a later crawl needs to ask whether the page has changed."""
    line = {"url": response.url, "sha256": sha, "fetched_at": now, "encoding": page.encoding}
    for name, header in (("etag", b"ETag"), ("last_modified", b"Last-Modified")):
        value = response.headers.get(header)
        if value:
            line[name] = value.decode("latin-1")
    return line


def failure_kind(problem: BaseException | None) -> str:
    """The kind of failure as crawler.outcome counts it."""
    if isinstance(problem, Forbidden):
        return "robots"
    if isinstance(problem, Refused):
        return "refused"
    if isinstance(problem, CannotResolveHostError):
        return "no such host"
    return "too large" if isinstance(problem, DownloadCancelledError) else "no answer"
