"""Officers' edits: read like a cell, stronger than any import, withdrawn and never erased."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import Conflict, Refused, Unknown
from catalog.publish import release
from catalog.publish.preparing import facts
from catalog.workbench.home import Home
from catalog.workbench.identities import merges
from catalog.workbench.reviewing import editing, review, typed
from catalog.workbench.store import Workbench
from tests.conftest import HONEY, QUE, receive

Write = Callable[..., Path]
UNCLEAR = [*HONEY[:6], "12-15", ""]
LARGER = ["4", HONEY[1], *HONEY[2:5], "Chai 1 lít", "280.000đ", ""]


def edit(home: Home, said: str, accept: bool = False, **words: str) -> list[editing.Change]:
    with Workbench(home.workbench) as bench:
        return editing.edit(bench, said, words, "officer", "đã gọi điện", accept=accept)


def merged(home: Home) -> list[facts.Merged]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return facts.merged(bench)


def price(home: Home) -> int | None:
    (product,) = merged(home)
    (offer,) = product.offers.values()
    return offer.get("price_low")


def test_an_edit_stands_over_every_import_until_it_is_withdrawn(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    (change,) = edit(home, "1", price="155.000đ/chai")
    assert (change.before["price_low"], change.after["price_low"]) == (150_000, 155_000)
    (taken,) = receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    assert price(home) == 155_000
    (told,) = [i for i in taken.drafts[0].issues if i.code == "edit-stands"]
    assert "170k" in told.message
    assert "155.000đ/chai" in told.message
    with Workbench(home.workbench) as bench:
        assert editing.unpin(bench, "2", "price", "officer", "giá mới đúng") == 1
    assert price(home) == 170_000
    with Workbench(home.workbench) as bench:
        (kept,) = editing.listed(bench)
        assert (kept["words"], kept["edited_by"], kept["withdrawn_by"]) == ("155.000đ/chai", "officer", "officer")
        with pytest.raises(Conflict):
            editing.unpin(bench, "2", "price", "officer", "")


def test_an_import_that_agrees_is_not_told(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    edit(home, "1", price="170.000 đồng", storage="Nơi khô ráo")
    (taken,) = receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    assert "edit-stands" not in [i.code for i in taken.drafts[0].issues]


def test_of_two_edits_the_last_counts_and_withdrawn_all_is_as_before(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY]))
    before = merged(home)
    edit(home, "1", price="1.000đ")
    edit(home, "1", price="160.000đ")
    assert price(home) == 160_000
    with Workbench(home.workbench) as bench:
        assert editing.unpin(bench, "1", "price", "officer", "") == 2
    assert merged(home) == before


def test_an_edit_answers_the_doubt_of_a_held_draft(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR]))
    edit(home, "1", accept=True, price="150.000đ")
    assert price(home) == 150_000
    with Workbench(home.workbench, is_reading=True) as bench:
        last = review.show(bench, 1)["decisions"][-1]
    assert (last["state"], last["decided_by"], last["reason"]) == ("accepted", "officer", "đã gọi điện")


def test_an_edit_that_answers_another_question_accepts_nothing(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR]))
    with pytest.raises(Conflict, match="12-15"):
        edit(home, "1", accept=True, storage="Nơi khô ráo")
    with Workbench(home.workbench, is_reading=True) as bench:
        assert editing.listed(bench) == []
        assert review.queue(bench)[0]["draft"] == 1


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("price", "12-15"), ("price", "abc"), ("pack", "to vừa"), ("decision_date", "hôm qua"), ("gtin", "123"),
        ("phone", "12"), ("stars", "rất ngon"), ("commune", "xã Không Hề Có"), ("email", "a tại b"), ("website", "có"),
        ("ocop_set", "linh tinh"), ("name", ""), ("price", " "), ("images", "a.jpg"),
        ("description", "Chữa khỏi ung thư."),
    ],
)  # fmt: skip
def test_what_does_not_read_is_refused_with_a_sentence(column: str, words: str) -> None:
    with pytest.raises(Refused, match=column):
        typed.read({column: words}, "Lào Cai")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"price": "150k/chai"}, {"price": {"price_low": 150_000, "price_per": "chai", "price_none": None}}),
        ({"price": "liên hệ"}, {"price": {"price_low": None, "price_none": "contact"}}),
        ({"pack": "Hũ 500 g"}, {"pack": {"net_total": 500, "net_unit": "g", "container": "hũ"}}),
        ({"stock": "0"}, {"stock": {"stock": 0}}),
        ({"storage": ""}, {"storage": {"storage": None}}),
        ({"decision_date": "26/04/2024"}, {"decision_date": {"expires_on": "2027-04-26"}}),
        ({"commune": "Viễn Sơn", "district": "Văn Yên", "province": "Yên Bái"}, {"commune": {"province": "Lào Cai"}}),
        ({"ocop_set": "I.4.a"}, {"ocop_set": {"ocop_set": "I.4.a", "set_confidence": 1.0}}),
        ({"website": "htx-doi-vai.example.vn"}, {"website": {"website": "htx-doi-vai.example.vn"}}),
    ],
)  # fmt: skip
def test_a_value_is_read_like_a_cell(words: dict[str, str], expected: dict[str, dict[str, object]]) -> None:
    read = typed.read(words)
    for column, fields in expected.items():
        assert {n: read[column][n] for n in fields} == fields
        assert set(read[column]) == set(typed.affected(column))


def test_a_column_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(Unknown, match="price"):
        typed.read({"giá": "1"})


def test_a_price_is_said_of_one_pack(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, LARGER]))
    (product,) = merged(home)
    with pytest.raises(Conflict, match="Chai 1 lít"):
        edit(home, product.id, price="160.000đ")
    edit(home, "2", price="290.000đ")
    edit(home, product.id, storage="Nơi khô ráo")
    (product,) = merged(home)
    assert [o["price_low"] for o in product.offers.values()] == [150_000, 290_000]
    assert product.facts["storage"] == "Nơi khô ráo"


def test_an_edit_of_the_producer_holds_for_all_its_products(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    edit(home, "1", producer_kind="Công ty")
    assert [m.facts["producer_kind"] for m in merged(home)] == ["company", "company"]


def test_a_price_that_an_officer_said_stands_for_a_cell_of_several(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([[*HONEY[:5], "", "500ml: 150k; 1 lít: 280k", ""]]))
    (draft,) = [1]
    edit(home, str(draft), price="150.000đ")
    with Workbench(home.workbench) as bench:
        review.decide(bench, [draft], "accepted", "", "officer")
    assert price(home) == 150_000


def test_a_pin_keeps_what_is_accepted(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    (product,) = merged(home)
    with Workbench(home.workbench) as bench:
        editing.pin(bench, product.id, "price", "officer", "giá niêm yết")
        with pytest.raises(Conflict, match="no accepted storage"):
            editing.pin(bench, product.id, "storage", "officer", "")
        editing.pin(bench, product.id, "storage", "officer", "", value="Nơi khô ráo")
    receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    assert price(home) == 150_000
    assert merged(home)[0].facts["storage"] == "Nơi khô ráo"


def test_of_what_is_not_there_nothing_is_said(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, ["2", "", *QUE[2:]]]))
    with pytest.raises(Unknown):
        edit(home, "99", price="1.000đ")
    with pytest.raises(Conflict, match="names no product"):
        edit(home, "2", price="1.000đ")


def test_an_edit_follows_a_product_that_is_joined_to_another_and_comes_back(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    honey, que = (next(m.id for m in merged(home) if m.facts["name"] == row[1]) for row in (HONEY, QUE))
    edit(home, que, storage="Nơi khô ráo")
    with Workbench(home.workbench) as bench:
        number = merges.merge(bench, honey, que, "một sản phẩm", "officer")
    (joined,) = merged(home)
    assert (joined.id, joined.facts["storage"]) == (honey, "Nơi khô ráo")
    with Workbench(home.workbench) as bench:
        assert len(editing.listed(bench, honey)) == 1
        merges.split(bench, number, "nhầm", "officer")
    assert {m.id: m.facts.get("storage") for m in merged(home)} == {honey: None, que: "Nơi khô ráo"}


def packs(home: Home) -> dict[str, tuple]:
    (product,) = merged(home)
    return {key: (o.get("net_total"), o.get("price_low")) for key, o in product.offers.items()}


def test_a_pack_whose_size_was_corrected_is_the_pack_of_that_size(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))  # says 500 ml, and means a litre
    (change,) = edit(home, "1", pack="Chai 1 lít")
    assert (change.before["net_total"], change.after["net_total"]) == (500, 1000)
    assert packs(home) == {"1000mlx1": (1000, 150_000)}
    (taken,) = receive(home, write_sheet([LARGER], "b.xlsx"))
    assert "edit-stands" not in [i.code for i in taken.drafts[0].issues]
    assert packs(home) == {"1000mlx1": (1000, 280_000)}
    # An edit of either row is about that pack.
    edit(home, "1", price="290k")
    assert packs(home) == {"1000mlx1": (1000, 290_000)}
    (taken,) = receive(home, write_sheet([[*LARGER[:6], "300k", ""]], "c.xlsx"))
    assert "edit-stands" in [i.code for i in taken.drafts[0].issues]
    with Workbench(home.workbench) as bench:
        assert editing.unpin(bench, "2", "price", "officer", "") == 1
        assert editing.unpin(bench, "1", "pack", "officer", "500 ml đúng") == 1
    assert packs(home) == {"500mlx1": (500, 150_000), "1000mlx1": (1000, 300_000)}


def test_corrections_of_a_pack_follow_each_other(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, LARGER]))
    edit(home, "1", pack="Chai 700ml", price="200k")
    edit(home, "1", pack="Chai 1 lít")
    assert packs(home) == {"1000mlx1": (1000, 200_000)}
    with Workbench(home.workbench) as bench:
        product = bench.rows("SELECT product_id FROM drafts")[0]["product_id"]
        # One pack by now, so that the product can be named.
        change = editing.edit(bench, product, {"price": "210k"}, "officer", "")[0]
        assert change.before["price_low"] == 200_000
    assert packs(home) == {"1000mlx1": (1000, 210_000)}


@pytest.mark.parametrize(
    ("words", "kind"),
    [("hộ kinh doanh", "household"), ("HTX", "cooperative"), ("establishment", "establishment"), ("Other", "other"),
     ("unknown", "unknown")],
)  # fmt: skip
def test_the_kind_of_a_producer_is_said_in_words_or_by_its_name(words: str, kind: str) -> None:
    assert typed.read({"producer_kind": words})["producer_kind"] == {"producer_kind": kind}


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="producer_kind"):
        typed.read({"producer_kind": "vui tính"})


def test_a_producer_is_corrected_under_its_own_name(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    release.publish(home, "test")
    with Workbench(home.workbench) as bench:
        editing.edit(bench, "htx-doi-vai", {"producer_kind": "household"}, "officer", "là hộ")
        with pytest.raises(Conflict, match="name one"):
            editing.edit(bench, "htx-doi-vai", {"price": "1k"}, "officer", "")
        assert len(editing.listed(bench, "htx-doi-vai")) == 1
    assert {p.facts["producer_kind"] for p in merged(home)} == {"household"}
    # A household's name is a person's until it agrees: it is taken out with the next release.
    release.publish(home, "test")
    with sqlite3.connect(home.catalog.resolve()) as db:
        assert db.execute("SELECT producer_kind, is_name_shown FROM producers").fetchall() == [("household", 0)]
    with Workbench(home.workbench) as bench:
        assert editing.unpin(bench, "htx-doi-vai", "producer_kind", "officer", "là HTX") == 1
    release.publish(home, "test")
    with sqlite3.connect(home.catalog.resolve()) as db:
        assert db.execute("SELECT slug, is_name_shown FROM producers").fetchall() == [("htx-doi-vai", 1)]


def test_an_edit_is_told_also_where_the_producer_is_spelt_otherwise(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    edit(home, "1", price="155.000đ/chai")
    respelt = [*HONEY[:2], "Hợp tác xã Đồi Vải", *HONEY[3:6], "170k", ""]
    (taken,) = receive(home, write_sheet([respelt], "b.xlsx"))
    assert "edit-stands" in [i.code for i in taken.drafts[0].issues]
