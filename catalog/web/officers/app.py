"""The officers' pages as an ASGI app, beside those of the catalogue and the senders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog.web.bare import Bare
from catalog.web.officers import visit
from catalog.web.submitting.visit import BELL
from catalog.workbench.home import Home

# Where officers' pages stand.
ROOTS = ("/duyet", "/len-san")


class Office(Bare):
    """The app for one home. Use `owns` before handing it a request; ring wakes the worker that does long work."""

    def __init__(self, home: Home, plugin: Mapping[str, Any] | None, ring: Callable[[], None]) -> None:
        super().__init__(ROOTS, {**(plugin or {}), visit.SETTING: str(home.root)})
        setattr(self.datasette, BELL, ring)
