"""What Scrapy's answers and failures say, in our words."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawler.manners import Refused
from crawler.robots import Forbidden


def robots_header(response: Response) -> list[str]:
    """The words of X-Robots-Tag; "none" means both."""
    words = b",".join(response.headers.getlist(b"X-Robots-Tag")).decode("latin-1").lower().replace(" ", "").split(",")
    return ["noindex", "nofollow"] if "none" in words else words


def content_type(response: Response) -> str:
    """The header as it came, empty where there was none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def kept_line(response: Response, kind: str, sha: str, now: str, **more: Any) -> dict[str, Any]:
    """A line of pages.jsonl or pictures.jsonl; with what a later crawl needs to ask whether it has changed, and
    what is needed to read the kept bytes again as they were read: kind, header of the content, words for robots."""
    line = {"url": response.url, "kind": kind, "sha256": sha, "fetched_at": now, **more}
    for name, header in (("type", b"Content-Type"), ("etag", b"ETag"), ("last_modified", b"Last-Modified")):
        value = response.headers.get(header)
        if value:
            line.setdefault(name, value.decode("latin-1"))
    robots = [word for word in robots_header(response) if word in ("noindex", "nofollow")]
    return line | ({"robots": robots} if robots else {})


def failure_kind(problem: BaseException | None) -> str:
    """The kind of failure as crawler.outcome counts it."""
    if isinstance(problem, Forbidden):
        return "robots"
    if isinstance(problem, Refused):
        return "refused"
    if isinstance(problem, CannotResolveHostError):
        return "no such host"
    is_bomb = isinstance(problem, IgnoreRequest) and isinstance(problem.__cause__, ValueError)
    return "too large" if is_bomb or isinstance(problem, DownloadCancelledError) else "no answer"
