"""Who makes the product, and where."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from catalog.normalise.reading import REMEMBERED, Doubt, Reading, as_json, said
from catalog.values import people, text
from catalog.values.places import place_hints, places

producer_of = lru_cache(REMEMBERED)(people.producer)
phones_of = lru_cache(REMEMBERED)(people.phones)


def read_producer(producer: str, kind_words: str, phone_words: str, tax_words: str) -> Reading:
    """The producer's name, kind, telephones; numbers, and who speaks for it, written into its cell count too."""
    found = producer_of(producer)
    stated = people.producer_kind(kind_words) if not text.is_blank(kind_words) else "unknown"
    fields: dict[str, Any] = {
        "producer": found.name or None,
        "producer_kind": stated if stated not in ("unknown", "other") else found.kind,
    }
    if found.representative:
        fields["representative"] = found.representative
    doubts: list[Doubt] = []
    if not found.name:
        doubts.append(Doubt("producer-missing", "producer"))
    phones = list(dict.fromkeys([*phones_of(phone_words).dialled, *found.phones.dialled]))
    if phones:
        fields["phone"] = as_json(phones)
    elif not text.is_blank(phone_words):
        doubts.append(Doubt("phone-unclear", "phone", phone_words))
    if not text.is_blank(tax_words):
        code = people.tax_code(tax_words)
        # Twelve digits are a citizen's ID: the raw record keeps the words, nothing else does.
        fields["tax_code"] = f"…{(code.value or '')[-3:]}" if code.kind == "person" else code.value
        if not code.valid:
            doubts.append(Doubt("tax-code-wrong", "tax_code", tax_words))
    derived = ("producer_kind",) if fields["producer_kind"] != stated and found.name else ()
    return Reading(fields, tuple(doubts), derived)


def read_place(
    address: str, commune: str, district: str, province: str, producer: str, name: str, hint: str, day: str
) -> Reading:
    """The units in force that the row's own words name; the title, else the product's name, is weaker evidence."""
    own = text.clean(address) or producer_of(producer).address
    column = next((c for c, w in (("address", address), ("commune", commune), ("province", province)) if w), "address")
    return _read_stated_place(column, own, commune, district, province, hint or place_hints.hint(name), day)


# Apart from the producer, which makes every row another one, few places are stated in a sheet.
@lru_cache(REMEMBERED)
def _read_stated_place(
    column: str, own: str, commune: str, district: str, province: str, hint: str, day: str
) -> Reading:
    stated = " ".join(w for w in (own, commune, district, province) if not text.is_blank(w))
    found = places.place(own, commune=commune, district=district, province=province, hint=hint, on=day)
    fields: dict[str, Any] = {
        "address": text.clean(stated) or None,
        "commune_words": text.clean(commune) or None,
        "district": text.clean(district) or None,
        "province_words": text.clean(province) or None,
        "province": found.province,
        "province_code": found.province_code,
        "commune": found.commune,
        "commune_code": found.commune_code,
        "old_place": found.old or None,
    }
    if found.candidates:
        fields["candidates"] = as_json(found.json()["candidates"])
    return Reading(fields, _place_doubts(found, column, text.clean(stated)))


def _place_doubts(found: places.Place, column: str, stated: str) -> tuple[Doubt, ...]:
    if found.commune_code is None and found.candidates:
        names = " hoặc ".join(f"{c.commune} ({c.province})" for c in found.candidates[:4])
        code = "place-ambiguous" if len(found.candidates) > 1 else "place-misspelt"
        return (Doubt(code, column, stated, said(candidates=names)),)
    if found.province_code is None:
        return (
            Doubt("place-unknown" if stated else "place-missing", column, stated),
            *_missing(stated, column),
        )
    return ()


def _missing(stated: str, column: str) -> tuple[Doubt, ...]:
    return (Doubt("place-missing", column),) if stated else ()
