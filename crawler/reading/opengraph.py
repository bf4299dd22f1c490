"""OpenGraph and its product extension: what pages tell those who share them."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.reading.model import Found
from crawler.reading.page import Page
from crawler.reading.words import is_gtin, is_money, is_something, state_of

# (our value, names of <meta>, how sure)
METAS = (
    ("price", ("product:price:amount", "og:price:amount", "product:sale_price:amount"), 0.9),
    ("old_price", ("product:original_price:amount", "og:price:standard_amount"), 0.9),
    ("currency", ("product:price:currency", "og:price:currency", "product:sale_price:currency"), 0.9),
    ("availability", ("product:availability", "og:availability"), 0.9),
    ("sku", ("product:retailer_item_id", "product:retailer_part_no"), 0.8),
    ("gtin", ("product:ean", "product:gtin", "product:upc", "product:isbn"), 0.9),
    ("brand", ("product:brand", "og:brand"), 0.9),
    ("category", ("product:category",), 0.8),
    ("description", ("og:description", "description"), 0.7),
)  # fmt: skip
PRODUCT_TYPES = ("product", "og:product", "product.item", "product.group")


def says_product(page: Page) -> bool:
    """Whether the page calls itself a product."""
    kind = (page.meta("og:type") or "").lower()
    return kind in PRODUCT_TYPES or kind.endswith(":product") or page.meta("product:price:amount") is not None


def values(page: Page) -> dict[str, Found]:
    """What the <meta> elements say; the title only of a page that calls itself a product."""
    found = {name: Found(value, rule, sure) for name, value, rule, sure in _said(page)}
    pictures = [url for url in map(page.absolute, page.metas.get("og:image", [])) if url]
    if pictures:
        found["pictures"] = Found(list(dict.fromkeys(pictures)), "opengraph og:image", 0.8)
    title = page.meta("og:title")
    if title and says_product(page):
        found["name"] = Found(title, "opengraph og:title", 0.8)
    return found


def _said(page: Page) -> Iterator[tuple[str, str, str, float]]:
    for value, names, sure in METAS:
        for name in names:
            words = page.meta(name)
            if words and (said := _accepted(value, words, name)):
                yield value, said, f"opengraph {name}", sure
                break


def _accepted(value: str, words: str, name: str) -> str | None:
    if value == "availability":
        return state_of(words)
    if value in ("price", "old_price"):
        return words if is_money(words) else None
    if value == "gtin":
        return words if is_gtin(words) else None
    return words if is_something(words) else None
