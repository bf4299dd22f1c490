"""One answer of a platform's interface → the words of its products, and of variants whose product stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from crawler.reading import offers, platforms, schema
from crawler.reading.jsonld import Node
from crawler.reading.model import Extracted, Offer
from crawler.reading.platforms.platform import Answer, decoded
from crawler.reading.words import text_of


@dataclass(frozen=True)
class Read:
    """products: each with the address of its page. variants: address of a product, the variant's own address, and the
    offer. more: further addresses of data."""

    products: list[Extracted] = field(default_factory=list)
    variants: list[tuple[str, str, Offer]] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Base:
    """Completes addresses as a page does."""

    url: str

    def absolute(self, href: str) -> str | None:
        """An address made complete; None for what is none."""
        try:
            whole = urljoin(self.url, href.strip())
            return whole if urlsplit(whole).scheme in ("http", "https") else None
        except ValueError:
            return None


def read_listing(
    platform: str, body: bytes, url: str, told: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Read:
    """The products in an answer of that platform; none for bytes that are no such answer. Raises on no bytes."""
    data = decoded(body.decode("utf-8", "replace"))
    speaks = platforms.known().get(platform)
    if data is None or speaks is None:
        return Read()
    try:
        found = speaks.read(Answer(url, data, told, headers or {}))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # An answer in another shape than documented is none; the pages are read instead.
        return Read()
    products = [each for node in found.products if (each := _extracted(node, url, platform))]
    return Read(products, list(_variants(found.variants, url)), found.more)


def _extracted(node: Node, url: str, platform: str) -> Extracted | None:
    base = Base(url)
    page = base.absolute(text_of(node.get("url")))
    values = schema.values_of(node, base, platform)
    if page is None or "name" not in values:
        return None
    return Extracted(
        url=page,
        is_product=True,
        offers=offers.offer_list(node),
        properties=schema.properties_of(node),
        rules={name: each.rule for name, each in values.items()},
        sure={name: each.sure for name, each in values.items()},
        **{name: each.value for name, each in values.items()},
    )


def _variants(nodes: list[Node], url: str) -> Iterator[tuple[str, str, Offer]]:
    base = Base(url)
    for node in nodes:
        product = base.absolute(text_of(node.get("url")))
        made = offers.offer_list({"hasVariant": [node]})
        if product and made:
            yield product, text_of(node.get("@id")), made[0]
