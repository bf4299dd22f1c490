"""Whole processes, ours and those of peers, and what they cost."""

from __future__ import annotations

import ctypes
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
    """Seconds by the clock, and of processors in all processes that a command starts; the second bears neighbours."""

    clock: float
    processors: float


def run(command: list[str], folder: Path | None = None) -> Cost:
    """What a command costs. Raises RuntimeError where it fails; 1 means that a person is asked."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        attended = [sys.executable, "-IS", __file__, *command]
        process = subprocess.Popen(attended, stdout=subprocess.DEVNULL, stderr=said, cwd=folder, env=_as_installed())
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(f"{command[:4]}: {said.read()[-500:].decode(errors='replace')}")
    return Cost(clock, used.ru_utime + used.ru_stime)


def _as_installed() -> dict[str, str]:
    """The environment, but that compiled files are kept: who runs a command twice has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


# Of prctl(2): who asks for it becomes the parent of what its children leave behind.
_ADOPT = 36


def attend(command: list[str]) -> int:
    """The exit status of a command, after it and all that it started have ended.

    The server whose forks do a part of the work outlives the command; only who is waited for is counted.
    """
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    status = subprocess.Popen(command).wait()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return status


if __name__ == "__main__":
    sys.exit(attend(sys.argv[1:]))
