"""Where each fact comes from, on the product's page: every fact once or more, in both languages, without script."""

from __future__ import annotations

import lxml.html
import pytest
from datasette.app import Datasette

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
async def test_every_product_tells_its_name_producer_and_place(site: Datasette, name: str) -> None:
    found = await lines(site, f"/san-pham/{shop.text.slug(name)}")
    facts = {fact for fact, _, _ in found}
    assert {"Tên sản phẩm", "Tên cơ sở sản xuất", "Nơi làm ra"} <= facts
    assert all(source for _, source, _ in found)


async def test_the_data_say_it_as_well(site: Datasette) -> None:
    row = (await site.client.get("/catalog/products.json?_shape=array&id=p001")).json()[0]
    assert "edited_on" in row["origins"]
    sources = (await site.client.get("/catalog/sources.json?_shape=array")).json()
    assert {one["evidence"] for one in sources} == {"own", "crawl"}
