"""Renders the scenes and saves them as telephones do: JPEG, some turned, some with the place they were taken at."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image, ImageFilter

from scripts.make_demo import labels, scenes, studio

MOST_BYTES = 245_000
# What a phone writes: 6 = "turn me right", 3 = "turn me over".
ORIENTATION = {"turned": 6, "upside-down": 3}
STORED = {"turned": Image.Transpose.ROTATE_90, "upside-down": Image.Transpose.ROTATE_180}
# Middle of Thác Bà lake: nobody lives there.
LAKE = ((21.0, 50.0, 24.0), (104.0, 53.0, 6.0))


def exif(trait: str) -> Image.Exif:
    """Camera, orientation and place as a phone writes them."""
    data = Image.Exif()
    data[0x010F], data[0x0110] = "Demo", "Demo Phone"
    if trait in ORIENTATION:
        data[0x0112] = ORIENTATION[trait]
    if trait == "place":
        place = data.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", LAKE[0], "E", LAKE[1]
    return data


def develop(rendered: Path, scene: scenes.Scene, path: Path) -> None:
    """The rendered picture at its full size, in the format that its name says, small enough to be kept."""
    with Image.open(rendered) as raw:
        picture = raw.convert("RGB").resize(scene.size, Image.Resampling.LANCZOS)
    picture = picture.filter(ImageFilter.UnsharpMask(1.6, 60, 2))
    if path.suffix.lower() == ".png":
        picture.resize((960, 720), Image.Resampling.LANCZOS).quantize(160).save(path, optimize=True)
        return
    if scene.trait in STORED:
        picture = picture.transpose(STORED[scene.trait])
    kind = "WEBP" if path.suffix.lower() == ".webp" else "JPEG"
    for quality in (84, 80, 76, 72, 66, 60):
        picture.save(path, kind, quality=quality, exif=exif(scene.trait), progressive=True, optimize=True)
        if path.stat().st_size <= (110_000 if scene.shop else MOST_BYTES):
            return


def take(scene: scenes.Scene, path: Path, folder: Path, quick: bool) -> None:
    """Composes and renders one scene; its random numbers follow from its name."""
    studio.clear()
    scene.compose(Random(scene.file))
    width, height = (640, 480) if scene.shop else (scene.size[0] * 11 // 20, scene.size[1] * 11 // 20)
    if quick:
        width, height = width // 2, height // 2
    rendered = folder / "rendered.png"
    studio.render(rendered, width, height, 6 if quick else studio.SAMPLES)
    develop(rendered, scene, path)


def write(out: Path, only: Sequence[str] = (), quick: bool = False) -> None:
    """Renders every scene (or those whose file is in `only`) into photos/ and shop/anh/."""
    found = scenes.load()
    unknown = [name for name in only if name not in found]
    if unknown:
        raise SystemExit(f"No such scene: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        labels.FOLDER = Path(folder)
        for name in only or found:
            target = out / ("shop/anh" if found[name].shop else "photos")
            target.mkdir(parents=True, exist_ok=True)
            take(found[name], target / name, Path(folder), quick)
            print(f"{target.name}/{name}: {(target / name).stat().st_size // 1000} kB", flush=True)
