"""Which links of a page are followed, in which form, and which first."""

from __future__ import annotations

import pytest

from crawler import links

START = "https://www.kheSim.vn/".lower()


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/san-pham/a.html#anh", "https://www.khesim.vn/san-pham/a.html"),
        ("a?utm_source=zalo&id=3&fbclid=x", "https://www.khesim.vn/a?id=3"),
        ("?page=2&sort=price", "https://www.khesim.vn/?page=2"),
        ("HTTPS://WWW.KHESIM.VN/B", "https://www.khesim.vn/B"),
        ("mailto:a@b.vn", None),
        ("javascript:void(0)", None),
        ("https://u:p@khesim.vn/", None),
        ("http://[bad", None),
    ],
)
def test_clean(href: str, url: str | None) -> None:
    assert links.clean(START, href) == url


@pytest.mark.parametrize(
    ("url", "worth"),
    [
        ("https://khesim.vn/san-pham/tra.html", True),
        ("https://www.khesim.vn/danh-muc?page=2", True),
        ("https://khac.vn/san-pham/tra.html", False),
        ("https://www.khesim.vn/gio-hang", False),
        ("https://www.khesim.vn/cart/add", False),
        ("https://www.khesim.vn/tai-lieu.pdf", False),
        ("https://www.khesim.vn/cartoon", True),
        ("https://www.khesim.vn/a?x=1&y=2&z=3", False),
        ("https://www.khesim.vn/" + "a" * 600, False),
        ("https://www.khesim.vn/a/b/a/b/a/b", False),
        ("https://www.khesim.vn/1/2/3/4/5/6/7/8/9", False),
    ],
)
def test_h23_worth_asking(url: str, worth: bool) -> None:
    assert links.worth_asking(url, START) is worth


def test_products_first_further_pages_of_lists_last() -> None:
    urls = [START + path for path in ("tin?page=3", "gioi-thieu", "san-pham/tra")]
    assert sorted(urls, key=links.priority, reverse=True) == urls[::-1]


@pytest.mark.parametrize(
    ("canonical", "same"),
    [
        ("https://khesim.vn/tra/", True),
        ("http://www.khesim.vn/tra", True),
        ("https://khesim.vn/", False),
        ("https://khac.vn/tra", False),
    ],
)
def test_a_canonical_address_is_believed_when_it_is_the_same_page(canonical: str, same: bool) -> None:
    assert links.same_page(canonical, "https://khesim.vn/tra?ref=1") is same
