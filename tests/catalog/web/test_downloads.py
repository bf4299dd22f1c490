"""What is taken away whole: equal to the rows, whichever way it is made, and of one release."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from catalog.publish import lists
from catalog.publish.tables import reading, schema
from catalog.web import catalogue, downloads, headers, language, listing, phrases, sending, serving, whole_files
from tests.catalog.web import shop
from tests.catalog.web.conftest import PLUGIN
from tests.catalog.web.test_serving import client, releases, switch_to

__all__ = ["releases"]

VIETNAMESE = language.language("vi")
QUESTIONS = ("", "?tinh=15&sap-xep=ten", "?q=que", "?q=khongcogi", "?lang=en&sap-xep=gia")


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer is a long one."""
    monkeypatch.setattr(downloads, "SHORT", -1)


@pytest.fixture
def fresh(home: Path) -> Datasette:
    """A site that has made no file yet."""
    return serving.datasette_for(home / "catalog.db", PLUGIN)


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_long_answer_says_what_a_short_one_says(
    site: Datasette, fresh: Datasette, monkeypatch: pytest.MonkeyPatch, form: str, question: str
) -> None:
    short = await site.client.get(f"/san-pham.{form}{question}")
    monkeypatch.setattr(downloads, "SHORT", -1)
    for _ in range(2):
        answer = await fresh.client.get(f"/san-pham.{form}{question}")
        assert answer.text == short.text
        assert answer.headers["content-type"] == short.headers["content-type"] == downloads.TYPES[form]
    fresh.close()


async def test_rows_are_those_of_the_release(home: Path, site: Datasette) -> None:
    things = {thing["id"]: thing for thing in (await site.client.get("/san-pham.json")).json()}
    db = reading.connect(home / "catalog.db")
    day = date.fromisoformat(shop.TODAY)
    found = list(reading.products(db, day))
    listed = {product.facts["id"]: product for product in listing.products(db, list(things), day)}
    db.close()
    assert len(found) == len(things)
    for product in found:
        thing = things[product.facts["id"]]
        assert {name: thing[name] for name in lists.FACTS} == {name: product.facts[name] for name in lists.FACTS}
        assert thing["stars"] == product.stars
        assert thing["expires_on"] == (product.certificate["expires_on"] if product.certificate else None)
        assert thing["page"].endswith(f"/san-pham/{product.facts['slug']}")
        assert thing["producer"] == phrases.producer(VIETNAMESE, listed[product.facts["id"]].producer)


async def test_who_takes_no_gzip_gets_it_unpacked(fresh: Datasette, long: None) -> None:
    packed = await fresh.client.get("/san-pham.csv", headers={"accept-encoding": "gzip"})
    plain = await fresh.client.get("/san-pham.csv", headers={"accept-encoding": "identity, gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert all("accept-encoding" in one.headers["vary"] for one in (packed, plain))
    fresh.close()


@pytest.mark.parametrize("unpack", [False, True])
async def test_a_long_file_is_sent_in_slices(tmp_path: Path, unpack: bool) -> None:
    said = random.Random(8).randbytes(3 * sending.SLICE) + b"0" * (40 * sending.SLICE)
    path = tmp_path / "long.gz"
    path.write_bytes(gzip.compress(said))
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await sending.Sending(whole_files.File(os.open(path, os.O_RDONLY)), {}, unpack).asgi_send(send)
    start, *parts = sent
    bodies = [part["body"] for part in parts]
    assert b"".join(bodies) == (said if unpack else path.read_bytes())
    assert len(bodies) > 3
    assert max(map(len, bodies)) <= sending.SLICE
    assert [part.get("more_body", False) for part in parts] == [True] * (len(parts) - 1) + [False]
    assert (b"content-length" in dict(start["headers"])) != unpack


async def test_a_copy_that_is_still_good_is_not_sent_again(site: Datasette) -> None:
    for path in ("/san-pham.json", "/tai-ve/products.csv"):
        head = await site.client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        again = await site.client.get(path, headers={"if-none-match": head.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("table", list(schema.OPEN_DATA))
async def test_every_table_is_taken_away_whole(site: Datasette, table: str) -> None:
    answer = await site.client.get(f"/tai-ve/{table}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    count = (await site.client.get(f"/catalog/-/query.json?sql=select+count(*)+as+n+from+{table}")).json()["rows"][0]
    assert len(rows) == count["n"]
    things = (await site.client.get(f"/tai-ve/{table}.json")).json()
    assert [list(map(str, thing.values())) for thing in things] == [
        list(map(str, row)) for row in (await _rows(site, table))
    ]
    named = schema.BY_NAME[table]
    assert not rows or list(rows[0]) == [c.name for c in (*named.columns, *named.computed)]


async def _rows(site: Datasette, table: str) -> list[list[object]]:
    """The rows of a table in the order of its key, as Datasette tells them."""
    named = schema.BY_NAME[table]
    names = ", ".join(c.name for c in (*named.columns, *named.computed))
    sql = f"select {names} from {table} order by {named.key}"  # noqa: S608 - our own names
    asked = {"sql": sql, "_shape": "arrays"}
    return (await site.client.get("/catalog/-/query.json", params=asked)).json()["rows"]


async def test_only_tables_of_the_open_data_are_taken_away(site: Datasette) -> None:
    for name in ("sqlite_master", "bank_accounts"):
        assert (await site.client.get(f"/tai-ve/{name}.csv")).status_code == 404
    # Datasette's own stream of every row would write them between the pages of others.
    # This address stood in `datapackage.json` before.
    old = await site.client.get("/catalog/products.csv?_stream=on")
    assert (old.status_code, old.headers["location"]) == (301, "/tai-ve/products.csv")
    assert (await site.client.get("/catalog/products.csv?_size=5")).status_code == 200
    assert (await site.client.get("/catalog/current.csv?_stream=on")).status_code in (400, 404)


async def test_the_file_of_the_release_is_sent_as_it_is(home: Path, site: Datasette) -> None:
    answer = await site.client.get("/catalog.db")
    assert answer.content == (home / "catalog.db").read_bytes()
    assert answer.headers["content-disposition"] == 'attachment; filename="catalog.db"'
    head = await site.client.head("/catalog.db")
    assert head.headers["etag"] == answer.headers["etag"]
    assert (await site.client.get("/catalog.db", headers={"if-none-match": head.headers["etag"]})).status_code == 304


async def test_too_many_at_once_are_told_when_to_come_again(
    fresh: Datasette, monkeypatch: pytest.MonkeyPatch, long: None
) -> None:
    full = whole_files.Files(whole_files.Processes(), at_work=1, waiting=-1)
    monkeypatch.setattr(downloads, "files", lambda _: full)
    answer = await fresh.client.get("/san-pham.csv")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == str(downloads.LATER)
    assert "Mời bạn tải lại" in answer.text
    assert "try again" in (await fresh.client.get("/san-pham.csv?lang=en")).text
    full.close()
    fresh.close()


async def test_a_list_that_cannot_be_written_is_said_and_tried_again(
    fresh: Datasette, monkeypatch: pytest.MonkeyPatch, long: None, caplog: pytest.LogCaptureFixture
) -> None:
    known = catalogue.of(fresh)
    assert known
    release = dict(known.release)
    # As if another release stood under the same path by now.
    known.release["id"] = "elsewhere"
    answer = await fresh.client.get("/san-pham.csv")
    assert answer.status_code == 503
    assert "elsewhere" in caplog.text
    known.release.update(release)
    assert (await fresh.client.get("/san-pham.csv")).status_code == 200
    fresh.close()


async def test_a_list_is_of_one_release_while_releases_change(releases: Path, long: None) -> None:
    app = serving.make_app(releases / "catalog.db", PLUGIN)
    seen = set()

    async def ask(path: str) -> None:
        async with client(app) as http:
            answer = await http.get(path)
        release = answer.headers[headers.RELEASE]
        rows = (
            answer.json() if "json" in path else list(csv.DictReader(io.StringIO(answer.text.removeprefix(lists.MARK))))
        )
        assert rows
        assert {row["name"].rpartition(" ")[2] for row in rows} == {f"[{release}]"}
        seen.add(release)

    paths = ("/san-pham.json", "/san-pham.csv", "/tai-ve/products.csv")
    for name in ("one", "two", "three"):
        switch_to(releases, name)
        asked = [asyncio.create_task(ask(path)) for path in paths]
        await asyncio.sleep(0)
        await app.refresh()
        # Those that began before the switch and those that begin after it.
        await asyncio.gather(*asked, *(ask(path) for path in paths))
    assert seen == {"one", "two", "three"}
    await app.close()


def test_equal_orders_give_equal_bytes(home: Path) -> None:
    path = (home / "catalog.db").resolve()
    db = reading.connect(path)
    release = db.execute("SELECT id FROM release").fetchone()["id"]
    db.close()
    order = lists.Order(str(path), release, "json", lists.Words(shop.TODAY, ("", ""), "%(place)s"), numbers=(3, 1, 2))
    made = [io.BytesIO(), io.BytesIO()]
    for out in made:
        lists.pack(order, out)
    assert made[0].getvalue() == made[1].getvalue()
    assert [row["page"] for row in json.loads(gzip.decompress(made[0].getvalue()))]
