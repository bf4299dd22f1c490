"""A crawl as a delivery: variants are packs of one product, a bad run changes nothing, kept pages are read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.workbench import crawling, days
from catalog.workbench.home import Home
from catalog.workbench.overview import overview
from tests.catalog.test_cli import ocop as run
from tests.crawler.conftest import Shop, serving
from tests.crawler.shops import GOODS, furnish


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "served").mkdir()
    with serving(tmp_path / "served") as served:
        furnish(served, "woocommerce")
        yield served


def ocop(home: Home, *words: str) -> tuple[int, dict]:
    done = run(home, *words, "--json")
    return done.returncode, json.loads(done.stdout)


def test_variants_are_packs_of_one_product(home: Home, shop: Shop) -> None:
    crawled = crawling.collect(home, shop.origin + "/", allow_loopback=True)
    assert (crawled.reason, crawled.records) == ("complete", len(GOODS))
    honey = [d for d in crawled.submission.drafts if d.name and d.name.startswith("Mật ong")]
    assert len(honey) == 3
    assert len({d.product_id for d in honey}) == 1
    said = [
        (f["price_low"], f.get("price_old"), f["net_total"], f["net_unit"], f["sku"]) for f in (d.facts for d in honey)
    ]
    assert said == [
        (400_000, None, 1000, "ml", "KS-MO-1L"),
        (120_000, 150_000, 250, "g", "KS-MO-250"),
        (220_000, None, 500, "g", "KS-MO-500"),
    ]


def test_bad_run_replay_and_acceptance_from_the_command_line(home: Home, shop: Shop) -> None:
    site = shop.origin + "/"
    status, first = ocop(home, "crawl", site, "--allow-loopback")
    assert status == 0
    furnish(shop, "woocommerce", goods=GOODS[:2])
    status, bad = ocop(home, "crawl", site, "--allow-loopback")
    assert (status, bad["runs"][0]["reason"]) == (1, "site changed")
    assert bad["runs"][0]["kept_at"] == first["runs"][0]["kept_at"]
    # The day is Vietnam's, and may have ended since the crawl.
    kept = days.day_of(first["runs"][0]["kept_at"])
    assert overview(home)["sources"] in [
        [f"{site}: site changed, kept {when} ({kept})"] for when in ("today", "yesterday")
    ]
    asked = len(shop.asked)
    status, again = ocop(home, "crawl", site, "--replay")
    assert (status, again["runs"][0]["records"], len(shop.asked)) == (0, len(GOODS), asked)
    assert again["summary"]["new"] + again["summary"]["changed"] == 0
    status, taken = ocop(home, "crawl", site, "--allow-loopback", "--accept", "sells two goods now")
    assert (status, taken["runs"][0]["records"]) == (0, 2)


def test_replay_of_a_site_that_was_never_crawled_is_one_sentence(home: Home) -> None:
    done = run(home, "crawl", "https://cho.example/", "--replay")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing to read again" in done.stderr
