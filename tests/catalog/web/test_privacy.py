"""The privacy notice and the licence of the data: at one address, linked from every page, true to the configuration."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from datasette.app import Datasette

from catalog.publish import licence
from catalog.publish.tables import schema
from catalog.registers import retention
from catalog.web import phrases, serving
from tests.catalog.web.conftest import PLUGIN


async def words(site: Datasette, path: str) -> str:
    return " ".join(lxml.html.document_fromstring((await site.client.get(path)).text).text_content().split())


@pytest.mark.parametrize("lang", ["", "?lang=en"])
async def test_every_page_leads_to_the_notice(site: Datasette, lang: str) -> None:
    for path in ("/", "/san-pham", "/co-so/ho-mau-a", "/huong-dan", "/khong-co"):
        tree = lxml.html.document_fromstring((await site.client.get(path + lang)).text)
        assert f"/rieng-tu{lang}" in tree.xpath("//footer//a/@href"), path


async def test_the_notice_says_who_what_how_long_and_how_to_withdraw(site: Datasette) -> None:
    shown = await words(site, "/rieng-tu")
    for said in ("im lặng không phải là đồng ý", "Rút lại lúc nào cũng được", "gỡ hẳn", "Không bao giờ: số căn cước"):
        assert said in shown
    for kind, period in retention.defaults().items():
        assert f"{phrases.KEPT[kind]} {period.months} tháng" in shown


def test_every_period_has_its_words() -> None:
    assert set(phrases.KEPT) == set(retention.defaults())


async def test_the_notice_names_who_runs_it_and_its_own_periods(home: Path) -> None:
    told = {"operator": "Liên minh HTX <tỉnh>", "contact": "0900 000 099", "retention": {"scans": 0, "backups": 24}}
    site = serving.datasette_for(home / "catalog.db", PLUGIN | told)
    shown = await words(site, "/rieng-tu")
    site.close()
    assert "Liên minh HTX <tỉnh>" in shown
    assert "Liên hệ: 0900 000 099" in shown
    assert f"{phrases.KEPT['scans']} không thời hạn" in shown
    assert f"{phrases.KEPT['backups']} 24 tháng" in shown


async def test_the_licence_stands_on_the_page_and_in_the_package(site: Datasette) -> None:
    page = (await site.client.get("/rieng-tu")).text
    assert f'href="{licence.URL}" rel="license"' in page
    package = (await site.client.get("/datapackage.json")).json()
    assert package["licenses"] == [{"name": "CC-BY-4.0", "title": licence.TITLE, "path": licence.URL}]
    assert [r["name"] for r in package["resources"]] == list(schema.OPEN_DATA)
    for resource in package["resources"]:
        table = await site.client.get(resource["path"].removeprefix("http://localhost"))
        assert table.status_code == 200, resource["name"]
        columns = table.text.splitlines()[0].split(",")
        assert [f["name"] for f in resource["schema"]["fields"]] == [c for c in columns if c != "rowid"]


async def test_only_who_published_an_address_can_be_written_to(site: Datasette) -> None:
    for path, links in (("/co-so/gom-bo-bat-minh-hoa", ["mailto:chao@gom.example"]), ("/co-so/ho-mau-a", [])):
        tree = lxml.html.document_fromstring((await site.client.get(path)).text)
        assert tree.xpath("//main//a[starts-with(@href, 'mailto:')]/@href") == links
