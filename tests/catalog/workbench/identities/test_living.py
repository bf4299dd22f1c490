"""After a delivery was taken back, names and codes are known by what living deliveries say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.workbench.home import Home
from catalog.workbench.identities import merges, subjects
from catalog.workbench.reviewing import asked_again, review
from catalog.workbench.rows.policy import Policy
from catalog.workbench.store import Workbench
from tests.conftest import receive

Write = Callable[..., Path]
HEADER = ["Tên sản phẩm", "Tên cơ sở", "Địa chỉ", "SĐT", "Quy cách", "Giá bán", "Mã hàng"]


def row(
    name: str, maker: str = "HTX Tân Quy", sku: str = "", pack: str = "Túi 500g", price: str = "50.000đ"
) -> list[str]:
    return [name, maker, "xã Viễn Sơn, Văn Yên, Yên Bái", "", pack, price, sku]


@pytest.fixture
def send(home: Home, write_sheet: Write) -> Callable[..., str]:
    def deliver(name: str, *rows: list[str]) -> str:
        (taken,) = receive(home, write_sheet(list(rows), f"{name}.xlsx", header=HEADER))
        return taken.id

    return deliver


Send = Callable[..., str]


def take_back(home: Home, submission: str) -> None:
    with Workbench(home.workbench) as bench:
        review.take_back(bench, submission, "nhầm", "lan")


def states(home: Home) -> list[tuple[str, str, str, str]]:
    with Workbench(home.workbench, is_reading=True) as bench:
        rows = bench.rows("SELECT product_id, producer_id, state, reason FROM states ORDER BY draft_id")
        return [tuple(row) for row in rows]


def test_a_name_that_comes_again_is_compared_with_what_came_since(home: Home, send: Send) -> None:
    gone = send("nhầm", row("Gạo tím", "HTX Tân Quy"))
    take_back(home, gone)
    send("khác", row("OCOP Gạo tím", "HTXNN Tân Quy"))
    send("lại", row("Gạo tím", "HTX Tân Quy", price="60.000đ"))
    assert len({(product, maker) for product, maker, *_ in states(home)}) == 1


def test_a_code_that_an_undone_list_put_on_many_names_speaks_again(home: Home, send: Send) -> None:
    gone = send("nhầm", *(row(f"Mứt {what}", sku="T1") for what in ("gừng", "bí", "sen", "quất")))
    take_back(home, gone)
    send("đúng", row("Mật ong hoa nhãn", sku="T1"))
    send("đổi tên", row("Mật ong hoa nhãn Suối Mơ", sku="T1"))
    assert len({product for product, *_ in states(home)}) == 1


def test_a_takedown_still_knows_whom_it_was_asked_for(home: Home, send: Send) -> None:
    gone = send("nhầm", row("Gạo tím", "HTX Tân Quy"))
    send("khác", row("Mứt gừng", "HTX Suối Nhạn"))
    take_back(home, gone)
    with Workbench(home.workbench) as bench:
        (key,) = (
            r["key"] for r in bench.rows("SELECT key FROM identities WHERE NOT is_living AND key LIKE 'producer:%'")
        )
        assert "tân quy" in key
        assert subjects.find(bench, "HTX Suối Nhạn").kind == "producer"


def test_a_doubt_about_what_was_taken_back_goes_with_it(home: Home, send: Send) -> None:
    gone = send("nhầm", row("Mứt dừa", sku="T1"))
    send("đúng", row("Mứt gừng", sku="T1"))
    assert states(home)[1][2:] == ("held", "identity-unsure")
    take_back(home, gone)
    assert [s[2:] for s in states(home)] == [("accepted", "complete and unambiguous")]
    with Workbench(home.workbench, is_reading=True) as bench:
        shown = review.show(bench, 2)
    assert shown["issues"] == []
    assert [d["state"] for d in shown["decisions"]] == ["held"]  # history shows what was decided then


def test_a_person_s_word_on_such_a_row_stands_and_undone_it_is_as_never_asked(home: Home, send: Send) -> None:
    gone = send("nhầm", row("Mứt dừa", sku="T1"))
    send("đúng", row("Mứt gừng", sku="T1"))
    with Workbench(home.workbench) as bench:
        said = review.decide(bench, [2], "rejected", "gọi hỏi", "lan")
        review.take_back(bench, gone, "nhầm", "lan")
        assert [s[2] for s in states(home)] == ["rejected"]
        review.undo(bench, said, "", "lan")
    assert [s[2] for s in states(home)] == ["accepted"]


def test_a_row_that_waits_for_something_else_waits_on(home: Home, send: Send) -> None:
    gone = send("nhầm", row("Mứt dừa", sku="T1"))
    send("đúng", row("Mứt gừng", sku="T1", price="12-15"))
    take_back(home, gone)
    assert [s[2:] for s in states(home)] == [("held", "price-ambiguous")]


def test_what_was_asked_because_of_somebody_else_stays(home: Home, send: Send) -> None:
    send("trước", row("Mứt dừa", sku="T1"))
    gone = send("nhầm", row("Mứt dừa non", sku="T1"))
    send("đúng", row("Mứt gừng", sku="T1"))
    before = states(home)[-1]
    take_back(home, gone)
    assert states(home)[-1][2:] == before[2:] == ("held", "identity-unsure")


def test_a_question_that_an_undone_list_silenced_is_asked_of_the_row_that_came_since(home: Home, send: Send) -> None:
    send("trước", row("Mứt dừa", sku="T1"))
    gone = send("nhầm", *(row(f"Trà {what}", sku="T1") for what in ("bưởi", "quế", "sen", "nhài")))
    send("đúng", row("Mứt gừng", sku="T1"))
    assert states(home)[-1][2] == "accepted"
    take_back(home, gone)
    assert states(home)[-1][2:] == ("held", "identity-unsure")
    with Workbench(home.workbench, is_reading=True) as bench:
        (doubt,) = review.show(bench, review.queue(bench)[0]["draft"])["issues"]
        assert "Mứt" in doubt["value"]
        assert doubt["cell"] == "A5"


@pytest.mark.parametrize(("policy", "state"), [(Policy(), "accepted"), (Policy(frozenset({"product-alike"})), "held")])
def test_the_policy_judges_a_question_that_comes_late(home: Home, send: Send, policy: Policy, state: str) -> None:
    send("trước", row("Mứt dừa", sku="T1"))
    gone = send("nhầm", *(row(f"Trà {what}", sku="T1") for what in ("bưởi", "quế", "sen", "nhài")))
    send("đúng", row("Mứt gừng", sku="T1"), row("Mứt bí", sku="T1"))
    with Workbench(home.workbench) as bench:
        review.take_back(bench, gone, "nhầm", "lan", policy)
        assert [r["code"] for r in bench.rows("SELECT code FROM issues")] == ["product-alike", "product-alike"]
    assert [s[2] for s in states(home)[-2:]] == [state, state]


def test_rows_that_only_a_merge_made_one_are_two_again_when_it_is_taken_apart(home: Home, send: Send) -> None:
    send("một", row("Mứt dừa"), row("Trà gừng"))
    one, other = (product for product, *_ in states(home))
    with Workbench(home.workbench) as bench:
        number = merges.merge(bench, one, other, "gọi hỏi", "lan")
    send("hai", row("Mứt dừa", price="60.000đ"), row("Trà gừng", price="70.000đ"))
    assert [s[2:] for s in states(home)][2:] == [("accepted", "complete and unambiguous"), ("held", "row-disagrees")]
    with Workbench(home.workbench) as bench:
        asked_again.split(bench, number, "nhầm", "lan")
    assert {s[2] for s in states(home)} == {"accepted"}
