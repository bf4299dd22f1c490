"""The small rules of the readers, and the law that nothing a page contains makes them fail or slow."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crawler
from crawler.kept import picture_type
from crawler.manners import wait_seconds
from crawler.reading import jsonld
from crawler.reading.page import Page
from crawler.reading.register import phrases, without_label
from crawler.reading.words import block_of, is_gtin, is_something, one_amount, state_of, text_of
from crawler.sitemaps import addresses_in
from tests import guards


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ('{"a": 1}', [{"a": "1"}]),
        ('{"a": 1.50}', [{"a": "1.50"}]),
        ('{"a": 1};', [{"a": "1"}]),
        ('{"a": 1}{"b": 2}', [{"a": "1"}, {"b": "2"}]),
        ('\ufeff[{"a": "x\ny\tz"}]', [[{"a": "x\ny\tz"}]]),
        ('<!-- {"a": 1} -->', [{"a": "1"}]),
        ('<!-- lời --> {"a": 1}', [{"a": "1"}]),
        ('// lời\n{"a": 1, /* x */ "b": "http://c//d"}', [{"a": "1", "b": "http://c//d"}]),
        ('{"a": [1, 2,], }', [{"a": ["1", "2"]}]),
        (r'{"a": "c\d \'e\'"}', [{"a": r"c\d \'e\'"}]),
        ('{"a": "\x01b"}', [{"a": "\x01b"}]),
        ('{"a": ', []),
        ("", []),
    ],
)
def test_h73_json_as_shops_write_it(text: str, documents: list) -> None:
    assert list(jsonld.documents(text)) == documents


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("8930000000019", True),
        ("8930000000018", False),
        ("96385074", True),
        ("036000291452", True),
        ("00000000", False),
        ("11111111", False),
        ("893000000001", False),
        ("٨٩٣٠٠٠٠٠٠٠٠١٩", False),
    ],
)
def test_a_gtin_has_its_check_digit(code: str, right: bool) -> None:
    assert is_gtin(code) is right


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("https://schema.org/InStock", "InStock"),
        ("http://schema.org/SoldOut/", "OutOfStock"),
        ("in stock", "InStock"),
        ("oos", "OutOfStock"),
        ("schema:PreOrder", None),
        ("PreOrder", "PreOrder"),
        ("", None),
        (None, None),
        (["", "InStock"], "InStock"),
    ],
)
def test_state_of_stock(words: object, state: str | None) -> None:
    assert state_of(words) == state


@pytest.mark.parametrize(
    "hole", ["$metabrand", "{{ brand }}", "${sku}", "<%= x %>", "[[sku]]", "%BRAND%", "N/A", "null", "0"]
)
def test_holes_of_templates_say_nothing(hole: str) -> None:
    assert not is_something(hole)


def test_small_words() -> None:
    assert one_amount("109€ 109€ 109") == "109€"
    assert one_amount("1 299,00 kr") == "1 299,00 kr"
    assert without_label("Ver mais artigos da Marca: Ria") == "Ria"
    assert without_label("Địa chỉ web: a.vn") == "Địa chỉ web: a.vn"
    assert text_of({"name": ["", "Quế"]}) == "Quế"
    assert text_of("Elo&iacute;sa") == "Eloísa"
    assert block_of("Một<br>hai<script>x</script>") == "Một\nhai"


def test_a_short_word_on_a_button_must_stand_alone() -> None:
    assert phrases("buy").match("Add")
    assert phrases("buy").match("Add to cart now")
    assert not phrases("buy").match("Add to wishlist")
    assert phrases("sold_out").match("Hết hàng (hẹn vụ sau)")
    assert not phrases("sold_out").match("Hết hàngg")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120.0),
        (b" 7 ", 7.0),
        (b"Wed, 21 Oct 2026 07:28:30 GMT", 30.0),
        (b"soon", None),
        (b"-5", None),
        (None, None),
    ],
)
def test_retry_after(header: bytes | None, seconds: float | None) -> None:
    from datetime import UTC, datetime

    assert wait_seconds(header, datetime(2026, 10, 21, 7, 28, tzinfo=UTC)) == seconds


def test_sitemaps_in_every_wrapping() -> None:
    import gzip

    urls = b"<urlset><url><loc>http://a/1</loc></url><url><lastmod>x</lastmod></url><url><loc> http://a/2 </loc></url>"
    want = [("page", "http://a/1"), ("page", "http://a/2")]
    assert list(addresses_in(urls + b"</urlset>")) == want
    assert list(addresses_in(gzip.compress(urls + b"</urlset>"))) == want
    assert list(addresses_in(b"<sitemapindex><sitemap><loc>http://a/s</loc></sitemap></sitemapindex>")) == [
        ("sitemap", "http://a/s")
    ]
    for broken in (b"", b"<html>not found</html>", b"\x1f\x8bbroken", b"<urlset><url><loc>http://a/1</loc>"):
        assert all(kind == "page" for kind, _ in addresses_in(broken))


def test_h2_a_sitemap_s_entities_are_not_expanded() -> None:
    bomb = (
        b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    )
    assert all("aaaa" not in url for _, url in addresses_in(bomb))


def test_pictures_are_known_by_their_bytes() -> None:
    assert picture_type(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert picture_type(b"RIFF....WEBPVP8 ") == "image/webp"
    assert picture_type(b"<svg xmlns='http://www.w3.org/2000/svg'>") is None
    assert picture_type(b"<html>404</html>") is None
    assert picture_type(b"") is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    crawler.extract(data, "https://a.example/b")


PIECES = st.sampled_from(
    ["<h1>", "</h1>", "Ong", "<title>Ong</title>", "1.200.000đ", "$229<sup>99</sup>", '<div class="price">', "</div>",
     '<script type="application/ld+json">', "</script>", '{"@type":"Product","name":"Ong","offers":', '{"price":"1"}',
     "}", "[", "]", '"@graph":', '<div itemscope itemtype="http://schema.org/Product">', '<b itemprop="name">',
     '<div vocab="http://schema.org/" typeof="Product">', "<table><tr><td>", "</td><td>", "Mã SP:", "Hết hàng", "<!--",
     "-->", "&#0;", "&lt;p&gt;", "\x00", "\ud800", "<img src=x>", "<base href='http://['>", '<a href="http://[bad">',
     '<meta property="og:type" content="product">', "<select><option>", "<template>", "<svg><p>", "null", "NaN"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=30))
def test_no_page_makes_it_fail(pieces: list[str]) -> None:
    found = crawler.extract("".join(pieces).encode("utf-8", "surrogatepass"), "https://a.example/b")
    assert found.rules.keys() == found.sure.keys()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + "x",
        "<h1>Ong</h1>" + "<p>1.000đ</p>" * 20_000,
        "<h1>Ong</h1><p>" + "1." * 200_000,
        "<h1>Ong</h1><p>" + "mã " * 100_000,
        '<script type="application/ld+json">' + "<!--" * 100_000,
        '<script type="application/ld+json">' + "/*" * 100_000,
        '<script type="application/ld+json">' + '{"a":' * 50_000,
        '<script type="application/ld+json">' + '"' * 100_001,
        "<title>" + "a - " * 50_000 + "</title><h1>a</h1>",
        "<h1>Ong</h1>" + '<div class="description">' * 300 + "lời dài " * 1000,
        '<div itemscope itemtype="http://schema.org/Product">' * 3000 + '<b itemprop="name">x',
        '<script type="application/ld+json">{"@type":"Product","name":' + '{"name":' * 700 + '"x"' + "}" * 701,
        '<script type="application/ld+json">{"@type":"Product","offers":' + '{"offers":' * 700 + '"x"' + "}" * 701,
    ],
    ids=["deep", "prices", "digits", "labels", "comments", "slashes", "nested", "quotes", "title", "descriptions",
         "items", "names", "offers"],
)  # fmt: skip
def test_h68_no_page_is_read_for_ever(page: str) -> None:
    with guards.no_endless_work():
        crawler.extract(page.encode(), "https://a.example/b")


def test_the_charset_of_the_page_is_used() -> None:
    body = '<html><head><meta charset="windows-1258"><title>x</title></head><h1>Quê</h1>'.encode("cp1258")
    page = Page.of(body, "https://a.example/")
    assert page is not None
    assert "Quê" in page.tree.text_content()
    assert Page.of(b"%PDF-1.7", "https://a.example/", "application/pdf") is None


LIST = """<html><head><title>Trà</title></head><body><h1>Trà</h1><div class="price__filter"><div><span>12.500đ</span>
<span>75.000đ</span></div></div><div>{cards}</div></body></html>"""
CARD = """<div class="card"><a href="/tra-{n}">Trà số {n}</a><div class="card__price">
<span class="regular-price">{n}2.500đ</span></div><button>Thêm vào giỏ hàng</button></div>"""


def test_the_ends_of_a_price_filter_are_no_price_and_a_list_is_no_product() -> None:
    page = LIST.format(cards="".join(CARD.format(n=n) for n in range(1, 5)))
    found = crawler.extract(page.encode(), "http://khesim.example/tra")
    assert (found.is_product, found.price) == (False, None)


@pytest.mark.parametrize("heading", ["Mô tả sản phẩm", "Product Description", "Chi tiết:"])
@pytest.mark.parametrize("inside", [True, False], ids=["in its element", "beside it"])
def test_the_heading_of_a_description_is_none_of_its_words(heading: str, inside: bool) -> None:
    words = "Chè xanh sao tay của thôn Khe Sim, hái sáng sớm."
    body = f"<h2>{heading}</h2><p>{words}</p></div>" if inside else f"<h2>{heading}</h2></div><p>{words}</p>"
    page = f"""<html><head><title>Trà</title></head><body><h1>Trà</h1>
<p class="price">12.500đ</p><button>Mua ngay</button><div class="product-description">{body}</body></html>"""
    assert crawler.extract(page.encode(), "http://khesim.example/tra").description == words
