"""Addresses of pages: given once and kept for ever, so that a printed QR code goes on working."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.values import text
from catalog.workbench.store import Workbench

# Characters; longer names are cut at a word.
LONGEST = 70


@dataclass(slots=True)
class Slugs:
    """Slugs that were given, by id, and those that this release gives in addition."""

    given: dict[str, str]
    added: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _last: dict[str, int] = field(default_factory=dict)  # the number behind a slug that was tried last

    def __post_init__(self) -> None:
        self._taken = set(self.given.values())

    def of(self, ident: str, name: str) -> str:
        """The slug of a product or producer; a new one is made of the name as it is shown."""
        if ident not in self.given:
            slug = self._free(_shortened(text.slug(name)) or ident)
            self._taken.add(slug)
            self.given[ident] = self.added[ident] = slug
        return self.given[ident]

    def _free(self, slug: str) -> str:
        """The slug, or with the first number behind it that nobody has; hundreds of goods bear one name."""
        number, chosen = self._last.get(slug, 1), slug
        if number > 1:
            chosen = f"{slug}-{number}"
        while chosen in self._taken:
            number += 1
            chosen = f"{slug}-{number}"
        self._last[slug] = number
        return chosen


def load(bench: Workbench) -> Slugs:
    """What was given so far."""
    return Slugs({r["id"]: r["slug"] for r in bench.rows("SELECT id, slug FROM slugs")})


def _shortened(slug: str) -> str:
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rsplit("-", 1)[0]
