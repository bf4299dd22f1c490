"""A ticket from the first file to what officers said: read, answered, sent, reviewed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from catalog.desk import answering, preview, standing, work
from catalog.desk.answering import Given
from catalog.errors import Conflict, Unknown
from catalog.forms.mending import Answer
from catalog.workbench import jobs
from catalog.workbench.home import Home
from catalog.workbench.privacy import consents
from catalog.workbench.reviewing import queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.senders import tickets
from catalog.workbench.senders.tickets import Ticket, Who
from catalog.workbench.store import Workbench

SHEET = """Tên sản phẩm,Chủ thể,Địa chỉ,Giá,Số điện thoại,Đồng ý đăng số điện thoại
Mật ong hoa nhãn 500ml,Hộ Nguyễn Văn Thử,"xã Yên Hòa, Yên Mô, Ninh Bình",12-15,0900000012,có
Trà dây 100g,Hộ Nguyễn Văn Thử,"xã Yên Hòa, Yên Mô, Ninh Bình",85k,0900000012,có
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def opened(home: Home, *files: tuple[str, bytes], who: str = "Hộ Nguyễn Văn Thử") -> str:
    """The id of a new ticket with these sheets, read."""
    with Workbench(home.workbench) as bench:
        ticket = tickets.id_of(tickets.open_ticket(bench, Who(who)))
        kept = [("sheet", name, tickets.keep(home, ticket, data)) for name, data in files]
        tickets.add_files(bench, ticket, kept)
        jobs.ask(bench, "preview", ticket)
    assert work.work(home) == 1
    return ticket


def found(home: Home, ticket: str) -> tuple[Ticket, list[tickets.File]]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return tickets.find(bench, ticket), tickets.files(bench, ticket)


def report(home: Home, ticket: str) -> dict:
    said = preview.report_of(home, *found(home, ticket))
    assert said is not None
    return said


def ask(home: Home, kind: jobs.Kind, ticket: str) -> jobs.Job:
    with Workbench(home.workbench) as bench:
        jobs.ask(bench, kind, ticket)
    work.work(home)
    with Workbench(home.workbench, is_reading=True) as bench:
        job = jobs.last(bench, ticket)
    assert job is not None
    assert job.is_over
    return job


def test_a_ticket_is_read_answered_and_sent(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.encode()))
    assert [i["code"] for i in report(home, ticket)["issues"] if i["severity"] == "error"] == ["price-ambiguous"]
    given = [Given(0, Answer(None, 2, "price", "150000")), Given(0, Answer(None, 3, "price", "  "))]
    assert answering.answer(home, found(home, ticket)[0], report(home, ticket), given) == 1
    assert preview.report_of(home, *found(home, ticket)) is None, "the report is of the sheet before"
    assert ask(home, "preview", ticket).failed is None
    said = report(home, ticket)
    assert [(p["name"], p["price_low"]) for p in said["products"]] == [
        ("Mật ong hoa nhãn 500ml", 150_000),
        ("Trà dây 100g", 85_000),
    ]
    assert ask(home, "send", ticket).failed is None
    assert not tickets.folder(home, ticket).exists()
    with Workbench(home.workbench) as bench:
        assert len(tickets.submissions(bench, ticket)) == 2
        rows = queue.queue(bench, Wanted("held"))
        assert [(r["name"], r["sender"]) for r in rows] == [
            ("Mật ong hoa nhãn 500ml", "Hộ Nguyễn Văn Thử (trang gửi)"),
            ("Trà dây 100g", "Hộ Nguyễn Văn Thử (trang gửi)"),
        ]
        assert all("sender-unknown" in r["codes"] for r in rows), "nobody vouches for who sent it"
        review.decide(bench, [rows[0]["draft"]], "accepted", "", "Cán bộ Thử")
        review.decide(bench, [rows[1]["draft"]], "rejected", "Ảnh mờ, mời chụp lại.", "Cán bộ Thử")
        assert [(p.name, p.state, p.said) for p in standing.products(bench, ticket)] == [
            ("Mật ong hoa nhãn 500ml", "accepted", ""),
            ("Trà dây 100g", "rejected", "Ảnh mờ, mời chụp lại."),
        ]


def test_a_stranger_consents_to_nothing_before_an_officer_has_accepted_a_row(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.replace("12-15", "150000").encode()))
    ask(home, "send", ticket)
    with Workbench(home.workbench) as bench:
        assert list(consents.words(bench)) == []
        first = queue.ids(bench, Wanted("held"))[0]
        decided = review.decide(bench, [first], "accepted", "", "Cán bộ Thử")
        assert {w.field for w in consents.words(bench)} == {"phone"}
        review.undo(bench, decided, "nhầm", "Cán bộ Thử")
        assert list(consents.words(bench)) == []


def test_a_policy_that_holds_nothing_holds_what_a_stranger_sends(home: Home) -> None:
    home.root.mkdir()
    home.config_file.write_text("[review]\nhold = []\n", encoding="utf-8")
    ticket = opened(home, ("bang.csv", SHEET.replace("12-15", "150000").encode()))
    ask(home, "send", ticket)
    with Workbench(home.workbench, is_reading=True) as bench:
        assert {p.state for p in standing.products(bench, ticket)} == {"held"}


def test_a_preview_says_nothing_of_what_is_known_of_others(home: Home) -> None:
    first = opened(home, ("bang.csv", SHEET.replace("12-15", "150000").encode()))
    ask(home, "send", first)
    with Workbench(home.workbench) as bench:
        review.decide(bench, queue.ids(bench, Wanted("held")), "accepted", "", "Cán bộ Thử")
    second = opened(home, ("bang.csv", SHEET.replace("12-15", "150000").encode()), who="Người lạ")
    said = report(home, second)
    assert {p["change"] for p in said["products"]} == {"new"}
    assert not {i["code"] for i in said["issues"]} & {"file-same", "edit-stands"}


def test_sent_is_sent(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.encode()))
    said = report(home, ticket)
    ask(home, "send", ticket)
    sent, files = found(home, ticket)
    assert sent.sent_at
    with pytest.raises(Conflict, match="đã gửi duyệt"):
        answering.answer(home, sent, said, [Given(0, Answer(None, 2, "price", "1"))])
    with Workbench(home.workbench) as bench, pytest.raises(Conflict, match="đã gửi duyệt"):
        tickets.drop_file(bench, ticket, files[0].id)
    before = count(home)
    assert ask(home, "send", ticket).failed is None
    assert count(home) == before, "sent again nothing is added"


def count(home: Home) -> int:
    with Workbench(home.workbench, is_reading=True) as bench:
        return int(bench.rows("SELECT count(*) FROM drafts")[0][0])


def test_an_answer_for_no_cell_is_refused_and_changes_nothing(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.encode()))
    for wrong in (Answer(None, 99, "price", "1"), Answer("Lạ", 2, "price", "1"), Answer(None, 2, "giá", "1")):
        with pytest.raises(Unknown):
            answering.answer(home, found(home, ticket)[0], report(home, ticket), [Given(0, wrong)])
    assert preview.report_of(home, *found(home, ticket)) is not None


def test_an_unreadable_file_is_told_and_the_others_are_read(home: Home) -> None:
    ticket = opened(home, ("hỏng.xlsx", b"PK\x03\x04 nothing"), ("bang.csv", SHEET.encode()))
    said = report(home, ticket)
    assert [s["status"] for s in said["submissions"]] == ["refused", "held"]
    assert said["submissions"][0]["reason"]
    assert len(said["products"]) == 2


def test_a_code_is_read_aloud_and_not_kept(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        code = tickets.open_ticket(bench, Who("HTX Thử"))
        for said in (code.upper(), code.replace("-", " "), code.replace("0", "o"), f" {code}\n"):
            assert tickets.find(bench, tickets.id_of(said)).who.sender == "HTX Thử"
        with pytest.raises(Unknown):
            tickets.find(bench, tickets.id_of(code[:-1]))
    assert code.replace("-", "").encode() not in home.workbench.read_bytes()
    assert code.encode() not in home.workbench.read_bytes()


def test_a_worker_that_dies_is_followed_by_another_and_not_for_ever(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.encode()))
    with Workbench(home.workbench) as bench:
        jobs.ask(bench, "preview", ticket)
        for _ in range(jobs.MOST_TRIES):
            assert jobs.take(bench) is not None  # and dies without a word
        assert jobs.take(bench) is None
        job = jobs.last(bench, ticket)
    assert job is not None
    assert job.failed == jobs.GIVEN_UP


def test_the_worker_runs_as_a_process_of_its_own(home: Home) -> None:
    ticket = opened(home, ("bang.csv", SHEET.encode()))
    with Workbench(home.workbench) as bench:
        jobs.ask(bench, "send", ticket)
    done = subprocess.run([sys.executable, "-m", "catalog.desk", str(home.root)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert found(home, ticket)[0].sent_at


def test_two_sheets_of_one_name_are_two(home: Home) -> None:
    other = SHEET.replace("Mật ong hoa nhãn", "Mật ong rừng").replace("Trà dây", "Trà hoa")
    ticket = opened(home, ("bang.csv", SHEET.encode()), ("bang.csv", other.encode()))
    assert [s["file"] for s in report(home, ticket)["submissions"]] == ["bang.csv", "bang (2).csv"]
    answering.answer(home, found(home, ticket)[0], report(home, ticket), [Given(1, Answer(None, 2, "price", "99000"))])
    ask(home, "preview", ticket)
    assert [(p["name"], p["price_low"]) for p in report(home, ticket)["products"] if "ong" in p["name"]] == [
        ("Mật ong hoa nhãn 500ml", None),
        ("Mật ong rừng 500ml", 99_000),
    ]
