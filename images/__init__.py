"""Bytes → checked and derived pictures.

`store` keeps an untouched original under its hash, `derive` and `derive_many` make the sizes of `SIZES` from it.
Pixels are read in confined child processes only (`confined`); this process never loads a decoder.
"""

from images.deriving import Outcome, derive, derive_many
from images.folders import original_of, path_of
from images.picture import Picture, PictureError
from images.sizes import SIZES, Size
from images.storing import store

__all__ = [
    "SIZES",
    "Outcome",
    "Picture",
    "PictureError",
    "Size",
    "derive",
    "derive_many",
    "original_of",
    "path_of",
    "store",
]
