"""schema.org descriptions, equal to what the page itself says: the same rows, the same words."""

from __future__ import annotations

from typing import Any

from catalog.publish.tables.reading import Product, Record
from catalog.web import phrases
from catalog.web.pages import Visit

Thing = dict[str, Any]


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def product(visit: Visit, whole: Product, ocop_set: Record | None) -> Thing:
    """The product with its offers, its certificate in force and its producer; what is not known is left out."""
    facts, lang = whole.facts, visit.language
    page = visit.absolute(visit.link(f"/san-pham/{facts['slug']}"))
    codes = [offer["gtin"] for offer in whole.offers if offer["gtin"]]
    return _filled({
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": visit.absolute(visit.catalogue.base + f"san-pham/{facts['slug']}"),
        "url": page,
        "name": facts["name"],
        "description": facts["summary"] or facts["description"],
        "image": [visit.absolute(visit.picture(p["sha256"], "square")) for p in whole.pictures],
        "category": phrases.set_title(lang, ocop_set) if ocop_set else None,
        "brand": facts["brand"] and {"@type": "Brand", "name": facts["brand"]},
        "gtin": codes[0] if len(codes) == 1 else None,
        "countryOfOrigin": "VN",
        "manufacturer": producer(visit, whole.producer),
        "offers": [o for o in (_offer(visit, offer, page) for offer in whole.offers) if o],
        "hasCertification": whole.certificate and _certification(visit, whole.certificate),
    })  # fmt: skip


def _offer(visit: Visit, row: Record, page: str) -> Thing | None:
    """One pack with its price; None where there is no price, which no shop may be told as 0."""
    if row["price_low"] is None:
        return None
    single = row["price_high"] in (None, row["price_low"])
    prices = {"price": str(row["price_low"])} if single else {
        "lowPrice": str(row["price_low"]), "highPrice": str(row["price_high"]),
    }  # fmt: skip
    return _filled({
        "@type": "Offer" if single else "AggregateOffer",
        "url": page,
        "name": row["pack_words"],
        "sku": row["sku"],
        "priceCurrency": "VND",
        **prices,
        "availability": _availability(row),
    })  # fmt: skip


def _availability(row: Record) -> str | None:
    if row["stock"] is None:
        return None
    return "https://schema.org/InStock" if row["stock"] > 0 else "https://schema.org/OutOfStock"


def _certification(visit: Visit, row: Record) -> Thing:
    return _filled({
        "@type": "Certification",
        "name": phrases.stars(visit.language, row["stars"]),
        "certificationIdentification": row["decision_number"],
        "issuedBy": row["decision_issuer"] and {"@type": "GovernmentOrganization", "name": row["decision_issuer"]},
        "certificationRating": {"@type": "Rating", "ratingValue": row["stars"], "bestRating": 5},
        "certificationStatus": "https://schema.org/CertificationActive",
        "datePublished": row["decision_date"],
        "expires": row["expires_on"],
    })  # fmt: skip


def producer(visit: Visit, row: Record) -> Thing:
    """The producer under the name that the page shows, with what it consented to be reached by."""
    return _filled({
        "@type": "Organization",
        "name": phrases.producer(visit.language, row),
        "url": visit.absolute(visit.link(f"/co-so/{row['slug']}")),
        "telephone": [number for number, _ in phrases.phones(row)],
        "email": phrases.mail_address(row["email"]),
        "sameAs": phrases.web_address(row["website"]),
        "address": _filled({
            "@type": "PostalAddress",
            "addressLocality": phrases.commune(row),
            "addressRegion": row["province"],
            "addressCountry": "VN",
        }),
    })  # fmt: skip
