"""Runs one step of the program at a disk that fails at its n-th write, and says what became of the home.

A process of its own, since the disk (faulty_disk.c) is loaded before libc:

    LD_PRELOAD=faulty_disk.so python -m tests.catalog.publish.fault_trials FOLDER POINTS STEP…

POINTS is how many points of every step and kind of fault are tried, evenly spread; 0 tries them all. A JSON object a
line: {"step", "writes", "trials": {kind of fault: number}, "wrong": [sentences]}. To add a step: a line of STEPS.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import images
from catalog import markets
from catalog.errors import OcopError, Unknown, of_disk
from catalog.markets.export import export
from catalog.markets.receipts import receiving
from catalog.publish import release
from catalog.publish.backups import archive, backup, restore
from catalog.publish.checking import checking
from catalog.publish.removing import takedown
from catalog.workbench import store
from catalog.workbench.home import Home
from catalog.workbench.photos import pictures
from catalog.workbench.privacy import consents
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import review
from catalog.workbench.rows import delivery, submissions
from catalog.workbench.store import Workbench
from tests.catalog.workbench import earlier
from tests.images.made import encoded, quarters

# Kinds of writes, as faulty_disk.c numbers them.
WRITES, MAKES, CHANGES, SYNCS, UNSYNCED = 1, 2, 4, 8, 16
# Kinds of faults: the number in faulty_disk.c, and the kinds of writes at which it is another than a fault beside it.
MODES = {
    "killed": (1, WRITES | MAKES | CHANGES | SYNCS),
    "torn": (2, WRITES),
    "power lost": (3, UNSYNCED),
    "disk full": (4, WRITES | MAKES),
    "read-only": (5, WRITES | MAKES | CHANGES),
    "failed once": (6, WRITES | MAKES | CHANGES | SYNCS),
}
DYING = ("killed", "torn", "power lost")
HEADER = "STT,Tên sản phẩm,Tên HTX,Địa chỉ,SĐT,Quy cách,Giá bán"
MAKER = 'HTX Đồi Vải,"xã Viễn Sơn, Văn Yên, Yên Bái",0900 000 011'
FIRST = [f"1,Mật ong hoa nhãn,{MAKER},Chai 500ml,150.000đ", f"2,Quế thanh,{MAKER},Túi 500g,220.000đ"]
SECOND = [f"1,Mật ong hoa nhãn,{MAKER},Chai 500ml,165.000đ", f"2,Trà quế,{MAKER},Hộp 200g,12-15"]
THIRD = [
    '1,Ớt chào mào,HTX Suối Nhạn,"thị trấn Tiên Yên, Tiên Yên, Quảng Ninh",0900 000 012,Lọ 200g,60.000đ',
    f"2,Trà hoa,{MAKER},Hộp 200g,90.000đ",
]
ANSWER = ["Product,Reason", "Mật ong hoa nhãn,A product with this SKU already exists."]
PHOTO, OTHER = "Mật ong hoa nhãn.jpg", "Quế thanh.jpg"


@dataclass(frozen=True)
class Step:
    """What is done, and from which prepared folder.

    is_repeatable: done twice is done once. may_be_gone: for a moment there is no home, the old one stands aside.
    is_staged: it is recorded first and finished last; in between the home is in neither state, and running it again
    goes on.
    """

    start: str
    run: Callable[[Path], object]
    is_repeatable: bool = True
    may_be_gone: bool = False
    is_staged: bool = False


def home_of(base: Path) -> Home:
    return Home(base / "home")


def take(base: Path, sheet: str, *photos: str) -> None:
    given = delivery.collect(str(base.parent / "given" / name) for name in (sheet, *photos))
    intake.receive(home_of(base), given, submissions.Sender("test"))


def publish(base: Path) -> None:
    release.publish(home_of(base), "test")


def decide(base: Path) -> None:
    with Workbench(home_of(base).workbench) as bench:
        held = [row["draft"] for row in review.queue(bench)]
        review.decide(bench, held, "accepted", "đã hỏi", "test")


def undo(base: Path) -> None:
    with Workbench(home_of(base).workbench) as bench:
        last = bench.rows("SELECT id FROM submissions ORDER BY number DESC LIMIT 1")[0]["id"]
        review.take_back(bench, last, "nhầm", "test")


def go_back(base: Path) -> None:
    (first,) = (f.name for f in home_of(base).releases.glob("1-*"))
    release.rollback(home_of(base), first, "test")


def assign(base: Path) -> None:
    home = home_of(base)
    (honey,) = (p for p in pictures.listed(home) if p["name"] == PHOTO)
    with Workbench(home.workbench) as bench:
        other = bench.rows("SELECT id FROM drafts WHERE name = 'Quế thanh'")[0]["id"]
    pictures.assign(home, honey["sha256"], str(other), by="test")


def keep_picture(base: Path) -> None:
    kept = images.store((base.parent / "given" / OTHER).read_bytes(), home_of(base).pictures)
    images.derive_many([kept.sha256], home_of(base).pictures)


def back_up(base: Path) -> None:
    if not (base / "copy.tar").exists():
        backup.backup(home_of(base), base / "copy.tar")


def bring_back(base: Path) -> None:
    restore.restore(base.parent / "given" / "copy.tar", Home(base / "home"), force=True)


def take_down(base: Path) -> None:
    home = home_of(base)
    with Workbench(home.workbench) as bench:
        is_there = bench.one("SELECT 1 FROM drafts WHERE json_extract(facts, '$.producer') = 'HTX Suối Nhạn'")
        is_done = bench.one("SELECT 1 FROM takedowns WHERE finished_at IS NOT NULL")
    takedown.complete(home, "test")
    if is_there and not is_done:
        with suppress(Unknown):  # it has just been completed
            takedown.take_down(home, "HTX Suối Nhạn", "yêu cầu", "test")


def consent(base: Path, *, is_given: bool) -> None:
    home = home_of(base)
    with Workbench(home.workbench) as bench:
        producer = bench.rows("SELECT producer_id FROM drafts ORDER BY id")[0]["producer_id"]
        if not bench.one("SELECT 1 FROM consents WHERE how = 'helper'"):
            fields = ["name", "phone", "photo"]
            consents.record(bench, producer, fields, consents.Said("helper", "lan"), "test", is_given=is_given)


def send(base: Path) -> None:
    home, market = home_of(base), markets.get("woocommerce")
    asked = {"base_url": "https://ocop.example", "workbench": home.workbench}
    export(market, home.catalog, home.pictures, home.exports, on=date(2026, 11, 20), **asked)


def answered(base: Path) -> None:
    receiving.receive(home_of(base), markets.get("woocommerce"), base.parent / "given" / "loi.csv", "test")


STEPS = {
    "first import": Step("empty", lambda base: take(base, "a.csv")),
    "import": Step("published", lambda base: take(base, "b.csv")),
    "import with a photo": Step("published", lambda base: take(base, "b.csv", OTHER)),
    "review": Step("imported", decide, is_repeatable=False),
    "undo": Step("imported", undo, is_repeatable=False),
    "assign a picture": Step("published", assign),
    "keep a picture": Step("published", keep_picture),
    "first publication": Step("unpublished", publish),
    "publish": Step("imported", publish),
    "roll back": Step("republished", go_back, is_repeatable=False),
    "back up": Step("imported", back_up),
    "restore": Step("empty", bring_back),
    "restore over": Step("published", bring_back, may_be_gone=True),
    "bring up to date": Step("outdated", lambda base: Workbench(home_of(base).workbench).db.close()),
    "give a consent": Step("published", lambda base: consent(base, is_given=True)),
    "withdraw a consent": Step("published", lambda base: consent(base, is_given=False)),
    "send to a market": Step("published", send),
    "take an answer": Step("sent", answered),
    "take down": Step("to take down", take_down, is_staged=True),
    "repair": Step("littered", lambda base: checking.check(home_of(base), repair=True)),
}


def prepare(folder: Path) -> None:
    """The folders that steps start from, each holding `home`."""
    given, empty = folder / "given", folder / "empty"
    given.mkdir(parents=True)
    empty.mkdir()
    for name, rows in (("a.csv", FIRST), ("b.csv", SECOND), ("c.csv", THIRD)):
        (given / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (given / "loi.csv").write_text("\n".join(ANSWER) + "\n", encoding="utf-8")
    for shade, name in enumerate((PHOTO, OTHER)):
        (given / name).write_bytes(encoded(quarters(640 + 64 * shade, 480)))
    steps: list[tuple[str, str, Callable[[Path], object]]] = [
        ("unpublished", "empty", lambda base: take(base, "a.csv", PHOTO)),
        ("published", "unpublished", publish),
        ("imported", "published", lambda base: take(base, "b.csv")),
        ("republished", "imported", publish),  # release 1 is kept: `release.KEPT` is as always here
        ("littered", "imported", litter),
        ("outdated", "imported", lambda base: earlier.make_earlier(home_of(base).workbench, earlier.EARLIER[0])),
        ("to take down", "imported", to_take_down),
        ("sent", "published", send),
    ]
    for name, start, run in steps:
        shutil.copytree(folder / start, folder / name, symlinks=True)
        assert apart(lambda run=run, name=name: run(folder / name)) == 0  # type: ignore[misc]
    assert apart(lambda: backup.backup(Home(folder / "imported" / "home"), given / "copy.tar")) == 0


def to_take_down(base: Path) -> None:
    """Two producers in one list, published, and backed up in the home."""
    take(base, "c.csv")
    publish(base)
    home_of(base).backups.mkdir()
    backup.backup(home_of(base), home_of(base).backups / "a.tar")


def litter(base: Path) -> None:
    """What a number of deaths leave behind."""
    home = home_of(base)
    gone = 2**22 + 1  # no Linux gives a process such a number
    (home.root / f".config.toml.{gone}").write_text("half")
    (home.inbox / "ab").mkdir()
    (home.inbox / "ab" / f".ab.{gone}").write_text("half")
    for name in (".2-0123456789ab", "2-0123456789ab"):
        (home.releases / name).mkdir()
        (home.releases / name / "catalog.db").write_text("half")


def apart(run: Callable[[], object], arm: tuple[int, int, Path] | None = None) -> int:
    """Runs something in a child process; its exit status, 1 for an error that is a sentence, negative for a signal.

    arm: kind of fault, at which write, below which folder. With kind 0 nothing fails, and the file `writes` beside the
    folder has a byte for every write: its kind.
    """
    child = os.fork()
    if child == 0:
        status = 2
        try:
            if arm:
                DISK.disk_arm(str(arm[2]).encode(), arm[0], arm[1])
            run()
            status = 0
        except BaseException as error:
            status = 1 if isinstance(error, OcopError) or of_disk(error) else 2
            if status == 2:
                traceback.print_exc()
        finally:
            seen = DISK.disk_seen()
            if arm and arm[0] == 0:
                (arm[2].parent / "writes").write_bytes(bytes(DISK.disk_kind(n) for n in range(1, seen + 1)))
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended)


def state(base: Path) -> tuple[object, object]:
    """All that is stored, and all that is published; times of arrival and repeated receipts left out."""
    home = home_of(base)
    stored = None
    if home.workbench.exists():
        with closing(sqlite3.connect(home.workbench)) as db:
            kept = ("_sqlite_migrations", "receipts")
            stored = [x for x in db.iterdump() if not any(f'"{t}"' in x[:60] or f" {t} " in x[:60] for t in kept)]
    link = os.readlink(home.catalog) if home.catalog.is_symlink() else None
    return (stored or None) if has_rows(stored) else None, (link, link and (home.root / link).read_bytes())


def has_rows(dump: list[str] | None) -> bool:
    return bool(dump) and any(line.startswith("INSERT") for line in dump or ())


def trials(folder: Path, name: str, points: int) -> dict[str, object]:
    """Tries a step at its points; says how many writes it has, how often each fault was tried, and what was wrong."""
    step, base, wrong, tried = STEPS[name], folder / "trial", [], Counter[str]()
    fresh(folder, step)
    before = state(base)
    status = apart(lambda: step.run(base), (0, 0, base))
    assert status == 0, name
    kinds, after = (folder / "writes").read_bytes(), state(base)
    for mode, at in chosen(kinds, points):
        fresh(folder, step)
        ended = apart(lambda: step.run(base), (MODES[mode][0], at, base))
        tried[mode] += 1
        problem = judge(step, base, mode, ended, before, after)
        if problem:
            wrong.append(f"{name}, {mode} at write {at} of {len(kinds)}: {problem}")
    return {"step": name, "writes": len(kinds), "trials": tried, "wrong": wrong}


def chosen(kinds: bytes, points: int) -> Iterator[tuple[str, int]]:
    """The kinds of fault and the writes at which they strike; each kind begins at another one."""
    for number, (mode, (_, strikes)) in enumerate(MODES.items()):
        able = [at for at, kind in enumerate(kinds, 1) if kind & strikes]
        every = max(1.0, len(able) / points) if points else 1.0
        at = every * number / len(MODES)
        while at < len(able):
            yield mode, able[int(at)]
            at += every


def fresh(folder: Path, step: Step) -> None:
    shutil.rmtree(folder / "trial", ignore_errors=True)
    shutil.copytree(folder / step.start, folder / "trial", symlinks=True)


def judge(step: Step, base: Path, mode: str, ended: int, before: tuple, after: tuple) -> str | None:
    """What is wrong after a fault, and after the step was run again; None where all is well."""
    if ended == 2 or (mode in DYING and ended not in (0, -signal.SIGKILL)):
        return f"ended with {ended}"
    home, found = home_of(base), state(base)
    is_gone = step.may_be_gone and not home.root.exists()
    if (
        not is_gone
        and not step.is_staged
        and any(x not in (a, b) for x, a, b in zip(found, before, after, strict=True))
    ):
        return "the state is neither the one before nor the one after"
    if ended == 0 and found != after:
        return "it said that it was done, and it was not"
    if home.root.exists() and (damaged := lost(checking.check(home))):
        return damaged
    if (base / "copy.tar").exists():
        archive.verify(base / "copy.tar")
    if (step.is_repeatable or found != after) and apart(lambda: step.run(base)) != 0:
        return "it cannot be run again"
    if state(base) != after:
        return "run again it ends otherwise"
    left = checking.check(home, repair=True).findings
    return f"not clean in the end: {left[0].sentence}" if left else None


def lost(checked: checking.Checked) -> str | None:
    found = [f.sentence for f in checked.findings if f.kind != "leftover"]
    return found[0] if found else None


def warm(folder: Path) -> None:
    """Loads registers, patterns and libraries once, here, instead of in the child of every trial."""
    base = folder / "warm"
    shutil.copytree(folder / "empty", base)
    for run in (lambda base: take(base, "a.csv", PHOTO), lambda base: consent(base, is_given=True), publish, send):
        run(base)
    shutil.rmtree(base)


def stop_clocks() -> None:
    """The same moment for every run, so that their ends can be compared."""
    real = store.now
    for module in list(sys.modules.values()):
        if getattr(module, "now", None) is real:
            module.now = lambda: "2026-11-20T08:00:00Z"  # type: ignore[attr-defined]


if __name__ == "__main__":
    DISK = ctypes.CDLL(None)
    DISK.disk_seen.restype = ctypes.c_long
    DISK.disk_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long]
    stop_clocks()
    where = Path(sys.argv[1])
    prepare(where)
    warm(where)
    release.KEPT = 0  # so that pruning is among the writes
    for one in sys.argv[3:]:
        print(json.dumps(trials(where, one, int(sys.argv[2]))), flush=True)
