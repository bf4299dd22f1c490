"""Keeps a picture's original, untouched, under its hash, when its header is that of a picture."""

from __future__ import annotations

import hashlib
from pathlib import Path

from images import confined
from images.folders import original_of, sync_folders, write_whole
from images.picture import Picture, PictureError

# Phones send 3 to 15 MB; a 50-megapixel PNG may have 40.
MOST_BYTES = 48 << 20


def store(data: bytes, folder: Path) -> Picture:
    """Keeps the bytes as they are in folder/originals and says what their header says; no pixel is decoded.

    Raises PictureError, with nothing kept, where they are no picture that can be shown. That the rest of the file is
    sound shows only when its pixels are looked at (`deriving.look`). Storing the same bytes again changes nothing.
    """
    if len(data) > MOST_BYTES:
        size, most = len(data) >> 20, MOST_BYTES >> 20
        raise PictureError("picture-bomb", f"tệp nặng {size} MB, tối đa {most} MB")
    found = confined.ask("probe", data)
    sha256 = hashlib.sha256(data).hexdigest()
    path = original_of(sha256, folder)
    if not path.exists():
        write_whole(path, data)
        sync_folders(path, folder)
    return Picture(sha256, found["width_px"], found["height_px"], found["format"], tuple(found["warnings"]))
