"""Magento and Adobe Commerce: GraphQL asked with GET, and the table of variants on a product page.

The REST interface wants a token; /graphql answers everybody, and questions (never changes) may be sent with GET.
Shape: Adobe's reference of the query `products`. Prices are numbers of the currency's main unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

from crawler.reading.jsonld import Node
from crawler.reading.page import Page, one_line
from crawler.reading.platforms.platform import (
    Answer,
    Listing,
    Platform,
    decoded,
    inner,
    offer,
    root_of,
    rows,
    said,
)

PER_PAGE = 50
PRICES = "price_range{minimum_price{regular_price{value currency}final_price{value currency}}}"
QUESTION = (
    "{products(filter:{},pageSize:%d,currentPage:%d){page_info{current_page total_pages}items{"
    "name sku url_key url_suffix stock_status description{html}short_description{html}image{url}media_gallery{url}"
    "categories{name}" + PRICES + "...on ConfigurableProduct{variants{attributes{label}product{sku stock_status "
    + PRICES + "}}}}}}"
)  # fmt: skip
STATES = {"IN_STOCK": "InStock", "OUT_OF_STOCK": "OutOfStock"}
DEEPEST = 8


def first(page: Page) -> list[str]:
    return [_address(root_of(page), 1)]


def _address(root: str, number: int) -> str:
    return urljoin(root, "/graphql") + "?" + urlencode({"query": QUESTION % (PER_PAGE, number)})


def read(answer: Answer) -> Listing:
    """The products of one page of the answer."""
    found = inner(answer.data, "data", "products")
    products = [_product(row) for row in rows(found.get("items"))]
    info = inner(found, "page_info")
    at, last = said(info.get("current_page")), said(info.get("total_pages"))
    more = [_address(answer.url, int(at) + 1)] if at.isdecimal() and last.isdecimal() and int(at) < int(last) else []
    return Listing(products, more=more if products else [])


def _product(row: dict[str, Any]) -> Node:
    variants = [_variant(each) for each in rows(row.get("variants"))]
    node: Node = {
        "@type": "Product",
        "name": row.get("name"),
        "url": f"/{said(row.get('url_key'))}{said(row.get('url_suffix'))}",
        "sku": row.get("sku"),
        "description": said(inner(row, "description").get("html")) or said(inner(row, "short_description").get("html")),
        "image": [g.get("url") for g in rows(row.get("media_gallery"))] or inner(row, "image").get("url"),
        "category": next((c.get("name") for c in rows(row.get("categories"))), None),
    }
    return node | ({"hasVariant": variants} if variants else {"offers": _offer(row)})


def _variant(row: dict[str, Any]) -> Node:
    bought = inner(row, "product")
    name = " / ".join(said(a.get("label")) for a in rows(row.get("attributes")))
    return {"@type": "Product", "name": name, "sku": bought.get("sku"), "offers": _offer(bought)}


def _offer(row: dict[str, Any]) -> Node:
    prices = inner(row, "price_range", "minimum_price")
    now, before = inner(prices, "final_price"), inner(prices, "regular_price")
    state = STATES.get(said(row.get("stock_status")), "")
    return offer(said(now.get("value")), said(before.get("value")), said(now.get("currency")), state)


def on_page(page: Page) -> list[Node]:
    """The variants that a product page hands to its script: prices by number, names by choice."""
    for script in page.tree.xpath("//script[@type='text/x-magento-init']"):
        table = _table(decoded(script.text or ""), 0)
        if table:
            name = next((one_line(h.text_content()) for h in page.tree.iter("h1")), "")
            return [{"@type": "Product", "name": name, "url": page.url, "hasVariant": list(_of_table(table))}]
    return []


def _table(value: Any, depth: int) -> dict[str, Any] | None:
    """The first jsonConfig or spConfig, wherever the theme has put it."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return None
    for name, held in value.items():
        if name in ("jsonConfig", "spConfig") and isinstance(held, dict) and "optionPrices" in held:
            return held
        found = _table(held, depth + 1)
        if found:
            return found
    return None


def _of_table(table: dict[str, Any]) -> Iterator[Node]:
    names: dict[str, list[str]] = {}
    for attribute in inner(table, "attributes").values():
        for option in rows(attribute.get("options") if isinstance(attribute, dict) else None):
            for number in option.get("products") or ():
                names.setdefault(str(number), []).append(said(option.get("label")))
    for number, prices in inner(table, "optionPrices").items():
        now, before = (said(inner(prices, kind).get("amount")) for kind in ("finalPrice", "oldPrice"))
        sku = said(inner(table, "sku").get(number))
        yield {"@type": "Product", "name": " / ".join(names.get(number, [])), "sku": sku, "offers": offer(now, before)}


PLATFORM = Platform(
    marks=re.compile(r"text/x-magento-init|/static/version\d+/frontend/"),
    first=first,
    read=read,
    on_page=on_page,
)
