"""Nothing but pixels leaves: no place, no name, no comment, no little picture, no second file in the same bytes."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from PIL import ExifTags, Image, PngImagePlugin

import images
from images import drawing
from images.reading import read
from images.sizes import Size
from tests.images.made import (
    encoded,
    flat,
    jpeg,
    jpeg_segments,
    png_chunk,
    quarters,
    rgb_profile,
    riff_chunks,
    with_segment,
)

CANARY = b"CANARY"
# Start of frame, tables, scan and the plain JFIF header: a JPEG without any of these shows nothing.
PIXELS_ONLY = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def _exif() -> bytes:
    """GPS, maker's note, owner, comment, and an embedded thumbnail in the second directory."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x013B] = exif[0x010E] = exif[0x8298] = "CANARY"
    exif.get_ifd(0x8769).update({0x927C: b"CANARY", 0x9286: b"ASCII\0\0\0CANARY", 0xA430: "CANARY"})
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 52.0, 13.0), 3: "E", 4: (104.0, 42.0, 7.0), 0x1B: b"CANARY"})
    whole = exif.tobytes()
    order = ">" if whole[6:8] == b"MM" else "<"
    first = 6 + struct.unpack_from(order + "I", whole, 10)[0]
    link = first + 2 + 12 * struct.unpack_from(order + "H", whole, first)[0]
    thumbnail = encoded(flat((9, 9, 9), (96, 72)), comment=CANARY)
    second = struct.pack(order + "H", 2)
    at = len(whole) - 6
    for tag, value in ((0x0201, at + 2 + 24 + 4), (0x0202, len(thumbnail))):
        second += struct.pack(order + "HHII", tag, 4, 1, value)
    second += bytes(4)
    return whole[:link] + struct.pack(order + "I", at) + whole[link + 4 :] + second + thumbnail


def _xmp() -> bytes:
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>CANARY 21.87,104.70</rdf:RDF></x:xmpmeta>'


def _png_text() -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "CANARY")
    said.add_text("Author", "CANARY" * 9, zip=True)
    said.add_itxt("Title", "CANARY")
    return said


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("CANARY.html", CANARY)
    return out.getvalue()


PAGE = b"<html><script>alert('CANARY')</script></html>"
EVERYTHING: dict[str, object] = {"exif": _exif(), "xmp": _xmp(), "icc_profile": rgb_profile()}

CARRIERS = {
    "jpeg": encoded(quarters(), comment=CANARY, **EVERYTHING),
    "jpeg-iptc": with_segment(jpeg(), 0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x05\0\x06CANARY"),
    "jpeg-jfxx": with_segment(jpeg(), 0xE0, b"JFXX\0\x10" + encoded(flat(size=(40, 30)), comment=CANARY)),
    "jpeg-maker": with_segment(jpeg(), 0xEF, b"CANARY" * 100),
    "jpeg-motion-photo": jpeg() + b"\0\0\0\x18ftypmp42CANARY" + bytes(99),
    "jpeg-twin": encoded(quarters(), "MPO", save_all=True, append_images=[flat(size=(90, 70))], comment=CANARY),
    "jpeg-and-zip": jpeg() + _zip(),
    "jpeg-and-page": with_segment(jpeg(), 0xFE, PAGE),
    "gif-and-script": encoded(flat(), "GIF").replace(b"GIF87a", b"GIF89a") + b"/*CANARY*/=1;alert(1)",
    "png": encoded(quarters(), "PNG", pnginfo=_png_text(), **EVERYTHING),
    "png-and-page": encoded(flat(), "PNG") + PAGE,
    "png-unknown-chunk": encoded(flat(), "PNG")[:33] + png_chunk(b"caNa", CANARY) + encoded(flat(), "PNG")[33:],
    "webp": encoded(quarters(), "WEBP", **EVERYTHING),
    "gif": encoded(flat(), "GIF", comment=CANARY),
    "tiff": encoded(quarters(), "TIFF", description="CANARY", artist="CANARY", icc_profile=rgb_profile()),
    "avif": encoded(quarters(), "AVIF", **EVERYTHING),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_nothing_but_pixels_leaves(name: str, tmp_path: Path) -> None:
    data = CARRIERS[name]
    picture = images.store(data, tmp_path)
    for path in images.derive(picture.sha256, tmp_path).values():
        left = path.read_bytes()
        assert_bare(left)
        assert CANARY not in left
    assert images.original_of(picture.sha256, tmp_path).read_bytes() == data


@pytest.mark.parametrize("name", CARRIERS)
def test_nor_from_a_size_that_somebody_adds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    added = (Size("poster", 1600, "JPEG", 90), Size("stamp", 64, "WEBP", 60, is_square=True))
    monkeypatch.setattr(drawing, "SIZES", added)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in the worker: these files carry metadata that is not well made
        left = drawing.draw(drawing.upright(read(CARRIERS[name], 1600)))
    assert left.keys() == {"poster", "stamp"}
    for data in left.values():
        assert_bare(data)
        assert CANARY not in data


def test_the_carriers_really_carry() -> None:
    assert all(CANARY in data for data in CARRIERS.values())
    with Image.open(io.BytesIO(CARRIERS["jpeg"])) as image:
        exif = image.getexif()
        assert exif.get_ifd(0x8825)[2] == (21.0, 52.0, 13.0)
        assert exif.get_ifd(ExifTags.IFD.IFD1)[0x0202] > 500


def assert_bare(data: bytes) -> None:
    """A WebP of one chunk, or a JPEG of tables and one scan that ends where the file ends."""
    if data.startswith(b"RIFF"):
        assert riff_chunks(data) == [b"VP8 "]
        return
    segments = list(jpeg_segments(data))
    assert {marker for marker, _, _ in segments} == PIXELS_ONLY
    assert [payload for marker, _, payload in segments if marker == 0xE0] == [b"JFIF\0\1\1\0\0\1\0\1\0\0"]
    assert data.index(b"\xff\xd9", segments[-1][1]) == len(data) - 2


@pytest.mark.parametrize("name", ["jpeg-and-zip", "jpeg-and-page", "gif-and-script", "png-and-page"])
def test_two_files_in_one_are_drawn_anew(name: str, tmp_path: Path) -> None:
    picture = images.store(CARRIERS[name], tmp_path)
    for path in images.derive(picture.sha256, tmp_path).values():
        left = path.read_bytes()
        assert not zipfile.is_zipfile(path)
        assert b"<" + b"script" not in left
        assert b"alert(" not in left
