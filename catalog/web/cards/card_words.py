"""What stands on a price card, in words: of a published product with a code, of one that is not yet without."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

from catalog.errors import Refused
from catalog.publish.tables.reading import Product, Record
from catalog.values import vietqr
from catalog.web import listing, phrases
from catalog.web.cards import price_card, qr
from catalog.web.cards.price_card import Card, Payment
from catalog.web.language import Language


def card(lang: Language, product: Product, place: str, address: str, account: Record | None = None) -> Card:
    """The words of a product's card; place: of its producer. Without an address there is no code on it.

    account: the row of bank_accounts by which its producer is paid, where a release shows one.
    """
    facts, award = product.facts, product.certificate
    producer = phrases.producer(lang, product.producer)
    others = len(product.offers) - price_card.MOST_PACKS
    more = lang.ngettext("và %(n)s quy cách khác trên trang", "và %(n)s quy cách khác trên trang", others)
    return Card(
        name=facts["name"],
        producer=f"{producer}, {place}" if product.producer["is_name_shown"] and place else producer,
        packs=tuple(_pack(lang, offer) for offer in product.offers) or (_pack(lang, facts),),
        more=more if others > 0 else "",
        stars=award["stars"] if award else 0,
        stars_words=phrases.stars(lang, award["stars"]) if award else "",
        until=lang.gettext("(đến %(day)s)", day=lang.day(award["expires_on"])) if award else "",
        price_day=lang.gettext("Giá ngày %(day)s", day=lang.day(facts["updated_on"])) if facts["updated_on"] else "",
        invitation=lang.gettext("Quét mã: chứng nhận, nơi làm ra, giá hôm nay") if address else "",
        address=address.partition("://")[2],
        code=tuple(qr.code(address)) if address else (),
        payment=_payment(lang, account) if address and account else None,
    )


def account(db: sqlite3.Connection, producer: Record) -> Record | None:
    """Where a producer is paid, as far as the release shows it."""
    found = db.execute("SELECT * FROM bank_accounts WHERE producer_id = ?", [producer["id"]]).fetchone()
    return dict(found) if found else None


def payment_text(account: Record) -> str:
    """What the bank's code says: the account alone. A printed price would soon be yesterday's."""
    return vietqr.encode(vietqr.Transfer(account["bank_bin"], account["number"]))


def _payment(lang: Language, account: Record) -> Payment | None:
    """None where the bank ended since the release was made."""
    with suppress(Refused):
        return Payment(
            code=tuple(qr.code(payment_text(account))),
            title=lang.gettext("VietQR: chuyển khoản"),
            bank=f"{account['bank']} · {account['number']}",
            owner=account["owner"],
            warning=lang.gettext("Kiểm tra tên người nhận trước khi chuyển"),
        )
    return None


def place(db: sqlite3.Connection, producer: Record) -> str:
    """Where a producer is, as a card says it."""
    return phrases.place(listing.with_rank(db, producer))


def _pack(lang: Language, offer: dict[str, Any]) -> tuple[str, str]:
    per = phrases.price_for(offer)
    price = phrases.price(lang, offer)
    pack = offer.get("pack_words") or offer.get("container") or ""
    return pack, f"{price}/{per}" if per and not pack else price
