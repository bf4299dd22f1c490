"""Each rule of each market: a source, a short sentence, a product that meets it and one that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog import markets
from catalog.markets import checks, readiness, rules
from catalog.markets.listing import categories
from catalog.values.sets import sets
from tests.catalog.markets.specimens import SPECIMENS, product

RULES = [(m, r) for m in markets.known() for r in rules.of(m)]
each_rule = pytest.mark.parametrize(("market", "rule"), RULES, ids=lambda v: v if isinstance(v, str) else v.code)


@each_rule
def test_a_rule_has_a_source_and_a_short_sentence(market: str, rule: rules.Rule) -> None:
    assert rule.source
    assert len(rule.sentence()) < 120
    assert rule.sentence().endswith(".")
    assert rule.severity in ("stop", "change", "note")
    assert rule.severity != "change" or rule.check in checks.CHANGES


@each_rule
def test_a_rule_passes_and_fails(market: str, rule: rules.Rule) -> None:
    passing, failing = map(product, SPECIMENS[rule.check](rule.value))
    assert rule not in rules.preflight(market, passing)
    assert rule in rules.preflight(market, failing)
    (found,) = (f for f in rules.findings(market, failing) if f.rule == rule)
    assert "…" not in found.sentence.split(" → ")[0] or "{found}" not in rule.message
    assert len(found.was) > 0 if rule.severity == "change" else found.was == ""


def test_codes_mean_the_same_everywhere() -> None:
    meant: dict[str, str] = {}
    for _, rule in RULES:
        assert meant.setdefault(rule.code, rule.check) == rule.check, rule.code


def test_every_check_is_used_or_has_a_specimen() -> None:
    used = {rule.check for _, rule in RULES}
    assert used <= checks.CHECKS.keys()
    assert {*checks.CHANGES, *checks.FOUND} <= checks.CHECKS.keys()
    assert used <= SPECIMENS.keys()


@pytest.mark.parametrize("check", [c for c in checks.CHECKS if c not in {r.check for _, r in RULES}])
def test_checks_that_only_templates_use(check: str) -> None:
    values = {"price_from": 1_000, "price_to": 120_000_000, "description_from": 300, "packs_to": 1, "sku_to": 50}
    rule = rules.Rule("x", check, "stop", "x.", "x", values.get(check))
    if check == "packs_to":
        many = product({})
        assert rule.is_met(many)
        assert not rule.is_met(replace(many, offers=many.offers * 2))
        return
    passing, failing = map(product, SPECIMENS[check](rule.value))
    assert rule.is_met(passing)
    assert not rule.is_met(failing)


def test_a_rule_for_some_sets_leaves_the_others_alone() -> None:
    rule = next(r for r in rules.of("santinh") if r.check == "has_food_safety")
    assert not rule.is_met(product({"food_safety": None, "ocop_set": "I.3.c"}))
    assert rule.is_met(product({"food_safety": None, "ocop_set": "IV.1"}))


def test_every_set_has_a_place_or_a_known_gap() -> None:
    for name in markets.known():
        if table := categories.table(name):
            assert list(table) == [s.key for s in sets.sets()]
    assert set(categories.gaps("google")) == {"III.1", "III.3", "IV.2", "VI.1"}
    assert set(categories.gaps("meta")) == {"III.1", "III.3", "IV.2", "V.3", "VI.1"}
    assert categories.gaps("haravan") == ()


def test_readiness_counts_what_is_missing() -> None:
    found = readiness.of(markets.get("google"), product({"price_low": None, "price_high": None, "pictures": []}))
    assert found.state == "not_ready"
    assert found.sentence == (
        "Còn thiếu 2 thông tin để lên Google Merchant Center: Chưa có giá bán. Chưa có ảnh; cần ít nhất 1 ảnh."
    )
    assert [f["code"] for f in found.json()["missing"]] == ["price-missing", "picture-missing"]


def test_readiness_says_what_is_cut_and_how() -> None:
    found = readiness.of(markets.get("google"), product({"price_high": 180_000}))
    assert found.state == "changes"
    assert "(150.000 đ đến 180.000 đ → 150.000 đ)" in found.sentence
    assert found.json()["changes"][0]["becomes"] == "150.000 đ"


def test_a_good_product_is_ready_for_the_usual_markets() -> None:
    found = readiness.usual(product({}))
    assert [r.state for r in found] == ["ready"] * len(readiness.USUAL)
    (line,) = readiness.lines(found)
    assert line.startswith("Đủ thông tin để lên: Buudien.vn (Postmart cũ), ")
    two = readiness.lines(readiness.usual(product({"pictures": []})))
    assert "Còn thiếu 1 thông tin để lên Google Merchant Center: Chưa có ảnh; cần ít nhất 1 ảnh." in two


def test_a_sender_is_told_of_a_whole_list() -> None:
    told = readiness.summary([product({}), product({"pictures": []}), product({"price_low": None, "price_high": None})])
    assert told[-1] == "Bài đăng Zalo/Facebook: 3/3 sản phẩm đủ thông tin để đưa lên."
    assert any(
        line.startswith("Meta (Facebook/Instagram), Google Merchant Center: 1/3 sản phẩm")
        and "Chưa có ảnh; cần ít nhất 1 ảnh (1)" in line
        and "Chưa có giá bán (1)" in line
        for line in told
    )
    assert readiness.summary([]) == []


def test_the_queue_says_of_how_many_markets_a_draft_is_ready_and_what_the_nearest_lacks() -> None:
    found = readiness.usual(readiness.drafted({"name": "Mật ong", "producer": "HTX Đồi Vải"}))
    said = readiness.figure(found)
    assert said["of"] == len(readiness.USUAL)
    assert said["ready"] == sum(r.state != "not_ready" for r in found) < said["of"]
    nearest = min((r for r in found if r.missing), key=lambda r: len(r.missing))
    assert said["sentence"].startswith(f"Đủ thông tin để lên {said['ready']}/{said['of']} sàn. Còn thiếu")
    assert said["sentence"].endswith(nearest.sentence)
