"""Rows that came again unchanged are settled anew when what they followed is undone, whole packs at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from catalog.workbench.home import Home
from catalog.workbench.reviewing import review
from catalog.workbench.store import Workbench
from tests.conftest import HONEY, QUE, receive

Write = Callable[..., Path]


def unclear(*numbers: int) -> list[list[str]]:
    """Rows that the policy holds, each of another product."""
    return [["1", f"Mật ong số {n}", *HONEY[2:6], "12-15", ""] for n in numbers]


def standing(bench: Workbench) -> list[tuple]:
    sql = "SELECT draft_id, state, reason, decided_by FROM states ORDER BY draft_id"
    return [tuple(row) for row in bench.rows(sql)]


def states_of(bench: Workbench, name: str) -> list[str]:
    """The states of the rows of one product, in order of arrival."""
    sql = "SELECT s.state FROM drafts d JOIN states s ON s.draft_id = d.id WHERE d.name = ? ORDER BY d.id"
    return [row["state"] for row in bench.rows(sql, [name])]


def test_a_chain_of_unchanged_rows_falls_back_together(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet(unclear(1, 2), "1.xlsx"))
    with Workbench(home.workbench) as bench:
        before = standing(bench)
        first = review.decide(bench, [1, 2], "accepted", "đã gọi", "chị Nhạn")
    for name in ("2.xlsx", "3.xlsx", "4.xlsx"):
        receive(home, write_sheet([*unclear(1, 2), [name, *QUE[1:]]], name))
    with Workbench(home.workbench) as bench:
        assert [state for _, state, _, _ in standing(bench)].count("held") == 0
        # A person decided on one row in the middle of the chain: it stays, and the rows behind it follow it.
        third = bench.rows("SELECT id FROM drafts WHERE name = 'Mật ong số 1' ORDER BY id")[2]["id"]
        review.decide(bench, [third], "rejected", "ngừng bán", "anh Tú")
        review.undo(bench, [first[0]], "nhầm", "chị Nhạn")
        assert states_of(bench, "Mật ong số 1") == ["held", "held", "rejected", "rejected"]
        review.undo(bench, [first[1]], "nhầm", "chị Nhạn")
        assert states_of(bench, "Mật ong số 2") == ["held"] * 4
        assert standing(bench)[1] == before[1]


def test_it_asks_as_often_for_many_rows_as_for_few(tmp_path: Path, write_sheet: Write) -> None:
    def asked(products: int) -> int:
        home = Home(tmp_path / f"home of {products}")
        numbers = range(1, products + 1)
        receive(home, write_sheet(unclear(*numbers), f"{products} a.xlsx"))
        with Workbench(home.workbench) as bench:
            made = review.decide(bench, list(numbers), "accepted", "đã gọi", "chị Nhạn")
        receive(home, write_sheet([*unclear(*numbers), QUE], f"{products} b.xlsx"))
        said: list[str] = []
        with Workbench(home.workbench) as bench:
            bench.db.set_trace_callback(said.append)
            review.undo(bench, made, "nhầm", "chị Nhạn")
            bench.db.set_trace_callback(None)
            assert {state for _, state, _, _ in standing(bench)} == {"held", "accepted"}
        return sum("SELECT" in statement for statement in said)

    assert asked(40) == asked(2)
