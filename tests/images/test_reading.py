"""Cut files, several frames, warnings, and headers that claim too much."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

import images
from images.confined import Worker
from tests.images.made import (
    BLUE,
    GREEN,
    RED,
    colours_of_quarters,
    encoded,
    flat,
    is_near,
    jpeg,
    middle,
    noise,
    png,
    png_chunk,
    quarters,
    seen,
    with_frame,
)
from tests.images.processes import peak_bytes


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_that_lacks_its_last_rows_is_kept_with_a_warning(kind: str, tmp_path: Path) -> None:
    whole = encoded(noise(), kind)
    picture = seen(whole[: int(len(whole) * 0.98)], tmp_path)
    assert picture.warnings == ("picture-cut",)
    assert picture.width_px == 800
    assert 570 <= picture.height_px < 600
    with Image.open(images.derive(picture.sha256, tmp_path)["page"]) as page:
        assert page.width == 800
        # What is missing is cut off, not shown as a grey or black edge: blue and yellow reach the last row.
        left, right = page.convert("RGB").getpixel((200, page.height - 2)), page.getpixel((600, page.height - 2))
        assert left[2] > left[1]
        assert right[1] > right[2]


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF"])
def test_a_file_that_lacks_more_is_refused(kind: str, share: float, tmp_path: Path) -> None:
    whole = encoded(noise(), kind)
    with pytest.raises(images.PictureError) as refusal:
        seen(whole[: int(len(whole) * share)], tmp_path)
    assert refusal.value.code == "picture-unusable"


@pytest.mark.parametrize("kind", ["BMP", "GIF", "WEBP", "TIFF", "AVIF"])
def test_formats_without_an_upper_part_are_refused_however_little_is_missing(kind: str, tmp_path: Path) -> None:
    whole = encoded(noise(), kind)
    with pytest.raises(images.PictureError, match=r"tệp hỏng|tệp bị cắt"):
        seen(whole[: int(len(whole) * 0.98)], tmp_path)


def test_a_cut_progressive_jpeg_is_refused_and_a_whole_one_read(tmp_path: Path) -> None:
    whole = encoded(noise(), "JPEG", progressive=True)
    assert seen(whole, tmp_path).warnings == ()
    with pytest.raises(images.PictureError, match="tệp hỏng hoặc bị cắt"):
        seen(whole[: int(len(whole) * 0.98)], tmp_path)


def test_a_cut_interlaced_png_is_refused(tmp_path: Path) -> None:
    # Adam7 by hand, grey: the seven passes of 64 × 64 one behind the other, the last with half of all rows.
    passes = [(8, 8), (8, 8), (16, 8), (16, 16), (32, 16), (32, 32), (64, 32)]
    grain = random.Random(7)
    rows = b"".join(b"\0" + grain.randbytes(width) for width, height in passes for _ in range(height))
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 1)
    packed = zlib.compress(rows)
    data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    assert seen(data, tmp_path).warnings == ("picture-small",)
    with pytest.raises(images.PictureError, match="tệp hỏng hoặc bị cắt"):
        seen(data[: int(len(data) * 0.97)], tmp_path)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "PNG", "AVIF"])
def test_of_several_frames_the_first_is_shown(kind: str, tmp_path: Path) -> None:
    data = encoded(flat(RED), kind, save_all=True, append_images=[flat(BLUE), flat(GREEN)])
    picture = seen(data, tmp_path)
    assert picture.warnings == ("picture-frames",)
    assert is_near(middle(images.derive(picture.sha256, tmp_path)["card"]), RED, 12)


def test_the_twin_of_a_phone_jpeg_is_no_second_frame(tmp_path: Path) -> None:
    data = encoded(quarters(), "MPO", save_all=True, append_images=[flat(BLUE, (180, 130))])
    picture = seen(data, tmp_path)
    assert (picture.format, picture.warnings) == ("JPEG", ())
    with Image.open(images.derive(picture.sha256, tmp_path)["card"]) as card:
        assert is_near(colours_of_quarters(card)[0], RED, 20)


def test_a_small_picture_is_kept_with_a_warning(tmp_path: Path) -> None:
    assert seen(jpeg(size=(499, 900)), tmp_path).warnings == ("picture-small",)
    assert seen(jpeg(size=(500, 900)), tmp_path).warnings == ()


def _tiff(width: int, height: int, next_at: int = 0) -> bytes:
    """A grey TIFF's header and one directory, without pixels."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, height)]
    tags += [(277, 3, 1), (279, 4, 16)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in sorted(tags))
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_at)
    return b"II*\0" + struct.pack("<I", 24) + bytes(16) + directory


def _webp(width: int, height: int) -> bytes:
    canvas = b"VP8X\x0a\0\0\0\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + canvas + encoded(flat(size=(64, 64)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(width: int, height: int) -> bytes:
    data = encoded(flat(size=(64, 64)), "GIF")
    at = data.index(b"\x2c\0\0\0\0")
    return (
        data[:6]
        + struct.pack("<HH", width, height)
        + data[10 : at + 5]
        + struct.pack("<HH", width, height)
        + data[at + 9 :]
    )


def _bmp(width: int, height: int) -> bytes:
    data = encoded(flat(size=(64, 64)), "BMP")
    return data[:18] + struct.pack("<ii", width, height) + data[26:]


BOMBS = {
    "png-65536": png(65536, 65536, b"\0" * 9),
    "png-50-megapixel-grey": png(20000, 19999, b"\0" * 9, colour=0),
    "jpeg-65500": with_frame(jpeg(), 65500, 65500),
    "jpeg-280-megapixel": with_frame(jpeg(), 20000, 14000),
    "jpeg-long": with_frame(jpeg(), 60000, 200),
    "webp-16384": _webp(16384, 16384),
    "gif-65535": _gif(65535, 65535),
    "bmp-40000": _bmp(40000, 40000),
    "tiff-60000": _tiff(60000, 60000),
}


@pytest.mark.parametrize("do", ["probe", "look", "derive"])
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_by_their_header_and_never_decoded(name: str, do: str) -> None:
    worker = Worker()
    try:
        worker.ask("look", jpeg())
        assert worker._child is not None
        child = worker._child.pid
        with pytest.raises(images.PictureError) as refusal:
            worker.ask(do, BOMBS[name])
        assert peak_bytes(child) < 100 << 20
        assert refusal.value.code == "picture-bomb"
        assert "ảnh quá" in refusal.value.why
    finally:
        worker.close()


def test_a_text_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 << 20)))
    with pytest.raises(images.PictureError) as refusal:
        seen(png(64, 64, b"\0" * 64 * 193, extra=bomb), tmp_path)
    assert refusal.value.code == "picture-unusable"


def test_directories_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    looped = _tiff(64, 64, next_at=24)
    with pytest.raises(images.PictureError) as refusal:
        seen(looped, tmp_path)
    assert refusal.value.code == "picture-unusable"
