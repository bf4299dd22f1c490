"""Which product and which producer a draft is: exact keys, each given id a recorded decision.

An id is the digest of the plainest key it was given for, so equal deliveries give equal ids. Keys, strongest first:
the OCOP system's product code; the seller's own code at that producer; the product's name without its pack at that
producer. A producer is its name as written (accents count) within its province, a person's within the commune.
Sizes of one product share the product's id and differ in the offer key.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from catalog.values import people, text

Facts = dict[str, Any]


def digest(*parts: str) -> str:
    """Ten lower-case letters and digits that stand for the given parts."""
    # Ten letters of base 32 are 50 bits; two whole groups of five bytes hold them.
    return b32encode(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10])[:10].decode().lower()


@dataclass(slots=True)
class Identities:
    """The keys that are known, and those that a delivery adds; `added` is what has to be stored."""

    known: dict[str, str]
    added: dict[str, str] = field(default_factory=dict)

    def id_for(self, keys: list[str]) -> tuple[str, bool]:
        """The id of the first known key, else a new one from the last and plainest key; and whether two ids compete."""
        found = [self.known[k] for k in keys if k in self.known]
        chosen = found[0] if found else digest(keys[-1])
        for key in keys:
            if key not in self.known:
                self.known[key] = self.added[key] = chosen
        return chosen, len(set(found)) > 1

    def join(self, key: str, known_id: str) -> None:
        """Records that a new key is another way to name what is known."""
        self.known[key] = self.added[key] = known_id


class Marks(NamedTuple):
    """What a row is known by: of its producer (None where it names none) and of its product (None without a name).

    product_code is the scoring system's, sku the seller's own; both as read, None where not stated.
    """

    producer: str | None
    product: str | None
    product_code: str | None
    sku: str | None

    def product_keys(self, producer_id: str, names_per_code: Counter[str]) -> list[str]:
        """What the product is known by, strongest first. A code that stands on rows of several names says nothing."""
        keys = []
        if self.product_code:
            keys.append(f"code:{text.fold(self.product_code)}")
        if self.sku and names_per_code[self.sku_key(producer_id)] == 1:
            keys.append(self.sku_key(producer_id))
        keys.append(f"name:{producer_id}|{self.product}")
        return keys

    def sku_key(self, producer_id: str) -> str:
        return f"sku:{producer_id}|{self.sku}"


def marks(facts: Facts) -> Marks:
    """What the facts of a row say of who and what it is."""
    core = facts.get("core_name")
    return Marks(
        _producer(facts),
        text.key(core) if core else None,
        facts.get("product_code"),
        facts.get("sku"),
    )


def _producer(facts: Facts) -> str | None:
    name = facts.get("producer")
    kind = facts.get("producer_kind") or "unknown"
    return _producer_key(name, kind, facts.get("commune_code"), facts.get("province_code")) if name else None


# A list names its producers on many rows.
@lru_cache(8_192)
def _producer_key(name: str, kind: str, commune: str | None, province: str | None) -> str:
    where = commune if people.is_person(kind, name) else None
    return f"producer:{text.key(name)}|{where or province or '?'}"


def names_per_code(rows: Iterable[tuple[Marks, str | None]]) -> Counter[str]:
    """How many different product names each seller's code stands on within one delivery; rows with producer ids."""
    pairs = {(m.sku_key(producer), m.product) for m, producer in rows if producer and m.sku and m.product}
    return Counter(key for key, _ in pairs)
