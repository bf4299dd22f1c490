"""The server that forks the readers of a long list imports this: what all of them read by is made there, once."""

import pandas

from catalog.values.places import place_index
from catalog.workbench.rows import statements

__all__ = ["pandas", "statements"]

place_index.index()
