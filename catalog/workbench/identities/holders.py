"""Which id has which name, and which ids have a mark: a code, a tax code, a telephone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from catalog.workbench.identities.identity import digest


class Names:
    """The keys of names by own id. An own id is its key's digest, but for those that older homes gave otherwise."""

    def __init__(self, digest: Callable[[str], str] = digest) -> None:
        self.key_of: dict[str, str] = {}
        self._digest = digest
        self._silent: dict[str, str] = {}

    def add(self, key: str, own: str) -> None:
        self.key_of[own] = key

    def remember(self, key: str, own: str) -> None:
        """Notes the id that a name had which nobody says any more; it is no name until it is said again."""
        if own != self._digest(key):
            self._silent[key] = own

    @cached_property
    def _given(self) -> dict[str, str]:
        """The names whose id is not their digest, once somebody asks for a name that is not there under its digest."""
        return {key: own for own, key in self.key_of.items() if own != self._digest(key)}

    def own(self, key: str) -> tuple[str, bool]:
        """The own id of a name, and whether the name was not there before."""
        own = self.id_of(key)
        is_new = own not in self.key_of
        if is_new:
            self.key_of[own] = key
        return own, is_new

    def id_of(self, key: str) -> str:
        """The own id of a name, also of one that was never added."""
        own = self._digest(key)
        return own if self.key_of.get(own) == key else self._given.get(key) or self._silent.get(key, own)


class Holders:
    """Marks, each with the own ids that have it in the order in which they came.

    Nearly every mark has one holder, and a mark may have tens of thousands: an officer's telephone on every row.
    """

    def __init__(self) -> None:
        self._one: dict[str, str] = {}
        self._several: dict[str, dict[str, None]] = {}

    def add(self, mark: str, own: str) -> bool:
        """Notes that an id has a mark; whether that is new."""
        if mark not in self._one:
            self._one[mark] = own
            return True
        if self._one[mark] == own:
            return False
        several = self._several.setdefault(mark, {self._one[mark]: None})
        is_new = own not in several
        several[own] = None
        return is_new

    def of(self, mark: str) -> Collection[str]:
        """The ids that have a mark."""
        return self._several.get(mark) or ((self._one[mark],) if mark in self._one else ())

    def shared(self) -> Iterator[tuple[str, Collection[str]]]:
        """The marks that several have."""
        yield from self._several.items()

    def __iter__(self) -> Iterator[str]:
        return iter(self._one)
