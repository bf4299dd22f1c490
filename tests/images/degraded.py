"""Photos made worse on purpose, and how often `images.quality` and `images.likeness` notice.

    python -m tests.images.degraded FOLDER…

prints the table of docs/pictures.md for the photos in some folders: how many good ones are doubted, and how many of the
copies are that were made worse in a known way.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from images import likeness, quality, reading, waves
from images.drawing import upright
from images.picture import PictureError
from images.sizes import LARGEST_PX
from images.summary import _fonts

Make = Callable[[Image.Image, random.Random], Image.Image]

WORDS = (
    "sản phẩm mật ong hoa nhãn của hợp tác xã được đóng chai thủy tinh năm trăm gam giá bán lẻ một trăm năm mươi"
    " nghìn đồng giao hàng toàn quốc liên hệ đặt hàng"
).split()


def again(image: Image.Image, quality: int = 80) -> Image.Image:
    """The picture as another JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def blurred(image: Image.Image, dice: random.Random) -> Image.Image:
    return again(image.filter(ImageFilter.GaussianBlur(dice.choice((2, 3, 5)))), 85)


def dark(image: Image.Image, dice: random.Random) -> Image.Image:
    share = dice.uniform(0.15, 0.35)
    return again(image.point(lambda level: int(level * share)))


def bright(image: Image.Image, dice: random.Random) -> Image.Image:
    """Washed out by light that falls on everything."""
    share = dice.uniform(0.25, 0.35)
    return again(image.point(lambda level: int(255 - (255 - level) * share)))


def page(image: Image.Image, dice: random.Random) -> Image.Image:
    """A printed page, sometimes askew and unevenly lit, as photographed."""
    px = dice.randint(22, 40)
    font, made = _fonts(px)[0], Image.new("RGB", (900, 1200), "white")
    draw = ImageDraw.Draw(made)
    for top in range(60, 1140, round(px * 1.5)):
        if dice.random() < 0.85:
            draw.text((60, top), _line(dice, font, 700), font=font, fill=(20, 20, 20))
    if dice.random() < 0.5:
        made = made.rotate(dice.uniform(-3, 3), resample=Image.Resampling.BICUBIC, fillcolor=(200, 190, 180))
        shade = Image.linear_gradient("L").resize(made.size).point(lambda level: 170 + level // 3)
        made = ImageChops.multiply(made, shade.convert("RGB")).filter(ImageFilter.GaussianBlur(0.8))
    return again(made)


def screen(image: Image.Image, dice: random.Random) -> Image.Image:
    """What a phone shows: a chat, or a shop's page with the photo on it."""
    made = Image.new("RGB", (720, 1280), (225, 233, 240))
    draw, font, bold = ImageDraw.Draw(made), _fonts(26)[0], _fonts(34)[1]
    draw.rectangle((0, 0, 720, 110), fill=(0, 104, 255))
    draw.text((90, 40), "Cô Hoa", font=bold, fill="white")
    top = 150
    if dice.random() < 0.5:
        made.paste(ImageOps.fit(image, (720, 520)), (0, 110))
        draw.rectangle((0, 630, 720, 1280), fill="white")
        draw.text((20, 650), "150.000đ", font=bold, fill=(220, 40, 30))
        top = 720
    while top < 1150:
        lines, wide = dice.randint(1, 3), dice.randint(300, 560)
        draw.rounded_rectangle((20, top, 20 + wide, top + 40 * lines + 20), 14, fill="white")
        for number in range(lines):
            draw.text((34, top + 10 + 40 * number), _line(dice, font, wide - 60), font=font, fill=(20, 20, 30))
        top += 40 * lines + 40
    return again(made, 75)


def lettered(image: Image.Image, dice: random.Random) -> Image.Image:
    """A price or a telephone number written over it, near the upper or the lower edge."""
    made = image.copy()
    draw, side = ImageDraw.Draw(made), min(image.size)
    words = dice.choice(("0900 000 0{:02}", "LH: 0900 000 0{:02}", "Giá {}.000đ", "{}K/hộp", "SALE: chỉ {}.000đ"))
    words = words.format(dice.randint(20, 99))
    px = int(side * dice.uniform(0.06, 0.12))
    font = _fonts(px)[1]
    left = dice.uniform(10, max(11.0, image.width - font.getlength(words) - 10))
    top = dice.choice((0.03, 0.1, 0.78, 0.86)) * image.height
    if dice.random() < 0.5:
        draw.text((left, top), words, font=font, fill=dice.choice(("white", "yellow")), stroke_width=max(2, px // 14),
                  stroke_fill="black")  # fmt: skip
    else:
        box = (left - 12, top - 6, left + font.getlength(words) + 12, top + px * 1.3)
        draw.rectangle(box, fill=dice.choice(("red", "white", "yellow")))
        draw.text((left, top), words, font=font, fill="black")
    return again(made)


def collage(images: Sequence[Image.Image], dice: random.Random) -> Image.Image:
    """Two to four photos in one, with a white gap between them or none."""
    across, down = dice.choice(((2, 1), (1, 2), (2, 2), (3, 1)))
    gap, side = dice.choice((0, 4, 10, 20)), 1200 // across
    made = Image.new("RGB", (side * across + gap * (across - 1), side * down + gap * (down - 1)), "white")
    for number in range(across * down):
        place = (number % across * (side + gap), number // across * (side + gap))
        made.paste(ImageOps.fit(images[number], (side, side)), place)
    made.thumbnail((quality.SHOWN_PX, quality.SHOWN_PX))
    return again(made, 82)


WORSE: dict[str, tuple[str, Make]] = {
    "blurred by 2, 3 or 5 px": ("picture-blurred", blurred),
    "15 to 35 % of the light": ("picture-dark", dark),
    "washed out to 25 to 35 % of the contrast": ("picture-bright", bright),
    "pages": ("picture-document", page),
    "screens": ("picture-document", screen),
    "written over": ("picture-lettered", lettered),
}

COPIES: dict[str, Make] = {
    "coded anew, much smaller in bytes": lambda image, _: again(image, 40),
    "made half as large": lambda image, _: again(image.resize((image.width // 2, image.height // 2)), 70),
    "made 320 px large": lambda image, _: again(ImageOps.contain(image, (320, 320)), 75),
    "20 % brighter": lambda image, _: again(ImageEnhance.Brightness(image).enhance(1.2)),
    "less contrast": lambda image, _: again(ImageEnhance.Contrast(image).enhance(0.8)),
    "written over": lettered,
    "3 % cut off at each side": lambda image, _: again(ImageOps.crop(image, round(min(image.size) * 0.03))),
}


def _line(dice: random.Random, font: object, width: int) -> str:
    line = dice.choice(WORDS)
    while font.getlength(line) < width:  # type: ignore[attr-defined]
        line += " " + dice.choice(WORDS)
    return line


def photos(folders: Iterable[Path]) -> dict[str, Image.Image]:
    """The pictures of some folders as they are judged, by name."""
    found = {}
    for path in sorted(p for folder in folders for p in folder.rglob("*.*")):
        try:
            found[path.name] = upright(reading.read(path.read_bytes(), LARGEST_PX))
        except PictureError:
            continue  # a licence, a lossless JPEG
    return found


def false_alarms(good: dict[str, Image.Image]) -> dict[str, list[str]]:
    """The good photos that are doubted, by code."""
    found: dict[str, list[str]] = {code: [] for code in quality.CODES}
    for name, image in good.items():
        for code in quality.judge(image):
            found[code].append(name)
    return found


def hits(good: Sequence[Image.Image], times: int = 3) -> Iterator[tuple[str, str, int, int]]:
    """For each way to make a photo worse: its code, its name, how many of how many copies are noticed."""
    for name, (code, make) in WORSE.items():
        dice = random.Random(name)
        judged = [code in quality.judge(make(image, dice)) for image in good for _ in range(times)]
        yield code, name, sum(judged), len(judged)
    dice = random.Random("collage")
    judged = ["picture-collage" in quality.judge(collage(dice.sample(good, 4), dice)) for _ in good * times]
    yield "picture-collage", "collages", sum(judged), len(judged)


def apart(good: Sequence[Image.Image]) -> list[int]:
    """The bits that differ between each two photos, the fewest first."""
    bits = [waves.likeness(image) or 0 for image in good]
    return sorted((one ^ other).bit_count() for one, other in combinations(bits, 2))


def recognised(good: Sequence[Image.Image]) -> Iterator[tuple[str, int, int]]:
    """For each kind of copy: how many of how many are found to be like their photo."""
    for name, make in COPIES.items():
        dice = random.Random(name)
        near = [
            ((waves.likeness(image) or 0) ^ (waves.likeness(make(image, dice)) or 0)).bit_count() <= likeness.MOST_BITS
            for image in good
        ]
        yield name, sum(near), len(near)


def main(folders: Sequence[str]) -> None:
    good = photos(map(Path, folders))
    images = list(good.values())
    for code, names in false_alarms(good).items():
        print(f"{code}: {len(names)} of {len(good)} doubted: {', '.join(names) or '—'}")
    for code, name, found, count in hits(images):
        print(f"{code}: {found} of {count} {name} ({found / count:.0%})")
    between = apart(images)
    print(
        f"likeness: {sum(bits <= likeness.MOST_BITS for bits in between)} of {len(between)} pairs, {between[:5]} bits"
    )
    for name, found, count in recognised(images):
        print(f"likeness: {found} of {count} {name} ({found / count:.0%})")


if __name__ == "__main__":
    main(sys.argv[1:])
