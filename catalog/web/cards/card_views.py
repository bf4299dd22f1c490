"""Price cards and QR codes: the page that offers them, and the files. Nothing of it exists without a public address."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

from datasette import Response

from catalog.publish.tables.reading import Product
from catalog.web import headers, phrases, search, views
from catalog.web.cards import card_pictures, card_words, price_card, qr
from catalog.web.cards.price_card import Card
from catalog.web.language import N_
from catalog.web.pages import Visit, render

# An A4 sheet of one product's cards is full; a producer's sheets end at so many cards.
MOST_CARDS = 100
# Cards are drawn one after the other beside the pages: whoever asks for many makes nobody else wait.
_desk = ThreadPoolExecutor(1, "cards")
DEFAULT = "a6"
_SIZES = {"a6": N_("A6, 4 bảng trên một tờ A4"), "a5": N_("A5, 2 bảng trên một tờ A4")}


def _size(visit: Visit) -> str:
    asked = visit.arguments.get("kho", DEFAULT)
    return asked if asked in price_card.FORMATS else DEFAULT


async def page(visit: Visit) -> Response:
    """The card as it will be printed, in both sizes; without a public address what the operator has to do first."""
    product = await _product(visit)
    if not isinstance(product, Product):
        return product
    size = _size(visit)
    return render(
        visit, "price_card.html", product=product, question=search.Question(), sizes=_SIZES, size=size,
        edges_px=card_pictures.edges(*price_card.FORMATS[size][:2]), ready=bool(visit.catalogue.address),
    )  # fmt: skip


async def pdf(visit: Visit) -> Response:
    """A sheet A4 full of one product's cards."""
    product = await _product(visit)
    if not isinstance(product, Product):
        return product
    size = _size(visit)
    _, _, across, down = price_card.FORMATS[size]
    card = await _card(visit, product)
    return await _file(visit, [card] * (across * down), size, product.facts["slug"], product.facts["name"])


async def png(visit: Visit) -> Response:
    """One product's card as a picture."""
    product = await _product(visit)
    if not isinstance(product, Product):
        return product
    card, size = await _card(visit, product), _size(visit)
    if card is None:
        return _without_address(visit)
    body = await _drawn(lambda: card_pictures.png(price_card.single(card, size)))
    return _sent(visit, body, "image/png", f"bang-gia-{product.facts['slug']}.png", "inline")


async def code(visit: Visit) -> Response:
    """The QR code of a product's page as a drawing."""
    product = await _product(visit)
    if not isinstance(product, Product):
        return product
    address = qr.address(visit, f"/san-pham/{product.facts['slug']}")
    if not address:
        return _without_address(visit)
    body = qr.svg(address).encode()
    return _sent(visit, body, "image/svg+xml", f"ma-qr-{product.facts['slug']}.svg", "inline")


async def of_producer(visit: Visit) -> Response:
    """The cards of all products of a producer, one after the other."""
    slug = unquote(visit.request.url_vars["slug"])
    found = await visit.catalogue.read(lambda db: views.producer_of(db, slug, visit.catalogue.today))
    if found is None or found["producer"]["slug"] != slug:
        return await views.producer_moved(visit, slug, found, "/bang-gia.pdf")
    cards = [await _card(visit, product) for product in found["products"][:MOST_CARDS]]
    name = phrases.producer(visit.language, found["producer"])
    return await _file(visit, cards, _size(visit), slug, name)


async def _drawn(draw: Callable[[], bytes]) -> bytes:
    return await asyncio.get_running_loop().run_in_executor(_desk, draw)


async def _file(visit: Visit, cards: list[Card | None], size: str, slug: str, title: str) -> Response:
    made = [card for card in cards if card]
    if not made:
        return _without_address(visit)
    body = await _drawn(lambda: price_card.sheets(made, size, title))
    return _sent(visit, body, "application/pdf", f"bang-gia-{slug}-{size}.pdf", "attachment")


def _sent(visit: Visit, body: bytes, media_type: str, name: str, how: str) -> Response:
    sent = {
        # Slugs are ASCII letters, digits and hyphens, so that the name needs no quoting.
        "content-disposition": f'{how}; filename="{name}"',
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "cache-control": "max-age=300",
        headers.RELEASE: str(visit.catalogue.release["id"]),
    }
    return Response(body, headers=sent, content_type=media_type)


def _without_address(visit: Visit) -> Response:
    words = "Chưa có mã QR cho trang này. (No QR code is made before a permanent public address is configured.)"
    return Response.text(words, status=404)


async def _product(visit: Visit) -> Product | Response:
    """The product of the address, or the answer that leads to where it went."""
    slug = unquote(visit.request.url_vars["slug"])
    found: Product | None = await visit.catalogue.read(lambda db: views.product_of(db, slug, visit.catalogue.today))
    if found is None or found.facts["slug"] != slug:
        rest = visit.request.path.rpartition("/")[2]
        return await views.product_moved(visit, slug, found, f"/{rest}")
    return found


async def _card(visit: Visit, product: Product) -> Card | None:
    """The words of a product's card; None while no public address is configured."""
    address = qr.address(visit, f"/san-pham/{product.facts['slug']}")
    if not address:
        return None
    place = await visit.catalogue.read(lambda db: card_words.place(db, product.producer))
    account = await visit.catalogue.read(lambda db: card_words.account(db, product.producer))
    return card_words.card(visit.language, product, place, address, account)
