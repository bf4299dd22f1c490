"""A market's answer is taken, once: what it says of each product of the export that it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.errors import Refused, Unknown, Unreadable
from catalog.markets.market import Market
from catalog.markets.receipts import addresses, cells
from catalog.markets.receipts.answers import Answered, read_answers
from catalog.markets.receipts.matching import Matched, match
from catalog.registers import market_answers, refusals
from catalog.workbench.home import Home
from catalog.workbench.listings import listings
from catalog.workbench.listings.listings import Counts, Export, Word
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import EVERYTHING, Scope
from catalog.workbench.store import Workbench

LOOKED_AT = 20  # newest exports that a file may belong to instead


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer brought: its number, the export that it answers, the counts of that export now.

    rejected   for each product that was sent back: product_id, name, words, code, column, cell (file, sheet, cell)
    unknown    rows that speak of no product of the export
    is_known   the same file was taken before; nothing was changed
    """

    id: int
    export: Export
    counts: Counts
    rejected: tuple[dict[str, Any], ...]
    unknown: tuple[Answered, ...]
    is_known: bool

    def json(self) -> dict[str, Any]:
        said = {"sent": self.counts.sent, "accepted": self.counts.accepted, "rejected": self.counts.rejected,
                "pending": self.counts.pending}  # fmt: skip
        unknown = [
            {"cell": r.cell, "codes": [*r.codes, *r.ids], "name": r.name, "words": r.words} for r in self.unknown
        ]
        return {"id": self.id, "market": self.export.market, "export": self.export.id, "release": self.export.release,
                "is_known": self.is_known, **said, "listings": list(self.rejected), "unknown": unknown}  # fmt: skip


def receive(
    home: Home,
    market: Market,
    path: Path,
    who: str,
    *,
    export_id: int | None = None,
    others_accepted: bool = False,
    within: Scope = EVERYTHING,
) -> Receipt:
    """Takes the file in which a market answers an export.

    others_accepted: the file lists only what was sent back, the rest was taken. within: only exports of these places
    are known. Raises Unreadable for a file that cannot be read; Refused where it is no answer, or that of another
    market or export.
    """
    data = _bytes_of(path)
    rows = read_answers(data, path.name)
    if not (others_accepted or any(row.is_said for row in rows)):
        raise Refused(refusals.sentence("receipt-silent", name=path.name), code="receipt-silent")
    sha = hashlib.sha256(data).hexdigest()
    with Workbench(home.workbench) as bench:
        known = listings.known_answer(bench, market.name, sha)
        wanted = known[1] if known else export_id
        export, found = _answered_export(bench, market, rows, wanted, within)
        own = home.site_address()
        read = (_word(market, product, said, own) for product, said in found.rows.items())
        words = [word for word in read if word]
        if others_accepted:
            named = set(found.rows)
            words += [
                Word(s.product_id, "accepted") for s in listings.sent(bench, export.id) if s.product_id not in named
            ]
        number = (
            known[0]
            if known
            else listings.take(bench, market.name, market.title, export.id, path.name, sha, words, who)
        )
        names = {s.product_id: s.name for s in listings.sent(bench, export.id)}
        rejected = tuple(_told(bench, word, names) for word in words if word.state == "rejected")
        return Receipt(
            number, export, listings.counts(bench, export), rejected, tuple(found.unknown), known is not None
        )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.", code="file-missing") from error


def _answered_export(
    bench: Workbench, market: Market, rows: list[Answered], wanted: int | None, within: Scope
) -> tuple[Export, Matched]:
    """The export that rows answer: the one that is named, else the newest. Raises Refused for that of another."""
    mine = exports_within(bench, within, market.name)
    if not mine:
        raise Refused(refusals.sentence("receipt-none", market=market.title, command=market.name), code="receipt-none")
    if wanted is not None and wanted not in [e.id for e in mine]:
        raise Unknown("export", str(wanted), [str(e.id) for e in mine[:20]])
    export = next(e for e in mine if wanted in (None, e.id))
    found = match(rows, listings.sent(bench, export.id))
    if found.is_all or (wanted is not None and found.rows):
        return export, found
    others = [e for e in exports_within(bench, within)[:LOOKED_AT] if e.id != export.id]
    other = next((e for e in others if _fits(bench, e, rows, found)), None)
    if other or not found.rows:
        said = f"{other.title}, lần {other.id}" if other else f"không phải {market.title}, lần {export.id}"
        raise Refused(refusals.sentence("receipt-other", id=said), code="receipt-other", export=other and other.id)
    return export, found


def exports_within(bench: Workbench, within: Scope, market: str | None = None) -> list[Export]:
    """The exports of places within a scope, to a market or to all, newest first."""
    return [e for e in listings.exports(bench, market) if scopes.read(e.scope).lies_within(within)]


def _fits(bench: Workbench, export: Export, rows: list[Answered], found: Matched) -> bool:
    """Whether another export explains more of the rows."""
    return len(match(rows, listings.sent(bench, export.id)).unknown) < len(found.unknown)


def _word(market: Market, product: str, rows: list[Answered], own: str | None) -> Word | None:
    """What the rows of one product say together: one pack that is sent back sends the product back."""
    url = next((row.url for row in rows if row.url and not addresses.refusal(market, row.url, own)), None)
    states = {row.state for row in rows}
    if "rejected" in states:
        said = "; ".join(dict.fromkeys(row.words for row in rows if row.state == "rejected" and row.words))
        reason = market_answers.reason(market.name, said)
        code, column = (reason.code, reason.column) if reason else (None, None)
        return Word(product, "rejected", said, code, column, url)
    return Word(product, "accepted", url=url) if states == {"accepted"} else None


def _told(bench: Workbench, word: Word, names: dict[str, str]) -> dict[str, Any]:
    cell = cells.source_of(bench, word.product_id, word.column) if word.column else None
    return {"product_id": word.product_id, "name": names.get(word.product_id, ""), "words": word.words,
            "code": word.code, "column": word.column, "source": cell}  # fmt: skip


def link(home: Home, market: Market, product: str, url: str, who: str) -> int:
    """Marks a product as listed at an address that somebody gave; gives the answer's number. The same again is one.

    product: the last part of its page's address, or its id. Raises Unknown, or Refused where the address is no public
    http(s) one, a home page, or of another market.
    """
    if why := addresses.refusal(market, url, home.site_address()):
        raise Refused(why[1], code=why[0], url=url)
    with Workbench(home.workbench) as bench:
        product_id = _product(bench, product)
        sha = hashlib.sha256(f"{product_id}\n{url}".encode()).hexdigest()
        if known := listings.known_answer(bench, market.name, sha):
            return known[0]
        word = Word(product_id, "accepted", url=url)
        return listings.take(bench, market.name, market.title, None, url, sha, [word], who)


def _product(bench: Workbench, named: str) -> str:
    """The id of a product by its page's address or by itself. Raises Unknown."""
    named = named.rstrip("/").rpartition("/")[2]
    found = bench.one(
        """SELECT product_id FROM drafts
            WHERE product_id IN (SELECT id FROM slugs WHERE slug = ?1 UNION ALL SELECT ?1) LIMIT 1""",
        [named],
    )
    if found is None:
        raise Unknown("product", named)
    return str(found["product_id"])


def counts(home: Home, market: Market, within: Scope = EVERYTHING) -> Iterator[tuple[Export, Counts]]:
    """The newest exports to a market with what came back of each, newest first; of places within a scope."""
    with Workbench(home.workbench, is_reading=True) as bench:
        yield from [(e, listings.counts(bench, e)) for e in exports_within(bench, within, market.name)[:10]]
