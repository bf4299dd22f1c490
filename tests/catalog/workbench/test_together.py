"""Several processes at one home: nobody is told that a database is locked, nothing is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest

from benchmarks import sheet as making
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


@pytest.fixture
def shop() -> Iterator[str]:
    """The sample shop of the demo on this machine's loopback."""
    folder = files("catalog") / "demo" / "shop"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def start(home: Home, *arguments: str) -> subprocess.Popen[str]:
    command = [OCOP, "--home", str(home.root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ends(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status, and what was said to the person."""
    told = process.communicate()[1]
    return process.returncode, told


def test_imports_a_crawl_decisions_and_publications_at_the_same_moment(
    home: Home, tmp_path: Path, write_sheet: Callable[..., Path], shop: str
) -> None:
    """Nothing is lost, nobody is told of a lock, and every release is one moment of the workbench."""
    held = ["4", "Bánh gật gù", *QUE[2:6], "12-15", ""]
    assert ends(start(home, "import", str(write_sheet([HONEY, QUE, CHILLI, held]))))[0] == 1
    assert ends(start(home, "publish"))[0] == 0
    making.write(tmp_path / "long.xlsx", 200)
    storages = [f"Nơi khô ráo {n}" for n in range(3)]
    running = [
        start(home, "import", str(tmp_path / "long.xlsx")),
        start(home, "crawl", shop, "--allow-loopback"),
        *(start(home, "review", "edit", "1", f"storage={words}", "--by", words) for words in storages),
        start(home, "review", "accept", "4", "--reason", "đã hỏi"),
        *(start(home, "publish", "--force", "thử") for _ in range(2)),
        start(home, "backup"),
    ]
    ended = [ends(process) for process in running]
    assert [told for status, told in ended if status not in (0, 1)] == []
    assert not any(word in told for _, told in ended for word in ("locked", "Traceback", "sorry", "try again"))
    with Workbench(home.workbench) as bench:
        assert {r["edited_by"] for r in bench.rows("SELECT edited_by FROM edits")} == set(storages)
        assert bench.rows("SELECT state FROM states WHERE draft_id = 4")[0][0] == "accepted"
        sources = [r["source"] for r in bench.rows("SELECT source FROM submissions ORDER BY source")]
        assert sources == ["crawl", "sheet", "sheet"]
        last = bench.rows("SELECT words FROM edits ORDER BY id DESC LIMIT 1")[0][0]
        accepted = bench.rows("SELECT count(DISTINCT product_id) FROM states WHERE state = 'accepted'")[0][0]
    assert ends(start(home, "publish", "--force", "thử"))[0] == 0
    with closing(sqlite3.connect(home.catalog)) as db:
        assert db.execute("SELECT storage FROM products WHERE name = ?", [HONEY[1]]).fetchone() == (last,)
        assert db.execute("SELECT count(*) FROM products").fetchone() == (accepted,)
    assert ends(start(home, "check")) == (0, "")
