"""`python -m catalog.desk HOME`: what waits for a worker is done."""

from __future__ import annotations

import sys
from pathlib import Path

from catalog.desk.work import work
from catalog.workbench.home import Home

if __name__ == "__main__":
    work(Home(Path(sys.argv[1])))
