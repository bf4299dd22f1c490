"""`ocop parse`: each kind of value by its reader, as the contract's JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.errors import Unknown
from catalog.sheets.opening import encodings
from catalog.values import banks, certificates, claims, codes, dates, labels, people, text, vietqr
from catalog.values.packs import quantity
from catalog.values.places import places
from catalog.values.prices import money
from catalog.values.sets import sets


def _name(words: str) -> dict[str, Any]:
    return {
        "name": text.clean(words),
        "core": quantity.without_pack(words),
        "quantity": quantity.from_name(words).json(),
        "stars_claimed": certificates.claimed_stars(words).stars,
    }


def _set(words: str) -> dict[str, Any]:
    named = sets.named(words)
    return (named if named.set else sets.classify(words)).json()


def _text(words: str) -> dict[str, Any]:
    found = encodings.repair(words)
    return {"text": found.text, "was": found.was}


def _code(words: str) -> dict[str, Any]:
    return codes.code(words).json() | {
        "gtin": codes.gtin(words).json(),
        "product_code": codes.product_code(words).json(),
        "growing_area": codes.growing_area(words).json(),
        "postcode": codes.postcode(words).json(),
    }


def _claims(words: str) -> dict[str, Any]:
    return {
        "claims": [{"code": c.code, "words": c.words} for c in claims.claims(words)],
        "contacts": [{"kind": c.kind, "words": c.words} for c in claims.contacts(words)],
    }


PARSERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "price": lambda words: money.price(words).json(),
    "quantity": lambda words: quantity.content(words).json(),
    "date": lambda words: dates.date(words).json(),
    "decision": lambda words: certificates.decision(words).json(),
    "phone": lambda words: people.phones(words).json(),
    "place": lambda words: places.place(words).json(),
    "set": _set,
    "name": _name,
    "text": _text,
    "stars": lambda words: certificates.stars(words).json(),
    "producer": lambda words: people.producer(words).json(),
    "tax_code": lambda words: people.tax_code(words).json(),
    "code": _code,
    "label": lambda words: labels.label(words).json(),
    "claims": _claims,
    "account": lambda words: banks.account(words).json(),
    "vietqr": lambda words: vietqr.decode(words).json(),
}


def parser(kind: str) -> Callable[[str], dict[str, Any]]:
    """The reader of one kind. Raises Unknown, naming the kinds that there are."""
    if kind not in PARSERS:
        raise Unknown("kind of value", kind, PARSERS)
    return PARSERS[kind]
