"""Decisions: the queue by commune, sender and doubt; bulk with a preview; reasons; undo as if never decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import Conflict, Unknown
from catalog.publish.preparing import facts
from catalog.registers import reasons
from catalog.workbench.home import Home
from catalog.workbench.receiving import intake
from catalog.workbench.reviewing import previews, queue, review
from catalog.workbench.reviewing.queue import Wanted
from catalog.workbench.rows.delivery import collect
from catalog.workbench.rows.policy import Policy
from catalog.workbench.rows.submissions import Sender
from catalog.workbench.store import Workbench
from tests.conftest import CHILLI, HONEY, QUE, receive

Write = Callable[..., Path]
UNCLEAR = [*HONEY[:6], "12-15", ""]
NO_PRICE = [*CHILLI[:6], "", ""]


def merged(home: Home) -> list[facts.Merged]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return facts.merged(bench)


def states(home: Home) -> list[tuple[Any, ...]]:
    with Workbench(home.workbench, is_reading=True) as bench:
        return [tuple(r) for r in bench.rows("SELECT draft_id, state, reason FROM states ORDER BY draft_id")]


def decide(home: Home, drafts: list[int], state: str, reason: str = "", code: str | None = None) -> list[int]:
    with Workbench(home.workbench) as bench:
        return review.decide(bench, drafts, state, reason, "officer", code=code)


@pytest.fixture
def waiting(home: Home, write_sheet: Write) -> Home:
    """Two senders, two communes, two kinds of doubt; drafts 1 to 4, of which 2 is accepted."""
    receive(home, write_sheet([UNCLEAR, QUE], "a.xlsx"), sender="HTX Đồi Vải")
    receive(home, write_sheet([NO_PRICE, ["4", "Miến dong Suối Nhạn", *UNCLEAR[2:]]], "b.xlsx"), sender="xã")
    return home


@pytest.mark.parametrize(
    ("wanted", "drafts"),
    [
        (Wanted(), [1, 3, 4]),
        (Wanted("accepted"), [2]),
        (Wanted(issue="price-ambiguous"), [1, 4]),
        (Wanted(issue="price-missing"), [3]),
        (Wanted(sender="htx doi vai"), [1]),
        (Wanted(sender="xã", issue="price-ambiguous"), [4]),
        (Wanted(commune="Tiên Yên"), [3]),
        (Wanted(commune="xã Tiên Yên", issue="price-ambiguous"), []),
    ],
)
def test_the_queue_by_commune_sender_and_doubt(waiting: Home, wanted: Wanted, drafts: list[int]) -> None:
    with Workbench(waiting.workbench, is_reading=True) as bench:
        assert queue.ids(bench, wanted) == drafts
        assert [d["draft"] for d in queue.queue(bench, wanted)] == drafts
        assert [d["draft"] for d in queue.queue(bench, wanted, limit=1)] == drafts[:1]
        assert queue.count(bench, wanted) == len(drafts)


def test_counts_are_of_everything_that_waits(waiting: Home) -> None:
    with Workbench(waiting.workbench, is_reading=True) as bench:
        by = {
            k: {r["key"]: r["drafts"] for r in queue.counts(bench, Wanted(), k)} for k in ("issue", "sender", "commune")
        }
    assert by["issue"] == {"price-ambiguous": 2, "price-missing": 1}
    assert by["sender"] == {"xã": 2, "HTX Đồi Vải": 1}
    assert sorted(by["commune"].values()) == [1, 2]


def test_what_may_be_in_several_communes_waits_in_each_of_them(home: Home, write_sheet: Write) -> None:
    """Đại Dực was split between Tiên Yên and Đông Ngũ."""
    split = "xã Đại Dực, huyện Tiên Yên, tỉnh Quảng Ninh"
    receive(home, write_sheet([[*HONEY[:3], split, *HONEY[4:]], NO_PRICE, QUE]))
    with Workbench(home.workbench, is_reading=True) as bench:
        found = {c: queue.ids(bench, Wanted(commune=c)) for c in ("Tiên Yên", "06877", "Xuân Ái")}
        counted = queue.counts(bench, Wanted(), "commune")
    assert found == {"Tiên Yên": [1, 2], "06877": [1], "Xuân Ái": []}
    assert counted == [
        {"key": "06862", "drafts": 2, "title": "Tiên Yên, Quảng Ninh"},
        {"key": "06877", "drafts": 1, "title": "Đông Ngũ, Quảng Ninh"},
    ]


@pytest.mark.parametrize("wanted", [Wanted(commune="Không Có"), Wanted(sender="ai"), Wanted(issue="price-nothing")])
def test_what_does_not_exist_is_said(waiting: Home, wanted: Wanted) -> None:
    with Workbench(waiting.workbench, is_reading=True) as bench, pytest.raises(Unknown):
        queue.ids(bench, wanted)


def test_an_overtaken_draft_waits_no_more(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR], "a.xlsx"))
    receive(home, write_sheet([HONEY], "b.xlsx"))
    with Workbench(home.workbench, is_reading=True) as bench:
        assert queue.count(bench, Wanted()) == 0


def test_a_doubt_that_is_settled_leaves_out_drafts_with_others(home: Home, write_sheet: Write) -> None:
    lost = ["4", "Miến dong Suối Nhạn", "", *UNCLEAR[3:]]
    receive(home, write_sheet([UNCLEAR, lost]))
    with Workbench(home.workbench, is_reading=True) as bench:
        found = queue.ids(bench, Wanted(issue="price-ambiguous"))
        assert found == [1, 2]
        assert queue.with_other_doubts(bench, found, "price-ambiguous", ()) == {2}


def test_a_doubt_that_is_settled_leaves_out_whom_nobody_vouches_for_and_what_a_person_holds(
    home: Home, write_sheet: Write
) -> None:
    no_price = [*QUE[:6], "", ""]
    sheet = collect([str(write_sheet([UNCLEAR, NO_PRICE], "a.xlsx"))])
    intake.receive(home, sheet, Sender("ai đó", is_known=False))
    receive(home, write_sheet([no_price], "b.xlsx"))
    (made,) = decide(home, [3], "held", "chờ ảnh nhãn")
    receive(home, write_sheet([no_price, HONEY], "c.xlsx"))
    with Workbench(home.workbench) as bench:
        found = queue.ids(bench, Wanted(issue="price-missing"))
        assert found == [2, 4]
        assert queue.with_other_doubts(bench, found, "price-missing", Policy().holding) == {2, 4}
        review.undo(bench, [made], "", "lan")
        assert queue.with_other_doubts(bench, found, "price-missing", Policy().holding) == {2}


def test_a_preview_is_exactly_what_the_decision_then_does(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE], "a.xlsx"))
    receive(home, write_sheet([[*HONEY[:6], "170k", ""], NO_PRICE], "b.xlsx"))
    decide(home, [3], "held", "hỏi lại giá")
    before = {m.id: m for m in merged(home)}
    with Workbench(home.workbench, is_reading=True) as bench:
        drafts = queue.ids(bench, Wanted())
        told = list(previews.preview(bench, drafts, "accepted"))
    assert {m.id: m for m in merged(home)} == before
    decide(home, drafts, "accepted")
    after = {m.id: m for m in merged(home)}
    assert [t.kind for t in sorted(told, key=lambda t: t.kind)] == ["added", "changed"]
    assert {t.product for t in told} == {i for i in after if after[i] != before.get(i)}
    for one in told:
        for c in one.changes:
            old, new = ((m and (m.facts if c.pack is None else m.offers.get(c.pack, {}))) or {}
                        for m in (before.get(one.product), after[one.product]))  # fmt: skip
            assert (old.get(c.field), new.get(c.field)) == (c.before, c.after)
    changed = next(t for t in told if t.kind == "changed")
    assert {(c.field, c.before, c.after) for c in changed.changes} >= {("price_low", 150_000, 170_000)}


def test_a_rejection_s_preview_says_what_is_withdrawn(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY, QUE]))
    with Workbench(home.workbench, is_reading=True) as bench:
        (told,) = previews.preview(bench, [1], "rejected")
    assert (told.kind, told.name) == ("withdrawn", HONEY[1])
    assert all(c.after is None for c in told.changes)


def test_a_draft_is_shown_beside_what_is_accepted(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([HONEY], "a.xlsx"))
    receive(home, write_sheet([[*HONEY[:6], "170k", ""]], "b.xlsx"))
    with Workbench(home.workbench, is_reading=True) as bench:
        (told,) = previews.diff(bench, 2)
        assert {(c.field, c.before, c.after) for c in told.changes} >= {("price_low", 150_000, 170_000)}
        assert all(c.pack == "500mlx1" for c in told.changes)
        assert previews.diff(bench, 1) == []  # everything that it says was said again since
        with pytest.raises(Unknown):
            previews.diff(bench, 99)


def test_a_reason_has_a_code_a_sentence_and_words_besides(waiting: Home) -> None:
    decide(waiting, [1], "rejected", "Xem lại nhé.", "price-not-credible")
    with Workbench(waiting.workbench, is_reading=True) as bench:
        last = review.show(bench, 1)["decisions"][-1]
    assert last["code"] == "price-not-credible"
    assert last["reason"] == f"{reasons.kinds()['price-not-credible'].message} Xem lại nhé."
    with pytest.raises(Conflict, match="sender-asked"):
        decide(waiting, [1], "rejected", code="sender-asked")
    with pytest.raises(Unknown):
        decide(waiting, [1], "held", code="price-nothing")


@pytest.mark.parametrize("reason", reasons.kinds().values(), ids=lambda r: r.code)
def test_every_reason_can_be_given_and_is_documented(reason: reasons.Reason) -> None:
    page = Path(__file__).parents[4] / "docs" / "review.md"
    assert f"`{reason.code}`" in page.read_text(encoding="utf-8")
    assert set(reason.states) <= {"rejected", "held"}
    assert reason.states
    assert reason.message.endswith(".")


def test_nothing_is_decided_where_one_of_the_drafts_cannot_be(waiting: Home) -> None:
    before = states(waiting)
    with pytest.raises(Unknown):
        decide(waiting, [1, 3, 99], "accepted")
    assert states(waiting) == before


def test_what_the_policy_accepted_can_be_held(waiting: Home) -> None:
    decide(waiting, [2], "held", code="sender-asked")
    assert merged(waiting) == []
    assert states(waiting)[1][1] == "held"


@pytest.mark.parametrize("state", review.STATES)
@pytest.mark.parametrize("draft", [1, 2, 3])
def test_an_undone_decision_was_never_made(home: Home, write_sheet: Write, draft: int, state: str) -> None:
    receive(home, write_sheet([UNCLEAR, QUE, NO_PRICE]))
    before, stood = merged(home), states(home)
    (number,) = decide(home, [draft], state, "vì vậy")
    assert states(home) != stood
    with Workbench(home.workbench) as bench:
        assert review.undo(bench, [number], "nhầm", "officer") == [draft]
    assert (merged(home), states(home)) == (before, stood)
    with Workbench(home.workbench) as bench:
        assert [d["undone_by"] for d in review.show(bench, draft)["decisions"]] == [None, "officer"]
        with pytest.raises(Conflict, match="already"):
            review.undo(bench, [number], "", "officer")


def test_the_policy_s_own_decision_is_not_undone(waiting: Home) -> None:
    with Workbench(waiting.workbench) as bench:
        with pytest.raises(Conflict, match="policy"):
            review.undo(bench, [1], "", "officer")
        with pytest.raises(Unknown):
            review.undo(bench, [99], "", "officer")


def send_again(home: Home, write_sheet: Write, name: str) -> None:
    """The same row among others: it keeps the decision that was made on it."""
    receive(home, write_sheet([UNCLEAR, [*QUE[:6], f"{len(name)}0k", ""]], name))


def test_rows_that_kept_an_undone_decision_are_settled_anew(home: Home, write_sheet: Write, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    for one in (home, other):
        receive(one, write_sheet([UNCLEAR], "a.xlsx"))
        decide(one, [1], "rejected", "lần đầu")
    (number,) = decide(home, [1], "accepted", "đã hỏi")
    for one in (home, other):
        send_again(one, write_sheet, "hai.xlsx")
        send_again(one, write_sheet, "ba lan.xlsx")
    assert [s[1] for s in states(home)] == ["accepted"] * 5
    with Workbench(home.workbench) as bench:
        review.undo(bench, [number], "nhầm", "officer")
    assert [s[1] for s in states(other)] == ["rejected", "rejected", "accepted", "rejected", "accepted"]
    assert states(home) == states(other)
    assert [m.facts for m in merged(home)] == [m.facts for m in merged(other)]


def test_rows_that_followed_a_delivery_that_is_taken_back_are_settled_anew(home: Home, write_sheet: Write) -> None:
    (first,) = receive(home, write_sheet([UNCLEAR], "a.xlsx"))
    decide(home, [1], "accepted", "đã hỏi")
    send_again(home, write_sheet, "hai.xlsx")
    assert states(home)[1][1] == "accepted"
    with Workbench(home.workbench) as bench:
        review.take_back(bench, first.id, "nhầm", "officer")
    assert [s[1:] for s in states(home)] == [("held", "price-ambiguous"), ("accepted", "complete and unambiguous")]


def test_a_person_s_later_word_outlives_what_it_followed(home: Home, write_sheet: Write) -> None:
    receive(home, write_sheet([UNCLEAR], "a.xlsx"))
    (number,) = decide(home, [1], "accepted")
    send_again(home, write_sheet, "hai.xlsx")
    decide(home, [2], "rejected", "giá lạ")
    with Workbench(home.workbench) as bench:
        review.undo(bench, [number], "nhầm", "officer")
    assert [s[1] for s in states(home)] == ["held", "rejected", "accepted"]
