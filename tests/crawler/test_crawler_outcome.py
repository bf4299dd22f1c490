"""Every run ends with one reason (H72): the truth table."""

from __future__ import annotations

import pytest

from crawler import Reason
from crawler.outcome import Tally, fill_rates, judge
from crawler.sources import Card, Expect, Permission

CARD = Card("x", "X", "X", Permission("own", "w", "w"), expect=Expect(products=10, fill={"price": 0.8}))
GOOD = {"price": 0.9}


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        (Tally(30, 20, {}, fill=GOOD), Reason.COMPLETE),
        (Tally(30, 20, {"status 404": 25}, fill=GOOD), Reason.COMPLETE),
        (Tally(30, 20, {"robots": 90}, fill=GOOD), Reason.COMPLETE),
        (Tally(30, 20, {}, limit="30 pages", fill=GOOD), Reason.LIMIT),
        (Tally(30, 3, {}, limit="30 pages", fill=GOOD), Reason.LIMIT),
        (Tally(30, 9, {}, fill=GOOD), Reason.CHANGED),
        (Tally(30, 20, {}, fill={"price": 0.5}), Reason.CHANGED),
        (Tally(30, 0, {}), Reason.EMPTY),
        (Tally(5, 2, {"status 403": 20}, fill=GOOD), Reason.BLOCKED),
        (Tally(5, 2, {"challenge": 20}, fill=GOOD), Reason.BLOCKED),
        (Tally(5, 2, {"no answer": 20}, fill=GOOD), Reason.UNREACHABLE),
        (Tally(0, 0, {"robots": 1}, start_failed="robots"), Reason.BLOCKED),
        (Tally(0, 0, {"challenge": 1}, start_failed="challenge"), Reason.BLOCKED),
        (Tally(0, 0, {"refused": 1}, start_failed="refused"), Reason.BLOCKED),
        (Tally(0, 0, {"no such host": 1}, start_failed="no such host"), Reason.UNREACHABLE),
        (Tally(0, 0, {"status 503": 1}, start_failed="status 503"), Reason.UNREACHABLE),
        (Tally(0, 0, {"status 404": 1}, start_failed="status 404"), Reason.CHANGED),
        (Tally(9, 4, {}, left="the site asks us to come back in 900 seconds"), Reason.BLOCKED),
    ],
)
def test_one_reason(tally: Tally, reason: Reason) -> None:
    found, sentence = judge(tally, CARD)
    assert found == reason
    assert sentence.endswith(".")


def test_the_sentence_names_the_field_that_went_missing() -> None:
    assert "price" in judge(Tally(30, 20, {}, fill={"price": 0.1}), CARD)[1]


def test_fill_rates() -> None:
    records = [{"fields": {"name": "a", "price": "1"}}, {"fields": {"name": "b", "price": ""}}]
    assert fill_rates(records) == {"name": 1.0, "price": 0.5}
    assert fill_rates([]) == {}
