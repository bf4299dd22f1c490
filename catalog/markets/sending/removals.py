"""Stops an export that would take something away from a market by a blank, or most of its listings at once.

Importers that overwrite delete what a blank cell stands for; a source that was emptied by mistake would empty the shop
(hazard 83). Both are asked for, with the list of what would go.
"""

from __future__ import annotations

import csv
from pathlib import Path

from catalog.errors import Blocked
from catalog.markets.listing.rows import Sending
from catalog.markets.market import Market
from catalog.markets.sending.ledger import Kept
from catalog.workbench.home import atomic_file

# A fifth of what a market holds, and at least five products: fewer go every month when certificates lapse.
MOST_WITHDRAWN = 0.2
FEWEST_WITHDRAWN = 5


def check(market: Market, sending: Sending, out: Path, *, is_allowed: bool) -> None:
    """Raises Blocked, naming the file with the list, unless the removals are allowed or there are none."""
    held = sending.held if isinstance(sending, Kept) else 0
    gone = sending.withdrawn
    many = gone >= FEWEST_WITHDRAWN and gone > held * MOST_WITHDRAWN
    if is_allowed or not (sending.removals or many):
        return
    path = out / f"{market.name}-removals.csv"
    _write(path, sending)
    said = []
    if sending.removals:
        products = len({r.product_id for r in sending.removals})
        said.append(f"delete {len(sending.removals)} values of {products} products by blanks")
    if many:
        said.append(f"take {gone} of {held} products off sale")
    raise Blocked(
        f"This export would {' and '.join(said)} at {market.title}; {path} lists them."
        " Where that is meant, run it again with --allow-removals.",
        code="removals",
        removals=sending.removals,
        withdrawn=gone,
    )


def _write(path: Path, sending: Sending) -> None:
    with atomic_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Mã sản phẩm", "Tên sản phẩm", "Cột", "Giá trị sẽ mất"])
        writer.writerows([r.product_id, r.name, r.column, r.value] for r in sending.removals)
        writer.writerows([ident, "", "", "thôi bán"] for ident in sending.gone_ids)
