"""For whom an invited sender speaks: the rows of others wait, and a change says what it changes."""

from __future__ import annotations

import pytest

from catalog.errors import Conflict, Refused, Unknown
from catalog.publish.removing import takedown
from catalog.workbench.home import Home
from catalog.workbench.privacy import expiry
from catalog.workbench.receiving import intake
from catalog.workbench.rows import delivery
from catalog.workbench.rows.submissions import Sender, Submission
from catalog.workbench.rows.vouching import Vouched
from catalog.workbench.senders import invitations, tickets
from catalog.workbench.senders.invitations import Invited
from catalog.workbench.senders.tickets import Who
from catalog.workbench.store import Workbench

ROWS = """Tên sản phẩm,Chủ thể,Địa chỉ,Giá
Trà dây 100g,HTX Đồi Thử,"xã Yên Hòa, Yên Mô, Ninh Bình",{price}
"""


def sent(home: Home, price: str = "85.000đ", vouched: Vouched | None = None) -> Submission:
    given = delivery.Delivery((delivery.Received("b.csv", ROWS.format(price=price).encode()),))
    return intake.receive(home, given, Sender("HTX Đồi Thử", vouched=vouched))[0]


def codes(submission: Submission) -> set[str]:
    return {issue.code for draft in submission.drafts for issue in draft.issues}


def test_a_change_says_what_it_changes_and_is_held_where_it_is_of_something_else(home: Home) -> None:
    (first,) = sent(home).drafts
    ours = frozenset({str(first.producer_id)})
    tapped = sent(home, "90.000đ", Vouched(ours, product_id=first.product_id, change="price"))
    assert "own-price" in codes(tapped)
    assert [d.state for d in tapped.drafts] == ["held"]
    misplaced = sent(home, "91.000đ", Vouched(ours, product_id="another", change="stock"))
    assert "own-unplaced" in codes(misplaced)
    assert [d.state for d in misplaced.drafts] == ["held"]
    assert codes(sent(home, "92.000đ", Vouched(frozenset({"another"})))) >= {"sender-other"}


def test_who_may_be_invited_and_for_how_long(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        for invited, days in (((), 30), ([Invited("HTX Thử")], 0), ([Invited("HTX Thử")], 367)):
            with pytest.raises(Refused):
                invitations.invite(bench, invited, "x", days_open=days)
        with pytest.raises(Refused):
            invitations.new("  ")
        with pytest.raises(Refused, match="invite them to send first"):
            invitations.own_page(bench, invitations.new("HTX Thử"), "x")
        with pytest.raises(Unknown):
            invitations.revoke(bench, 7, "x")
        made = invitations.invite(bench, [Invited("HTX Thử")], "x")
        invitations.revoke(bench, made.id, "x")
        with pytest.raises(Conflict, match="already"):
            invitations.revoke(bench, made.id, "x")


def test_a_takedown_reaches_invitations_keys_and_what_was_tapped(home: Home) -> None:
    (draft,) = sent(home).drafts
    with Workbench(home.workbench) as bench:
        ours, other = invitations.known(bench, "Đồi Thử"), invitations.new("HTX Suối Khác")
        key = invitations.own_page(bench, ours, "x")
        shared = invitations.invite(bench, [ours, other], "x", helper="HTX Đồi Thử")
        by_name = invitations.invite(bench, [Invited("HTX Đồi Thử")], "x")
        tickets.open_ticket(bench, Who("HTX Đồi Thử"), key.id, draft.product_id, "price")
    (home.tickets / "abc" / tickets.KIT).mkdir(parents=True)
    takedown.take_down(home, "Đồi Thử", "yêu cầu", "x")
    with Workbench(home.workbench, is_reading=True) as bench:
        for kind, made in (("own", key), ("send", by_name)):
            with pytest.raises(Unknown):
                invitations.by_link(bench, kind, made.link)
        left = invitations.by_link(bench, "send", shared.link)
        assert [p.name for p in left.producers] == ["HTX Suối Khác"]
        assert "Đồi Thử" not in left.helper
        assert not bench.rows("SELECT 1 FROM tickets WHERE product_id IS NOT NULL")
    assert not list(home.tickets.glob("*/kit"))
    assert "Đồi Thử".encode() not in home.workbench.read_bytes()


def test_what_has_ended_and_what_is_kept_of_kits_grows_old(home: Home) -> None:
    with Workbench(home.workbench) as bench:
        made = invitations.invite(bench, [Invited("HTX Thử")], "x")
        invitations.revoke(bench, made.id, "x")
        code = tickets.open_ticket(bench, Who("HTX Thử"), made.id)
        bench.db.execute(
            "INSERT INTO jobs (kind, ticket_id, asked_at, ended_at) VALUES ('kit', ?, '2026-01-01', '2026-01-02')",
            [tickets.id_of(code)],
        )
        found = {c.kind: c for c in expiry.candidates(bench)}
        assert {"invitations", "kits"} <= set(found)
        with bench.writing():
            expiry.remove(bench, {kind: [found[kind].key] for kind in ("invitations", "kits")})
        assert not {c.kind for c in expiry.candidates(bench)} & {"invitations", "kits"}
        assert tickets.find(bench, tickets.id_of(code)).invitation is None
