"""The buyers' pages: each reads the address, asks the catalogue once, and shows the answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import unquote, urlencode

from datasette import Response

from catalog.publish.tables.reading import Product
from catalog.values import text
from catalog.web import facets, json_ld, listing, origins, phrases, search, spelling
from catalog.web.pages import Visit, render

NEWEST = 8
SIMILAR = 4
# Products shown of what was probably meant.
NEAR = 8
# How many words of an unknown address are looked for.
WORDS_TRIED = 6


async def home(visit: Visit) -> Response:
    """What this is, the search, the ways in, the newest."""
    today = visit.catalogue.today

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        whole = listing.answer(db, search.Question(), today, visit.catalogue.shelf(db))
        groups = listing.groups(whole.facets["ocop_set"])
        return {"facets": whole.facets, "groups": groups, "newest": listing.newest(db, NEWEST, today)}

    shown = await visit.catalogue.read(lambda db: visit.catalogue.kept("home", lambda: ask(db), today))
    return render(visit, "home.html", question=search.Question(), **shown)


async def products(visit: Visit) -> Response:
    """The answer to a question, with facets."""
    question = search.read(visit.arguments)

    def ask(db: sqlite3.Connection) -> tuple[listing.Answer, str | None, list[Product]]:
        shelf, today = visit.catalogue.shelf(db), visit.catalogue.today
        answer = listing.answer(db, question, today, shelf)
        if answer.unfiltered:
            return answer, None, []
        known = visit.catalogue.kept("vocabulary", lambda: spelling.vocabulary(db))
        meant = spelling.meant(db, question.words, known)
        near = listing.answer(db, search.Question(words=meant), today, shelf).products[:NEAR] if meant else []
        return answer, meant, near

    answer, meant, near = await visit.catalogue.read(ask)
    return render(
        visit, "products.html", question=answer.question, answer=answer, meant=meant, near=near, sorts=search.SORTS,
        chosen=facets.chosen(visit.language, answer),
    )  # fmt: skip


async def product(visit: Visit) -> Response:
    """One product with everything that is public about it; an old address leads to the new one."""
    slug = unquote(visit.request.url_vars["slug"])
    found = await visit.catalogue.read(lambda db: _product(db, slug, visit.catalogue.today))
    if found is None or found["product"].facts["slug"] != slug:
        return await product_moved(visit, slug, found["product"] if found else None)
    return render(
        visit, "product.html", **found, has_code=bool(visit.catalogue.address),
        json_ld=json_ld.product(visit, found["product"], found["set"]),
        producer_name=phrases.producer(visit.language, found["product"].producer),
        origins=origins.of(visit.language, found["product"], found["sources"]),
    )  # fmt: skip


def _product(db: sqlite3.Connection, slug: str, today: date) -> dict[str, Any] | None:
    """The product of that slug, and the rows that its page links to."""
    whole = product_of(db, slug, today)
    if whole is None:
        return None
    facts = whole.facts
    return {
        "product": whole,
        "place": db.execute("SELECT * FROM places WHERE commune_code = ?", [facts["commune_code"]]).fetchone(),
        "sources": _sources(db, origins.ids(whole)),
        "set": db.execute("SELECT * FROM sets WHERE ocop_set = ?", [facts["ocop_set"]]).fetchone(),
        "similar": listing.similar(db, facts, SIMILAR, today),
        "markets": listing.markets(db, facts["id"]),
    }


def _sources(db: sqlite3.Connection, ids: Collection[str]) -> dict[str, Any]:
    """Some rows of `sources`, by id."""
    sql = f"SELECT * FROM sources WHERE id IN ({','.join('?' * len(ids))})"  # noqa: S608
    return {row["id"]: row for row in db.execute(sql, list(ids))}


def product_of(db: sqlite3.Connection, slug: str, today: date) -> Product | None:
    """The product of that slug, or of a slug that folds to it."""
    sql = "SELECT id FROM products WHERE slug IN (?, ?) ORDER BY slug <> ?"
    row = db.execute(sql, [slug, text.slug(slug), slug]).fetchone()
    return listing.products(db, [row["id"]], today)[0] if row else None


async def product_moved(visit: Visit, slug: str, found: Product | None, rest: str = "") -> Response:
    """Where a product went: to another spelling or address, out of the catalogue (410), or nobody knows (404).

    rest: what follows the slug in the address, which stays.
    """
    today = found.facts["slug"] if found else None
    today = today or await visit.catalogue.read(lambda db: _address_now(db, "products", slug))
    if today:
        return redirect(visit, f"/san-pham/{today}{rest}")
    sql = "SELECT name FROM changes WHERE slug = ? AND kind = 'withdrawn' ORDER BY id DESC LIMIT 1"
    gone = await visit.catalogue.read(lambda db: db.execute(sql, [slug]).fetchone())
    if gone:
        return render(visit, "gone.html", 410, name=gone["name"], question=search.Question())
    return await not_found(visit)


def _address_now(db: sqlite3.Connection, table: str, slug: str) -> str | None:
    """The address of today that an earlier one of `products` or `producers` leads to."""
    sql = f"""SELECT t.slug FROM addresses a JOIN {table} t ON t.id = a.id
               WHERE a.slug IN (?, ?) ORDER BY a.slug <> ?"""  # noqa: S608
    row = db.execute(sql, [slug, text.slug(slug), slug]).fetchone()
    return row and row["slug"]


def redirect(visit: Visit, path: str) -> Response:
    """For ever to another path, with all that was asked there."""
    return Response.redirect(visit.link(path, visit.arguments), status=301)


async def row(visit: Visit) -> Response:
    """The row of a product among the open data, stars of today included; also under an id that gave way."""
    asked = visit.request.url_vars
    ident = unquote(asked["id"])
    sql = "SELECT id FROM addresses WHERE given_to = ? LIMIT 1"
    now = await visit.catalogue.read(lambda db: db.execute(sql, [ident]).fetchone())
    rows = visit.database_link("products" + (asked["ending"] or ""))
    return Response.redirect(f"{rows}?{urlencode({'id': now['id'] if now else ident})}")


async def producer(visit: Visit) -> Response:
    """One producer with its products."""
    slug = unquote(visit.request.url_vars["slug"])
    found = await visit.catalogue.read(lambda db: producer_of(db, slug, visit.catalogue.today))
    if found is None or found["producer"]["slug"] != slug:
        return await producer_moved(visit, slug, found)
    return render(
        visit, "producer.html", **found, has_code=bool(visit.catalogue.address),
        name=phrases.producer(visit.language, found["producer"]),
        json_ld={"@context": "https://schema.org", **json_ld.producer(visit, found["producer"])},
    )  # fmt: skip


async def producer_moved(visit: Visit, slug: str, found: dict[str, Any] | None, rest: str = "") -> Response:
    """Where a producer's page went: to another spelling or address, or nobody knows (404)."""
    today = found["producer"]["slug"] if found else None
    today = today or await visit.catalogue.read(lambda db: _address_now(db, "producers", slug))
    return redirect(visit, f"/co-so/{today}{rest}") if today else await not_found(visit)


def producer_of(db: sqlite3.Connection, slug: str, today: date) -> dict[str, Any] | None:
    """The producer of that slug (or of a slug that folds to it) with its products."""
    sql = """SELECT r.*, l.commune_rank, l.former FROM producers r LEFT JOIN places l USING (commune_code)
              WHERE r.slug IN (?, ?) ORDER BY r.slug <> ?"""
    row = db.execute(sql, [slug, text.slug(slug), slug]).fetchone()
    return row and {"producer": row, "products": listing.of_producer(db, row["id"], today)}


async def not_found(visit: Visit) -> Response:
    """A page that helps: the words of the address as a search, and the newest products."""
    last = unquote(visit.request.path.rstrip("/").rsplit("/", 1)[-1])
    words = search.folded_words(last[: search.MAX_CHARACTERS])
    today = visit.catalogue.today

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        # The longest beginning of the words that finds something: que-thanh-loai-1 → que thanh.
        for count in range(min(len(words), WORDS_TRIED), 0, -1):
            asked = search.Question(words=" ".join(words[:count]))
            answer = listing.answer(db, asked, today, visit.catalogue.shelf(db))
            if answer.found:
                return {"near": answer.products[:SIMILAR], "newest": []}
        return {"near": [], "newest": listing.newest(db, SIMILAR, today)}

    question = search.Question(words=" ".join(words))
    return render(visit, "not_found.html", 404, question=question, **await visit.catalogue.read(ask))
