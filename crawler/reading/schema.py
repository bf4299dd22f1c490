"""schema.org nodes (from JSON-LD, microdata or RDFa) → the values of one product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crawler.reading.jsonld import Node
from crawler.reading.model import Found, Offer
from crawler.reading.page import Page
from crawler.reading.register import without_label
from crawler.reading.words import block_of, is_gtin, is_money, is_something, one_amount, state_of, text_of

PRODUCT_TYPES = frozenset({
    "product", "individualproduct", "productmodel", "productgroup", "someproducts", "vehicle", "car", "book",
    "hotel room", "softwareapplication", "drug", "menuitem",
})  # fmt: skip
GROUPS = frozenset({"productgroup"})
OFFER_LISTS = ("offers", "offer", "makesOffer")
GTIN_NAMES = ("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "ean", "isbn", "barcode")
PRICE_NAMES = ("price", "lowPrice")
OLD_PRICES = ("listprice", "strikethroughprice", "msrp", "suggestedretailprice", "srp")
ADDRESS_PARTS = ("streetAddress", "addressLocality", "addressRegion", "addressCountry")


def types_of(node: Node) -> set[str]:
    """The types of a node in lower case, without the address of the vocabulary."""
    names = node.get("@type") or []
    names = names if isinstance(names, list) else [names]
    return {str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].strip().lower() for name in names}


def products(nodes: Iterable[Node]) -> list[Node]:
    """The nodes that describe a product and say at least its name or an offer."""
    return [n for n in nodes if types_of(n) & PRODUCT_TYPES and (n.get("name") or list(offers_of(n)))]


def values_of(product: Node, page: Page, syntax: str) -> dict[str, Found]:
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
    put("pack", _pack(product), "weight")
    for name, value, source in _selling(product):
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


def _pack(product: Node) -> str:
    """Weight, size or count with its unit, as words."""
    for name in ("weight", "size", "netContent"):
        value = product.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            unit = text_of(value.get("unitText") or value.get("unitCode"))
            words = f"{text_of(value.get('value') or value.get('name'))} {unit}".strip()
        else:
            words = text_of(value)
        if is_money(words):
            return words
    return ""


def _selling(product: Node) -> Iterator[tuple[str, str, str]]:
    """Price, old price, currency and state: of the offer in stock, else of the first that has a price."""
    offers = list(offers_of(product))
    states = [state for state in (state_of(offer.get("availability")) for offer in offers) if state]
    if states:
        yield "availability", "InStock" if "InStock" in states else states[0], "offers.availability"
    for offer in sorted(offers, key=lambda each: state_of(each.get("availability")) not in ("InStock", None)):
        price, source = price_of(offer)
        if price:
            yield "price", price, f"offers.{source}"
            yield "currency", currency_of(offer), "offers.priceCurrency"
            yield "old_price", old_price_of(offer, price), "offers.priceSpecification"
            return


def offers_of(product: Node, depth: int = 0) -> Iterator[Node]:
    """The single offers of a product: of itself, of an aggregate, of its variants. An aggregate without single offers
    stands for them."""
    for name in OFFER_LISTS:
        for offer in _dicts(product.get(name)):
            inner = list(_dicts(offer.get("offers")))
            yield from inner or [offer]
    if depth < 2:
        for variant in _dicts(product.get("hasVariant")):
            yield from offers_of(variant, depth + 1)


def offer_list(product: Node) -> list[Offer]:
    """The ways to buy a product, variants with their own names and codes."""
    found = [_offer(offer, product, named=False) for name in OFFER_LISTS for offer in _single(product.get(name))]
    for variant in _dicts(product.get("hasVariant")):
        found += [_offer(offer, variant, named=True) for name in OFFER_LISTS for offer in _single(variant.get(name))]
    return [offer for offer in found if offer.json()]


def _single(value: Any) -> Iterator[Node]:
    for offer in _dicts(value):
        yield from list(_dicts(offer.get("offers"))) or [offer]


def _offer(offer: Node, owner: Node, *, named: bool) -> Offer:
    code = text_of(offer.get("sku")) or (text_of(owner.get("sku")) if named else "")
    gtins = [text_of(node.get(name)) for node in ((offer, owner) if named else (offer,)) for name in GTIN_NAMES]
    return Offer(
        name=text_of(offer.get("name")) or (text_of(owner.get("name")) if named else ""),
        price=price_of(offer)[0],
        currency=currency_of(offer),
        availability=state_of(offer.get("availability")) or "",
        sku=code if is_something(code) else "",
        gtin=next(filter(is_gtin, gtins), ""),
        pack=_pack(owner) if named else "",
        url=text_of(offer.get("url")),
    )


def price_of(offer: Node) -> tuple[str, str]:
    """The price an offer asks, as written, and the property that said it; ("", "") where it asks none."""
    for name in PRICE_NAMES:
        words = one_amount(text_of(offer.get(name)))
        if is_money(words):
            return words, name
    for specification in _dicts(offer.get("priceSpecification")):
        words = text_of(specification.get("price") or specification.get("minPrice"))
        if is_money(words) and not _is_old(specification):
            return words, "priceSpecification.price"
    return "", ""


def currency_of(offer: Node) -> str:
    words = text_of(offer.get("priceCurrency"))
    return words or next(
        (text_of(s.get("priceCurrency")) for s in _dicts(offer.get("priceSpecification")) if s.get("priceCurrency")), ""
    )


def old_price_of(offer: Node, price: str) -> str:
    """The price before a reduction, where the offer states one besides the price."""
    for specification in _dicts(offer.get("priceSpecification")):
        words = text_of(specification.get("price"))
        if _is_old(specification) and is_money(words) and words != price:
            return words
    return ""


def _is_old(specification: Node) -> bool:
    return text_of(specification.get("priceType")).rsplit("/", 1)[-1].lower() in OLD_PRICES


def pictures_of(product: Node, page: Page) -> list[str]:
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
    for pair in _dicts(product.get("additionalProperty")):
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
    elements = list(_dicts(node.get("itemListElement")))
    elements.sort(key=lambda each: int(p) if (p := text_of(each.get("position"))).isdecimal() and len(p) < 6 else 0)
    names = (text_of(each.get("name")) or text_of(each.get("item") or {}) for each in elements)
    return [name for name in names if name and not name.startswith("http")]


def _dicts(value: Any) -> Iterator[Node]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
