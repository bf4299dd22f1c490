"""What is said of photos: good ones pass, worse copies are noticed. Drawn ones here, real ones where ../shared is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

import images
from images import likeness, quality, waves
from tests.images.degraded import COPIES, WORSE, apart, collage, false_alarms, hits, photos, recognised
from tests.images.made import encoded, flat, quarters
from tests.images.scenes import scene

SCENES = [scene(seed) for seed in range(1, 9)]


def test_drawn_photos_pass() -> None:
    assert [quality.judge(image) for image in SCENES] == [[]] * len(SCENES)


@pytest.mark.parametrize("name", WORSE)
def test_what_was_made_worse_is_noticed(name: str) -> None:
    code, make = WORSE[name]
    dice = random.Random(name)
    assert sum(code in quality.judge(make(image, dice)) for image in SCENES) >= 6


def test_collages_are_noticed() -> None:
    dice = random.Random(1)
    assert sum("picture-collage" in quality.judge(collage(dice.sample(SCENES, 4), dice)) for _ in range(8)) >= 6


def test_a_frame_around_a_photo_is_no_collage() -> None:
    framed = Image.new("RGB", (1100, 850), "white")
    framed.paste(SCENES[0], (50, 50))
    assert quality.judge(framed) == []


@pytest.mark.parametrize("size", [(32, 32), (32, 1200), (1200, 32), (33, 47), (9, 1200)])
def test_small_and_narrow_pictures_are_judged_without_fault(size: tuple[int, int]) -> None:
    assert set(quality.judge(scene(1).resize(size))) <= set(quality.CODES)
    assert set(quality.judge(flat((255, 255, 255), size))) <= set(quality.CODES)


@pytest.mark.parametrize("name", COPIES)
def test_copies_look_like_their_photo(name: str) -> None:
    dice = random.Random(name)
    near = 0
    for image in SCENES:
        index = images.Likenesses()
        index.add("original", waves.likeness(image) or 0)
        near += "original" in index.like(waves.likeness(COPIES[name](image, dice)) or 0)
    assert near >= (5 if "cut off" in name or "over" in name else 8)


def test_different_photos_are_not_alike_and_a_blank_wall_is_like_nothing() -> None:
    assert apart([scene(seed, (400, 300)) for seed in range(40)])[0] > likeness.MOST_BITS
    assert waves.likeness(flat((200, 200, 200))) is None


def test_the_index_finds_what_comparing_each_with_each_finds() -> None:
    dice = random.Random(5)
    bits = [dice.getrandbits(64) for _ in range(300)]
    for one in bits[:100]:
        for flips in (1, 5, 8, 9, 12):
            bits.append(one ^ sum(1 << bit for bit in dice.sample(range(64), flips)))
    index = images.Likenesses()
    for number, value in enumerate(bits):
        index.add(str(number), value)
    for value in bits:
        wanted = {str(n) for n, other in enumerate(bits) if (value ^ other).bit_count() <= likeness.MOST_BITS}
        assert index.like(value) == wanted


def test_what_is_seen_comes_with_the_sizes_from_one_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = images.store(encoded(quarters(2400, 1800)), tmp_path).sha256
    asked: list[str] = []
    real = images.confined.ask
    monkeypatch.setattr(images.confined, "ask", lambda do, data: asked.append(do) or real(do, data))
    seen = images.look(sha256, tmp_path)
    assert asked == ["look"]
    assert (seen.picture.width_px, seen.picture.height_px) == (2400, 1800)
    assert seen.likeness is not None
    assert set(images.derive(sha256, tmp_path).values()) < images.derived_files(sha256, tmp_path)
    assert asked == ["look"]


# The figures of docs/pictures.md, as bounds: 21 photos of goods and scenes, of which three have words written over
# them, one of lined paper and one of a pug.
REAL = (
    *("heif/pug.heic", "heif/arrow.heic", "exif_orientation/Portrait_1.jpg", "sharp_fixtures/Landscape_8.jpg"),
    *("sharp_fixtures/2569067123_aca715a2ee_o.jpg", "sharp_fixtures/Channel_digital_image_CMYK_color.jpg"),
)


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    folder = tmp_path_factory.mktemp("photos")
    there = shared / "pictures"
    for path in (*(there / "vn_specialty_shop_photos").glob("*.jpg"), *(there / name for name in REAL)):
        (folder / path.name).symlink_to(path)
    return photos([folder])


@pytest.mark.shared
def test_good_real_photos_are_seldom_doubted(real: dict[str, Image.Image]) -> None:
    assert len(real) == 23
    found = false_alarms(real)
    # These are written over.
    assert found["picture-lettered"] == ["Landscape_8.jpg", "Portrait_1.jpg", "tomvang.jpg"]
    assert {code: len(names) for code, names in found.items()} == {
        "picture-blurred": 0,
        "picture-dark": 0,
        "picture-bright": 0,
        "picture-document": 0,
        "picture-collage": 1,
        "picture-lettered": 3,
    }


@pytest.mark.shared
def test_worse_copies_of_real_photos_are_noticed(real: dict[str, Image.Image]) -> None:
    least = {"picture-document": 0.8, "picture-lettered": 0.8, "picture-collage": 0.9}
    for code, name, found, count in hits(list(real.values()), times=1):
        assert found / count >= least.get(code, 1.0), name


@pytest.mark.shared
def test_real_photos_are_told_apart_and_their_copies_known(real: dict[str, Image.Image]) -> None:
    assert apart(list(real.values()))[0] > 2 * likeness.MOST_BITS
    for name, found, count in recognised(list(real.values())):
        assert found / count >= (0.75 if "cut off" in name or "over" in name else 1.0), name
