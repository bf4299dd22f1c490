"""Where each fact comes from, on the product's page: every fact once or more, in both languages, without script."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import lxml.html
import pytest
from datasette.app import Datasette

from catalog.publish.tables import reading
from catalog.web import language, origins
from tests.catalog.web import shop

PAGE = "/san-pham/que-thanh-van-yen"


async def lines(site: Datasette, path: str) -> list[tuple[str, str, str]]:
    """Each fact with its source and day."""
    page = lxml.html.document_fromstring((await site.client.get(path)).text)
    found = []
    for row in page.xpath("//details[@class='origins']/dl/div"):
        source, facts = (cell.text_content() for cell in row)
        found += [(fact, *source.partition(", ")[::2]) for fact in facts.split(" · ")]
    return found


async def test_a_fact_is_told_with_its_source_and_day(site: Datasette) -> None:
    found = await lines(site, PAGE)
    assert ("Giá bán", "bảng khai của riêng cơ sở", "02/10/2026") in found
    # One of the packs has its price from elsewhere.
    assert ("Giá bán", "trang bán hàng công khai", "01/11/2026") in found
    assert ("Bảo quản", "cán bộ danh mục sửa lại", "03/11/2026") in found
    stars = next(line for line in found if line[0] == "Sao OCOP")
    assert stars[1] == "sổ các quyết định công nhận"
    assert stars[2] == "26/04/2024"
    assert ("Câu chuyện sản phẩm", "bảng khai của riêng cơ sở", "02/10/2026") in found


async def test_in_english_too(site: Datasette) -> None:
    found = await lines(site, f"{PAGE}?lang=en")
    assert ("Price", "the producer's own sheet", "2 October 2026") in found
    assert ("Storage", "set right by an officer of this catalogue", "3 November 2026") in found


@pytest.mark.parametrize("name", [product[0] for product in shop.PRODUCTS])
async def test_every_product_tells_its_name_and_place(site: Datasette, name: str) -> None:
    found = await lines(site, f"/san-pham/{shop.text.slug(name)}")
    facts = {fact for fact, _, _ in found}
    assert {"Tên sản phẩm", "Nơi làm ra"} <= facts
    assert all(source for _, source, _ in found)


async def test_a_name_that_is_held_back_has_no_source(site: Datasette) -> None:
    rows = (await site.client.get("/catalog/products.json?_shape=array&_size=max")).json()
    makers = (await site.client.get("/catalog/producers.json?_shape=array&_size=max")).json()
    shown = {maker["id"]: bool(maker["is_name_shown"]) for maker in makers}
    assert set(shown.values()) == {True, False}
    for row in rows:
        facts = {fact for fact, _, _ in await lines(site, f"/san-pham/{row['slug']}")}
        assert ("Tên cơ sở sản xuất" in facts) == shown[row["producer_id"]], row["slug"]


def test_a_set_that_no_source_stated_is_the_program_s(home: Path) -> None:
    with closing(reading.connect(home / "catalog.db")) as db:
        product = next(p for p in reading.products(db, date(2026, 11, 22)) if p.facts["ocop_set"])
        sources = {row["id"]: row for row in db.execute("SELECT * FROM sources")}
    for sure, words in ((0.6, origins.SORTED), (0.0, origins.SORTED), (1.0, origins.EVIDENCE["own"])):
        facts = product.facts | {"set_confidence": sure, "origins": None, "source_id": "s1"}
        found = origins.of(language.language("vi"), replace(product, facts=facts), sources)
        (said,) = [one for one in found if "Nhóm sản phẩm OCOP" in one.facts]
        assert (said.source, said.day) == (words, "2026-10-02")


async def test_the_data_say_it_as_well(site: Datasette) -> None:
    row = (await site.client.get("/catalog/products.json?_shape=array&id=p001")).json()[0]
    assert "edited_on" in row["origins"]
    sources = (await site.client.get("/catalog/sources.json?_shape=array")).json()
    assert {one["evidence"] for one in sources} == {"own", "crawl"}
