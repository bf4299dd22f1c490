"""What was read on a page → a raw record: words, address, and the rule behind each field. No value is interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.reading.model import Extracted

# Field of a record ← attribute of Extracted. Records speak the words of the catalogue's columns.
FIELDS = {
    "name": "name",
    "price": "price",
    "currency": "currency",
    "price_old": "old_price",
    "availability": "availability",
    "sku": "sku",
    "gtin": "gtin",
    "brand": "brand",
    "producer": "producer",
    "address": "address",
    "pack": "pack",
    "description": "description",
    "images": "pictures",
    "breadcrumbs": "breadcrumbs",
    "category": "category",
}


def record_of(found: Extracted, *, url: str, line: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The raw record of a product; a field that is not stated is left out. line: of the kept bytes it was read from."""
    stated = {ours: getattr(found, theirs) for ours, theirs in FIELDS.items() if getattr(found, theirs)}
    shown = {"shown_price": found.shown_price} if found.shown_price else {}
    return shown | {
        "url": url,
        "fetched_at": line["fetched_at"],
        "source": source,
        "page_sha256": line["sha256"],
        "fields": stated,
        "rules": {ours: found.rules[theirs] for ours, theirs in FIELDS.items() if ours in stated},
        "sure": {ours: found.sure[theirs] for ours, theirs in FIELDS.items() if ours in stated},
        "offers": [offer.json() for offer in found.offers],
        "properties": found.properties,
    }
