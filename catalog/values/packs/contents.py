"""What one pack holds: the value that `quantity` reads out of pack texts and names."""

from __future__ import annotations

from typing import Literal

import msgspec


# A struct, not a dataclass: every row makes some, and this is made ten times as fast.
class Content(msgspec.Struct, frozen=True):
    """What one pack holds.

    total      net content of the whole pack as sold, in `unit` ("g" or "ml"); None where only pieces are stated
    count      inner packs of one pack (10 for "hộp 10 gói x 5g")
    pieces     countable pieces, where these are stated
    container  the container as the register names it: hũ, chai, túi
    choices    one Content per size where several are offered; then there is no total
    none       nothing of the kind is stated, or it is left open; a pack cell may name its container all the same
    unsure     amounts are stated, but they can be read in two ways
    start, end where the words stand in `text.clean(text)`
    """

    total: float | None = None
    unit: Literal["g", "ml"] | None = None
    count: int | None = None
    pieces: int | None = None
    container: str | None = None
    choices: tuple[Content, ...] = ()
    none: bool = False
    unsure: bool = False
    start: int = 0
    end: int = 0

    def json(self) -> dict[str, object]:
        """The dict that `ocop parse quantity` prints."""
        if self.choices:
            return {"none": True, "choices": True, "sizes": [c.json() for c in self.choices]}
        if self.none:
            return {"none": True, "unsure": True} if self.unsure else {"none": True}
        found: dict[str, object] = {}
        if self.total is not None:
            total = int(self.total) if self.total == int(self.total) else self.total
            found = {"total": total, "unit": self.unit, "count": self.count}
        if self.pieces is not None:
            found["pieces"] = self.pieces
        return {**found, "container": self.container}


NOTHING = Content(none=True)
UNSURE = Content(none=True, unsure=True)
