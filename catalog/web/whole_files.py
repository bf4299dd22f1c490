"""Long lists as files: each is written once for a release, by a process of its own, then kept and sent in slices.

A list of 20,000 products costs as much as a hundred pages. A file is therefore made for a question only once, however
many ask for it; a few are at work at a time, the others wait in order, and who comes when too many wait is told so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import weakref
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

# Lists that are written at the same time, and those that may wait beside them.
AT_WORK = 2
WAITING = 10
# Bytes of packed files that are kept; those that nobody asked for longest go first.
MOST_BYTES = 256_000_000
# A list of a million products takes less than two minutes below the priority of pages.
SECONDS = 900.0


class Full(Exception):
    """So many lists wait that this one has to be asked for later."""


class Writer(Protocol):
    """Carries out an order (see publish/lists.py) by writing into an open file."""

    def __call__(self, order: bytes, out: int) -> None: ...

    def close(self) -> None: ...


class Processes:
    """A process for each order. Raises subprocess.SubprocessError where it fails or takes too long."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __call__(self, order: bytes, out: int) -> None:
        command = [sys.executable, "-m", "catalog.publish.lists"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE) as process:
            self._running.add(process)
            try:
                if self._closed:
                    process.kill()
                _, said = process.communicate(order, SECONDS)
            except BaseException:
                process.kill()
                raise
            finally:
                self._running.discard(process)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said[-2000:])

    def close(self) -> None:
        """Ends what is at work; its order fails."""
        self._closed = True
        for process in list(self._running):
            process.kill()


class File:
    """A packed list. It has no name, so that nothing is left of it when the last who reads it is done, or dies."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.size = os.fstat(fd).st_size
        weakref.finalize(self, os.close, fd)

    def read(self, begin: int, size: int) -> bytes:
        """So many bytes from a place on; fewer at the end."""
        return os.pread(self._fd, size, begin)


class Files:
    """The lists of one release by name. Everything may be called from any thread."""

    def __init__(self, write: Writer, at_work: int = AT_WORK, waiting: int = WAITING, most: int = MOST_BYTES) -> None:
        self._write = write
        self._most_asked, self._most_bytes = at_work + waiting, most
        self._workers = ThreadPoolExecutor(at_work, "whole-files")
        self._kept: OrderedDict[str, File] = OrderedDict()
        self._asked: dict[str, Future[File]] = {}
        self._guard = threading.Lock()

    def known(self, name: str) -> Future[File] | None:
        """The file of that name, which may still have to be waited for; None where nobody asked for it."""
        with self._guard:
            if name not in self._kept:
                return self._asked.get(name)
            self._kept.move_to_end(name)
            there: Future[File] = Future()
            there.set_result(self._kept[name])
            return there

    def get(self, name: str, order: bytes) -> Future[File]:
        """The file of that name, made by this order where there is none. Raises Full where too many wait.

        Its result raises what the writer raised; who asks afterwards tries again. Many may wait for it: shield it.
        """
        if there := self.known(name):
            return there
        with self._guard:
            if name not in self._asked:
                if len(self._asked) >= self._most_asked:
                    raise Full
                self._asked[name] = self._workers.submit(self._make, name, order)
            return self._asked[name]

    def close(self) -> None:
        """Drops what waits, ends what is at work and forgets every file; one that is being sent stays until it is."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._write.close()
        with self._guard:
            self._kept.clear()

    def _make(self, name: str, order: bytes) -> File:
        try:
            made = self._made(order)
            with self._guard:
                self._kept[name] = made
                while sum(file.size for file in self._kept.values()) > self._most_bytes and len(self._kept) > 1:
                    self._kept.popitem(last=False)
            return made
        finally:
            with self._guard:
                self._asked.pop(name, None)

    def _made(self, order: bytes) -> File:
        with tempfile.TemporaryFile() as out:
            self._write(order, out.fileno())
            return File(os.dup(out.fileno()))
