"""The server that forks the readers of a long list imports this: what all of them read by is made there, once."""

from catalog.values.places import place_index
from catalog.workbench.rows import garbage, statements

__all__ = ["statements"]

place_index.index()
garbage.leave_at_once()
