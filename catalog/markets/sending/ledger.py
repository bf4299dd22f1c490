"""One export of listings, noted while it is written and kept in the workbench when its files stand in their place.

What an export sends and what it would change at the market goes into temporary tables beside memory, and in one
transaction with the putting of its folder into `exports`, `listings` and `pending_rows`; a death before leaves nothing.
docs/decisions/0016-sending.md, 0021-one-ledger.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from catalog.errors import Conflict, Refused
from catalog.markets.listing import offers
from catalog.markets.listing.rows import Removal, Row, Rows, Sending
from catalog.publish.tables.reading import Product
from catalog.workbench.listings import holdings, listings
from catalog.workbench.listings.holdings import Standing
from catalog.workbench.store import Workbench

# Rows that are written at once.
BATCH = 500
_encode = msgspec.json.Encoder().encode
_NOTES = (
    "CREATE TEMP TABLE sent_now (product_id TEXT PRIMARY KEY, name TEXT, codes TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE due_rows (product_id TEXT, digest BLOB, rows BLOB)",
)


class Log:
    """What one export sends, product by product; `keep` enters it into the workbench.

    One moment of the workbench is read from beginning to end, so that an import may write meanwhile.
    """

    def __init__(self, bench: Workbench, market: str, scope: str = "", made_by: str = "") -> None:
        self.bench, self.market, self.made_by = bench, holdings.shelf(market, scope), made_by
        for statement in _NOTES:
            bench.db.execute(statement)
        bench.db.execute("BEGIN")
        self.before = holdings.standing(bench, self.market)
        self._listed: list[tuple[str, str, str]] = []
        self._due: list[tuple[str, bytes | None, bytes | None]] = []

    def listed(self, product: Product) -> None:
        """Notes a product that the market is sent, with the codes by which it may call it."""
        facts = product.facts
        codes = listings.codes([facts["slug"], *offers.codes(product).values()], _seller_codes(product))
        self._listed.append((facts["id"], facts["name"], codes))
        if len(self._listed) >= BATCH:
            self._flush()

    def left_out(self, product: Product) -> None:
        """Takes a product back that the market left out while it was writing."""
        self._flush()
        self.bench.db.execute("DELETE FROM temp.sent_now WHERE product_id = ?", [product.facts["id"]])

    def due(self, product_id: str, digest: bytes | None, said: bytes | None) -> None:
        """Notes what the market will hold of a product; None for one that is taken off sale."""
        self._due.append((product_id, digest, said))
        if len(self._due) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        self.bench.db.executemany("INSERT INTO temp.sent_now VALUES (?, ?, ?)", self._listed)
        self.bench.db.executemany("INSERT INTO temp.due_rows VALUES (?, ?, ?)", self._due)
        self._listed.clear()
        self._due.clear()

    def keep(self, manifest: dict[str, Any], digest: str, folder: Path, left_out: int, put: Callable[[], None],
             *, is_compared: bool) -> None:  # fmt: skip
        """Puts the folder in its place and keeps what it sends; an export of nothing no market will answer.

        Raises Conflict where another export of the market was made or confirmed meanwhile, or something taken down.
        """
        self._flush()
        bench = self.bench
        bench.db.execute("COMMIT")
        with bench.writing():
            if holdings.standing(bench, self.market) != self.before:
                raise Conflict(
                    f"While this export of {self.market} was being made, another one was made or confirmed, or"
                    " something was taken down; make it again."
                )
            number = (
                listings.record(bench, manifest, digest, str(folder), left_out, self.made_by)
                if manifest["products"]
                else None
            )
            if is_compared:
                said = Standing(self.before.confirmed, manifest["id"], number, str(folder))
                holdings.wait(bench, self.market, said)
            put()


def _seller_codes(product: Product) -> list[str]:
    codes = [offer[name] for offer in product.offers for name in ("sku", "gtin") if offer.get(name)]
    return list(dict.fromkeys(codes))


@dataclass(slots=True)
class Kept(Sending):
    """One export against what the market holds; products come in the order of their ids, as they are read."""

    log: Log = field(kw_only=True)
    _digests: Iterator[tuple[str, bytes]] = field(init=False)
    _next: tuple[str, bytes] | None = field(init=False)
    held: int = field(init=False)

    def __post_init__(self) -> None:
        bench, market = self.log.bench, self.log.market
        self.held = holdings.count(bench, market)
        self._digests = holdings.digests(bench, market)
        self._next = next(self._digests, None)

    def due(
        self, product: Product, rows: Rows, key: Callable[[Row], str], clears: tuple[str, ...]
    ) -> tuple[Rows, Rows]:
        product_id = product.facts["id"]
        said = _encode([{c: v for c, v in row.items() if v} for row in rows])
        digest = hashlib.blake2b(said, digest_size=16).digest()
        before = self._digest_of(product_id)
        if before == digest:
            self.unchanged += 1
            return ([] if self.is_changed_only else rows), []
        self.log.due(product_id, digest, said)
        if before is None:
            self.new += 1
            return rows, []
        self.changed += 1
        former = {key(row): row for row in self._rows_of(product_id)}
        for row in rows:
            self._note_blanks(product, former.pop(key(row), {}), row, clears)
        return rows, list(former.values())

    def gone(self) -> Iterator[tuple[str, Rows]]:
        while self._next is not None:
            self._pass()
        for product_id in self.gone_ids:
            self.withdrawn += 1
            self.log.due(product_id, None, None)
            yield product_id, self._rows_of(product_id)

    def _digest_of(self, product_id: str) -> bytes | None:
        """What is held of a product; those before it that were not asked for are gone."""
        while self._next is not None and self._next[0] < product_id:
            self._pass()
        if self._next is None or self._next[0] != product_id:
            return None
        digest = self._next[1]
        self._next = next(self._digests, None)
        return digest

    def _pass(self) -> None:
        assert self._next is not None
        self.gone_ids.append(self._next[0])
        self._next = next(self._digests, None)

    def _rows_of(self, product_id: str) -> Rows:
        said = holdings.rows_of(self.log.bench, self.log.market, product_id)
        return msgspec.json.decode(said, type=Rows)

    def _note_blanks(self, product: Product, former: Row, row: Row, clears: tuple[str, ...]) -> None:
        for column, value in former.items():
            if value and not row.get(column) and not column.startswith(clears):
                self.removals.append(Removal(product.facts["id"], product.facts["name"], column, value))


def begin(log: Log, *, is_changed_only: bool) -> Kept:
    """The export that begins. Raises Refused where only changes are wanted and nothing was confirmed."""
    since = log.before.confirmed
    if is_changed_only and not since:
        raise Refused(
            f"Nothing was confirmed for {log.market} yet: make a whole export, upload it, then run"
            f" `ocop export {log.market} --confirm`.",
            code="nothing-confirmed",
        )
    return Kept(is_changed_only, since, log=log)
