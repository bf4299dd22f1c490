"""Crawls and readings beside what people use: a bare Scrapy spider on the same shop, and extruct with all syntaxes.

    python -m benchmarks.crawling

The shop is our own, on loopback, in a process of its own: product pages with JSON-LD, as long as real ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import extruct

import crawler
from benchmarks.figure import Figure
from benchmarks.process import run

PAGES = 150
RUNS = 3
# A product page of a shop has some hundred kilobytes, most of it menus, scripts and related products.
FILLING = 400


def page(number: int) -> bytes:
    """A product page with JSON-LD, a menu, other products and reviews."""
    stated = {
        "@context": "https://schema.org", "@type": "Product", "name": f"Mật ong mẻ {number}", "sku": f"MO-{number:05}",
        "brand": {"@type": "Brand", "name": "Khe Sim"}, "description": "Mật ong hoa rừng. " * 20,
        "image": [f"https://cho.example/anh/{number}.jpg"], "offers": {"@type": "Offer", "priceCurrency": "VND",
        "price": str(100_000 + number), "availability": "https://schema.org/InStock"},
    }  # fmt: skip
    others = "".join(
        f'<li class="product-card"><a href="/sp/{(number * 7 + n) % PAGES}"><img src="/a/{n}.jpg" alt="Sản phẩm {n}">'
        f'<span class="price">{n + 90}.000đ</span></a></li>' for n in range(FILLING))  # fmt: skip
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>Mật ong mẻ {number} | Khe Sim</title>
<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script></head><body>
<h1>Mật ong mẻ {number}</h1>
<p class="price">{100 + number}.000đ</p><button>Thêm vào giỏ hàng</button>
<div class="description">{"Ngon. " * 300}</div>
<ul class="related">{others}</ul></body></html>""".encode()


class Shop(BaseHTTPRequestHandler):
    """Answers every product's address; robots.txt and sitemaps are not there."""

    protocol_version = "HTTP/1.1"
    # One write for head and body: two would wait for each other's acknowledgement, 40 ms a page, and hide all the rest.
    wbufsize = 1 << 18

    def do_GET(self) -> None:
        number = self.path.rpartition("/")[2]
        is_page = self.path == "/" or (self.path.startswith("/sp/") and number.isdecimal())
        body = BODIES[int(number or 0)] if is_page else b""
        self.send_response(200 if is_page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


BODIES: list[bytes] = []

BARE = """
import scrapy, sys
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [sys.argv[1]]
    def parse(self, response):
        yield {"url": response.url, "title": response.css("h1::text").get()}
        yield from response.follow_all(css="a")

settings = {"LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 1, "TELNETCONSOLE_ENABLED": False,
            "DOWNLOAD_DELAY": 0}
process = CrawlerProcess(settings)
process.crawl(Bare)
process.start()
"""


def serve() -> None:
    """The shop, until it is ended; its address is the first line it says."""
    BODIES.extend(page(number) for number in range(PAGES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


def crawls() -> list[float]:
    """Seconds of processors of our crawl with extraction, and of a bare spider that follows the same links, in turns.

    On a busy machine both wait for their turns rather than for each other: the clock would say that they are equal.
    """
    command = [sys.executable, "-m", "benchmarks.crawling", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as shop:
        assert shop.stdout
        address = shop.stdout.readline().strip()
        try:
            both = [(_ours(address), _bare(address)) for _ in range(RUNS)]
        finally:
            shop.terminate()
    return [sorted(times)[RUNS // 2] for times in zip(*both, strict=True)]


def _ours(address: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return run([sys.executable, "-m", "benchmarks.crawling", "crawl", address, folder]).processors


def crawl(address: str, folder: str) -> None:
    """Our crawl, as a whole process."""
    done = crawler.crawl(address, Path(folder), allow_loopback=True)
    assert done.products == PAGES + 1, done.detail


def _bare(address: str) -> float:
    return run([sys.executable, "-c", BARE, address]).processors


def readings() -> list[float]:
    """Seconds of processor for reading the pages once: ours, and extruct with all syntaxes."""
    pages = [page(number) for number in range(PAGES // 3)]
    both = [(_seconds(_read, pages), _seconds(_extruct, pages)) for _ in range(RUNS)]
    return [min(times) for times in zip(*both, strict=True)]


def _seconds(read: Any, pages: list[bytes]) -> float:
    start = time.process_time()
    for each in pages:
        read(each)
    return time.process_time() - start


def _read(body: bytes) -> None:
    assert crawler.extract(body, "https://cho.example/sp/1").price


def _extruct(body: bytes) -> None:
    assert extruct.extract(body.decode(), base_url="https://cho.example/sp/1")["json-ld"]


def figures() -> list[Figure]:
    """Both comparisons. Pages a second stand in the note: there more is better."""
    ours, bare = crawls()
    read, all_syntaxes = readings()
    return [
        Figure(f"crawl of {PAGES} pages with extraction", ours, bare,
               f"bare Scrapy, one request at a time: ours does {bare / ours:.2f} of its pages a second (aim 0.6)"),
        Figure(f"read {PAGES // 3} pages with JSON-LD", read, all_syntaxes,
               f"extruct, all syntaxes: ours is {all_syntaxes / read:.1f} times as fast (aim 3)"),
    ]  # fmt: skip


def tell() -> None:
    """Prints both comparisons."""
    for each in figures():
        print(f"{each.stage}: {each.ours:.3f} s, {each.peer:.3f} s of processors; {each.what_peer}")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    elif sys.argv[1:2] == ["crawl"]:
        crawl(*sys.argv[2:])
    else:
        tell()
