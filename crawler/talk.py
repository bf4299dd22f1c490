"""The conversation with a shop's platform: recognised from a first page, asked for its data, held against one page.

A platform that answers is believed only when the page of one of its products shows the same price: interfaces count in
hundredths, templates in thousands, and an amount that is a hundred times too high would look quite healthy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.budget import SPEAKS
from crawler.gather import Gathered, disbelieve
from crawler.reading import platforms, read
from crawler.reading.page import Page
from crawler.shape import magnitude
from crawler.sources import bare_host

if TYPE_CHECKING:
    from crawler.spider import ShopSpider

LISTING, WITNESS = 40, 45
# A shop says what made it on its first page; the next few are asked as well, where the first is a splash screen.
LOOK_AT = 3
# Prices of one product on two ways: more apart than this, one of them is not the price.
MOST_APART = 4.0


def begin(spider: ShopSpider, page: Page) -> Iterator[Request]:
    """Requests for the platform's data, if the page is of a platform that has some, and nobody has asked yet."""
    journal = spider.journal
    if spider.card.pace.depth == 0 or journal.counted("pages") > LOOK_AT or "platform" in journal.about():
        return
    name = platforms.recognised(page)
    if name is None:
        return
    journal.note({"platform": name})
    platform = platforms.known()[name]
    for url in platform.first(page):
        yield ask(spider, url, {"platform": name, "told": platform.told(page)})


def ask(spider: ShopSpider, url: str, about: dict[str, Any]) -> Request:
    return spider.request(url, "listing", 0, LISTING, **about)


def go_on(spider: ShopSpider, response: Response, found: Gathered) -> Iterator[Request]:
    """After an answer with products: the witness, once, and the further addresses of the same shop."""
    is_first = SPEAKS not in spider.journal.about()
    if is_first:
        spider.journal.note({SPEAKS: "yes"})
        witness = next((r["url"] for r in found.new if _may_bear_witness(spider, r)), None)
        if witness:
            yield spider.request(witness, "witness", 0, WITNESS)
    about: dict[str, Any] = {name: response.meta[name] for name in ("platform", "told")}
    for url in found.more:
        if bare_host(url) == bare_host(spider.card.start):
            yield ask(spider, url, about)


def _may_bear_witness(spider: ShopSpider, record: dict[str, Any]) -> bool:
    url = record["url"]
    return bool(urlsplit(url).path) and bare_host(url) == bare_host(spider.card.start) and "price" in record["fields"]


def hear(spider: ShopSpider, page: Page) -> None:
    """Holds a product's page against what the platform said of it; where they differ widely, the pages are believed."""
    record = spider.journal.find("record", page.url)
    seen = read(page).price
    said = record["fields"].get("price", "") if record else ""
    one, other = magnitude(seen or ""), magnitude(said)
    if one and other and max(one, other) / min(one, other) > MOST_APART:
        disbelieve(spider.journal)
        fall_silent(spider, f"its data say {said} where the page {page.url} says {seen}")


def is_believed(spider: ShopSpider) -> bool:
    """Whether nothing has spoken against the platform's data yet."""
    return spider.journal.about().get(SPEAKS, "yes") == "yes"


def fall_silent(spider: ShopSpider, why: str) -> None:
    """The platform's data are of no use: the pages are read, as those of any shop."""
    spider.journal.note({SPEAKS: why})
