"""What was taken down, as far as it is kept: digests and hashes, who decided it, when and why; never the content.

By these a file, a picture or a row that comes again is known. docs/decisions/0013-takedown.md.
"""

from __future__ import annotations

from typing import NamedTuple

from catalog.workbench.identities import identity
from catalog.workbench.store import Workbench

# What people wanted gone; what only grew old (kind retention) may come again.
WANTED = ("producer", "product")


class Stone(NamedTuple):
    """One thing that is gone; kind: producer, product, mark, slug, inbox or picture."""

    kind: str
    hash: str


def of_slug(slug: str) -> str:
    """The digest by which an address is remembered that nobody is to get again."""
    return identity.digest("slug", slug)


def slugs(bench: Workbench) -> frozenset[str]:
    """The digests of addresses that were taken down."""
    return frozenset(gone(bench, "slug"))


def gone(bench: Workbench, *kinds: str) -> dict[str, str]:
    """Hash or id → moment of everything of some kinds (inbox, picture, product …) that somebody wanted gone."""
    marks, wanted = ",".join("?" * len(kinds)), ",".join("?" * len(WANTED))
    sql = f"""SELECT s.hash, min(t.decided_at) AS at FROM tombstones s JOIN takedowns t ON t.id = s.takedown_id
               WHERE s.kind IN ({marks}) AND t.kind IN ({wanted}) GROUP BY s.hash"""  # noqa: S608 - marks only
    return {r["hash"]: r["at"] for r in bench.rows(sql, [*kinds, *WANTED])}
