"""Where an officer begins."""

from __future__ import annotations

from datasette import Response

from catalog.web.officers.visit import Visit, render


async def start(visit: Visit) -> Response:
    """Who is here."""
    return render(visit, "office_start.html", here="queue")
