"""The disk fails at any write of import, review, publication, backup, restore and picture storage (hazard 33).

Every call that changes something below the home is counted by a small library that is loaded before libc, SQLite's own
writes among them. At chosen ones the process is killed, before the write or in its midst, loses what was not synced,
or meets a full, read-only or failing disk (faulty_disk.c). Afterwards what is stored and what is published are each
the state before or after, `ocop check` finds nothing but leftovers, the step can be run again and ends as if nothing
had happened, and `--repair` leaves a clean home (fault_trials.py).

OCOP_FAULTS=all tries every write with every kind of fault (some 12,000 trials, half of them of a takedown; hours on two
cores); otherwise a few of each, evenly spread. What was tried to the end: docs/decisions/0015-prepared-releases.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.publish.checking import checking
from catalog.workbench.home import Home
from tests.catalog.test_cli import said
from tests.conftest import ROOT, need

# Which steps one process takes, so that two of them end at about the same time.
HALVES = (
    (
        "first import",
        "import",
        "import with a photo",
        "review",
        "undo",
        "assign a picture",
        "back up",
        "give a consent",
        "withdraw a consent",
        "send to a market",
        "take an answer",
        "roll back",
    ),
    (
        "keep a picture",
        "first publication",
        "publish",
        "restore",
        "restore over",
        "take down",
        "repair",
        "bring up to date",
    ),
)
POINTS = 0 if os.environ.get("OCOP_FAULTS") == "all" else 2


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The failing disk, compiled."""
    library = tmp_path_factory.mktemp("disk") / "faulty_disk.so"
    source = Path(__file__).with_name("faulty_disk.c")
    command = [
        need("cc", "gcc"),
        "-shared",
        "-fPIC",
        "-O1",
        "-Wall",
        "-Werror",
        "-o",
        str(library),
        str(source),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return library


@pytest.fixture(scope="module")
def tried(disk: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the trials of every step say, by step."""
    running = []
    for steps in HALVES:
        folder = tmp_path_factory.mktemp("trials")
        command = [sys.executable, "-m", "tests.catalog.publish.fault_trials", str(folder), str(POINTS), *steps]
        environment = os.environ | {"LD_PRELOAD": str(disk), "TMPDIR": str(folder)}
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True))
    said = [json.loads(line) for process in running for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in running] == [0, 0]
    return {one["step"]: one for one in said}


@pytest.mark.parametrize("step", [step for steps in HALVES for step in steps])
def test_the_home_is_whole_after_a_fault_at_any_write(tried: dict[str, Any], step: str) -> None:
    found = tried[step]
    assert found["wrong"] == []
    assert found["writes"] >= 20, "the disk does not see the writes"
    assert sum(found["trials"].values()) >= (5 if POINTS else found["writes"])


def test_the_disk_fails_where_it_is_told_to(disk: Path, tmp_path: Path) -> None:
    """The trials themselves can fail: a writer that neither syncs nor renames is caught."""
    careless = (
        "import ctypes, os, sys; disk = ctypes.CDLL(None); path = sys.argv[1] + '/a.txt'\n"
        "disk.disk_arm(sys.argv[1].encode(), int(sys.argv[2]), ctypes.c_long(int(sys.argv[3])))\n"
        "with open(path, 'w') as file: file.write('0123456789')\n"
        "os.rename(path, path + '.whole'); os.mkdir(path)\n"
    )
    found = {}
    for mode, at in ((1, 1), (1, 2), (2, 2), (3, 4), (4, 2), (5, 3), (6, 3)):
        folder = tmp_path / f"{mode}-{at}"
        folder.mkdir()
        command = [sys.executable, "-c", careless, str(folder), str(mode), str(at)]
        done = subprocess.run(command, env=os.environ | {"LD_PRELOAD": str(disk)}, capture_output=True, text=True)
        kept = {p.name: p.read_text() for p in folder.iterdir()}
        found[mode, at] = (done.returncode, done.stderr.strip().rpartition("[Errno ")[2][:2], kept)
    assert found == {
        (1, 1): (-9, "", {}),
        (1, 2): (-9, "", {"a.txt": ""}),
        (2, 2): (-9, "", {"a.txt": "01234"}),
        (3, 4): (-9, "", {"a.txt.whole": "01234"}),
        (4, 2): (1, "28", {"a.txt": "01234"}),
        (5, 3): (1, "30", {"a.txt": "0123456789"}),
        (6, 3): (1, "5]", {"a.txt": "0123456789"}),
    }


def test_a_disk_that_fails_is_one_sentence_at_the_command_line(
    disk: Path, filled: Home, tmp_path: Path, write_sheet: Callable[..., Path]
) -> None:
    """The first write of an import finds the disk read-only, as after an error of the file system."""
    code = (
        "import ctypes, sys; from catalog.cli import main\n"
        "ctypes.CDLL(None).disk_arm(sys.argv[2].encode(), 5, ctypes.c_long(1)); main()\n"
    )
    command = [sys.executable, "-c", code, "--home", str(filled.root), "import", str(write_sheet())]
    done = subprocess.run(command, env=os.environ | {"LD_PRELOAD": str(disk)}, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert said(done).startswith("ocop: Stopped at ")
    assert checking.check(filled).is_clean
