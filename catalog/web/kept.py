"""What a page would otherwise work out at every visit, worked out once and kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

# Days of one thing that are kept at once: the last one and, before midnight, the next one.
DAYS = 2


class Kept:
    """Values by name and day. Whoever asks while one is being worked out waits for it, rather than doing it again."""

    def __init__(self) -> None:
        self._values: dict[str, dict[date | None, Any]] = {}
        self._working: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, name: str, day: date | None, work_out: Callable[[], T]) -> T:
        """The value of a name on a day (None: of any day); what `work_out` raises is raised, and nothing is kept."""
        with self._guard:
            known = self._values.setdefault(name, {})
            working = self._working.setdefault(name, threading.Lock())
            if day in known:
                found: T = known[day]
                return found
        with working:
            # Another may have been quicker.
            if day not in known:
                value = work_out()
                with self._guard:
                    known[day] = value
                    if len(known) > DAYS:
                        del known[next(iter(known))]
            made: T = known[day]
            return made
