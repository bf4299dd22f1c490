"""Where each fact of a product's page comes from and of which day, in words that buyers understand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from catalog.publish.tables.reading import Product, Record
from catalog.web import phrases
from catalog.web.language import N_, Language

# A source by what it is as evidence (table `sources`); older releases say only its kind: phrases.SOURCE_KINDS.
EVIDENCE = {
    "own": N_("bảng khai của riêng cơ sở"),
    "list": N_("danh sách chung gửi về"),
    "crawl": N_("trang bán hàng công khai"),
    "register": N_("sổ các quyết định công nhận"),
}
EDITED = N_("cán bộ danh mục sửa lại")
# A picture that came by itself, and was put to its product by hand.
ASSIGNED = N_("gửi riêng, cán bộ gắn vào sản phẩm")
SORTED = N_("chương trình xếp theo tên và mô tả")
# Facts of the page in its order that are columns of `products` under their own name.
OF_PRODUCT = (
    "name", "brand", "ocop_set", *phrases.LABEL, "delivery_area", "summary", "description", "story", "url",
)  # fmt: skip


class Origin(NamedTuple):
    """One source with its day (ISO; None where none is known), and the headings of the facts that come from it."""

    source: str
    day: str | None
    facts: list[str]


def ids(product: Product) -> set[str]:
    """The sources that a product names."""
    facts = product.facts
    return {facts["source_id"], *(entry["source_id"] for entry in _entries(facts) if entry.get("source_id"))} - {None}


def of(language: Language, product: Product, sources: Mapping[str, Record]) -> list[Origin]:
    """Every source of the page's facts, in the order of the page; a price stands under each that says it of a pack."""
    found: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for column, heading in _headings(language, product):
        for said in _said(language, product, sources, column):
            found[said].append(heading)
    award = product.certificate or product.lapsed
    if award:
        register = EVIDENCE["register"]
        found[language.gettext(register), award["decision_date"]].append(language.gettext("Sao OCOP"))
    if phrases.phones(product.producer) or phrases.mail_address(product.producer["email"]):
        found[language.gettext("cơ sở đồng ý cho đăng"), None].append(language.gettext("Cách liên hệ"))
    return [Origin(*said, facts) for said, facts in found.items()]


def _headings(language: Language, product: Product) -> Iterator[tuple[str, str]]:
    """The statements that the page shows, each with its heading."""
    facts, offers = product.facts, product.offers
    of_offers = {
        "price": any(o["price_low"] is not None or o["price_none"] == "contact" for o in offers),
        "pack": any(o["pack_words"] or o["container"] for o in offers),
        "stock": any(o["stock"] is not None for o in offers),
    }
    shown = [name for name in OF_PRODUCT if facts[name]]
    shown[1:1] = [name for name, is_said in of_offers.items() if is_said]
    yield from ((name, phrases.column(language, name)) for name in shown)
    if product.producer["is_name_shown"]:
        yield "producer", phrases.column(language, "producer")
    if facts["province"]:
        yield "address", language.gettext("Nơi làm ra")
    if product.pictures:
        yield "images", language.gettext("Ảnh")


def _said(
    language: Language, product: Product, sources: Mapping[str, Record], column: str
) -> Iterator[tuple[str, str | None]]:
    """Source and day of each who says a statement."""
    facts = product.facts
    is_sorted = column == "ocop_set" and facts["set_confidence"] is not None and facts["set_confidence"] < 1
    whole = {"source_id": facts["source_id"], "columns": [column]}
    named = [entry for entry in _entries(facts) if column in entry["columns"]]
    for entry in named or [whole]:
        source, day = _words(language, entry, sources)
        # The day is that of the words by which it was sorted.
        yield (language.gettext(SORTED) if is_sorted else source), day


def _words(language: Language, entry: Mapping[str, Any], sources: Mapping[str, Record]) -> tuple[str, str | None]:
    if "edited_on" in entry:
        return language.gettext(EDITED), entry["edited_on"]
    row = sources.get(entry["source_id"] or "")
    if row is None:
        return language.gettext(ASSIGNED), None
    words = EVIDENCE.get(row["evidence"] or "", phrases.SOURCE_KINDS.get(row["kind"], ""))
    return language.gettext(words), row["received_on"]


def _entries(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    # A release of before has no such column.
    found: list[dict[str, Any]] = json.loads(facts.get("origins") or "[]")
    return found
