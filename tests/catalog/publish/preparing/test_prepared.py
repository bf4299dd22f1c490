"""Rows that were kept of earlier releases are those that would be made now, whatever happened in between."""

from __future__ import annotations

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from catalog.errors import Conflict, Refused, Unknown
from catalog.publish import release
from catalog.publish.preparing import making, prepared, preparing
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import editing, review
from catalog.workbench.store import Workbench
from tests.catalog.publish.conftest import write_workbook
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive
from tests.images.made import jpeg

LIST = ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Hạng sao", "Quyết định số", "Ngày quyết định"]
TWIN = ["4", "Ớt chào mào", "HTXNN Suối Nhạn", *CHILLI[3:5], "Lọ 500g", "120.000đ", "có"]
HELD = ["5", "Bánh gật gù", *QUE[2:6], "12-15", ""]
PERSON = ["6", "Bánh gật gù", "Hộ kinh doanh Trịnh Thị Khuê", CHILLI[3], "0900 000 016", "Gói 300g", "40k", ""]
SAME_NAME = ["7", "Ớt chào mào", "HTX Gò Mít", "xã Yên Hòa, Yên Mô, Ninh Bình", "", "Lọ 200g", "55k", ""]
FIRST = [HONEY, QUE, CHILLI, TWIN, HELD, PERSON]


def send(home: Home, name: str, *rows: list[str], **options: object) -> None:
    header = options.pop("header", HEADER)
    path = write_workbook(home.root.parent / name, list(rows))
    if header is not HEADER:
        path = with_header(path, list(rows), header)  # type: ignore[arg-type]
    receive(home, path, **options)


def with_header(path: Path, rows: list[list[str]], header: list[str]) -> Path:
    path = path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def new_price(home: Home) -> None:
    send(home, "price.xlsx", [*HONEY[:6], "165.000đ", ""])


def new_product(home: Home) -> None:
    send(home, "new.xlsx", SAME_NAME)


def register(home: Home) -> None:
    listed = ["1", HONEY[1], HONEY[2], HONEY[3], "4 sao", "901/QĐ-UBND", "26/04/2024"]
    send(home, "register.xlsx", listed, header=LIST, register=True)


def consent(home: Home) -> None:
    send(home, "consent.xlsx", [*PERSON, "có"], [*CHILLI[:7], "không"], header=[*HEADER, "Đồng ý đăng tên"])


def take_back(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        later = bench.rows("SELECT id FROM submissions WHERE number > 1 ORDER BY number DESC LIMIT 1")
        for row in later:
            review.take_back(bench, row["id"], "nhầm", "test")


def accept(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        review.decide(bench, [row["draft"] for row in review.queue(bench)], "accepted", "đã hỏi", "test")


def reject(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        review.decide(bench, [draft_of(bench, QUE[1])], "rejected", "sai", "test")


def edit(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        editing.edit(bench, str(draft_of(bench, QUE[1])), {"storage": "Nơi khô ráo"}, "test", "đã hỏi")


def edit_producer(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        editing.edit(bench, str(draft_of(bench, HONEY[1])), {"website": "doivai.example.vn"}, "test", "đã hỏi")


def pin(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        editing.pin(bench, str(draft_of(bench, HONEY[1])), "price", "test", "đã hỏi")


def merge_products(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        merges.merge(bench, ids_of(bench, HONEY[1])[0], ids_of(bench, QUE[1])[0], "một thứ", "test")


def merge_producers(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        merges.merge(bench, ids_of(bench, HONEY[1])[1], ids_of(bench, CHILLI[1])[1], "một nhà", "test")


def split(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        for join in merges.listed(bench)[:1]:
            merges.split(bench, join["id"], "hai thứ", "test")


def assign(home: Home) -> None:
    (honey, *_) = pictures.listed(home)
    with Workbench(home.workbench) as bench:
        draft = draft_of(bench, QUE[1])
    pictures.assign(home, honey["sha256"], str(draft), by="test")


def unassign(home: Home) -> None:
    (honey, *_) = pictures.listed(home)
    with Workbench(home.workbench) as bench:
        draft = draft_of(bench, HONEY[1])
    pictures.remove(home, honey["sha256"], str(draft), by="test")


def nothing(home: Home) -> None:
    """The next publication has nothing to do."""


MOVES = [new_price, new_product, register, consent, take_back, accept, reject, edit, edit_producer, pin, merge_products,
         merge_producers, split, assign, unassign, nothing]  # fmt: skip


def draft_of(bench: Workbench, name: str) -> int:
    return int(bench.rows("SELECT min(id) FROM drafts WHERE name = ?", [name])[0][0])


def ids_of(bench: Workbench, name: str) -> list[str]:
    return list(bench.rows("SELECT product_id, producer_id FROM drafts WHERE name = ?", [name])[0])


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("started")
    home = Home(base / "home")
    (base / f"{HONEY[1]}.jpg").write_bytes(jpeg())
    receive(home, write_workbook(base / "a.xlsx", FIRST), *base.glob("*.jpg"))
    release.publish(home, "test")
    return home


@pytest.fixture
def running(started: Home, home: Home) -> Home:
    """A home with a release, and rows kept of it."""
    shutil.copytree(started.root, home.root, symlinks=True)
    return home


@pytest.mark.parametrize("seed", range(4))
def test_bytes_are_those_of_a_whole_build_after_any_moves(running: Home, tmp_path: Path, seed: int) -> None:
    moves = random.Random(seed).sample(MOVES, len(MOVES))
    for number, move in enumerate(moves):
        with suppress(Conflict, Refused, Unknown):  # what was taken back cannot be joined
            move(running)
        whole = Home(tmp_path / f"whole-{number}")
        shutil.copytree(running.root, whole.root, symlinks=True)
        whole.prepared.unlink()
        ours, theirs = (release.publish(h, "test", force="thử") for h in (running, whole))
        told = [m.__name__ for m in moves[: number + 1]]
        assert ours.id == theirs.id, told
        assert running.catalog.read_bytes() == whole.catalog.read_bytes(), told


def test_bytes_are_the_same_however_many_processes_make_them(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(home, write_workbook(tmp_path / "a.xlsx", [*FIRST, SAME_NAME]))
    other = Home(tmp_path / "other")
    shutil.copytree(home.root, other.root, symlinks=True)
    ours = release.publish(home, "test")
    monkeypatch.setattr(making, "PART", 1)
    monkeypatch.setattr(making, "ALONE", 1)
    monkeypatch.setattr(making.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(making, "make", None)  # here nothing is made
    theirs = release.publish(other, "test")
    assert ours.id == theirs.id
    assert home.catalog.read_bytes() == other.catalog.read_bytes()
    with closing(sqlite3.connect(home.catalog)) as db:  # two wished for one address
        found = db.execute("SELECT slug FROM products WHERE slug LIKE 'ot-chao-mao%' ORDER BY slug").fetchall()
    assert found == [("ot-chao-mao",), ("ot-chao-mao-2",)]


def test_bytes_are_the_same_whether_rows_are_written_as_they_are_made_or_later(home: Home, tmp_path: Path) -> None:
    receive(home, write_workbook(tmp_path / "a.xlsx", [*FIRST, SAME_NAME]))
    other = Home(tmp_path / "other")
    shutil.copytree(home.root, other.root, symlinks=True)
    with Workbench(other.workbench) as bench, bench.reading(), prepared.opened(other.prepared) as store:
        preparing.refresh(bench, store, lambda _: None)
    ours, theirs = release.publish(home, "test"), release.publish(other, "test")
    assert ours.id == theirs.id
    assert home.catalog.read_bytes() == other.catalog.read_bytes()


PUBLISH = """
from catalog.cli import main
from catalog.publish.preparing import making

if __name__ == "__main__":
    making.PART = making.ALONE = 1
    making.os.cpu_count = lambda: 2
    main()
"""


def test_processes_that_share_the_work_import_nothing_from_the_current_folder(home: Home, tmp_path: Path) -> None:
    receive(home, write_workbook(tmp_path / "a.xlsx", FIRST))
    here, script = tmp_path / "here", tmp_path / "publish.py"
    (here / "catalog").mkdir(parents=True)
    (here / "catalog" / "__init__.py").write_text("raise SystemExit('planted')")
    script.write_text(PUBLISH)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    command = [sys.executable, str(script), "--home", str(home.root), "publish"]
    done = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert home.catalog.exists()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the producers whose rows were made, while a test runs."""
    names: list[str] = []
    real = making.rows.content

    def noted(products: list, *rest: object) -> making.rows.Content:
        names.append(products[0].facts["producer"])
        return real(products, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(making.rows, "content", noted)
    return names


def test_only_the_producer_of_what_changed_is_prepared(running: Home, made: list[str]) -> None:
    new_price(running)
    assert release.publish(running, "test").changed == 1
    assert made == [HONEY[2]]
    release.publish(running, "test")
    assert made == [HONEY[2]]


def test_a_release_that_was_stopped_keeps_what_was_prepared(
    running: Home, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_product(running)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("catalog.publish.release.contents.write", die)
        with pytest.raises(KeyboardInterrupt):
            release.publish(running, "test")
    # The address that was given then was never recorded, so the product is prepared with it once more.
    assert release.publish(running, "test").added == 1
    assert made == [SAME_NAME[2]] * 2


def test_another_program_prepares_all(running: Home, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "program", lambda: b"another")
    assert not release.publish(running, "test").is_new
    assert len(made) == 3


def garbage(path: Path) -> None:
    path.write_bytes(b"\xff" * 5000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-6000])


def flipped(path: Path) -> None:
    """A price is another one than was put there."""
    data = path.read_bytes()
    assert b"Qu\xe1\xba\xbf thanh" in data
    path.write_bytes(data.replace(b"Qu\xe1\xba\xbf thanh", b"Qu\xe1\xba\xbf thanH"))


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version=99")


@pytest.mark.parametrize("harm", [garbage, empty, torn, flipped, newer])
def test_kept_rows_that_are_damaged_are_made_again(running: Home, harm: Callable[[Path], None]) -> None:
    harm(running.prepared)
    new_price(running)
    assert release.publish(running, "test").changed == 1
    with closing(sqlite3.connect(running.catalog)) as db:
        assert db.execute("SELECT count(*) FROM products WHERE name = ?", [QUE[1]]).fetchone() == (1,)


KHUE = "trịnh thị khuê".encode()


def test_kept_rows_are_for_the_owner_alone_and_hold_nothing_of_whom_is_gone(running: Home) -> None:
    assert running.prepared.stat().st_mode & 0o077 == 0
    assert KHUE in running.prepared.read_bytes()
    with Workbench(running.workbench) as bench:
        drafts = [r[0] for r in bench.rows("SELECT id FROM drafts WHERE name = ?", [PERSON[1]])]
        review.decide(bench, drafts, "rejected", "sai", "test")
    release.publish(running, "test", force="thử")
    assert KHUE not in running.prepared.read_bytes()
