"""A home of any earlier program is brought up to date, whole or not at all; one of a newer program is left alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from catalog.cli import cli
from catalog.errors import Conflict
from catalog.publish import release
from catalog.publish.checking import checking
from catalog.workbench import store
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.migrating import migrations
from catalog.workbench.photos import pictures
from catalog.workbench.reviewing import editing, review
from catalog.workbench.store import Workbench
from tests.catalog.workbench.earlier import EARLIER, make_earlier
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive
from tests.images.made import jpeg

# So many statements lie between the points that are tried; test_faults.py tries every write of the disk.
EVERY = 1 if os.environ.get("OCOP_FAULTS") == "all" else 6
UNCLEAR = [*CHILLI[:6], "12-15", ""]


@pytest.fixture(scope="module")
def today_once(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three deliveries, one of them taken back, a photo, a person's decision, consents, releases."""
    base = tmp_path_factory.mktemp("migrations")
    home = Home(base / "home")
    (base / f"{HONEY[1]}.jpg").write_bytes(jpeg())
    for name, rows in (("a.csv", [HONEY, QUE]), ("b.csv", [UNCLEAR]), ("c.csv", [[*HONEY[:6], "165k", ""]])):
        text = "\n".join(",".join(f'"{word}"' for word in row) for row in (HEADER, *rows))
        (base / name).write_text(text + "\n", encoding="utf-8")
        taken = receive(home, base / name, *base.glob("*.jpg"), sender="")
        if name == "b.csv":
            with Workbench(home.workbench) as bench:
                (draft,) = [d["draft"] for d in review.queue(bench)]
                review.decide(bench, [draft], "accepted", "đã gọi", "chị Nhạn")
        release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        review.take_back(bench, taken[0].id, "nhầm", "chị Nhạn")
    release.publish(home, "test")
    return home


@pytest.fixture
def today(today_once: Home, home: Home) -> Home:
    shutil.copytree(today_once.root, home.root, symlinks=True)
    return home


SAID = (
    "SELECT draft_id, submission_id, product_id, offer_key, producer_id, state, reason, decided_by FROM states",
    "SELECT id, named_product_id, named_producer_id, facts FROM drafts ORDER BY id",
    "SELECT * FROM consents ORDER BY id",
    "SELECT * FROM slugs ORDER BY slug",
    "SELECT * FROM releases ORDER BY number",
    "SELECT id, status, class FROM submissions ORDER BY number",
    "SELECT key, id FROM identities ORDER BY key, id",
    "SELECT submission_id FROM taken_back",
)


def said(home: Home) -> list[list[tuple]]:
    with Workbench(home.workbench) as bench:
        return [[tuple(row) for row in bench.rows(sql)] for sql in SAID]


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


@pytest.mark.parametrize("last", EARLIER)
def test_an_earlier_home_is_brought_up_to_date_and_says_the_same(today: Home, last: str) -> None:
    before, current = said(today), release.current(today)
    make_earlier(today.workbench, last)
    with Workbench(today.workbench, is_reading=True) as bench:  # a reader changes nothing, also not an older schema
        assert bench.rows("SELECT count(*) FROM states")[0][0] == 3
    with closing(sqlite3.connect(today.workbench)) as db:
        assert len(list(migrations.pending(Database(db)))) == len(EARLIER) - EARLIER.index(last)
    assert said(today) == before
    assert [f.sentence for f in checking.check(today).findings] == []
    assert not release.publish(today, "test").is_new
    assert release.current(today) == current


@pytest.mark.parametrize("last", EARLIER)
def test_a_home_brought_up_to_date_can_do_everything(today: Home, tmp_path: Path, last: str) -> None:
    make_earlier(today.workbench, last)
    (tmp_path / "anh.jpg").write_bytes(jpeg(size=(480, 480)))
    row = ",".join(f'"{word}"' for word in [*QUE[:6], "230k", ""])
    (tmp_path / "d.csv").write_text(",".join(HEADER) + "\n" + row + "\n", encoding="utf-8")
    (taken,) = receive(today, tmp_path / "d.csv", tmp_path / "anh.jpg")
    assert [d.change for d in taken.drafts] == ["changed"]
    pictures.assign(today, "anh.jpg", "que-thanh-doi-vai", by="officer")
    with Workbench(today.workbench) as bench:
        editing.edit(bench, "que-thanh-doi-vai", {"price": "240k"}, "officer", "đã gọi")
        merges.merge(bench, "mat-ong-hoa-nhan-doi-vai", "que-thanh-doi-vai", "", "officer")
        review.take_back(bench, taken.id, "", "officer")
    assert release.publish(today, "test", force="thử").products == 2
    assert checking.check(today).is_clean


# Later Pythons warn of forks in a process that has threads; the child does nothing but open one file, and dies.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("last", EARLIER)
def test_a_migration_that_is_killed_leaves_the_state_before(today: Home, last: str) -> None:
    make_earlier(today.workbench, last)
    before = dump(today.workbench)
    killed = 0
    while not _killed_at(today.workbench, killed):
        assert dump(today.workbench) == before, f"killed at statement {killed}"
        killed += EVERY
    assert killed > EVERY
    assert [f.sentence for f in checking.check(today).findings] == []


def _killed_at(path: Path, statement: int) -> bool:
    """Opens the workbench in a process that is killed before that statement; whether it came to its end."""
    child = os.fork()
    if child == 0:
        passed = iter(range(statement))
        real = Database.execute

        def execute(db: Database, *arguments: object) -> object:
            if next(passed, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(db, *arguments)

        Database.execute = execute  # type: ignore[method-assign,assignment]
        try:
            Workbench(path)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_home_of_a_newer_program_is_refused_with_a_sentence_and_left_alone(today: Home, tmp_path: Path) -> None:
    with closing(sqlite3.connect(today.workbench)) as db, db:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ocop-workbench','m999','')"
        )
    before = _bytes_of(today)
    (tmp_path / "a.csv").write_text("Tên sản phẩm,Giá\nMật ong,5k\n", encoding="utf-8")
    for command in (
        ("status",), ("import", str(tmp_path / "a.csv")), ("review", "list"), ("review", "accept", "1"), ("publish",),
        ("undo", "x"), ("backup",),
    ):  # fmt: skip
        done = CliRunner().invoke(cli, ["--home", str(today.root), *command])
        assert isinstance(done.exception, Conflict), command
        assert done.exception.sentence.endswith("was made by a newer version of this program.")
        assert done.exception.exit_status == 2
        assert _bytes_of(today) == before, command
    with pytest.raises(Conflict):
        store.Workbench(today.workbench)


def _bytes_of(home: Home) -> dict[str, str]:
    """Every file of a home but the locks, by its hash."""
    files = (p for p in home.root.rglob("*") if p.is_file() and not p.name.endswith(".lock"))
    return {str(p.relative_to(home.root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
