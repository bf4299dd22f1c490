"""What a file really is; whatever is no picture is refused with its name."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import images
from images.formats import real_format
from tests.conftest import ROOT
from tests.images.made import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    colours_of_quarters,
    encoded,
    flat,
    is_near,
    jpeg,
    png,
    seen,
    with_frame,
)


def _zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("anh.jpg", b"x")
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><script>alert(1)</script></svg>'

REFUSED = {
    "nothing": (b"", "picture-unusable", "tệp rỗng"),
    "svg": (SVG, "picture-kind", "SVG"),
    "svg-declared": (b'\xef\xbb\xbf<?xml version="1.0"?>\n' + SVG, "picture-kind", "SVG"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 600\n", "picture-kind", "EPS"),
    "eps-dos": (b"\xc5\xd0\xd3\xc6" + bytes(64), "picture-kind", "EPS"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "picture-kind", "PDF"),
    "error-page": (b"\r\n <!DOCTYPE html><html><body>404</body></html>", "picture-kind", "trang web"),
    "zip": (_zip(), "picture-kind", "zip"),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64), "picture-kind", "đoạn phim"),
    "words": ("Ảnh gửi sau nhé".encode(), "picture-kind", "tệp loại khác"),
    "words-like-bmp": (b"BM la ten viet tat cua ban toi, anh gui sau nhe" * 3, "picture-unusable", "tệp hỏng"),
    "jpeg-first-bytes": (jpeg()[:40], "picture-unusable", "tệp hỏng"),
    "jpeg-12-bit": (with_frame(jpeg(), 600, 520, bits=12), "picture-unusable", "12 bit"),
    "jpeg-lossless": (jpeg().replace(b"\xff\xc0\0\x11", b"\xff\xc3\0\x11"), "picture-unusable", "lossless"),
    "one-pixel": (encoded(flat(size=(1, 1)), "PNG"), "picture-unusable", "quá nhỏ (1 × 1 điểm ảnh)"),
    "one-column": (png(1, 65535, b"\0abc" * 65535), "picture-unusable", "quá nhỏ (1 × 65535 điểm ảnh)"),
    "one-row": (encoded(flat(size=(600, 1))), "picture-unusable", "quá nhỏ"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_code_and_a_reason_and_nothing_kept(name: str, tmp_path: Path) -> None:
    data, code, why = REFUSED[name]
    with pytest.raises(images.PictureError) as refusal:
        images.store(data, tmp_path)
    assert refusal.value.code == code
    assert why in refusal.value.why
    assert refusal.value.why in refusal.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_pixels_of_no_photo_are_refused_when_they_are_looked_at(tmp_path: Path) -> None:
    picture = images.store(encoded(flat(0.5, mode="F"), "TIFF"), tmp_path)
    with pytest.raises(images.PictureError, match="kiểu màu"):
        images.look(picture.sha256, tmp_path)
    assert not (tmp_path / "derived").exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_every_allowed_format_is_told_and_read(kind: str, tmp_path: Path) -> None:
    data = encoded(flat(size=(640, 520)), kind)
    assert real_format(data) == kind
    picture = images.store(data, tmp_path)
    assert (picture.format, picture.width_px, picture.height_px, picture.warnings) == (kind, 640, 520, ())
    assert images.derive(picture.sha256, tmp_path).keys() == {size.name for size in images.SIZES}


# Our quarters of 128 × 96 px, coded by libheif's heif-enc at quality 60: the library at hand only reads.
HEIC = ROOT / "tests" / "specimens" / "pictures" / "quarters.heic"


@pytest.mark.parametrize("name", ["anh.heic", "anh.jpg"])
def test_heic_is_read_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HEIC.read_bytes())
    picture = images.store((tmp_path / name).read_bytes(), tmp_path)
    assert (picture.format, picture.width_px, picture.height_px) == ("HEIF", 128, 96)
    with Image.open(images.derive(picture.sha256, tmp_path)["card"]) as card:
        shown = colours_of_quarters(card)
    assert all(is_near(got, wanted, 40) for got, wanted in zip(shown, (RED, GREEN, BLUE, YELLOW), strict=True))


@pytest.mark.parametrize("share", [0.97, 0.5])
def test_cut_heic_is_refused_at_the_latest_by_its_pixels(share: float, tmp_path: Path) -> None:
    whole = HEIC.read_bytes()
    with pytest.raises(images.PictureError) as refusal:
        seen(whole[: int(len(whole) * share)], tmp_path)
    assert refusal.value.code == "picture-unusable"


@pytest.mark.parametrize("kind", ["ICNS", "PCX", "PPM", "TGA", "JPEG2000", "DDS", "SGI"])
def test_other_formats_that_the_library_could_read_are_refused(kind: str, tmp_path: Path) -> None:
    data = encoded(flat(size=(512, 512)), kind)
    with pytest.raises(images.PictureError) as refusal:
        images.store(data, tmp_path)
    assert refusal.value.code == "picture-kind"


def test_more_bytes_than_a_photo_has_are_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(images.PictureError) as refusal:
        images.store(jpeg() + bytes(48 << 20), tmp_path)
    assert (refusal.value.code, refusal.value.why) == ("picture-bomb", "tệp nặng 48 MB, tối đa 48 MB")
