"""Starts a worker when something waits: a process of its own, so that reading sheets never slows a buyer's page."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys

from catalog.errors import OcopError
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.store import Workbench

log = logging.getLogger("ocop.worker")
# How often the queue is looked at where nobody rings, in seconds: what a worker that died has left is found so.
LOOK_EVERY = 10.0
# Below the server's own priority: pages go first.
NICENESS = 5


class Worker:
    """Watches one home's queue of jobs; `ring` says that something was just asked for."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None

    def ring(self) -> None:
        """Something waits."""
        self._bell.set()
        if self._task is None:
            self._task = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stops; what is under way is begun again by the next server."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _watch(self) -> None:
        while True:
            self._bell.clear()
            if await asyncio.to_thread(self._is_needed):
                await self._work()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), LOOK_EVERY)

    def _is_needed(self) -> bool:
        try:
            with Workbench(self.home.workbench, is_reading=True) as bench:
                return jobs.waiting(bench) > 0
        except OcopError:
            log.exception("the queue of jobs cannot be read")
            return False

    async def _work(self) -> None:
        command = [sys.executable, "-m", "catalog.desk", str(self.home.root)]
        self._process = await asyncio.create_subprocess_exec(*command, preexec_fn=lambda: os.nice(NICENESS))
        await self._process.wait()
