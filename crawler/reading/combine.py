"""The readers' findings become one answer: for each value the first reader that says it, in the order of belief."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crawler.reading import attributes, jsonld, offers, opengraph, platforms, schema, visible
from crawler.reading.choose import main_product
from crawler.reading.jsonld import Node
from crawler.reading.model import LEAST_SURE, VALUES, Extracted, Found, Offer
from crawler.reading.page import Page
from crawler.shape import magnitude

# Values for which the eye may correct what the page states, where it is this sure.
BELIEVED_WHEN_SEEN = {"sku": 0.7, "availability": 0.8}
# What a stated product should say; when JSON-LD says all of it, the other syntaxes are not even parsed.
WANTED = ("name", "price", "availability", "sku", "brand")


def read(page: Page) -> Extracted:
    """The product of a page, or what little there is where no product can be told."""
    stated, product, breadcrumbs = _stated(page)
    handed = _handed_over(page, stated)
    product = product or handed
    seen = visible.look(page)
    told = opengraph.values(page)
    found: dict[str, Found] = {}
    # What a page tells those who share it is often about the shop; the text on the page is about the product.
    described = {name: value for name, value in seen.values.items() if name == "description"}
    for values in (stated, described, told, seen.values):
        for name, value in values.items():
            found.setdefault(name, value)
    if breadcrumbs:
        found["breadcrumbs"] = breadcrumbs
    for name, sure in BELIEVED_WHEN_SEEN.items():
        eye = seen.values.get(name)
        if eye and eye.sure >= sure and _corrects(name, eye, found[name]):
            found[name] = eye
    is_product = product is not None or opengraph.says_product(page) or seen.is_product
    properties = seen.properties | (schema.properties_of(product) if product else {})
    ways = _ways_to_buy(product, handed)
    shown = _shown_price(found, seen, ways)
    return replace(_extracted(page, found, ways, properties, is_product and "name" in found), shown_price=shown)


def _shown_price(found: dict[str, Found], seen: visible.Seen, ways: list[Offer]) -> str | None:
    """The price that people see, where it is none of those that the page's data state."""
    eye = seen.values.get("price")
    if eye is None or found["price"] is eye:
        return None
    stated = {magnitude(words) for words in (found["price"].value, *(way.price for way in ways))}
    return None if magnitude(eye.value) in stated else str(eye.value)


def _corrects(name: str, seen: Found, stated: Found) -> bool:
    """A code that is printed for people is the one they will read out; a page that says "sold out" is believed."""
    if name == "availability":
        return bool(seen.value == "OutOfStock")
    return "".join(seen.value.split()).lower() != "".join(stated.value.split()).lower()


def _stated(page: Page) -> tuple[dict[str, Found], Node | None, Found | None]:
    """Values, product node and breadcrumbs of the schema.org syntaxes, each asked only for what is still missing."""
    found: dict[str, Found] = {}
    first: Node | None = None
    trail: Found | None = None
    for syntax, reader in (("json-ld", jsonld.nodes), ("microdata", attributes.microdata), ("rdfa", attributes.rdfa)):
        if all(name in found for name in WANTED):
            break
        nodes = reader(page)
        product = main_product(schema.products(nodes), page)
        if product is not None:
            first = first or product
            for name, value in schema.values_of(product, page, syntax).items():
                found.setdefault(name, value)
        names = schema.breadcrumbs_of(nodes)
        if names and trail is None:
            trail = Found(names, f"{syntax} BreadcrumbList")
    return found, first, trail


def _handed_over(page: Page, stated: dict[str, Found]) -> Node | None:
    """The product that the page's platform hands to its own script; its values fill what the page does not state."""
    name, nodes = platforms.nodes(page)
    product = main_product(nodes, page) or (nodes[0] if len(nodes) == 1 else None)
    if product is None:
        return None
    for value, found in schema.values_of(product, page, name).items():
        stated.setdefault(value, found)
    return product


def _ways_to_buy(product: Node | None, handed: Node | None) -> list[Offer]:
    """The offers of the product; those of the platform's own table where it knows of more, or more names."""
    stated, own = (offers.offer_list(node) if node else [] for node in (product, handed))
    return max(stated, own, key=lambda ways: (len(ways), sum(bool(way.name) for way in ways)))


def _extracted(
    page: Page, found: dict[str, Found], ways: list[Offer], properties: dict[str, str], is_product: bool
) -> Extracted:
    said = {name: each for name, each in found.items() if name in VALUES and each.value and each.sure >= LEAST_SURE}
    values: dict[str, Any] = {name: each.value for name, each in said.items()}
    return Extracted(
        url=page.url,
        is_product=is_product,
        offers=ways,
        properties=properties,
        rules={name: each.rule for name, each in said.items()},
        sure={name: each.sure for name, each in said.items()},
        **values,
    )
