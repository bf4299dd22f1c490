"""The offers of a schema.org product: price, currency, state of stock; variants as offers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.reading.jsonld import Node
from crawler.reading.model import Offer
from crawler.reading.words import is_gtin, is_money, is_something, one_amount, state_of, text_of

OFFER_LISTS = ("offers", "offer", "makesOffer")
GTIN_NAMES = ("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "ean", "isbn", "barcode")
PRICE_NAMES = ("price", "lowPrice")
OLD_PRICES = ("listprice", "strikethroughprice", "msrp", "suggestedretailprice", "srp")


def selling(product: Node) -> Iterator[tuple[str, str, str]]:
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
        for offer in dicts(product.get(name)):
            inner = list(dicts(offer.get("offers")))
            yield from inner or [offer]
    if depth < 2:
        for variant in dicts(product.get("hasVariant")):
            yield from offers_of(variant, depth + 1)


def offer_list(product: Node) -> list[Offer]:
    """The ways to buy a product, variants with their own names and codes."""
    found = [_offer(offer, product, named=False) for name in OFFER_LISTS for offer in _single(product.get(name))]
    found += [Offer(price=high) for name in OFFER_LISTS for high in _high_prices(product.get(name))]
    for variant in dicts(product.get("hasVariant")):
        found += [_offer(offer, variant, named=True) for name in OFFER_LISTS for offer in _single(variant.get(name))]
    return [offer for offer in found if offer.json()]


def _high_prices(value: Any) -> Iterator[str]:
    """The upper ends of aggregates that list no single offers: "from 90000 to 400000" is two offers to us."""
    for offer in dicts(value):
        words = one_amount(text_of(offer.get("highPrice")))
        if not list(dicts(offer.get("offers"))) and is_money(words) and words != price_of(offer)[0]:
            yield words


def _single(value: Any) -> Iterator[Node]:
    for offer in dicts(value):
        yield from list(dicts(offer.get("offers"))) or [offer]


def _offer(offer: Node, owner: Node, *, named: bool) -> Offer:
    code = text_of(offer.get("sku")) or (text_of(owner.get("sku")) if named else "")
    gtins = [text_of(node.get(name)) for node in ((offer, owner) if named else (offer,)) for name in GTIN_NAMES]
    return Offer(
        name=text_of(offer.get("name")) or (text_of(owner.get("name")) if named else ""),
        price=price_of(offer)[0],
        old_price=old_price_of(offer, price_of(offer)[0]),
        currency=currency_of(offer),
        availability=state_of(offer.get("availability")) or "",
        sku=code if is_something(code) else "",
        gtin=next(filter(is_gtin, gtins), ""),
        pack=pack_of(owner) if named else "",
        url=text_of(offer.get("url")),
    )


def price_of(offer: Node) -> tuple[str, str]:
    """The price an offer asks, as written, and the property that said it; ("", "") where it asks none."""
    for name in PRICE_NAMES:
        words = one_amount(text_of(offer.get(name)))
        if is_money(words):
            return words, name
    for specification in dicts(offer.get("priceSpecification")):
        words = text_of(specification.get("price") or specification.get("minPrice"))
        if is_money(words) and not _is_old(specification):
            return words, "priceSpecification.price"
    return "", ""


def currency_of(offer: Node) -> str:
    words = text_of(offer.get("priceCurrency"))
    return words or next(
        (text_of(s.get("priceCurrency")) for s in dicts(offer.get("priceSpecification")) if s.get("priceCurrency")), ""
    )


def old_price_of(offer: Node, price: str) -> str:
    """The price before a reduction, where the offer states one besides the price."""
    for specification in dicts(offer.get("priceSpecification")):
        words = text_of(specification.get("price"))
        if _is_old(specification) and is_money(words) and words != price:
            return words
    return ""


def _is_old(specification: Node) -> bool:
    return text_of(specification.get("priceType")).rsplit("/", 1)[-1].lower() in OLD_PRICES


def pack_of(product: Node) -> str:
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


def dicts(value: Any) -> Iterator[Node]:
    """The nodes in a value that may be one, a list, or something else."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
