"""“Đổi giá”, “Hết hàng”, “Có hàng lại”: a tap on a producer's page becomes a sheet of one row, sent like any."""

from __future__ import annotations

from catalog.desk import own, own_kit
from catalog.desk.own import Own, Pack
from catalog.errors import Refused, Unknown
from catalog.forms import plain_sheet
from catalog.values import text
from catalog.values.packs import quantity
from catalog.values.prices import money
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.senders import tickets
from catalog.workbench.senders.invitations import Invitation
from catalog.workbench.senders.tickets import Change, Who
from catalog.workbench.store import Workbench

LONGEST = 60  # characters
NAME = "đổi trên trang riêng.xlsx"
# What the buttons say of stock, in words that the reader of stock knows.
SOLD_OUT, BACK = "hết hàng", "còn hàng"
# What a one-row sheet says beside what is changed: enough to be known as this product and pack of this producer.
_SAID = ("name", "producer", "producer_kind", "province", "commune", "address", "price", "unit", "pack", "sku")


def tap(home: Home, invitation: Invitation, product_id: str, pack_key: str, change: Change, words: str) -> str:
    """Opens a ticket with the change and asks for it to be sent; gives its code.

    Raises Unknown for a product or pack that is not hers, Refused for words that are no price or number.
    """
    (producer,) = invitation.producers
    product, pack = _find(home, producer.id or "", product_id, pack_key)
    row = own_kit.cells(pack.facts)
    row = {name: row[name] for name in _SAID if name in row} | {"name": row.get("name", product.name)}
    row[change] = _priced(words, pack) if change == "price" else _stock(words)
    with Workbench(home.workbench) as bench:
        code = tickets.open_ticket(bench, Who(producer.name), invitation.id, product.id, change)
        ticket = tickets.id_of(code)
        sheet = tickets.keep(home, ticket, plain_sheet.make([row]))
        tickets.add_files(bench, ticket, [("sheet", NAME, sheet)])
        jobs.ask(bench, "send", ticket)
    return code


def _find(home: Home, producer: str, product_id: str, pack_key: str) -> tuple[Own, Pack]:
    for product in own.products(home, producer):
        for pack in product.packs:
            if (product.id, pack.key) == (product_id, pack_key):
                return product, pack
    raise Unknown("product", product_id[:20])


def _priced(words: str, pack: Pack) -> str:
    """The new price as a cell says it, for what the price was for before. Raises Refused for what is no one price."""
    words = text.clean(words)[:LONGEST]
    read = money.price(words)
    if read.none == "contact":
        return words
    if read.low is None or read.low <= 0 or read.low != (read.high or read.low):
        raise Refused(f"“{words}” chưa rõ là giá nào. Mời ghi đủ số tiền bằng đồng, ví dụ 150000.", code="price-unread")
    return own_kit.priced({"price_low": read.low, "price_per": read.per or pack.facts.get("price_per")})


def _stock(words: str) -> str:
    words = text.clean(words)[:LONGEST]
    if words not in (SOLD_OUT, BACK) and quantity.stock(words).count is None:
        raise Refused(f"“{words}” chưa rõ là còn bao nhiêu. Mời ghi một số, ví dụ 20.", code="stock-unread")
    return words
