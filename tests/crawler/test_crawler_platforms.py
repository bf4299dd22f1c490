"""Known platforms are read by their own data: recognised, asked before any page, paged through, held against a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import crawler
from crawler import Reason, Run
from crawler.reading import platforms
from crawler.reading.listing import read_listing
from tests.crawler.shops import GOODS, PLATFORMS, Good, furnish

BROKEN = [
    b"", b"null", b"[]", b"[[1]]", b'{"products": [{"variants": 3, "images": "x"}]}', b"\xff{",
    b'[{"prices": [], "permalink": 1}]', b'{"data": {"products": {"items": [{}]}}}', b"[" * 100_000,
]  # fmt: skip
WITH_INTERFACE = ("woocommerce", "shopify", "haravan", "sapo", "magento")


@pytest.fixture
def empty(serve: Callable, tmp_path: Path) -> Iterator:
    (tmp_path / "served").mkdir()
    with serve(tmp_path / "served") as shop:
        yield shop


@pytest.fixture
def crawl(empty, tmp_path: Path) -> Callable[[], Run]:
    return lambda: crawler.crawl(empty.origin + "/", tmp_path / "out", allow_loopback=True)


def by_slug(run: Run) -> dict[str, dict]:
    return {next(g.slug for g in GOODS if g.slug in r["url"]): r for r in run.records}


def pages_asked(shop) -> list[str]:
    places = [place.format(good.slug) for place, _, _ in PLATFORMS.values() for good in GOODS]
    return [path for path in shop.asked if urlsplit(path).path in places]


def money(words: str) -> int:
    """Đồng, of words as people write them ("150.000đ") or as interfaces do ("150000.00")."""
    return int(words.strip("đ").replace(".", "") if "đ" in words else words.partition(".")[0])


def same_choices(record: dict, good: Good) -> None:
    got = {o["sku"]: o for o in record["offers"]}
    assert got.keys() == {c.sku for c in good.choices}
    for choice in good.choices:
        offer = got[choice.sku]
        assert money(offer["price"]) == choice.price
        assert offer["currency"] == "VND"
        assert money(offer.get("old_price", "0")) == choice.old
        assert offer["availability"] == ("InStock" if choice.in_stock else "OutOfStock")
        assert choice.name in offer["name"] or not choice.name


@pytest.mark.parametrize("platform", WITH_INTERFACE)
def test_all_goods_are_read_from_the_interface_with_their_variants(empty, crawl, platform: str) -> None:
    furnish(empty, platform)
    run = crawl()
    assert run.reason == Reason.COMPLETE
    found = by_slug(run)
    assert found.keys() == {good.slug for good in GOODS}
    for good in GOODS:
        record = found[good.slug]
        assert record["fields"]["name"] == good.name
        assert good.text in record["fields"]["description"]
        assert [urlsplit(url).path for url in record["fields"]["images"]] == [good.picture]
        assert urlsplit(record["url"]).path == PLATFORMS[platform][0].format(good.slug)
        assert all(rule.startswith(record["platform"]) for rule in record["rules"].values())
        if len(good.choices) > 1:
            same_choices(record, good)
        else:
            assert record["fields"]["sku"] == good.choices[0].sku
            assert money(record["fields"]["price"]) == good.choices[0].price
    assert len(pages_asked(empty)) == 1, "one page only: the witness"
    assert run.pictures == len(GOODS)
    again = crawler.replay(empty.origin + "/", run.folder)
    assert list(again.records) == sorted(found.values(), key=lambda record: record["url"])


@pytest.mark.parametrize("platform", WITH_INTERFACE)
def test_sold_out_and_old_prices_of_the_product_itself(empty, crawl, platform: str) -> None:
    furnish(empty, platform)
    found = by_slug(crawl())
    assert found["mang-kho"]["fields"]["availability"] == "OutOfStock"
    assert found["mat-ong-bac-ha"]["fields"]["availability"] == "InStock"
    assert money(found["que-thanh"]["fields"]["price_old"]) == 75_000
    assert "price_old" not in found["tra-shan"]["fields"]


@pytest.mark.parametrize("platform", WITH_INTERFACE)
def test_robots_txt_that_closes_the_interface_leaves_the_pages(empty, crawl, platform: str) -> None:
    furnish(empty, platform)
    closed = b"User-agent: *\nDisallow: /wp-json\nDisallow: /products.json\nDisallow: /graphql\n"
    empty.answers["/robots.txt"] = lambda handler: handler.answer(200, closed, "text/plain")
    run = crawl()
    assert not [path for path in empty.asked if path.startswith(("/wp-json", "/products.json", "/graphql"))]
    assert (run.reason, run.products) == (Reason.COMPLETE, len(GOODS))
    assert {money(r["fields"]["price"]) for r in run.records} >= {185_000, 60_000}


@pytest.mark.parametrize("answer", ["404", "html", "empty", "other shape"])
def test_an_interface_that_does_not_answer_leaves_the_pages(empty, crawl, answer: str) -> None:
    furnish(empty, "woocommerce")
    empty.answers["/wp-json/wc/store/v1/products"] = {
        "404": lambda h: h.answer(404),
        "html": lambda h: h.answer(200, b"<html>Bao tri</html>"),
        "empty": lambda h: h.answer(200, b"[]", "application/json"),
        "other shape": lambda h: h.answer(
            200, b'{"code": "rest_no_route", "data": [1, {"name": 3}]}', "application/json"
        ),
    }[answer]
    assert crawl().products == len(GOODS)


def test_an_interface_that_breaks_off_is_completed_from_the_pages(empty, crawl) -> None:
    furnish(empty, "shopify")
    whole = empty.answers["/products.json"]
    empty.answers["/products.json"] = lambda h: h.answer(404) if "page=2" in h.path else whole(h)
    run = crawl()
    assert run.products == len(GOODS)
    assert {bool(record.get("platform")) for record in run.records} == {True, False}


def test_an_interface_that_counts_in_hundredths_is_not_believed(empty, crawl) -> None:
    """Prices a hundred times too high look healthy in themselves; the page of one product gives them away."""
    furnish(empty, "haravan", factor=100)
    run = crawl()
    assert {r["url"].rsplit("/", 1)[1]: money(r["fields"]["price"]) for r in run.records}["tra-shan"] == 185_000
    assert not [record for record in run.records if "platform" in record]


def test_woocommerce_says_how_many_digits_are_decimals(empty, crawl) -> None:
    furnish(empty, "woocommerce", minor=2)
    found = by_slug(crawl())
    assert found["tra-shan"]["fields"]["price"] == "185000.00"
    assert {o["price"] for o in found["gao-nep"]["offers"]} == {"45000.00", "215000.00"}


def test_a_shop_that_gives_the_same_page_for_ever_is_left(empty, crawl) -> None:
    furnish(empty, "shopify", per_page=99)
    whole = empty.answers["/products.json"]

    def first_page(handler) -> None:
        handler.path = "/products.json?page=1"
        whole(handler)

    empty.answers["/products.json"] = first_page
    assert crawl().products == len(GOODS)
    assert len([path for path in empty.asked if path.startswith("/products.json")]) == 2


@pytest.mark.parametrize("platform", ["woocommerce", "magento", "odoo"])
def test_variants_of_a_page_become_offers(empty, crawl, platform: str) -> None:
    furnish(empty, platform)
    empty.answers.pop("/wp-json/wc/store/v1/products", None)
    empty.answers.pop("/graphql", None)
    run = crawl()
    record = by_slug(run)["gao-nep"]
    assert [o["name"] for o in record["offers"]] == ["Túi 1 kg", "Túi 5 kg"]
    priced = [money(o["price"]) for o in record["offers"] if "price" in o]
    # Odoo says only what a choice adds; the sum is not made here.
    assert priced == ([45_000] if platform == "odoo" else [45_000, 215_000])


@pytest.mark.parametrize("platform", platforms.known())
@pytest.mark.parametrize("body", BROKEN)
def test_h73_no_answer_makes_a_platform_fail(platform: str, body: bytes) -> None:
    assert read_listing(platform, body, "https://cho.example/products.json", {}).products == []


def test_every_platform_has_its_shop() -> None:
    assert platforms.known().keys() <= PLATFORMS.keys()
