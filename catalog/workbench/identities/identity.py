"""What a draft is known by: its producer's and product's plainest keys, whose digests are its own ids, and its marks.

Both keys are of the row's own words, so a row has the same ids of its own whatever came before it. That several such
ids are one product is a matter of joins (joins.py), which compares what is known by these marks (alike.py).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from catalog.values import people, text

Facts = dict[str, Any]


# Base 32 in small letters, two at a time: the library's own takes half of the time of a digest.
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + other for one in _LETTERS for other in _LETTERS]


def digest(*parts: str) -> str:
    """Ten lower-case letters and digits that stand for the given parts: the first 50 bits of their SHA-256."""
    bits = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:7], "big") >> 6
    pairs = bits >> 40, bits >> 30 & 1023, bits >> 20 & 1023, bits >> 10 & 1023, bits & 1023
    return "".join(map(_PAIRS.__getitem__, pairs))


# A list names its producers on many rows.
id_of_producer = lru_cache(8_192)(digest)


# Marks of producers that are known by themselves, beside the names; private, so digests of them are kept.
PRIVATE = ("tax:", "phone:")


class Marks(NamedTuple):
    """What a row is known by: of its producer (None where it names none) and of its product (None without a name).

    producer, product   the plainest keys: name and place; name without its pack
    codes               what else the product is known by, strongest first: barcode, the scoring system's code,
                        decision, and the seller's own code, which counts at that producer only
    who                 what speaks for the producer: kind, commune, tax code, telephones
    """

    producer: str | None
    product: str | None
    codes: tuple[str, ...] = ()
    who: tuple[str, ...] = ()

    @property
    def product_key(self) -> str | None:
        """The product's name at its producer; only this is a name's key in `identities`."""
        maker = id_of_producer(self.producer) if self.producer else "?"
        return f"name:{maker}|{self.product}" if self.product else None


decode = msgspec.json.Decoder(Marks).decode
_decode_list = msgspec.json.Decoder(list[str]).decode


def marks(facts: Facts) -> Marks:
    """What the facts of a row say of who and what it is."""
    core = facts.get("core_name")
    return Marks(
        _producer(facts),
        text.key(core) if core else None,
        tuple(_codes(facts)),
        _who(*(facts.get(n) for n in ("producer_kind", "commune_code", "tax_code", "phone"))),
    )


def _codes(facts: Facts) -> Iterable[str]:
    if facts.get("gtin"):
        yield f"gtin:{facts['gtin']}"
    if facts.get("product_code"):
        yield f"code:{text.fold(facts['product_code'])}"
    if facts.get("decision_number") and facts.get("decision_date"):
        yield f"decision:{text.fold(facts['decision_number'])}|{facts['decision_date']}"
    if facts.get("sku"):
        yield f"sku:{text.fold(facts['sku'])}"


@lru_cache(8_192)
def _who(kind: str | None, commune: str | None, tax: str | None, phones: str | None) -> tuple[str, ...]:
    """Tax codes and telephones as digests: a mark may be quoted, a private number may not."""
    found = [f"kind:{kind}"] if kind and kind != "unknown" else []
    found += [f"commune:{commune}"] if commune else []
    if tax and (code := people.tax_code(tax)).valid and code.kind != "person":
        found.append(f"tax:{digest(code.value or '')}")
    return (*found, *(f"phone:{digest(number)}" for number in _decode_list(phones or "[]")))


def _producer(facts: Facts) -> str | None:
    name = facts.get("producer")
    kind = facts.get("producer_kind") or "unknown"
    return _producer_key(name, kind, facts.get("commune_code"), facts.get("province_code")) if name else None


@lru_cache(8_192)
def _producer_key(name: str, kind: str, commune: str | None, province: str | None) -> str:
    where = commune if people.is_person(kind, name) else None
    return f"producer:{text.key(name)}|{where or province or '?'}"


def names_per_code(rows: Iterable[tuple[Marks, str | None]]) -> Counter[tuple[str | None, str]]:
    """How many different names each mark stands on within one delivery, by producer; rows with producer ids."""
    pairs = {(p, mark, m.product) for m, p in rows if m.product for mark in m.codes}
    return Counter((producer, mark) for producer, mark, _ in pairs)
