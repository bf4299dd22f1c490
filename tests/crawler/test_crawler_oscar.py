"""A real shop: django-oscar with its own templates, started here, crawled, broken, crawled again.

It stands in an environment of its own (`make .venv-shops/shops.stamp`); without it these tests say that they were
skipped, and in CI they fail.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import crawler
from catalog.values.prices import money
from crawler import Reason, Run
from crawler.run import read_lines
from tests.conftest import ROOT
from tests.crawler.shops import PNG

PYTHON = Path(os.environ.get("OCOP_SHOPS", ROOT / ".venv-shops")) / "bin" / "python"
SANDBOX = Path(__file__).parent / "oscar" / "shop.py"
# More than a page of Oscar's lists holds; every seventh is sold out.
MANY = 23
VARIANTS = [
    {"name": "Gạo nếp nương túi 1 kg", "sku": "KS-GN-1", "price": 45_000, "stock": 3},
    {"name": "Gạo nếp nương túi 5 kg", "sku": "KS-GN-5", "price": 215_000, "stock": 0},
]


def goods() -> list[dict]:
    """Teas of the invented Khe Sim at prices from 12.500 to 1.250.000đ, and a rice in two packs."""
    rows = [
        {"name": f"Trà Khe Sim số {n}", "sku": f"KS-{n:03}", "price": 12_500 * n if n < MANY else 1_250_000,
         "stock": 0 if n % 7 == 0 else n, "text": f"Chè xanh sao tay của thôn Khe Sim, mẻ thứ {n}, hái sáng sớm.",
         "picture": PNG.hex(), "choices": []}
        for n in range(1, MANY + 1)
    ]  # fmt: skip
    rice = {"name": "Gạo nếp nương Khe Sim", "sku": "KS-GN", "text": "Nếp nương vụ mùa.", "picture": PNG.hex()}
    return [*rows, rice | {"choices": VARIANTS}]


@dataclass(frozen=True)
class Oscar:
    origin: str
    database: Path

    def sql(self, statement: str, *values: str) -> list[tuple]:
        with sqlite3.connect(self.database, timeout=30) as shop:
            return shop.execute(statement, values).fetchall()


@contextmanager
def serving(language: str, folder: Path) -> Iterator[Oscar]:
    if not PYTHON.exists():
        assert not os.environ.get("CI"), "django-oscar is missing in CI: make .venv-shops/shops.stamp"
        pytest.skip("django-oscar is not installed: make .venv-shops/shops.stamp")
    (folder / "goods.json").write_text(json.dumps(goods()), encoding="utf-8")
    command = [PYTHON, SANDBOX, folder, folder / "goods.json", language]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    assert server.stdout
    with server:
        port = server.stdout.readline().strip()
        assert port, (folder / "log").read_text()
        yield Oscar(f"http://127.0.0.1:{port}", folder / "shop.sqlite")
        server.terminate()


@pytest.fixture(scope="module")
def oscar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oscar]:
    """The shop in Vietnamese: "180.000 ₫"."""
    with serving("vi", tmp_path_factory.mktemp("oscar")) as shop:
        yield shop


@pytest.fixture(scope="module")
def crawled(oscar: Oscar, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return crawl(oscar, tmp_path_factory.mktemp("crawl"))


@pytest.fixture(scope="module")
def crawled_in_english(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A crawl of the shop in English: "₫180,000"."""
    with serving("en", tmp_path_factory.mktemp("oscar")) as shop:
        return crawl(shop, tmp_path_factory.mktemp("crawl"))


def crawl(oscar: Oscar, folder: Path) -> Run:
    return crawler.crawl(oscar.origin + "/", folder, allow_loopback=True)


def by_sku(run: Run) -> dict[str, dict]:
    return {record["fields"]["sku"]: record for record in run.records}


@pytest.mark.parametrize("language", ["crawled", "crawled_in_english"])
def test_every_good_is_read_with_its_words(language: str, request: pytest.FixtureRequest) -> None:
    crawled = request.getfixturevalue(language)
    assert crawled.reason == Reason.COMPLETE, crawled.detail
    found = by_sku(crawled)
    for good in goods()[:MANY]:
        fields = found[good["sku"]]["fields"]
        price = money.price(fields["price"])
        assert (price.low, price.high) == (good["price"], good["price"]), fields["price"]
        assert fields["name"] == good["name"]
        assert fields["description"] == good["text"]
        assert fields["currency"] == "VND"
        assert fields["availability"] == ("InStock" if good["stock"] else "OutOfStock")
        assert fields["breadcrumbs"][-2:] == ["Đặc sản", "Khe Sim"]
        assert len(fields["images"]) == 1
    assert found.keys() == {good["sku"] for good in goods()} | {"KS-GN-1"}, "a choice that is sold out has no link"


def test_a_good_with_variants_and_its_variants_have_pages_of_their_own(crawled: Run) -> None:
    parent, child = (by_sku(crawled)[sku]["fields"] for sku in ("KS-GN", "KS-GN-1"))
    assert (parent["name"], parent["availability"]) == ("Gạo nếp nương Khe Sim", "InStock")
    assert (child["name"], money.price(child["price"]).low) == (VARIANTS[0]["name"], VARIANTS[0]["price"])


def test_pictures_are_kept_and_nothing_in_the_shop_is_changed(oscar: Oscar, crawled: Run) -> None:
    assert crawled.pictures >= MANY
    assert oscar.sql("select count(*) from basket_basket") == [(0,)]
    asked = {urlsplit(line["url"]).path for line in read_lines(crawled.folder / "pages.jsonl")}
    assert not any(
        word in path for path in asked for word in ("basket", "accounts", "checkout", "dashboard", "reviews")
    )


def test_a_crawl_without_the_sitemap_finds_the_same_by_paging(oscar: Oscar, crawled: Run, tmp_path: Path) -> None:
    # Addresses of another host are not followed: what an owner forgets who moves a shop.
    (domain,) = oscar.sql("select domain from django_site")[0]
    oscar.sql("update django_site set domain = 'cu.khesim.example'")
    run = crawl(oscar, tmp_path)
    oscar.sql("update django_site set domain = ?", domain)
    assert words(run) == words(crawled)


def words(run: Run) -> list[tuple]:
    return sorted((record["url"], sorted(record["fields"].items())) for record in run.records)


@pytest.mark.parametrize(
    ("breaks", "mends", "said"),
    [
        (
            "update partner_stockrecord set price = price * 1000",
            "update partner_stockrecord set price = price / 1000",
            "1000 times",
        ),
        (
            "update partner_stockrecord set num_allocated = num_in_stock",
            "update partner_stockrecord set num_allocated = null",
            "sold out",
        ),
    ],
)
def test_h24_a_shop_that_breaks_is_noticed_in_one_run(
    oscar: Oscar, crawled: Run, tmp_path: Path, breaks: str, mends: str, said: str
) -> None:
    shutil.copytree(crawled.folder, tmp_path / "again")
    oscar.sql(breaks)
    run = crawl(oscar, tmp_path / "again")
    oscar.sql(mends)
    assert run.reason == Reason.CHANGED
    assert said in run.detail
    assert words(run) == words(crawled), "what was kept stays"
