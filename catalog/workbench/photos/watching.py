"""Works off pictures in the background of a server, in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import IO

from catalog.errors import OcopError, of_disk
from catalog.workbench.home import Home
from catalog.workbench.photos import looking

# How often is looked whether somebody wrote to the workbench, in seconds; looking costs two stat calls.
LOOK_EVERY = 2.0
# At the latest then the workbench itself is asked: somebody may have written while we did.
ASK_EVERY = 60.0


class _Ended(Exception):
    """Whoever started this process is gone, or wants it to stop."""


def watch(home: Home, lifeline: IO[bytes], workers: int, tell: Callable[[str], None]) -> None:
    """Looks at pictures as they come, until `lifeline` ends: so a server that is killed leaves nobody behind.

    What waits is known by the workbench alone, so nothing is lost with this process. What goes wrong is told, and tried
    again a minute later.
    """
    ended = threading.Event()
    threading.Thread(target=_read_to_its_end, args=(lifeline, ended), daemon=True).start()
    while not ended.is_set():
        try:
            _work_off(home, workers, ended)
        except _Ended:
            return
        except (OcopError, OSError) as error:
            tell(str(of_disk(error) or error))
        _wait_for_news(home, ended)


def _read_to_its_end(lifeline: IO[bytes], ended: threading.Event) -> None:
    while lifeline.read(1):
        pass
    ended.set()


def _work_off(home: Home, workers: int, ended: threading.Event) -> None:
    def stop_in_time(*_: object) -> None:
        if ended.is_set():
            raise _Ended

    while looking.work_off(home, stop_in_time, workers=workers).looked:
        pass  # more may have come meanwhile


def _wait_for_news(home: Home, ended: threading.Event) -> None:
    before, until = _state(home), time.monotonic() + ASK_EVERY
    while not ended.wait(LOOK_EVERY) and _state(home) == before and time.monotonic() < until:
        pass


def _state(home: Home) -> list[tuple[int, int] | None]:
    """Differs when somebody wrote to the workbench."""
    found: list[tuple[int, int] | None] = []
    for path in (home.workbench, home.workbench.with_name(f"{home.workbench.name}-wal")):
        try:
            seen = path.stat()
            found.append((seen.st_mtime_ns, seen.st_size))
        except FileNotFoundError:
            found.append(None)
    return found
