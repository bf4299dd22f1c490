"""A catalogue whose every text is an attack: each page still shows it as words (hazards 12, 13, 77)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from datasette.app import Datasette

from catalog.publish.tables import build, schema
from catalog.web import serving
from tests.catalog.web import shop
from tests.catalog.web.conftest import PLUGIN

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% for x in y %}",
    "%(name)s %s %",
    "&lt;script&gt;&quot;",
    "</title></style></textarea><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "\u2028\u2029</script>",
    "\x01\x0b\ufffe quế",
    'https://x.example/"onclick="alert(1)',
]
# Kept as they are: keys and what pages compute with.
COMPUTED = {
    "id",
    "slug",
    "sha256",
    "product_id",
    "producer_id",
    "source_id",
    "commune_code",
    "province_code",
    "ocop_set",
    "expires_on",
    "phone",
    "source_words",
    "fields",
    "price_none",
}


def poisoned(payload: str) -> dict[str, list[shop.Row]]:
    tables = shop.rows()
    tables["bank_accounts"] = [{"producer_id": tables["producers"][0]["id"]}]
    for table in schema.TABLES:
        texts = [c.name for c in table.columns if c.type == "TEXT" and c.name not in COMPUTED]
        for row in tables[table.name]:
            row.update(dict.fromkeys(texts, payload))
            if table.name == "products":
                row["origins"] = json.dumps([{"source_id": payload, "columns": ["name", payload]}])
                row["source_words"] = json.dumps({"name": payload, "pack": payload})
    return tables


PAGES = (
    "/",
    "/san-pham",
    "/san-pham/que-thanh-van-yen",
    "/san-pham/lot-giay-que",
    "/co-so/htx-que-van-yen-xanh",
    "/co-so/ho-mau-a",
    "/san-pham?kieu=bang&tinh=15",
    "/tinh/lao-cai",
    "/xa/mau-a-04375",
    "/ban-do",
    "/san-pham/keo-lac-xua",
    "/khong-co",
    "/?lang=en",
    "/san-pham/que-thanh-van-yen?lang=en",
)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_text_of_the_catalogue_becomes_markup(tmp_path: Path, payload: str) -> None:
    build.write_catalog(tmp_path / "catalog.db", poisoned(payload))
    site = serving.datasette_for(tmp_path / "catalog.db", PLUGIN)
    for path in PAGES:
        answer = await site.client.get(path, follow_redirects=True)
        assert answer.status_code in (200, 404, 410), path
        assert_harmless(answer.text)
    things = lxml.html.document_fromstring((await site.client.get(PAGES[2])).text).xpath("//script[not(@src)]")
    assert json.loads(things[0].text)["name"] == payload
    for path in ("/sitemap.xml", "/thay-doi.atom"):
        ET.fromstring((await site.client.get(path)).text)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_words_of_the_address_become_markup(site: Datasette, payload: str) -> None:
    names = ["q", "tinh", "xa", "bo", "sao", "gia", "loai", "san", "sap-xep", "kieu", "trang", "lang"]
    for asked in (*({name: payload} for name in names), dict.fromkeys(names[:8], payload)):
        answer = await site.client.get("/san-pham", params=asked)
        assert answer.status_code == 200
        assert_harmless(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_no_path_becomes_markup(site: Datasette, payload: str) -> None:
    for start in ("/", "/san-pham/", "/co-so/", "/tinh/", "/xa/"):
        answer = await site.client.get(start + quote(payload, safe=""))
        assert answer.status_code == 404
        assert_harmless(answer.text)


def assert_harmless(text: str) -> None:
    """No script but data, no event attribute, no link to anything but the web and our own pages."""
    page = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    inline = page.xpath("//script[not(@src)]")
    assert {s.get("type") for s in inline} <= {"application/ld+json"}
    assert all(re.match(r"/-/static-plugins/ocop-catalog/search", a) for a in page.xpath("//script/@src"))
    assert not page.xpath("//@*[starts-with(name(), 'on')]|//iframe|//object|//math|//style")
    assert len(page.xpath("//title")) == 1
    assert "alert(1)" not in "".join(page.xpath("//@src|//@srcset"))
    for address in page.xpath("//@href|//@action"):
        is_ours = address.startswith(("/", "#", "http://", "https://", "tel:+"))
        assert is_ours or re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+", address), address
