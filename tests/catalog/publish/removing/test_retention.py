"""What is kept for longer than its period is shown, and removed on request; nothing else is."""

from __future__ import annotations

import gzip
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from catalog.desk import work
from catalog.errors import Refused, Unknown
from catalog.publish import release, removal
from catalog.publish.backups import backup
from catalog.publish.checking import checking
from catalog.publish.removing import retention
from catalog.registers import retention as register
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.senders import invitations, tickets
from catalog.workbench.store import Workbench
from crawler.kept import keep_page
from crawler.run import write_lines
from tests.catalog.publish import traces
from tests.catalog.test_cli import ocop
from tests.conftest import CHILLI, HONEY, receive
from tests.images.made import encoded, quarters

Write = Callable[..., Path]
OLD = "2020-01-15T08:00:00Z"
TODAY = date(2026, 11, 22)
SECRET = "Quế Trà My của chú Nhạn"


SENDER = "Hộ bà Lạc Thị Thử"


def bring(home: Home, *, is_sent: bool) -> str:
    """A ticket of the page `/gui`, sent for review or not; gives its id."""
    who = tickets.Who(SENDER, "xã Thử", "0900 000 077", "anh Thử")
    with Workbench(home.workbench) as bench:
        ticket = tickets.id_of(tickets.open_ticket(bench, who))
        message = f"Mật ong {SENDER} 500ml 350k, {SENDER}".encode()
        tickets.add_files(bench, ticket, [("sheet", f"{SENDER}.txt", tickets.keep(home, ticket, message))])
        jobs.ask(bench, "send" if is_sent else "preview", ticket)
    work.work(home)
    if is_sent:
        with Workbench(home.workbench) as bench:
            invitations.invite(bench, [invitations.new(SENDER)], "lan")
            jobs.ask(bench, "kit", ticket)
        work.work(home)
    return ticket


def age(home: Home) -> None:
    """Lets everything in the workbench be of long ago."""
    with closing(sqlite3.connect(home.workbench)) as db, db:
        for table, column in (("receipts", "received_at"), ("taken_back", "decided_at"), ("scans", "received_at"),
                              ("received_pictures", "received_at"), ("tickets", "made_at"),
                              ("ticket_files", "added_at")):  # fmt: skip
            db.execute(f"UPDATE {table} SET {column} = ?", [OLD])  # noqa: S608
        db.execute("UPDATE tickets SET sent_at = ? WHERE sent_at IS NOT NULL", [OLD])
        db.execute("UPDATE jobs SET ended_at = ? WHERE kind = 'kit'", [OLD])
        db.execute("UPDATE invitations SET ends_on = ?", [OLD[:10]])


@pytest.fixture
def old(home: Home, tmp_path: Path, write_sheet: Write) -> Home:
    """A home in which something of every kind is old: published rows, a delivery taken back, a scan, a stray photo."""
    receive(home, write_sheet([HONEY, CHILLI]))
    release.publish(home, "test")
    (tmp_path / "lạc.jpg").write_bytes(encoded(quarters(640, 480)))
    (mistake,) = receive(home, write_sheet([["1", SECRET, "HTX Nhầm", *CHILLI[3:]]], "nham.xlsx"))
    with Workbench(home.workbench) as bench:
        review.take_back(bench, mistake.id, "gửi nhầm", "lan")
    receive(home, tmp_path / "lạc.jpg")
    bring(home, is_sent=False)
    bring(home, is_sent=True)
    folder = home.crawls / "abcdefghij"
    page = {"url": "https://cho.example/a", "sha256": keep_page(folder, b"<h1>a</h1>"), "fetched_at": OLD}
    fresh = {"url": "https://cho.example/b", "sha256": keep_page(folder, b"<h1>b</h1>"), "fetched_at": "2026-11-01"}
    write_lines(folder / "pages.jsonl", [page, fresh])
    home.exports.mkdir()
    (home.exports / "csv-1-0123456789ab").mkdir()
    os.utime(home.exports / "csv-1-0123456789ab", (0, 0))
    age(home)
    made = backup.backup(home).file
    made.rename(made.with_name("cu.tar"))
    return home


def due(home: Home, config: dict[str, object] | None = None, on: date = TODAY) -> dict[str, int]:
    found = retention.due(home, register.from_config({"retention": config or {}}), on)
    return {kind: sum(d.kind == kind for d in found) for kind in {d.kind for d in found}}


def test_every_kind_is_due_after_its_period_and_not_before(old: Home) -> None:
    assert due(old) == {
        "originals": 3, "taken_back": 1, "scans": 1, "tickets": 1, "senders": 1, "pictures_of_nobody": 1,
        "crawled_pages": 1, "exports": 1, "kits": 1, "invitations": 1,
    }  # fmt: skip
    assert due(old, on=date(2027, 12, 1))["backups"] == 1
    assert due(old, dict.fromkeys(register.defaults(), 0)) == {}
    assert due(old, dict.fromkeys(register.defaults(), 12 * 60)) == {}


def test_what_is_due_is_removed_and_what_is_published_stays(old: Home) -> None:
    published = release.current(old)
    found = retention.remove(old, register.defaults(), TODAY, "lan", lambda *_: None)
    assert {d.kind for d in found} == set(register.defaults()) - {"backups"}
    assert due(old) == {}
    assert list(old.inbox.glob("*/*")) == list((old.pictures / "originals").glob("*/*")) == []
    pages = [gzip.decompress(p.read_bytes()) for p in old.crawls.glob("*/pages/*/*")]
    assert pages == [b"<h1>b</h1>"]
    (old.backups / "cu.tar").unlink()
    assert traces.found(old.root, [SECRET, "HTX Nhầm"]) == []
    assert list(old.tickets.glob("*")) == []
    with Workbench(old.workbench, is_reading=True) as bench:
        assert [tuple(r) for r in bench.rows("SELECT sender, contact, helper FROM tickets")] == [("", "", "")]
        assert bench.rows("SELECT * FROM ticket_files") == []
    assert checking.check(old).findings == ()
    assert release.current(old) == published
    assert not release.publish(old, "test").is_new


def test_a_backup_of_long_ago_goes(old: Home) -> None:
    retention.remove(old, register.defaults(), date(2028, 1, 1), "lan", lambda *_: None)
    assert list(old.backups.glob("*.tar")) == []


def test_what_was_removed_for_its_age_may_come_again(old: Home, write_sheet: Write) -> None:
    retention.remove(old, register.defaults(), TODAY, "lan", lambda *_: None)
    (again,) = receive(old, write_sheet([HONEY, CHILLI]))
    assert again.status == "accepted"
    assert checking.check(old).findings == ()
    assert due(old) == {}


@pytest.mark.parametrize("step", ["drop_files", "compact", "drop_folders"])
def test_a_death_at_a_step_is_completed_by_running_it_again(old: Home, monkeypatch, step: str) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(removal, step, die)
    with pytest.raises(KeyboardInterrupt):
        retention.remove(old, register.defaults(), TODAY, "lan", lambda *_: None)
    monkeypatch.undo()
    (told,) = [f for f in checking.check(old).findings if f.code == "takedown-unfinished"]
    assert "retention" in told.fix
    retention.remove(old, register.defaults(), TODAY, "lan", lambda *_: None)
    (old.backups / "cu.tar").unlink()
    assert due(old) == {}
    assert traces.found(old.root, [SECRET, "HTX Nhầm"]) == []
    assert checking.check(old).findings == ()


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [(date(2026, 3, 31), 1, "2026-02-28"), (date(2026, 1, 1), 1, "2025-12-01"), (date(2028, 3, 30), 37, "2025-02-28")],
)
def test_months_end_as_people_count_them(on: date, months: int, before: str) -> None:
    periods = {"scans": register.Period("scans", months)}
    assert retention.limits(periods, on).days == {"scans": before}


def test_the_configuration_is_checked() -> None:
    assert register.from_config({"retention": {"scans": 12}})["scans"].months == 12
    with pytest.raises(Unknown, match="originals"):
        register.from_config({"retention": {"files": 3}})
    with pytest.raises(Refused, match="number of months"):
        register.from_config({"retention": {"scans": "ba"}})


def test_the_command_and_status_say_what_is_due(old: Home) -> None:
    shown = ocop(old, "retention", "--date", "2026-11-22")
    assert shown.returncode == 0, shown.stderr
    assert "nham.xlsx" in shown.stdout
    assert "Nothing was removed" in shown.stdout
    status = ocop(old, "status").stdout
    (told,) = [line.split()[-1] for line in status.splitlines() if line.startswith("retention due")]
    assert int(told) >= 7
    assert ocop(old, "retention", "--yes", "--date", "2026-11-22").returncode == 0
    assert due(old) == {}
