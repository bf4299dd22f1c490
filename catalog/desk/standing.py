"""What became of a ticket that was sent: each of its products as it stands now, and what officers said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.workbench import listed
from catalog.workbench.store import Workbench


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a ticket: state is accepted, held, rejected or back (the delivery was taken back).

    said: an officer's words to the sender, also those on the same row sent earlier; blank where only the policy has
    looked. slug: of the published page. sent_back: what markets said of it that nobody has sent anew, each with the
    market's title.
    """

    name: str
    state: str
    said: str
    slug: str | None
    sent_back: tuple[tuple[str, str], ...] = ()


def products(bench: Workbench, ticket: str) -> Iterator[Product]:
    """The products of a ticket in the order of their rows, each once: the last word on it counts."""
    rows = bench.rows(_PRODUCTS, [ticket])
    told = listed.rejections(bench, (row["product_id"] for row in rows if row["product_id"]))
    for row in rows:
        back = tuple((one.title, one.words) for one in told.get(row["product_id"] or "", ()))
        yield Product(row["name"] or "—", row["state"], row["said"], row["slug"], back)


_PRODUCTS = """
SELECT d.name, coalesce(s.product_id, d.product_id) AS product_id,
       CASE WHEN d.submission_id IN (SELECT submission_id FROM taken_back) THEN 'back' ELSE coalesce(s.state, 'held')
       END AS state,
       CASE WHEN s.decided_by <> 'policy' OR x.follows IS NOT NULL THEN coalesce(s.reason, '') ELSE '' END AS said,
       (SELECT slug FROM slugs WHERE id = coalesce(s.product_id, d.product_id) ORDER BY given_at DESC LIMIT 1) AS slug
  FROM ticket_submissions t JOIN drafts d ON d.submission_id = t.submission_id
  LEFT JOIN states s ON s.draft_id = d.id
  LEFT JOIN decisions x ON x.id = (SELECT max(id) FROM decisions WHERE draft_id = d.id)
 WHERE t.ticket_id = ? AND t.is_final ORDER BY d.id
"""
