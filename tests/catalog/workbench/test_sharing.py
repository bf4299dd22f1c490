"""Work that processes share comes back in order, whatever its size, and so does what goes wrong with it."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children

import pytest

from catalog.workbench import sharing

# Bytes: more than a pipe holds, so that whoever writes waits for whoever reads.
LARGE = 3_000_000


def doubled(asked: bytes, known: bytes) -> bytes:
    return asked + known


def refusing(asked: int, known: int) -> int:
    if asked == known:
        raise ValueError(f"{asked} is not to be")
    return asked


def dying(asked: int, known: int) -> int:
    if asked == known:
        os.kill(os.getpid(), signal.SIGKILL)
    return asked


def test_parts_come_in_order_with_what_was_made_of_them() -> None:
    parts = [(number, b"%d" % number) for number in range(40)]
    found = list(sharing.shared(parts, 2, doubled, b"!"))
    assert found == [(number, b"%d!" % number) for number in range(40)]
    assert active_children() == []


def test_nobody_waits_for_one_who_waits_for_him() -> None:
    parts = [(number, bytes([number]) * LARGE) for number in range(12)]
    for number, made in sharing.shared(parts, 2, doubled, b"!" * LARGE):
        assert (made[0], len(made)) == (number, 2 * LARGE)


def test_what_a_process_raises_is_raised_here() -> None:
    parts = ((number, number) for number in range(100))
    with pytest.raises(ValueError, match="7 is not to be"):
        list(sharing.shared(parts, 2, refusing, 7))
    assert active_children() == []


def test_a_process_that_is_killed_is_missed() -> None:
    with pytest.raises(sharing.Lost):
        list(sharing.shared(((number, number) for number in range(100)), 2, dying, 7))
    assert active_children() == []


def test_who_stops_early_leaves_no_process() -> None:
    made = sharing.shared(((number, b"x" * LARGE) for number in range(100)), 2, doubled, b"")
    assert next(made)[0] == 0
    made.close()
    assert active_children() == []
