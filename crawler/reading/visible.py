"""What a person sees on the page: for pages that state nothing, and for what the statements leave out."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.reading import labelled, prices, stock, surroundings
from crawler.reading.chunks import see
from crawler.reading.model import Found
from crawler.reading.page import Page
from crawler.reading.zone import Zone, zone_of


@dataclass(frozen=True)
class Seen:
    """is_product: one product is offered here. values: what can be seen of it.
    properties: the rows of its tables."""

    is_product: bool = False
    values: dict[str, Found] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def look(page: Page) -> Seen:
    """What stands around the heading of the page; nothing where no heading is the page's own."""
    sight = see(page)
    zone = zone_of(page, sight)
    if zone is None:
        return Seen()
    found = {"name": Found(zone.name, "heading", 0.8)}
    code = labelled.printed_code(zone, page.url)
    if code:
        found["sku"] = code
    for values in (
        prices.values(zone, page),
        labelled.values(zone),
        stock.values(zone),
        surroundings.values(zone, page, sight),
    ):
        found |= values
    return Seen(_is_offered(zone, found), found, surroundings.properties(sight))


def _is_offered(zone: Zone, found: dict[str, Found]) -> bool:
    """A price alone may stand in an article: a product page also lets one buy, or names a code or a state of stock."""
    if "price" not in found:
        return False
    return stock.has_button(zone) or any(name in found for name in ("sku", "gtin", "availability", "old_price"))
