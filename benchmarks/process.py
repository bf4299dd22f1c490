"""Whole processes, ours and those of peers, and what they cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

OCOP = [str(Path(sys.executable).with_name("ocop"))]
PEER = [sys.executable, "-m", "benchmarks.peers"]


class Cost(NamedTuple):
    """Seconds by the clock, and seconds of processors in the process and its children; the second bears neighbours."""

    clock: float
    processors: float


def run(command: list[str], folder: Path | None = None) -> Cost:
    """What a command costs. Raises RuntimeError where it fails; 1 means that a person is asked."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(f"{command[:4]}: {said.read()[-500:].decode(errors='replace')}")
    return Cost(clock, used.ru_utime + used.ru_stime)
