"""Long lists as files: some at work, others waiting in order, each made once and kept as long as there is room."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager

import pytest

from catalog.web.whole_files import Files, Full, Processes

# So long a test waits for what has to happen, in seconds; nothing is judged by it.
PATIENCE = 60


class Slow:
    """Writes an order's own bytes, once it is told to go on; says which it has begun."""

    def __init__(self) -> None:
        self.begun: queue.Queue[bytes] = queue.Queue()
        self.go = threading.Semaphore(0)

    def __call__(self, order: bytes, out: int) -> None:
        self.begun.put(order)
        assert self.go.acquire(timeout=PATIENCE)
        if order == b"broken":
            raise subprocess.SubprocessError("broken")
        os.write(out, order)

    def close(self) -> None:
        self.go.release(100)


@contextmanager
def making(**limits: int) -> Iterator[tuple[Files, Slow]]:
    slow = Slow()
    files = Files(slow, **limits)
    try:
        yield files, slow
    finally:
        files.close()


def test_two_are_at_work_and_the_third_waits() -> None:
    with making(at_work=2) as (files, slow):
        asked = [files.get(name, name.encode()) for name in ("one", "two", "three")]
        assert {slow.begun.get(timeout=PATIENCE) for _ in range(2)} == {b"one", b"two"}
        assert slow.begun.empty()
        slow.go.release()
        assert slow.begun.get(timeout=PATIENCE) == b"three"
        slow.go.release(2)
        assert [one.result(PATIENCE).read(0, 9) for one in asked] == [b"one", b"two", b"three"]


def test_who_asks_for_the_same_waits_for_the_same() -> None:
    with making(at_work=1) as (files, slow):
        first, again = files.get("one", b"one"), files.get("one", b"one")
        assert first is again
        slow.go.release()
        file = first.result(PATIENCE)
        assert files.get("one", b"never written").result(PATIENCE) is file
        assert slow.begun.qsize() == 1


def test_those_who_wait_have_their_turn_in_order_and_the_next_is_told_to_come_later() -> None:
    with making(at_work=1, waiting=2) as (files, slow):
        asked = [files.get(name, name.encode()) for name in ("one", "two", "three")]
        with pytest.raises(Full):
            files.get("four", b"four")
        # What is under way may be asked for all the same.
        assert files.get("two", b"two") is asked[1]
        slow.go.release(3)
        wait(asked, PATIENCE)
        assert [slow.begun.get(timeout=PATIENCE) for _ in range(3)] == [b"one", b"two", b"three"]


def test_what_failed_is_made_again_for_the_next() -> None:
    with making(at_work=1) as (files, slow):
        slow.go.release(2)
        with pytest.raises(subprocess.SubprocessError):
            files.get("one", b"broken").result(PATIENCE)
        assert files.known("one") is None
        assert files.get("one", b"whole").result(PATIENCE).read(0, 9) == b"whole"


def test_the_file_that_nobody_asked_for_longest_goes_first_and_is_read_to_its_end() -> None:
    with making(at_work=1, most=10) as (files, slow):
        slow.go.release(9)
        one = files.get("one", b"11111").result(PATIENCE)
        files.get("two", b"22222").result(PATIENCE)
        assert files.known("one")
        files.get("three", b"33333").result(PATIENCE)
        assert files.known("two") is None
        files.get("large", b"4" * 100).result(PATIENCE)
        assert files.known("one") is None
        assert files.known("large")
        assert one.read(3, 9) == b"11"


def test_nothing_of_a_file_is_left_on_the_disk_or_open() -> None:
    with making(at_work=1) as (files, slow):
        before = set(os.listdir("/proc/self/fd"))
        slow.go.release()
        file = files.get("one", b"one").result(PATIENCE)
        names = {os.readlink(f"/proc/self/fd/{fd}") for fd in set(os.listdir("/proc/self/fd")) - before if _is_open(fd)}
        assert all("(deleted)" in name or not os.path.exists(name) for name in names)
        files.close()
        del file
        assert {fd for fd in os.listdir("/proc/self/fd") if _is_open(fd)} <= before


def _is_open(fd: str) -> bool:
    # The folder itself is open while it is listed.
    return os.path.lexists(f"/proc/self/fd/{fd}")


def test_a_process_that_does_not_understand_its_order_fails() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        with pytest.raises(subprocess.CalledProcessError):
            Processes()(b"no order at all", write)
    finally:
        os.close(write)
