"""What was taken down, as far as it is kept: digests and hashes, who decided it, when and why; never the content.

By these a file, a picture or a row that comes again is known. docs/decisions/0013-takedown.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from catalog.registers import refusals
from catalog.workbench import identity
from catalog.workbench.drafts import Draft
from catalog.workbench.store import Workbench, day_shown

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
    return frozenset(_gone(bench, ("slug",)))


def gone(bench: Workbench, kind: str) -> dict[str, str]:
    """Hash or id → moment of everything of a kind (inbox, picture, product …) that somebody wanted gone."""
    return _gone(bench, (kind,))


def _gone(bench: Workbench, kinds: tuple[str, ...]) -> dict[str, str]:
    marks, wanted = ",".join("?" * len(kinds)), ",".join("?" * len(WANTED))
    sql = f"""SELECT s.hash, min(t.decided_at) AS at FROM tombstones s JOIN takedowns t ON t.id = s.takedown_id
               WHERE s.kind IN ({marks}) AND t.kind IN ({wanted}) GROUP BY s.hash"""  # noqa: S608 - marks only
    return {r["hash"]: r["at"] for r in bench.rows(sql, [*kinds, *WANTED])}


def refusal(bench: Workbench, sha256: str, name: str) -> str | None:
    """The sentence for a received file that was taken down; None for any other."""
    at = gone(bench, "inbox").get(sha256)
    return refusals.sentence("file-taken-down", name=name, date=day_shown(at)) if at else None


def tell(drafts: Iterable[Draft], bench: Workbench) -> None:
    """Says of each row whose producer or product was taken down, or that has its telephone: a person decides."""
    known = _gone(bench, ("producer", "product", "mark"))
    for draft in drafts if known else ():
        marks = draft.marks
        own = (marks.producer_id, product_of(marks), *marks.who)
        at = next((known[mark] for mark in own if mark in known), None)
        if at:
            draft.doubt("subject-taken-down", "name", draft.name, date=day_shown(at))


def product_of(marks: identity.Marks) -> str | None:
    """The own id of the product that a row names, as twins.Book gives it."""
    return identity.digest(marks.product_key) if marks.product_key else None
