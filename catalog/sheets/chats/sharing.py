"""Who sells, where and under which telephone: what a message says once for all its products, or behind one of them."""

from __future__ import annotations

import re

from catalog.sheets.chats.chatwords import CALL, MAKER, MONEY, NUMBER, PLACE, PRODUCER, SIZE, STARS, STOCK, TELLING
from catalog.sheets.chats.products import Product
from catalog.values import contacts


def is_context(words: str) -> bool:
    """Whether a line tells who sells: a telephone, or a producer without any price."""
    if contacts.phones(words).e164 and not MONEY.search(contacts.without_contacts(words)):
        return True
    return bool(PRODUCER.search(words)) and not MONEY.search(words) and not SIZE.search(words)


def share(words: str, shared: Product, known: str = "") -> None:
    """Takes producer, telephone and address from a line; `known` is what its key says that it is."""
    has_phone = bool(contacts.phones(words).e164)
    found = PRODUCER.search(words)
    if has_phone or known == "phone":
        shared.add("phone", words)
    if found or known == "producer":
        name = TELLING.sub("", found[0] if found else words)
        shared.cells.setdefault("producer", NUMBER.sub("", name).strip(" ,;:-–"))
    after = TELLING.sub("", words[found.end() :]).strip(" ,;:-()") if found else ""
    if len(after) > 5 and not contacts.phones(after).e164 and len(after) > len(shared.cells.get("address", "")):
        shared.cells["address"] = after


def without_contacts(rest: str, shared: Product) -> str:
    """What a product's line says of its price and pack; the telephone and producer behind it are shared."""
    if not contacts.phones(rest).e164:
        return rest
    cut = CALL.search(rest)
    start = cut.start() if cut else len(rest)
    share(rest[start:] if cut else rest, shared)
    return rest[:start]


def without_maker(name: str, rest: str) -> tuple[str, str]:
    """A name that goes on, behind a comma, with who makes it or where: that belongs to the rest."""
    for comma in re.finditer(r",\s*", name):
        if MAKER.match(name, comma.end()) or PLACE.match(name, comma.end()):
            return name[: comma.start()].rstrip(), f"{name[comma.end() :]}, {rest}"
    return name, rest


def take_maker(product: Product, rest: str) -> str:
    """Takes who makes a product and where from its line, up to the next amount; gives what else the line says."""
    found = [m.start() for m in (MAKER.search(rest), PLACE.search(rest)) if m]
    if not found:
        return rest
    start = min(found)
    ends = [m.start() for pattern in (MONEY, SIZE, STARS, STOCK) if (m := pattern.search(rest, start))]
    said = rest[start : min(ends, default=len(rest))].strip(" ,;:-–()")
    place = PLACE.search(said)
    if MAKER.match(said):
        name, comma, after = said[: place.start() if place else len(said)].partition(",")
        product.add("producer", name)
        said = said[place.start() :] if place else after if comma else ""
    product.add("address", said)
    return rest[:start] + rest[min(ends, default=len(rest)) :]
