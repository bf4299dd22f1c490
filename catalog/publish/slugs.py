"""Addresses of pages: given once and kept for ever, so that a printed QR code goes on working."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.values import text
from catalog.workbench import tombstones
from catalog.workbench.store import Workbench

# Characters; longer names are cut at a word.
LONGEST = 70


@dataclass(slots=True)
class Slugs:
    """Slugs that were given, by id, and those that this release gives in addition.

    taken: every slug that was ever given. gone: digests of those that were taken down, which nobody gets again.
    """

    given: dict[str, str]
    added: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    gone: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.taken |= set(self.given.values())

    def of(self, ident: str, name: str, is_private: Callable[[str], bool] = lambda _: False) -> str:
        """The slug of a product or producer; a new one is made of the name as it is shown.

        is_private: says of an earlier slug that it holds what may no longer be shown, so that another one is given.
        """
        if ident not in self.given or is_private(self.given[ident]):
            slug = self._free(_shortened(text.slug(name)) or ident)
            self.taken.add(slug)
            self.given[ident] = self.added[ident] = slug
        return self.given[ident]

    def _free(self, slug: str) -> str:
        number, chosen = 1, slug
        while chosen in self.taken or (self.gone and tombstones.of_slug(chosen) in self.gone):
            number += 1
            chosen = f"{slug}-{number}"
        return chosen


def load(bench: Workbench) -> Slugs:
    """What was given so far; of several addresses of one page the last one counts."""
    rows = bench.rows("SELECT id, slug FROM slugs ORDER BY given_at, rowid")
    return Slugs({r["id"]: r["slug"] for r in rows}, taken={r["slug"] for r in rows}, gone=tombstones.slugs(bench))


def _shortened(slug: str) -> str:
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rsplit("-", 1)[0]
