"""The texts of a product are looked through together first; what is masked is the same as text by text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.publish.preparing import privacy
from catalog.values.hidden import Hidden, hidden

KHUE = hidden(["Hộ bà Trịnh Thị Khuê", "Nhạn Mơ"], ["số 7, thôn Hà Dong, xã Tiên Yên"])
SHOWN = hidden((), (), shows_people=True)
NOBODY = hidden(())
PARTS = (
    "0900 000 012", "900.000.012", "0900000012", "(+84) 900 000 012", "1900 0012", "STK 12 34 56 7", "stk: 0123456789",
    "số tài khoản 12 34 567", "CCCD 001085000012", "tk ngân hàng 1234567", "doivai@example.vn", "www.example.vn",
    "WWW.1a.vn", "https://example.vn/a", "Zalo.me/nhan", "shop24.vn", "http:/x", "số 12 ngõ 5 đường Lê Nhạn",
    "SỐ 12 ĐƯỜNG Nhạn", "Trịnh Thị Khuê", "TRỊNH THỊ KHUÊ", "trinh-thi-khue", "Trinh Thi Khue", "chị Khuê", "CHỊ KHUÊ",
    "nhạn mơ", "nhan mo", "nghệ nhân Lò Nhạn Sơn", "Lò Văn Nhạn", "đường Lò Văn Nhạn", "thôn Hà Dong", "thon ha dong",
    "0900<br>000<br>012", "0900&#46;000&nbsp;012", "Trịnh <b>Thị</b> Khu&ecirc;", "VCB 0071000000123", "sinh năm 1985",
    "@khue.trinh", "khue [at] thu.vn", "24B1-123.45", "12/5 Lê Lợi, phường Cao Thắng", "MST 8012345678",
    "Mật ong hoa nhãn", "1.234.567đ", "373 200g", "100%", "Lô 6355.", "…", "\n", " ", "-", "/", ":", "Ông", "Văn", "A",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=6)), max_size=5).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from((KHUE, SHOWN, NOBODY)))
@example(["0900 000", "012 000"], NOBODY)
@example([unicodedata.normalize("NFD", "Trịnh Thị Khuê")], KHUE)
@example(["Gọi Ông", "Lò Văn", "Nhạn"], NOBODY)
def test_together_or_one_by_one(words: list[str], names: Hidden) -> None:
    mask = privacy.Mask.of(words, names)
    for text in words:
        for is_prose in (True, False, None):
            assert mask(text, is_prose=is_prose) == privacy.without_private(text, names, is_prose=is_prose)


@pytest.mark.parametrize("text", ["Mật ong hoa nhãn, 373 200g, 533.000đ. Lô 6355.", "Sấy ở 60 độ trong 12 giờ"])
def test_most_texts_are_looked_through_once(text: str) -> None:
    assert not privacy.Mask.of([text], KHUE).is_needed


@pytest.mark.parametrize("part", [p for p in PARTS[:41] if p not in ("http:/x", "thon ha dong")])
def test_what_is_masked_is_never_passed_over(part: str) -> None:
    masked = privacy.without_private(f"Hỏi {part} nhé, cảm ơn", KHUE)
    assert privacy.Mask.of([f"Hỏi {part} nhé, cảm ơn"], KHUE).is_needed or masked == f"Hỏi {part} nhé, cảm ơn"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Gọi 0900<br>000<br>012 nhé", "Gọi [số điện thoại] nhé"),
        ("Gọi 0900&#46;000&#x2e;012 nhé", "Gọi [số điện thoại] nhé"),
        ("Gọi <b>09</b>00&amp;nbsp;000<!-- a -->012", "Gọi [số điện thoại]"),
        ("Gọi 0900\\u00a0000\\n012", "Gọi [số điện thoại]"),
        ("0900%20000%20012", "[số điện thoại]"),
        ("CCCD 001<i>085</i>000&nbsp;012", "CCCD [số tài khoản hoặc giấy tờ]"),
        ("STK 1903<br>0000&nbsp;771 MB Bank", "STK [số tài khoản hoặc giấy tờ] MB Bank"),
        ("khue&#64;thu.vn", "[email]"),
        ("bà Trịnh <b>Thị</b> Khu&ecirc; nấu", "bà [tên riêng] nấu"),
        ("số nhà 7&nbsp;<b>đường</b> Lê Nhạn", "[địa chỉ]"),
        ("Mật ong &amp; sữa <b>ngon</b>, 100% tự nhiên", "Mật ong &amp; sữa <b>ngon</b>, 100% tự nhiên"),
        ("2 < 3 & 0900", "2 < 3 & 0900"),
    ],
)
def test_what_code_pulls_apart_is_masked_as_its_readers_see_it(words: str, shown: str) -> None:
    assert privacy.without_private(words, KHUE) == shown
    assert privacy.Mask.of([words], KHUE)(words, is_prose=True) == shown


@pytest.mark.parametrize(
    "url", ["https://a.vn/0900%20000%20012", "https://a.vn/trinh%2Dthi%2Dkhue", "https://a.vn/0900-000-012"]
)
def test_an_address_is_read_as_a_browser_does(url: str) -> None:
    assert privacy.tells(url, KHUE)
    assert not privacy.tells("https://a.vn/banh%20gai%2012", KHUE)
