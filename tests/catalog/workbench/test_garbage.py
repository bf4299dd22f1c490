"""How a process looks for garbage."""

from __future__ import annotations

import subprocess
import sys

ENDING = """
import atexit, gc
from catalog.workbench import garbage
atexit.register(lambda: print(gc.get_freeze_count() > 0))  # asked last, as Python does what was registered last first
garbage.leave_at_once()
print(gc.get_freeze_count())
"""


def test_what_was_loaded_is_not_looked_through_at_the_end() -> None:
    said = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["0", "True"]
