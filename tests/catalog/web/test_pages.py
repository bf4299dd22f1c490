"""Every page, whole and in-process: in both languages, with its links, headers, data for machines."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from datasette.app import Datasette
from datasette.database import Database

from catalog.publish.tables import build
from catalog.web import headers, metadata, serving
from tests.catalog.web import shop
from tests.catalog.web.conftest import PLUGIN

PAGES = {
    "/": 200,
    "/san-pham": 200,
    "/san-pham?trang=2": 200,
    "/san-pham?q=mat+ong": 200,
    "/san-pham?q=que&tinh=15&bo=I&sao=4&gia=50-100&sap-xep=gia": 200,
    "/san-pham?q=kh%C3%B4ng+c%C3%B3+qu%E1%BA%BF": 200,
    "/san-pham?q=que&tinh=99": 200,
    "/san-pham/que-thanh-van-yen": 200,
    "/san-pham/lot-giay-que": 200,
    "/san-pham/dau-goi-que": 200,
    "/san-pham/mang-ot": 200,
    "/san-pham/mang-ot/bang-gia": 200,
    "/san-pham/chuoi-tay-tuoi": 200,
    "/san-pham/ca-chach-kho": 200,
    "/co-so/htx-que-van-yen-xanh": 200,
    "/co-so/ho-mau-a": 200,
    "/san-pham?kieu=bang&tinh=yen-bai&loai=cooperative": 200,
    "/tai-ve": 200,
    "/ban-do": 200,
    "/tinh/lao-cai": 200,
    "/tinh/ha-noi": 200,
    "/tinh/khong-co": 404,
    "/xa/mau-a-04375": 200,
    "/xa/khong-co-99999": 404,
    "/huong-dan": 200,
    "/rieng-tu": 200,
    "/san-pham/keo-lac-xua": 410,
    "/san-pham/khong-co-mon-nay": 404,
    "/co-so/khong-co": 404,
    "/dia-chi-la": 404,
    "/a/b/c.php": 404,
}
BOTH = [(path, lang) for path in PAGES for lang in ("vi", "en")]


def in_language(path: str, lang: str) -> str:
    return path if lang == "vi" else f"{path}{'&' if '?' in path else '?'}lang={lang}"


async def get(site: Datasette, path: str):
    return await site.client.get(path)


async def tree(site: Datasette, path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((await get(site, path)).text)


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(("path", "lang"), BOTH)
async def test_page_answers_whole_in_its_language(site: Datasette, path: str, lang: str) -> None:
    answer = await get(site, in_language(path, lang))
    assert answer.status_code == PAGES[path]
    page = lxml.html.document_fromstring(answer.text)
    assert page.get("lang") == lang == answer.headers["content-language"]
    assert answer.headers[headers.RELEASE] == page.xpath("//meta[@name='ocop-release']/@content")[0]
    assert len(page.xpath("//h1")) == 1
    assert words_of(page.xpath("//h1")[0])
    assert words_of(page.xpath("//title")[0])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize(("path", "lang"), BOTH)
async def test_page_needs_no_script_and_nothing_from_others(site: Datasette, path: str, lang: str) -> None:
    answer = await get(site, in_language(path, lang))
    assert answer.headers["content-security-policy"] == headers.OUR_POLICY
    assert "unsafe" not in headers.OUR_POLICY
    page = lxml.html.document_fromstring(answer.text)
    inline = page.xpath("//script[not(@src)]")
    assert {s.get("type") for s in inline} <= {"application/ld+json"}
    assert all(re.match(r"/-/static-plugins/ocop-catalog/search", a) for a in page.xpath("//script/@src"))
    assert not page.xpath("//@style|//style|//iframe|//@*[starts-with(name(), 'on')]")
    loaded = page.xpath("//img/@src|//link[@rel='stylesheet' or @rel='icon']/@href|//form/@action")
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.parametrize(("path", "lang"), BOTH)
async def test_first_view_is_small(site: Datasette, path: str, lang: str) -> None:
    answer = await get(site, in_language(path, lang))
    page = lxml.html.document_fromstring(answer.text)
    style = await get(site, page.xpath("//link[@rel='stylesheet']/@href")[0])
    assert style.status_code == 200
    assert "immutable" in style.headers["cache-control"]
    assert len(answer.content) + len(style.content) < 60_000


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_every_link_answers_and_keeps_the_language(site: Datasette, lang: str) -> None:
    """Follows every link from the home page through our own pages, to the end."""
    waiting, seen = [in_language("/", lang)], set()
    while waiting:
        path = waiting.pop()
        # Two filters together are enough; all combinations would be thousands.
        if path in seen or path.count("&") > 1 + (lang != "vi"):
            continue
        seen.add(path)
        answer = await get(site, path)
        assert answer.status_code == 200, path
        if "html" not in answer.headers["content-type"] or path.startswith(("/catalog", "/-/")):
            continue
        page = lxml.html.document_fromstring(answer.text)
        assert page.get("lang") == lang, path
        for link in page.xpath("//a[not(@hreflang)]/@href|//img/@src"):
            if link.startswith("/"):
                waiting.append(urlsplit(link)._replace(fragment="").geturl())
    assert len(seen) > 100


async def test_other_language_is_one_click_away_and_the_same_page(site: Datasette) -> None:
    page = await tree(site, "/san-pham?q=que&sao=4")
    english = page.xpath("//a[@hreflang='en']/@href")[0]
    back = (await tree(site, english)).xpath("//a[@hreflang='vi']/@href")[0]
    assert english == "/san-pham?q=que&sao=4&lang=en"
    assert back == "/san-pham?q=que&sao=4"


VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES)
async def test_english_pages_have_no_vietnamese_but_what_is_marked_so(site: Datasette, path: str) -> None:
    page = await tree(site, in_language(path, "en"))
    asked = page.xpath("//input[@name='q']/@value") + page.xpath("//h1/text()")
    for element in page.xpath("//*[@lang='vi']|//script|//title|//h1"):
        element.clear(keep_tail=True)
    text = page.text_content() + " ".join(page.xpath("//@alt|//@placeholder|//@aria-label"))
    # The site's own name, and producers without a name, who are named by their Vietnamese place.
    text = text.replace("Đặc sản OCOP", "")
    text = re.sub(r"(A producer in|Picture \d+:) .*|“[^”]*”", "", text)
    for words in asked:
        text = text.replace(words, "")
    assert not VIETNAMESE.search(text), VIETNAMESE.search(text)


# ── what pages say ──


async def test_product_page_says_what_a_buyer_needs(site: Datasette) -> None:
    said = words_of((await tree(site, "/san-pham/que-thanh-van-yen")).xpath("//main")[0])
    for words in (
        "Quế thanh Văn Yên", "từ 60.000", "Hộp 500 g", "145.000", "290.000", "OCOP 4 sao", "816/QĐ-UBND", "26/04/2024",
        "UBND tỉnh Yên Bái", "26/04/2027", "HTX Quế Văn Yên Xanh", "Hợp tác xã", "xã Mậu A, Lào Cai", "huyện Văn Yên",
        "0900 000 011", "toàn quốc", "100 % vỏ quế", "24 tháng", "ISO 22000:2018", "Mỗi năm hai vụ bóc", "Bột quế",
        "Theo danh sách sản phẩm gửi về, nhận ngày 02/10/2026", "QUẾ THANH VĂN YÊN",
    ):  # fmt: skip
        assert words in said, words


async def test_product_page_leads_to_where_it_is_sold(site: Datasette) -> None:
    page = lxml.html.document_fromstring((await site.client.get("/san-pham/que-thanh-van-yen")).text)
    (link,) = page.xpath("//a[starts-with(text(), 'Mua trên')]")
    assert (link.text, link.get("href")) == ("Mua trên Shopee", "https://shopee.example.vn/que-thanh")
    assert "nofollow" in link.get("rel")
    other = (await site.client.get("/san-pham/lot-giay-que")).text
    assert "Mua trên" not in other


async def test_a_release_from_before_there_were_listings_is_shown(tmp_path: Path) -> None:
    build.write_catalog(tmp_path / "catalog.db", shop.rows())
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as db:
        db.execute("DROP TABLE listings")
        db.commit()
    site = serving.datasette_for(tmp_path / "catalog.db", PLUGIN)
    assert (await site.client.get("/san-pham/que-thanh-van-yen")).status_code == 200


async def test_lapsed_certificate_says_since_when_and_shows_no_star(site: Datasette) -> None:
    page = await tree(site, "/san-pham/lot-giay-que")
    assert "hết hiệu lực từ ngày 24/12/2025" in words_of(page)
    assert not page.xpath("//main/div/article//*[@class='badge']")
    assert "Certification" not in page.xpath("//script")[0].text


async def test_a_product_without_a_star_lacks_nothing(site: Datasette) -> None:
    said = words_of((await tree(site, "/san-pham/mat-ong-rung-mau-a")).xpath("//article")[0])
    assert "sao" not in said.lower()
    assert "chứng nhận" not in said.lower()


async def test_household_without_consent_is_named_by_its_place(site: Datasette) -> None:
    for path in ("/san-pham/nhang-que", "/co-so/ho-mau-a"):
        assert "Cơ sở sản xuất tại xã Mậu A" in words_of((await tree(site, path)).xpath("//main")[0])
        assert "A producer in xã Mậu A" in words_of((await tree(site, path + "?lang=en")).xpath("//main")[0])
        assert "Hộ kinh doanh" not in (await get(site, path)).text


async def test_prices_that_are_no_number(site: Datasette) -> None:
    for slug, words in (
        ("mang-ot", "Giá liên hệ"),
        ("dau-goi-que", "Chưa có giá"),
        ("chuoi-tay-tuoi", "25.000 ₫ – 35.000 ₫"),
    ):
        assert words in words_of(await tree(site, f"/san-pham/{slug}")).replace("\xa0", " ")
    english = words_of(await tree(site, "/san-pham/chuoi-tay-tuoi?lang=en"))
    assert "₫25,000 – ₫35,000" in english


async def test_old_addresses_lead_on(site: Datasette) -> None:
    for old, new in (
        ("/san-pham/bot-que-cu", "/san-pham/bot-que"),
        ("/san-pham/bot-que-cu?lang=en", "/san-pham/bot-que?lang=en"),
        ("/san-pham/Bột-quế-cũ", "/san-pham/bot-que"),
        ("/co-so/que-van-yen", "/co-so/htx-que-van-yen-xanh"),
        ("/san-pham/B%E1%BB%99t%20Qu%E1%BA%BF", "/san-pham/bot-que"),
        ("/co-so/HTX-Que-Van-Yen-Xanh", "/co-so/htx-que-van-yen-xanh"),
    ):
        answer = await get(site, old)
        assert (answer.status_code, answer.headers["location"]) == (301, new)


async def test_missing_page_offers_what_its_address_asks_for(site: Datasette) -> None:
    page = await tree(site, "/san-pham/que-thanh-van-yen-loai-1")
    assert page.xpath("//input[@name='q']/@value") == ["que thanh van yen loai 1"]
    assert "Quế thanh Văn Yên" in words_of(page)
    assert "Bột quế" in words_of(await tree(site, "/bot-que"))


async def test_nothing_found_helps_on(site: Datasette) -> None:
    page = await tree(site, "/san-pham?q=que+xyzxyz&tinh=15")
    assert "Chỉ tìm “que”: 7 sản phẩm" in words_of(page)
    filtered = await tree(site, "/san-pham?q=que&tinh=22")
    assert "Bỏ bộ lọc: còn 7 sản phẩm" in words_of(filtered)


async def test_filters_survive_a_new_search(site: Datasette) -> None:
    page = await tree(site, "/san-pham?q=que&tinh=15&sao=4&sap-xep=gia&lang=en")
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//form//input[@type='hidden']")}
    assert hidden == {"tinh": "15", "sao": "4", "sap-xep": "gia", "lang": "en"}


async def test_only_reading_is_allowed(site: Datasette) -> None:
    for path in ("/", "/san-pham", "/huong-dan"):
        answer = await site.client.post(path, data={"q": "x"})
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
        assert (await site.client.head(path)).status_code == 200


# ── for machines ──


async def ld(site: Datasette, slug: str) -> dict:
    return json.loads((await tree(site, f"/san-pham/{slug}")).xpath("//script[@type='application/ld+json']")[0].text)


async def test_json_ld_equals_the_page(site: Datasette) -> None:
    thing = await ld(site, "que-thanh-van-yen")
    assert (thing["@type"], thing["name"]) == ("Product", "Quế thanh Văn Yên")
    assert [(o["name"], o["price"], o["priceCurrency"]) for o in thing["offers"]] == [
        ("Túi 200 g", "60000", "VND"), ("Hộp 500 g", "145000", "VND"), ("Bao 5 kg", "1250000", "VND"),
    ]  # fmt: skip
    award = thing["hasCertification"]
    assert award["certificationIdentification"] == "816/QĐ-UBND"
    assert award["expires"] == "2027-04-26"
    assert award["certificationRating"]["ratingValue"] == 4
    assert award["issuedBy"]["name"] == "UBND tỉnh Yên Bái"
    assert thing["manufacturer"]["telephone"] == ["+84900000011"]
    assert thing["url"] == "http://localhost/san-pham/que-thanh-van-yen"
    assert len(thing["image"]) == 3


@pytest.mark.parametrize("name", [entry[0] for entry in shop.PRODUCTS])
async def test_json_ld_of_every_product(site: Datasette, name: str) -> None:
    entry = next(e for e in shop.PRODUCTS if e[0] == name)
    thing = await ld(site, shop.text.slug(name))
    assert thing["name"] == name
    assert len(thing.get("offers", [])) == sum(offer[1] is not None for offer in entry[3])
    in_force = bool(entry[4]) and entry[4][4] >= shop.TODAY
    assert ("hasCertification" in thing) == in_force
    assert None not in thing.values()


async def test_price_range_is_a_range_for_machines_too(site: Datasette) -> None:
    (offer,) = (await ld(site, "chuoi-tay-tuoi"))["offers"]
    assert "price" not in offer
    assert (offer["@type"], offer["lowPrice"], offer["highPrice"]) == ("AggregateOffer", "25000", "35000")
    (empty,) = (await ld(site, "ca-chach-kho"))["offers"]
    assert empty["availability"].endswith("OutOfStock")


async def test_previews(site: Datasette) -> None:
    page = await tree(site, "/san-pham/que-thanh-van-yen")
    graph = {m.get("property"): m.get("content") for m in page.xpath("//meta[@property]")}
    assert graph["og:title"] == "Quế thanh Văn Yên"
    assert graph["product:price:amount"] == "60000"
    picture = await get(site, urlsplit(graph["og:image"]).path)
    assert picture.headers["content-type"] == "image/jpeg"


async def test_configured_address_stands_everywhere_and_a_strange_host_nowhere(home: Path) -> None:
    site = serving.datasette_for(home / "catalog.db", {**PLUGIN, "address": "https://ocop.example/"})
    for path in ("/", "/san-pham/bot-que", "/sitemap.xml", "/thay-doi.atom", "/robots.txt"):
        answer = await site.client.get(path, headers={"host": "evil.example"})
        assert "evil.example" not in answer.text
        assert "https://ocop.example/" in answer.text
    plain = serving.datasette_for(home / "catalog.db", PLUGIN)
    answer = await plain.client.get("/san-pham/bot-que", headers={"host": 'x"><script>'})
    assert "<script>" not in answer.text.replace('<script type="application/ld+json">', "")


async def test_sitemap_lists_every_page_in_both_languages(site: Datasette) -> None:
    root = ET.fromstring((await get(site, "/sitemap.xml")).text)
    places = [e.text for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    of_places = len(shop.COMMUNES) + len({province for _, _, province, _, _ in shop.COMMUNES.values()})
    assert len(places) == 6 + len(shop.PRODUCTS) + len(shop.PRODUCERS) + of_places
    for place in places:
        assert (await get(site, urlsplit(place).path)).status_code == 200
    links = [e.get("href") for e in root.iter("{http://www.w3.org/1999/xhtml}link")]
    assert len(links) == 2 * len(places)


async def test_feed_of_changes(site: Datasette) -> None:
    root = ET.fromstring((await get(site, "/thay-doi.atom")).text)
    titles = [e.findtext("{*}title") for e in root.iter("{http://www.w3.org/2005/Atom}entry")]
    assert titles == [
        "Quế thanh Văn Yên – Có thay đổi",
        "Kẹo lạc xưa – Không còn trong danh mục",
        "Bột quế – Có thay đổi",
    ]


async def test_robots_names_the_sitemap(site: Datasette) -> None:
    text = (await get(site, "/robots.txt")).text
    assert "Disallow: /catalog/" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text


async def test_no_address_leads_a_link_to_another_host(site: Datasette) -> None:
    for path in ("//evil.example/x", "///evil.example", "/%2f%2fevil.example", "/\\\\evil.example"):
        answer = await site.client.get(f"http://localhost{path}")
        assert answer.status_code in (302, 404)
        assert 'href="//' not in answer.text
        assert not answer.headers.get("location", "/").startswith("//")


async def test_the_site_may_stand_below_a_path(home: Path) -> None:
    settings = {"base_url": "/ocop/"}
    below = Datasette(immutables=[str(home / "catalog.db")], config={"plugins": {"ocop": PLUGIN}}, settings=settings)
    for path in ("/", "/san-pham?q=que", "/san-pham/que-thanh-van-yen?lang=en"):
        page = await tree(below, path)
        addresses = page.xpath("//body//@href|//@src|//@action|//link[@rel='stylesheet']/@href")
        local = [a for a in addresses if not a.startswith(("#", "tel:", "http"))]
        assert local
        assert all(a.startswith("/ocop/") for a in local), local
        english = page.xpath("//a[@hreflang]/@href")[0]
        assert (await below.client.get(english.removeprefix("/ocop"))).status_code == 200


# ── pictures ──


async def test_pictures_of_products_and_no_others(site: Datasette, home: Path) -> None:
    known = shop.picture_hash("Bột quế", 1)
    for ending, kind in (("thumb.webp", "webp"), ("card.webp", "webp"), ("page.webp", "webp"), ("square.jpg", "jpeg")):
        answer = await get(site, f"/anh/{known}-{ending}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, f"image/{kind}")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    stranger = "0" * 64
    folder = home / "pictures" / "derived" / stranger[:2]
    folder.mkdir(exist_ok=True)
    (folder / f"{stranger}-thumb.webp").write_bytes(b"x")
    endings = ("thumb.jpg", "square.webp", "huge.webp", "card.svg", "thumb.webp/..")
    strange = (f"{stranger}-thumb.webp", "..%2f..%2fcatalog.db", f"{known.upper()}-thumb.webp")
    for name in (*strange, *(f"{known}-{ending}" for ending in endings)):
        assert (await get(site, f"/anh/{name}")).status_code == 404


async def test_pictures_asked_for_together_keep_their_lengths(site: Datasette, home: Path) -> None:
    names = [path.name for path in (home / "pictures" / "derived").rglob("*-*.*") if "0" * 64 not in path.name]
    for answer in await asyncio.gather(*(get(site, f"/anh/{name}") for name in names[:60])):
        assert len(answer.content) == int(answer.headers["content-length"])


# ── Datasette's own pages ──


async def test_datasettes_own_pages_stay(site: Datasette) -> None:
    for path in (
        "/catalog",
        "/catalog/products",
        "/catalog/products?id=p001",
        "/catalog/product_facts/p001",
        "/-/",
        "/catalog/-/query?sql=select+1",
        "/catalog/sets",
    ):
        answer = await get(site, path)
        assert answer.status_code == 200, path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers[headers.RELEASE] == "a" * 12
    rows = (await get(site, "/catalog/products.json?_shape=array&_size=max")).json()
    assert len(rows) == len(shop.PRODUCTS)
    assert (await get(site, "/catalog/products.csv")).text.startswith("id,slug,name")
    assert (await get(site, "/catalog/-/query.json?sql=select+count(*)+as+n+from+products")).json()["rows"] == [
        {"n": len(rows)}
    ]
    assert "Stable id, the same for ever" in (await get(site, "/catalog/products")).text


async def test_the_row_of_a_product_is_found_by_its_id_with_todays_stars(site: Datasette) -> None:
    answer = await site.client.get("/catalog/products/p001.json")
    assert answer.status_code == 302
    rows = (await get(site, answer.headers["location"])).json()["rows"]
    assert [(r["id"], r["stars"]) for r in rows] == [("p001", 4)]
    page = await site.client.get("/catalog/products/p001")
    assert page.headers["location"] == "/catalog/products?id=p001"


async def test_every_page_leads_to_the_data(site: Datasette) -> None:
    assert "/catalog" in (await tree(site, "/")).xpath("//footer//a/@href")


async def test_a_costly_statement_is_stopped(site: Datasette) -> None:
    for sql in (
        "select hex(zeroblob(400000000))",
        "select replace(hex(zeroblob(1000000)), '0', 'xxxxxxxx')",
        "attach database 'other.db' as y",
        "select group_concat(a.name) from products a, products b, products c, products d",
    ):
        answer = await site.client.get("/catalog/-/query.json", params={"sql": sql})
        assert answer.status_code == 400, sql


async def test_datasette_is_told_of_every_table_and_column_in_one_write(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = Database.execute_write

    async def one(database: Database, sql: str, *given: object, **more: object) -> object:
        asked.append(sql)
        return await real(database, sql, *given, **more)

    monkeypatch.setattr(Database, "execute_write", one)
    served = serving.datasette_for(home / "catalog.db")
    await served.invoke_startup()
    whole = metadata.metadata()
    assert not [sql for sql in asked if "metadata_" in sql]
    assert await served.get_instance_metadata() == {k: v for k, v in whole.items() if k != "databases"}
    about = whole["databases"]["catalog"]
    assert await served.get_database_metadata("catalog") == {k: v for k, v in about.items() if k != "tables"}
    for name, table in about["tables"].items():
        said = {k: v for k, v in table.items() if k != "columns"}
        assert await served.get_resource_metadata("catalog", name) == said
        for column, words in table["columns"].items():
            assert await served.get_column_metadata("catalog", name, column) == {"description": words}
    served.close()


async def test_what_a_datasette_was_told_itself_stays(home: Path) -> None:
    served = Datasette(immutables=[str(home / "catalog.db")], metadata={"title": "Riêng"})
    await served.invoke_startup()
    said = await served.get_instance_metadata()
    assert (said["title"], said["license"]) == ("Riêng", metadata.LICENCE["license"])
    served.close()


def test_metadata_describes_every_table_and_column(home: Path) -> None:
    tables = metadata.metadata()["databases"]["catalog"]["tables"]
    with closing(sqlite3.connect(home / "catalog.db")) as db:
        for name, about in tables.items():
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
            assert set(about["columns"]) == columns
            assert about["description"]
