"""What a question finds as a file: `/san-pham.csv` for a spreadsheet, `/san-pham.json` for a program; all of it.

A short answer is written at once. A long one, and a whole table, is a file that is made once (whole_files.py).
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from subprocess import SubprocessError
from typing import Any, Literal

import msgspec
from datasette import Response

from catalog.publish import lists
from catalog.web import headers, listing, ranking, search, whole_files
from catalog.web.catalogue import Catalogue
from catalog.web.pages import MAX_AGE, Visit, version
from catalog.web.sending import Sending
from catalog.web.whole_files import File, Files, Full

log = logging.getLogger("ocop.downloads")

# Products of an answer that is written at once, as quickly as a page; what most words and filters find is shorter.
SHORT = 250
# Seconds after which who was told to come later may ask again.
LATER = 30
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "db": "application/vnd.sqlite3",
}

Form = Literal["csv", "json"]


async def as_csv(visit: Visit) -> Any:
    """The answer for a spreadsheet."""
    return await _answer(visit, "csv")


async def as_json(visit: Visit) -> Any:
    """The answer for a program."""
    return await _answer(visit, "json")


async def table(visit: Visit) -> Any:
    """One whole table of the open data."""
    asked_for = visit.request.url_vars
    order = _order(visit, asked_for["form"], table=asked_for["table"])
    sent = _headers(visit, order.form, order.table)
    if visit.request.method == "HEAD":
        return _whole("", sent)
    asked = files(visit.catalogue)
    return await _kept(visit, sent, lambda: asked.get(_name(order, None), msgspec.msgpack.encode(order)))


async def database(visit: Visit) -> Any:
    """The file of the release itself; Datasette's own way sends a twentieth as much at a time."""
    sent = _headers(visit, "db", visit.catalogue.database.route)
    if visit.request.method == "HEAD":
        return _whole("", sent)
    return Sending(File(os.open(str(visit.catalogue.database.path), os.O_RDONLY)), sent)


def files(catalogue: Catalogue) -> Files:
    """The files that were made of this release."""
    return catalogue.kept("files", lambda: Files(whole_files.Processes()))


async def _answer(visit: Visit, form: Form) -> Any:
    sent = _headers(visit, form, "dac-san-ocop")
    if visit.request.method == "HEAD":
        return _whole("", sent)
    question, order, asked = search.read(visit.arguments).but(shown=""), _order(visit, form), files(visit.catalogue)
    name = _name(order, question)
    if there := asked.known(name):
        return await _kept(visit, sent, lambda: there)
    numbers = await visit.catalogue.read(lambda db: _numbers(visit.catalogue, db, question))
    order = msgspec.structs.replace(order, numbers=tuple(numbers))
    if len(numbers) <= SHORT:
        words = await visit.catalogue.read(lambda db: "".join(lists.written(db, order)))
        return _whole(words, sent)
    return await _kept(visit, sent, lambda: asked.get(name, msgspec.msgpack.encode(order)))


def _numbers(catalogue: Catalogue, db: sqlite3.Connection, question: search.Question) -> list[int]:
    """The numbers of all products that a question finds, in its order."""
    shelf = catalogue.shelf(db)
    return ranking.find(db, shelf, listing.in_release(shelf, question)).numbers(db, 0, None)


def _order(visit: Visit, form: Form, table: str = "") -> lists.Order:
    """What is to be written, as far as it is known without looking into the catalogue."""
    found, before = visit.catalogue, visit.absolute(visit.link_in("vi", "/san-pham/"))
    after = visit.link("/san-pham/").removeprefix(visit.link_in("vi", "/san-pham/"))
    words = lists.Words(
        found.today.isoformat(), (before, after), visit.language.gettext("Cơ sở sản xuất tại %(place)s")
    )
    return lists.Order(str(found.database.path), str(found.release["id"]), form, words, table)


def _name(order: lists.Order, question: search.Question | None) -> str:
    """What a file is known by: everything that it depends on within a release."""
    return repr((order.form, order.table, order.words, question))


def _headers(visit: Visit, form: Form | Literal["db"], stem: str) -> dict[str, str]:
    return {
        "content-type": TYPES[form],
        "content-disposition": f'attachment; filename="{stem}.{form}"',
        "cache-control": f"max-age={MAX_AGE}",
        "etag": version(visit.catalogue),
        "vary": "accept-encoding",
        headers.RELEASE: str(visit.catalogue.release["id"]),
    }


def _whole(words: str, sent: dict[str, str]) -> Response:
    return Response(words, headers=sent, content_type=sent["content-type"])


async def _kept(visit: Visit, sent: dict[str, str], ask: Callable[[], Future[File]]) -> Any:
    """A file as soon as it is there, or the sentence that it has to be asked for later."""
    try:
        # Others wait for the same file: who goes away must not take it from them.
        file = await asyncio.shield(asyncio.wrap_future(ask()))
    except Full:
        said = visit.language.gettext("Nhiều người đang tải danh sách dài. Mời bạn tải lại sau nửa phút.")
    except (SubprocessError, OSError) as fault:
        log.error("a list could not be written: %r %s", fault, getattr(fault, "stderr", b""))
        said = visit.language.gettext("Chưa làm được tệp này. Mời bạn tải lại sau nửa phút.")
    else:
        if _takes_gzip(visit.request.headers.get("accept-encoding", "")):
            return Sending(file, {**sent, "content-encoding": "gzip"})
        return Sending(file, sent, unpack=True)
    return Response.text(said + "\n", status=503, headers={"retry-after": str(LATER), "cache-control": "no-store"})


def _takes_gzip(accepted: str) -> bool:
    """Whether a visitor's Accept-Encoding names gzip and does not refuse it."""
    named = {
        name.strip(): rest.strip() for name, _, rest in (one.partition(";") for one in accepted.lower().split(","))
    }
    return "gzip" in named and named["gzip"].replace(" ", "") not in ("q=0", "q=0.0")
