"""The 26 sets: their register, cells that name one, and the classifier."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.registers import files
from catalog.values import text as words_of
from catalog.values.sets import set_words, sets
from tests.catalog.values import museum

KEYS = [known.key for known in sets.sets()]


def test_there_are_26_sets_in_order() -> None:
    assert len(KEYS) == 26
    assert (KEYS[0], KEYS[12], KEYS[25]) == ("I.1.a", "I.6", "VI.1")
    assert [known.position for known in sets.sets()] == list(range(1, 27))
    assert all(known.title and known.title_en and known.group_title and known.group_title_en for known in sets.sets())


@pytest.mark.parametrize(("words", "want"), museum.rows("set"))
def test_classify(words: str, want: dict[str, Any]) -> None:
    found = sets.classify(words)
    assert found.set == want["set"], found
    assert found.set is None or (found.confidence >= sets.SURE_ENOUGH and found.because)


@pytest.mark.parametrize(
    "words", ["Mật ong hoa nhãn", "Thịt trâu gác bếp", "Trà hoà tan gừng", "Cá chạch sụn kho niêu"]
)
def test_the_set_is_the_same_however_it_is_typed(words: str) -> None:
    want = sets.classify(words).set
    assert want
    for other in (words.upper(), words.lower(), unicodedata.normalize("NFD", words), words.replace(" ", "\u00a0")):
        assert sets.classify(other).set == want


def test_a_name_that_does_not_decide_is_decided_by_the_description() -> None:
    assert sets.classify("Trà Nhạn Sơn").alternatives == ("I.5.a", "I.5.b")
    assert sets.classify("Trà Nhạn Sơn", "Búp chè Shan tuyết cổ thụ hái một tôm hai lá").set == "I.5.a"
    assert sets.classify("Trà Nhạn Sơn", "Thảo dược gồm đinh lăng, cà gai leo").set == "I.5.b"
    assert sets.classify("Nhạn Vàng", "Mật ong nguyên chất. Mật ong rừng.").set == "I.2.b"


def test_a_category_narrows_or_contradicts() -> None:
    assert (
        sets.classify("Cam sành", category="I. NHÓM THỰC PHẨM TƯƠI SỐNG").confidence
        > sets.classify("Cam sành").confidence
    )
    assert sets.classify("Nhạn Vàng", category="Gia vị khác").set == "I.4.b"
    contradicted = sets.classify("Rượu ngô", category="Thực phẩm tươi sống")
    assert (contradicted.set, contradicted.alternatives) == (None, ("I.1.a", "I.1.b", "II.1.a"))


def test_a_text_says_whether_stuff_is_sold_fresh_or_dried() -> None:
    assert sets.classify("Nấm hương Nhạn Sơn").alternatives == ("I.3.c", "I.1.a")
    assert sets.classify("Nấm hương Nhạn Sơn", "Nấm được sấy ở nhiệt độ thấp.").set == "I.3.c"
    assert sets.classify("Nấm hương Nhạn Sơn", "Nấm tươi hái buổi sáng.").set == "I.1.a"
    assert sets.classify("Cá nục Nhạn", "Cá tươi ướp đá, phơi ráo nước trước khi giao.").set == "I.1.b"
    seasoned = sets.classify("Cá nục Nhạn", "Cá được tẩm gia vị rồi phơi hai nắng.")
    assert (seasoned.set, seasoned.alternatives) == (None, ("I.1.b", "I.3.d"))
    kept = sets.classify("Cá nục Nhạn", "Bảo quản nơi khô ráo, thoáng mát. Để nơi khô thoáng.")
    assert kept.set == "I.1.b"


def test_a_list_of_ingredients_does_not_say_what_the_thing_is() -> None:
    assert sets.classify("Nhạn Vàng", "Thành phần: tiêu, muối, ớt khô, bột ngọt, hạt nêm").set is None
    assert sets.classify("Nhạn Vàng", unicodedata.normalize("NFD", "Thành phần: tiêu, muối, hạt nêm")).set is None


def test_the_cell_of_the_set_is_believed_and_says_what_is_lost() -> None:
    believed = sets.classify("Rượu ngô", named="I.4.b")
    assert (believed.set, believed.confidence, believed.because) == ("I.4.b", 1.0, "“I.4.b”")
    honey = sets.classify("Mật ong hoa nhãn", named="Mật ong, các sản phẩm từ mật ong, mật khác")
    assert honey.set == "I.2.b"
    assert honey.lost
    gone = sets.classify("Gối thảo dược", named="Trang thiết bị, dụng cụ y tế")
    assert (gone.set, gone.alternatives, bool(gone.lost)) == (None, ("IV.2",), True)


def test_group_and_category_narrow_together() -> None:
    both = sets.classify("Nhạn Vàng", category="Thực phẩm chế biến, Gia vị khác", group="Thực phẩm")
    assert both.alternatives
    assert "I.4.b" in sets.classify("Nhạn Vàng", group="Thực phẩm").alternatives
    narrowed = sets.classify("Nhạn Vàng", group="Đồ uống", category="Rượu")
    assert (narrowed.set, narrowed.alternatives) == (None, ("II.1.a", "II.1.b"))
    assert sets.classify("Rượu ngô Nhạn", group="Đồ uống", category="Rượu").set == "II.1.a"


def test_a_category_that_names_a_set_does_not_outvote_the_name() -> None:
    contradicted = sets.classify("Xoài sấy dẻo", category="Trái cây")
    assert (contradicted.set, contradicted.alternatives) == (None, ("I.1.a", "I.3.c"))


@pytest.mark.parametrize("known", sets.sets(), ids=KEYS)
def test_a_set_is_named_by_its_key_and_its_title(known: sets.OcopSet) -> None:
    for words in (
        known.key,
        known.key.replace(".", ""),
        known.title,
        known.title.upper(),
        f"Bộ sản phẩm: {known.title}",
        words_of.fold(known.title),
    ):
        assert sets.named(words).set == known.key, words


@pytest.mark.parametrize(
    ("words", "key", "alternatives", "lost"),
    [
        ("Chế biến từ thủy, hải sản", "I.3.d", (), True),
        ("Mật ong, các sản phẩm từ mật ong, mật khác", None, ("I.2.b", "I.3.d"), True),
        ("Trang thiết bị, dụng cụ y tế", None, (), True),
        ("Thủ công mỹ nghệ gia dụng", "IV.1", (), True),
        ("Mỹ phẩm", "III.2", (), True),
        ("Gạo, ngũ cốc", "I.2.a", (), False),
        ("Thực phẩm chế biến", None, ("I.3.a", "I.3.b", "I.3.c", "I.3.d"), False),
        ("II", None, ("II.1.a", "II.1.b", "II.2.a", "II.2.b"), False),
        ("Thực phẩm > Thực phẩm chế biến > Chế biến từ gạo, ngũ cốc", "I.3.b", (), False),
        ("I NHÓM THỰC PHẨM TƯƠI SỐNG (bổ sung)", None, ("I.1.a", "I.1.b"), False),
        ("Thực phẩm chế biến, nhóm Đồ ăn nhanh", "I.3.a", (), False),
        ("Thuộc nhóm Gia vị khác hoặc Đồ ăn nhanh", None, ("I.4.b", "I.3.a"), False),
        ("Đồ uống có cồn - Rượu trắng", "II.1.a", (), False),
        ("Nông sản > Cà phê", "I.6", (), False),
        ("Bánh mật ong", None, (), False),
        ("Kẹo dừa - Cà phê", None, (), False),
        ("Chế biến từ thịt, trứng, sữa, thủy sản, các sản", "I.3.d", (), False),
        ("8", "I.3.d", (), False),
        ("9", None, ("I.4.a", "I.3.d"), False),  # the two lists differ at this place
        ("27", None, (), False),
        ("Sản phẩm OCOP", None, (), False),
        ("Việt Nam", None, (), False),
        ("", None, (), False),
    ],
)
def test_named(words: str, key: str | None, alternatives: tuple[str, ...], lost: bool) -> None:
    found = sets.named(words)
    assert (found.set, found.alternatives, bool(found.lost)) == (key, alternatives, lost)


def test_every_old_set_says_where_its_goods_went() -> None:
    old = files.register("sets")["old"]
    assert len(old) == 26
    assert all(set(entry["sets"]) <= set(KEYS) and (entry["sets"] or entry["lost"]) for entry in old)


def test_the_lexicon_knows_only_our_sets_and_says_each_word_once() -> None:
    said: Counter[tuple[str, str]] = Counter()
    for words, entry in set_words.lines():
        assert {entry.set, entry.then, *entry.also} <= {*KEYS, "", "="}, words
        assert words == words_of.clean(words)
        said["head" if entry.role == "first" else entry.role, words_of.key(words)] += entry.role != "deny"
    assert [key for key, times in said.items() if times > 1] == []


def test_every_set_can_be_reached() -> None:
    assert {entry.set for _, entry in set_words.lines()} >= set(KEYS)


@given(st.text(max_size=300), st.text(max_size=100))
def test_nothing_raises(words: str, category: str) -> None:
    assert sets.classify(words, words, category).set in {*KEYS, None}
    sets.named(words)


@pytest.mark.shared
def test_real_listings_are_right_or_asked(shared: Path) -> None:
    """At least 90 % right and at most 2 % wrong on labelled listings."""
    with (shared / "listings" / "buudien_dev.csv").open(encoding="utf-8-sig") as file:
        rows = {row["Mã hàng"]: row for row in csv.DictReader(file)}
    tally: Counter[str] = Counter()
    for line in (shared / "gold" / "listings.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        row = rows[label["product_id"]]
        found = sets.classify(row["Tên sản phẩm"], f"{row['Mô tả ngắn']}\n{row['Mô tả chi tiết']}").set
        tally["asked" if found is None else "right" if found in label["sets"] else "wrong"] += 1
    assert tally["right"] >= 0.9 * tally.total()
    assert tally["wrong"] <= 0.02 * tally.total()


def test_h68_a_long_cell_is_read() -> None:
    for words in ("trà ", "mật ong ", "a ", "bánh-", "trà trà thảo "):
        museum.read_long_cell(lambda text: sets.classify(text, text, text), words)
