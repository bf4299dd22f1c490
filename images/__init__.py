"""Bytes → checked and derived pictures.

`store` keeps an untouched original under its hash, after a look at its header alone; `look` and `look_many` decode it,
say what is wrong with it and make the sizes of `SIZES`; `derive` and `derive_many` make the sizes only. Pixels are read
in confined child processes (`confined`); this process never loads a decoder.
"""

from images import recipe
from images.deriving import Outcome, derive, derive_many, look, look_many
from images.folders import derived_files, original_of, path_of
from images.likeness import Likenesses
from images.picture import Looked, Picture, PictureError
from images.sizes import SIZES, Size
from images.storing import store

__all__ = [
    "SIZES",
    "Likenesses",
    "Looked",
    "Outcome",
    "Picture",
    "PictureError",
    "Size",
    "derive",
    "derive_many",
    "derived_files",
    "look",
    "look_many",
    "original_of",
    "path_of",
    "recipe",
    "store",
]
