"""The server that forks the readers of a long list imports this: what all of them read by is made there, once."""

from catalog.values import place_index
from catalog.workbench import statements

__all__ = ["statements"]

place_index.index()
