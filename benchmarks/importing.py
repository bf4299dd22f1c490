"""`ocop import` of a long messy sheet: beside what people do today, beside the floor, its memory, and how it grows.

    python -m benchmarks.importing [--rows 100000] [--runs 3] [--again]

Today: `frictionless validate` of the workbook and `sqlite-utils insert` of its raw rows, which only check and load. The
floor: python-calamine and executemany, which only load. A sheet that is sent again with one row of a hundred changed
stands beside the first time; --again measures nothing else.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import sheet
from benchmarks.figure import Figure
from benchmarks.process import OCOP, PEER, run

FRICTIONLESS = Path(".venv-peers/bin/frictionless")
# Issue 4 wants at most so many times the time of each; `again` is of issue 5.
AIMS = {"today": 0.7, "floor": 8.0, "wrong": 2.0, "again": 0.4}
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)


def peak(command: list[str]) -> tuple[int, int]:
    """The peak of memory in MB of a command: of all its processes together, and of the largest one.

    What each holds for itself and its share of what it has in common is looked at three times a second; that looking
    costs time, so such a run is not timed.
    """
    together = largest = 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        held = [_own_memory(pid) for pid in _family(process.pid)]
        together, largest = max(together, sum(held)), max(largest, *held)
        time.sleep(0.3)
    return together // 1024, largest // 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for at in found:
        try:
            found += map(int, Path(f"/proc/{at}/task/{at}/children").read_text().split())
        except OSError:
            continue
    return found


def _own_memory(pid: int) -> int:
    """Kilobytes that a process holds: its own, and its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def fresh(source: Path, folder: Path) -> list[str]:
    """The command that imports into an empty home."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    return [*OCOP, "--home", str(home), "import", str(source)]


def ours(source: Path, folder: Path) -> float:
    return run(fresh(source, folder)).clock


def again(source: Path, folder: Path) -> float:
    """The import into the home that `ours` has left."""
    return run([*OCOP, "--home", str(folder / "home"), "import", str(source)]).clock


def measure_again(rows: int, runs: int, folder: Path, tell: Callable[[str], None]) -> Figure:
    """A sheet sent again beside the first time, in turns."""
    source, resent = folder / "first.xlsx", folder / "again.xlsx"
    sheet.write(source, rows)
    sheet.write(resent, rows, is_again=True)
    turns = []
    for turn in range(1, runs + 1):
        tell(f"import {rows:,} rows again, turn {turn} of {runs}")
        turns.append((ours(source, folder), again(resent, folder)))
    first, second = (statistics.median(times) for times in zip(*turns, strict=True))
    what = f"import {rows:,} rows × {len(sheet.HEADER)} again, 1 % changed"
    return Figure(what, second, first, f"the first time (aim {AIMS['again']})")


def today(source: Path, folder: Path) -> float:
    """frictionless reads no path from above its folder, so it runs where the sheet is."""
    program = str(FRICTIONLESS.absolute())
    checked = run([program, "validate", source.name, "--header-rows", str(sheet.HEADER_ROW)], source.parent).clock
    loaded = run([*PEER, "load", str(source), str(folder / "today.db")]).clock
    return checked + loaded


def floor(source: Path, folder: Path) -> float:
    return run([*PEER, "floor", str(source), str(folder / "floor.db")]).clock


def measure(rows: int, runs: int, folder: Path, tell: Callable[[str], None]) -> tuple[list[Figure], list[str]]:
    """The figures, and lines about memory and growth."""
    source, wrong = folder / "long.xlsx", folder / "wrong.xlsx"
    sheet.write(source, rows)
    sheet.write(wrong, rows, is_wrong=True)
    turns = []
    for turn in range(1, runs + 1):
        tell(f"import {rows:,} rows, turn {turn} of {runs}")
        turns.append((ours(source, folder), today(source, folder), floor(source, folder), ours(wrong, folder)))
    mine, theirs, least, bad = (statistics.median(times) for times in zip(*turns, strict=True))
    once_more = measure_again(rows, runs, folder, tell)
    tell("memory")
    together, largest = peak(fresh(source, folder))
    what = f"import {rows:,} rows × {len(sheet.HEADER)}"
    figures = [
        Figure(what, mine, theirs, f"frictionless validate + sqlite-utils insert (aim {AIMS['today']})"),
        Figure(what, mine, least, f"python-calamine + executemany (aim {AIMS['floor']:g})"),
        Figure(f"{what}, every row wrong", bad, mine, f"the same rows right (aim {AIMS['wrong']:g})"),
        once_more,
    ]
    lines = [f"Peak memory of the import: {largest} MB in the largest process, {together} MB in all of them together"]
    lines += [f"({os.cpu_count()} processors).", ""]
    return figures, lines + growth(folder, tell)


def growth(folder: Path, tell: Callable[[str], None]) -> list[str]:
    """Seconds by number of rows, and the exponent that fits them from 10,000 rows on: 1 is linear."""
    times = []
    for rows in SIZES:
        tell(f"growth: {rows:,} rows")
        source = folder / f"growth-{rows}.xlsx"
        sheet.write(source, rows)
        times.append(ours(source, folder))
        source.unlink()
    points = [(math.log(n), math.log(t)) for n, t in zip(SIZES, times, strict=True) if n >= 10_000]
    exponent = statistics.linear_regression(*zip(*points, strict=True)).slope
    return [
        "| rows | " + " | ".join(f"{n:,}" for n in SIZES) + " |",
        "|---|" + "--:|" * len(SIZES),
        "| import (s) | " + " | ".join(f"{t:.2f}" for t in times) + " |",
        "",
        f"Fitted from 10,000 rows on, time grows as rows to the power of {exponent:.2f}.",
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--again", action="store_true", help="measure only what a sheet costs that comes again")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asked = (given.rows, given.runs, Path(folder), lambda s: print(s, file=sys.stderr))
        figures, lines = ([measure_again(*asked)], []) if given.again else measure(*asked)
    print("| stage | ours (s) | peer (s) | ratio | peer |\n|---|--:|--:|--:|---|")
    for f in figures:
        print(f"| {f.stage} | {f.ours:.4g} | {f.peer:.4g} | {f.ratio:.2f} | {f.what_peer} |")
    print("\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
