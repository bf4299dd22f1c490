"""The room on real photos: phones, cameras, presses, shops. Skipped where ../shared is absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import images
from tests.images.made import colours_of_quarters, is_near, seen
from tests.images.test_metadata import assert_bare

pytestmark = pytest.mark.shared


@pytest.fixture
def pictures(shared: Path) -> Path:
    return shared / "pictures"


def test_every_real_picture_is_derived_bare(pictures: Path, tmp_path: Path) -> None:
    paths = [path for path in sorted(pictures.rglob("*.*")) if path.name not in ("LICENSE.txt", "testimgl.jpg")]
    stored = {path: seen(path.read_bytes(), tmp_path) for path in paths}
    outcome = images.derive_many((picture.sha256 for picture in stored.values()), tmp_path)
    assert len(stored) > 40
    assert outcome.refused == {}
    for sizes in outcome.derived.values():
        for path in sizes.values():
            assert_bare(path.read_bytes())


def test_a_lossless_jpeg_is_refused_by_its_name(pictures: Path, tmp_path: Path) -> None:
    with pytest.raises(images.PictureError, match="lossless"):
        seen((pictures / "sharp_fixtures" / "testimgl.jpg").read_bytes(), tmp_path)


def test_orientations_of_a_real_portrait_show_the_same(pictures: Path, tmp_path: Path) -> None:
    folder = pictures / "exif_orientation"
    shown = []
    for number in range(1, 9):
        picture = seen((folder / f"Portrait_{number}.jpg").read_bytes(), tmp_path)
        assert picture.width_px < picture.height_px
        with Image.open(images.derive(picture.sha256, tmp_path)["card"]) as card:
            shown.append(colours_of_quarters(card.resize((16, 24), Image.Resampling.BOX)))
    for other in shown[1:]:
        assert all(is_near(got, wanted, 8) for got, wanted in zip(other, shown[0], strict=True))


HEIC = {
    "L_exif_xmp_iptc.heic": (64, 64),
    "RGBA_8__128x128.heif": (128, 128),
    "arrow.heic": (3024, 4032),
    "pug.heic": (4032, 3024),
}


@pytest.mark.parametrize("name", HEIC)
def test_heic_is_read(name: str, pictures: Path, tmp_path: Path) -> None:
    picture = seen((pictures / "heif" / name).read_bytes(), tmp_path)
    assert picture.format == "HEIF"
    assert (picture.width_px, picture.height_px) == HEIC[name]
    with Image.open(images.derive(picture.sha256, tmp_path)["page"]) as page:
        assert page.width / page.height == pytest.approx(picture.width_px / picture.height_px, rel=0.01)


@pytest.mark.parametrize("name", HEIC)
@pytest.mark.parametrize("share", [0.97, 0.5, 0.05])
def test_cut_heic_is_refused(share: float, name: str, pictures: Path, tmp_path: Path) -> None:
    whole = (pictures / "heif" / name).read_bytes()
    with pytest.raises(images.PictureError) as refusal:
        seen(whole[: int(len(whole) * share)], tmp_path)
    assert refusal.value.code == "picture-unusable"


def test_a_tail_behind_a_heic_changes_nothing(pictures: Path, tmp_path: Path) -> None:
    whole = (pictures / "heif" / "arrow.heic").read_bytes()
    picture = seen(whole + b"\xff\xff\xff\xffSEFT and more" * 9, tmp_path)
    assert picture.warnings == ()


def test_inks_of_a_real_press_become_the_colours_it_prints(pictures: Path, tmp_path: Path) -> None:
    """A patch of 100 % magenta and yellow under a FOGRA profile is a red that screens show as (227, 6, 19) or near."""
    data = (pictures / "sharp_fixtures" / "fogra-0-100-100-0.tif").read_bytes()
    picture = seen(data, tmp_path)
    with Image.open(images.derive(picture.sha256, tmp_path)["page"]) as page:
        red = page.convert("RGB").getpixel((page.width // 2, page.height // 2))
    assert is_near(red, (227, 6, 19), 14)  # type: ignore[arg-type]
