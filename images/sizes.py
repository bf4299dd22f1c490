"""The sizes that are derived from every picture. To add one, add one line; nothing else needs to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Size:
    """One derived size: the picture fits into px × px; `is_square` makes it exactly that (see `framing`).

    quality is the encoder's own scale, 0 to 100; it is lowered where a file would have more than `most_bytes`. Pictures
    are never enlarged, except for squares (see `drawing`).
    """

    name: str
    px: int
    format: Literal["WEBP", "JPEG"]
    quality: int
    is_square: bool = False
    most_bytes: int | None = None

    @property
    def ending(self) -> str:
        """The file's ending, with its dot."""
        return ".webp" if self.format == "WEBP" else ".jpg"


# thumb and card are seen by the dozen on cheap phones, so they are light; page is looked at alone.
# square is what marketplaces ask for: 500 to 4000 px, JPEG, at most 2 MB (1000 px at 88 has some 400 kB). One file for
# all: where a market takes less (`picture_bytes` in its register), a test asks for a smaller `most_bytes` here.
SIZES: tuple[Size, ...] = (
    Size("thumb", 320, "WEBP", 70),
    Size("card", 640, "WEBP", 74),
    Size("page", 1200, "WEBP", 80),
    Size("square", 1000, "JPEG", 88, is_square=True, most_bytes=2_000_000),
)

BY_NAME: dict[str, Size] = {size.name: size for size in SIZES}
LARGEST_PX = max(size.px for size in SIZES)
