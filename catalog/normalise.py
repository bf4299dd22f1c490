"""Raw records → typed drafts and issues: pure, column by column, work per distinct value.

Each reader of READERS takes the words of one or several columns and gives typed fields and doubts. A reader is
called once per distinct combination of words, so a column of 100,000 equal cells costs one call. To add a rule for
a column, write its reader here and add a line to READERS; the words of the doubt stand in registers/issues.toml.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from catalog import columns
from catalog.values import (
    certificates,
    claims,
    codes,
    dates,
    labels,
    money,
    papers,
    people,
    places,
    quantity,
    sets,
    text,
)


class Doubt(NamedTuple):
    """A question about one cell: the code in registers/issues.toml, the column, and what the sentence quotes."""

    code: str
    column: str
    value: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one combination of words gave: typed fields (absent ones are null) and doubts."""

    fields: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


class Normalised(NamedTuple):
    """products: one row per raw record, in order, a column per typed field; null where nothing is stated.
    issues: a row per doubt: record (position in products), code, column, value, said (dict for the sentence)."""

    products: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Reader:
    """A pure function of the words of some columns; missing columns arrive as blank text.

    asks: it has a question also where none of its columns is there (a product needs a producer, a place, a price).
    """

    inputs: tuple[str, ...]
    read: Callable[..., Reading]
    asks: bool = False


def normalise(raw: pd.DataFrame) -> Normalised:
    """Products and issues, from the words as they stood.

    raw: a row per raw record, columns of COLUMNS and of columns.CONTEXT, all text; blank is "". Reads no other row,
    file or clock: the whole equals its parts joined. Does not raise on any text.
    """
    records: list[dict[str, Any]] = [{} for _ in range(len(raw))]
    doubts: list[list[Doubt]] = [[] for _ in range(len(raw))]
    words = {c: raw[c].tolist() for c in raw.columns}
    blank = [""] * len(raw)
    for reader in READERS:
        if not reader.asks and not any(c in words for c in reader.inputs):
            continue
        known: dict[tuple[str, ...], Reading] = {}
        for i, given in enumerate(zip(*(words.get(c, blank) for c in reader.inputs), strict=True)):
            reading = known.get(given)
            if reading is None:
                reading = known[given] = reader.read(*given)
            if reading.fields:
                records[i].update(reading.fields)
            if reading.doubts:
                doubts[i].extend(reading.doubts)
    return Normalised(_frame(records), _issues(doubts))


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    names = [f.name for f, _ in columns.fields()]
    return pd.DataFrame({n: pd.Series([r.get(n) for r in records], dtype=object) for n in [*names, *EXTRA]})


def _issues(doubts: list[list[Doubt]]) -> pd.DataFrame:
    rows = [(i, d.code, d.column, d.value, dict(d.said)) for i, found in enumerate(doubts) for d in found]
    return pd.DataFrame(rows, columns=["record", "code", "column", "value", "said"])


# Fields of a draft that come of no single column.
EXTRA = ("core_name", "offer_key", "choices")


def _json(value: Iterable[Any]) -> str:
    return json.dumps(list(value), ensure_ascii=False)


def _said(**values: object) -> tuple[tuple[str, str], ...]:
    return tuple((k, str(v)) for k, v in values.items())


# One row asks several readers about the same name or address, and rows repeat them: pure readers, remembered.
REMEMBERED = 50_000
_producer = lru_cache(REMEMBERED)(people.producer)
_phones = lru_cache(REMEMBERED)(people.phones)
_decision = lru_cache(REMEMBERED)(certificates.decision)
_content = lru_cache(REMEMBERED)(quantity.content)


@lru_cache(REMEMBERED)
def _named(name: str) -> tuple[str, quantity.Content]:
    """A name without its pack words, and what these come to; asked together, the words are found once."""
    return quantity.without_pack(name), quantity.from_name(name)


# ── who and what ──


def read_name(name: str) -> Reading:
    cleaned = text.clean(name)
    if text.is_blank(cleaned):
        return Reading(doubts=(Doubt("name-missing", "name"),))
    return Reading({"name": cleaned, "core_name": _named(name)[0] or cleaned})


def read_producer(producer: str, kind_words: str, phone_words: str, tax_words: str) -> Reading:
    """The producer's name, kind and telephones; numbers written into the producer's cell count too."""
    found = _producer(producer)
    said = people.producer_kind(kind_words) if not text.is_blank(kind_words) else "unknown"
    fields: dict[str, Any] = {
        "producer": found.name or None,
        "producer_kind": said if said not in ("unknown", "other") else found.kind,
    }
    doubts: list[Doubt] = []
    if not found.name:
        doubts.append(Doubt("producer-missing", "producer"))
    phones = list(dict.fromkeys([*_phones(phone_words).e164, *found.phones.e164]))
    if phones:
        fields["phone"] = _json(phones)
    elif not text.is_blank(phone_words):
        doubts.append(Doubt("phone-unclear", "phone", phone_words))
    if not text.is_blank(tax_words):
        code = people.tax_code(tax_words)
        # Twelve digits are a citizen's ID: the raw record keeps the words, nothing else does.
        fields["tax_code"] = f"…{(code.value or '')[-3:]}" if code.kind == "person" else code.value
        if not code.valid:
            doubts.append(Doubt("tax-code-wrong", "tax_code", tax_words))
    return Reading(fields, tuple(doubts))


def read_place(address: str, commune: str, district: str, province: str, producer: str, hint: str, day: str) -> Reading:
    """The units in force that the row's own words name; what the title says is weaker evidence."""
    own = text.clean(address) or _producer(producer).address
    column = next((c for c, w in (("address", address), ("commune", commune), ("province", province)) if w), "address")
    return _read_stated_place(column, own, commune, district, province, hint, day)


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
        fields["candidates"] = _json(found.json()["candidates"])
    return Reading(fields, _place_doubts(found, column, text.clean(stated)))


def _place_doubts(found: places.Place, column: str, stated: str) -> tuple[Doubt, ...]:
    if found.commune_code is None and found.candidates:
        names = " hoặc ".join(f"{c.commune} ({c.province})" for c in found.candidates[:4])
        code = "place-ambiguous" if len(found.candidates) > 1 else "place-misspelt"
        return (Doubt(code, column, stated, _said(candidates=names)),)
    if found.province_code is None:
        return (
            Doubt("place-unknown" if stated else "place-missing", column, stated),
            *_missing(stated, column),
        )
    return ()


def _missing(stated: str, column: str) -> tuple[Doubt, ...]:
    return (Doubt("place-missing", column),) if stated else ()


# ── pack and price ──


def read_content(pack: str, net: str, unit: str, name: str, summary: str, description: str) -> Reading:
    """Net content from the pack, else its own column, else the name, else the texts; the unit says the container."""
    in_name = _named(name)[1]
    sources = [("pack", pack, _content(pack)), ("net_content", net, _content(net))]
    if any(c.isdigit() for c in unit):  # "Hộp 500g" under “ĐVT” is a pack; a bare "kg" is what the price is for
        sources.append(("unit", unit, _content(unit)))
    stated = sources[0][2]
    column, words, chosen = _first_said([*sources, ("name", name, in_name)])
    if not any(found.unsure or found.choices or not found.none for _, _, found in sources):
        column, words, chosen = "name", name, quantity.from_listing(name, f"{summary}\n{description}")
    fields: dict[str, Any] = {
        "net_total": chosen.total,
        "net_unit": chosen.unit,
        "pack_count": chosen.count,
        "pieces": 1 if chosen.pieces is not None and chosen.total is None else 0,
        "container": chosen.container or _unit_of_sale(unit)[0] or None,
        "pack_words": text.clean(pack) or text.clean(net) or _pack_in(name, in_name) or None,
        "net_content": text.clean(net) or None,
        "unit": text.clean(unit) or None,
    }
    fields["offer_key"] = _offer_key(fields)
    doubts: list[Doubt] = []
    if chosen.choices:
        doubts.append(Doubt("content-choices", column, words))
    elif _differ(stated, in_name):
        doubts.append(Doubt("content-disagrees", "pack", pack, _said(other=f"{in_name.total:g} {in_name.unit}")))
    elif chosen.unsure:
        doubts.append(Doubt("content-unclear", column, words))
    elif chosen.none and not text.clean(unit):
        doubts.append(Doubt("pack-missing", "pack"))
    return Reading(fields, tuple(doubts))


def _first_said(sources: list[tuple[str, str, quantity.Content]]) -> tuple[str, str, quantity.Content]:
    """The first source that states a weight or volume, or several sizes; else the first that states anything."""
    for source in sources:
        if source[2].total is not None or source[2].choices:
            return source
    return next((s for s in sources if not s[2].none), sources[0])


def _pack_in(name: str, found: quantity.Content) -> str:
    return text.clean(name)[found.start : found.end].strip(" ()[]-–,") if not found.none else ""


def _differ(a: quantity.Content, b: quantity.Content) -> bool:
    """Whether two statements of one unit disagree: a multipack's total may stand beside its inner pack."""
    if a.total is None or b.total is None or a.unit != b.unit or a.choices or b.choices:
        return False
    equal = {a.total, a.total / (a.count or 1)} & {b.total, b.total / (b.count or 1)}
    return not equal


def _offer_key(fields: dict[str, Any]) -> str:
    """What tells sizes of one product apart: content and count, else the container's words."""
    if fields["net_total"] is not None:
        return f"{fields['net_total']:g}{fields['net_unit']}x{fields['pack_count'] or 1}"
    return text.fold(fields["pack_words"] or fields["container"] or "")


# Price reports write what a price is for as "đ/kg", "1000 đ/chỉ", "nghìn đồng/lít".
_UNIT_OF_MONEY = re.compile(r"^(1[.,]?000|nghìn|ngàn)?\s*(?:đồng|đ|vnđ|vnd)\s*/\s*(.{1,40})$", re.IGNORECASE)


def _unit_of_sale(unit: str) -> tuple[str, int]:
    """The unit of sale without its money, and what one unit of the price is worth in đồng where it says so."""
    unit = text.clean(unit)
    found = _UNIT_OF_MONEY.match(unit)
    return (found[2], 1000 if found[1] else 1) if found else (unit, 1)


def read_price(price: str, scale: str, header_unit: str, unit: str) -> Reading:
    """The price in whole đồng and what it is for: its own words, else the header's or the sheet's unit."""
    unit, worth = _unit_of_sale(unit)
    # Lines of one cell are sizes beside each other.
    found = money.price("; ".join(line for line in price.splitlines() if line.strip()), int(scale or worth))
    fields: dict[str, Any] = {
        "price_low": found.low,
        "price_high": found.high,
        "price_per": found.per or text.clean(header_unit) or unit or None,
        "price_words": text.clean(price) or None,
        "price_none": found.none,
    }
    if found.old is not None:
        fields["price_old"] = found.old
    if found.choices:
        fields |= {"price_none": None, "choices": _json([list(c) for c in found.choices])}
        return Reading(fields, (Doubt("price-choices", "price", price),))
    if found.none == "ambiguous":
        return Reading(fields, (Doubt("price-ambiguous", "price", price),))
    if found.none == "missing":
        return Reading(fields | {"price_none": None}, (Doubt("price-missing", "price", price),))
    return Reading(fields, (Doubt("price-contact", "price", price),) if found.none == "contact" else ())


def read_other_prices(old: str, old_scale: str, wholesale: str, wholesale_scale: str) -> Reading:
    fields: dict[str, Any] = {}
    for name, words, scale in (
        ("price_old", old, old_scale),
        ("wholesale_price", wholesale, wholesale_scale),
    ):
        found = money.price(words, int(scale or 1))
        if found.low is not None:
            fields[name] = found.low
    return Reading(fields)


def read_stock(stock: str) -> Reading:
    if text.is_blank(stock):
        return Reading()
    found = quantity.stock(stock)
    doubt = (Doubt("stock-unclear", "stock", stock),) if found.count is None else ()
    return Reading({"stock": found.count, "stock_words": text.clean(stock)}, doubt)


# ── stars and papers ──


def read_stars(stars: str, score: str, signed: str, name: str, summary: str, description: str) -> Reading:
    """Stars of their own column, else those that the name or the texts claim; either way a claim, no certificate."""
    fields: dict[str, Any] = {}
    doubts: list[Doubt] = []
    if text.is_blank(stars):
        claimed = certificates.claimed_stars(f"{name}\n{summary}\n{description}")
        if claimed.stars:
            fields["stars"] = claimed.stars
            doubts.append(Doubt("stars-claimed", "stars", str(claimed.stars)))
        elif claimed.unclear:
            doubts.append(Doubt("stars-mentioned", "stars"))
    else:
        found = certificates.stars(stars)
        fields |= {"stars": found.stars, "stars_potential": int(found.potential)}
        if found.potential:
            doubts.append(Doubt("stars-potential", "stars", stars))
        elif found.unclear:
            doubts.append(Doubt("stars-unclear", "stars", stars))
    if not text.is_blank(score):
        fields["score"] = certificates.score(score)
        if fields["score"] is None:
            doubts.append(Doubt("score-unclear", "score", score))
        doubts += _score_doubts(stars, fields, dates.date(signed).date)
    return Reading(fields, tuple(doubts))


def _score_doubts(stars: str, fields: dict[str, Any], signed: str | None) -> list[Doubt]:
    """A doubt where the points are worth other stars than the row states, under the criteria of the decision's day."""
    stated, points = fields.get("stars"), fields["score"]
    if text.is_blank(stars) or stated is None or points is None or fields.get("stars_potential"):
        return []
    is_day = signed is not None and len(signed) == len("2024-04-26")
    worth = certificates.stars_of_score(points, date.fromisoformat(signed) if signed and is_day else date.max)
    # A province gives four stars to what it scores at 90 and more, and passes it on: the fifth is the ministry's.
    if worth is None or worth == stated or (worth, stated) == (5, 4):
        return []
    return [
        Doubt("stars-score-disagree", "stars", str(stated), _said(score=f"{points:g}".replace(".", ","), other=worth))
    ]


def read_decision(number: str, day: str, expires: str, stars: str, title: str) -> Reading:
    """The recognition decision of the row, else the one in the title for rows that state stars."""
    doubts: list[Doubt] = []
    found = _decision(number)
    above = _decision(title)
    if found.number is None and text.is_blank(number) and certificates.stars(stars).stars:
        found = above
    issuer = found.issuer or (above.issuer if above.number in (None, found.number) else None)
    fields: dict[str, Any] = {"decision_number": found.number}
    fields["decision_issuer"] = issuer if found.number else None
    signed = dates.date(day).date or found.date or (dates.date(number).date if not found.number else None)
    fields["decision_date"] = signed
    if found.unread or (found.number is None and not text.is_blank(number) and signed is None):
        doubts.append(Doubt("decision-unclear", "decision_number", number))
    if signed is None and not text.is_blank(day):
        doubts.append(Doubt("date-unclear", "decision_date", day))
    fields["expires_on"] = _lapses(signed) or dates.date(expires).date
    return Reading(fields, tuple(doubts))


def _lapses(signed: str | None) -> str | None:
    """The last day of validity, where the day of signing is known to the day."""
    if signed is None or len(signed) != len("2024-04-26"):
        return None
    return certificates.expires_on(date.fromisoformat(signed)).isoformat()


def read_codes(sku: str, product_code: str, gtin: str) -> Reading:
    fields: dict[str, Any] = {}
    doubts: list[Doubt] = []
    for name, words in (("sku", sku), ("product_code", product_code)):
        if not text.is_blank(words):
            found = codes.code(words)
            fields[name] = found.value
            if found.damaged:
                doubts.append(Doubt("code-damaged", name, words))
    if not text.is_blank(gtin):
        barcode = codes.gtin(gtin)
        fields["gtin"] = barcode.value if barcode.valid else None
        if not barcode.valid:
            doubts.append(Doubt("code-damaged" if barcode.damaged else "gtin-wrong", "gtin", gtin))
    return Reading(fields, tuple(doubts))


def read_set(named: str, name: str, summary: str, description: str, category: str, group: str) -> Reading:
    """The set that the source names, else the classifier's where it is sure; else asked."""
    if not text.is_blank(named):
        said = sets.named(named)
        if said.set:
            return Reading({"ocop_set": said.set, "set_confidence": 1.0})
    found = sets.classify(name, f"{summary}\n{description}".strip(), f"{category} {group} {named}".strip())
    if found.set:
        return Reading({"ocop_set": found.set, "set_confidence": round(found.confidence, 2)})
    likely = ", ".join(found.alternatives[:3]) or "chưa rõ"
    return Reading(doubts=(Doubt("set-unsure", "ocop_set", named, _said(candidates=likely)),) if name else ())


# ── words ──


def prose(words: str) -> str | None:
    """Text with its line breaks kept and everything else cleaned; None where nothing is said."""
    lines = [text.clean(line) for line in words.splitlines()]
    joined = "\n".join(line for line in lines if line)
    return None if text.is_blank(joined) else joined


def _prose_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        said = prose(words)
        if said is None:
            return Reading()
        doubts = [Doubt(c.code, column, words, _said(words=c.words)) for c in claims.claims(said)]
        doubts += [
            Doubt("contact-in-text", column, words, _said(what=CONTACT_WORDS[c.kind], words=c.words))
            for c in claims.contacts(said)
        ]
        return Reading({column: said}, tuple(doubts))

    return Reader((column,), read)


CONTACT_WORDS = {"phone": "số điện thoại", "email": "email", "link": "liên kết", "account": "số tài khoản"}


# Columns of a label that descriptions state under headings, and which of them are papers with a number.
LABELLED = ("ingredients", "usage", "storage", "shelf_life", "warning", "declaration", "food_safety")
PAPERS = {"declaration": papers.DECLARATIONS, "food_safety": papers.FOOD_SAFETY}
# An enumeration that the text states twice in different words belongs to two products, or to none: it is left alone.
STATED_ONCE = ("ingredients", "shelf_life")


def read_label(summary: str, description: str, *own: str) -> Reading:
    """Label data out of the texts, only for the columns in which the row itself says nothing; told to the sender."""
    said = prose(f"{summary}\n{description}")
    if said is None:
        return Reading()
    found = labels.label(said)
    blank = [column for column, words in zip(LABELLED, own, strict=True) if text.is_blank(words)]
    fields = {column: words for column in blank if (words := _label_words(found, column)) and not _heals(words)}
    if not fields:
        return Reading()
    names = ", ".join(columns.BY_NAME[column].label for column in fields)
    where = "summary" if text.is_blank(description) else "description"
    return Reading(fields, (Doubt("label-from-text", where, names, _said(names=names)),))


def _heals(words: str) -> bool:
    """Whether words claim to heal: they stay where they were said, with their own doubt."""
    return any(claim.code == "claim-health" for claim in claims.claims(words))


def _label_words(found: labels.Label, column: str) -> str | None:
    """What a label says for one column, as said; None where it says nothing or two different things."""
    if column in PAPERS:
        stated = dict.fromkeys(text.clean(paper.words) for paper in found.papers if paper.kind in PAPERS[column])
        return "; ".join(stated) or None
    statements = found.said(column)
    if column in STATED_ONCE and len(statements) > 1:
        return None
    return ". ".join(map(text.clean, statements)) or None


def _text_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        words = text.clean(words)
        return Reading() if text.is_blank(words) else Reading({column: words})

    return Reader((column,), read)


def read_images(images: str) -> Reading:
    names = [n.strip() for line in images.splitlines() for n in line.split(";")]
    names = [n for n in names if n and not text.is_blank(n)]
    return Reading({"images": _json(dict.fromkeys(names))} if names else {})


YES = frozenset("co yes y x dong y 1 true duoc".split()) | {"dong y", "co dong y"}
NO = frozenset({"khong", "no", "n", "0", "false", "khong dong y", "chua", "chua dong y"})


def _consent_reader(column: str) -> Reader:
    def read(words: str) -> Reading:
        if not words.strip():
            return Reading()
        said = text.fold(words)
        if said in YES:
            return Reading({column: 1})
        return Reading({column: 0}, () if said in NO else (Doubt("consent-unclear", column, words),))

    return Reader((column,), read)


def _special(kinds: set[str]) -> list[str]:
    return [c.name for c in columns.COLUMNS if c.kind in kinds]


READERS: tuple[Reader, ...] = (
    Reader(("name",), read_name, asks=True),
    Reader(("producer", "producer_kind", "phone", "tax_code"), read_producer, asks=True),
    Reader(
        ("address", "commune", "district", "province", "producer", "place_hint", "date_hint"), read_place, asks=True
    ),
    Reader(("pack", "net_content", "unit", "name", "summary", "description"), read_content),
    Reader(("price", "price_scale", "price_unit", "unit"), read_price, asks=True),
    Reader(("price_old", "old_scale", "wholesale_price", "wholesale_scale"), read_other_prices),
    Reader(("stock",), read_stock),
    Reader(("stars", "score", "decision_date", "name", "summary", "description"), read_stars),
    Reader(("decision_number", "decision_date", "expires", "stars", "decision"), read_decision),
    Reader(("sku", "product_code", "gtin"), read_codes),
    Reader(("ocop_set", "name", "summary", "description", "category", "group"), read_set),
    Reader(("images",), read_images),
    Reader(("summary", "description", *LABELLED), read_label),
    *(_prose_reader(c) for c in _special({"prose"})),
    *(_consent_reader(c) for c in _special({"consent"})),
    *(_text_reader(c) for c in _special({"text", "person", "email", "website"}) if c not in {"net_content", "unit"}),
)
