"""One release per answer: switching while it is asked, refusing what does not start, closing what is idle."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import re
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import httpx2
import lxml.html
import pytest
import uvicorn

from catalog.publish.tables import build
from catalog.web import catalogue, headers, metadata, pages, pictures, serving, shelf
from tests.catalog.web import shop
from tests.catalog.web.conftest import PLUGIN

RELEASES = ("one", "two", "three")


def write_release(home: Path, name: str) -> Path:
    """A release whose every product, producer and description bears its name."""
    tables = shop.rows()
    tables["release"][0]["id"] = name
    for row in (*tables["products"], *tables["producers"]):
        row["name"] = f"{row['name']} [{name}]"
    path = home / "releases" / name / "catalog.db"
    path.parent.mkdir(parents=True)
    build.write_catalog(path, tables)
    return path


def switch_to(home: Path, name: str) -> None:
    """What a publication does at its end: the link leads to another release, in one step."""
    new = home / "catalog.db.new"
    new.symlink_to(Path("releases") / name / "catalog.db")
    os.replace(new, home / "catalog.db")


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    for name in RELEASES:
        write_release(tmp_path, name)
    switch_to(tmp_path, "one")
    return tmp_path


def client(app: serving.Switch) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost")


PATHS = (
    "/",
    "/san-pham?q=que",
    "/san-pham/bot-que",
    "/co-so/htx-song-vac",
    "/catalog/products.json?_size=5",
    "/catalog/products",
    "/catalog/-/query.json?sql=select+id+from+release",
    "/thay-doi.atom",
    "/khong-co",
)
NAMED = re.compile(r"\[(one|two|three)\]")


def release_of(answer: httpx2.Response) -> str:
    """The one release that an answer speaks of; fails where its words are of another than its header says."""
    release = answer.headers[headers.RELEASE]
    assert set(NAMED.findall(answer.text)) <= {release}
    if "/-/query.json" in str(answer.url):
        assert answer.json()["rows"] == [{"id": release}]
    if answer.headers["content-type"].startswith("text/html") and "/catalog" not in str(answer.url):
        page = lxml.html.document_fromstring(answer.text)
        assert page.xpath("//meta[@name='ocop-release']/@content") == [release]
    return release


async def test_no_request_fails_and_none_mixes_two_releases(releases: Path) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    seen: set[str] = set()
    done = asyncio.Event()

    async def ask(number: int) -> int:
        count = 0
        async with client(app) as http:
            while not done.is_set():
                path = PATHS[(number + count) % len(PATHS)]
                answer = await http.get(path)
                assert answer.status_code == (404 if path == "/khong-co" else 200), path
                seen.add(release_of(answer))
                count += 1
        return count

    askers = [asyncio.create_task(ask(number)) for number in range(4)]
    for name in ("two", "three", "one", "three"):
        await asyncio.sleep(0.2)
        switch_to(releases, name)
        await app.refresh()
        assert app.current
        assert app.current.target[0].parent.name == name
    await asyncio.sleep(0.2)
    done.set()
    counts = await asyncio.gather(*askers)
    await app.close()
    assert min(counts) > 0
    assert seen == set(RELEASES)


async def test_the_next_day_is_worked_out_before_its_first_visitor(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(serving, "AHEAD", timedelta(days=1))
    read: list[date] = []
    real = shelf.read
    monkeypatch.setattr(shelf, "read", lambda db, day: read.append(day) or real(db, day))
    app = serving.make_app(releases / "catalog.db")
    async with asyncio.timeout(60), client(app) as http:
        await http.get("/")
        while len(read) < 2:
            await asyncio.sleep(0.02)
        assert (read[1] - read[0]).days == 1
        # The new day has come: nobody waits.
        monkeypatch.setattr(catalogue.Catalogue, "today", read[1])
        assert (await http.get("/san-pham?q=que")).status_code == 200
        assert len(read) == 2
    await app.close()


async def test_a_day_that_cannot_be_worked_out_leaves_the_watcher_at_work(
    releases: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(known: catalogue.Catalogue, day: date) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(serving, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(catalogue.Catalogue, "prepare", fail)
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with asyncio.timeout(60), client(app) as http:
        assert release_of(await http.get("/")) == "one"
        while "could not be worked out" not in caplog.text:
            await asyncio.sleep(0.02)
        switch_to(releases, "two")
        while release_of(await http.get("/")) != "two":
            await asyncio.sleep(0.02)
    await app.close()


async def test_the_watcher_notices_by_itself(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.02)
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        assert release_of(await http.get("/")) == "one"
        switch_to(releases, "two")
        for _ in range(200):
            await asyncio.sleep(0.02)
            if release_of(await http.get("/")) == "two":
                break
        assert release_of(await http.get("/")) == "two"
    await app.close()


async def test_a_request_ends_on_the_release_it_began_with(releases: Path) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    await app.refresh()
    old = app.current
    assert old
    slow, go_on = asyncio.Event(), asyncio.Event()
    sent = []

    async def send(message: dict) -> None:
        if not slow.is_set():
            slow.set()
            await go_on.wait()
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
    }
    request = asyncio.create_task(app(scope, receive, send))
    await slow.wait()
    switch_to(releases, "two")
    assert await app.refresh()
    await asyncio.sleep(0.05)
    assert old.requests == 1
    assert not old.datasette._closed
    go_on.set()
    await request
    assert b"[one]" in b"".join(m.get("body", b"") for m in sent)
    await asyncio.sleep(0.05)
    assert old.datasette._closed
    await app.close()
    assert app.current is None


async def test_a_broken_release_is_refused_and_the_one_before_goes_on(
    releases: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        assert release_of(await http.get("/")) == "one"
        broken = releases / "releases" / "broken" / "catalog.db"
        broken.parent.mkdir()
        for content in (b"", b"not a database at all", (releases / "releases/two/catalog.db").read_bytes()[:9000]):
            broken.write_bytes(content)
            switch_to(releases, "broken")
            with caplog.at_level(logging.CRITICAL + 1, "ocop.serving"):
                assert not await app.refresh()
            assert release_of(await http.get("/")) == "one"
        switch_to(releases, "three")
        assert await app.refresh()
        assert release_of(await http.get("/")) == "three"
    await app.close()


async def test_before_the_first_release_there_is_a_sentence(tmp_path: Path) -> None:
    app = serving.make_app(tmp_path / "catalog.db", PLUGIN)
    async with client(app) as http:
        answer = await http.get("/san-pham")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "chưa có bản đăng" in answer.text
        write_release(tmp_path, "one")
        switch_to(tmp_path, "one")
        assert release_of(await http.get("/")) == "one"
    await app.close()


async def test_first_requests_that_come_together_are_all_answered(releases: Path) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        answers = await asyncio.gather(*(http.get("/") for _ in range(6)))
    assert {release_of(answer) for answer in answers} == {"one"}
    await app.close()


async def test_a_kept_page_is_sent_again_only_when_it_changed(releases: Path) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        tag = (await http.get("/san-pham")).headers["etag"]
        again = await http.get("/san-pham", headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        switch_to(releases, "two")
        await app.refresh()
        assert release_of(await http.get("/san-pham", headers={"if-none-match": tag})) == "two"
        assert "etag" not in (await http.get("/khong-co")).headers
    await app.close()


async def test_pictures_lie_beside_the_link_not_beside_the_release(releases: Path) -> None:
    shop.draw_pictures(releases, shop.rows()["pictures"][:1])
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        name = pictures.name(shop.rows()["pictures"][0]["sha256"], "thumb")
        assert (await http.get(f"/anh/{name}")).status_code == 200
    await app.close()


async def test_an_old_release_leaves_nothing_behind(releases: Path) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    async with client(app) as http:
        assert release_of(await http.get("/")) == "one"
        assert app.current
        old = weakref.ref(app.current.datasette)
        switch_to(releases, "two")
        await app.refresh()
        await asyncio.sleep(0.05)
        assert release_of(await http.get("/san-pham?q=khong-co")) == "two"
    gc.collect()
    assert old() is None
    await app.close()


@pytest.fixture
def address(releases: Path) -> Iterator[str]:
    """The site behind a real uvicorn on loopback."""
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def test_behind_a_real_server(address: str, releases: Path) -> None:
    with httpx2.Client(base_url=address) as http:
        assert release_of(http.get("/")) == "one"
        switch_to(releases, "two")
        deadline = time.monotonic() + 20
        while release_of(http.get("/")) != "two":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert http.head("/").content == b""


def test_settings_hold_configuration_and_metadata_none() -> None:
    words = json.dumps(metadata.metadata())
    assert not any(name in words for name in ("facets", "allow", "plugins", "sort_desc", "sql_time_limit"))


def test_every_public_connection_is_limited(home: Path) -> None:
    site = serving.datasette_for(home / "catalog.db", PLUGIN)
    with closing(site.databases["catalog"].connect()) as connection:
        site._prepare_connection(connection, "catalog")
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) <= 4_000_000
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED) == 0


def test_templates_do_not_override_datasettes_own(home: Path) -> None:
    site = serving.datasette_for(home / "catalog.db", PLUGIN)
    ours = {f"ocop/{path.name}" for path in pages.TEMPLATES.iterdir()}
    known = set(site.get_jinja_environment().list_templates())
    assert ours <= known
    assert pages.TEMPLATES.parent.is_dir()
    assert {path.name for path in pages.TEMPLATES.parent.iterdir()} == {"ocop"}
