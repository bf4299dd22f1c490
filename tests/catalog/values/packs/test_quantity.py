"""Net content: what a pack holds, what a name says of it, what is no quantity at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from catalog.values import text
from catalog.values.packs import quantity
from catalog.values.packs.quantity import Content
from tests.catalog.values.museum import read_long_cell, rows

COUNTS = st.integers(2, 40)
GRAMS = st.integers(1, 600)
PACKS = st.sampled_from(["gói", "hũ", "chai", "lọ", "lon", "bịch"])
NAMES = st.sampled_from(
    ["Mật ong Đồi Vải", "OCOP 4 sao - Trà ST25", "Rượu ngô 40 độ", "Cao dán KD004G", "Gạo 2023", "Quế Văn Yên 100%"]
)


@pytest.mark.parametrize(("words", "want"), rows("quantity"))
def test_specimen(words: str, want: dict[str, object]) -> None:
    got = quantity.content(words).json()
    assert got == {**want, "container": want.get("container")} if "none" not in want else got == want


@pytest.mark.parametrize(("words", "want"), rows("quantity"))
def test_specimen_in_other_forms(words: str, want: dict[str, object]) -> None:
    for other in (unicodedata.normalize("NFD", words), f"\u00a0{words.replace(' ', chr(0xA0))} "):
        assert quantity.content(other).json() == quantity.content(words).json()
    for other in (words.upper(), words.lower()):
        got = quantity.content(other)
        assert (got.total, got.pieces, got.none) == (want.get("total"), want.get("pieces"), want.get("none", False))


@given(
    GRAMS,
    st.sampled_from(["g", "gr", "gram", "gam", "ml", "kg", "lít", "lạng", "KG", "Gr"]),
    st.sampled_from(["", " "]),
)
def test_one_amount_written_and_read_back(n: int, unit: str, space: str) -> None:
    size = {"kg": 1000, "lít": 1000, "lạng": 100}.get(unit.lower(), 1)
    got = quantity.content(f"{n}{space}{unit}")
    assert (got.total, got.count) == (n * size, 1)
    assert got.unit == ("ml" if unit in ("ml", "lít") else "g")


# Pack words as they are typed: an amount, a count or a container, and what stands between and around them.
BITS = st.sampled_from(
    "500g|1,5kg|1kg2|nửa ký|2 lạng rưỡi|0,5 lít|250 ml|10 gói|6 hũ|24 chai|12 quả|1 chục|hộp|thùng|túi|combo|x|/|(|)|-|"
    ",|±|từ|và|hoà tan|thuỷ tinh|OCOP 4 sao|40 độ|100%|ST25|2024|cá hoá".split("|")
)
PACK_TEXTS = st.lists(BITS, min_size=1, max_size=7).map(" ".join)
FORMS = {
    "NFD": lambda words: unicodedata.normalize("NFD", words),
    "hard spaces": lambda words: f"\u00a0{words}\u00a0".replace(" ", "\u00a0"),
    "double spaces": lambda words: words.replace(" ", "  "),
    "capitals": str.upper,
    "zero width": lambda words: words.replace(" ", "\u200b "),
    "other tone places": lambda words: words.replace("oà", "òa").replace("uỷ", "ủy").replace("oá", "óa"),
}


@pytest.mark.parametrize("form", FORMS)
@given(words=PACK_TEXTS)
def test_one_text_in_several_forms(form: str, words: str) -> None:
    other = FORMS[form](words)
    assert quantity.content(other).json() == quantity.content(words).json()
    assert quantity.from_name(other).json() == quantity.from_name(words).json()


@given(PACK_TEXTS)
def test_what_was_read_reads_the_same(words: str) -> None:
    name = quantity.without_pack(words)
    assert quantity.without_pack(text.clean(words)) == name
    for read in (quantity.content, quantity.from_name):
        assert read(text.clean(words)) == read(words)


@given(GRAMS, st.sampled_from(["g", "ml"]), st.integers(1, 40), PACKS, st.sampled_from(["hộp", "thùng", "khay"]))
def test_a_content_written_and_read_back(size: int, unit: str, count: int, pack: str, box: str) -> None:
    want = quantity.Content(size * count, unit, count, container=box if count > 1 else pack)
    words = f"{box} {count} {pack} x {size}{unit}" if count > 1 else f"{pack} {size}{unit}"
    assert quantity.content(words) == replace(want, end=len(words))


@given(st.integers(1, 60), st.sampled_from(["quả", "con", "viên", "cái", "vòng", "miếng"]))
def test_pieces_written_and_read_back(n: int, piece: str) -> None:
    assert quantity.content(f"{n} {piece}").json() == {"pieces": n, "container": piece}


@given(st.decimals("0.05", "99.9", places=2), st.sampled_from([".", ","]))
def test_decimals(n: object, mark: str) -> None:
    got = quantity.content(f"{n}kg".replace(".", mark))
    assert got.total == pytest.approx(float(str(n)) * 1000)


@given(COUNTS, GRAMS, PACKS)
def test_multipacks_in_every_order(n: int, grams: int, pack: str) -> None:
    forms = [
        f"Hộp {n} {pack} x {grams}g",
        f"{n} {pack} x {grams}g",
        f"{grams}g x {n} {pack}",
        f"{n}x{grams}g",
        f"{grams}g/{pack} x {n} {pack}",
        f"{n} {pack} ({grams}g/{pack})",
        f"{n} {pack} ({pack}/ {grams}g)",
        f"combo {n} {pack} - {grams}g/{pack}",
        f"{n} {pack}x{grams}gr",
    ]
    for words in forms:
        got = quantity.content(words)
        assert (got.total, got.unit, got.count) == (n * grams, "g", n), words


@given(NAMES, COUNTS, GRAMS, PACKS)
def test_names_carry_their_pack(name: str, n: int, grams: int, pack: str) -> None:
    for words in (
        f"{name} - {n} {pack} x {grams}g",
        f"{name} ({n} {pack} x {grams}g)",
        f"{name}_{n} {pack} x {grams}G",
    ):
        got = quantity.from_name(words)
        assert (got.total, got.count) == (n * grams, n), words
        assert quantity.without_pack(words) == name
        assert f"{n} {pack} x {grams}" in words[got.start : got.end]


@given(NAMES)
def test_names_without_a_pack(name: str) -> None:
    assert quantity.from_name(name) == Content(none=True)
    assert quantity.without_pack(name) == name


@given(COUNTS, GRAMS, PACKS)
def test_a_whole_and_its_parts(n: int, grams: int, pack: str) -> None:
    assume(n * grams <= 25_000)
    for words in (f"{n * grams}g ({n} {pack} x {grams}g)", f"{n} {pack} x {grams}g ({n * grams}g)"):
        assert quantity.content(words).total == n * grams, words


@given(st.lists(st.sampled_from([50, 75, 120, 200, 450, 1300]), min_size=2, max_size=4, unique=True))
def test_several_sizes_are_offered(sizes: list[int]) -> None:
    for joint in (", ", "; "):
        got = quantity.content(joint.join(f"{s}g" for s in sizes))
        assert got.total is None
        assert [c.total for c in got.choices] == sizes


@pytest.mark.parametrize(
    ("name", "prose", "total"),
    [
        ("Trà dây Đồi Vải", "Khối lượng tịnh: 100g", 100),
        ("Trà dây Đồi Vải 200g", "Khối lượng tịnh: 100g", 200),
        ("Trà dây Đồi Vải - 30 túi lọc/hộp", "Quy cách: hộp 30 túi (30 túi x 4g)", 120),
        ("Trà dây Đồi Vải - 20 túi lọc/hộp", "Quy cách: hộp 30 túi (30 túi x 4g)", None),
        ("Yến chưng - set 6 hũ", "Dung tích: 70ml/hộp (set 6 hũ)", 420),
        ("Trà dây Đồi Vải", "Định lượng: 1g pha với 500ml nước", None),
        ("Xoài cát", "Trọng lượng trung bình khoảng 350gr/trái", None),
        ("Nước mắm Bãi Nhạn 45 thùng 6 chai", "Cá tươi ủ chín. Gồm 1 thùng 6 chai (250ml/chai thủy tinh).", 1500),
        ("Nước mắm Bãi Nhạn 45 thùng 6 chai", "Có 6 chai 250ml hoặc 6 chai 500ml.", None),
        ("Nước mắm Bãi Nhạn 45 thùng 6 chai", "Có thùng 12 chai (250ml/chai).", None),
        ("Cà phê bột Đồi Vải", "Cho 20g vào phin. * KLT: 1kg * NSX: trên bao bì", 1000),
        ("Mắm ruốc ăn liền Bãi Nhạn", "GIỚI THIỆU: Mắm ruốc ăn liền - Bãi Nhạn 300g là đặc sản.", 300),
        ("Mắm ruốc ăn liền Bãi Nhạn", "Mắm ruốc ăn liền Bãi Nhạn 300g, Mắm ruốc ăn liền Bãi Nhạn 500g", None),
        ("Gạo nếp", "Ngâm gạo nếp 500g qua đêm", None),
    ],
)
def test_a_description_completes_a_name(name: str, prose: str, total: float | None) -> None:
    assert quantity.from_listing(name, prose).total == total


@pytest.mark.parametrize(
    ("words", "container"),
    [("Chiếc", "cái"), ("Cái", "cái"), ("Hộp", "hộp"), ("1,6-1,8kg/con", "con"), ("500g - 600g", None), ("Gạo", None)],
)
def test_a_cell_without_a_content_still_names_its_container(words: str, container: str | None) -> None:
    assert quantity.content(words) == Content(none=True, container=container)


def test_a_vase_holds_nothing_by_its_name() -> None:
    assert quantity.from_name("Bình gốm Bồ Bát 2 lít").none
    assert quantity.from_name("Rượu ngô men lá bình gốm 2 lít").total == 2000


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("OCOP - Mật ong (Hũ 500 g)", "OCOP - Mật ong"),
        ("Trà túi lọc Suối Nhạn (Hộp 22 túi lọc x 3gr)", "Trà túi lọc Suối Nhạn"),
        ("Hộp 03 chai nước mắm Bãi Ngang -  550 ml", "nước mắm Bãi Ngang"),
        ("Giò lụa 1,5kg/3 túi - Giao nội tỉnh", "Giò lụa - Giao nội tỉnh"),
        ("Xoài (Loại 5kg)", "Xoài"),
        ("Gạo ST25", "Gạo ST25"),
        ("500g", "500g"),
        ("", ""),
    ],
)
def test_name_without_its_pack(name: str, want: str) -> None:
    assert quantity.without_pack(name) == want


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    told = quantity.from_listing("Trà dây - hộp 6 gói", words), quantity.from_listing(words, words)
    for got in (quantity.content(words), quantity.from_name(words), quantity.from_prose(words), *told):
        assert got.none == (got.total is None and got.pieces is None)
        assert got.total is None or (got.total > 0 and got.unit is not None)
    once = quantity.without_pack(words)
    assert quantity.content(once).json() is not None
    assert quantity.stock(words).none == (quantity.stock(words).count is None)


@given(st.text(alphabet="0123456789.,x/()- gkmlhộpgóitúi", max_size=40))
def test_text_like_packs_is_read(words: str) -> None:
    got = quantity.content(words)
    assert got.none == (got.total is None and got.pieces is None)
    assert 0 <= got.start <= got.end <= len(words)


@pytest.mark.parametrize(
    ("words", "total", "unit"),
    [
        ("Trà sao khô. Khối lượng tịnh: Hộp 100 gam HSD: 18 tháng", 100, "g"),
        ("Mỗi lần pha 5g.\nQuy cách đóng gói: hộp 20 túi (20 túi x 3g)\nBảo quản nơi khô", 60, "g"),
        ("Dung tích: 500 ml. Lấy 15ml pha với 100ml nước.", 500, "ml"),
        ("Mật hoa dừa (Chai 250ml). Uống ngày 10ml.", 250, "ml"),
        ("Khối lượng tịnh: 500g. Trọng lượng: 500g", 500, "g"),
        ("Lấy 15gr bột đánh tan với 45gr sữa", None, None),
        ("Khối lượng tịnh: 200gr/ 400gr", None, None),
        ("Khối lượng: 200g. Hộp lớn: khối lượng 400g", None, None),
        ("", None, None),
    ],
)
def test_descriptions_state_a_content_by_its_label(words: str, total: float | None, unit: str | None) -> None:
    got = quantity.from_prose(words)
    assert (got.total, got.unit) == (total, unit)


@pytest.mark.parametrize(
    ("price", "content", "want"),
    [
        (150_000, Content(500, "g", 1), (300_000, "kg")),
        (90_000, Content(750, "ml", 1), (120_000, "lít")),
        (100_000, Content(300, "g", 1), (333_333, "kg")),
        (90_000, Content(pieces=10), None),
        (90_000, Content(none=True), None),
    ],
)
def test_price_of_a_kilogram_or_litre(price: int, content: Content, want: tuple[int, str] | None) -> None:
    assert quantity.unit_price(price, content) == want


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("20", 20),
        ("còn 20 chai", 20),
        ("1.200", 1200),
        ("24.0", 24),
        ("0", 0),
        ("hết hàng", 0),
        ("Tạm hết hàng", 0),
        ("het hang", 0),
        ("13,22", None),
        ("0.3", None),
        ("10-20", None),
        ("-5", None),
        ("nhiều", None),
        ("còn hàng", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_stock(words: str, count: int | None) -> None:
    got = quantity.stock(words)
    assert got.count == count
    assert got.json() == ({"none": True} if count is None else {"count": count})


@pytest.mark.parametrize(
    "words",
    ["9" * 400 + "kg", "1e999999kg", "999999999999 gói x 999999999 kg", "²kg", "٣kg", "1kg" + " x 9999 gói" * 60],
)
def test_h63_absurd_numbers(words: str) -> None:
    assert quantity.content(words).total is None


@pytest.mark.parametrize(
    "read", [quantity.content, quantity.from_name, quantity.from_prose, quantity.without_pack, quantity.stock]
)
@pytest.mark.parametrize(
    "words", ["1.", "9", "500g ", "10 gói x ", "set 5 ", "1/2 kg ", "5g/túi ", "2x3", "(", "kg/", "khối lượng 1g "]
)
def test_h68_the_longest_cell(read, words: str) -> None:
    # Loose on purpose: a quadratic reader takes minutes here, a linear one some hundredths.
    read_long_cell(read, words)
