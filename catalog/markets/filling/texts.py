"""Names and descriptions within the limits of a template: cut between words only, and never without a word about it."""

from __future__ import annotations

from catalog.markets import market
from catalog.publish.reading import Product, Record

_LOOSE_END = " ,;:-–—(/+&"


def title(product: Product, offer: Record | None = None, most: int | None = None, least: int = 0) -> str:
    """The product's name, with the pack of `offer`; a name shorter than `least` is followed by what is true of it."""
    tail = f" - {market.pack(offer)}" if offer and market.pack(offer) and not market.names_pack(product, offer) else ""
    made = fit(product.facts["name"], most - len(tail) if most and most > 2 * len(tail) else most)
    made = fit(made + tail, most)
    star = f"OCOP {product.stars} sao" if product.stars else ""
    for more in (star, product.facts["province"], product.set_title, product.producer["name"]):
        if more and len(made) < least and (most is None or len(f"{made} - {more}") <= most):
            made = f"{made} - {more}"
    return made


def description(product: Product, most: int | None = None) -> str:
    """The market's description; where it is too long whole paragraphs go, the label's lines at the end stay longest."""
    whole = market.description(product)
    if most is None or len(whole) <= most:
        return whole
    lines = whole.split("\n")
    while len(lines) > 1 and len("\n".join(lines)) > most:
        lines.remove(max(lines, key=len))
    return fit("\n".join(lines), most)


def fit(words: str, most: int | None) -> str:
    """The words, cut between two of them to at most `most` characters; a single longer word is cut inside."""
    if most is None or len(words) <= most:
        return words
    head = words[: most + 1]
    cut = head.rsplit(None, 1)[0] if " " in head.strip() else words[:most]
    return cut[:most].rstrip(_LOOSE_END)
