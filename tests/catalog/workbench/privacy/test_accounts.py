"""Accounts of producers: shown only with consent and a verified owner, nowhere but in their column, gone when ended."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from catalog import markets
from catalog.errors import Blocked, Refused
from catalog.markets import export
from catalog.publish import release
from catalog.publish.backups import backup, restore
from catalog.publish.checking import checking
from catalog.publish.removing import takedown, withdrawn
from catalog.publish.verifying import checks
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.privacy.accounts import Verified
from catalog.workbench.store import Workbench
from tests.catalog.markets import templates
from tests.catalog.publish import traces
from tests.catalog.publish.test_release import query
from tests.catalog.test_cli import ocop
from tests.catalog.workbench.privacy.test_consents import HOUSEHOLD, Write
from tests.conftest import CHILLI, HONEY, receive

NUMBER, OTHER = "1903000077123", "0000000012345"
SEEN = "đã thử chuyển 1.000 đồng, thấy tên"
OWN = Verified("970405", "1903 0000 77123", "HOP TAC XA DOI VAI", SEEN)
SHOWN = "SELECT bank_bin, bank, number, owner FROM bank_accounts"
ROW = ("970405", "Agribank", NUMBER, "HOP TAC XA DOI VAI")


@pytest.fixture
def makers(home: Home, write_sheet: Write) -> dict[str, str]:
    """The producers' ids by their names: two cooperatives and a household."""
    (taken,) = receive(home, write_sheet([HONEY, CHILLI, HOUSEHOLD]))
    return {str(d.facts["producer"]): str(d.producer_id) for d in taken.drafts}


@pytest.fixture
def coop(makers: dict[str, str]) -> str:
    return makers["HTX Đồi Vải"]


def add(home: Home, producer: str, said: Verified = OWN) -> None:
    with Workbench(home.workbench) as bench:
        accounts.add(bench, producer, said, "lan")


def say(home: Home, producer: str, *fields: str, yes: bool = True) -> None:
    with Workbench(home.workbench) as bench:
        said = consents.Said(consents.PAPER, "tủ 3")
        consents.record(bench, producer, fields or ("bank",), said, "lan", is_given=yes)


def end(home: Home, producer: str) -> None:
    with Workbench(home.workbench) as bench:
        accounts.remove(bench, producer, "mất điện thoại", "lan")


def published(home: Home) -> list[tuple]:
    release.publish(home, "test")
    return query(home, SHOWN)


def test_both_are_needed_and_the_end_of_either_removes_it(home: Home, coop: str) -> None:
    add(home, coop)
    assert published(home) == []
    assert traces.found(home.releases, [NUMBER]) == []
    say(home, coop)
    assert published(home) == [ROW]
    say(home, coop, yes=False)
    assert [s.field for s in withdrawn.still_shown(home)] == ["bank"]
    assert published(home) == []
    assert withdrawn.still_shown(home) == []
    say(home, coop)
    assert published(home) == [ROW]
    first = release.current(home)
    end(home, coop)
    assert [(s.producer, s.field) for s in withdrawn.still_shown(home)] == [(coop, "bank")]
    made = release.publish(home, "test")
    assert NUMBER.encode() not in (made.folder / "catalog.db").read_bytes()
    with Workbench(home.workbench) as bench, bench.writing() as db:  # moments are whole seconds
        db.execute("UPDATE bank_accounts SET recorded_at = '9999-01-01T00:00:00Z' WHERE NOT is_given")
    with pytest.raises(Blocked, match="withdrawn"):
        release.rollback(home, str(first), "test")


def test_consent_alone_shows_nothing(home: Home, coop: str) -> None:
    say(home, coop)
    assert published(home) == []


def test_who_is_not_named_is_not_paid(home: Home, makers: dict[str, str]) -> None:
    household = makers["Hộ Trịnh Thị Khuê"]
    add(home, household, Verified("VCB", NUMBER, "TRINH THI KHUE", SEEN))
    say(home, household)
    assert published(home) == []
    assert traces.found(home.releases, ["TRINH THI KHUE", NUMBER]) == []
    say(home, household, "name")
    assert published(home) == [("970436", "Vietcombank", NUMBER, "TRINH THI KHUE")]


def test_an_account_that_is_a_telephone_waits_for_the_consent_to_that(home: Home, coop: str) -> None:
    add(home, coop, OWN._replace(number=HONEY[4]))
    say(home, coop)
    say(home, coop, "phone", yes=False)
    assert published(home) == []
    assert traces.found(home.releases, [HONEY[4], HONEY[4].replace(" ", "")]) == []
    say(home, coop, "phone")
    assert published(home) == [(*ROW[:2], HONEY[4].replace(" ", ""), ROW[3])]


@pytest.mark.parametrize(
    ("maker", "owner"),
    [("HTX Đồi Vải", "CTY CP SUOI NHAN"), ("HTX Đồi Vải", "TRAN VAN DOI"), ("HTX Đồi Vải", "DOI VAI XANH"),
     ("Hộ Trịnh Thị Khuê", "TRINH THI KHUYEN"), ("Hộ Trịnh Thị Khuê", "THI KHUE")],
)  # fmt: skip
def test_another_owner_needs_words(home: Home, makers: dict[str, str], maker: str, owner: str) -> None:
    said = OWN._replace(owner=owner)
    with pytest.raises(Refused, match="không trùng tên"):
        add(home, makers[maker], said)
    add(home, makers[maker], said._replace(differs="giám đốc đứng tên, có giấy ủy quyền"))
    with Workbench(home.workbench, is_reading=True) as bench:
        assert accounts.standing(bench)[makers[maker]].differs.startswith("giám đốc")


@pytest.mark.parametrize("owner", ["HTX DOI VAI", "hợp tác xã nông nghiệp Đồi Vải", "HTX NN DV DOI VAI"])
def test_a_bank_spells_an_organisation_in_its_way(home: Home, coop: str, owner: str) -> None:
    add(home, coop, OWN._replace(owner=owner, differs="không cần"))
    with Workbench(home.workbench, is_reading=True) as bench:
        assert accounts.standing(bench)[coop].differs == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"bank": "970488"}, "Không rõ ngân hàng"), ({"bank": "ngân hàng"}, "Không rõ ngân hàng"),
     ({"bank": "VCB hoặc Agribank"}, "Không rõ ngân hàng"), ({"number": "12345678"}, "9 đến 19"),
     ({"number": "1" * 20}, "9 đến 19"), ({"number": "HTXDOIVAI99"}, "9 đến 19"), ({"number": "١٢٣٤٥٦٧٨٩٠"}, "9 đến"),
     ({"number": "022099000077"}, "căn cước"), ({"owner": " "}, "tên chủ tài khoản"), ({"evidence": ""}, "đã thấy gì")],
)  # fmt: skip
def test_what_is_no_account_is_refused_and_leaves_the_one_before(
    home: Home, coop: str, wrong: dict[str, str], sentence: str
) -> None:
    add(home, coop)
    with pytest.raises(Refused, match=sentence):
        add(home, coop, OWN._replace(**wrong))
    with Workbench(home.workbench, is_reading=True) as bench:
        assert [one.number for one in accounts.words(bench)] == [NUMBER]


def test_joined_producers_with_two_accounts_have_none_until_somebody_says_which(
    home: Home, makers: dict[str, str]
) -> None:
    one, other = makers["HTX Đồi Vải"], makers["HTX Suối Nhạn"]
    add(home, one)
    add(home, other, Verified("MB", OTHER, "HTX SUOI NHAN", SEEN))
    say(home, one)
    assert published(home) == [ROW]
    with Workbench(home.workbench) as bench:
        made = merges.merge(bench, one, other, "cùng một nhà", "lan")
    assert [s.field for s in withdrawn.still_shown(home)] == ["bank"]
    release.publish(home, "test", force="gộp")
    assert query(home, SHOWN) == []
    add(home, one, OWN)
    assert published(home) == [ROW]
    with Workbench(home.workbench) as bench:
        merges.split(bench, made, "nhầm", "lan")
    release.publish(home, "test", force="tách")
    assert query(home, "SELECT producer_id, number FROM bank_accounts") == [(one, NUMBER)]


def test_the_account_of_one_that_gave_way_is_that_of_the_one_that_stays(home: Home, makers: dict[str, str]) -> None:
    one, other = makers["HTX Đồi Vải"], makers["HTX Suối Nhạn"]
    add(home, other, Verified("MB", OTHER, "HTX SUOI NHAN", SEEN))
    say(home, other)
    with Workbench(home.workbench) as bench:
        merges.merge(bench, one, other, "cùng một nhà", "lan")
    release.publish(home, "test")
    assert query(home, "SELECT producer_id, number FROM bank_accounts") == [(one, OTHER)]


def test_it_stands_in_its_own_column_alone_and_in_no_export(home: Home, coop: str) -> None:
    add(home, coop)
    say(home, coop)
    assert published(home) == [ROW]
    for market in markets.known().values():
        asked = {"base_url": "https://a.example", "template": templates.given(market.name)}
        export.export(market, home.catalog, home.pictures, home.exports, on=date(2026, 11, 22), **asked)
    assert [p for p in home.exports.rglob("*") if p.is_file()]
    assert traces.found(home.exports, [NUMBER, "HOP TAC XA DOI VAI"]) == []
    with closing(sqlite3.connect(home.catalog)) as db:
        counted = sum(line.count(NUMBER) for line in db.iterdump())
    assert counted == 1


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_text_that_holds_one_stops_the_publication(home: Home, coop: str, write_sheet: Write, is_shown: bool) -> None:
    add(home, coop)
    if is_shown:
        say(home, coop)
    release.publish(home, "test")
    receive(home, write_sheet([[*HONEY[:5], f"Hũ 500ml {NUMBER}", *HONEY[6:]]], name="b.csv"))
    with pytest.raises(Blocked, match="private number"):
        release.publish(home, "test", force="thử")


def test_a_release_that_shows_what_was_not_verified_is_refused(home: Home, coop: str, tmp_path: Path) -> None:
    add(home, coop)
    say(home, coop)
    release.publish(home, "test")
    path = tmp_path / "catalog.db"
    shutil.copyfile(home.catalog, path)
    with Workbench(home.workbench) as bench:
        checks.decided(path, bench)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE bank_accounts SET number = ?", [OTHER])
        with pytest.raises(Blocked, match="may not be shown"):
            checks.decided(path, bench)


def test_a_takedown_leaves_no_byte_of_it(home: Home, coop: str) -> None:
    add(home, coop, OWN._replace(owner="TRAN VAN NHAN", differs="chủ nhiệm đứng tên"))
    say(home, coop)
    assert published(home)
    backup.backup(home, home.backups / "a.tar")
    with Workbench(home.workbench) as bench:
        accounts.remove(bench, coop, f"đổi từ {NUMBER} của Trần Văn Nhân", "lan")
    assert traces.found(home.root, [NUMBER])
    takedown.take_down(home, coop, "yêu cầu", "lan")
    assert traces.found(home.root, [NUMBER, "TRAN VAN NHAN", "Trần Văn Nhân"]) == []
    assert checking.check(home).is_clean


def test_a_restored_backup_does_not_bring_back_an_ended_account(home: Home, coop: str, tmp_path: Path) -> None:
    add(home, coop)
    say(home, coop)
    published(home)
    backup.backup(home, tmp_path / "a.tar")
    add(home, coop, OWN._replace(number=OTHER))
    assert restore.restore(tmp_path / "a.tar", home, force=True).withdrawn == 1
    assert [s.field for s in withdrawn.still_shown(home)] == ["bank"]
    assert published(home) == []


def test_the_commands_say_what_is_recorded_and_what_is_missing(home: Home, coop: str) -> None:
    said = ["--bank", "Agribank", "--number", NUMBER, "--owner", "HTX Đồi Vải", "--evidence", SEEN, "--by", "lan"]
    wrong = ocop(home, "account", "add", coop, *said[:2], "--number", "12", *said[4:])
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    done = ocop(home, "account", "add", "HTX Đồi Vải", *said)
    assert done.returncode == 0, done.stderr
    assert f"consent give {coop} --field bank" in done.stdout
    assert NUMBER not in done.stdout
    given = ocop(home, "consent", "give", coop, "--field", "bank", "--paper", "phiếu 12", "--by", "lan")
    assert given.returncode == 0
    assert published(home) == [("970405", "Agribank", NUMBER, "HTX Đồi Vải")]
    told = ocop(home, "account", "list", coop)
    assert told.stdout.startswith("* ")
    assert NUMBER in told.stdout
    assert ocop(home, "account", "remove", coop, "--reason", "đóng", "--by", "lan").returncode == 0
    assert "bank of" in ocop(home, "status").stdout
    assert published(home) == []
    assert ocop(home, "account", "remove", coop, "--reason", "đóng").returncode == 2
