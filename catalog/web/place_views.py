"""Pages of places: the map of provinces, a province, a commune; found by old names, too."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import unquote

from datasette import Response

from catalog.registers import places as register
from catalog.values import text
from catalog.values.places import place_heirs, places
from catalog.values.places.place_index import index
from catalog.web import listing, phrases, provinces, ranking, search, views
from catalog.web.pages import Visit, render

NEWEST = 8
MOST_PRODUCERS = 100


async def country(visit: Visit) -> Response:
    """A map of tiles, one for each province, with the number of its products."""

    def ask(db: sqlite3.Connection) -> dict[str, int]:
        shelf = visit.catalogue.shelf(db)
        return ranking.find(db, shelf, search.Question()).counts("province")

    counts = await visit.catalogue.read(ask)
    most = max(counts.values(), default=1)
    tiles = [(one, counts.get(one.code, 0), _step(counts.get(one.code, 0), most)) for one in _by_name()]
    return render(visit, "country.html", tiles=tiles, question=search.Question())


def _by_name() -> list[provinces.Province]:
    return sorted(provinces.all_provinces().values(), key=lambda province: text.sort_key(province.name))


def _step(count: int, most: int) -> int:
    """How dark a tile is, 0 to 3: none, up to a tenth of the most, up to a half, more."""
    return 0 if not count else 1 if count * 10 <= most else 2 if count * 2 <= most else 3


async def province(visit: Visit) -> Response:
    """One province: its communes, what they make, what is new."""
    slug = unquote(visit.request.url_vars["slug"])
    known = provinces.by_slug(slug)
    if known is None:
        return await views.not_found(visit)
    if known.slug != slug:
        return views.redirect(visit, f"/tinh/{known.slug}")

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        shelf, question = visit.catalogue.shelf(db), search.Question(province=known.code)
        answer = listing.answer(db, question, visit.catalogue.today, shelf)
        communes = [(choice, _commune_path(choice)) for choice in answer.facets["commune"]]
        sql = "SELECT count(*) AS count FROM producers WHERE province_code = ?"
        return {
            "answer": answer,
            "communes": communes,
            "groups": listing.groups(answer.facets["ocop_set"]),
            "producers": db.execute(sql, [known.code]).fetchone()["count"],
        }

    found = await visit.catalogue.read(ask)
    return render(
        visit, "province.html", province=known, question=search.Question(province=known.code), newest=NEWEST, **found
    )


async def commune(visit: Visit) -> Response:
    """One commune: what stood there before, its producers, its products."""
    asked = visit.request.url_vars
    place = await visit.catalogue.read(lambda db: _commune(db, asked["code"]))
    if place is None:
        return await _former_commune(visit, asked["code"])
    path = provinces.commune_path(place["commune"], asked["code"])
    if f"/xa/{unquote(asked['slug'])}-{asked['code']}" != path:
        return views.redirect(visit, path)

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        question = search.Question(commune=asked["code"])
        answer = listing.answer(db, question, visit.catalogue.today, visit.catalogue.shelf(db))
        sql = "SELECT * FROM producers WHERE commune_code = ? ORDER BY name_sort, id LIMIT ?"
        return {"answer": answer, "makers": db.execute(sql, [asked["code"], MOST_PRODUCERS]).fetchall()}

    found = await visit.catalogue.read(ask)
    producers = [
        (row, phrases.producer(visit.language, {**row, "commune_rank": place["commune_rank"]}))
        for row in found["makers"]
    ]
    return render(
        visit, "commune.html", place=place, name=phrases.commune(place), producers=producers, path=path,
        answer=found["answer"], question=search.Question(),
    )  # fmt: skip


def _commune(db: sqlite3.Connection, code: str) -> dict[str, Any] | None:
    """The row of `places`: as the release has it, else as the register, where nothing is made there yet."""
    row: dict[str, Any] | None = db.execute("SELECT * FROM places WHERE commune_code = ?", [code]).fetchone()
    # The register's index is large: only who asks for a place without products waits for it.
    unit = None if row else index().communes.get(code)
    if unit is None:
        return row
    home = index().province_of(unit)
    names = {"commune": unit.name, "commune_rank": unit.rank, "province": home.name, "province_code": home.code}
    return {"commune_code": code, **names, "former": places.former_names(code)}


async def _former_commune(visit: Visit, code: str) -> Response:
    """Where the land of a commune went that is no more; nobody knows (404) where it never was."""
    former = [unit for unit in register.load().communes if unit.code == code and unit.valid_to]
    if not former:
        return await views.not_found(visit)
    last = max(former, key=lambda unit: unit.valid_to)
    heirs = [
        (one, provinces.commune_path(one.commune, one.commune_code)) for one in place_heirs.heirs(code, last.valid_to)
    ]
    if len(heirs) == 1:
        return views.redirect(visit, heirs[0][1])
    return render(visit, "split.html", unit=last, heirs=heirs, question=search.Question())


def _commune_path(choice: listing.Choice) -> str:
    return provinces.commune_path(str(choice.titled.get("name") or choice.titled["title"]), choice.value)
