"""A delivery is taken whole, once, and known again."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

from catalog.errors import OcopError
from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.rows import submissions
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, ROWS, receive

Write = Callable[..., Path]


def states(taken: list[submissions.Submission]) -> list[tuple[str, str]]:
    return [(d.state, d.change) for s in taken for d in s.drafts]


def dump(home: Home) -> list[str]:
    with sqlite3.connect(home.workbench) as db:
        return list(db.iterdump())


def test_rows_are_accepted_and_keep_their_words(home: Home, write_sheet: Write) -> None:
    taken = receive(home, write_sheet())
    assert states(taken) == [("accepted", "new")] * 3
    with Workbench(home.workbench) as bench:
        raw = bench.rows("SELECT row, cells FROM raw_records ORDER BY id")
        assert [r["row"] for r in raw] == [5, 6, 7]
        assert "0900 000 011" in raw[0]["cells"]
    inbox = [p for p in home.inbox.rglob("*") if p.is_file()]
    assert [p.name for p in inbox] == [taken[0].sha256]


def test_cells_add_up(home: Home, write_sheet: Write) -> None:
    bad = [*HONEY[:6], "12-15", ""]
    (taken,) = receive(home, write_sheet([bad, QUE]))
    c = taken.cells
    assert c["read"] == c["used"] + c["ignored"] + c["rejected"]
    assert c["rejected"] == 1


def test_the_same_file_twice_is_one_submission_with_two_receipts(home: Home, write_sheet: Write) -> None:
    path = write_sheet()
    receive(home, path)
    before = dump(home)
    again = receive(home, path)
    assert states(again) == [("accepted", "unchanged")] * 3
    assert [i.code for i in again[0].issues] == ["file-same"]
    assert len(dump(home)) == len(before) + 1  # the second receipt


def test_products_keep_their_ids_when_rows_move_packs_change_and_prices_rise(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet())
    dearer = [*QUE[:6], "230k", ""]
    larger = ["4", HONEY[1], *HONEY[2:5], "Chai 1 lít", "280.000đ", ""]
    (second,) = receive(home, write_sheet([CHILLI, dearer, larger, HONEY], "lan 2.xlsx"))
    ids = {d.facts["name"]: d.product_id for d in first.drafts}
    assert [ids[d.facts["name"]] for d in second.drafts] == [d.product_id for d in second.drafts]
    assert [d.change for d in second.drafts] == ["unchanged", "changed", "new", "unchanged"]
    assert second.drafts[2].offer_key != second.drafts[3].offer_key


def test_accents_decide_identity(home: Home, write_sheet: Write) -> None:
    rows = [["1", name, *QUE[2:]] for name in ("Mứt dừa", "Mứt dứa")]
    (taken,) = receive(home, write_sheet(rows))
    assert len({d.product_id for d in taken.drafts}) == 2


def test_a_dry_run_makes_nothing(home: Home, write_sheet: Write) -> None:
    (taken,) = receive(home, write_sheet(), dry_run=True)
    assert states([taken]) == [("accepted", "new")] * 3
    assert not home.root.exists()


def test_a_refused_file_leaves_what_was_there(home: Home, write_sheet: Write, tmp_path: Path) -> None:
    receive(home, write_sheet())
    before = dump(home)
    empty = tmp_path / "trong.xlsx"
    empty.write_bytes(b"")
    (taken,) = receive(home, empty)
    assert taken.status == "refused"
    assert taken.reason
    assert dump(home) == before


def test_a_row_without_a_name_is_rejected_and_the_others_go_on(home: Home, write_sheet: Write) -> None:
    nameless = ["2", "", *QUE[2:]]
    (taken,) = receive(home, write_sheet([HONEY, nameless, CHILLI]))
    assert sorted(d.state for d in taken.drafts) == ["accepted", "accepted", "rejected"]


def test_equal_rows_are_said_and_differing_ones_are_held(home: Home, write_sheet: Write) -> None:
    dearer = ["9", *HONEY[1:6], "180.000đ", ""]
    (taken,) = receive(home, write_sheet([HONEY, ["8", *HONEY[1:]], dearer]))
    codes = [[i.code for i in d.issues if i.code.startswith("row-")] for d in taken.drafts]
    assert codes == [[], ["row-twice"], ["row-disagrees"]]
    assert [d.state for d in taken.drafts] == ["accepted", "accepted", "held"]


def test_a_person_s_decision_stays_when_the_row_comes_again_unchanged(home: Home, write_sheet: Write) -> None:
    unclear = [*HONEY[:6], "12-15", ""]
    (first,) = receive(home, write_sheet([unclear]))
    assert first.status == "held"
    with Workbench(home.workbench) as bench:
        (waiting,) = review.queue(bench)
        review.decide(bench, [waiting["draft"]], "rejected", "giá không rõ", "officer")
    (again,) = receive(home, write_sheet([unclear, QUE], "lan 2.xlsx"))
    assert [(d.state, d.change) for d in again.drafts] == [("rejected", "unchanged"), ("accepted", "new")]


def test_consent_is_recorded_with_its_source(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet())
    with Workbench(home.workbench) as bench:
        found = bench.rows("SELECT field, is_given, source FROM consents")
    assert [tuple(r) for r in found] == [("phone", 1, "hang.xlsx Danh sách 7")]


def test_a_submission_taken_back_is_as_if_it_had_never_come(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    with Workbench(home.workbench) as bench:
        before = [tuple(r) for r in bench.rows("SELECT * FROM states ORDER BY draft_id")]
    (second,) = receive(home, write_sheet(ROWS, "lan 2.xlsx"))
    with Workbench(home.workbench) as bench:
        assert review.take_back(bench, second.id, "nhầm", "officer") == 3
        assert [tuple(r) for r in bench.rows("SELECT * FROM states ORDER BY draft_id")] == before
        with pytest.raises(OcopError):
            review.take_back(bench, second.id, "", "officer")
    (third,) = receive(home, write_sheet(ROWS, "lan 2.xlsx"))
    assert third.id != second.id
    assert [d.change for d in third.drafts] == ["unchanged", "unchanged", "new"]


def test_a_broken_write_leaves_nothing_of_a_submission(home: Home, write_sheet: Write, monkeypatch) -> None:
    receive(home, write_sheet([HONEY]))
    before = dump(home)
    insert = Workbench.insert

    def fail(self: Workbench, table: str, *rest: object, **how: object) -> None:
        if table == "decisions":
            raise sqlite3.OperationalError("database or disk is full")
        insert(self, table, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Workbench, "insert", fail)
    with pytest.raises(sqlite3.OperationalError):
        receive(home, write_sheet(ROWS, "lan 2.xlsx"))
    monkeypatch.undo()
    assert dump(home) == before


def test_a_zip_of_a_sheet_and_its_photos_is_one_delivery(home: Home, write_sheet: Write, tmp_path: Path) -> None:
    photo = tmp_path / "Mật ong.JPG"
    Image.new("RGB", (600, 400), (180, 120, 20)).save(photo)
    named = [*HONEY, "mat ong.jpg; thieu.jpg"]
    sheet = write_sheet([named], header=[*HEADER, "Ảnh"])
    packed = tmp_path / "gui.zip"
    with zipfile.ZipFile(packed, "w") as into:
        into.write(sheet, "thu muc/hang.xlsx")
        into.write(photo, "thu muc/anh/Mật ong.JPG")
        into.writestr("__MACOSX/._hang.xlsx", b"litter")
    (taken,) = receive(home, packed)
    assert taken.name == "hang.xlsx"
    assert [p.name for p in taken.drafts[0].pictures] == ["mat ong.jpg"]
    assert [i.value for i in taken.drafts[0].issues if i.code == "picture-missing"] == ["thieu.jpg"]
    assert [p for p in (home.pictures / "originals").rglob("*") if p.is_file()]


def test_a_code_and_a_name_of_two_products_is_asked(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Mã hàng"]
    receive(home, write_sheet([[*HONEY, "MO1"], [*QUE, "QT1"]], header=header))
    (taken,) = receive(home, write_sheet([[*QUE, "MO1"]], "lan 2.xlsx", header=header))
    assert [i.code for i in taken.drafts[0].issues if i.severity == "error"] == ["identity-unsure"]
    assert taken.drafts[0].state == "held"


def test_a_renamed_product_keeps_its_id_by_the_seller_s_code(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Mã hàng"]
    (first,) = receive(home, write_sheet([[*HONEY, "MO1"]], header=header))
    renamed = ["1", "Mật ong nhãn Đồi Vải loại một", *HONEY[2:], "MO1"]
    (second,) = receive(home, write_sheet([renamed], "lan 2.xlsx", header=header))
    with Workbench(home.workbench) as bench:
        assert [tuple(r) for r in bench.rows("SELECT DISTINCT product_id FROM states")] == [
            (second.drafts[0].product_id,)
        ]
    assert second.drafts[0].product_id in {first.drafts[0].product_id, second.drafts[0].named_product_id}
    assert second.drafts[0].change == "changed"


def test_an_official_list_holds_rows_without_a_decision(home: Home, write_sheet: Write) -> None:
    rows = [
        ["1", HONEY[1], "HTX Đồi Vải", "4 sao", "901/QĐ-UBND", "26/04/2024"],
        ["2", QUE[1], "HTX Đồi Vải", "3", "", ""],
    ]
    header = ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao", "Quyết định số", "Ngày quyết định"]
    (taken,) = receive(home, write_sheet(rows, header=header), register=True)
    assert [(d.state, d.reason) for d in taken.drafts] == [("accepted", "register"), ("held", "register-incomplete")]
    with Workbench(home.workbench) as bench:
        assert [r["stars"] for r in bench.rows("SELECT stars FROM recognitions")] == [4]
        assert bench.rows("SELECT * FROM drafts") == []


def test_a_struck_out_row_is_held(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "gach.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, struck = book.add_worksheet(), book.add_format({"font_strikeout": True})
        for number, row in enumerate([HEADER, HONEY, QUE]):
            for column, words in enumerate(row):
                sheet.write_string(number, column, words, struck if row is QUE else None)
    (taken,) = receive(home, path)
    assert [d.state for d in taken.drafts] == ["accepted", "held"]
    assert "row-struck" in [i.code for i in taken.drafts[1].issues]
