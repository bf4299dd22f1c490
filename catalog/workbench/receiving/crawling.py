"""A crawl as a delivery: the crawler's records, words as found, through the same door as a sheet's rows."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import crawler
from catalog import columns
from catalog.errors import Refused
from catalog.registers import headers
from catalog.values.packs import quantity
from catalog.workbench.home import Home
from catalog.workbench.identities import tombstones
from catalog.workbench.photos import album
from catalog.workbench.privacy.traces import Traces
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.receiving import crawl_folders, intake, refusing
from catalog.workbench.rows import drafts
from catalog.workbench.rows.delivery import Delivery, Photo
from catalog.workbench.rows.shelf import Shelf
from catalog.workbench.rows.statements import statements
from catalog.workbench.rows.submissions import Sender, Submission, submission_id
from catalog.workbench.store import Workbench, now

# The crawler's names for words → our columns, where they differ. schema.org prices are plain numbers: see `_price`.
FIELDS = {
    "name": "name",
    "producer": "producer",
    "address": "address",
    "pack": "pack",
    "sku": "sku",
    "gtin": "gtin",
    "brand": "brand",
    "description": "description",
    "category": "category",
}

Record = dict[str, Any]

ALSO_READ = frozenset({"price", "price_old", "currency", "availability", "images"})
# A site on this machine, as a test or the demo serves it.
_LOOPBACK = re.compile(r"https?://(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])(?::\d{1,5})?(?=/)")
SOLD_OUT = frozenset({"OutOfStock", "SoldOut", "Discontinued"})


@dataclass(frozen=True, slots=True)
class Crawled:
    """One run: why it ended and in which words, what it saw, and the submission made of its records. kept_at: the end
    of the run whose records are kept, an earlier one where this one was bad."""

    source: str
    reason: str
    pages: int
    records: int
    submission: Submission
    detail: str = ""
    kept_at: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """replay: read kept pages again instead of asking. accept: why a run is taken although it is unlike the last good
    one. queue: redis://… of a crawl by several machines."""

    replay: bool = False
    accept: str = ""
    queue: str = ""


USUAL = How()


def collect(
    home: Home,
    source: str,
    *,
    start: str | None = None,
    allow_loopback: bool = False,
    how: How = USUAL,
    progress: Progress = no_progress,
) -> Crawled:
    """Crawls a source and takes its records as a submission. Raises Refused where the crawler may not or cannot.

    source is a card's name or an address; start is where the site is, for a card that has no address of its own.
    """
    started = now()
    folder = crawl_folders.of(home, source)
    try:
        title = crawler.sources.find(source, start).title
        run = _run(home, source, start, allow_loopback, how, progress)
    except crawler.CrawlError as error:
        raise Refused(str(error), code="crawl-refused") from error
    found = _without_gone(home, folder, list(run.records)) if run.good else []
    records = [_without_loopback(r) for r in found]
    data = _bytes_of(records)
    sha = hashlib.sha256(data).hexdigest()
    submission = Submission(submission_id(sha, Sender()), "crawl", title, "crawl", sha)
    if records:
        submission.drafts = _drafts(records)
        submission.cells = _account(records)
        fetched = {a: Photo(a, folder / p["path"]) for p in run.pictures_kept if (a := _LOOPBACK.sub("", p["url"]))}
        album.gather(home, Delivery(fetched=fetched), [(submission, data)], submission)
        intake.take(home, submission, Sender(source), data)
    else:
        submission.status, submission.reason = "refused", f"{run.reason}: {run.detail}"
    _note(home, source, started, run, submission)
    return Crawled(source, str(run.reason), run.pages, len(records), submission, run.detail, run.records_at)


def _run(home: Home, source: str, start: str | None, allow_loopback: bool, how: How, progress: Progress) -> crawler.Run:
    def tell(p: crawler.Progress) -> None:
        progress(source, p.pages, p.pages + p.waiting)

    folder = crawl_folders.of(home, source)
    if how.replay:
        return crawler.replay(source, folder, start=start, accept=how.accept, on_progress=tell)
    contact = home.config().get("crawl", {}).get("contact")
    return crawler.crawl(source, folder, start=start, contact=contact, allow_loopback=allow_loopback,
                         accept=how.accept, queue=how.queue, on_progress=tell)  # fmt: skip


def _without_loopback(record: Record) -> Record:
    """The record with addresses of this very machine cut to their paths: nobody else can open them."""
    found: Record = json.loads(_LOOPBACK.sub("", json.dumps(record, ensure_ascii=False)))
    return found


def _without_gone(home: Home, folder: Path, records: list[Record]) -> list[Record]:
    """The records without those of producers and products that were taken down, which leave the folder, too.

    Nobody sent them, so nobody is asked.
    """
    with Workbench(home.workbench, is_reading=True) as bench:
        if not records or not tombstones.gone(bench, "producer", "product", "mark"):
            return records
        rows = [record["url"] for record, _ in _spread(records)]
        urls = frozenset(rows[draft.row - 1] for draft, _ in refusing.known(_drafts(records), bench))
    if urls:
        crawl_folders.forget(folder, Traces(urls=urls))
    return [record for record in records if record["url"] not in urls]


def _bytes_of(records: list[Record]) -> bytes:
    """What the records say, without when it was fetched: an unchanged site is the same delivery."""
    said = [{k: v for k, v in r.items() if k not in ("fetched_at", "page_sha256")} for r in records]
    return "".join(json.dumps(r, ensure_ascii=False, sort_keys=True) + "\n" for r in said).encode()


def _drafts(records: list[Record]) -> list[drafts.Draft]:
    """A draft for every row of `_spread`, in that order."""
    spread = _spread(records)
    raw = pd.DataFrame([row for _, row in spread], dtype=str).fillna("")
    at = [drafts.At(None, n, _words(record)) for n, (record, _) in enumerate(spread, 1)]
    made = drafts.build(statements(raw), at, {}, Shelf(drafts.RECORD))
    for draft, (record, row) in zip(made, spread, strict=True):
        if shown := record.get("shown_price"):
            draft.doubt("price-disagrees", "price", row["price"], other=shown)
    return made


def _spread(records: list[Record]) -> list[tuple[Record, dict[str, str]]]:
    """Every row with the record it is of."""
    return [(record, row) for record in records for row in _rows(record)]


def _rows(record: Record) -> list[dict[str, str]]:
    """A row for each pack that the product is sold in, as a sheet would have it; one for a product sold in one way.

    Variants that are no packs (colours, sorts) are no rows: which of them a buyer takes does not change what it is.
    """
    row = _row(record)
    ways = [o for o in record.get("offers", ()) if o.get("name") and o.get("price")]
    packs = {o["name"] for o in ways}
    if len(packs) < 2 or not all(_is_pack(name) for name in packs):
        return [row]
    return [row | _way(o, record["fields"].get("currency", "")) for o in ways]


def _is_pack(words: str) -> bool:
    read = quantity.content(words)
    return bool(read.total or read.pieces)


def _way(offer: dict[str, str], currency: str) -> dict[str, str]:
    """What an offer says in the place of its product: pack, price and price before, codes, stock."""
    currency = offer.get("currency", "") or currency
    return {
        "pack": offer["name"],
        "price": _price(offer["price"], currency),
        "price_old": _price(offer.get("old_price", ""), currency),
        "sku": offer.get("sku", ""),
        "gtin": offer.get("gtin", ""),
        "stock": "hết hàng" if offer.get("availability") in SOLD_OUT else "",
    }


def _row(record: Record) -> dict[str, str]:
    """One record under our columns; words of the site's own properties go where a sheet's headers would."""
    found = record["fields"]
    row: dict[str, str] = {}
    for name, words in record.get("properties", {}).items():
        known = headers.lookup(name)
        if known and known.column in columns.BY_NAME:
            row[known.column] = str(words)
    row |= {column: str(found[name]) for name, column in FIELDS.items() if found.get(name)}
    row |= {name: _price(found.get(name, ""), found.get("currency", "")) for name in ("price", "price_old")}
    row["images"] = "\n".join(found.get("images", []))
    row["url"] = record["url"] if "://" in record["url"] else ""
    if found.get("availability") in SOLD_OUT:
        row["stock"] = "hết hàng"
    return row


def _price(words: str, currency: str) -> str:
    """A bare number of structured data as Vietnamese write it; words on the page stay as they are.

    schema.org and the platforms write 120000, 120000.00 or 120000.0000 with a full stop for decimals. Another currency
    than đồng is no price here.
    """
    if currency.upper() not in ("", "VND", "₫"):
        return ""
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", words):
        return f"{round(float(words))}đ" if float(words) else ""
    return words


def _words(record: Record) -> dict[str, str]:
    kept = {k: v if isinstance(v, str) else "\n".join(map(str, v)) for k, v in record["fields"].items()}
    return kept | {"url": record["url"]}


def _account(records: list[Record]) -> dict[str, int]:
    """Fields of the records count as cells: those that have a column of ours are used, the rest is ignored."""
    used = sum(1 for r in records for f in r["fields"] if f in FIELDS or f in ALSO_READ)
    read = sum(len(r["fields"]) for r in records)
    return {"read": read, "used": used, "ignored": read - used, "rejected": 0}


def _note(home: Home, source: str, started: str, run: crawler.Run, s: Submission) -> None:
    stored = s.id if s.drafts else None
    row = (source, stored, started, str(run.reason), run.pages, len(s.drafts))
    with Workbench(home.workbench) as bench, bench.writing():
        bench.insert("crawl_runs", ("source", "submission_id", "started_at", "reason", "pages", "records"), [row])
