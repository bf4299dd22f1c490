"""What comes back for a picture, and the one error where nothing does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored original: its hash, its size when upright, the format its bytes really have.

    warnings are codes. Those of the header: `picture-small`, `picture-frames` (the first is used). Those that only
    `looking` finds, in the pixels: `picture-cut` (over 95 % is there), `picture-profile` (its colour profile is broken)
    and those of `quality`.
    """

    sha256: str
    width_px: int
    height_px: int
    format: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture whose pixels were looked at; likeness is 64 bits (see `likeness`), None where it shows nothing."""

    picture: Picture
    likeness: int | None


class PictureError(Exception):
    """Raised where a picture is refused.

    code      `picture-kind` no picture format we read; `picture-bomb` too big to be read; `picture-unusable`
              broken, cut off, too small, or a decoder gave up; `picture-missing` no such original
    why       the reason as a Vietnamese phrase, for sentences that name the file
    sentence  the reason as a whole Vietnamese sentence
    detail    what the decoder said, for operators
    """

    def __init__(self, code: str, why: str, detail: str = "") -> None:
        self.code = code
        self.why = why
        self.detail = detail
        self.sentence = f"Không đọc được ảnh: {why}. Hãy gửi ảnh chụp gốc."
        super().__init__(self.sentence)
