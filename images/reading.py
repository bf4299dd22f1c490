"""Reads pixels, inside a confined child: size limits first, then decoding, then what is missing."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pi_heif
from PIL import AvifImagePlugin, Image, ImageFile

from images.formats import check_boxes, check_jpeg, real_format
from images.picture import PictureError

# A phone's 108-megapixel JPEG must pass: it is decoded at a reduced scale. The others are always decoded whole,
# at up to 4 bytes a pixel.
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_PIXELS_ELSE = 50_000_000
LONGEST_SIDE_PX = 20_000
SHORTEST_SIDE_PX = 32
# Marketplaces refuse pictures below 500 px (facts on common limits).
SMALL_SIDE_PX = 500
# Less than this share of the rows is no picture of a product any more.
LEAST_SHARE = 0.95
_FRAMED = frozenset({"GIF", "WEBP", "PNG", "TIFF", "HEIF", "AVIF"})
_ORIENTATION = 0x0112

# The cores are shared out among workers already, and every thread takes 8 MB of the child's address space.
pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


@dataclass(frozen=True, slots=True)
class Read:
    """Decoded pixels, not yet turned upright; share is how much of the rows was there."""

    image: Image.Image
    format: str
    orientation: int
    full_size: tuple[int, int]
    share: float
    has_frames: bool

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height of the whole picture when turned upright, without the rows that are missing."""
        width, height = self.full_size[0], round(self.full_size[1] * self.share)
        return (height, width) if self.orientation >= 5 else (width, height)


def read(data: bytes, least_px: int) -> Read:
    """The picture, at a reduced scale where the format can do so and its long side stays at or over `least_px`.

    Raises PictureError where it is none, too large, too small, broken, or less than 95 % there.
    """
    opened, kind = _open_checked(data)
    image: Image.Image = opened
    full_size = opened.size
    share = 1.0
    _reduce(opened, least_px)
    try:
        opened.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        image, share = _upper_part(opened, error)
    return Read(image, kind, _orientation(opened), full_size, share, kind in _FRAMED and _is_animated(opened))


def read_header(data: bytes) -> Read:
    """What the header says of the picture, whose pixels stay undecoded. Raises PictureError as far as that shows."""
    opened, kind = _open_checked(data)
    return Read(opened, kind, _orientation(opened), opened.size, 1.0, kind in _FRAMED and _is_animated(opened))


def _open_checked(data: bytes) -> tuple[ImageFile.ImageFile, str]:
    kind = real_format(data)
    if kind == "JPEG":
        check_jpeg(data)
    if kind in ("HEIF", "AVIF"):
        check_boxes(data)
    return _open(data, kind), kind


def _open(data: bytes, kind: str) -> ImageFile.ImageFile:
    # Pillow refuses at twice its limit, for WebP before it makes room for the pixels.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS.get(kind, MOST_PIXELS_ELSE) // 2
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
    except Image.DecompressionBombError as error:
        raise PictureError("picture-bomb", "ảnh quá nhiều điểm ảnh", str(error)) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureError("picture-unusable", "tệp hỏng", str(error)) from error
    _check_size(image.size)
    return image


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if min(size) < SHORTEST_SIDE_PX:
        raise PictureError("picture-unusable", f"ảnh quá nhỏ ({width} × {height} điểm ảnh)")
    if max(size) > LONGEST_SIDE_PX:
        raise PictureError("picture-bomb", f"ảnh quá lớn ({width} × {height} điểm ảnh)")


def _reduce(image: ImageFile.ImageFile, least_px: int) -> None:
    """Sets a JPEG's decoder to 1/2, 1/4 or 1/8, the smallest that keeps the long side at `least_px` or more."""
    if image.format in ("JPEG", "MPO"):
        ratio = least_px / max(image.size)
        image.draft(None, (max(1, round(image.width * ratio)), max(1, round(image.height * ratio))))


def _upper_part(image: ImageFile.ImageFile, error: Exception) -> tuple[Image.Image, float]:
    """What was decoded before the file broke off, cropped to the rows that are there, and their share.

    A progressive JPEG has no rows before its end, an interlaced PNG has them all too early: these are refused.
    """
    rows = 0
    if image.format in ("JPEG", "MPO", "PNG") and image.tile and not image.info.get("interlace"):
        image.tile = []  # nothing is left to be decoded: Pillow now shows what there is
        # It starts from zeros, so that the rows below the last one with a value were never reached. (Or are wholly
        # black: then the share comes out too low, and the original is asked for rather than half a picture kept.)
        box = image.getbbox(alpha_only=False)
        rows = box[3] if box else 0
    share = rows / image.height
    if share < LEAST_SHARE:
        why = f"tệp bị cắt, chỉ còn {int(share * 100)} %" if rows else "tệp hỏng hoặc bị cắt"
        raise PictureError("picture-unusable", why, str(error)) from error
    return image.crop((0, 0, image.width, rows)), share


def _orientation(image: ImageFile.ImageFile) -> int:
    """EXIF's orientation, 1 to 8; 1 where there is none that makes sense."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _is_animated(image: ImageFile.ImageFile) -> bool:
    return bool(getattr(image, "is_animated", False))
