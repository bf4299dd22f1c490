"""The kit of what is asked for: of a ticket's own files, or of all that is known of the producer whose page asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import images
from catalog.columns import COLUMNS
from catalog.desk import kit
from catalog.errors import Refused
from catalog.forms import plain_sheet
from catalog.forms.template_cells import shown
from catalog.workbench.home import Home
from catalog.workbench.progress import Progress, no_progress
from catalog.workbench.reviewing import accepted
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import File, Role, Ticket
from catalog.workbench.store import Workbench

# What a sheet of facts cannot say in the words of a cell: the pack says the net content, the place its own columns.
_LEFT_OUT = frozenset({"row_number", "timestamp", "district", "expires", "category", "net_content", "images"})
# Pictures of one product that go into a kit.
MOST_PICTURES = 8


def make(home: Home, ticket: Ticket, files: list[File], progress: Progress = no_progress) -> None:
    """Makes a ticket's kit; that of a producer's own page is first given what is known of the producer."""
    if ticket.change == "kit" and ticket.product_id:
        files = _gather(home, ticket, ticket.product_id)
    kit.make(home, ticket, files, progress)


def _gather(home: Home, ticket: Ticket, producer: str) -> list[File]:
    """The products of a producer as a sheet with its pictures; kept as the ticket's files."""
    with Workbench(home.workbench, is_reading=True) as bench:
        rows: list[dict[str, str]] = []
        pictures: dict[str, str] = {}
        for pack in known(bench, producer):
            own = _pictures(bench, pack.drafts)
            rows.append(cells(pack.facts) | {"images": "; ".join(own)})
            pictures |= own
    if not rows:
        raise Refused("Chưa có sản phẩm nào để làm bộ đăng bán.", code="kit-empty")
    kept: list[tuple[Role, str, str]] = [
        ("sheet", "san-pham.xlsx", tickets.keep(home, ticket.id, plain_sheet.make(rows)))
    ]
    for name, sha in pictures.items():
        path = images.original_of(sha, home.pictures)
        if path.exists():
            kept.append(("picture", name, tickets.keep(home, ticket.id, path.read_bytes())))
    with Workbench(home.workbench) as bench:
        tickets.add_files(bench, ticket.id, kept)
        return tickets.files(bench, ticket.id)


class Known(NamedTuple):
    """One pack of a product: its facts and the rows that they come from."""

    product_id: str
    offer_key: str
    facts: dict[str, Any]
    drafts: list[int]


def known(bench: Workbench, producer: str) -> list[Known]:
    """Every pack of a producer's products: as accepted, else as sent last.

    What was rejected is left out, and what somebody sent for whom nobody vouches, until an officer has accepted it.
    """
    rows = bench.rows(_ROWS, [producer])
    last = {
        (row["product_id"], row["offer_key"]): Known(
            row["product_id"], row["offer_key"], json.loads(row["facts"]), [row["draft_id"]]
        )
        for row in rows
        if row["state"] != "rejected"
    }
    for product in accepted.products(bench, {row["product_id"] for row in rows}):
        last = {key: one for key, one in last.items() if key[0] != product.id}
        for key, offer in product.offers.items():
            last[product.id, key] = Known(product.id, key, product.facts | offer, product.drafts)
    return list(last.values())


# The rows that are a producer's own, of drafts as d and states as s.
OWN = """
 WHERE (d.named_producer_id = ?1 OR d.named_producer_id IN (SELECT id FROM identity_now WHERE now_id = ?1))
   AND s.producer_id = ?1 AND s.product_id IS NOT NULL
"""
_ROWS = f"""
SELECT s.draft_id, s.product_id, s.offer_key, s.state, d.facts FROM drafts d JOIN states s ON s.draft_id = d.id {OWN}
   AND NOT (s.state <> 'accepted' AND EXISTS (SELECT 1 FROM issues WHERE draft_id = s.draft_id
                                                 AND code IN ('sender-unknown', 'sender-other')))
 ORDER BY s.draft_id
"""  # noqa: S608  (a literal of this module)


def cells(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as the words of a row that is read as they are."""
    found = {c.name: shown(c.name, facts) for c in COLUMNS if c.name not in _LEFT_OUT}
    words = {name: str(value) for name, value in found.items() if value is not None}
    return words | ({"price": priced(facts)} if facts.get("price_low") is not None else {})


def priced(facts: Mapping[str, Any]) -> str:
    """A price with its unit and what it is for: “45.000đ/hũ”. Its own words may lean on the header of their sheet."""
    low, high, per = facts["price_low"], facts.get("price_high"), facts.get("price_per")
    amounts = [low] if high in (None, low) else [low, high]
    words = " - ".join(f"{int(amount):,}đ".replace(",", ".") for amount in amounts)
    return f"{words}/{per}" if per else words


def _pictures(bench: Workbench, drafts: list[int]) -> dict[str, str]:
    """Name → hash of the pictures of some rows; a name says which picture it is, whatever it was called."""
    sql = """SELECT DISTINCT sha256 FROM draft_pictures WHERE draft_id IN (SELECT value FROM json_each(?))
              ORDER BY draft_id, position"""
    found = [row["sha256"] for row in bench.rows(sql, [json.dumps(drafts)])]
    return {f"anh-{sha[:16]}.jpg": sha for sha in found[:MOST_PICTURES]}
