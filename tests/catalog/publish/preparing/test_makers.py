"""Of what a producer's products say of it, the weightiest word counts, of equals the newest; whole statements only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalog.publish import release
from catalog.workbench.home import Home
from tests.catalog.publish.test_release import query
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive

Write = Callable[..., Path]
SITE = [*HEADER, "Trang web", "Loại hình"]


def said(row: list[str], site: str, kind: str = "", address: str = "") -> list[str]:
    return [*row[:3], address or row[3], *row[4:], site, kind]


def test_a_producer_s_own_sheet_goes_before_a_later_list(home: Home, write_sheet: Write) -> None:
    own = [said(HONEY, "doi-vai.example.vn", "HTX")]
    receive(home, write_sheet(own, "a.xlsx", header=SITE), sender="HTX Đồi Vải")
    others = [said(QUE, "tinh.example.vn", "Công ty"), said(CHILLI, "suoi-nhan.example.vn")]
    receive(home, write_sheet(others, "b.xlsx", header=SITE), sender="xã")
    release.publish(home, "test")
    assert dict(query(home, "SELECT name, website FROM producers")) == {
        "HTX Đồi Vải": "doi-vai.example.vn", "HTX Suối Nhạn": "suoi-nhan.example.vn",
    }  # fmt: skip
    assert dict(query(home, "SELECT name, producer_kind FROM producers"))["HTX Đồi Vải"] == "cooperative"


def test_of_equal_sources_the_newer_counts_and_an_address_is_taken_whole(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([said(HONEY, "cu.example.vn")], "a.xlsx", header=SITE), sender="")
    receive(home, write_sheet([said(QUE, "moi.example.vn", address="tỉnh Lào Cai")], "b.xlsx", header=SITE), sender="")
    release.publish(home, "test")
    assert query(home, "SELECT website, province, commune FROM producers") == [("moi.example.vn", "Lào Cai", None)]
