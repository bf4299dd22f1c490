"""Which reader reads which columns."""

from __future__ import annotations

from catalog import columns
from catalog.normalise import award, offer, who, words
from catalog.normalise.reading import Reader

# Text columns that a reader of their own has understood already.
READ_WITH_THE_PACK = frozenset({"net_content", "unit"})


def _special(kinds: set[str]) -> list[str]:
    return [c.name for c in columns.COLUMNS if c.kind in kinds]


READERS: tuple[Reader, ...] = (
    Reader(("name",), offer.read_name, asks=True),
    Reader(("producer", "producer_kind", "phone", "tax_code"), who.read_producer, asks=True),
    Reader(
        ("address", "commune", "district", "province", "producer", "name", "place_hint", "date_hint"),
        who.read_place,
        asks=True,
    ),
    Reader(("pack", "net_content", "unit", "name", "summary", "description"), offer.read_content),
    Reader(("price", "price_scale", "price_unit", "unit"), offer.read_price, asks=True),
    Reader(("price_old", "old_scale", "wholesale_price", "wholesale_scale"), offer.read_other_prices),
    Reader(("stock",), offer.read_stock),
    Reader(("stars", "score", "decision_date", "name", "summary", "description"), award.read_stars),
    Reader(("decision_number", "decision_date", "expires", "stars", "decision"), award.read_decision),
    Reader(("sku", "product_code", "gtin"), offer.read_codes),
    Reader(("ocop_set", "name", "summary", "description", "category", "group"), award.read_set),
    Reader(("images",), words.read_images),
    Reader(("summary", "description", *words.LABELLED), words.read_label),
    *(words.prose_reader(c) for c in _special({"prose"})),
    *(words.consent_reader(c) for c in _special({"consent"})),
    *(words.text_reader(c) for c in _special({"text", "person", "email", "website"}) if c not in READ_WITH_THE_PACK),
)
