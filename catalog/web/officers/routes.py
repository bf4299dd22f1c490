"""The addresses of the officers' pages: one line per page, with who may see it.

A page of another part of the site stands here, too: a line below, its first folder in `ROOTS` of app.py (and in the way
back of door.py, where it does not stand there yet), and its place in the navigation of office_base.html.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from datasette import Response

from catalog.web.officers import door, entry_views, start_views
from catalog.web.officers.door import Test, View
from catalog.web.officers.visit import Visit

# Regular expression → views by method, and the test of who may.
PAGES: tuple[tuple[str, Mapping[str, View], Test], ...] = (
    (r"/duyet/?$", {"GET": start_views.start}, door.anybody),
    (r"/duyet/ra/?$", {"POST": entry_views.leave}, door.anybody),
    (r"/duyet/mat-khau/?$", {"GET": entry_views.own_password, "POST": entry_views.choose_password}, door.anybody),
)


async def _nothing(visit: Visit) -> Response:
    return door.not_found(visit)


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Every page as Datasette wants it; the last one answers every other address below."""
    behind = [(pattern, door.served(views, may)) for pattern, views, may in PAGES]
    nothing = door.served({"GET": _nothing, "POST": _nothing})
    return [(r"/duyet/vao/?$", entry_views.entry), *behind, (r"/", nothing)]
