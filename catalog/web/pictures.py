"""`/anh/<sha256>-<size>.<ext>`: derived pictures, of the catalogue's products and no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.web.catalogue import Catalogue

# Size → (ending, media type, longest edge in pixels); `images` derives them, square for previews elsewhere.
SIZES = {
    "thumb": ("webp", "image/webp", 320),
    "card": ("webp", "image/webp", 640),
    "page": ("webp", "image/webp", 1200),
    "square": ("jpg", "image/jpeg", 1000),
}
# The name is the hash of the original, so that a kept copy is never wrong.
HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


async def find(catalogue: Catalogue, sha256: str, size: str, ending: str) -> Path | None:
    """The file; None where no product shows it (any more), the size is not ours or the file is missing."""
    if size not in SIZES or SIZES[size][0] != ending:
        return None
    listed = await catalogue.read(lambda db: _is_listed(db, sha256))
    path = catalogue.pictures / sha256[:2] / f"{sha256}-{size}.{ending}"
    return path if listed and path.is_file() else None


def _is_listed(db: sqlite3.Connection, sha256: str) -> bool:
    return bool(db.execute("SELECT 1 FROM pictures WHERE sha256 = ? LIMIT 1", [sha256]).fetchone())


def name(sha256: str, size: str) -> str:
    """The last part of a picture's address, also its file's name."""
    return f"{sha256}-{size}.{SIZES[size][0]}"


def edges(row: Mapping[str, Any], size: str) -> tuple[int, int]:
    """Width and height in pixels of a derived picture, from those of the original in its row of `pictures`."""
    longest = SIZES[size][2]
    if size == "square":
        return longest, longest
    width, height = row["width_px"] or longest, row["height_px"] or longest
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
