"""Odoo's shop (website_sale): no open interface, but product pages whose parts always bear the same names.

Lists stand at /shop and /shop/page/2, which links lead through. Newer versions state JSON-LD with their variants;
older ones microdata for the product and a list of choices. What a choice adds to the price stands in a badge of its
own: adding it up would be interpreting, so such a choice is an offer without a price.
"""

from __future__ import annotations

import re

import lxml.html

from crawler.reading.jsonld import Node
from crawler.reading.page import Page, one_line
from crawler.reading.platforms.platform import Platform, offer


def on_page(page: Page) -> list[Node]:
    """The product of a page with its choices."""
    detail = page.tree.xpath("//*[@id='product_detail' or @id='product_details' or contains(@class, 'js_product')]")
    if not detail:
        return []
    box = detail[0]
    price = _text(box, ".//*[contains(@class, 'oe_price')]")
    before = _text(box, ".//*[contains(@class, 'oe_default_price') and not(contains(@class, 'd-none'))]")
    name = next((one_line(h.text_content()) for h in box.iter("h1")), "")
    choices = [
        _choice(each, price) for each in box.xpath(".//*[@data-value_name and contains(@class, 'js_variant_change')]")
    ]
    sold = {"hasVariant": choices} if len(choices) > 1 else {"offers": offer(price, before, _currency(box))}
    return [{"@type": "Product", "name": name, "url": page.url} | sold]


def _choice(element: lxml.html.HtmlElement, price: str) -> Node:
    holder = element.getparent()
    extra = holder is not None and holder.xpath(".//*[contains(@class, 'variant_price_extra')]")
    out = "css_not_available" in (element.get("class") or "")
    made = offer("" if extra else price, "", "", "OutOfStock" if out else "")
    return {"@type": "Product", "name": element.get("data-value_name"), "offers": made}


def _currency(box: lxml.html.HtmlElement) -> str:
    return _text(box, ".//*[@itemprop='priceCurrency']")


def _text(box: lxml.html.HtmlElement, path: str) -> str:
    found = box.xpath(path)
    return one_line(found[0].text_content()) if found else ""


PLATFORM = Platform(
    marks=re.compile(r"""<meta name=["']generator["'] content=["']Odoo["']|\boe_website_sale\b"""),
    on_page=on_page,
)
