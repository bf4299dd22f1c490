"""Makes the derived sizes from decoded pixels: upright, sRGB, on white, without any metadata."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from images.framing import WHITE, square
from images.picture import PictureError
from images.reading import Read
from images.sizes import LARGEST_PX, SIZES, Size

# A square may enlarge a small picture to twice its size; beyond that it stands small on white.
MOST_ENLARGED = 2
# WebP's own scale of effort, 0 to 6: 2 takes half the time of 4 for files that are some 3 % larger.
WEBP_EFFORT = 2

# Of an encoder's quality, from one try to the next where a file has too many bytes.
QUALITY_STEP = 8

_SRGB = ImageCms.createProfile("sRGB")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Which mode of ours a profile of each colour space describes.
_PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def upright(read: Read) -> Image.Image:
    """The picture as RGB in sRGB, on white, upright, at most as large as the largest size."""
    # One good reduction for the largest, then each from there: the same sharpness for a third of the time.
    profile = read.image.info.get("icc_profile")
    image = _to_srgb(_fit(_plain(read.image), LARGEST_PX), profile)
    return image.transpose(_TURNS[read.orientation]) if read.orientation in _TURNS else image


def draw(image: Image.Image) -> dict[str, bytes]:
    """The encoded bytes of every size by name, of an upright picture; equal pictures give equal bytes."""
    made, smaller = {}, image
    for size in sorted(SIZES, key=lambda size: -size.px):
        if size.is_square:
            made[size.name] = _encode(_framed(image, size), size)
        else:
            # Each from the one before: as sharp, and most of the pixels are looked at once.
            smaller = _fit(smaller, size.px)
            made[size.name] = _encode(smaller, size)
    return made


def check_colours(read: Read) -> bool:
    """False where the picture's colour profile cannot be used, so that its colours are taken as sRGB.

    Raises PictureError where its kind of pixels cannot be drawn at all.
    """
    mode = _plain(read.image.crop((0, 0, 1, 1))).mode
    profile = read.image.info.get("icc_profile")
    return profile is None or _transform(profile, mode) is not None


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels as RGB, L or CMYK with 8 bits each; what is transparent shows white."""
    if image.mode.startswith("I;16"):
        # Pillow's own conversion cuts values at 255 instead of scaling them.
        return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    if image.mode in ("1", "P", "RGBX", "YCbCr", "LAB", "HSV"):
        return image.convert("L" if image.mode == "1" else "RGB")
    raise PictureError("picture-unusable", "kiểu màu không dùng được", f"mode {image.mode}")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    transform = _transform(profile, image.mode) if profile else None
    if transform is None:
        return image.convert("RGB")
    turned = ImageCms.applyTransform(image.convert(transform.input_mode), transform)
    assert turned is not None  # only with inPlace=True is there no new image
    return turned


def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From the picture's profile to sRGB; None where the profile is broken or belongs to another kind of picture."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        described = _PROFILE_MODES.get(source.profile.xcolor_space, "")
        # Grey photos often keep their camera's profile, which is one of three colours.
        if described == mode or (described, mode) == ("RGB", "L"):
            return ImageCms.buildTransform(source, _SRGB, described, "RGB")
    except (OSError, ImageCms.PyCMSError, ValueError):
        return None
    return None


def _fit(image: Image.Image, px: int, most: float = 1.0) -> Image.Image:
    """The image with its long side at `px`, enlarged at most `most` times."""
    ratio = min(px / max(image.size), most)
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _framed(image: Image.Image, size: Size) -> Image.Image:
    framed, ground = square(image)
    inner = _fit(framed, size.px, MOST_ENLARGED)
    made = Image.new("RGB", (size.px, size.px), ground)
    made.paste(inner, ((size.px - inner.width) // 2, (size.px - inner.height) // 2))
    return made


def _encode(image: Image.Image, size: Size) -> bytes:
    """The bytes at the size's quality, or at the first lower one at which they are few enough."""
    # Pillow writes comments and profiles it finds in `info` of its own accord: only pixels leave.
    bare = image.copy()
    bare.info = {}
    for quality in range(size.quality, 0, -QUALITY_STEP):
        made = _encoded(bare, size, quality)
        if size.most_bytes is None or len(made) <= size.most_bytes:
            return made
    raise PictureError("picture-unusable", "ảnh không nén nhỏ được", f"over {size.most_bytes} bytes at any quality")


def _encoded(image: Image.Image, size: Size, quality: int) -> bytes:
    out = io.BytesIO()
    if size.format == "WEBP":
        image.save(out, "WEBP", quality=quality, method=WEBP_EFFORT)
    else:
        image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
