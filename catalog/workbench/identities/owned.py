"""Under which ids a person's word is written down, so that it stays with whom it was said of.

An id that several rows come to may be that of a delivery that is taken back, or of a join that is taken apart. What
people say is kept under own ids of rows (identity.py), as what sheets say is: after an undo or a split it counts for
the producer or product of which it was said, and not for an id that nobody has any more.
docs/decisions/0045-what-was-undone.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog.workbench.store import Workbench

if TYPE_CHECKING:
    from catalog.workbench.identities.joins import Kind


def ids(bench: Workbench, kind: Kind, ident: str) -> list[str]:
    """The own ids that come to an id now, those of living rows first, the one that is known for longest before all."""
    # One of two words of our own.
    sql = f"""
    SELECT o.id FROM (SELECT ?1 AS id UNION SELECT id FROM identity_now WHERE now_id = ?1) o
     ORDER BY (SELECT min(d.id) FROM drafts d WHERE d.named_{kind}_id = o.id
                  AND d.submission_id NOT IN (SELECT submission_id FROM taken_back)) NULLS LAST, o.id"""  # noqa: S608
    return [row["id"] for row in bench.rows(sql, [ident])]


def first(bench: Workbench, kind: Kind, ident: str) -> str:
    """The own id, of all that come to an id now, that has been known for longest."""
    return ids(bench, kind, ident)[0]


def of_draft(bench: Workbench, draft_id: int) -> tuple[str | None, str | None]:
    """The own ids of the producer and the product that a row names."""
    row = bench.rows("SELECT named_producer_id, named_product_id FROM drafts WHERE id = ?", [draft_id])[0]
    return row[0], row[1]
