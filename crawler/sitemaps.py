"""Addresses out of a sitemap, whatever it is packed in; bounded."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

# The protocol's own limits: 50 MB unpacked, 50,000 addresses (sitemaps.org/protocol.html).
MOST_BYTES = 50 * 1024 * 1024
MOST_ADDRESSES = 50_000
GZIP = b"\x1f\x8b"


def addresses_in(body: bytes) -> Iterator[tuple[str, str]]:
    """Pairs of kind ("page" or "sitemap") and address; nothing where the bytes are no sitemap."""
    try:
        if body.startswith(GZIP):
            body = gunzip(body, max_size=MOST_BYTES)
        sitemap = Sitemap(body)
        kind = "sitemap" if sitemap.type == "sitemapindex" else "page"
        for place, entry in enumerate(sitemap):
            if place >= MOST_ADDRESSES:
                return
            yield kind, entry["loc"]
    except (etree.LxmlError, StopIteration, ValueError, EOFError, OSError):
        return
