"""What people said of a product or producer stays with it when a join comes apart or a delivery is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.publish.preparing import facts
from catalog.workbench.home import Home
from catalog.workbench.identities import merges, owned
from catalog.workbench.privacy import accounts, consents
from catalog.workbench.reviewing import editing, review
from catalog.workbench.store import Workbench
from tests.conftest import HONEY, receive

Write = Callable[..., Path]
# One cooperative under three spellings; which of their ids stays is a matter of digests.
SPELT = ("HTX Đồi Vải", "HTXNN Đồi Vải", "Hợp tác xã Đồi Vải")
PAPER = consents.Said(consents.PAPER, "phiếu 1")


def sent(home: Home, write_sheet: Write, maker: str, words: str = "có") -> str:
    (taken,) = receive(home, write_sheet([[*HONEY[:2], maker, *HONEY[3:7], words]], f"{maker}.xlsx"))
    return taken.id


def given(bench: Workbench, maker: str, field: str = "phone") -> bool | None:
    sql = """SELECT DISTINCT s.producer_id FROM states s JOIN drafts d ON d.id = s.draft_id
              WHERE json_extract(d.facts, '$.producer') = ?"""
    (producer,) = (row["producer_id"] for row in bench.rows(sql, [maker]))
    word = consents.standing(bench).get((producer, field))
    return word and word.is_given


@pytest.mark.parametrize("kept", SPELT)
def test_a_withdrawal_outlives_the_delivery_that_joined_the_producer(home: Home, write_sheet: Write, kept: str) -> None:
    sent(home, write_sheet, kept)
    others = [sent(home, write_sheet, maker) for maker in SPELT if maker != kept]
    with Workbench(home.workbench) as bench:
        (producer,) = {row["producer_id"] for row in bench.rows("SELECT producer_id FROM states")}
        consents.record(bench, producer, ["phone"], PAPER, "lan", is_given=False)
        for other in others:
            review.take_back(bench, other, "nhầm", "lan")
        assert given(bench, kept) is False


@pytest.mark.parametrize("kept", SPELT)
def test_what_was_said_of_a_producer_outlives_it_too(home: Home, write_sheet: Write, kept: str) -> None:
    sent(home, write_sheet, kept, words="")
    others = [sent(home, write_sheet, maker, words="") for maker in SPELT if maker != kept]
    with Workbench(home.workbench) as bench:
        (row,) = {(row["producer_id"], row["product_id"]) for row in bench.rows("SELECT * FROM states")}
        consents.record(bench, row[0], ["phone"], PAPER, "lan", is_given=True)
        verified = accounts.Verified("MB", "0000000012345", kept, "sao kê", "đứng tên")
        accounts.add(bench, row[0], verified, "lan")
        editing.edit(bench, row[1], {"storage": "Nơi khô ráo"}, "lan", "đã hỏi")
        editing.edit(bench, row[0], {"website": "doivai.example.vn"}, "lan", "đã hỏi")
        for other in others:
            review.take_back(bench, other, "nhầm", "lan")
        assert given(bench, kept) is True
        assert len(accounts.standing(bench)) == 1
        (product,) = facts.merged(bench)
        assert product.facts["storage"] == "Nơi khô ráo"
        assert product.facts["website"] == "doivai.example.vn"
        assert product.producer_id in accounts.standing(bench)


def test_of_producers_that_come_apart_both_stay_withdrawn_and_one_has_the_consent(
    home: Home, write_sheet: Write
) -> None:
    sent(home, write_sheet, "HTX Đồi Vải")
    sent(home, write_sheet, "HTX Suối Nhạn")
    with Workbench(home.workbench) as bench:
        one, other = (row["producer_id"] for row in bench.rows("SELECT producer_id FROM states ORDER BY draft_id"))
        number = merges.merge(bench, other, one, "một nhà", "lan")
        consents.record(bench, other, ["phone"], PAPER, "lan", is_given=False)
        consents.record(bench, other, ["email"], PAPER, "lan", is_given=True)
        assert owned.ids(bench, "producer", other) == [one, other]
        merges.split(bench, number, "hai nhà", "lan")
        assert [given(bench, maker) for maker in ("HTX Đồi Vải", "HTX Suối Nhạn")] == [False, False]
        assert [given(bench, maker, "email") for maker in ("HTX Đồi Vải", "HTX Suối Nhạn")] == [True, None]


@pytest.mark.parametrize("kept", SPELT)
def test_a_merge_outlives_the_delivery_that_brought_another_spelling(home: Home, write_sheet: Write, kept: str) -> None:
    sent(home, write_sheet, kept)
    others = [sent(home, write_sheet, maker) for maker in SPELT if maker != kept]
    sent(home, write_sheet, "HTX Suối Nhạn")
    with Workbench(home.workbench) as bench:
        one, *_, other = (row["producer_id"] for row in bench.rows("SELECT producer_id FROM states ORDER BY draft_id"))
        merges.merge(bench, other, one, "một nhà", "lan")
        for taken in others:
            review.take_back(bench, taken, "nhầm", "lan")
        assert len({row["producer_id"] for row in bench.rows("SELECT producer_id FROM states")}) == 1
