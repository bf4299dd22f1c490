"""Where each fact of a release comes from: one source needs no words, several are told apart, nobody is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from catalog.publish import release
from catalog.publish.preparing import origins
from catalog.publish.tables import reading, schema
from catalog.workbench import days
from catalog.workbench.home import Home
from catalog.workbench.reviewing import editing, precedence
from catalog.workbench.reviewing.edits import Edit
from catalog.workbench.store import Workbench
from tests.catalog.publish.preparing.test_facts import merged, said
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive
from tests.images.made import jpeg

Write = Callable[..., Path]


def told(*drafts: Any, edits: list[Edit] | None = None) -> dict[str, list[str]] | None:
    """Source or day → columns."""
    found = origins.of(merged(*drafts, edits=edits), is_pictured=True)
    return found and {entry.get("source_id") or entry["edited_on"]: entry["columns"] for entry in found}


def edit(column: str, facts: dict[str, Any], pack: str | None = None) -> Edit:
    return Edit(1, "p", pack, column, "x", facts, "vì gọi 0900 000 099", "Lan", "2026-02-01T18:00:00Z")


def test_one_source_needs_no_words() -> None:
    assert told(said(1, "own", storage="a", price_low=5_000)) is None
    assert told(said(1, "own", storage="a"), said(1, "own", storage="b")) is None


def test_each_statement_is_told_by_the_source_whose_word_counts() -> None:
    own, later = said(1, "own", storage="a", price_low=5_000), said(2, "list", storage="b", season="hè")
    assert told(own, later) == {"s-1": ["name", "price", "producer", "storage"], "s-2": ["season"]}


def test_what_is_said_again_is_still_the_word_of_the_first_and_of_the_weightier_where_that_says_it_too() -> None:
    assert told(said(1, "list", storage="a"), said(2, "list", storage="a", season="hè")) == {
        "s-1": ["name", "producer", "storage"], "s-2": ["season"],
    }  # fmt: skip
    assert told(said(1, "crawl", storage="a", season="hè"), said(2, "own", storage="a")) == {
        "s-1": ["season"], "s-2": ["name", "producer", "storage"],
    }  # fmt: skip


def test_an_officer_s_word_is_told_by_its_day_in_vietnam_and_by_nothing_else() -> None:
    found = told(said(1, "own", storage="a", price_low=5_000), edits=[edit("storage", {"storage": "b"})])
    assert found == {"s-1": ["name", "price", "producer"], "2026-02-02": ["storage"]}
    found = told(said(1, "own", price_low=5_000), edits=[edit("price", {"price_low": 6_000}, "")])
    assert found == {"s-1": ["name", "producer"], "2026-02-02": ["price"]}
    assert told(said(1, "own", storage="a"), edits=[edit("storage", {"storage": None})]) is None


def test_private_columns_are_not_told() -> None:
    private = {"phone": "+84900000011", "note": "x", "tax_code": "1", "representative": "Khuê", "output": "1 tấn"}
    found = told(said(1, "own", storage="a"), said(2, "list", season="hè", **private))
    assert found == {"s-1": ["name", "producer", "storage"], "s-2": ["season"]}


def test_a_release_tells_sources_that_stand_in_it_and_nothing_of_who_sent_them(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Bảo quản"]
    sheets = [
        ("cua chi Nhan.xlsx", [[*HONEY, ""], [*QUE, ""]], "HTX Đồi Vải"),
        ("danh sach mat.xlsx", [[*HONEY[:6], "99.000đ", "", "Nơi khô"], [*CHILLI, ""]], "Phòng Kinh tế mật"),
    ]
    for name, rows, sender in sheets:
        receive(home, write_sheet(rows, name, header=header), sender=sender)
    made = release.publish(home, "test")
    with closing(reading.connect(home.catalog)) as db:
        honey = db.execute("SELECT * FROM products WHERE name = ?", [HONEY[1]]).fetchone()
        sources = {row["id"]: row for row in db.execute("SELECT * FROM sources")}
        others = db.execute("SELECT count(*) AS n FROM products WHERE origins IS NOT NULL").fetchone()["n"]
    by_evidence = {sources[entry["source_id"]]["evidence"]: entry["columns"] for entry in json.loads(honey["origins"])}
    assert by_evidence["list"] == ["storage"]
    assert "price" in by_evidence["own"]
    assert others == 1
    data = (made.folder / "catalog.db").read_bytes()
    for word in ("chi Nhan", "danh sach mat", "Phòng Kinh tế mật"):
        assert word.encode() not in data


def test_the_same_sheet_again_makes_no_other_release(home: Home, write_sheet: Write) -> None:
    sheet = write_sheet([HONEY, QUE], "a.xlsx")
    receive(home, sheet)
    first = release.publish(home, "test")
    receive(home, sheet)
    again = release.publish(home, "test")
    assert not again.is_new
    assert again.folder == first.folder


def test_a_list_whose_rows_disagree_says_nothing_new_when_it_comes_again(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Bảo quản"]
    small = [*HONEY[:5], "Chai 250ml", "80.000đ", HONEY[7]]
    rows = [[*HONEY, "Nơi khô"], [*QUE, ""], [*small, "Nơi mát"]]
    receive(home, write_sheet(rows, "a.xlsx", header=header))
    first = release.publish(home, "test")
    receive(home, write_sheet([rows[1], rows[0], rows[2]], "b.xlsx", header=header))
    again = release.publish(home, "test")
    assert (again.is_new, again.folder) == (False, first.folder)


def test_the_same_pictures_again_make_no_other_release(home: Home, write_sheet: Write, tmp_path: Path) -> None:
    photo = tmp_path / f"{HONEY[1]}.jpg"
    photo.write_bytes(jpeg())
    receive(home, write_sheet([HONEY, QUE], "a.xlsx"), photo)
    first = release.publish(home, "test")
    receive(home, write_sheet([QUE, HONEY], "b.xlsx"), photo)
    assert release.publish(home, "test").folder == first.folder


def test_a_list_in_another_order_with_other_notes_makes_no_other_release(home: Home, write_sheet: Write) -> None:
    header = [*HEADER, "Ghi chú", "Giá sỉ"]
    receive(home, write_sheet([[*HONEY, "gấp", "140k"], [*QUE, "", ""]], "a.xlsx", header=header))
    first = release.publish(home, "test")
    rows = [["1", *QUE[1:], "x", "200k"], ["2", *HONEY[1:], "đã gọi", "145k"]]
    receive(home, write_sheet(rows, "b.xlsx", header=header))
    assert release.publish(home, "test").folder == first.folder


def test_what_no_release_has_is_in_none() -> None:
    fields = {name for unit in precedence.UNSEEN for name in precedence.FIELDS[unit]}
    assert fields.isdisjoint(column.name for table in schema.TABLES for column in table.columns)


def test_what_an_officer_s_word_outweighs_makes_no_other_release(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE], "a.xlsx"))
    with Workbench(home.workbench) as bench:
        editing.edit(bench, "1", {"price": "155k"}, "Lan", "gọi hỏi")
        editing.edit(bench, "1", {"commune": "04375"}, "Lan", "gọi hỏi")
    first = release.publish(home, "test")
    moved = [*HONEY[:3], "Xã Xuân Ái, tỉnh Lào Cai", *HONEY[4:6], "170k", HONEY[7]]
    receive(home, write_sheet([moved], "b.xlsx"))
    assert release.publish(home, "test").folder != first.folder, "the address is not what the officer spoke of"
    receive(home, write_sheet([[*moved[:6], "180k", moved[7]]], "c.xlsx"))
    assert not release.publish(home, "test").is_new
    with Workbench(home.workbench) as bench:
        editing.unpin(bench, "1", "price", "Lan", "")
    assert release.publish(home, "test").changed == 1


def test_an_edit_is_told_and_the_change_feed_names_only_what_was_said(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE], "a.xlsx"))
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        editing.edit(bench, "1", {"storage": "Nơi khô, mát"}, "Lan", "chị Nhạn nhắn 0900 000 099")
    made = release.publish(home, "test")
    with closing(reading.connect(home.catalog)) as db:
        row = db.execute("SELECT origins FROM products WHERE storage IS NOT NULL").fetchone()
        (change,) = db.execute("SELECT fields FROM changes").fetchall()
    assert {"columns": ["storage"], "edited_on": days.today().isoformat()} in json.loads(row["origins"])
    assert json.loads(change["fields"]) == ["storage"]
    data = (made.folder / "catalog.db").read_bytes()
    assert not any(word.encode() in data for word in ("Lan\x00", "chị Nhạn", "0900 000 099"))
