"""schema.org nodes (from JSON-LD, microdata or RDFa) → the values of one product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from crawler.reading.jsonld import Node
from crawler.reading.model import Found
from crawler.reading.offers import GTIN_NAMES, dicts, offers_of, pack_of, selling
from crawler.reading.register import without_label
from crawler.reading.words import block_of, is_gtin, is_something, text_of

PRODUCT_TYPES = frozenset({
    "product", "individualproduct", "productmodel", "productgroup", "someproducts", "vehicle", "car", "book",
    "softwareapplication", "drug", "menuitem",
})  # fmt: skip
ADDRESS_PARTS = ("streetAddress", "addressLocality", "addressRegion", "addressCountry")


class Addresses(Protocol):
    """What completes the addresses that stand in a node: a page, or an answer of an interface."""

    def absolute(self, href: str) -> str | None: ...


def types_of(node: Node) -> set[str]:
    """The types of a node in lower case, without the address of the vocabulary."""
    names = node.get("@type") or []
    names = names if isinstance(names, list) else [names]
    return {str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].strip().lower() for name in names}


def products(nodes: Iterable[Node]) -> list[Node]:
    """The nodes that describe a product and say at least its name or an offer."""
    return [n for n in nodes if types_of(n) & PRODUCT_TYPES and (n.get("name") or list(offers_of(n)))]


def values_of(product: Node, page: Addresses, syntax: str) -> dict[str, Found]:
    """Everything the node says that is among our values; rule names the syntax and the property."""
    found: dict[str, Found] = {}

    def put(name: str, value: Any, source: str) -> None:
        if value and name not in found:
            found[name] = Found(value, f"{syntax} {source}")

    put("name", text_of(product.get("name")), "name")
    put("description", block_of(product.get("description")), "description")
    put("pictures", pictures_of(product, page), "image")
    put("category", text_of(product.get("category")), "category")
    for name, value, source in _codes(product):
        put(name, value, source)
    for name, value, source in _makers(product):
        put(name, value, source)
    put("pack", pack_of(product), "weight")
    for name, value, source in selling(product):
        put(name, value, source)
    return found


def _codes(product: Node) -> Iterator[tuple[str, str, str]]:
    """Seller's code and GTIN, of the product or of its only offer."""
    sources: list[tuple[Node, str]] = [(product, "")]
    offers = list(offers_of(product))
    if len(offers) == 1:
        sources.append((offers[0], "offers."))
    for node, where in sources:
        for name in ("sku", "productID", "productId"):
            code = text_of(node.get(name)).removeprefix("sku:")
            if is_something(code):
                yield "sku", code, where + name
        for name in GTIN_NAMES:
            code = text_of(node.get(name)).removeprefix("gtin:")
            if is_gtin(code):
                yield "gtin", code, where + name


def _makers(product: Node) -> Iterator[tuple[str, str, str]]:
    brand = without_label(text_of(product.get("brand")))
    if is_something(brand) and not brand.startswith("http"):
        yield "brand", brand, "brand"
    for name in ("manufacturer", "producer", "creator"):
        maker = product.get(name)
        words = without_label(text_of(maker))
        if is_something(words) and not words.startswith("http"):
            yield "producer", words, name
            yield "address", address_of(maker), f"{name}.address"
    yield "address", text_of(product.get("countryOfOrigin")), "countryOfOrigin"


def address_of(maker: Any) -> str:
    """The address of an organisation as one line, as written."""
    maker = maker[0] if isinstance(maker, list) and maker else maker
    if not isinstance(maker, dict):
        return ""
    address = maker.get("address")
    address = address[0] if isinstance(address, list) and address else address
    if not isinstance(address, dict):
        return text_of(address)
    return ", ".join(filter(None, (text_of(address.get(part)) for part in ADDRESS_PARTS)))


def pictures_of(product: Node, page: Addresses) -> list[str]:
    """Complete addresses of the pictures of a node, once each, in order."""
    found: list[str] = []
    values = product.get("image") or product.get("photo")
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict):
            value = value.get("contentUrl") or value.get("url") or value.get("@id")
        url = page.absolute(text_of(value)) if text_of(value) else None
        if url and url not in found:
            found.append(url)
    return found


def properties_of(product: Node) -> dict[str, str]:
    """The additionalProperty pairs of a product under their own names."""
    found: dict[str, str] = {}
    for pair in dicts(product.get("additionalProperty")):
        name, value = text_of(pair.get("name")), text_of(pair.get("value"))
        unit = text_of(pair.get("unitText"))
        if name and value:
            found.setdefault(name, f"{value} {unit}".strip())
    return found


def breadcrumbs_of(nodes: Iterable[Node]) -> list[str]:
    """The names along the longest BreadcrumbList, from the top."""
    trails = [_trail(node) for node in nodes if "breadcrumblist" in types_of(node)]
    return max(trails, key=len, default=[])


def _trail(node: Node) -> list[str]:
    elements = list(dicts(node.get("itemListElement")))
    elements.sort(key=lambda each: int(p) if (p := text_of(each.get("position"))).isdecimal() and len(p) < 6 else 0)
    names = (text_of(each.get("name")) or text_of(each.get("item") or {}) for each in elements)
    return [name for name in names if name and not name.startswith("http")]
