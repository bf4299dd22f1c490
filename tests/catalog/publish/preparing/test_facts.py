"""Whose word counts: what is stated before what is derived, own sheet, list, crawl, then the newer; losers stay."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.publish import release
from catalog.publish.preparing import facts
from catalog.workbench.home import Home
from catalog.workbench.reviewing import accepted, precedence
from catalog.workbench.reviewing.conflicts import conflicts
from catalog.workbench.reviewing.edits import Edit, Standing
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HEADER, HONEY, QUE, receive

Write = Callable[..., Path]


def said(number: int, source: str, derived: str = "", **given: Any) -> accepted.Said:
    whole = {"name": "Mật ong", "producer": "HTX Đồi Vải", **given} | ({"derived": derived} if derived else {})
    return accepted.Said(number, "p", "h", "", whole, f"s-{number}", f"2026-01-{number:02}", source)


def merged(*drafts: accepted.Said, edits: list[Edit] | None = None) -> accepted.Merged:
    return accepted.together(list(drafts), Standing({"p": edits or []}))


@pytest.mark.parametrize("order", list(itertools.permutations(["own", "list", "crawl"])))
def test_the_stronger_source_counts_in_any_order(order: tuple[str, ...]) -> None:
    drafts = [said(n, source, storage=source) for n, source in enumerate(order, 1)]
    assert merged(*drafts).facts["storage"] == "own"


def test_the_newer_counts_within_a_source_and_a_blank_says_nothing() -> None:
    product = merged(said(1, "list", storage="a", season="hè"), said(2, "list", storage="b"), said(3, "crawl"))
    assert (product.facts["storage"], product.facts["season"]) == ("b", "hè")
    assert product.source_id == "s-2"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (said(1, "own", ocop_set="I.4.a"), said(2, "own", "ocop_set", ocop_set="I.1.a"), "I.4.a"),
        (said(1, "own", "ocop_set", ocop_set="I.1.a"), said(2, "own", ocop_set="I.4.a"), "I.4.a"),
        (said(1, "own", "ocop_set", ocop_set="I.1.a"), said(2, "list", ocop_set="I.4.a"), "I.4.a"),
        (said(1, "own", "ocop_set", ocop_set="I.1.a"), said(2, "list", "ocop_set", ocop_set="I.4.a"), "I.1.a"),
        (said(1, "own", "ocop_set", ocop_set="I.1.a"), said(2, "own", "ocop_set", ocop_set="I.4.a"), "I.4.a"),
    ],
)
def test_what_is_stated_goes_before_what_is_derived(first: Any, second: Any, expected: str) -> None:
    assert merged(first, second).facts["ocop_set"] == expected
    assert "derived" not in merged(first, second).facts


def test_a_price_s_unit_alone_is_no_price() -> None:
    product = merged(said(1, "crawl", price_low=5_000, price_per="hũ"), said(2, "own", price_per="kg", pieces=0))
    assert product.offers[""] == {"price_low": 5_000, "price_per": "hũ", "pieces": 0}


def test_words_that_nobody_understood_give_way_to_what_was() -> None:
    unclear = {"price_words": "12-15", "price_none": "ambiguous"}
    product = merged(said(1, "list", price_low=12_000, price_words="12k"), said(2, "own", **unclear))
    assert product.offers[""]["price_low"] == 12_000
    assert merged(said(1, "own", **unclear)).offers[""] == unclear


def test_a_decision_and_an_address_are_taken_whole() -> None:
    old = said(1, "own", decision_number="1/QĐ", decision_date="2023-01-01", expires_on="2026-01-01")
    new = said(2, "own", decision_number="2/QĐ")
    assert {n: v for n, v in merged(old, new).facts.items() if n.startswith(("decision", "expires"))} == {
        "decision_number": "2/QĐ"
    }
    product = merged(said(1, "own", commune_code="04375", district="a"), said(2, "own", province_code="15"))
    assert "commune_code" not in product.facts


def test_an_edit_counts_before_the_strongest_source() -> None:
    edit = Edit(1, "p", None, "storage", "tủ mát", {"storage": "tủ mát", "season": None}, "", "officer", "2026-02-01")
    product = merged(said(1, "own", storage="a", season="hè"), edits=[edit])
    assert product.facts["storage"] == "tủ mát"
    assert "season" not in product.facts
    assert product.changed_at == "2026-02-01"


@pytest.mark.parametrize(
    ("producers", "sender", "expected"),
    [
        ({"a": "HTX Đồi Vải"}, "", "own"),
        ({"a": "HTX Đồi Vải"}, "Hợp tác xã Đồi Vải", "own"),
        ({"a": "HTX Đồi Vải"}, "chị Nhạn, htx doi vai", "own"),
        ({"a": "Công ty TNHH Suối Nhạn"}, "cty Suối Nhạn", "own"),
        ({"a": "HTX Đồi Vải"}, "Phòng Kinh tế xã", "list"),
        ({"a": "HTX Đồi Vải", "b": "HTX Suối Nhạn"}, "HTX Đồi Vải", "list"),
        ({"a": "HTX Đồi Vải", "b": "HTX Suối Nhạn"}, "", "list"),
        ({}, "", "list"),
    ],
)
def test_what_a_sheet_is_as_evidence(producers: dict[str, str], sender: str, expected: str) -> None:
    assert precedence.source_class("sheet", producers, sender) == expected
    assert precedence.source_class("crawl", producers, sender) == "crawl"


def classes(home: Home) -> list[str]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return [r["class"] for r in bench.rows("SELECT class FROM submissions ORDER BY number")]


def test_a_later_list_does_not_overrule_the_producer_and_is_shown(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE], "cua minh.xlsx"), sender="HTX Đồi Vải")
    receive(home, write_sheet([[*HONEY[:6], "99.000đ", ""], CHILLI], "danh sach.xlsx"), sender="Phòng Kinh tế")
    assert classes(home) == ["own", "list"]
    with Workbench(home.workbench, is_reading=True) as bench:
        honey = next(m for m in facts.merged(bench) if m.facts["name"] == HONEY[1])
        assert [o["price_low"] for o in honey.offers.values()] == [150_000]
        (found,) = conflicts(bench, honey.id)
        assert list(conflicts(bench)) == [found]
    assert (found.column, found.winner.value, found.winner.source) == ("price", "150.000đ", "own")
    (loser,) = found.losers
    assert (loser.value, loser.source, loser.name, loser.rule) == ("99.000đ", "list", "danh sach.xlsx", "source")


def test_a_pack_that_is_stated_and_one_out_of_a_name_are_told_apart(home: Home, write_sheet: Write) -> None:
    named = ["1", "Mật ong hoa nhãn Đồi Vải 500ml", *HONEY[2:5], "", HONEY[6], ""]
    (taken,) = receive(home, write_sheet([named, QUE]))
    assert taken.drafts[0].facts["derived"].split() == ["producer_kind", "pack", "ocop_set"]
    assert taken.drafts[1].facts["derived"].split() == ["producer_kind", "ocop_set"]


def test_no_release_says_what_was_derived(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([[*HONEY, "Mật ong. Thành phần: mật ong nguyên chất."]], header=[*HEADER, "Mô tả"]))
    with Workbench(home.workbench, is_reading=True) as bench:
        (product,) = facts.merged(bench)
        assert "derived" in bench.rows("SELECT facts FROM drafts")[0]["facts"]
    assert "derived" not in product.facts
    made = release.publish(home, "test")
    assert b"derived" not in (made.folder / "catalog.db").read_bytes()


def test_a_disagreement_tells_the_days_of_vietnam(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE], "cua minh.xlsx"), sender="HTX Đồi Vải")
    receive(home, write_sheet([[*HONEY[:6], "99.000đ", ""], CHILLI], "danh sach.xlsx"), sender="Phòng Kinh tế")
    with Workbench(home.workbench) as bench:
        with bench.writing() as connection:
            connection.execute("UPDATE submissions SET received_at = '2026-03-31T17:30:00Z'")
        (found,) = conflicts(bench)
        assert {w.day for w in (found.winner, *found.losers)} == {"2026-04-01"}


def test_a_register_is_shown_beside_what_a_source_claims(home: Home, write_sheet: Write) -> None:
    header = ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Hạng sao", "Quyết định số", "Ngày quyết định"]
    listed = [["1", HONEY[1], "HTX Đồi Vải", HONEY[3], "3 sao", "901/QĐ-UBND", "26/04/2024"]]
    receive(home, write_sheet(listed, "phu luc.xlsx", header=header), register=True)
    receive(home, write_sheet([[*HONEY, "5"]], header=[*HEADER, "Hạng sao"]))
    with Workbench(home.workbench, is_reading=True) as bench:
        (found,) = conflicts(bench)
    assert (found.column, found.winner.facts, found.winner.source) == ("stars", {"stars": 3}, "register")
    assert [w.facts for w in found.losers] == [{"stars": 5}]
