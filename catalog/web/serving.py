"""Serving a home's catalogue: each release is a new Datasette behind one ASGI switch.

`catalog.db` is a link to `releases/<id>/catalog.db`. Replacing a file or a `Database` under a running Datasette
mixes two releases in one answer (its threads keep their connections), so a release is never replaced: when the
link leads elsewhere, a new Datasette starts beside the old one, new requests go to it, and the old one closes
when its last request is done.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import datasette.handle_exception
import uvicorn
from datasette.app import Datasette

from catalog.web import catalogue, downloads, headers
from catalog.web.headers import App, Message
from catalog.web.metadata import DATABASE
from catalog.web.officers.app import Office
from catalog.web.queries import QUERIES
from catalog.web.submitting.app import Desk
from catalog.workbench import days
from catalog.workbench.home import Home

log = logging.getLogger("ocop.serving")

# How often the link is looked at, in seconds; looking costs one readlink and one stat.
LOOK_EVERY = 1.0
# So long before midnight in Vietnam the next day's filters are read: stars lapse then, and nobody should wait for it.
AHEAD = timedelta(minutes=10)

# The file of a release: its real path, inode and time of change.
Target = tuple[Path, int, int]

SETTINGS: dict[str, Any] = {
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "facet_time_limit_ms": 200,
    "num_sql_threads": 4,
    # Whole tables stand at /tai-ve; a stream of Datasette's writes every row of them between the pages of others.
    "allow_csv_stream": False,
    "max_post_body_bytes": 65_536,  # nobody posts anything to the public pages
    "allow_signed_tokens": False,
}
TABLES: dict[str, Any] = {
    "products": {"facets": ["province", "ocop_set"], "sort_desc": "updated_on", "label_column": "name"},
    "product_facts": {"sort_desc": "updated_on", "label_column": "name"},
    "producers": {"facets": ["province", "producer_kind"], "sort": "name_sort", "label_column": "name"},
    "certificates": {"facets": ["stars", "decision_issuer"], "sort_desc": "expires_on"},
    "listings": {"facets": ["market"]},
    "sources": {"facets": ["kind"], "sort_desc": "received_on"},
    "sets": {"sort": "position", "label_column": "title"},
    "places": {"facets": ["province"], "label_column": "commune"},
    "changes": {"facets": ["kind"], "sort_desc": "changed_at"},
}

# Datasette prints each error, 404s too, with the values of all local variables when `rich` is installed: costly,
# and a way for a visitor's words into the log. Its plain traceback of real faults stays.
datasette.handle_exception.rich = None


def datasette_for(path: Path, plugin: Mapping[str, Any] | None = None, secret: str | None = None) -> Datasette:
    """A Datasette over one release's file with our settings; plugin: `today`, `address` (see catalogue.Catalogue)."""
    database = {"tables": TABLES, "queries": QUERIES}
    config = {"databases": {DATABASE: database}, "plugins": {catalogue.PLUGIN: dict(plugin or {})}}
    return Datasette(immutables=[str(path)], config=config, settings=SETTINGS, secret=secret)


@dataclass(eq=False)
class Running:
    """One release being served: its file (see _target), its app, and how many requests are under way on it."""

    target: Target
    datasette: Datasette
    app: App
    requests: int = 0
    retired: bool = False
    ready_until: date = date.min
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, scope: Message, receive: Any, send: Any) -> None:
        """Answers one request; the app cannot close before it is done."""
        with self._busy():
            await self.app(scope, receive, send)

    async def prepare(self, day: date) -> None:
        """Works out what the first visitor of a day would wait for; costs nothing where that was done."""
        known = catalogue.of(self.datasette)
        if known and day > self.ready_until:
            self.ready_until = day
            with self._busy():
                await known.prepare(day)

    @contextlib.contextmanager
    def _busy(self) -> Iterator[None]:
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1
            if self.retired and not self.requests:
                self.idle.set()

    async def close(self) -> None:
        """Closes the app as soon as no request is under way on it."""
        self.retired = True
        if self.requests:
            await self.idle.wait()
        if known := catalogue.of(self.datasette):
            downloads.files(known).close()
        await shut_down(self.datasette)


async def shut_down(served: Datasette) -> None:
    """Closes a Datasette and lets go of it: 1.0a41 leaves the clean-up of its own file registered for ever."""
    await served.invoke_shutdown()
    atexit.unregister(served.get_internal_database()._cleanup_temp_file)


async def start(target: Target, plugin: Mapping[str, Any] | None, secret: str) -> Running:
    """A release that answers its home page. Raises RuntimeError where it does not."""
    path = target[0]
    served = datasette_for(path, plugin, secret)
    try:
        if catalogue.of(served) is None:
            raise RuntimeError(f"{path} is not a catalogue")
        answer = await served.client.get("/")
        if answer.status_code != 200:
            raise RuntimeError(f"the home page of {path} answers {answer.status_code}")
    except BaseException:
        await shut_down(served)
        raise
    return Running(target, served, served.app())


class Switch:
    """The ASGI app: hands each request to the release that is current when the request arrives."""

    def __init__(
        self,
        catalog: Path,
        plugin: Mapping[str, Any] | None = None,
        desk: Desk | None = None,
        office: Office | None = None,
    ) -> None:
        self.catalog = catalog
        self.plugin = {**(plugin or {}), "takes": True} if desk else plugin
        self.desk = desk
        self.office = office
        self.current: Running | None = None
        # One secret for all releases, so that signed cookies outlive a switch.
        self._secret = secrets.token_hex(32)
        self._refused: Target | None = None
        self._lock = asyncio.Lock()
        self._watcher: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if self.desk and self.desk.owns(scope):
            await self.desk(scope, receive, send)
            return
        if self.office and self.office.owns(scope):
            await self.office(scope, receive, send)
            return
        if self._watcher is None:
            # A server without lifespan events: the first request begins what the start should have.
            self._watcher = asyncio.create_task(self._watch())
        if self.current is None:
            await self.refresh()
        if self.current is None:
            await _nothing_yet(scope, send, takes=self.desk is not None)
        else:
            await self.current.handle(scope, receive, send)

    async def refresh(self) -> bool:
        """Looks where the link leads and switches if that is new; True where it switched.

        A release that does not start is refused and logged; the one before it goes on.
        """
        async with self._lock:
            target = self._target()
            if target is None or target == self._refused or (self.current and target == self.current.target):
                return False
            try:
                new = await start(target, self.plugin, self._secret)
            except Exception:
                log.exception("Release %s could not be served; the one before it goes on.", target[0])
                self._refused = target
                return False
            old, self.current, self._refused = self.current, new, None
        if old:
            task = asyncio.create_task(old.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        return True

    def _target(self) -> Target | None:
        try:
            path = self.catalog.resolve(strict=True)
            seen = path.stat()
        except OSError:
            return None
        return path, seen.st_ino, seen.st_mtime_ns

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.refresh()
            try:
                if self.current:
                    await self.current.prepare(days.today(AHEAD))
            except Exception:
                log.exception(
                    "What tomorrow's first visitor will ask for could not be worked out; he will wait for it."
                )

    async def _live(self, receive: Any, send: Any) -> None:
        """The server's start and stop."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.refresh()
                self._watcher = self._watcher or asyncio.create_task(self._watch())
                if self.desk:
                    await self.desk.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def close(self) -> None:
        """Stops watching and closes every release that still runs, and the senders' and officers' pages."""
        if self.desk:
            await self.desk.close()
        if self.office:
            await self.office.close()
        if self._watcher:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        running, self.current = self.current, None
        await asyncio.gather(*self._closing, *([running.close()] if running else []))


async def _nothing_yet(scope: Message, send: Any, *, takes: bool) -> None:
    """Before the first release: a sentence, and 503 so that nobody keeps it.

    takes: whether the site takes what people send; then the first of them find the way, and so do their officers.
    """
    lines = ["<p>Danh mục chưa có bản đăng nào. Mời bạn quay lại sau. (Nothing has been published yet.)</p>"]
    if takes:
        lines += ['<p><a href="/gui">Gửi sản phẩm</a></p>', '<p><a href="/duyet">Dành cho cán bộ</a></p>']
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OCOP</title>'
    body = f'<!DOCTYPE html><html lang="vi">{head}{"".join(lines)}</html>'.encode()
    sent = {"content-type": "text/html; charset=utf-8", "retry-after": "60", "cache-control": "no-store"}
    sent |= {**headers.ALWAYS, headers.POLICY: headers.OUR_POLICY}
    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": 503, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})


def make_app(catalog: Path, plugin: Mapping[str, Any] | None = None, home: Home | None = None) -> Switch:
    """The ASGI app that serves the release `catalog` leads to, now and whenever it leads elsewhere.

    home: also takes what people send, and lets its officers work, for this home.
    """
    if home is None:
        return Switch(catalog, plugin)
    desk = Desk(home, plugin)
    return Switch(catalog, plugin, desk, Office(home, plugin, desk.ring))


def serve(home: Home, host: str = "127.0.0.1", port: int = 8001, plugin: Mapping[str, Any] | None = None) -> None:
    """Serves until interrupted. No access log: what people search for is nobody's business."""
    uvicorn.run(
        make_app(home.catalog, plugin, home), host=host, port=port, lifespan="on", log_level="warning",
        access_log=False, server_header=False,
    )  # fmt: skip
