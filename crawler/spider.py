"""The one spider: from a start address through sitemap and links to the products of a shop.

It only goes and keeps; what a page says is read by crawler.reading, where it goes by crawler.links, how it behaves by
crawler.manners and crawler.robots, and how the run is judged by crawler.outcome.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import links, talk
from crawler.budget import MOST_SITEMAPS, Budget
from crawler.frontier import INTERRUPTED, key_of
from crawler.gather import gather_listing, gather_page
from crawler.journal import Waiting
from crawler.journals import AnyJournal
from crawler.kept import keep_page, keep_picture, page_path, picture_type
from crawler.manners import Border
from crawler.reading.page import Page
from crawler.responses import content_type, failure_kind, kept_line, robots_header
from crawler.robots import Robots
from crawler.settings import PICTURE_BYTES
from crawler.sitemaps import addresses_in
from crawler.sources import Card, bare_host

SITEMAP, START, PICTURE = 30, 20, -10

# Failures of addresses that were not asked at all, so that they cost nothing.
NEVER_SENT = ("robots", "refused")

# After so many pages that stayed 429 through all attempts we go home.
MOST_429 = 3


class ShopSpider(scrapy.Spider):
    """One crawl of one card into one folder; everything found stands in the journal."""

    name = "shop"

    def __init__(self, card: Card, folder: Path, journal: AnyJournal, **rest: Any) -> None:
        super().__init__(**rest)
        self.card = card
        self.folder = folder
        self.journal = journal
        self.budget = Budget(card.pace, journal)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> ShopSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.received, signal=signals.bytes_received)
        crawler.signals.connect(spider.robots_read, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The start address, and the place where a sitemap usually lies."""
        # Scrapy drops a middleware silently when a setting turns it off. These two may not be missing.
        if not all(self.crawler.get_downloader_middleware(needed) for needed in (Robots, Border)):
            raise RuntimeError("not crawling without robots.txt and without a check of addresses")
        yield self.request(self.card.start, "page", 0, START)
        if self.card.pace.depth:  # else one page is asked for, and nothing beside it
            yield self.request(urljoin(self.card.start, "/sitemap.xml"), "sitemap", 0, SITEMAP - 1)

    def request(self, url: str, kind: str, depth: int, priority: int, **meta: Any) -> Request:
        return self.ask(Waiting(key_of(kind, url), url, kind, depth, priority, meta))

    def ask(self, waiting: Waiting) -> Request:
        """The Scrapy request for an entry of the journal."""
        callback = {
            "page": self.read_page,
            "sitemap": self.read_sitemap,
            "picture": self.take_picture,
            "listing": self.read_listing,
            "witness": self.hear_witness,
        }[waiting.kind]
        meta = {**waiting.meta, "key": waiting.key, "kind": waiting.kind, "depth": waiting.depth}
        if waiting.kind == "picture":
            meta["download_maxsize"] = PICTURE_BYTES
        return Request(waiting.url, callback, meta=meta, priority=waiting.priority, errback=self.failed)

    def read_page(self, response: Response) -> Iterator[Request]:
        """Keeps the page, keeps the product on it if there is one, and follows its links."""
        self.journal.count("page requests")
        page = Page.of(response.body, response.url, content_type(response)) if response.status == 200 else None
        wall = page.wall() if page else "not a page"
        if page is None or wall:
            self._note_no_page(response, wall or "not a page")
            return iter(())
        self.journal.count("pages")
        line = self._keep(response, "page", encoding=page.encoding)
        record = gather_page(self.journal, page, line, self.card.name)
        return chain(talk.begin(self, page), self._pictures(record), self._links(response, page))

    def read_listing(self, response: Response) -> Iterator[Request]:
        """The products in an answer of the shop's platform."""
        self.journal.count("page requests")
        about = {name: response.meta[name] for name in ("platform", "told")}
        headers = {name.decode().lower(): values[-1].decode("latin-1") for name, values in response.headers.items()}
        if response.status == 200 and talk.is_believed(self):
            line = kept_line(response, "listing", self._keep_body(response), _now(), **about)
            line |= {"pages": headers["x-wp-totalpages"]} if "x-wp-totalpages" in headers else {}
            found = gather_listing(self.journal, response.body, line, self.card.name, headers)
            if found.number:
                self.journal.count("listings")
                self.journal.keep("page", response.url, line)
                pictures = chain.from_iterable(map(self._pictures, found.new))
                return chain(talk.go_on(self, response, found), pictures)
        if not self.journal.counted("listings") or response.status != 200:
            talk.fall_silent(self, f"{response.url}: status {response.status}")
        return iter(())

    def hear_witness(self, response: Response) -> None:
        """The page of one product, against which the platform's data are held."""
        self.journal.count("page requests")
        page = Page.of(response.body, response.url, content_type(response)) if response.status == 200 else None
        if page and not page.wall():
            self.journal.count("pages")
            self._keep(response, "witness", encoding=page.encoding)
            talk.hear(self, page)

    def _note_no_page(self, response: Response, why: str) -> None:
        why = why if response.status == 200 else f"status {response.status}"
        self._count_failure(response.request, why, f"{response.url}: {why}")
        if response.status == 429 and self.journal.counted("failed: status 429") >= MOST_429:
            self.leave("the site keeps answering that we ask too much (429)")

    def _keep(self, response: Response, kind: str, **more: Any) -> dict[str, Any]:
        """Keeps the bytes and their line; returns the line."""
        line = kept_line(response, kind, self._keep_body(response), _now(), **more)
        self.journal.keep("page", response.url, line)
        return line

    def _keep_body(self, response: Response) -> str:
        sha = keep_page(self.folder, response.body)
        self.journal.carry(self.folder, page_path(self.folder, sha))
        return sha

    def _pictures(self, record: dict[str, Any] | None) -> Iterator[Request]:
        for url in (record or {}).get("fields", {}).get("images", [])[: self.card.pace.pictures_each]:
            yield self.request(url, "picture", 0, PICTURE)

    def _links(self, response: Response, page: Page) -> Iterator[Request]:
        depth = response.meta["depth"] + 1
        if page.no_follow or "nofollow" in robots_header(response):
            return
        for href in page.links():
            url = links.clean(page.base, href)
            if url is None or not links.worth_asking(url, self.card.start):
                continue
            if depth > self.card.pace.depth:
                self.journal.count("too deep")
                continue
            yield self.request(url, "page", depth, links.priority(url))

    def read_sitemap(self, response: Response) -> Iterator[Request]:
        """The addresses of a sitemap, or of the sitemaps it lists."""
        if response.status != 200:
            return
        self.journal.count("sitemaps")
        self._keep(response, "sitemap")
        for kind, found in addresses_in(response.body):
            url = links.clean(response.url, found)
            if url is None or bare_host(url) != bare_host(self.card.start):
                continue
            if kind == "sitemap" and self.journal.counted("sitemaps") < MOST_SITEMAPS:
                yield self.request(url, "sitemap", 0, SITEMAP)
            elif kind == "page" and links.worth_asking(url, self.card.start):
                yield self.request(url, "page", 1, links.priority(url))

    def take_picture(self, response: Response) -> None:
        """Keeps the bytes as they came, if they are a picture at all."""
        kind = picture_type(response.body) if response.status == 200 else None
        if kind is None:
            self.journal.count("pictures not usable")
            return
        sha, path = keep_picture(self.folder, response.body)
        self.journal.carry(self.folder, self.folder / path)
        asked = (response.meta.get("redirect_urls") or [response.url])[0]
        size = len(response.body)
        line = kept_line(response, "picture", sha, _now(), path=path.as_posix(), bytes=size, type=kind)
        self.journal.keep("picture", asked, line | {"url": asked})

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A request that brought no answer: counted by kind, so that the run can say why it is empty."""
        request: Request = failure.request  # type: ignore[attr-defined]
        why = failure_kind(failure.value)
        if request.meta["kind"] == "page":
            self.journal.count("page requests", why not in NEVER_SENT)
            self._count_failure(request, why, str(failure.value))
        elif request.meta["kind"] == "listing":
            talk.fall_silent(self, f"{request.url}: {why}")
        self.crawler.engine._slot.scheduler.finished(request)  # type: ignore[union-attr]
        self.show_progress()
        return iter(())

    def _count_failure(self, request: Request | None, why: str, words: str) -> None:
        self.journal.count(f"failed: {why}")
        if request and request.priority == START:
            self.journal.note({"start failed": why, "start words": words})

    def leave(self, why: str) -> None:
        """Ends the run: no further request is made."""
        self.budget.left = True
        self.journal.note({"left": why})

    def received(self, data: bytes, request: Request) -> None:
        self.journal.count("bytes", len(data))

    def robots_read(self, robotparser: Any, request: Request) -> None:
        """The sitemaps that robots.txt names, if they lie on this site."""
        if bare_host(request.url) != bare_host(self.card.start) or not self.card.pace.depth:
            return
        for found in list(getattr(robotparser, "rp", robotparser).sitemaps)[:MOST_SITEMAPS]:
            url = links.clean(request.url, found)
            if url and bare_host(url) == bare_host(self.card.start):
                self.crawler.engine.crawl(self.request(url, "sitemap", 0, SITEMAP))

    def show_progress(self) -> None:
        """One line of JSON on standard output, for the process that started us."""
        counts = self.journal.counters()
        line = {
            "pages": int(counts.get("pages", 0)),
            "products": self.journal.number_of("record"),
            "pictures": self.journal.number_of("picture"),
            "waiting": self.journal.left_over(),
        }
        try:
            print(json.dumps(line), flush=True)
        except BrokenPipeError:
            # Whoever started us is gone. The journal stands between two pages, so this is as good a place as any.
            os._exit(INTERRUPTED)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Answered:
    """Spider middleware nearest to the engine: when it has passed on the last of a page's output, the page is done."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Answered:
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for each in result:
            yield each
        self.crawler.spider.budget.tick()
        self.crawler.engine._slot.scheduler.finished(response.request)
        self.crawler.spider.show_progress()

    def process_spider_exception(self, response: Response, exception: Exception) -> None:
        """A fault of ours on one page costs that page only, is counted, and stands in the log with its address."""
        self.crawler.spider.journal.count("failed: our own fault")
        self.crawler.engine._slot.scheduler.finished(response.request)
