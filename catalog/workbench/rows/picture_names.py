"""What names of received pictures share, however they are spelt."""

from __future__ import annotations

from pathlib import PurePath

from catalog.values import text

PICTURES = frozenset(".jpg .jpeg .jfif .png .webp .gif .heic .heif .avif .tif .tiff .bmp".split())


def picture_key(name: str) -> str:
    """What two spellings of one picture's name share."""
    path = PurePath(text.clean(name).replace("\\", "/"))
    return text.fold(path.stem if path.suffix.lower() in PICTURES else path.name)
