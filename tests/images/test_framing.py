"""Squares for markets: goods before a plain ground fill them, all else stands whole on white; bytes are bounded."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from catalog import markets
from catalog.markets.register import limit
from images.drawing import draw
from images.framing import WHITE, square
from images.picture import PictureError
from images.sizes import BY_NAME
from tests.images.scenes import scene

CREAM, JAR = (236, 229, 214), (140, 60, 20)


def before(ground: tuple[int, int, int], size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    image = Image.new("RGB", size, ground)
    ImageDraw.Draw(image).rectangle(box, fill=JAR)
    return image


def jar_in(image: Image.Image) -> tuple[int, int, int, int]:
    """The box of the jar's pixels."""
    is_jar = image.convert("RGB").getchannel("R").point(lambda level: 255 if abs(level - JAR[0]) < 20 else 0)
    box = is_jar.getbbox()
    assert box
    return box


@pytest.mark.parametrize("at", [(300, 100), (40, 300), (900, 20), (10, 340)])
@pytest.mark.parametrize("ground", [WHITE, CREAM])
def test_goods_before_a_plain_ground_stand_whole_and_large_in_a_seamless_square(
    ground: tuple[int, int, int], at: tuple[int, int]
) -> None:
    # The jar is tall: in a square it should be as high as there is room for.
    image = before(ground, (1200, 800), (at[0], at[1], at[0] + 219, at[1] + 439))
    framed, filled = square(image)
    assert framed.size == (600, 600)
    left, top, right, bottom = jar_in(framed)
    assert (right - left, bottom - top) == (220, 440), "nothing of it is cut away, nothing is stretched"
    assert filled == ground
    assert {framed.getpixel(corner) for corner in ((599, 0), (0, 599), (599, 599))} == {ground}


def test_goods_that_fill_the_photo_get_more_of_their_own_ground() -> None:
    framed, _ = square(before(CREAM, (1200, 500), (20, 20, 1179, 479)))
    assert framed.size[0] == framed.size[1] >= 1200
    left, top, right, bottom = jar_in(framed)
    assert (right - left, bottom - top) == (1160, 460)
    assert framed.getpixel((5, 5)) == CREAM


def test_noise_on_the_ground_is_no_goods_and_a_shadow_is() -> None:
    image = before(CREAM, (1200, 800), (500, 200, 700, 600))
    for n in range(0, 1200, 7):
        image.putpixel((n, n * 31 % 800), (200, 200, 200))
    shadow = ImageDraw.Draw(image)
    shadow.ellipse((460, 590, 900, 640), fill=(200, 194, 180))
    framed, _ = square(image)
    assert framed.size == (600, 600)
    assert framed.tobytes().count(bytes((200, 194, 180))) > 5000, "the whole shadow is in it"


@pytest.mark.parametrize("size", [(1200, 900), (700, 1100)])
def test_a_photo_without_a_plain_ground_is_never_cut(size: tuple[int, int]) -> None:
    photo = scene(3).resize(size)
    framed, ground = square(photo)
    assert ground == WHITE
    assert framed.size == (max(size), max(size))
    left, top = ((max(size) - side) // 2 for side in size)
    assert framed.crop((left, top, left + size[0], top + size[1])).tobytes() == photo.tobytes()


@pytest.mark.parametrize("size", [(1, 1), (1200, 1), (2, 900), (33, 33)])
def test_odd_sizes_make_a_square_too(size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(draw(Image.new("RGB", size, JAR))["square"])) as made:
        assert made.size == (1000, 1000)


def test_a_size_with_too_many_bytes_is_coded_lower_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    grain = Image.effect_noise((1200, 1200), 120).convert("RGB")
    heavy = len(draw(grain)["square"])
    light = replace(BY_NAME["square"], most_bytes=heavy // 3)
    monkeypatch.setattr("images.drawing.SIZES", (light,))
    made = draw(grain)["square"]
    assert len(made) <= heavy // 3
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (1000, 1000)
    monkeypatch.setattr("images.drawing.SIZES", (replace(light, most_bytes=100),))
    with pytest.raises(PictureError):
        draw(grain)


@pytest.mark.parametrize("name", markets.known())
def test_the_one_square_is_light_enough_for_every_market(name: str) -> None:
    square_bytes = BY_NAME["square"].most_bytes
    assert square_bytes
    assert square_bytes <= (limit(name, "picture_bytes") or 2_000_000)
