"""Columns of a table from the edges of its cells, where each row says only how wide its cells are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Edges:
    """The upright lines of a table from left to right; edges nearer than `slack` are one line."""

    def __init__(self, edges: Iterable[float], slack: float) -> None:
        self.lines: list[float] = []
        for edge in sorted(edges):
            if not self.lines or edge - self.lines[-1] > slack:
                self.lines.append(edge)

    def column(self, left: float) -> int:
        """The number of the column, counted from 0, that begins at an edge."""
        return _nearest(self.lines, left)

    def span(self, left: float, right: float) -> tuple[int, int]:
        """The first column of a cell and how many it takes, at least one."""
        first = self.column(left)
        return first, max(self.column(right) - first, 1)


def _nearest(lines: Sequence[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda number: abs(lines[number] - edge), default=0)
