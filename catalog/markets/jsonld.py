"""schema.org JSON-LD: a Product with Offer and Certification for each listing, in one document `products.jsonld`.

Each line between the brackets is one product, which a page takes into a script element of its own. Availability is
said only where the producer says it.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from catalog.markets.listing import offers, pictures, texts
from catalog.markets.listing.offers import Variant
from catalog.markets.listing.rows import Row, Rows
from catalog.markets.market import Job, Market
from catalog.markets.writing.feed import Feed
from catalog.publish.tables.reading import Product, Record

Thing = dict[str, Any]
SCHEMA = "https://schema.org/"


def rows(product: Product, job: Job) -> Rows:
    """One row: the address of the page and the product's JSON."""
    thing = json.dumps(document(product, job), ensure_ascii=False)
    return [{"@id": job.page_url(product) or "", "json": thing}]


def document(product: Product, job: Job) -> Thing:
    """The product as schema.org says it; what is not known is left out."""
    facts, page = product.facts, job.page_url(product)
    packs = offers.variants(product)
    return _filled({
        "@type": "Product",
        "@id": page,
        "url": page,
        "name": texts.bare(facts["name"]),
        "description": texts.description(product),
        "sku": facts["id"],
        "gtin": packs[0].gtin if len(packs) == 1 else None,
        "image": pictures.links(product, job),
        "category": product.set_title,
        "brand": {"@type": "Brand", "name": texts.brand(product)},
        "countryOfOrigin": "VN",
        "manufacturer": _producer(product.producer),
        "offers": [_offer(pack, page) for pack in packs],
        "hasCertification": _certification(product.certificate),
    })  # fmt: skip


def _offer(pack: Variant, page: str | None) -> Thing:
    availability = None if pack.stock is None else f"{SCHEMA}{'OutOfStock' if pack.is_sold_out else 'InStock'}"
    return _filled({
        "@type": "Offer",
        "name": pack.size,
        "sku": pack.sku,
        "url": page,
        "price": pack.price,
        "priceCurrency": "VND",
        "itemCondition": f"{SCHEMA}NewCondition",
        "availability": availability,
    })  # fmt: skip


def _certification(row: Record | None) -> Thing:
    """The star in force; nothing where its issuer is not known, without whom a certification is refused."""
    if row is None or not row["decision_issuer"]:
        return {}
    return _filled({
        "@type": "Certification",
        "name": f"OCOP {row['stars']} sao",
        "certificationIdentification": row["decision_number"],
        "issuedBy": {"@type": "GovernmentOrganization", "name": row["decision_issuer"]},
        "certificationRating": {"@type": "Rating", "ratingValue": row["stars"], "bestRating": 5},
        "datePublished": row["decision_date"],
        "expires": row["expires_on"],
    })  # fmt: skip


def _producer(row: Record) -> Thing:
    place = {"addressLocality": row["commune"], "addressRegion": row["province"], "addressCountry": "VN"}
    return {"@type": "Organization", "name": row["name"], "address": {"@type": "PostalAddress"} | _filled(place)}


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


class _Document:
    """One JSON-LD document whose graph grows line by line."""

    def __init__(self, job: Job) -> None:
        self._file: TextIO = (job.folder / "products.jsonld").open("w", encoding="utf-8", newline="\n")
        self._file.write(f'{{"@context": "{SCHEMA.rstrip("/")}", "@graph": [')
        self._comma = ""

    def write(self, rows: Rows) -> None:
        for row in rows:
            self._file.write(f"{self._comma}\n{row['json']}")
            self._comma = ","

    def close(self) -> None:
        self._file.write("\n]}\n")
        self._file.close()


def _key(row: Row) -> str:
    return row["@id"]


MARKET = Market(
    name="jsonld",
    title="schema.org (JSON-LD)",
    kind="dump",
    evidence="schema.org and Google's structured data rules, checked with @adobe/structured-data-validator",
    read_by="@adobe/structured-data-validator 1.7.1",
    write=Feed(rows=rows, key=_key, sink=_Document, replaces=True, copies="never"),
    notes=(
        "Mỗi dòng của @graph là một sản phẩm; đặt vào trang của sản phẩm đó, trong thẻ script application/ld+json.",
    ),
    needs_address=True,
)
