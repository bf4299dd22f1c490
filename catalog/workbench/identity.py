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
from dataclasses import dataclass, field
from typing import Any

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


def producer_key(facts: Facts) -> str | None:
    """What a producer is known by; None where the row names none."""
    name = facts.get("producer")
    if not name:
        return None
    kind = facts.get("producer_kind") or "unknown"
    where = facts.get("commune_code") if people.is_person(kind, name) else None
    return f"producer:{text.key(name)}|{where or facts.get('province_code') or '?'}"


def product_keys(facts: Facts, producer_id: str, codes: Counter[str]) -> list[str]:
    """What a product is known by, strongest first. A code that stands on rows of several names says nothing."""
    keys = []
    if facts.get("product_code"):
        keys.append(f"code:{text.fold(facts['product_code'])}")
    if facts.get("sku") and codes[sku_key(facts, producer_id)] == 1:
        keys.append(sku_key(facts, producer_id))
    keys.append(f"name:{producer_id}|{text.key(facts['core_name'])}")
    return keys


def sku_key(facts: Facts, producer_id: str) -> str:
    return f"sku:{producer_id}|{facts['sku']}"


def names_per_code(rows: list[tuple[Facts, str | None]]) -> Counter[str]:
    """How many different product names each seller's code stands on within one delivery."""
    pairs = {
        (sku_key(facts, producer), text.key(facts["core_name"]))
        for facts, producer in rows
        if producer and facts.get("sku") and facts.get("core_name")
    }
    return Counter(key for key, _ in pairs)
