"""How derived files are made, as short digests: when one changes, the files that were made otherwise are made again."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from functools import cache
from importlib.metadata import version

from images.sizes import SIZES, Size

# Count up when `drawing` or `reading` makes other pixels of the same original.
DRAWN = 2
# Count up when `quality`, `lettering` or `likeness` says something else of the same pixels.
JUDGED = 1


def of_size(size: Size) -> str:
    """Of one derived size: its line of SIZES, our way of drawing, and the libraries that read and write."""
    return _digest(DRAWN, *_libraries(), *astuple(size))


def whole() -> str:
    """Of everything that is made of a picture and said of it."""
    return _digest(JUDGED, *(of_size(size) for size in SIZES))


@cache
def _libraries() -> tuple[str, ...]:
    # Their wheels bring the decoders and encoders along; the libraries themselves are not loaded in this process.
    return tuple(version(name) for name in ("pillow", "pi-heif"))


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
