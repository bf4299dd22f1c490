"""Scrapy's scheduler on our journal: one order, one budget, and nothing lost when the process is killed.

Scrapy's own queue in JOBDIR survives a polite stop only: what was under way at a kill is gone, and so is the list of
its queue files, which is written at the end. Here a request leaves the queue when its page has been read and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from twisted.internet.task import LoopingCall
from w3lib.url import canonicalize_url

from crawler.journal import Journal, Waiting

if TYPE_CHECKING:
    from crawler.spider import ShopSpider

# What must outlive a restart besides the address: how often a page was tried, how it was reached, and whose data it is.
LASTING_META = ("retry_times", "redirect_times", "redirect_urls", "redirect_ttl", "platform", "told")

BEAT_SECONDS = 0.5
# Exit status of a crawl that was stopped and can go on.
INTERRUPTED = 3


class Frontier(BaseScheduler):
    """Hands out one request at a time; none once the budget of its kind is spent."""

    def __init__(self, spider: ShopSpider) -> None:
        self.spider = spider
        self.journal = spider.journal
        self.beating: LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Frontier:
        return cls(crawler.spider)

    def open(self, spider: Any) -> None:
        """With several machines, looks for what the others have found; the engine itself looks after answers only."""
        if isinstance(self.journal, Journal):
            return
        self.beating = LoopingCall(self._beat)
        self.beating.start(BEAT_SECONDS, now=False)

    def close(self, reason: str) -> None:
        if self.beating:
            self.beating.stop()

    def _beat(self) -> None:
        self.journal.beat()
        slot = self.spider.crawler.engine._slot  # type: ignore[union-attr]
        if slot:
            slot.nextcall.schedule()

    def has_pending_requests(self) -> bool:
        return self.journal.is_waiting(self.spider.budget.open_kinds())

    def enqueue_request(self, request: Request) -> bool:
        """False, which drops the request, where the same one was here before."""
        waiting = _waiting(request)
        if "retry_times" in request.meta and request.dont_filter:
            self.journal.add_again(waiting)
            return True
        if request.meta.get("redirect_urls"):
            self.journal.answered(request.meta["key"])
        return self.journal.add(waiting)

    def next_request(self) -> Request | None:
        found = self.journal.take(self.spider.budget.open_kinds())
        return self.spider.ask(found) if found else None

    def finished(self, request: Request) -> None:
        """The request was answered and everything found by it stands in the journal."""
        self.journal.answered(request.meta["key"])
        self.journal.commit()


def key_of(kind: str, url: str) -> str:
    """What makes two requests the same: kind and address, the query in canonical order and without the fragment."""
    return f"{kind} {canonicalize_url(url)}"


def _waiting(request: Request) -> Waiting:
    meta = {name: request.meta[name] for name in LASTING_META if name in request.meta}
    kind = request.meta["kind"]
    return Waiting(key_of(kind, request.url), request.url, kind, request.meta["depth"], request.priority, meta)
