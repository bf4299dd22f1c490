"""Pictures that the tests make for themselves: small, drawn, with whatever a phone or a rogue may put into them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

import images
from images.quality import CODES

RED, GREEN, BLUE, YELLOW, WHITE = (230, 20, 20), (20, 200, 40), (20, 40, 220), (240, 220, 30), (255, 255, 255)
Colour = tuple[int, ...]


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def flat(colour: Colour = RED, size: tuple[int, int] = (600, 520), mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def jpeg(colour: Colour = RED, size: tuple[int, int] = (600, 520), **options: object) -> bytes:
    return encoded(flat(colour, size), "JPEG", **options)


def quarters(width: int = 720, height: int = 540) -> Image.Image:
    """Red and green above, blue and yellow below, so that every turn and every mirror shows."""
    image = flat(RED, (width, height))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def noise(width: int = 800, height: int = 600) -> Image.Image:
    """Grain over quarters: every row costs bytes, so that a file can be cut at any share of the picture."""
    return Image.blend(quarters(width, height), Image.effect_noise((width, height), 90).convert("RGB"), 0.5)


def colours_of_quarters(image: Image.Image) -> list[Colour]:
    """The colours in the middle of the four quarters: upper left, upper right, lower left, lower right."""
    image = image.convert("RGB")
    across, down = (image.width // 4, image.width * 3 // 4), (image.height // 4, image.height * 3 // 4)
    return [image.getpixel((x, y)) for y in down for x in across]  # type: ignore[misc]


def middle(path: Path) -> Colour:
    with Image.open(path) as image:
        return image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[return-value]


def is_near(got: Colour, wanted: Colour, tolerance: int) -> bool:
    """No channel is further off than `tolerance`, in levels of 255."""
    return all(abs(a - b) <= tolerance for a, b in zip(got, wanted, strict=True))


def seen(data: bytes, folder: Path) -> images.Picture:
    """What is said of the file when its pixels were looked at, too; drawn pictures are no good photos."""
    picture = images.look(images.store(data, folder).sha256, folder).picture
    return replace(picture, warnings=tuple(code for code in picture.warnings if code not in CODES))


# PNG and JPEG by hand, for what Pillow does not write.


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, bits: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """colour is PNG's type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA; rows with their filter bytes."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    body = extra + png_chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + body + png_chunk(b"IEND", b"")


def with_segment(data: bytes, marker: int, payload: bytes) -> bytes:
    """The JPEG with one more segment right behind its beginning."""
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + data[2:]


def with_frame(data: bytes, width: int, height: int, bits: int = 8) -> bytes:
    """The JPEG with another size, or another number of bits, in its frame header."""
    at = next(at for marker, at, _ in jpeg_segments(data) if marker in (0xC0, 0xC1, 0xC2))
    return data[: at + 4] + struct.pack(">BHH", bits, height, width) + data[at + 9 :]


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(marker, offset, payload) of every segment up to the first scan."""
    at = 2
    while data[at] == 0xFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield data[at + 1], at, data[at + 4 : at + 2 + length]
        if data[at + 1] == 0xDA:
            return
        at += 2 + length


def riff_chunks(data: bytes) -> list[bytes]:
    """The names of a WebP's chunks."""
    names, at = [], 12
    while at < len(data):
        names.append(data[at : at + 4])
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return names


# Colour profiles (ICC version 2) by hand: the libraries at hand make sRGB only.


def _profile(kind: bytes, space: bytes, pcs: bytes, tags: dict[bytes, bytes]) -> bytes:
    said = {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 7) + b"CANARY\0" + bytes(79), **tags}
    said[b"cprt"] = b"text\0\0\0\0none\0"
    said[b"wtpt"] = b"XYZ \0\0\0\0" + _fixed(0.9642, 1.0, 0.8249)
    table, body, at = b"", b"", 128 + 4 + 12 * len(said)
    for name, tag in said.items():
        tag += bytes(-len(tag) % 4)
        table += name + struct.pack(">II", at + len(body), len(tag))
        body += tag
    header = struct.pack(">I4sI4s4s4s", 128 + 4 + len(table) + len(body), b"lcms", 0x02100000, kind, space, pcs)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(said)) + table + body


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


# Columns of Display P3's matrix, adapted to D50 (ICC registry, "Display P3").
P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
GAMMA = 2.2


def rgb_profile() -> bytes:
    """P3's primaries with a plain gamma of 2.2."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(GAMMA * 256))
    tags = {
        name: b"XYZ \0\0\0\0" + _fixed(*column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), P3, strict=True)
    }
    return _profile(b"mntr", b"RGB ", b"XYZ ", {**tags, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


def cmyk_profile() -> bytes:
    """Of a press whose cyan ink is orange: only who reads the profile knows."""
    orange, white, black = (170, 168, 188), (255, 128, 128), (0, 128, 128)
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    grid = b"".join(bytes(black if k or m or y else orange if c else white) for c, m, y, k in corners)
    ramp = bytes(range(256))
    identity = _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table})
