"""What a crawl remembers of the last good one: what is unchanged is answered with 304 and read from the kept bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Headers, Response

from crawler.kept import page_path, read_page
from crawler.run import read_lines

# Our name of a validator, the header that brought it, and the one that asks with it (RFC 9110, 13.1).
VALIDATORS = (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since"))
LOST = (OSError, EOFError, zlib.error, gzip.BadGzipFile)


class Memory:
    """Asks whether an address has changed, where its bytes are kept; a 304 becomes the answer it stands for.

    It sits next to the network, so that everything above it sees pages only.
    """

    def __init__(self, crawler: Any, folder: Path) -> None:
        self.crawler = crawler
        self.folder = folder
        try:
            self.lines = dict(_lines(folder))
        except ValueError:  # damaged: everything is asked for in full
            self.lines = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Memory:
        return cls(crawler, crawler.spider.folder)

    def process_request(self, request: Request) -> None:
        line = self.lines.get(request.url)
        if line and self._path(line).exists():
            for name, header in VALIDATORS:
                if name in line:
                    request.headers[header] = line[name]

    def process_response(self, request: Request, response: Response) -> Response | Request:
        line = self.lines.get(request.url)
        if response.status != 304 or line is None:
            return response
        try:
            body = self._body(line)
        except LOST:
            # The kept bytes are gone: forget them, and ask for the whole page.
            del self.lines[request.url]
            again = get_retry_request(request, spider=self.crawler.spider, reason="kept page lost")
            return again or response
        self.crawler.spider.journal.count("not modified")
        return response.replace(status=200, body=body, headers=_headers(line, response.headers))

    def _path(self, line: dict[str, Any]) -> Path:
        return self.folder / line["path"] if "path" in line else page_path(self.folder, line["sha256"])

    def _body(self, line: dict[str, Any]) -> bytes:
        return self._path(line).read_bytes() if "path" in line else read_page(self.folder, line["sha256"])


def _lines(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in ("pages.jsonl", "pictures.jsonl"):
        for line in read_lines(folder / name):
            if any(validator in line for validator, _ in VALIDATORS):
                yield line["url"], line


def _headers(line: dict[str, Any], now: Headers) -> Headers:
    """The headers that the kept bytes came with, as far as they matter; validators may have been renewed."""
    kept = {"Content-Type": line.get("type", ""), "X-Robots-Tag": ",".join(line.get("robots", ()))}
    kept |= {"X-WP-TotalPages": line["pages"]} if "pages" in line else {}
    for (name, _), header in zip(VALIDATORS, (b"ETag", b"Last-Modified"), strict=True):
        renewed = now.get(header)
        kept[header.decode()] = renewed.decode("latin-1") if renewed else line.get(name, "")
    return Headers({name: value for name, value in kept.items() if value})
