"""How often Python looks for garbage that holds itself."""

from __future__ import annotations

import atexit
import gc


def look_seldom() -> None:
    """For processes that make many small objects which live to the end and hold no cycles: looking costs a tenth."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def leave_at_once() -> None:
    """For processes that load much: Python would look through all of it twice when it ends, for half a second."""
    atexit.register(gc.freeze)
