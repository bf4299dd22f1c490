"""Stops a reader that would never end; not a measure of speed, which is `make bench`'s matter."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDLESS = 20
"""Seconds of processor time: many times what a linear reader takes on the slowest machine, a part of a quadratic's."""


@contextmanager
def no_endless_work() -> Iterator[None]:
    """Raises TimeoutError inside the block once it has used ENDLESS seconds of this process's time."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {ENDLESS} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
