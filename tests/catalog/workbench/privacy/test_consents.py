"""The register of consents: per field, the last word counts, whoever wrote it down is kept, silence is none."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog.errors import Refused, Unknown
from catalog.forms import consent_form
from catalog.publish import release
from catalog.publish.backups import backup, restore
from catalog.publish.removing import withdrawn
from catalog.workbench.home import Home
from catalog.workbench.identities import merges, subjects
from catalog.workbench.migrating import migrations
from catalog.workbench.privacy import consent_values, consents
from catalog.workbench.store import Workbench
from tests.catalog.publish.test_release import query
from tests.catalog.test_cli import ocop
from tests.conftest import CHILLI, HEADER, receive

Write = Callable[..., Path]
HOUSEHOLD = ["1", "Bánh gật gù", "Hộ Trịnh Thị Khuê", "thị trấn Tiên Yên, Tiên Yên, Quảng Ninh", "0900 000 014",
             "Gói 300g", "40k", ""]  # fmt: skip
NAME = "Đồng ý đăng tên hộ"


@pytest.fixture
def producer(home: Home, write_sheet: Write) -> str:
    (taken,) = receive(home, write_sheet([HOUSEHOLD]))
    return str(taken.drafts[0].producer_id)


def give(home: Home, producer: str, *fields: str, yes: bool = True, day: str | None = None, how: str = "paper") -> None:
    with Workbench(home.workbench) as bench:
        consents.record(bench, producer, fields, consents.Said(how, "tủ 3", day), "lan", is_given=yes)


def counts(home: Home) -> dict[str, bool]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return {field: word.is_given for (_, field), word in consents.standing(bench).items()}


def test_a_consent_on_paper_shows_the_field_and_no_other(home: Home, producer: str) -> None:
    give(home, producer, "phone")
    made = release.publish(home, "test")
    assert b"+84900000014" in (made.folder / "catalog.db").read_bytes()
    assert "Khuê".encode() not in (made.folder / "catalog.db").read_bytes()


@pytest.mark.parametrize(
    ("maker", "said", "shown"),
    [
        ("HTX Nhạn Khê", {}, (None, "https://nhan-khe.example.vn")),
        ("HTX Nhạn Khê", {"email": True, "website": False}, ("chao@nhan-khe.example.vn", None)),
        ("Hộ Trịnh Thị Khuê", {}, (None, None)),
        ("Hộ Trịnh Thị Khuê", {"name": True}, (None, None)),
        ("Hộ Trịnh Thị Khuê", {"email": True, "website": True}, ("chao@nhan-khe.example.vn", "https://nhan-khe.example.vn")),
    ],
)  # fmt: skip
def test_mail_and_website_are_fields_of_their_own(
    home: Home, write_sheet: Write, maker: str, said: dict[str, bool], shown: tuple[str | None, str | None]
) -> None:
    row = [*HOUSEHOLD[:2], maker, *HOUSEHOLD[3:], "Chao@nhan-khe.example.vn", "https://nhan-khe.example.vn"]
    (taken,) = receive(home, write_sheet([row], header=[*HEADER, "Email", "Trang web"]))
    for field, yes in said.items():
        give(home, str(taken.drafts[0].producer_id), field, yes=yes)
    release.publish(home, "test")
    assert query(home, "SELECT email, website FROM producers") == [shown]


@pytest.mark.parametrize("address", ["trinh-thi-khue@example.vn", "0900000014@example.vn", "022099000077@example.vn"])
def test_an_address_that_tells_what_is_held_back_is_not_shown(home: Home, write_sheet: Write, address: str) -> None:
    row = [*HOUSEHOLD, address, "có"]
    receive(home, write_sheet([row], header=[*HEADER, "Email", "Đồng ý đăng email"]))
    assert counts(home) == {"email": True}
    release.publish(home, "test")
    assert query(home, "SELECT email FROM producers") == [(None,)]


@pytest.mark.parametrize(
    "page", ["0900%20000%20014", "0900%2E000%2E014", "trinh%2Dthi%2Dkhue", "Tr%E1%BB%8Bnh-Th%E1%BB%8B-Khu%C3%AA"]
)
def test_a_website_is_read_as_a_browser_does(home: Home, write_sheet: Write, page: str) -> None:
    row = [*HOUSEHOLD, f"https://cho.example.vn/{page}", "có"]
    receive(home, write_sheet([row], header=[*HEADER, "Trang web", "Đồng ý đăng trang web"]))
    release.publish(home, "test")
    assert query(home, "SELECT website FROM producers") == [(None,)]


def test_a_few_digits_of_a_tax_code_hold_no_address_back(home: Home, write_sheet: Write) -> None:
    row = [*CHILLI, "https://suoi-nhan-077.example.vn", "022099000077"]
    receive(home, write_sheet([row], header=[*HEADER, "Trang web", "Mã số thuế"]))
    release.publish(home, "test")
    assert query(home, "SELECT website FROM producers") == [("https://suoi-nhan-077.example.vn",)]


def test_what_is_still_shown_names_mail_and_website(home: Home, write_sheet: Write) -> None:
    row = [*CHILLI, "suoi-nhan@example.vn", "https://suoi-nhan.example.vn"]
    (taken,) = receive(home, write_sheet([row], header=[*HEADER, "Email", "Trang web"]))
    producer = str(taken.drafts[0].producer_id)
    give(home, producer, "email")
    release.publish(home, "test")
    give(home, producer, "email", "website", yes=False)
    assert [s.field for s in withdrawn.still_shown(home)] == ["email", "website"]


def test_the_newer_word_counts_by_the_day_on_which_it_was_said(home: Home, producer: str) -> None:
    give(home, producer, "phone", yes=False, day="2026-03-05")
    give(home, producer, "phone", day="2026-02-01")  # an old paper, typed in late
    assert counts(home) == {"phone": False}
    give(home, producer, "phone", day="2026-03-06")
    assert counts(home) == {"phone": True}


def test_the_register_keeps_who_how_from_and_until(home: Home, producer: str) -> None:
    give(home, producer, "name", day="2026-02-01")
    give(home, producer, "name", yes=False, day="2026-03-05", how="helper")
    with Workbench(home.workbench, is_reading=True) as bench:
        first, last = consent_values.listed(bench, producer)
    assert (first["from"], first["withdrawn"], first["how"], first["source"]) == (
        "2026-02-01", "2026-03-05", "paper", "tủ 3",
    )  # fmt: skip
    assert (first["recorded_by"], first["counts"], last["counts"], last["how"]) == ("lan", False, True, "helper")
    assert first["name"] == "Hộ Trịnh Thị Khuê"


def test_a_sheet_feeds_the_register_and_does_not_undo_a_person_s_withdrawal(
    home: Home, producer: str, write_sheet: Write
) -> None:
    header = [*HEADER, NAME]
    receive(home, write_sheet([[*HOUSEHOLD, "có"]], "b.xlsx", header=header))
    assert counts(home) == {"name": True}
    give(home, producer, "name", yes=False)
    (taken,) = receive(home, write_sheet([[*HOUSEHOLD[:6], "45k", "", "có"]], "c.xlsx", header=header))
    assert counts(home) == {"name": False}
    (told,) = [i for i in taken.drafts[0].issues if i.code == "consent-withdrawn"]
    assert told.cell == "I5"
    assert "tên hộ hoặc cá nhân" in told.message
    give(home, producer, "name")
    assert counts(home) == {"name": True}


def test_a_withdrawal_takes_effect_at_the_next_publication_and_status_says_what_still_shows(
    home: Home, producer: str
) -> None:
    give(home, producer, "name", "phone")
    release.publish(home, "test")
    assert withdrawn.still_shown(home) == []
    done = ocop(home, "consent", "withdraw", producer, "--by", "lan")
    assert done.returncode == 0, done.stderr
    assert "name, phone withdrawn" in done.stdout
    assert {s.field for s in withdrawn.still_shown(home)} == {"name", "phone"}
    told = ocop(home, "status")
    assert f"name of {producer}" in told.stdout
    assert "ocop publish" in told.stderr
    made = release.publish(home, "test")
    assert withdrawn.still_shown(home) == []
    assert b"900000014" not in (made.folder / "catalog.db").read_bytes()


def test_the_fields_of_a_form_that_were_left_empty_are_refused(home: Home, producer: str) -> None:
    done = ocop(
        home, "consent", "give", producer, "--field", "phone", "--others-no", "--paper", "phiếu 12", "--by", "lan"
    )
    assert done.returncode == 0, done.stderr
    others = {"name": False, "email": False, "website": False, "photo": False, "bank": False}
    assert counts(home) == {"phone": True} | others


def test_a_withdrawal_of_everything_holds_when_joined_producers_come_apart(home: Home, write_sheet: Write) -> None:
    """What the one of a pair had given counts for nothing while they are joined, and would again when they are not."""
    other = ["1", "Mắm ruốc", "Hộ Trịnh Thị Khoê", *HOUSEHOLD[3:]]
    ids = [
        str(receive(home, write_sheet([row], f"{n}.xlsx"))[0].drafts[0].producer_id)
        for n, row in enumerate((HOUSEHOLD, other))
    ]
    give(home, ids[1], "name", "phone")
    give(home, ids[0], "name", yes=False)
    with Workbench(home.workbench) as bench:
        join = merges.merge(bench, *ids, "một nhà", "lan")
        chosen = consents.record(bench, ids[0], (), consents.Said("paper", "phiếu 9"), "lan", is_given=False)
        assert chosen == ["name", "phone"]
        merges.split(bench, join, "nhầm", "lan")
        assert not any(word.is_given for word in consents.standing(bench).values())
        with pytest.raises(Refused, match="none is given"):
            consents.record(bench, ids[0], (), consents.Said("paper", "phiếu 9"), "lan", is_given=False)


@pytest.mark.parametrize("arguments", [["--paper", "x"], ["--field", "phone"], ["--field", "fax", "--paper", "x"],
                                       ["--field", "phone", "--paper", "x", "--date", "hôm qua"]])  # fmt: skip
def test_a_consent_without_field_or_source_is_refused(home: Home, producer: str, arguments: list[str]) -> None:
    done = ocop(home, "consent", "give", producer, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert counts(home) == {}


def test_what_cannot_be_recorded(home: Home, producer: str) -> None:
    with pytest.raises(Refused, match="none is given"):
        give(home, producer, yes=False)
    with pytest.raises(Refused, match="future"):
        give(home, producer, "phone", day="2999-01-01")
    with pytest.raises(Unknown, match="photo"):
        give(home, producer, "fax")


def test_a_restored_backup_does_not_bring_a_withdrawn_consent_back(home: Home, producer: str) -> None:
    give(home, producer, "name", "phone")
    release.publish(home, "test")
    copy = backup.backup(home).file
    give(home, producer, "phone", yes=False)
    restored = restore.restore(copy, home, force=True)
    assert (restored.withdrawn, restored.is_all_known) == (1, True)
    assert counts(home) == {"name": True, "phone": False}
    assert [s.field for s in withdrawn.still_shown(home)] == ["phone"]
    release.publish(home, "test")
    assert withdrawn.still_shown(home) == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_without_the_old_home_restoring_says_that_withdrawals_are_not_known(
    home: Home, producer: str, tmp_path: Path, is_damaged: bool
) -> None:
    give(home, producer, "phone")
    copy = backup.backup(home, tmp_path / "copy.tar").file
    give(home, producer, "phone", yes=False)
    if is_damaged:
        home.workbench.write_bytes(b"no database" * 100)
    else:
        shutil.rmtree(home.root)
    done = ocop(home, "restore", str(copy), "--force")
    assert "which consents were withdrawn since" in done.stderr
    assert counts(home) == {"phone": True}


def test_consents_of_an_earlier_workbench_go_on_counting(tmp_path: Path) -> None:
    path = tmp_path / "workbench.db"
    db = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(db), stop_before="m007_privacy")
    names = "subject, field, purpose, is_given, source, recorded_by, recorded_at"
    row = ["h1", "phone", "publish", 1, "a.xlsx 5", "test", "2026-03-01T18:00:00Z"]
    db.execute(f"INSERT INTO consents ({names}) VALUES (?,?,?,?,?,?,?)", row)  # noqa: S608
    db.close()
    with Workbench(path) as bench:
        (word,) = consents.standing(bench).values()
    assert (word.subject, word.is_given, word.how, word.day) == ("h1", True, "sheet", "2026-03-02")


def test_a_producer_is_found_by_id_address_and_name(home: Home, producer: str, write_sheet: Write) -> None:
    receive(home, write_sheet([CHILLI], "b.xlsx"))
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        for words in (producer, f"co-so-{producer}", f"https://a.example/co-so/co-so-{producer}", "trinh thi khue"):
            assert subjects.producer(bench, words) == producer
        other = subjects.producer(bench, "htx-suoi-nhan")
        assert subjects.find(bench, "ot-chao-mao").kind == "product"
        assert subjects.find(bench, "HTX Suối Nhạn").id == other != producer


def test_the_paper_form_is_one_page_with_a_box_for_each_field(home: Home, producer: str, tmp_path: Path) -> None:
    out = tmp_path / "phieu.html"
    done = ocop(home, "consent", "form", producer, "-o", str(out))
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    assert page.count("☐") == len(consents.FIELDS) == len(consent_form.BOXES)
    assert set(consent_form.BOXES) == set(consents.FIELDS)
    for words in ("Hộ Trịnh Thị Khuê", "0900 000 014", "Tiên Yên, Quảng Ninh", producer, "Rút lại lúc nào cũng được"):
        assert words in page
    assert "src=" not in page
    assert "href=" not in page
    assert ocop(home, "consent", "form", "-o", str(out)).returncode == 2
    assert ocop(home, "consent", "form", "-o", str(out), "--force").returncode == 0
    assert "Khuê" not in out.read_text(encoding="utf-8")


def test_a_name_with_markup_stays_a_name_on_the_form() -> None:
    page = consent_form.make(consent_form.Asked(name="<script>x</script>"), {"phone": "<b>"})
    assert "<script>" not in page
    assert "&lt;b&gt;" in page


def test_a_sheet_that_spells_the_producer_otherwise_does_not_undo_its_withdrawal_either(
    home: Home, write_sheet: Write
) -> None:
    header = [*HEADER, "Mã số thuế", "Đồng ý đăng số điện thoại"]
    rows = [["1", "Bánh gật gù", name, *HOUSEHOLD[3:], "0100233488", "có"] for name in ("HTX Tân Quy", "HTX Tân Quí")]
    (first,) = receive(home, write_sheet(rows[:1], "a.xlsx", header=header))
    give(home, str(first.drafts[0].producer_id), "phone", yes=False)
    (taken,) = receive(home, write_sheet(rows[1:], "b.xlsx", header=header))
    assert "consent-withdrawn" in [i.code for i in taken.drafts[0].issues]
