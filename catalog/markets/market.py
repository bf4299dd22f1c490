"""What a marketplace adapter is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Literal, TypeVar

import images
from catalog.markets.listing.fees import Fee
from catalog.markets.listing.rows import Sending
from catalog.publish.tables.reading import Product, Record
from catalog.values import text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """A seller's own workbook that is to be filled, and what people said about it.

    market, title  whose template it is to be
    columns        header → field, "-" for not to be filled, words in quotes for every product;
                   `HEADER: VALUE` → what the template calls that value
    version        of what was said so far, counted per market
    only           sets, ids or slugs of the products that are asked for; empty for all
    fill           what writes the filled copies (markets.filling.filling.fill): an export without a template does not
                   load what reads workbooks
    """

    market: str
    title: str
    name: str
    data: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    only: frozenset[str] = frozenset()
    fill: Callable[[Iterable[Product], Job], int] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why a product cannot be listed, or what of it was left out or cut: a stable code and a Vietnamese sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Job:
    """One export under way: where its files go, the day whose certificates count, where pictures are.

    base_url  the site's public address, None while it has none; then links are left blank and pictures are copied
    catalog   the published catalogue, for a market that takes whole tables
    sending   what the market holds already, and which listings are due
    fee       what the market takes of a price, where the operator says so
    options   variants of a format that the operator asked for, of Market.options
    template  the seller's own workbook that is filled instead
    leave_out, note  called by what finds only while writing that a product cannot be listed, or is left blank or cut
    log       sentences for the summary, in Vietnamese
    said      what the manifest tells of the template
    """

    folder: Path
    pictures: Path
    on: date
    base_url: str | None = None
    catalog: Path | None = None
    sending: Sending = field(default_factory=Sending)
    fee: Fee | None = None
    options: frozenset[str] = frozenset()
    template: Given | None = None
    leave_out: Callable[[Product, tuple[Unmet, ...]], None] = lambda *_: None
    note: Callable[[Product, tuple[Unmet, ...]], None] = lambda *_: None
    log: list[str] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)

    def picture(self, record: Record) -> Path:
        """The square JPEG of a picture."""
        return images.path_of(record["sha256"], "square", self.pictures)

    def picture_url(self, record: Record) -> str | None:
        return f"{self.base_url}/anh/{record['sha256']}-square.jpg" if self.base_url else None

    def page_url(self, product: Product) -> str | None:
        return f"{self.base_url}/san-pham/{product.facts['slug']}" if self.base_url else None


@dataclass(frozen=True, slots=True)
class Market:
    """One marketplace: `MARKET` of a module in this package; found by being there.

    kind     feed (uploaded as it is), template (the seller's own file is filled), worksheet (entered by hand), posts
             (for people's own channels) or dump
    evidence where the format was read, and when; shown in docs/markets.md
    read_by  programs that nobody here wrote and that took our files whole, with their versions; shown beside it
    write    writes the files of the listings into job.folder and gives the number of rows; takes the products that
             passed the rules one by one, so that memory does not grow with them
    notes    sentences for the people who upload the files, in Vietnamese
    options  variants of the format that can be asked for, with what each is
    needs_address  True where a listing is worth nothing without links to the public site
    """

    name: str
    title: str
    kind: Literal["feed", "template", "worksheet", "posts", "dump"]
    evidence: str
    write: Callable[[Iterable[Product], Job], int]
    notes: tuple[str, ...] = field(default=())
    options: Mapping[str, str] = field(default_factory=dict)
    needs_address: bool = False
    read_by: str = ""


def once(of: Callable[[Product], T]) -> Callable[[Product], T]:
    """The same function, which works its answer out once for a product: rules, rows and the log ask it in turn.

    Only the last product is remembered, by identity; nobody may change what it gives.
    """
    last: tuple[Product | None, T | None] = (None, None)

    @wraps(of)
    def asked(product: Product) -> T:
        nonlocal last
        known = last  # as a pair, since pages ask in several threads
        if known[0] is not product:
            known = last = (product, of(product))
        return known[1]  # type: ignore[return-value]

    return asked


@once
def origin(product: Product) -> str:
    """Commune and province of today: “xã Mậu A, Lào Cai”; as much of it as is known.

    The rank tells the commune of today from a former one of the same name.
    """
    facts, rank = product.facts, product.commune_rank
    commune = f"{rank} {facts['commune']}" if rank and facts["commune"] else facts["commune"]
    return ", ".join(w for w in (commune, facts["province"]) if w)


def pack(offer: Record) -> str:
    """The pack of an offer as the source wrote it, else its net content, else its container."""
    if offer["pack_words"]:
        return str(offer["pack_words"])
    if offer["net_total"]:
        return f"{offer['net_total']:g} {offer['net_unit']}"
    return str(offer["container"] or "")


def names_pack(product: Product, offer: Record) -> bool:
    """Whether the product's name says the pack already."""
    words = _letters(pack(offer))
    return bool(words) and words in _letters(product.facts["name"])


# The same few packs, and the name of one product after the other.
@lru_cache(256)
def _letters(words: str) -> str:
    return text.fold(words).replace(" ", "")


LABEL: tuple[tuple[str, str], ...] = (
    ("ingredients", "Thành phần"),
    ("usage", "Hướng dẫn sử dụng"),
    ("storage", "Bảo quản"),
    ("shelf_life", "Hạn sử dụng"),
    ("warning", "Cảnh báo"),
    ("dimensions", "Kích thước"),
    ("declaration", "Công bố sản phẩm"),
    ("food_safety", "Giấy chứng nhận an toàn thực phẩm"),
    ("certifications", "Chứng nhận khác"),
)


@once
def description(product: Product) -> str:
    """Summary, description, story and label data as plain paragraphs; what a label has to say stands at the end."""
    return with_label(prose(product), product)


def with_label(told: str, product: Product) -> str:
    """A text, which may be blank, and what the label has to say below it."""
    return "\n".join([*([told] if told else []), *label_lines(product)])


@once
def prose(product: Product) -> str:
    """Summary, description and story, each said once."""
    facts = product.facts
    return "\n".join(dict.fromkeys(facts[n] for n in ("summary", "description", "story") if facts[n]))


@once
def label_lines(product: Product) -> tuple[str, ...]:
    """What the label has to say, a line each: contents, use, storage, origin, who answers for it, the star in force."""
    facts = product.facts
    lines = [f"{title}: {facts[name]}" for name, title in LABEL if facts[name]]
    if where := origin(product):
        lines.append(f"Xuất xứ: {where}")
    lines.append(f"Cơ sở sản xuất: {product.producer['name']}")
    if product.certificate:
        lines.append(f"Đạt OCOP {product.stars} sao theo {decision(product)}.")
    return tuple(lines)


def decision(product: Product) -> str:
    """The decision behind the star in force: “Quyết định số 816/QĐ-UBND ngày 26/04/2024, hiệu lực đến 26/04/2027”."""
    c = product.certificate
    if c is None:
        return ""
    return f"Quyết định số {c['decision_number']} ngày {day(c['decision_date'])}, hiệu lực đến {day(c['expires_on'])}"


@lru_cache(4096)
def day(iso: str) -> str:
    """A day as Vietnamese write it."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
