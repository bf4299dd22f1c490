"""What each market holds of our listings: the rows that it was last sent, as far as somebody said that they arrived.

An export leaves what it would change as *pending*; confirming it, or the market's answer to it, moves that to *held*.
Only what is held is built upon, so a lost file costs nothing. docs/decisions/0016-sending.md, 0021-one-ledger.md.

`market` is everywhere the name of a shelf: what is uploaded for a commune goes to that commune's shop, and says nothing
of what the province's holds. docs/decisions/0028-figures-and-scopes.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import Conflict, Refused
from catalog.workbench.store import Workbench

# Of rows that the market did not take, or of which nobody is sure any more: equal to no digest, so they are due again.
DOUBTED = b""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one market; ids are those of manifests, blank for none.

    waiting    the newest export as long as it is not confirmed; number is its own in `exports`
    takedowns  how many there were: an export that one of them overtook may hold what was taken down
    """

    confirmed: str = ""
    waiting: str = ""
    number: int | None = None
    folder: str = ""
    takedowns: int = 0


def shelf(market: str, scope: str) -> str:
    """What the shop of a scope at a market is called here; the market's own name for everything."""
    return f"{market}@{scope}" if scope else market


def standing(bench: Workbench, market: str) -> Standing:
    """How it stands with a market now."""
    takedowns = bench.rows("SELECT count(*) FROM takedowns")[0][0]
    row = bench.one("SELECT confirmed, waiting, export_id, folder FROM sendings WHERE market = ?", [market])
    confirmed, waiting, number, folder = row or ("", "", None, "")
    return Standing(confirmed, waiting, number, folder, takedowns)


def waiting(bench: Workbench) -> dict[str, str]:
    """Market → the export that waits to be confirmed, where one does."""
    rows = bench.rows("SELECT market, waiting FROM sendings WHERE waiting <> '' ORDER BY market")
    return {row["market"]: row["waiting"] for row in rows}


def count(bench: Workbench, market: str) -> int:
    """How many products a market holds."""
    return int(bench.rows("SELECT count(*) FROM held_rows WHERE market = ?", [market])[0][0])


def digests(bench: Workbench, market: str) -> Iterator[tuple[str, bytes]]:
    """Product and digest of everything that a market holds, in the order of the products."""
    sql = "SELECT product_id, digest FROM held_rows WHERE market = ? ORDER BY product_id"
    return (tuple(row) for row in bench.db.execute(sql, [market]))


def rows_of(bench: Workbench, market: str, product_id: str) -> bytes:
    """The rows of one product that a market holds, as they were kept."""
    row = bench.one("SELECT rows FROM held_rows WHERE market = ? AND product_id = ?", [market, product_id])
    assert row is not None
    return bytes(row["rows"])


def wait(bench: Workbench, market: str, said: Standing) -> None:
    """Keeps what stands in the temporary table `due_rows` as pending; within the transaction of the caller."""
    bench.db.execute("DELETE FROM pending_rows WHERE market = ?", [market])
    bench.db.execute(
        "INSERT INTO pending_rows SELECT ?, product_id, digest, rows FROM temp.due_rows ORDER BY rowid", [market]
    )
    bench.db.execute(
        "INSERT OR REPLACE INTO sendings VALUES (?, ?, ?, ?, ?)",
        [market, said.confirmed, said.waiting, said.number, said.folder],
    )


def confirm(bench: Workbench, market: str, export: str | None = None) -> str:
    """Takes the waiting export as uploaded, and gives its id.

    Raises Refused where none waits, Conflict where another is named or another lies in its folder.
    """
    with bench.writing():
        now = standing(bench, market)
        if not now.waiting:
            raise Refused(f"There is no export of {market} to confirm; make one first.", code="nothing-waiting")
        if export not in (None, now.waiting):
            raise Conflict(
                f"Export {export} of {market} is not the newest, {now.waiting}; make a new one and upload that."
            )
        if _lying_in(now.folder) not in ("", now.waiting):
            raise Conflict(f"{now.folder} holds another export than {now.waiting}; make a new one and upload that.")
        _take(bench, market)
    return now.waiting


def _lying_in(folder: str) -> str:
    """The id of the export in a folder; blank where somebody moved it away."""
    try:
        return str(json.loads((Path(folder) / "manifest.json").read_bytes())["id"])
    except (OSError, ValueError, KeyError):
        return ""


def _take(bench: Workbench, market: str) -> None:
    """Moves what is pending to what is held; within the transaction of the caller."""
    mine = "SELECT product_id FROM pending_rows WHERE market = ?1 AND rows IS NULL"
    bench.db.execute(f"DELETE FROM held_rows WHERE market = ?1 AND product_id IN ({mine})", [market])  # noqa: S608
    bench.db.execute(
        "INSERT OR REPLACE INTO held_rows SELECT * FROM pending_rows WHERE market = ? AND rows IS NOT NULL", [market]
    )
    bench.db.execute("DELETE FROM pending_rows WHERE market = ?", [market])
    bench.db.execute("UPDATE sendings SET confirmed = waiting, waiting = '' WHERE market = ?", [market])


def answered(bench: Workbench, market: str, number: int, rejected: Iterable[str]) -> None:
    """A market has answered an export, so that was uploaded; what it sent back it does not hold, and is due again.

    Within the transaction of the caller.
    """
    sent_back = [market, json.dumps(sorted(rejected))]
    if (now := standing(bench, market)).waiting and now.number == number:
        bench.db.execute(f"DELETE FROM pending_rows WHERE {_THESE}", sent_back)  # noqa: S608
        _take(bench, market)
    bench.db.execute(f"UPDATE held_rows SET digest = x'' WHERE {_THESE}", sent_back)  # noqa: S608


def doubt(bench: Workbench, market: str, products: Iterable[str]) -> None:
    """Makes products due again of which nobody is sure any more; within the transaction of the caller."""
    asked = [market, json.dumps(sorted(products))]
    bench.db.execute(f"UPDATE held_rows SET digest = x'' WHERE {_THESE}", asked)  # noqa: S608


_THESE = "market = ?1 AND product_id IN (SELECT value FROM json_each(?2))"


def forget_waiting(bench: Workbench, folders: Iterable[str]) -> None:
    """Forgets what waits to be confirmed where its files are no longer there, by the names of their folders."""
    gone = set(folders)
    for market, folder in bench.rows("SELECT market, folder FROM sendings WHERE waiting <> ''"):
        if Path(folder).name in gone:
            bench.db.execute("DELETE FROM pending_rows WHERE market = ?", [market])
            bench.db.execute("UPDATE sendings SET waiting = '' WHERE market = ?", [market])
