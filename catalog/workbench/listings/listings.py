"""What was sent to which market and what came back: append-only, with who and when; an answer can be withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from catalog.errors import Conflict, Unknown
from catalog.workbench.listings import holdings
from catalog.workbench.store import Workbench, now

# Every product of every export is written so; json.dumps would make an encoder for each.
_encode = msgspec.json.Encoder().encode
State = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Sent:
    """One product of an export: its id, its name, and the codes by which the market may call it.

    codes         that we made: the last part of its page's address, the codes of its packs
    seller_codes  of the seller, which two sellers may both use: SKU, barcode
    """

    product_id: str
    name: str
    codes: tuple[str, ...] = ()
    seller_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What a market says of one product: its state, our code and column where the words are known, its address."""

    product_id: str
    state: State
    words: str = ""
    code: str | None = None
    column: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """One export as it was sent; `folder` is where its files lay, `scope` the key of the places that it is of."""

    id: int
    market: str
    title: str
    release: str
    made_at: str
    folder: str
    scope: str = ""
    made_by: str = ""

    @property
    def shelf(self) -> str:
        """The shop that it was made for (holdings.shelf)."""
        return holdings.shelf(self.market, self.scope)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of an export: sent = accepted + rejected + pending, always."""

    sent: int
    accepted: int
    rejected: int

    @property
    def pending(self) -> int:
        return self.sent - self.accepted - self.rejected


def record(
    bench: Workbench, manifest: dict[str, Any], digest: str, folder: str, left_out: int, made_by: str = ""
) -> int:
    """Keeps what an export sent, of the temporary table `sent_now`, and gives its number.

    The same files again are the same export. Within the transaction of the caller.
    """
    market, scope = manifest["market"], manifest.get("scope", "")
    sql = "SELECT id, manifest FROM exports WHERE market = ? AND scope = ? ORDER BY id DESC LIMIT 1"
    last = bench.one(sql, [market, scope])
    if last and last["manifest"] == digest:
        return int(last["id"])
    names = "market title release_id made_at rows left_out folder manifest scope made_by".split()
    row = (market, manifest["title"], manifest["release"], now(), manifest["rows"], left_out, folder, digest, scope,
           made_by)  # fmt: skip
    bench.insert("exports", names, [row])
    number = int(bench.rows("SELECT last_insert_rowid()")[0][0])
    bench.db.execute("INSERT INTO listings SELECT ?, product_id, name, codes FROM temp.sent_now ORDER BY 2", [number])
    return number


def codes(own: Sequence[str], sellers: Sequence[str]) -> str:
    """As `listings` keeps the codes by which a market may call a product."""
    return _encode([own, sellers]).decode()


def exports(bench: Workbench, market: str | None = None) -> list[Export]:
    """The exports to a market, or to all, newest first."""
    where, values = ("WHERE market = ?", [market]) if market else ("", [])
    # The condition is one of the two literals above.
    names = "id, market, title, release_id, made_at, folder, scope, made_by"
    sql = f"SELECT {names} FROM exports {where} ORDER BY id DESC"  # noqa: S608
    return [Export(*row) for row in bench.rows(sql, values)]


def _shelf(bench: Workbench, export_id: int) -> str:
    row = bench.rows("SELECT market, scope FROM exports WHERE id = ?", [export_id])[0]
    return holdings.shelf(row["market"], row["scope"])


def sent(bench: Workbench, export_id: int) -> list[Sent]:
    """The products of an export, by id."""
    rows = bench.rows("SELECT product_id, name, codes FROM listings WHERE export_id = ?", [export_id])
    return [Sent(r["product_id"], r["name"], *map(tuple, json.loads(r["codes"]))) for r in rows]


def known_answer(bench: Workbench, market: str, sha256: str) -> tuple[int, int | None] | None:
    """Number and export of an answer that was taken and stands; None for one that is new."""
    row = bench.one(
        """SELECT id, export_id FROM market_answers WHERE market = ? AND sha256 = ?
              AND id NOT IN (SELECT answer_id FROM withdrawn_answers)""",
        [market, sha256],
    )
    return (row["id"], row["export_id"]) if row else None


def take(
    bench: Workbench,
    market: str,
    title: str,
    export_id: int | None,
    name: str,
    sha256: str,
    words: Sequence[Word],
    who: str,
) -> int:
    """Keeps an answer with its words and gives its number; one that stands already, under that number, stays alone."""
    with bench.writing():
        if known := known_answer(bench, market, sha256):
            return known[0]
        names = ("market", "title", "export_id", "name", "sha256", "said_by", "said_at")
        bench.insert("market_answers", names, [(market, title, export_id, name, sha256, who, now())])
        number = int(bench.rows("SELECT last_insert_rowid()")[0][0])
        columns = ("answer_id", "product_id", "state", "code", "column", "words", "url")
        rows = [(number, w.product_id, w.state, w.code, w.column, w.words, w.url) for w in words]
        bench.insert("listing_events", columns, rows)
        if export_id is not None:
            holdings.answered(
                bench, _shelf(bench, export_id), export_id, [w.product_id for w in words if w.state == "rejected"]
            )
    return number


def withdraw(bench: Workbench, answer_id: int, reason: str, who: str) -> int:
    """Takes an answer back and gives the number of listings it spoke of; what was said before stands again.

    Raises Unknown, or Conflict for one that was withdrawn already.
    """
    with bench.writing():
        if not bench.one("SELECT 1 FROM market_answers WHERE id = ?", [answer_id]):
            known = bench.rows("SELECT id FROM market_answers ORDER BY id DESC LIMIT 10")
            raise Unknown("answer", str(answer_id), [str(r["id"]) for r in known])
        if bench.one("SELECT 1 FROM withdrawn_answers WHERE answer_id = ?", [answer_id]):
            raise Conflict(f"Answer {answer_id} was withdrawn already.")
        names = ("answer_id", "reason", "withdrawn_by", "withdrawn_at")
        bench.insert("withdrawn_answers", names, [(answer_id, reason, who, now())])
        said = bench.rows("SELECT count(*) FROM listing_events WHERE answer_id = ?", [answer_id])
        _doubt(bench, answer_id)
    return int(said[0][0])


def _doubt(bench: Workbench, answer_id: int) -> None:
    """What an answer confirmed is due again: maybe nothing of that export was ever uploaded."""
    answer = bench.rows("SELECT market, export_id FROM market_answers WHERE id = ?", [answer_id])[0]
    if answer["export_id"] is not None:
        holdings.doubt(
            bench, _shelf(bench, answer["export_id"]), [s.product_id for s in sent(bench, answer["export_id"])]
        )


def counts(bench: Workbench, export: Export) -> Counts:
    """How many listings of an export the market took and sent back; links that people gave count as taken."""
    row = bench.rows(_COUNTS, [export.id, export.market])[0]
    return Counts(row["sent"], row["accepted"] or 0, row["rejected"] or 0)


_COUNTS = """
WITH sent AS (
  SELECT coalesce(n.now_id, l.product_id) AS product_id FROM listings l
    LEFT JOIN identity_now n ON n.id = l.product_id WHERE l.export_id = ?1),
last AS (
  SELECT product_id, max(id) AS id FROM listing_words
   WHERE market = ?2 AND (export_id IS NULL OR export_id = ?1) GROUP BY product_id)
SELECT count(*) AS sent, sum(w.state = 'accepted') AS accepted, sum(w.state = 'rejected') AS rejected
  FROM sent s LEFT JOIN last l ON l.product_id = s.product_id LEFT JOIN listing_words w ON w.id = l.id
"""


def listed(bench: Workbench) -> dict[str, int]:
    """Market → how many products it shows as far as we were told: the last word on them is that they were taken."""
    sql = f"SELECT market, count(*) AS n FROM ({LAST}) WHERE state = 'accepted' GROUP BY market ORDER BY market"  # noqa: S608
    return {row["market"]: row["n"] for row in bench.rows(sql)}


# The last word on each product at each market.
LAST = """
SELECT w.* FROM listing_words w
  JOIN (SELECT max(id) AS id FROM listing_words GROUP BY market, product_id) USING (id)
"""
