"""The server that forks those who share the work of a long list imports this: what all of them need is made once."""

import pandas

from catalog.values.places import place_index
from catalog.workbench import garbage
from catalog.workbench.identities import comparing
from catalog.workbench.rows import statements

__all__ = ["comparing", "pandas", "statements"]

place_index.index()
garbage.leave_at_once()
