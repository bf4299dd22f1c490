"""One line of the bench's table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One stage: medians in seconds, ours and the peer's, and what the peer is."""

    stage: str
    ours: float
    peer: float
    what_peer: str

    @property
    def ratio(self) -> float:
        """Below 1 is faster than the peer."""
        return self.ours / self.peer
