"""Prices: the right number, or a question; never a wrong one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.values import text
from catalog.values.prices import money, price_plain
from tests.catalog.values.museum import read_long_cell, rows

VALUES = st.integers(1_000, 99_999_999)
PER = st.sampled_from(["", "/kg", "/hũ", "/3 chai", "/hộp 200g"])


@pytest.mark.parametrize(("words", "want"), rows("price"))
def test_specimen(words: str, want: dict[str, object]) -> None:
    assert money.price(words).json() == want


@pytest.mark.parametrize(("words", "want"), rows("price"))
def test_specimen_in_other_forms(words: str, want: dict[str, object]) -> None:
    for other in (unicodedata.normalize("NFD", words), f"\u00a0{words.replace(' ', chr(0xA0))} ", words.upper()):
        got = money.price(other)
        assert (got.low, got.high, got.none, got.old) == tuple(want.get(k) for k in ("low", "high", "none", "old"))


def grouped(value: int, mark: str = ".") -> str:
    return f"{value:,}".replace(",", mark)


@given(VALUES, PER, st.sampled_from(["{}đ", "{} đ", "{} VNĐ", "{}vnd", "{} đồng", "{}₫"]))
def test_written_out_and_read_back(value: int, per: str, form: str) -> None:
    for digits in (str(value), grouped(value), grouped(value, ","), grouped(value, " ")):
        got = money.price(form.format(digits) + per)
        if digits == grouped(value, " ") and got.none == "ambiguous":
            continue
        assert (got.low, got.high) == (value, value)
        assert got.per == (per[1:] or None)


@given(st.integers(1, 999), st.integers(0, 9))
def test_millions_as_they_are_spoken(millions: int, tenth: int) -> None:
    value = millions * 1_000_000 + tenth * 100_000
    forms = [
        f"{millions}tr{tenth}",
        f"{millions},{tenth} triệu",
        f"{millions} triệu {tenth}00 nghìn",
        f"{millions}.{tenth}tr",
    ]
    for words in forms[: None if tenth else 2]:
        assert money.price(words).low == value, words


@given(st.integers(1, 500), st.integers(1, 500))
def test_ranges(low: int, more: int) -> None:
    high = min(low + more, low * 20)
    for words in (
        f"{low}-{high}k/kg",
        f"từ {low}k đến {high}k/kg",
        f"{low:,}.000 – {high:,}.000đ/kg".replace(",", "."),
        f"{low} đến {high} nghìn/kg",
    ):
        got = money.price(words)
        assert (got.low, got.high, got.per) == (low * 1000, high * 1000, "kg"), words


@given(VALUES, VALUES)
def test_old_and_new(one: int, other: int) -> None:
    old, new = max(one, other) + 1, min(one, other)
    for words in (
        f"{grouped(old)}đ → {grouped(new)}đ",
        f"Giá gốc {old}đ, giá khuyến mãi {new}đ",
        f"{old}đ giảm còn {new}đ",
    ):
        got = money.price(words)
        assert (got.low, got.high, got.old) == (new, new, old), words


@given(VALUES, VALUES)
def test_two_sizes_are_never_one_price(one: int, other: int) -> None:
    got = money.price(f"hũ 200g {one}đ; hũ 500g {one + other}đ")
    assert got.low is None
    assert got.none == "ambiguous"
    assert [(low, high) for _, low, high in got.choices] == [(one, one), (one + other, one + other)]


NUMBERS = st.one_of(
    st.integers(0, 10**10).map(str),
    VALUES.map(grouped),
    VALUES.map(lambda value: grouped(value, ",")),
    st.integers(0, 2_500).map(str),
)
SIGNS = st.sampled_from(
    "|đ| đ|Đ|₫| VNĐ|vnd| Đồng|k| K|\u212a|n|tr|tr2|tr05|tr250| nghìn| NGÀN| nghìn đồng|k đ|kđ| đồng đ|%".split("|")
)
PACKS = st.sampled_from("|/kg|/KG|/ kg|/hũ|/hu|/Hộp|/m|/nhạn|/cái|/3 chai|/kg.".split("|"))


@given(NUMBERS, SIGNS, PACKS)
@example("150", "\u212a", "")  # the Kelvin sign is a look-alike of K
@example("1.500", "", "")
@example("0150", "k", "")
def test_the_short_cut_reads_what_the_grammar_reads(digits: str, sign: str, pack: str) -> None:
    words = digits + sign + pack
    at_once = price_plain.plain(words)
    assert at_once is None or at_once == money.by_grammar(text.clean(words))
    assert at_once is None or text.clean(words) == words


@pytest.mark.parametrize(
    "words", ["150000", "150.000", "150,000đ", "150.000 đ/kg", "150k", "150 nghìn", "1tr2", "85K/hũ"]
)
def test_the_commonest_forms_take_the_short_cut(words: str) -> None:
    assert price_plain.plain(words) is not None


@given(NUMBERS, SIGNS, PACKS, st.sampled_from(["", "Giá hoà: ", "giá bán ", "từ "]))
def test_however_it_is_typed(digits: str, sign: str, pack: str, before: str) -> None:
    words = before + digits + sign + pack
    want = money.price(words)
    forms = (
        unicodedata.normalize("NFD", words),
        words.replace(" ", "\u00a0"),
        words.upper(),
        words.replace("hoà", "hòa"),
    )
    for other in forms:
        got = money.price(other)
        assert (got.low, got.high, got.per, got.none) == (want.low, want.high, want.per, want.none), other


@given(st.integers(1, 9_999))
def test_the_header_says_thousands(value: int) -> None:
    assert money.price(str(value), 1000).low == value * 1000
    assert money.price(f"{value}000đ", 1000).low == value * 1000
    assert money.price(f"{value}k/kg", 1000).low == value * 1000


@pytest.mark.parametrize(
    ("words", "scale", "low"),
    [
        ("1.250", 1000, 1_250_000),
        ("85,5", 1000, 85_500),
        ("150000", 1000, None),
        ("15.000", 1000, None),
        ("1,2", 1_000_000, 1_200_000),
        ("12", 1_000_000, 12_000_000),
        ("1.250", 1_000_000, None),
        ("12-15", 1000, 12_000),
        ("từ 150", 1000, 150_000),
        ("60 (hũ 200g)", 1000, 60_000),
        ("hũ nhỏ 85, hũ lớn 150", 1000, None),
    ],
)
def test_h61_header_units(words: str, scale: int, low: int | None) -> None:
    got = money.price(words, scale)
    assert got.low == low
    assert got.none == (None if low else "ambiguous")


@given(st.text(), st.sampled_from([1, 1000, 1_000_000]))
def test_any_text_is_read(words: str, scale: int) -> None:
    got = money.price(words, scale)
    assert (got.low is None) == (got.none is not None)
    assert got.low is None or got.high is None or 0 < got.low <= got.high


@given(st.text(alphabet="0123456789.,-/ ktrđKgxnghìtriệu", max_size=30))
def test_text_like_prices_is_read(words: str) -> None:
    got = money.price(words)
    assert (got.low is None) == (got.none is not None)
    assert got.high is None or got.low is not None
    assert money.price(got.words) == got


@pytest.mark.parametrize(
    "words", ["9" * 5000, "9" * 5000 + "k", "1e999999", "NaN", "²", "٣٣٣٣", "1" + ".000" * 900 + "đ"]
)
def test_h63_absurd_numbers(words: str) -> None:
    assert money.price(words).low is None


@pytest.mark.parametrize(
    "words",
    [
        "1.",
        "1,",
        "1 ",
        "123 ",
        "150k ",
        "150k, ",
        "1tr2-",
        "một ",
        "còn ",
        "giá 1 ",
        "12 000 ",
        "x",
        "liên ",
        "trăm ",
        "~~",
        "(",
        "1 (",
        "1% ",
        "hai mươi ",
        "1..",
        "sỉ từ 10 hũ ",
    ],
)
def test_h68_the_longest_cell(words: str) -> None:
    # Loose on purpose: a quadratic reader takes minutes here, a linear one some hundredths.
    read_long_cell(money.price, words)
