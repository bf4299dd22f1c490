"""The facts of a scope, kept in memory as long as neither release, workbench nor day have changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.reports import facts
from catalog.reports.facts import Facts
from catalog.workbench.home import Home
from catalog.workbench.officers.accounts import Officer
from catalog.workbench.reviewing import scopes
from catalog.workbench.reviewing.scopes import Scope

if TYPE_CHECKING:
    # Datasette loads its plugins while it is itself being imported.
    from datasette.app import Datasette

# So many officers' figures are kept at once: those of 20,000 products take some 20 MB.
MOST = 4
_ATTRIBUTE = "_ocop_facts"
State = tuple[Any, ...]


class Kept:
    """The facts of the scopes that were asked for last; one page at a time uses them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._facts: dict[str, tuple[State, Facts]] = {}

    @contextmanager
    def facts(self, home: Home, scope: Scope, on: date, officer: Officer) -> Iterator[Facts]:
        """The facts of a scope on a day for an officer, gathered where they are not there or something has changed."""
        whole = officer if scope == scopes.of_officer(officer) else None
        with self._lock:
            yield self._of(home, scope, on, whole)

    def _of(self, home: Home, scope: Scope, on: date, officer: Officer | None) -> Facts:
        state = (on, *map(_seen, _files(home)))
        key = scope.key if officer else f"{scope.key}, a part"
        kept = self._facts.pop(key, None)
        if kept and kept[0] != state:
            kept[1].close()
            kept = None
        self._facts[key] = kept or (state, facts.gather(home, scope, on, officer))
        while len(self._facts) > MOST:
            self._facts.pop(next(iter(self._facts)))[1].close()
        return self._facts[key][1]

    def close(self) -> None:
        """Lets go of all of them."""
        with self._lock:
            for _, one in self._facts.values():
                one.close()
            self._facts.clear()


def of(datasette: Datasette) -> Kept:
    """What is kept for the pages of one Datasette."""
    if not hasattr(datasette, _ATTRIBUTE):
        setattr(datasette, _ATTRIBUTE, Kept())
    found: Kept = getattr(datasette, _ATTRIBUTE)
    return found


def _files(home: Home) -> tuple[Path, ...]:
    return home.catalog, home.readiness, home.workbench, home.workbench.with_name(f"{home.workbench.name}-wal")


def _seen(path: Path) -> tuple[int, int, int] | None:
    """Differs where somebody wrote to a file, or put another in its place."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
