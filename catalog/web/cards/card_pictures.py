"""A page of our own PDF as a picture (PNG), for Zalo and for phones that open no PDF."""

from __future__ import annotations

import struct
import threading
import zlib
from math import ceil

import pypdfium2

# Pixels a point: an A6 card has 834 by 1179 pixels, some 200 an inch.
SCALE = 2.8

# PDFium may be used by one thread at a time.
_one_at_a_time = threading.Lock()


def edges(width: float, height: float) -> tuple[int, int]:
    """Width and height in pixels of the picture of a page of so many points."""
    return ceil(width * SCALE), ceil(height * SCALE)


def png(pdf: bytes) -> bytes:
    """The first page; the same bytes for the same page."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[0].render(scale=SCALE, rev_byteorder=True, prefer_bgrx=False)
            try:
                rows = bytes(bitmap.buffer)
                return _png(rows, bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
            finally:
                bitmap.close()
        finally:
            document.close()


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """PNG of red, green and blue bytes (ISO/IEC 15948): each line begins with its filter, 0 is none."""
    assert channels == 3, "PDFium draws our pages without transparency"
    lines = b"".join(b"\0" + pixels[y * stride : y * stride + width * channels] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
