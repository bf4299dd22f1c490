"""Addresses of listings are looked at again: one page each, by the crawler's manners."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from catalog import markets
from catalog.errors import Refused
from catalog.markets.receipts import visiting
from catalog.workbench.home import Home
from catalog.workbench.listings import listed, listings
from catalog.workbench.listings.listings import Word
from catalog.workbench.store import Workbench
from tests.crawler.conftest import Shop, serve

__all__ = ["serve"]

Serve = Callable[[Path], AbstractContextManager[Shop]]
MARKET = markets.get("postmart")


def list_at(home: Home, urls: dict[str, str]) -> None:
    with Workbench(home.workbench) as bench:
        words = [Word(product, "accepted", url=url) for product, url in urls.items()]
        listings.take(bench, "postmart", MARKET.title, None, "", str(urls), words, "test")


def shown(home: Home, *products: str) -> set[str]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return {row["product_id"] for row in listed.links(bench, products)}


def test_a_listing_that_is_gone_is_shown_no_more(home: Home, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "mat-ong.html").write_text("<html><body><h1>Mật ong</h1><a href='/khac.html'>khác</a></body></html>")
    (folder / "khac.html").write_text("<html><body>khác</body></html>")
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /kin\nSitemap: {{origin}}/sitemap.xml\n")
    with serve(folder) as shop:
        paths = {"p1": "/mat-ong.html", "p2": "/het-hang.html", "p3": "/kin/tra.html"}
        list_at(home, {product: shop.origin + path for product, path in paths.items()})
        done = visiting.visit(home, MARKET, allow_loopback=True)
        asked = set(shop.asked)
        again = visiting.visit(home, MARKET, allow_loopback=True)
    assert {v.url.removeprefix(shop.origin): v.outcome for v in done} == {
        "/mat-ong.html": "there", "/het-hang.html": "gone", "/kin/tra.html": "unknown",
    }  # fmt: skip
    assert asked == {"/robots.txt", "/mat-ong.html", "/het-hang.html"}  # one page each, no sitemap, no links
    assert again == []  # looked at just now
    assert shown(home, "p1", "p2", "p3") == {"p1", "p3"}


def test_a_listing_given_anew_is_shown_again(home: Home, tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    with serve(folder) as shop:
        url = shop.origin + "/mat-ong.html"
        list_at(home, {"p1": url})
        visiting.visit(home, MARKET, allow_loopback=True)
        assert shown(home, "p1") == set()
        (folder / "mat-ong.html").write_text("<html><body><h1>Mật ong</h1></body></html>")
        visiting.visit(home, MARKET, days=-1, allow_loopback=True)
    assert shown(home, "p1") == {"p1"}


def test_nobody_is_asked_anonymously(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCOP_CONTACT", raising=False)
    list_at(home, {"p1": "https://buudien.example.vn/mat-ong"})
    with pytest.raises(Refused, match="OCOP_CONTACT"):
        visiting.visit(home, MARKET)
    assert shown(home, "p1") == {"p1"}
