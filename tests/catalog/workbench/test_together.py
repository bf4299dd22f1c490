"""Several processes at one home: nobody is told that a database is locked, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from catalog.workbench.home import Home
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HONEY, QUE

OCOP = str(Path(sys.executable).with_name("ocop"))


def test_imports_at_the_same_moment_into_a_new_home(home: Home, write_sheet: Callable[..., Path]) -> None:
    paths = [write_sheet([row], f"{n}.xlsx") for n, row in enumerate([HONEY, QUE, CHILLI, HONEY])]
    running = [
        subprocess.Popen(
            [OCOP, "--home", str(home.root), "import", str(p)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for p in paths
    ]
    ended = [(p.communicate()[1], p.returncode) for p in running]
    assert [code for _, code in ended] == [0, 0, 0, 0], ended
    with Workbench(home.workbench) as bench:
        assert bench.rows("SELECT count(*) FROM receipts")[0][0] == 4
        assert bench.rows("SELECT count(DISTINCT product_id) FROM drafts")[0][0] == 3


def test_two_publications_at_the_same_moment_make_one_release(home: Home, write_sheet: Callable[..., Path]) -> None:
    subprocess.run([OCOP, "--home", str(home.root), "import", str(write_sheet())], check=True, capture_output=True)
    running = [subprocess.Popen([OCOP, "--home", str(home.root), "publish"], stdout=subprocess.PIPE) for _ in range(3)]
    told = sorted(p.communicate()[0].decode().split()[0] for p in running)
    assert told == ["Nothing", "Nothing", "Release"]
    assert len([f for f in home.releases.iterdir() if f.is_dir()]) == 1
