"""The server that forks those who make rows imports this: what all of them need is made once."""

from catalog.publish.preparing import making
from catalog.publish.tables import beside
from catalog.workbench import garbage

__all__ = ["making"]

beside.former("")
garbage.leave_at_once()
