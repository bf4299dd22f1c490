"""Upright, in sRGB, on white, at the sizes of the list; the same bytes every time."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import images
from tests.conftest import ROOT
from tests.images.made import (
    BLUE,
    GAMMA,
    GREEN,
    P3,
    RED,
    WHITE,
    YELLOW,
    Colour,
    cmyk_profile,
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
    rgb_profile,
    seen,
)

# How a camera that was held so stores the upright picture (EXIF 2.32, "Orientation").
STORED = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}


def drawn(data: bytes, folder: Path) -> dict[str, Path]:
    return images.derive(seen(data, folder).sha256, folder)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_comes_out_upright(orientation: int, kind: str, tmp_path: Path) -> None:
    image = quarters()
    for turn in STORED[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = seen(encoded(image, kind, exif=exif), tmp_path)
    assert (picture.width_px, picture.height_px) == (720, 540)
    for path in images.derive(picture.sha256, tmp_path).values():
        with Image.open(path) as shown:
            for got, wanted in zip(colours_of_quarters(shown), (RED, GREEN, BLUE, YELLOW), strict=True):
                assert is_near(got, wanted, 20)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_means_nothing_turns_nothing(value: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    picture = seen(encoded(quarters(), exif=exif), tmp_path)
    assert (picture.width_px, picture.height_px) == (720, 540)


def test_sizes_are_kept_and_nothing_but_a_square_is_enlarged(tmp_path: Path) -> None:
    wanted = {"thumb": (320, 240), "card": (640, 480), "page": (1200, 900), "square": (1000, 1000)}
    assert _sizes(jpeg(size=(2400, 1800)), tmp_path) == wanted
    small = {"thumb": (320, 240), "card": (400, 300), "page": (400, 300), "square": (1000, 1000)}
    assert _sizes(jpeg(size=(400, 300)), tmp_path) == small
    assert _sizes(jpeg(size=(3000, 40)), tmp_path)["thumb"] == (320, 4)


def _sizes(data: bytes, folder: Path) -> dict[str, tuple[int, int]]:
    sizes = {}
    for name, path in drawn(data, folder).items():
        with Image.open(path) as image:
            assert image.format == ("JPEG" if name == "square" else "WEBP")
            assert image.mode == "RGB"
            sizes[name] = image.size
    return sizes


def test_a_square_pads_with_white_and_enlarges_at_most_twice(tmp_path: Path) -> None:
    with Image.open(drawn(jpeg(RED, (200, 100)), tmp_path)["square"]) as square:
        for inside in ((500, 500), (310, 410), (690, 590)):
            assert is_near(square.getpixel(inside), RED, 12)  # type: ignore[arg-type]
        for outside in ((290, 500), (710, 500), (500, 390), (500, 610), (0, 0), (999, 999)):
            assert is_near(square.getpixel(outside), WHITE, 12)  # type: ignore[arg-type]


def test_grain_stays_under_what_markets_take(tmp_path: Path) -> None:
    grain = Image.effect_noise((1300, 1300), 120).convert("RGB")
    assert drawn(encoded(grain, quality=95), tmp_path)["square"].stat().st_size < 2_000_000


# Colours. The tolerance is 5 levels of 255: WebP keeps colours as limited-range YUV, which alone costs 3.


def _expected_srgb(colour: Colour) -> Colour:
    """P3 with gamma 2.2 → XYZ at D50 → sRGB, by the published matrices (Lindbloom, Bradford-adapted)."""
    linear = [(level / 255) ** GAMMA for level in colour]
    xyz = [sum(P3[c][i] * linear[c] for c in range(3)) for i in range(3)]
    to_srgb = ((3.13386, -1.61687, -0.49061), (-0.97877, 1.91614, 0.03345), (0.07195, -0.22899, 1.40524))
    light = [min(1.0, max(0.0, sum(row[i] * xyz[i] for i in range(3)))) for row in to_srgb]
    return tuple(round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)) for v in light)


@pytest.mark.parametrize("colour", [(200, 80, 60), (60, 160, 70), (70, 90, 190), (128, 128, 128)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_another_profile_is_turned_into_srgb(kind: str, colour: Colour, tmp_path: Path) -> None:
    data = encoded(flat(colour), kind, icc_profile=rgb_profile(), quality=95)
    assert is_near(middle(drawn(data, tmp_path)["card"]), _expected_srgb(colour), 5)


def test_the_profile_makes_a_difference_that_the_tolerance_would_show() -> None:
    assert not is_near((200, 80, 60), _expected_srgb((200, 80, 60)), 5)


def test_a_grey_photo_with_a_camera_profile_is_no_broken_picture(tmp_path: Path) -> None:
    picture = seen(encoded(flat(128, mode="L"), icc_profile=rgb_profile()), tmp_path)
    assert picture.warnings == ()
    wanted = _expected_srgb((128, 128, 128))
    assert is_near(middle(images.derive(picture.sha256, tmp_path)["card"]), wanted, 5)


@pytest.mark.parametrize("profile", [b"not a profile", rgb_profile()[:200], cmyk_profile()])
def test_a_profile_that_cannot_be_used_is_left_aside_with_a_warning(profile: bytes, tmp_path: Path) -> None:
    picture = seen(jpeg((200, 80, 60), icc_profile=profile), tmp_path)
    assert picture.warnings == ("picture-profile",)
    assert is_near(middle(images.derive(picture.sha256, tmp_path)["card"]), (200, 80, 60), 5)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_without_a_profile(kind: str, tmp_path: Path) -> None:
    for inks, wanted in (((0, 255, 255, 0), (255, 0, 0)), ((255, 0, 255, 0), (0, 255, 0)), ((0, 0, 0, 255), (0, 0, 0))):
        data = encoded(flat(inks, mode="CMYK"), kind)
        assert is_near(middle(drawn(data, tmp_path)["card"]), wanted, 8)


def test_inks_with_a_profile_are_what_the_profile_says(tmp_path: Path) -> None:
    data = encoded(flat((255, 0, 0, 0), mode="CMYK"), "JPEG", icc_profile=cmyk_profile(), quality=95)
    # Lab 66.7, 40, 60 in sRGB; read without its profile this would be cyan.
    assert is_near(middle(drawn(data, tmp_path)["card"]), (240, 134, 53), 12)


def test_sixteen_bits_are_scaled_and_not_cut(tmp_path: Path) -> None:
    grey = png(520, 520, (b"\0" + b"\x80\x00" * 520) * 520, bits=16, colour=0)
    assert is_near(middle(drawn(grey, tmp_path)["card"]), (128, 128, 128), 3)
    colour = png(520, 520, (b"\0" + b"\xc8\x00\x50\x00\x3c\x00" * 520) * 520, bits=16, colour=2)
    assert is_near(middle(drawn(colour, tmp_path)["card"]), (200, 80, 60), 5)
    veiled = png(520, 520, (b"\0" + b"\0\0\0\0\0\0\0\0" * 520) * 520, bits=16, colour=6)
    assert is_near(middle(drawn(veiled, tmp_path)["card"]), WHITE, 3)


def _keyed(colour: int, row: bytes, key: bytes, palette: bytes = b"") -> bytes:
    """A PNG of one colour that its tRNS chunk makes transparent."""
    extra = (png_chunk(b"PLTE", palette) if palette else b"") + png_chunk(b"tRNS", key)
    return png(520, 520, (b"\0" + row * 520) * 520, colour=colour, extra=extra)


CLEAR = {
    "rgba": encoded(flat((0, 0, 0, 0), mode="RGBA"), "PNG"),
    "rgba-webp": encoded(flat((0, 0, 0, 0), mode="RGBA"), "WEBP", lossless=True, exact=True),
    "grey-and-alpha": encoded(flat((0, 0), mode="LA"), "PNG"),
    "palette-and-alpha": _keyed(3, b"\0", b"\0", palette=bytes((200, 30, 30))),
    "colour-key": _keyed(2, b"\xc8\x1e\x1e", b"\0\xc8\0\x1e\0\x1e"),
    "grey-key": _keyed(0, b"\x40", b"\0\x40"),
    "gif": encoded(flat(0, mode="P"), "GIF", transparency=0),
    "tiff": encoded(flat((0, 0, 0, 0), mode="RGBA"), "TIFF"),
    "avif": encoded(flat((0, 0, 0, 0), mode="RGBA"), "AVIF"),
}


@pytest.mark.parametrize("name", CLEAR)
def test_what_is_transparent_shows_white(name: str, tmp_path: Path) -> None:
    for path in drawn(CLEAR[name], tmp_path).values():
        assert is_near(middle(path), WHITE, 3)


def test_half_transparent_red_on_white_is_pink(tmp_path: Path) -> None:
    data = encoded(flat((255, 0, 0, 128), mode="RGBA"), "PNG")
    assert is_near(middle(drawn(data, tmp_path)["card"]), (255, 127, 127), 6)


@pytest.mark.parametrize(("mode", "colour"), [("1", 1), ("L", 255), ("P", 0)])
def test_pictures_of_few_colours_are_read(mode: str, colour: int, tmp_path: Path) -> None:
    image = Image.new(mode, (600, 520), colour)
    if mode == "P":
        image.putpalette([255, 255, 255])
    assert is_near(middle(drawn(encoded(image, "PNG"), tmp_path)["card"]), WHITE, 3)


# The same bytes, every time.

AGAIN = """
import hashlib, sys
from pathlib import Path
import images
data, folder = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
for path in images.derive(images.store(data, folder).sha256, folder).values():
    print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def _hashes(paths: dict[str, Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths.values()]


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    data = encoded(noise(1600, 1200), icc_profile=rgb_profile())
    (tmp_path / "anh").write_bytes(data)
    command = [sys.executable, "-c", AGAIN, str(tmp_path / "anh"), str(tmp_path / "there")]
    there = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert _hashes(drawn(data, tmp_path / "here")) == there


def test_a_size_that_was_lost_comes_back_with_the_same_bytes(tmp_path: Path) -> None:
    picture = seen(encoded(noise(2600, 2000)), tmp_path)
    paths = images.derive(picture.sha256, tmp_path)
    before = _hashes(paths)
    paths["thumb"].unlink()
    assert _hashes(images.derive(picture.sha256, tmp_path)) == before


def test_the_original_is_kept_byte_by_byte(tmp_path: Path) -> None:
    data = encoded(noise()) + b"and what stands behind it"
    picture = seen(data, tmp_path)
    images.derive(picture.sha256, tmp_path)
    assert images.original_of(picture.sha256, tmp_path).read_bytes() == data
    assert picture.sha256 == hashlib.sha256(data).hexdigest()


def test_a_reduced_decode_shows_the_same_picture(tmp_path: Path) -> None:
    image = noise(3200, 2400)
    with Image.open(drawn(encoded(image, quality=95), tmp_path)["page"]) as page:
        wanted = image.resize((1200, 900), Image.Resampling.LANCZOS)
        differences = [
            abs(a - b) for a, b in zip(page.convert("L").tobytes(), wanted.convert("L").tobytes(), strict=True)
        ]
    assert sum(differences) / len(differences) < 6  # levels of 255, on grain
