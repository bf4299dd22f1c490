"""Pages of places: every name that a place has had leads to the page of today, counts are those of a search."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from datasette.app import Datasette

from catalog.publish import lists
from catalog.publish.tables import build
from catalog.registers import places as register
from catalog.web import feeds, language, provinces, serving
from tests.catalog.web import shop

CSS = (Path(language.__file__).parent / "static" / "site.css").read_text("utf-8")


def test_every_province_has_a_tile_of_its_own() -> None:
    tiles = re.findall(r"\.at-(\d\d) \{ grid-area: (\d+) / (\d+); \}", CSS)
    assert {code for code, _, _ in tiles} == set(provinces.all_provinces())
    assert len({(row, column) for _, row, column in tiles}) == len(tiles) == 34


@pytest.mark.parametrize("unit", [u for u in register.load().provinces if u.valid_to], ids=lambda u: u.name)
async def test_a_former_province_leads_to_the_one_of_today(site: Datasette, unit: register.Unit) -> None:
    known = provinces.by_slug(provinces.text.slug(unit.name))
    assert known
    # A name that a province of today bears means that one.
    bearers = [p for p in provinces.all_provinces().values() if p.name == unit.name]
    assert known.code == (bearers[0].code if bearers else unit.parent)
    answer = await site.client.get(f"/tinh/{provinces.text.slug(unit.name)}")
    assert answer.status_code == (200 if bearers else 301)
    assert bearers or answer.headers["location"] == f"/tinh/{known.slug}"


async def test_a_commune_is_found_by_its_code_whatever_the_name(site: Datasette) -> None:
    answer = await site.client.get("/xa/ten-khac-04375?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (301, "/xa/mau-a-04375?lang=en")


async def test_a_commune_that_is_no_more_leads_to_who_has_its_land(site: Datasette) -> None:
    there = {unit.code for unit in register.load().communes if not unit.valid_to}
    gone = [unit for unit in register.load().communes if unit.valid_to and unit.code not in there]
    answers = [await site.client.get(f"/xa/cu-{unit.code}") for unit in gone[:: len(gone) // 40]]
    assert {answer.status_code for answer in answers} <= {200, 301}
    assert any(answer.status_code == 301 for answer in answers)
    for answer in answers:
        if answer.status_code == 200:
            page = lxml.html.document_fromstring(answer.text)
            assert len(page.xpath("//main//a[starts-with(@href, '/xa/')]")) > 1


async def test_counts_of_places_are_those_of_the_file(site: Datasette, home: Path) -> None:
    with closing(sqlite3.connect(home / "catalog.db")) as db:
        by_province = dict(db.execute("SELECT province_code, count(*) FROM products GROUP BY 1"))
    page = lxml.html.document_fromstring((await site.client.get("/ban-do")).text)
    shown = {
        tile.get("class").split()[1].removeprefix("at-"): int(tile.xpath(".//strong")[0].text)
        for tile in page.xpath("//li[contains(@class, 'tile')][.//strong]")
    }
    assert shown == by_province


async def test_changes_of_one_province(site: Datasette) -> None:
    async def entries(query: str) -> int:
        return len(ET.fromstring((await site.client.get(f"/thay-doi.atom{query}")).text).findall("{*}entry"))

    whole = await entries("")
    assert 0 <= await entries("?tinh=22") < whole
    assert await entries("?tinh=15") == await entries("?tinh=yen-bai")


async def test_a_long_map_of_the_site_is_a_list_of_maps(site: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    async def addresses(query: str) -> list[str]:
        root = ET.fromstring((await site.client.get(f"/sitemap.xml{query}")).text)
        return [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    whole = await addresses("")
    monkeypatch.setattr(feeds, "MAX_ADDRESSES", 9)
    maps = await addresses("")
    assert maps[0].endswith("/sitemap.xml?phan=1")
    parts = [await addresses(f"?phan={number}") for number in range(1, len(maps) + 1)]
    assert all(0 < len(part) <= 9 for part in parts)
    assert sorted(one for part in parts for one in part) == sorted(whole)
    assert len(set(whole)) == len(whole)


async def test_downloads_hold_what_the_page_finds(site: Datasette) -> None:
    for query in ("", "?tinh=15&sap-xep=ten", "?q=que", "?q=khongcogi"):
        rows = list(csv.DictReader(io.StringIO((await site.client.get(f"/san-pham.csv{query}")).text.lstrip("\ufeff"))))
        things = (await site.client.get(f"/san-pham.json{query}")).json()
        page = lxml.html.document_fromstring((await site.client.get(f"/san-pham{query}")).text)
        names = page.xpath("//*[@class='card-name']/a/text()")
        assert [row["name"] for row in rows] == [thing["name"] for thing in things]
        assert [row["name"] for row in rows][: len(names)] == names
        assert query or len(rows) == len(shop.PRODUCTS)


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2+3", "@x", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert lists.inert(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["- vỏ quế sạch", "Quế", "", None, -5, 3])
def test_honest_cells_stay(cell: object) -> None:
    assert lists.inert(cell) == cell


async def test_a_province_of_many_communes_still_has_a_small_page(tmp_path: Path) -> None:
    """The page lists the communes with most products and leads to the province for the others."""
    units = [u for u in register.load().communes if not u.valid_to and u.parent == "15"]
    assert len(units) > 60
    tables = shop.rows()
    row = tables["products"][0]
    for number, unit in enumerate(units):
        place = {"commune_code": unit.code, "commune": unit.name, "province_code": "15", "province": "Lào Cai"}
        tables["places"] = [p for p in tables["places"] if p["commune_code"] != unit.code]
        tables["places"].append({**place, "commune_rank": unit.rank, "former": ""})
        tables["products"].append({**row, **place, "id": f"xx{number}", "slug": f"hang-{number}"})
    build.write_catalog(tmp_path / "catalog.db", tables)
    served = serving.datasette_for(tmp_path / "catalog.db", {"today": shop.TODAY})
    answer = await served.client.get("/san-pham?tinh=15")
    page = lxml.html.document_fromstring(answer.text)
    assert len(page.xpath("//section[@aria-labelledby='facet-commune']//li")) == 41
    assert len(page.xpath("//section[@aria-labelledby='facet-commune']//a[@href='/tinh/lao-cai']")) == 1
    assert len(answer.content) + len(CSS.encode()) < 60_000
    whole = lxml.html.document_fromstring((await served.client.get("/tinh/lao-cai")).text)
    assert len(set(whole.xpath("//a[starts-with(@href, '/xa/')]/@href"))) == len(units)
    served.close()
