"""Makes the derived sizes from decoded pixels: upright, sRGB, on white, without any metadata."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageCms

from images.picture import PictureError
from images.reading import Read
from images.sizes import Size

WHITE = (255, 255, 255)
# A square may enlarge a small picture to twice its size; beyond that it stands small on white.
MOST_ENLARGED = 2
# WebP's own scale of effort, 0 to 6: 2 takes half the time of 4 for files that are some 3 % larger.
WEBP_EFFORT = 2

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
# Which modes of ours a profile of each colour space can describe.
_PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def draw(read: Read, sizes: Iterable[Size]) -> dict[str, bytes]:
    """The encoded bytes of each size by name; equal pictures give equal bytes."""
    sizes = sorted(sizes, key=lambda size: -size.px)
    # One good reduction for the largest, then each from there: the same sharpness for a third of the time.
    profile = read.image.info.get("icc_profile")
    image = _fit(_plain(read.image), max(size.px for size in sizes))
    image = _to_srgb(image, profile)
    if read.orientation in _TURNS:
        image = image.transpose(_TURNS[read.orientation])
    return {size.name: _encode(_shape(image, size), size) for size in sizes}


def has_broken_profile(read: Read) -> bool:
    """True where the picture carries a colour profile that cannot be used, so that its colours are taken as sRGB."""
    profile = read.image.info.get("icc_profile")
    return profile is not None and _usable_profile(profile, _plain(read.image.crop((0, 0, 1, 1))).mode) is None


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels as RGB, L or CMYK with 8 bits each; what is transparent shows white."""
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    if image.mode.startswith("I;16") or image.mode == "I":
        # Pillow's own conversion cuts values at 255 instead of scaling them.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, WHITE)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    if image.mode in ("1", "P", "RGBX", "YCbCr", "LAB", "HSV"):
        return image.convert("L" if image.mode == "1" else "RGB")
    raise PictureError("picture-unusable", "kiểu màu không dùng được", f"mode {image.mode}")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    source = _usable_profile(profile, image.mode) if profile else None
    if source is None:
        return image.convert("RGB")
    turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    assert turned is not None  # only with inPlace=True is there no new image
    return turned


def _usable_profile(profile: bytes, mode: str) -> ImageCms.ImageCmsProfile | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        fits = _PROFILE_MODES.get(source.profile.xcolor_space) == mode
        if fits:
            ImageCms.buildTransform(source, _SRGB, mode, "RGB")
    except (OSError, ImageCms.PyCMSError, ValueError):
        return None
    return source if fits else None


def _fit(image: Image.Image, px: int, most: float = 1.0) -> Image.Image:
    """The image with its long side at `px`, enlarged at most `most` times."""
    ratio = min(px / max(image.size), most)
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _shape(image: Image.Image, size: Size) -> Image.Image:
    if not size.is_square:
        return _fit(image, size.px)
    inner = _fit(image, size.px, MOST_ENLARGED)
    ground = Image.new("RGB", (size.px, size.px), WHITE)
    ground.paste(inner, ((size.px - inner.width) // 2, (size.px - inner.height) // 2))
    return ground


def _encode(image: Image.Image, size: Size) -> bytes:
    # Pillow writes comments and profiles it finds in `info` of its own accord: only pixels leave.
    bare = image.copy()
    bare.info = {}
    out = io.BytesIO()
    if size.format == "WEBP":
        bare.save(out, "WEBP", quality=size.quality, method=WEBP_EFFORT)
    else:
        bare.save(out, "JPEG", quality=size.quality, optimize=True)
    return out.getvalue()
