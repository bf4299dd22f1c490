"""What a sender says of their headers is remembered for their next sheet, with a version, and can be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Unknown
from catalog.workbench.home import Home
from catalog.workbench.rows import mappings, submissions
from catalog.workbench.store import Workbench
from tests.conftest import HEADER, HONEY, QUE, receive

Write = Callable[..., Path]
OWN = ["STT", "Hàng của xã ta", *HEADER[2:6], "Xin bà con cho", HEADER[7]]
SAID = {"Hàng của xã ta": "name", "Xin bà con cho": "price", "STT": "-"}


def columns(s: submissions.Submission) -> dict[str, tuple[str | None, str]]:
    return {c["header"]: (c["column"], c["how"]) for t in s.tables for c in t["columns"].values()}


def test_headers_that_nobody_knows_are_read_as_their_sender_says(home: Home, write_sheet: Write) -> None:
    (unread,) = receive(home, write_sheet(header=OWN), sender="Xã Yên Hòa")
    assert unread.tables == []
    (read,) = receive(home, write_sheet(header=OWN), sender="Xã Yên Hòa", confirmed=SAID)
    assert columns(read)["Hàng của xã ta"] == ("name", "remembered")
    assert columns(read)["Xin bà con cho"] == ("price", "remembered")
    assert columns(read)["STT"] == (None, "remembered")
    assert {d.facts["price_low"] for d in read.drafts} == {150_000, 220_000, 60_000}
    assert read.id != unread.id


def test_the_next_sheet_of_the_sender_is_read_alike_and_of_another_is_not(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet(header=OWN), sender="Xã Yên Hòa", confirmed=SAID)
    dearer = [*QUE[:6], "230k", ""]
    (later,) = receive(home, write_sheet([HONEY, dearer], "lan 2.xlsx", header=OWN), sender="Xã Yên Hòa")
    assert [d.change for d in later.drafts] == ["unchanged", "changed"]
    (other,) = receive(home, write_sheet([HONEY, dearer], "lan 3.xlsx", header=OWN), sender="Xã khác")
    assert other.tables == []


def test_each_change_is_a_version_and_the_same_again_is_none(home: Home) -> None:
    with Workbench(home.workbench) as bench, bench.writing():
        assert mappings.confirm(bench, "a", {"Kệ": "-"}, "lan") == 1
        assert mappings.confirm(bench, "a", {"Kệ": "-"}, "lan") == 1
        assert mappings.confirm(bench, "a", {"Kệ": "stock"}, "lan") == 2
        assert mappings.confirm(bench, "b", {"Kệ": "note"}, "lan") == 1
        assert mappings.remembered(bench, "a") == {"Kệ": "stock"}
        assert mappings.confirm(bench, "a", {"Kệ": ""}, "lan") == 3
        assert mappings.remembered(bench, "a") == {}
        assert [(c["sender"], c["column"], c["version"]) for c in mappings.listed(bench)] == [
            ("a", "-", 1), ("a", "stock", 2), ("b", "note", 1), ("a", None, 3),
        ]  # fmt: skip


def test_what_changed_since_the_last_sheet_is_said_once(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet(), sender="Xã Yên Hòa")
    other = [*HEADER[:4], "Ghi chú", *HEADER[5:]]
    path = write_sheet([HONEY], "lan 2.xlsx", header=other)
    (later,) = receive(home, path, sender="Xã Yên Hòa")
    (said,) = [i.message for i in later.issues if i.code == "columns-changed"]
    assert "thêm cột “Ghi chú”" in said
    assert "không còn cột “SĐT”" in said
    (again,) = receive(home, path, sender="Xã Yên Hòa")
    assert "columns-changed" not in [i.code for i in again.issues]
    (nobody,) = receive(home, write_sheet([QUE], "lan 3.xlsx"), sender="")
    assert "columns-changed" not in [i.code for i in nobody.issues]


def test_a_column_that_does_not_exist_is_refused_and_nothing_is_stored(home: Home, write_sheet: Write) -> None:
    with pytest.raises(Unknown, match="giá tiền"):
        receive(home, write_sheet(), sender="x", confirmed={"Giá": "giá tiền"})
    assert not home.workbench.exists()
