"""Texts made for a market keep to its limits, cut between words, keep the label and leave contact data out."""

from __future__ import annotations

import html
from dataclasses import replace

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.markets.listing import offers, texts
from catalog.markets.market import label_lines
from tests.catalog.markets.specimens import product, words

WORDS = st.lists(st.text("abcđêởự-,.%", min_size=1, max_size=12), min_size=1, max_size=30).map(" ".join)


@given(WORDS, st.integers(1, 80))
def test_fit_never_exceeds_the_limit_and_cuts_between_words(said: str, most: int) -> None:
    cut = texts.fit(said, most)
    assert len(cut) <= most
    if len(said) <= most:
        assert cut == said
    elif len(said.split()[0]) <= most:
        # What is left are whole words; only signs at the loose end are gone.
        assert all(word in said.split() or said.split()[n].startswith(word) for n, word in enumerate(cut.split()))
        assert len(cut.split()) <= len(said.split())


@given(st.integers(40, 400), st.integers(20, 120))
def test_titles_keep_to_the_limit_and_keep_the_pack_where_there_is_room(length: int, most: int) -> None:
    one = product({"name": words(length)})
    title = texts.title(one, one.offers[0], most)
    assert len(title) <= most
    assert title.endswith(" - Túi 200g") or most - len(" - Túi 200g") < most // 2


@given(st.integers(0, 3_000), st.integers(320, 1_200))
def test_a_long_description_loses_prose_and_keeps_the_label(length: int, most: int) -> None:
    one = product({"description": words(length) if length else ""})
    said = texts.description(one, most)
    assert len(said) <= most
    assert said.endswith("\n".join(label_lines(one)))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Chè Shan ☘ gọi 0900 000 011", "Chè Shan"),
        ("Rượu mơ 29°", "Rượu mơ 29°"),
        ("Mật ong 🍯 100%", "Mật ong 100%"),
        ("Bánh gật gù https://vi.du.vn", "Bánh gật gù"),
        ("Liên Hệ Đất Việt", "Liên Hệ Đất Việt"),
    ],
)
def test_bare_names(name: str, title: str) -> None:
    assert texts.bare(name) == title


def test_a_short_name_is_followed_by_what_is_true() -> None:
    one = product({"name": "Chè"})
    assert texts.title(one, one.offers[0], 120, least=25) == "Chè - Túi 200g - Lào Cai - Chè tươi, chế biến"
    assert texts.title(one, one.offers[0], 30, least=25) == "Chè - Túi 200g - Lào Cai"


def test_sentences_with_contact_data_are_left_out() -> None:
    told = "Hái tay. Đặt hàng: 0900 000 011. Sao bằng chảo gang.\nXem [liên kết]."
    assert texts.without_contacts(told) == "Hái tay. Sao bằng chảo gang."


@pytest.mark.parametrize(
    "words",
    ["xem www . doivai . vn", "https ://doivai.vn/x", "thư: lan @ gmail . com", "vào doivai . com", "doivai. com nhé"],
)
def test_an_address_in_pieces_is_left_out(words: str) -> None:
    assert texts.without_contacts(f"Hái tay.\nNgon. {words}\nGói 200 g.") == "Hái tay.\nGói 200 g."
    assert "doivai" not in texts.bare(f"Chè Shan {words}")


@pytest.mark.parametrize(
    "words", ["Sấy 24 giờ. Vị ngọt.", "Hợp tác xã @ Đồi Vải", "Tỉ lệ 1 : 2", "Công ty TNHH A. Việt Nam"]
)
def test_what_is_no_address_stays(words: str) -> None:
    assert (texts.without_contacts(words), texts.bare(words)) == (words, words)


def test_html_is_escaped_and_holds_allowed_tags_only() -> None:
    made = texts.as_html("Chè <b>ngon</b> & sạch\n- một\n- hai\n<script>x</script>")
    assert made == (
        "<p>Chè &lt;b&gt;ngon&lt;/b&gt; &amp; sạch</p><ul><li>một</li><li>hai</li></ul>"
        "<p>&lt;script&gt;x&lt;/script&gt;</p>"
    )
    assert texts.as_html("một\n- hai", tags={"p"}) == "<p>một</p>hai"


def test_variants_keep_their_codes_when_they_change_places() -> None:
    one = product({})
    small = one.offers[0] | {"net_total": 100.0, "pack_words": "Túi 100g", "position": 2}
    large = one.offers[0] | {"net_total": 10.0, "pack_count": 5, "pack_words": "Hộp 5 gói", "position": 3}
    both = type(one)(one.facts, one.producer, (one.offers[0], small, large), (), None, None, None)
    turned = type(one)(one.facts, one.producer, (large, small, one.offers[0]), (), None, None, None)
    assert [v.sku for v in offers.variants(both)] == ["p1-200g", "p1-100g", "p1-5x2g"]
    assert {v.sku for v in offers.variants(turned)} == {v.sku for v in offers.variants(both)}
    twice = type(one)(one.facts, one.producer, (small, small | {"position": 5}), (), None, None, None)
    assert [(v.sku, v.size) for v in offers.variants(twice)] == [
        ("p1-100g-2", "Túi 100g"),
        ("p1-100g-5", "Túi 100g (5)"),
    ]


def test_packs_that_hold_the_same_are_told_apart_by_what_they_are_and_not_by_their_place() -> None:
    one = product({})
    bag = one.offers[0] | {"container": "túi", "pack_words": "Túi 200g"}
    jar = bag | {"container": "hũ", "pack_words": "Hũ 200g", "position": 2}
    dear = jar | {"pack_words": "Hũ 200g", "position": 3, "price_low": 90_000}
    bare = bag | {"net_total": None, "container": None, "pack_words": "Combo Tết", "position": 4}
    told = {1: "p1-200g-tui", 2: f"p1-200g-hu-{jar['price_low']}", 3: "p1-200g-hu-90000", 4: "p1-combo-tet"}
    assert offers.codes(replace(one, offers=(bag, jar, dear, bare))) == told
    turned = (bare | {"position": 1}, dear | {"position": 2}, jar, bag | {"position": 3})
    moved = tuple(o | {"position": n} for n, o in enumerate(turned, 1))
    assert set(offers.codes(replace(one, offers=moved)).values()) == set(told.values())
    assert offers.codes(replace(one, offers=(jar,))) == {2: "p1"}


LINES = st.lists(
    st.sampled_from(
        ["Chè ", "ngon", "- ", "• ", "&", "<b>", ">", "\u00a0", "\t", "\r", "\x00", '"', "'", "  ", "😀", "\ufffe"]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@given(st.lists(LINES, max_size=4))
def test_paragraphs_that_need_no_cleaning_are_what_the_cleaner_leaves(lines: list[str]) -> None:
    said = "\n".join(lines)
    escaped = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in said.split("\n") if line.strip())
    if not any(line.startswith(("- ", "• ")) for line in said.split("\n")):
        assert texts.as_html(said) == nh3.clean(escaped, tags=set(texts.TAGS), attributes={})
