"""Sapo (formerly Bizweb): `products.json` as Shopify's, under other names: `name`, `alias`, `content`.

It gives at most fifty products a page, whatever is asked for.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.reading.page import Page
from crawler.reading.platforms import shopify
from crawler.reading.platforms.platform import Answer, Listing, Platform, root_of, rows

PER_PAGE = 50


def told(page: Page) -> dict[str, str]:
    """The currency that the page names; đồng where its language is Vietnamese, which Sapo's shops are made for."""
    code = page.meta("og:price:currency", "product:price:currency") or ""
    language = (page.tree.get("lang") or "").lower()
    if not code and language.startswith("vi"):
        code = "VND"
    return {"currency": code} if code else {}


def first(page: Page) -> list[str]:
    return [urljoin(root_of(page), f"/products.json?limit={PER_PAGE}&page=1")]


def read(answer: Answer) -> Listing:
    """The products of one page; Sapo's addresses are those of its aliases, without a folder before them."""
    found = list(rows(answer.data.get("products"))) if isinstance(answer.data, dict) else []
    currency = answer.told.get("currency", "")
    products = []
    for row in found:
        node = shopify.product(row, currency)
        products.append(node | {"url": row.get("url") or f"/{row.get('alias') or row.get('handle')}"})
    return Listing(products, more=shopify.next_page(answer.url) if found else [])


PLATFORM = Platform(
    marks=re.compile(r"\bBizweb\.(?:store|id|template|theme)\s*=|//bizweb\.dktcdn\.net/"),
    told=told,
    first=first,
    read=read,
)
