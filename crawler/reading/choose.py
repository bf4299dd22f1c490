"""The product of a page among all products on it: the related, the recommended and the listed are not it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.reading.jsonld import Node
from crawler.reading.page import Page, one_line
from crawler.reading.words import text_of

NOT_WORD = re.compile(r"\W+")


def main_product(products: list[Node], page: Page) -> Node | None:
    """The node that carries the page's own address or name; the only one; None where several have equal claims."""
    if not products:
        return None
    claims = [(claim(product, page), product) for product in products]
    best = max(score for score, _ in claims)
    named = [product for score, product in claims if score == best]
    if best > 0 or _same_name(named):
        return _with_twins(max(named, key=len), named)
    return None


def _with_twins(product: Node, named: list[Node]) -> Node:
    """The product with the nodes of its own name as variants: some shops state every size as a product."""
    name = folded(text_of(product.get("name")))
    twins = [node for node in named if node is not product and folded(text_of(node.get("name"))) == name]
    if not twins or product.get("hasVariant"):
        return product
    return {**product, "hasVariant": twins}


def claim(product: Node, page: Page) -> int:
    """How strongly a node claims to be what the page is about, 0 to 3."""
    name = folded(text_of(product.get("name")))
    titles = [folded(title) for title in headings(page)]
    by_name = bool(name) and any(name == title or (len(name) > 5 and name in title) for title in titles)
    addresses = (text_of(product.get(key)) for key in ("url", "@id", "mainEntityOfPage"))
    by_address = any(_same_address(address, page) for address in addresses if address)
    return 2 * by_name + by_address


def headings(page: Page) -> Iterable[str]:
    """What the page calls itself: title, shared title, main headings."""
    yield page.title
    yield page.meta("og:title") or ""
    for heading in page.tree.iter("h1"):
        yield one_line(heading.text_content())


def folded(text: str) -> str:
    """Lower case, words only, for comparing names; accents are kept, dừa is not dứa."""
    return NOT_WORD.sub(" ", text.lower()).strip()


def _same_address(address: str, page: Page) -> bool:
    whole = page.absolute(address) or ""
    path = urlsplit(whole).path.rstrip("/")
    return bool(path) and path == urlsplit(page.url).path.rstrip("/")


def _same_name(products: list[Node]) -> bool:
    return len({folded(text_of(product.get("name"))) for product in products}) == 1
