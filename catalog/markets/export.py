"""Writes the listings of one market: whole or not at all, the same bytes each time, everything accounted for.

An export is a folder `<market>-<release>` with the market's files, `left-out.csv`, `notes.csv`, `TOM-TAT.txt` and
`manifest.json`; products = listed + left out, always. docs/decisions/0007-exports.md, 0016-sending.md.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from catalog.errors import Refused
from catalog.markets import accounts, rules
from catalog.markets.accounts import LeftOut, Told
from catalog.markets.listing import barcodes
from catalog.markets.listing.fees import Fee
from catalog.markets.listing.rows import Sending
from catalog.markets.market import Given, Job, Market, Unmet
from catalog.markets.sending import ledger, removals
from catalog.markets.sending.ledger import Log
from catalog.markets.writing.feed import Feed
from catalog.publish.tables import reading
from catalog.publish.tables.reading import Product
from catalog.values.text import slug
from catalog.workbench.home import sync
from catalog.workbench.identities import identity
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import EVERYTHING, Scope
from catalog.workbench.store import Workbench

# From so many files on the disk is told once to write everything down.
MANY_FILES = 200
# Characters that the codes of places may take of a folder's name.
LONGEST_PLACES = 35


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; `manifest` is what manifest.json holds. rows are those of the market's files."""

    folder: Path
    rows: int
    products: int
    left_out_count: int

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The products that are not listed, read back from left-out.csv."""
        return tuple(accounts.read(self.folder / accounts.LEFT_OUT))

    @property
    def manifest(self) -> dict[str, Any]:
        return accounts.read_manifest(self.folder)


@dataclass(slots=True)
class _Sieve:
    """Lets through the products that a market takes, and tells of the others and of what is cut or to be looked at.

    barcodes: those that more than one pack has.
    """

    market: Market
    products: Iterator[Product]
    total: int
    progress: Progress
    left_out: Told
    notes: Told
    log: Log | None
    barcodes: frozenset[str]
    listed: int = 0

    def leave_out(self, product: Product, unmet: tuple[Unmet, ...]) -> None:
        """Takes a product back that the market cannot list after all."""
        self.left_out.add(product, unmet)
        self.listed -= 1
        if self.log:
            self.log.left_out(product)

    def __iter__(self) -> Iterator[Product]:
        for number, product in enumerate(self.products, 1):
            if number % 50 == 0 or number == self.total:
                self.progress(self.market.name, number, self.total)
            found = rules.findings(self.market.name, product)
            if found and (stops := [f for f in found if f.rule.severity == "stop"]):
                self.left_out.add(product, stops)
                continue
            listed, told = barcodes.own(product, self.barcodes)
            if found or told:
                self.notes.add(product, [*found, *told])
            self.listed += 1
            if self.log:
                self.log.listed(product)
            yield listed


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of one export beside the market itself.

    on       the day whose certificates count
    workbench  where it is kept what was sent and what the market holds; None: nothing is compared and nothing is kept
    changed  only what differs from what the market holds
    allow_removals  also write what takes values or many products away from the market
    template  the seller's own workbook, filled instead of the market's files
    scope    the places whose products are listed; what else there is is neither listed nor told of
    who      who makes it, as decisions are signed
    """

    on: date
    base_url: str | None = None
    workbench: Path | None = None
    changed: bool = False
    allow_removals: bool = False
    fee: Fee | None = None
    options: frozenset[str] = field(default=frozenset())
    template: Given | None = None
    scope: Scope = EVERYTHING
    who: str = ""


def export(
    market: Market,
    catalog: Path,
    pictures: Path,
    out: Path,
    *,
    on: date,
    on_progress: Progress = no_progress,
    **asked: Any,
) -> Exported:
    """Writes the market's files of the current release into a folder of `out`; asked: fields of Order.

    Raises Unreadable where there is no published catalogue, Refused where the market cannot be given what is asked,
    Blocked where the market would lose something that nobody meant to take away.
    """
    order = Order(on, **asked)
    check(market, order)
    with closing(reading.connect(catalog)) as db, _log(market, order) as log:
        release = db.execute("SELECT id, products FROM release").fetchone()
        folder = out.absolute() / _folder_name(market, release["id"], order)
        draft = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        is_compared = log is not None and takes_changes(market) and not order.template
        sending = ledger.begin(log, is_changed_only=order.changed) if log and is_compared else Sending()
        draft.mkdir(parents=True)
        try:
            job = _job(draft, catalog, pictures, order, sending)
            made, manifest = _write(market, db, release, job, order, log, on_progress)
            removals.check(market, sending, out, is_allowed=order.allow_removals)
            put = partial(_put, draft, folder)
            if log:
                log.keep(manifest, _digest(manifest), folder, made.left_out.count, put, is_compared=is_compared)
            else:
                put()
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return Exported(folder, manifest["rows"], made.listed, made.left_out.count)


def _digest(manifest: dict[str, Any]) -> str:
    """What a market is sent, by the hashes of its files: not what we say of it beside them."""
    ours = (accounts.SUMMARY, accounts.LEFT_OUT, accounts.NOTES)
    files = {name: file["sha256"] for name, file in manifest["files"].items() if name not in ours}
    return hashlib.sha256(json.dumps([manifest["release"], manifest["made_for"], files]).encode()).hexdigest()


def check(market: Market, order: Order) -> None:
    """Raises Refused where the market cannot be given what is asked."""
    if unknown := order.options - market.options.keys():
        there = f"; there are: {', '.join(sorted(market.options))}" if market.options else ""
        raise Refused(f"{market.name} has no option {', '.join(sorted(unknown))}{there}.")
    if order.changed and order.template:
        raise Refused("A template is filled whole each time; --changed is about files of our own.")
    if order.changed and not takes_changes(market):
        raise Refused(f"{market.name} has no files of changes only: {market.title} takes a whole file each time.")
    if market.kind == "dump" and not order.scope.is_everything:
        raise Refused(f"{market.name} is the whole catalogue; it cannot be made for some places only.")
    if market.needs_address and not order.base_url and not order.template:
        raise Refused(
            f"{market.name} takes nothing without links to pages and pictures: give the site's public address"
            " as address under [site] in config.toml."
        )


def takes_changes(market: Market) -> bool:
    """Whether a market can be sent changes only: its importer updates, and can take a listing off sale."""
    return isinstance(market.write, Feed) and market.write.hide is not None


@contextmanager
def _log(market: Market, order: Order) -> Iterator[Log | None]:
    if order.workbench is None:
        yield None
    else:
        with Workbench(order.workbench) as bench:
            yield Log(bench, market.name, order.scope.key, order.who)


def _job(draft: Path, catalog: Path, pictures: Path, order: Order, sending: Sending) -> Job:
    base = order.base_url.rstrip("/") if order.base_url else None
    return Job(draft, pictures, order.on, base, catalog, sending, order.fee, order.options, order.template)


def _folder_name(market: Market, release: str, order: Order) -> str:
    """Each template has a folder of its own: one market hands out several, by category."""
    of_template = f"-{slug(Path(order.template.name).stem)[:40]}" if order.template else ""
    of_places = f"-{_places(order.scope)}" if order.scope.key else ""
    return f"{market.name}{of_template}{of_places}-{release}{'-changed' if order.changed else ''}"


def _places(scope: Scope) -> str:
    """The places of a scope as a part of a folder's name; many of them by a digest."""
    name = scope.key.replace("+", "-")
    return name if len(name) <= LONGEST_PLACES else identity.digest(name)


def _write(
    market: Market,
    db: sqlite3.Connection,
    release: dict[str, Any],
    job: Job,
    order: Order,
    log: Log | None,
    progress: Progress,
) -> tuple[_Sieve, dict[str, Any]]:
    """Writes everything but the folder's name: the market's files, who is left out, the summary, the manifest."""
    with accounts.told(job.folder) as (left_out, notes):
        ids = _ids(db, order.scope)
        total = release["products"] if ids is None else len(ids)
        twice = frozenset() if market.kind == "dump" else barcodes.shared(db)
        products = reading.products(db, job.on, ids)
        sieve = _Sieve(market, products, total, progress, left_out, notes, log, twice)
        job = replace(job, leave_out=sieve.leave_out, note=notes.add)
        rows = (job.template.fill if job.template else market.write)(sieve, job)
    account = accounts.Account(market, job, release["id"], sieve.listed, rows, left_out, notes, order.scope)
    accounts.write_summary(account)
    return sieve, accounts.write_manifest(account)


def _ids(db: sqlite3.Connection, scope: Scope) -> list[str] | None:
    """The products of a scope; None for all of them."""
    if scope.is_everything:
        return None
    sql = f"SELECT p.id FROM products p WHERE {scopes.condition('p')}"  # noqa: S608  (a literal)
    return [row["id"] for row in db.execute(sql, scopes.values(scope))]


def _put(draft: Path, folder: Path) -> None:
    """Syncs every file, then puts the whole folder in its place; an earlier export of the release gives way."""
    paths = list(islice(draft.rglob("*"), MANY_FILES + 1))
    if len(paths) > MANY_FILES:
        os.sync()
    else:
        for path in paths:
            sync(path)
    if folder.exists():
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old)
    else:
        draft.rename(folder)
    sync(folder.parent)
