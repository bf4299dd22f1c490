"""What a file really is, from its first bytes; names and endings say nothing."""

from __future__ import annotations

from images.picture import PictureError

# Formats whose pixels we read: (offset, bytes there, Pillow's name). Order matters nowhere: no two agree.
_READ: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (8, b"WEBP", "WEBP"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
)

# What people send in their place, so that the refusal can say what it is. SVG and EPS are programs, not pictures.
_NAMED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "tệp PDF"),
    (b"%!PS", "tệp EPS"),
    (b"\xc5\xd0\xd3\xc6", "tệp EPS"),
    (b"<svg", "tệp SVG"),
    (b"<!doctype html", "trang web"),
    (b"<html", "trang web"),
    (b"<?xml", "tệp XML hoặc SVG"),
    (b"8BPS", "tệp Photoshop"),
    (b"\xff\x0a", "ảnh JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "ảnh JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "ảnh JPEG 2000"),
    (b"PK\x03\x04", "tệp nén zip hoặc tài liệu Office"),
    (b"Rar!", "tệp nén rar"),
    (b"II+\x00", "ảnh BigTIFF"),
    (b"MM\x00+", "ảnh BigTIFF"),
)

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_VIDEO = "đoạn phim"


def real_format(data: bytes) -> str:
    """Pillow's name of the format, of those that are read. Raises PictureError for every other file."""
    if not data:
        raise PictureError("picture-unusable", "tệp rỗng")
    for offset, magic, name in _READ:
        if data.startswith(magic, offset):
            return name
    if data[4:8] == b"ftyp":
        return _boxed(data)
    raise PictureError("picture-kind", f"đây là {_other_kind(data)}, không phải ảnh chụp")


def _boxed(data: bytes) -> str:
    """AVIF or HEIF, by the brands in the first box; the same box also begins videos."""
    length = int.from_bytes(data[:4], "big")
    box = data[8 : min(length, 256)]
    brands = {box[i : i + 4] for i in range(0, len(box), 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    raise PictureError("picture-kind", f"đây là {_VIDEO}, không phải ảnh chụp")


def _other_kind(data: bytes) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, kind in _NAMED:
        if data.startswith(magic) or start.startswith(magic.lower()):
            return "tệp SVG" if b"<svg" in start else kind
    return "tệp loại khác"


def check_jpeg(data: bytes) -> None:
    """Raises PictureError for the rare kinds of JPEG that cannot be decoded, by the first frame's header."""
    at = 2
    while at + 5 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xC3:
            raise PictureError("picture-unusable", "ảnh JPEG không mất dữ liệu (lossless)")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if data[at + 4] != 8:
                raise PictureError("picture-unusable", f"ảnh JPEG {data[at + 4]} bit")
            return
        # 0xFF may stand several times before a marker.
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def check_boxes(data: bytes) -> None:
    """Raises PictureError where a HEIF or AVIF is shorter than its boxes say: libheif paints what is missing grey."""
    at = 0
    while at + 16 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        # Phones hang tails on that are no boxes: only these two hold the picture. 0 means "to the end of the file".
        if at + length > len(data) and kind in (b"mdat", b"meta"):
            raise PictureError("picture-unusable", f"tệp bị cắt, chỉ còn {len(data) * 100 // (at + length)} %")
        if length < 8:
            return
        at += length
