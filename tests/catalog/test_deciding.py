"""`ocop review` as an officer meets it: choose, preview, decide, edit, undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from catalog.cli import cli
from catalog.errors import OcopError, Unknown
from catalog.workbench.home import Home
from tests.conftest import CHILLI, HONEY, QUE, receive

Write = Callable[..., Path]
UNCLEAR = [*HONEY[:6], "12-15", ""]
NO_PRICE = [*CHILLI[:6], "", ""]


def ocop(home: Home, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["--home", str(home.root), *arguments])
    if done.exception and not isinstance(done.exception, OcopError | SystemExit):
        raise done.exception
    return done


def test_a_bulk_decision_is_previewed_made_and_undone(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([NO_PRICE, QUE, UNCLEAR]), sender="xã")
    chosen = ("--issue", "price-missing", "--sender", "xa", "--commune", "Tiên Yên")
    assert ocop(home, "review", "list", *chosen).output.endswith("1 held\n")
    told = ocop(home, "review", "accept", *chosen, "--preview").output
    assert "added" in told
    assert "1 drafts would be accepted: 1\n" in told
    assert "1 products would change; nothing was written" in told
    assert "2 held" in ocop(home, "review", "list").output
    made = ocop(home, "review", "accept", *chosen, "--by", "chị Nhạn").output
    number = made.rstrip(")\n").rpartition("-")[2]
    assert made.startswith("1 accepted (decisions ")
    assert "1 held" in ocop(home, "review", "list").output
    assert "undone" in ocop(home, "review", "undo", f"{number}-{number}", "--reason", "nhầm").output
    assert "2 held" in ocop(home, "review", "list").output
    shown = ocop(home, "review", "show", "1").output
    assert "accepted by chị Nhạn" in shown
    assert "(undone by" in shown


def test_a_range_that_ends_nowhere_is_one_sentence(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR]))
    done = ocop(home, "review", "undo", "1-999999999999999")
    assert isinstance(done.exception, Unknown | SystemExit)
    assert "999999999999999" in str(done.exception) + done.output


def test_drafts_that_something_else_holds_are_left_out_and_counted(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR, ["4", "Miến dong", "", *UNCLEAR[3:]]]))
    told = ocop(home, "review", "accept", "--issue", "price-ambiguous").output
    assert told.startswith("1 accepted")
    assert "1 left out" in told


def test_counts_by_doubt_and_as_json(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR, NO_PRICE]))
    assert "price-ambiguous" in ocop(home, "review", "list", "--by", "issue").output
    counted = json.loads(ocop(home, "review", "list", "--by", "commune", "--json").output)
    assert sorted(c["drafts"] for c in counted) == [1, 1]
    assert "1 of 2 held" in ocop(home, "review", "list", "--limit", "1").output


def test_a_draft_is_shown_field_by_field_beside_what_is_accepted(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    assert "150000 → 170000" in ocop(home, "review", "show", "2").output
    (told,) = json.loads(ocop(home, "review", "show", "2", "--json").output)["diff"]
    assert {"field": "price_low", "pack": "500mlx1", "before": 150_000, "after": 170_000} in told["changes"]


def test_an_edit_a_pin_and_what_stands_against_them(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR], "a.xlsx"))
    told = ocop(home, "review", "edit", "1", "price=150.000đ/chai", "--reason", "đã hỏi", "--accept").output
    assert "→ 150000" in told
    assert "draft 1 accepted" in told
    ocop(home, "review", "pin", "1", "pack")
    receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    against = ocop(home, "review", "conflicts").output
    assert "= 150.000đ/chai  (edit" in against
    assert "≠ 170k  (list" in against or "≠ 170k  (own" in against
    assert "2 edits" in ocop(home, "review", "edits", "1").output
    assert ocop(home, "review", "unpin", "1", "price").output.startswith("1 withdrawn")
    assert "withdrawn by" in ocop(home, "review", "edits").output
    assert ocop(home, "review", "conflicts").output == "0 disagreements\n"


def test_wrong_usage_is_said(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR]))
    for arguments in (
        ("accept",), ("accept", "1", "--issue", "price-missing"), ("accept", "--sender", "test"), ("reject", "1"),
        ("undo", "x-3"), ("edit", "1", "price"), ("edit", "1", "price=1.000đ", "price=2.000đ"),
    ):  # fmt: skip
        assert ocop(home, "review", *arguments).exit_code == 2, arguments
    assert ocop(home, "undo").exit_code == 2
    assert isinstance(ocop(home, "review", "reject", "1", "--code", "price-nothing").exception, OcopError)
    assert "1 held" in ocop(home, "review", "list").output


def test_a_rejection_by_code_is_what_the_sender_reads(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR]))
    assert "product-twice" in ocop(home, "review", "reasons").output
    ocop(home, "review", "reject", "1", "--code", "price-not-credible")
    (found,) = json.loads(ocop(home, "review", "list", "--state", "rejected", "--json").output)
    assert found["reason"].startswith("Giá không hợp với quy cách.")
    assert "1 held" in ocop(home, "review", "hold", "1", "--reason", "chờ trả lời").output
    assert "decisions on 1 drafts undone" in ocop(home, "undo", "--decision", "3").output
    assert "1 rejected" in ocop(home, "review", "list", "--state", "rejected").output


def test_the_queue_and_a_draft_say_what_a_market_still_needs(home: Home, write_sheet: Write) -> None:
    honey = ["1", "Mật ong", "HTX Đồi Vải", "xã Viễn Sơn, Văn Yên, Yên Bái", "", "Chai 500ml", "12-15", ""]
    receive(home, write_sheet([honey]))
    assert (
        "Còn thiếu 1 thông tin để lên Haravan: Chưa có giá bán."
        in ocop(home, "review", "list", "--market", "haravan").output
    )
    told = ocop(home, "review", "show", "1").output
    assert "Đủ thông tin để lên: Bài đăng Zalo/Facebook." in told
    assert "Còn thiếu 2 thông tin để lên Google Merchant Center" in told
    one = ocop(home, "preflight", "haravan", "--draft", "1")
    assert one.output.startswith("Mật ong: Còn thiếu 1 thông tin để lên Haravan")
    assert "no draft called" in str(ocop(home, "preflight", "haravan", "--draft", "7").exception)
