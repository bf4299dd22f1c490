"""How long work tells where it is: the stage, how much is done, of how much (0 where that is not known)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Tells nobody."""
