"""Addresses of pages: given once and kept for ever, so that a printed QR code goes on working.

Each is remembered with the id that it was given to. Where that id gave way to another one (a merge, another spelling),
its address leads to the page of the one that stays; taken apart again, each address is its own product's again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.values import text
from catalog.values.hidden import Hidden
from catalog.workbench.identities import tombstones
from catalog.workbench.store import Workbench

# Characters; longer names are cut at a word.
LONGEST = 70


class Former(NamedTuple):
    """An address that was given, the id it was given to, and the id that this comes to now."""

    slug: str
    given_to: str
    now_id: str


@dataclass(slots=True)
class Slugs:
    """What was given so far, in that order, and what this release gives in addition, by id.

    Of several addresses of one page the last one counts. gone: digests of those that were taken down, which nobody
    gets again.
    """

    former: list[Former]
    gone: frozenset[str] = frozenset()
    added: dict[str, str] = field(default_factory=dict)
    _given: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _last: dict[str, int] = field(default_factory=dict)  # the number behind a slug that was tried last

    def __post_init__(self) -> None:
        self._taken = {one.slug for one in self.former}
        self._given = {one.given_to: one.slug for one in self.former if one.slug != nameless(one.given_to)}

    def give(self, ident: str, wish: str) -> str:
        """The slug that an id gets which wishes for one: that one, or with a number behind it where it is taken."""
        if wish == nameless(ident):
            return self._add(ident, wish)
        self._given[ident] = self._add(ident, self._free(wish))
        return self._given[ident]

    def _add(self, ident: str, slug: str) -> str:
        self._taken.add(slug)
        self.added[ident] = slug
        return slug

    def known(self, ident: str) -> tuple[str | None, bool]:
        """What an id was given before: the slug of its name, and whether it has one without a name."""
        return self._given.get(ident), nameless(ident) in self._taken

    def leading_to(self, ids: Mapping[str, Hidden], current: Collection[str]) -> list[Former]:
        """The addresses that pages had before, of what is there. ids: id → the names that none of them may tell."""
        return sorted(
            one for one in self.former
            if one.now_id in ids and one.slug not in current and not ids[one.now_id].holds(one.slug)
        )  # fmt: skip

    def _free(self, slug: str) -> str:
        """The slug, or with the first number behind it that nobody has; hundreds of goods bear one name."""
        number, chosen = self._last.get(slug, 1), slug
        if number > 1:
            chosen = f"{slug}-{number}"
        while chosen in self._taken or (self.gone and tombstones.of_slug(chosen) in self.gone):
            number += 1
            chosen = f"{slug}-{number}"
        self._last[slug] = number
        return chosen


@dataclass(slots=True)
class Wishes:
    """The slugs of some ids, and of those who need one the slug that they would like, in the order of asking.

    known: as `Slugs.known` says it of each. Only `Slugs` sees all that were given, and so which wish can be met.
    """

    known: dict[str, tuple[str | None, bool]]
    made: list[tuple[str, str]] = field(default_factory=list)

    def of(self, ident: str, name: str, is_private: Callable[[str], bool] = lambda _: False) -> str:
        """The slug of a product or producer; a new one is made of the name as it is shown.

        is_private: says of an earlier slug that it holds what may no longer be shown, so that another one is given.
        """
        given, _ = self.known[ident]
        if given is None or is_private(given):
            return self._wish(ident, _shortened(text.slug(name)) or ident)
        return given

    def without_name(self, ident: str) -> str:
        """The slug of a producer whose name is held back; it has another where its name may be shown."""
        _, has_nameless = self.known[ident]
        return nameless(ident) if has_nameless else self._wish(ident, nameless(ident))

    def _wish(self, ident: str, slug: str) -> str:
        self.made.append((ident, slug))
        return slug


def load(bench: Workbench) -> Slugs:
    """What was given so far."""
    sql = """SELECT s.slug, s.id, coalesce(n.now_id, s.id) FROM slugs s LEFT JOIN identity_now n ON n.id = s.id
              ORDER BY s.given_at, s.rowid"""
    return Slugs([Former(*row) for row in bench.rows(sql)], tombstones.slugs(bench))


def nameless(ident: str) -> str:
    """The slug that tells nothing of a producer."""
    return f"co-so-{ident}"


def _shortened(slug: str) -> str:
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rsplit("-", 1)[0]
