"""Shopify and Haravan: `products.json`, and the JSON of the product that many themes put on its page.

`products.json` says prices as they are ("150000.00"); it names no currency, which the first page does. It says whether
a variant can be bought, and under `compare_at_price` what it cost before. The JSON on a page is the template's, in
hundredths of the currency, for đồng as well. Paging: `page` counts up until a page is empty; some shops give fewer per
page than they are asked for, so a short page is not the last one.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from crawler.reading.jsonld import Node
from crawler.reading.page import Page
from crawler.reading.platforms.platform import (
    Answer,
    Listing,
    Platform,
    decoded,
    offer,
    pointed,
    root_of,
    rows,
    said,
    state,
)

PER_PAGE = 250
ONLY_ONE = frozenset({"", "default title", "mặc định", "default"})
CURRENCY = re.compile(
    r"""Shopify\.currency\s*=\s*\{\s*"active"\s*:\s*"([A-Z]{3})"|"currencyCode"\s*:\s*"([A-Z]{3})\""""
)
# Haravan's shops sell in đồng where their culture is Vietnam's.
VIETNAMESE = re.compile(r"""(?:Haravan\.culture|"culture")\s*[=:]\s*["']vi-VN["']""")


def told(page: Page) -> dict[str, str]:
    """The currency, which the data leave out."""
    match = CURRENCY.search(page.html)
    code = (match[1] or match[2]) if match else page.meta("og:price:currency", "product:price:currency") or ""
    if not code and VIETNAMESE.search(page.html):
        code = "VND"
    return {"currency": code} if code else {}


def first(page: Page) -> list[str]:
    return [urljoin(root_of(page), f"/products.json?limit={PER_PAGE}&page=1")]


def read(answer: Answer) -> Listing:
    """The products of one page of products.json."""
    found = list(rows(answer.data.get("products"))) if isinstance(answer.data, dict) else []
    products = [product(row, answer.told.get("currency", "")) for row in found]
    return Listing(products, more=next_page(answer.url) if found else [])


def next_page(url: str) -> list[str]:
    """The address of the page after this one."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    at = asked.get("page", "1")
    after = int(at) + 1 if at.isdecimal() and len(at) < 6 else 2
    return [urlunsplit(parts._replace(query=urlencode({**asked, "page": after})))]


def product(row: dict[str, Any], currency: str, digits: str = "0") -> Node:
    """A product of either platform; digits: how many of a price's are decimals."""
    variants = [variant(each, currency, digits) for each in rows(row.get("variants"))]
    node: Node = {
        "@type": "Product",
        "name": row.get("title") or row.get("name"),
        "url": f"/products/{said(row.get('handle') or row.get('alias'))}",
        "description": row.get("body_html") or row.get("description") or row.get("content"),
        "image": images(row),
        "brand": row.get("vendor"),
        "category": row.get("product_type") or row.get("type"),
    }
    if len(variants) == 1 and said(variants[0]["name"]).lower() in ONLY_ONE:
        only = variants[0]
        return node | {name: only[name] for name in ("sku", "gtin", "offers")}
    return node | {"hasVariant": variants}


def variant(row: dict[str, Any], currency: str, digits: str) -> Node:
    """One variant. Its `grams` are the parcel's weight, which is no net content, so they are left out."""
    return {
        "@type": "Product",
        "name": row.get("title"),
        "sku": row.get("sku"),
        "gtin": row.get("barcode"),
        "offers": offer(
            pointed(said(row.get("price")), digits),
            _old(pointed(said(row.get("compare_at_price")), digits)),
            currency,
            state(row.get("available")),
        ),
    }


def _old(words: str) -> str:
    """A price before of nothing is no price before."""
    return words if re.search(r"[1-9]", words) else ""


def images(row: dict[str, Any]) -> list[str]:
    """Addresses of pictures, which stand alone or in objects, with or without http: in front."""
    found = row.get("images") or [row.get("featured_image") or row.get("image")]
    sources = [each.get("src") if isinstance(each, dict) else each for each in found if each]
    return [source for source in sources if isinstance(source, str)]


def on_page(page: Page) -> list[Node]:
    """The product that the theme hands to its script, prices in hundredths."""
    currency = told(page).get("currency", "")
    for script in page.tree.xpath("//script[@type='application/json']"):
        about = f"{script.get('id') or ''} {' '.join(script.keys())}".lower()
        found = decoded(script.text or "") if "product" in about else None
        found = found.get("product", found) if isinstance(found, dict) else None
        if isinstance(found, dict) and found.get("variants") and found.get("handle"):
            return [product(found, currency, "2")]
    return []


PLATFORM = Platform(
    marks=re.compile(
        r"\bShopify\.(?:shop|theme|currency)\s*=|\bHaravan\.(?:shop|domain|culture)\s*=|//cdn\.shopify\.com/s/files/"
    ),
    told=told,
    first=first,
    read=read,
    on_page=on_page,
)
