"""A saved page → the words of one product. Readers in the order in which they are believed:

jsonld, attributes   what the page states in schema.org's words (schema makes values of it)
opengraph            what it tells those who share it
visible              what a person sees: for pages that state nothing, and for what the others leave out

Nothing here parses a value: a price stays "1.250.000đ".
"""

from __future__ import annotations

from crawler.reading.combine import read
from crawler.reading.model import Extracted, Found, Offer
from crawler.reading.page import Page

__all__ = ["Extracted", "Found", "Offer", "Page", "extract", "read"]


def extract(html: bytes, url: str) -> Extracted:
    """What a saved page yields; nothing (is_product False) for bytes that are no page. Does not raise on any bytes."""
    page = Page.of(html, url)
    return read(page) if page else Extracted(url=url)
