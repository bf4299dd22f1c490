"""The child process: reads one file from standard input and writes its cells, or why it refuses, to standard output.

Run by `confined` as `python -m catalog.sheets.opening.child KIND BYTES SECONDS PACE`. Each kind's opener is a module
with `open_sheets(data) -> list[Cells]`, and `open_at_once` where it can share the work; only the one that is needed is
imported.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from importlib import import_module

from catalog.sheets.opening.cells import Cells, pack
from catalog.sheets.opening.confined import AT_ONCE, BY_TURNS, DONE, REFUSED
from catalog.sheets.opening.kinds import OPENERS, NotOpened


def open_sheets(kind: str, data: bytes, pace: str = BY_TURNS) -> list[Cells]:
    """The sheets of a file of that kind, in this very process. Raises NotOpened."""
    opener = import_module(f"catalog.sheets.opening.{OPENERS[kind]}")
    opens = getattr(opener, "open_at_once", opener.open_sheets) if pace == AT_ONCE else opener.open_sheets
    sheets: list[Cells] = opens(data)
    return sheets


def main() -> None:
    """Answers on standard output; a MemoryError is left to end the process, the parent knows it by its name."""
    kind, memory, seconds, pace = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # it would look through millions of values again and again, and nothing here refers to itself
    try:
        answer = DONE + pack(open_sheets(kind, sys.stdin.buffer.read(), pace))
    except NotOpened as refused:
        answer = REFUSED + json.dumps({"code": refused.code, "values": refused.values}).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)  # waits for no thread that still reads what was refused, and lets nothing go one by one


if __name__ == "__main__":
    main()
