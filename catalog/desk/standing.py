"""What became of a ticket that was sent: each of its products as it stands now, and what officers said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from catalog.workbench.listings import listed
from catalog.workbench.listings.listed import Rejection
from catalog.workbench.reviewing import source_cells
from catalog.workbench.store import Workbench


class SentBack(NamedTuple):
    """What a market sent back, and the cell of the ticket's sheet that it is about; blank where it is about none."""

    no: Rejection
    cell: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a ticket: state is accepted, held, rejected or back (the delivery was taken back).

    said: an officer's words to the sender, also those on the same row sent earlier; blank where only the policy has
    looked. slug: of the published page. sent_back: what markets said of it that nobody has sent anew.
    """

    name: str
    state: str
    said: str
    slug: str | None
    sent_back: tuple[SentBack, ...] = ()


def products(bench: Workbench, ticket: str) -> Iterator[Product]:
    """The products of a ticket in the order of their rows, each once: the last word on it counts."""
    rows = bench.rows(_PRODUCTS, [ticket])
    told = listed.rejections(bench, (row["product_id"] for row in rows if row["product_id"]))
    for row in rows:
        back = tuple(SentBack(no, _cell(bench, row["id"], no)) for no in told.get(row["product_id"] or "", ()))
        yield Product(row["name"] or "—", row["state"], row["said"], row["slug"], back)


def _cell(bench: Workbench, draft: int, no: Rejection) -> str:
    cells = source_cells.by_column(bench, draft).get(no.column or "name", [])
    return cells[0].address if cells else ""


_PRODUCTS = """
SELECT d.id, d.name, coalesce(s.product_id, d.product_id) AS product_id,
       CASE WHEN d.submission_id IN (SELECT submission_id FROM taken_back) THEN 'back' ELSE coalesce(s.state, 'held')
       END AS state,
       CASE WHEN s.decided_by <> 'policy' OR x.follows IS NOT NULL THEN coalesce(s.reason, '') ELSE '' END AS said,
       (SELECT slug FROM slugs WHERE id = coalesce(s.product_id, d.product_id) ORDER BY given_at DESC LIMIT 1) AS slug
  FROM ticket_submissions t JOIN drafts d ON d.submission_id = t.submission_id
  LEFT JOIN states s ON s.draft_id = d.id
  LEFT JOIN decisions x ON x.id = (SELECT max(id) FROM decisions WHERE draft_id = d.id)
 WHERE t.ticket_id = ? AND t.is_final ORDER BY d.id
"""
