"""A small shop on loopback that remembers every request it was sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import crawler
from crawler import Progress, Run

PAGES = Path(__file__).parents[1] / "pages"
TYPES = {".html": "text/html; charset=utf-8", ".txt": "text/plain", ".xml": "application/xml", ".png": "image/png"}


class Shop(ThreadingHTTPServer):
    """Serves a folder; `answers` replaces paths by functions that write to the handler; `asked` is the request log."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.asked: list[str] = []
        self.headers_seen: list[dict[str, str]] = []
        self.answers: dict[str, Callable[[Handler], None]] = {}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Shop
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers_seen.append(dict(self.headers))
        path = self.path.partition("?")[0]
        try:
            if path in self.server.answers:
                self.server.answers[path](self)
            else:
                self.file(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def file(self, path: str) -> None:
        found = self.server.folder / path.lstrip("/")
        found = found / "index.html" if found.is_dir() else found
        if not found.is_file():
            self.answer(404, b"not here")
            return
        body = found.read_bytes().replace(b"{{origin}}", self.server.origin.encode())
        self.answer(200, body, TYPES.get(found.suffix, "application/octet-stream"))

    def answer(self, status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the log is `asked`."""


@contextmanager
def serving(folder: Path) -> Iterator[Shop]:
    """The folder as a shop on 127.0.0.1 at a free port."""
    shop = Shop(folder)
    thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        shop.shutdown()
        shop.server_close()
        thread.join()


@pytest.fixture
def serve() -> Callable[[Path], AbstractContextManager[Shop]]:
    """Serves a folder on loopback: `with serve(folder) as shop`."""
    return serving


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The shop of the invented cooperative Khe Sim."""
    with serving(PAGES / "khe_sim") as running:
        yield running


@pytest.fixture
def crawl_shop(shop: Shop, tmp_path: Path) -> Callable[..., Run]:
    """Crawls the shop into a folder of its own, loopback allowed."""

    def crawl(folder: Path | None = None, **options: Any) -> Run:
        return crawler.crawl(shop.origin + "/", folder or tmp_path / "crawl", allow_loopback=True, **options)

    return crawl


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Run, list[Progress]]]:
    """The shop, one crawl of it, and the progress that was told; for tests that only look."""
    progress: list[Progress] = []
    contact = "ba con Khe Sim <khesim@example.vn>"
    with serving(PAGES / "khe_sim") as shop:
        folder = tmp_path_factory.mktemp("crawl")
        run = crawler.crawl(shop.origin, folder, contact=contact, allow_loopback=True, on_progress=progress.append)
        yield shop, run, progress
