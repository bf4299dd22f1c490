"""The summary of a returned sheet as a picture: wide enough for a phone, bounded, the same each time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from images.picture import PictureError
from images.summary import LONGEST, MOST_HEIGHT_PX, WIDTH_PX, _fonts, _wrapped, picture

LINES = [("plain", "hang.xlsx"), ("good", "Đã nhận: 9 sản phẩm"), ("error", "Phải sửa: Ô F8: không rõ giá “25-30”.")]


def drawn(title: str, lines: list[tuple[str, str]]) -> Image.Image:
    try:
        return Image.open(io.BytesIO(picture(title, lines)))  # type: ignore[arg-type]
    except PictureError as missing:
        pytest.skip(f"{missing.why}: install fonts-noto-core or fonts-dejavu-core")


def test_it_is_as_wide_as_a_phone_shows_and_small() -> None:
    image = drawn("Kết quả đọc bảng sản phẩm", LINES)
    assert (image.format, image.width) == ("PNG", WIDTH_PX)
    assert len(picture("Kết quả", LINES)) < 60_000  # type: ignore[arg-type]
    assert image.info == {} or "dpi" not in image.info


def test_equal_lines_give_equal_bytes_and_tones_their_colour() -> None:
    image = drawn("Kết quả", LINES)
    assert picture("Kết quả", LINES) == picture("Kết quả", LINES)  # type: ignore[arg-type]
    colours = {colour for _, colour in image.convert("RGB").getcolors(1_000_000) or ()}
    assert any(red > 150 and green < 80 and blue < 80 for red, green, blue in colours)
    plain = {colour for _, colour in drawn("Kết quả", LINES[:1]).convert("RGB").getcolors(1_000_000) or ()}
    assert not any(red > 150 and green < 80 and blue < 80 for red, green, blue in plain)


def test_vietnamese_letters_are_no_boxes() -> None:
    drawn("x", [])
    for font in _fonts(38):
        box = font.getmask("\uffff").getbbox(), bytes(font.getmask("\uffff"))
        for letter in "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĐỘ":
            assert (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != box, letter


def test_h68_long_words_are_broken_and_long_lists_cut() -> None:
    image = drawn("T" * 500, [("error", "x" * 5_000), ("info", "\x00\x1b[31m\u202e")] * 200)
    assert image.height <= MOST_HEIGHT_PX
    font = _fonts(38)[0]
    lines = list(_wrapped("y" * LONGEST + " một hai", font, 900))
    assert "".join(lines).replace(" ", "") == "y" * LONGEST + "mộthai"
    assert all(font.getlength(line) <= 900 for line in lines)


def test_no_lines_are_a_title_alone() -> None:
    assert drawn("Kết quả", []).height < 300
