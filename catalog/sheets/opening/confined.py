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

# How the child ends its life; its output is packed cells after DONE and a refusal as JSON after REFUSED.
DONE, REFUSED = b"D", b"R"


def open_confined(kind: str, data: bytes, name: str) -> list[Cells]:
    """The sheets of a file of a known kind. Raises Unreadable or Refused with its Vietnamese sentence."""
    seconds = max(SECONDS, round(SECONDS_PER_MB * len(data) / 1e6))
    # -P keeps the current folder off the child's path: a sender's folder may hold a file called json.py.
    command = [sys.executable, "-P", "-m", "catalog.sheets.opening.child", kind, str(MEMORY), str(seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE * seconds, check=False)
    except subprocess.TimeoutExpired:
        raise refusal("file-too-heavy", name, limit=f"{PATIENCE * seconds} giây") from None
    answer = done.stdout
    if answer[:1] == DONE:
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


_UNREADABLE = ("file-empty", "file-scan", "file-other-kind", "file-damaged", "file-password", "csv-broken")


def refusal(code: str, name: str, **values: Any) -> OcopError:
    """The exception of a refusal code, with its sentence and evidence."""
    kind = Unreadable if code in _UNREADABLE else Refused
    return kind(refusals.sentence(code, name=name, **values), code=code, name=name, **values)
