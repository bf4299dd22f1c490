"""Runs the opener of one file in a child process with limits of memory and time; the parent always lives."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

from catalog.errors import OcopError, Refused, Unreadable
from catalog.registers import refusals
from catalog.sheets.opening.cells import Cells, unpack

MEMORY = 1024**3  # bytes of address space of the child: hazards H1, H3, H48
SECONDS = 9  # of processor time, for files up to 20 MB; larger ones get more in proportion: 300,000 rows pass
SECONDS_PER_MB = 0.45
PATIENCE = 6  # times as long by the clock, where other work takes its share of the machine

# Bytes from which on a file is opened by both processors: below, it takes less than a blink.
LONG = 1_500_000
# How the child goes about it: all that it reads of a file side by side, or one after the other.
AT_ONCE, BY_TURNS = "at-once", "by-turns"
# How the child ends its life; its output is packed cells after DONE and a refusal as JSON after REFUSED.
DONE, REFUSED = b"D", b"R"


def open_confined(kind: str, data: bytes, name: str) -> list[Cells]:
    """The sheets of a file of a known kind. Raises Unreadable or Refused with its Vietnamese sentence."""
    seconds = max(SECONDS, round(SECONDS_PER_MB * len(data) / 1e6))
    done = _ask(kind, data, name, seconds, AT_ONCE if len(data) > LONG else BY_TURNS)
    if len(data) > LONG and not _has_answered(done):
        # What is too large may end the child before what refuses it by name was read: by turns that is read first.
        done = _ask(kind, data, name, seconds, BY_TURNS)
    answer = done.stdout
    if answer[:1] == DONE and not done.returncode:
        return unpack(memoryview(answer)[1:])
    if answer[:1] == REFUSED:
        said = json.loads(answer[1:])
        raise refusal(said["code"], name, **said["values"])
    if done.returncode == -signal.SIGXCPU:
        raise refusal("file-too-heavy", name, limit=f"{seconds} giây")
    if done.returncode < 0 or b"MemoryError" in done.stderr:  # killed by its limit, or aborted in native code
        raise refusal("file-too-heavy", name, limit=f"{MEMORY // 1024**3} GB bộ nhớ")
    if b"PanicException" in done.stderr:  # how the native reader of workbooks says that it met the impossible
        raise refusal("file-damaged", name)
    raise RuntimeError(f"the opener of {kind} files failed on {name}:\n{done.stderr.decode(errors='replace')}")


def _ask(kind: str, data: bytes, name: str, seconds: int, pace: str) -> subprocess.CompletedProcess[bytes]:
    # -P keeps the current folder off the child's path: a sender's folder may hold a file called json.py.
    command = [sys.executable, "-P", "-m", "catalog.sheets.opening.child", kind, str(MEMORY), str(seconds), pace]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE * seconds, check=False)
    except subprocess.TimeoutExpired:
        raise refusal("file-too-heavy", name, limit=f"{PATIENCE * seconds} giây") from None


def _has_answered(done: subprocess.CompletedProcess[bytes]) -> bool:
    return done.returncode == 0 and done.stdout[:1] in (DONE, REFUSED)


_UNREADABLE = ("file-empty", "file-scan", "file-other-kind", "file-damaged", "file-password", "csv-broken")


def refusal(code: str, name: str, **values: Any) -> OcopError:
    """The exception of a refusal code, with its sentence and evidence."""
    kind = Unreadable if code in _UNREADABLE else Refused
    return kind(refusals.sentence(code, name=name, **values), code=code, name=name, **values)
