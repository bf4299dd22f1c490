"""WooCommerce: its Store API, and the table of variants that a product page carries for its own script.

Shape of the answers: the Store API's documentation, "Products" (v1). Amounts are whole numbers of the currency's
smallest unit; `currency_minor_unit` says how many digits are decimals. Shops in Vietnam often leave it at 2, although
nobody writes đồng with decimals. The number of pages stands in the header X-WP-TotalPages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

import lxml.html

from crawler.reading.jsonld import Node
from crawler.reading.page import Page, one_line
from crawler.reading.platforms.platform import (
    Answer,
    Listing,
    Platform,
    decoded,
    inner,
    offer,
    pointed,
    root_of,
    rows,
    said,
    state,
)

PER_PAGE = 100
ROUTE = "wc/store/v1/products"


def first(page: Page) -> list[str]:
    """The first page of all products, at the place where the shop says that its interface stands."""
    found = page.tree.xpath("//link[@rel='https://api.w.org/']/@href")
    base = page.absolute(found[0]) if found else None
    return [_address(base or urljoin(root_of(page), "/wp-json/"), page=1)]


def _address(base: str, **asked: Any) -> str:
    """Shops without "pretty" addresses say ?rest_route=/ where others say /wp-json/."""
    query = urlencode({"per_page": PER_PAGE, **asked})
    whole = base + (ROUTE if base.endswith("/") else f"/{ROUTE}")
    return f"{whole}&{query}" if "?" in base else f"{whole}?{query}"


def read(answer: Answer) -> Listing:
    """The products or the variants of one page of the interface."""
    found = list(rows(answer.data))
    if _is_of_variants(answer.url):
        return Listing(variants=[_variant(each) for each in found], more=_next(answer, len(found)))
    more = _next(answer, len(found))
    if any(said(each.get("type")) == "variable" or each.get("variations") for each in found):
        base = answer.url.partition(ROUTE)[0]
        more.append(_address(base, type="variation", page=1))
    return Listing([_product(each) for each in found], more=more)


def _is_of_variants(url: str) -> bool:
    return "type=variation" in urlsplit(url).query


def _next(answer: Answer, number: int) -> list[str]:
    """The address of the next page, if the header, or a full page, says that there is one."""
    parts = urlsplit(answer.url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    at = int(asked.get("page", "1"))
    pages = answer.headers.get("x-wp-totalpages", "")
    is_last = at >= int(pages) if pages.isdecimal() else number < PER_PAGE
    return [] if is_last else [urlunsplit(parts._replace(query=urlencode({**asked, "page": at + 1}, safe="/")))]


def _product(row: dict[str, Any]) -> Node:
    terms = {said(a.get("name")): ", ".join(said(t.get("name")) for t in rows(a.get("terms"))) for a in
             rows(row.get("attributes"))}  # fmt: skip
    return {
        "@type": "Product",
        "name": row.get("name"),
        "url": row.get("permalink"),
        "sku": row.get("sku"),
        "description": row.get("description") or row.get("short_description"),
        "image": [image.get("src") for image in rows(row.get("images"))],
        "category": next((c.get("name") for c in rows(row.get("categories"))), None),
        "brand": next((b.get("name") for b in rows(row.get("brands"))), None),
        "additionalProperty": [{"name": name, "value": value} for name, value in terms.items() if name and value],
        "offers": _offer(row),
    }


def _variant(row: dict[str, Any]) -> Node:
    """A variant; the address of its product is its own without the choice. `variation` says "Khối lượng: 500 g"."""
    address = urlsplit(said(row.get("permalink")))
    chosen = said(row.get("variation")) or ", ".join(said(a.get("value")) for a in rows(row.get("attributes")))
    return {
        "@type": "Product",
        "@id": urlunsplit(address),
        "name": chosen or row.get("name"),
        "url": urlunsplit(address._replace(query="", fragment="")),
        "sku": row.get("sku"),
        "offers": _offer(row),
    }


def _offer(row: dict[str, Any]) -> Node:
    prices = inner(row, "prices")
    digits = said(prices.get("currency_minor_unit"))
    currency = said(prices.get("currency_code"))
    stock = state(row.get("is_in_stock"), on_backorder=row.get("is_on_backorder"))
    span = prices.get("price_range")
    if isinstance(span, dict) and said(span.get("min_amount")) != said(span.get("max_amount")):
        low, high = (pointed(said(span.get(end)), digits) for end in ("min_amount", "max_amount"))
        return {"@type": "AggregateOffer", "lowPrice": low, "highPrice": high, "priceCurrency": currency,
                "availability": stock}  # fmt: skip
    price, regular = (pointed(said(prices.get(name)), digits) for name in ("price", "regular_price"))
    return offer(price, regular, currency, stock)


def on_page(page: Page) -> list[Node]:
    """The product of a page with its variants, out of the form's own table."""
    forms = page.tree.xpath("//form[@data-product_variations]")
    table = list(rows(decoded(forms[0].get("data-product_variations")))) if forms else []
    if not table:
        return []
    labels = _labels(forms[0])
    name = next((one_line(h.text_content()) for h in page.tree.iter("h1")), "")
    return [{"@type": "Product", "name": name, "url": page.url,
             "hasVariant": [_row_of_form(row, labels) for row in table]}]  # fmt: skip


def _row_of_form(row: dict[str, Any], labels: dict[str, str]) -> Node:
    chosen = inner(row, "attributes")
    names = [labels.get(said(value), said(value)) for value in chosen.values()]
    price, regular = said(row.get("display_price")), said(row.get("display_regular_price"))
    stock = state(row.get("is_in_stock"))
    return {"@type": "Product", "name": " / ".join(filter(None, names)), "sku": row.get("sku"),
            "offers": offer(price, regular, "", stock)}  # fmt: skip


def _labels(form: lxml.html.HtmlElement) -> dict[str, str]:
    """What a buyer reads in the lists of choices, by the values that stand in the table."""
    return dict(_choices(form))


def _choices(form: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for option in form.iter("option"):
        value = option.get("value") or ""
        if value:
            yield value, one_line(option.text_content())


PLATFORM = Platform(
    marks=re.compile(r"/wp-content/plugins/woocommerce/|\bwoocommerce-(?:page|no-js|js)\b|content=[\"']WooCommerce "),
    first=first,
    read=read,
    on_page=on_page,
)
